from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.side_pane import SidePage, SidePane


class Pane(SidePane):
    """A pane that counts how often its pages were made."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(QLabel("the sections"), theme)
        self.made: list[str] = []

    def make(self, name: str) -> QLabel:
        self.made.append(name)
        return QLabel(name)


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme) -> Pane:
    widget = Pane(theme)
    qtbot.addWidget(widget)
    widget.resize(290, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    return widget


def tabs_of(pane: Pane) -> QTabBar:
    found = pane.findChild(QTabBar, "side_tabs")
    assert isinstance(found, QTabBar)
    return found


def offer(pane: Pane) -> None:
    makers = {
        SidePage.LIBRARY: lambda: pane.make("the library"),
        SidePage.SEARCH: lambda: pane.make("the search"),
    }
    pane.offer(makers, {SidePage.SEARCH: "Ctrl+Shift+F"})


def test_sections_are_shown_first_and_without_other_pages_there_are_no_tabs(pane: Pane) -> None:
    tabs = tabs_of(pane)
    assert pane.page() is SidePage.SECTIONS
    assert not tabs.isVisible()
    offer(pane)
    assert tabs.isVisible()
    assert pane.page() is SidePage.SECTIONS


def test_a_page_is_made_once_when_it_is_first_shown(qtbot: QtBot, pane: Pane) -> None:
    offer(pane)
    assert pane.made == []
    with qtbot.waitSignal(pane.page_changed) as changed:
        page = pane.show_page(SidePage.SEARCH)
    assert changed.args == [SidePage.SEARCH]
    assert isinstance(page, QLabel)
    assert page.text() == "the search"
    assert page.isVisible()
    pane.show_page(SidePage.SECTIONS)
    pane.show_page(SidePage.SEARCH)
    assert pane.made == ["the search"]


def test_a_page_without_a_maker_has_no_tab(pane: Pane) -> None:
    pane.offer({SidePage.LIBRARY: lambda: pane.make("the library")})
    assert [tabs_of(pane).isTabVisible(n) for n in range(3)] == [True, True, False]


def test_tabs_are_chosen_with_mouse_and_arrows_and_their_key_is_told(pane: Pane) -> None:
    offer(pane)
    tabs = tabs_of(pane)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    assert pane.page() is SidePage.LIBRARY
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert pane.page() is SidePage.SEARCH
    assert tabs.tabToolTip(2) == "Search (Ctrl+Shift+F)"


def test_tabs_are_named_and_fit_into_a_narrow_pane(pane: Pane) -> None:
    offer(pane)
    tabs = tabs_of(pane)
    assert QAccessible.queryAccessibleInterface(tabs).text(QAccessible.Text.Name)
    assert [tabs.tabText(n) for n in range(3)] == ["Sections", "Library", "Search"]
    assert tabs.minimumSizeHint().width() <= 160
    pane.resize(160, 300)
    assert tabs.tabRect(2).right() <= 160


def test_the_tab_of_the_page_has_a_line_in_the_accent_colour(
    pane: Pane, theme: Theme, outlined_theme: Theme
) -> None:
    offer(pane)
    tabs = tabs_of(pane)
    for each in (theme, outlined_theme):
        pane.set_theme(each)
        image = tabs.grab().toImage()
        bottom = image.height() - 2
        centres = [tabs.tabRect(n).center().x() for n in range(3)]
        marked = [image.pixelColor(x, bottom).name() == each.accent for x in centres]
        assert marked == [True, False, False]
