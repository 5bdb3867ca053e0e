"""The colours of the themes: contrast for reading, and signs that a colour-blind reader sees.

Contrast as WCAG 2 defines it. Colour blindness by the matrices of Machado, Oliveira and Fernandes
(2009) for a complete lack of one kind of cone; differences in CIE 1976 L*a*b* (2.3 is just seen).
"""

from __future__ import annotations

import math
from itertools import combinations
from pathlib import Path

import pytest

from viewer.highlight.lens import OWN_LENS
from viewer.render.theme import Theme
from viewer.render.theme_file import load_themes

FOLDER = Path(__file__).parents[2] / "resources" / "themes"
THEMES = {theme.id: theme for theme in load_themes(FOLDER)}
TINTED = [theme for theme in THEMES.values() if not theme.outlined]
each_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.id)
each_tinted = pytest.mark.parametrize("theme", TINTED, ids=lambda theme: theme.id)

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

EYES: dict[str, Matrix] = {
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TOLD_APART = 6.0
"""Smallest difference of two tints or lines that serves: well over what is just seen."""

ALIKE = {("light", "deuteranopia", "violet", "sky"): 3.4}
"""Tints that are nearer than `TOLD_APART`, and how near: there the underline has to say it."""


def linear(colour: str) -> Triple:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return r, g, b


def luminance(colour: str) -> float:
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def times(matrix: Matrix, value: Triple) -> Triple:
    x, y, z = (sum(a * b for a, b in zip(row, value, strict=True)) for row in matrix)
    return x, y, z


def lab(colour: str, eye: str) -> Triple:
    seen = times(EYES[eye], linear(colour))
    r, g, b = (min(1.0, max(0.0, c)) for c in seen)
    to_xyz: Matrix = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    x, y, z = (
        c ** (1 / 3) if c > 0.008856 else 7.787 * c + 16 / 116
        for c in (v / w for v, w in zip(times(to_xyz, (r, g, b)), white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, eye: str) -> float:
    return math.dist(lab(one, eye), lab(other, eye))


def text_grounds(theme: Theme) -> dict[str, str]:
    """Every colour that leaflet text or a label can stand on."""
    grounds = {
        "window": theme.window,
        "page": theme.page,
        "current row": theme.current_row,
        "banner": theme.banner,
        "note": theme.note_page,
        "find": theme.find_tint,
    }
    return grounds | {name: lens.tint for name, lens in theme.lenses.items()}


def test_contrast_and_colour_difference_are_computed_as_their_definitions_say() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert lab("#ffffff", "full colour") == pytest.approx((100, 0, 0), abs=0.02)
    assert lab("#ff0000", "full colour") == pytest.approx((53.24, 80.09, 67.20), abs=0.05)


def test_there_are_a_light_a_dark_and_a_high_contrast_theme() -> None:
    assert {id: (theme.dark, theme.outlined) for id, theme in THEMES.items()} == {
        "light": (False, False),
        "dark": (True, False),
        "high-contrast": (True, True),
    }


@each_theme
def test_text_has_a_contrast_of_seven_on_everything_it_stands_on(theme: Theme) -> None:
    grounds = text_grounds(theme).items()
    assert {
        name: contrast(theme.text, c) for name, c in grounds if contrast(theme.text, c) < 7
    } == {}


@each_theme
def test_soft_text_is_legible_on_page_and_window(theme: Theme) -> None:
    assert contrast(theme.soft_text, theme.page) >= 5.9
    assert contrast(theme.soft_text, theme.window) >= 4.5


@each_theme
def test_links_and_errors_are_legible_wherever_they_stand(theme: Theme) -> None:
    for ground in (theme.page, theme.window, theme.banner, theme.current_row, theme.note_page):
        assert contrast(theme.accent, ground) >= 4.5
    for ground in (theme.page, theme.window, theme.note_page):
        assert contrast(theme.warning, ground) >= 4.5
    assert contrast(theme.accent_text, theme.accent) >= 4.5


@each_theme
def test_a_lens_line_stands_out_from_page_window_and_tint(theme: Theme) -> None:
    for name, lens in theme.lenses.items():
        for ground in (theme.page, theme.window, lens.tint):
            assert contrast(lens.line, ground) >= 3, name
    for ground in (theme.page, theme.window, theme.find_tint):
        assert contrast(theme.find_line, ground) >= 3


@each_theme
def test_bars_of_notes_and_focus_rings_are_seen(theme: Theme) -> None:
    for ground in (theme.page, theme.window):
        assert contrast(theme.accent, ground) >= 3
    assert contrast(theme.note_bar, theme.note_page) >= 2.8


@each_theme
def test_each_lens_has_an_underline_of_its_own(theme: Theme) -> None:
    styles = [lens.underline for lens in theme.lenses.values()]
    assert len(set(styles)) == len(styles)


def test_a_lens_has_the_same_underline_in_every_theme() -> None:
    looks = [{name: lens.underline for name, lens in t.lenses.items()} for t in THEMES.values()]
    assert looks[0] == looks[1] == looks[2]
    assert OWN_LENS in looks[0]


@each_tinted
@pytest.mark.parametrize("eye", EYES)
def test_the_tints_of_two_lenses_can_be_told_apart(theme: Theme, eye: str) -> None:
    near = {}
    for one, other in combinations(theme.lenses, 2):
        apart = difference(theme.lenses[one].tint, theme.lenses[other].tint, eye)
        if apart < TOLD_APART:
            near[theme.id, eye, one, other] = apart
    expected = {key: value for key, value in ALIKE.items() if key[:2] == (theme.id, eye)}
    assert near == pytest.approx(expected, abs=0.1)
    for _, _, one, other in near:
        assert theme.lenses[one].underline is not theme.lenses[other].underline


@each_theme
@pytest.mark.parametrize("eye", EYES)
def test_the_lines_of_two_lenses_can_be_told_apart(theme: Theme, eye: str) -> None:
    for one, other in combinations(theme.lenses, 2):
        apart = difference(theme.lenses[one].line, theme.lenses[other].line, eye)
        assert apart >= TOLD_APART, (one, other)


@each_tinted
@pytest.mark.parametrize("eye", EYES)
def test_a_tint_is_seen_on_the_page_and_is_not_taken_for_a_find(theme: Theme, eye: str) -> None:
    for name, lens in theme.lenses.items():
        assert difference(lens.tint, theme.page, eye) >= TOLD_APART, name
        assert difference(lens.tint, theme.find_tint, eye) >= TOLD_APART, name


def test_the_high_contrast_theme_has_lines_where_others_have_tints() -> None:
    theme = THEMES["high-contrast"]
    assert {lens.tint for lens in theme.lenses.values()} == {theme.page}
    assert {theme.current_row, theme.banner, theme.note_page, theme.find_tint} == {theme.page}
    for lens in theme.lenses.values():
        assert contrast(lens.line, theme.page) >= 7
