from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMainWindow, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.find_bar import FindBar, FindQuery

Part = TypeVar("Part", bound=QWidget)


def part(bar: FindBar, kind: type[Part], name: str) -> Part:
    found = bar.findChild(kind, name)
    assert found is not None
    return found


class Window(QMainWindow):
    """A find bar under a field that stands for the leaflet; Esc means something here too."""

    def __init__(self, theme: Theme, icons: Path) -> None:
        super().__init__()
        page = QWidget()
        layout = QVBoxLayout(page)
        self.leaflet = QLineEdit()
        self.bar = FindBar(theme, icons)
        layout.addWidget(QLineEdit())
        layout.addWidget(self.leaflet)
        layout.addWidget(QLineEdit())
        layout.addWidget(self.bar)
        self.setCentralWidget(page)
        self.escapes = 0
        QShortcut(QKeySequence("Esc"), self, self._count_escape)
        self.queries: list[FindQuery] = []
        self.bar.find_changed.connect(self.queries.append)

    def _count_escape(self) -> None:
        self.escapes += 1

    @property
    def field(self) -> QLineEdit:
        return part(self.bar, QLineEdit, "find_field")

    @property
    def count(self) -> QLabel:
        return part(self.bar, QLabel, "find_count")

    def button(self, name: str) -> QToolButton:
        return part(self.bar, QToolButton, f"find_{name}")


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, icons: Path) -> Iterator[Window]:
    widget = Window(theme, icons)
    qtbot.addWidget(widget)
    widget.resize(900, 200)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    widget.leaflet.setFocus()
    yield widget
    widget.hide()


def test_opening_puts_the_keyboard_into_the_field_with_its_text_chosen(window: Window) -> None:
    window.bar.open_with("alcohol")
    assert window.field.hasFocus()
    assert window.field.selectedText() == "alcohol"
    assert window.queries == [FindQuery("alcohol")]


def test_opening_with_nothing_keeps_and_finds_what_was_typed_before(window: Window) -> None:
    window.bar.open_with("alcohol")
    window.bar.close_bar()
    window.bar.open_with("")
    assert window.queries == [FindQuery("alcohol"), FindQuery("alcohol")]


def test_each_key_typed_finds_anew(window: Window) -> None:
    window.bar.open_with("")
    QTest.keyClicks(window.field, "al")
    assert window.queries == [FindQuery("a"), FindQuery("al")]


def test_whole_word_and_case_are_part_of_what_is_asked(qtbot: QtBot, window: Window) -> None:
    window.bar.open_with("al")
    QTest.mouseClick(window.button("whole_words"), Qt.MouseButton.LeftButton)
    QTest.keyClick(window.field, Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(window.button("match_case").isChecked)
    assert window.queries[-2:] == [FindQuery("al", True), FindQuery("al", True, True)]
    assert window.bar.query() == FindQuery("al", True, True)


@pytest.mark.parametrize(
    ("key", "name"), [(Qt.Key.Key_C, "match_case"), (Qt.Key.Key_W, "whole_words")]
)
def test_after_the_key_of_a_switch_the_next_letter_still_goes_into_the_field(
    qtbot: QtBot, window: Window, key: Qt.Key, name: str
) -> None:
    window.bar.open_with("al")
    QTest.keyClick(window.field, key, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(window.button(name).isChecked)
    assert window.field.hasFocus()
    QTest.mouseClick(window.button(name), Qt.MouseButton.LeftButton)
    assert window.field.hasFocus()


def test_the_switches_are_reached_by_tab(window: Window) -> None:
    window.bar.open_with("al")
    window.bar.show_count(1, 2)
    reached = set()
    for _ in range(8):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.add(window.focusWidget().objectName())
    assert {"find_match_case", "find_whole_words"} <= reached


def test_enter_steps_on_and_shift_enter_back(qtbot: QtBot, window: Window) -> None:
    window.bar.open_with("al")
    with (
        qtbot.waitSignal(window.bar.next_requested),
        qtbot.assertNotEmitted(window.bar.previous_requested),
    ):
        QTest.keyClick(window.field, Qt.Key.Key_Return)
    with (
        qtbot.waitSignal(window.bar.previous_requested),
        qtbot.assertNotEmitted(window.bar.next_requested),
    ):
        QTest.keyClick(window.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)


def test_enter_on_a_button_does_what_the_button_says(qtbot: QtBot, window: Window) -> None:
    window.bar.open_with("al")
    window.bar.show_count(1, 2)
    window.button("previous").setFocus()
    with (
        qtbot.waitSignal(window.bar.previous_requested),
        qtbot.assertNotEmitted(window.bar.next_requested),
    ):
        QTest.keyClick(window.button("previous"), Qt.Key.Key_Return)


def test_escape_closes_the_bar_alone_and_gives_the_focus_back(qtbot: QtBot, window: Window) -> None:
    window.bar.open_with("al")
    with qtbot.waitSignal(window.bar.closed):
        QTest.keyClick(window.field, Qt.Key.Key_Escape)
    assert not window.bar.isVisible()
    assert window.leaflet.hasFocus()
    assert window.escapes == 0, "the window's own Esc must not happen as well"


def test_escape_on_a_button_of_the_bar_closes_it_too(window: Window) -> None:
    window.bar.open_with("al")
    window.button("match_case").setFocus()
    QTest.keyClick(window.button("match_case"), Qt.Key.Key_Escape)
    assert not window.bar.isVisible()
    assert window.escapes == 0


def test_the_count_is_said(window: Window) -> None:
    window.bar.open_with("al")
    window.bar.show_count(3, 12)
    assert window.count.text() == "3 of 12"
    window.bar.show_count(0, 12)
    assert window.count.text() == "12 in this leaflet"


def test_no_number_is_said_while_it_is_not_known(window: Window) -> None:
    window.bar.open_with("al")
    window.bar.show_count(0, 0)
    window.bar.show_counting()
    assert window.count.text() == ""
    assert window.count.toolTip() == ""
    assert window.button("next").isEnabled()
    assert window.button("previous").isEnabled()


def test_nothing_found_is_said_in_words_and_in_colour(window: Window, theme: Theme) -> None:
    window.bar.open_with("xyz")
    window.bar.show_count(0, 0)
    assert window.count.text() == "No “xyz” in this leaflet"
    assert window.count.palette().color(window.count.foregroundRole()).name() == theme.warning
    assert not window.button("next").isEnabled()
    window.bar.show_count(1, 1)
    assert window.count.palette().color(window.count.foregroundRole()).name() == theme.soft_text


def test_an_empty_field_says_nothing(window: Window) -> None:
    window.bar.open_with("xyz")
    window.bar.show_count(0, 0)
    window.field.clear()
    assert window.count.text() == ""
    assert window.queries[-1] == FindQuery("")


def test_a_switch_of_theme_recolours_words_and_icons(
    window: Window, theme: Theme, dark_theme: Theme
) -> None:
    window.bar.open_with("xyz")
    window.bar.show_count(0, 0)
    before = window.button("close").icon().cacheKey()
    window.bar.set_theme(dark_theme)
    colour = window.count.palette().color(window.count.foregroundRole()).name()
    assert colour == dark_theme.warning != theme.warning
    assert window.button("close").icon().cacheKey() != before


def test_every_control_has_a_name_a_tool_tip_and_room_to_hit(window: Window) -> None:
    window.bar.open_with("al")
    buttons = window.bar.findChildren(QToolButton)
    assert len(buttons) == 5
    for control in (window.field, *buttons):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.height() >= 28
        assert control.width() >= 28


def test_a_narrow_bar_keeps_every_control_in_sight(qtbot: QtBot, window: Window) -> None:
    window.bar.open_with("al")
    window.resize(330, 200)
    last = window.button("match_case")
    qtbot.waitUntil(lambda: last.mapTo(window.bar, last.rect().topLeft()).y() > 28)
    for button in window.bar.findChildren(QToolButton):
        corner = button.mapTo(window.bar, button.rect().bottomRight())
        assert window.bar.rect().contains(corner)
        words = button.icon().isNull()
        assert button.width() >= (button.sizeHint().width() if words else 28)


def test_buttons_show_their_words_where_the_icons_are_missing(
    qtbot: QtBot, theme: Theme, tmp_path: Path
) -> None:
    bar = FindBar(theme, tmp_path)
    qtbot.addWidget(bar)
    close = part(bar, QToolButton, "find_close")
    assert close.icon().isNull()
    assert close.text() == "Close"
