from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.dim_banner import DimBanner


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme) -> DimBanner:
    widget = DimBanner(theme)
    qtbot.addWidget(widget)
    widget.resize(800, 32)
    return widget


def show_all(banner: DimBanner) -> QPushButton:
    button = banner.findChild(QPushButton, "dim_show_all")
    assert button is not None
    return button


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["Alcohol"], "6 of 9 sections dimmed: no Alcohol passage"),
        (["Alcohol", "Liver"], "6 of 9 sections dimmed: no passage on Alcohol or Liver"),
        (["A", "B", "C"], "6 of 9 sections dimmed: no passage on A, B or C"),
    ],
)
def test_the_banner_says_what_is_dimmed_and_why(
    banner: DimBanner, names: list[str], words: str
) -> None:
    banner.show_dimmed(6, 9, names)
    assert banner.words() == words
    assert banner.accessibleDescription() == words
    assert banner.isVisible()


def test_where_nothing_can_be_dimmed_the_banner_says_why_and_offers_no_more_than_to_end_it(
    banner: DimBanner,
) -> None:
    banner.show_unchecked("cannot check the words of Alcohol: no terms for this language")
    assert banner.words() == (
        "Nothing is dimmed: cannot check the words of Alcohol: no terms for this language"
    )
    assert show_all(banner).text() == "End dimming"
    banner.show_dimmed(6, 9, ["Alcohol"])
    assert show_all(banner).text() == "Show all"


def test_the_banner_is_there_only_while_something_is_dimmed(banner: DimBanner) -> None:
    assert not banner.isVisible()
    banner.show_dimmed(6, 9, ["Alcohol"])
    banner.hide_banner()
    assert not banner.isVisible()


def test_one_click_or_key_asks_for_everything(qtbot: QtBot, banner: DimBanner) -> None:
    banner.show_dimmed(6, 9, ["Alcohol"])
    with qtbot.waitSignal(banner.show_all_requested):
        QTest.mouseClick(show_all(banner), Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(banner.show_all_requested, timeout=1_000):
            QTest.keyClick(show_all(banner), key)


def test_the_button_is_large_enough_to_hit_and_names_its_key(banner: DimBanner) -> None:
    banner.show_dimmed(6, 9, ["Alcohol"])
    assert show_all(banner).height() >= 28
    assert show_all(banner).width() >= 28
    assert "Ctrl+D" in show_all(banner).toolTip()


def test_a_narrow_banner_still_says_all_of_it(banner: DimBanner) -> None:
    banner.show_dimmed(6, 9, ["Dependence and withdrawal", "Driving and machines"])
    assert banner.heightForWidth(300) > banner.heightForWidth(1000)


@pytest.mark.parametrize("width", [300, 360, 460, 800])
def test_words_of_several_lines_keep_a_distance_from_the_banner_s_edges(
    qtbot: QtBot, banner: DimBanner, theme: Theme, width: int
) -> None:
    banner.show_dimmed(6, 9, ["Dependence and withdrawal", "Driving and machines"])
    banner.resize(width, banner.heightForWidth(width))
    with qtbot.waitExposed(banner):
        banner.show()
    image = banner.grab().toImage()
    inked = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y).name() != theme.banner for x in range(width - 120))
    ]
    assert inked[0] >= 6
    assert inked[-1] < image.height() - 6


def test_a_switch_of_theme_repaints_the_banner(
    banner: DimBanner, theme: Theme, dark_theme: Theme
) -> None:
    banner.show_dimmed(6, 9, ["Alcohol"])
    assert banner.grab().toImage().pixelColor(4, 4).name() == theme.banner
    banner.set_theme(dark_theme)
    assert banner.grab().toImage().pixelColor(4, 4).name() == dark_theme.banner
    assert theme.accent not in show_all(banner).styleSheet()
