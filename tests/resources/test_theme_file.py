"""Reading theme files: a good one is a `Theme`, a bad one is told with place and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.leaflet.errors import ResourceError
from viewer.render.theme import LensColour, Underline
from viewer.render.theme_file import load_theme, load_themes

FOLDER = Path(__file__).parents[2] / "resources" / "themes"
LIGHT = (FOLDER / "light.toml").read_text(encoding="utf-8")


def fault(tmp_path: Path, source: str | bytes) -> ResourceError:
    file = tmp_path / "theme.toml"
    file.write_bytes(source.encode() if isinstance(source, str) else source)
    with pytest.raises(ResourceError) as raised:
        load_theme(file)
    assert raised.value.file == str(file)
    return raised.value


def test_a_theme_is_read_with_its_lens_colours() -> None:
    theme = load_theme(FOLDER / "light.toml")
    assert (theme.id, theme.name, theme.dark, theme.page) == ("light", "Light", False, "#ffffff")
    assert theme.lenses["amber"] == LensColour("#ffdf8a", "#a46609", Underline.SOLID)


def test_all_themes_of_a_folder_are_read() -> None:
    assert [theme.id for theme in load_themes(FOLDER)] == ["dark", "high-contrast", "light"]


def test_a_colour_in_capitals_is_the_same_colour(tmp_path: Path) -> None:
    file = tmp_path / "theme.toml"
    file.write_text(LIGHT.replace("#0b5cad", "#0B5CAD"), encoding="utf-8")
    assert load_theme(file).accent == "#0b5cad"


@pytest.mark.parametrize(
    ("old", "new", "place", "reason"),
    [
        ('page = "#ffffff"', 'page = "white"', "page", "#rrggbb"),
        ('page = "#ffffff"', 'page = "#fff"', "page", "#rrggbb"),
        ('page = "#ffffff"', "page = 3", "page", "#rrggbb"),
        ('page = "#ffffff"', "", "page", "missing"),
        ('page = "#ffffff"', 'pgae = "#ffffff"', "pgae", "unknown"),
        ("dark = false", 'dark = "no"', "dark", "true or false"),
        ('name = "Light"', 'name = " "', "name", "not empty"),
        ('underline = "solid"', 'underline = "zebra"', "lenses.amber.underline", "zebra"),
        ('tint = "#ffdf8a"', 'tint = "#ffdf8"', "lenses.amber.tint", "#rrggbb"),
        ('tint = "#ffdf8a", ', "", "lenses.amber.tint", "missing"),
        ('tint = "#ffdf8a"', 'tnit = "#ffdf8a"', "lenses.amber.tnit", "unknown"),
        ("own = {", "mine = {", "lenses", "own"),
        ("[lenses]", "[lense]", "lense", "unknown"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, place: str, reason: str
) -> None:
    assert old in LIGHT
    error = fault(tmp_path, LIGHT.replace(old, new))
    assert error.place == place
    assert reason in error.reason


def test_a_table_that_is_none_is_told(tmp_path: Path) -> None:
    head = LIGHT.partition("[lenses]")[0]
    assert fault(tmp_path, head + 'lenses = "many"').place == "lenses"
    assert fault(tmp_path, head + "lenses = { own = 3 }").place == "lenses.own"


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    assert fault(tmp_path, 'id = "light"\nname = \n').place == "line 2"
    assert fault(tmp_path, 'id = "light').place


def test_a_file_that_is_no_text_is_told_with_its_line(tmp_path: Path) -> None:
    error = fault(tmp_path, b'id = "light"\nname = "\xff"\n')
    assert (error.place, error.reason) == ("line 2", "this is not UTF-8 text")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"nowhere\.toml"):
        load_theme(tmp_path / "nowhere.toml")


def test_a_folder_without_themes_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no theme file"):
        load_themes(tmp_path)


def test_two_themes_of_one_id_are_told(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(LIGHT, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"two\.toml.*light"):
        load_themes(tmp_path)
