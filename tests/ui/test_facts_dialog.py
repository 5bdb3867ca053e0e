from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from viewer.ui.facts_dialog import FactsDialog

NOTICE = "Demonstration content that replaces nothing. " * 8
STRONG = Qt.FocusPolicy.StrongFocus
ROWS = [("Title", "Klonopin"), ("Version", "not stated"), ("Notice", NOTICE)]


def opened(qtbot: QtBot, words: str = "") -> FactsDialog:
    dialog = FactsDialog("Provenance", ROWS, words, None)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def label(dialog: FactsDialog, words: str) -> QLabel:
    return next(each for each in dialog.findChildren(QLabel) if each.text() == words)


def button(dialog: FactsDialog, words: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == words)


def test_each_label_stands_beside_the_first_line_of_its_value(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    for name, value in ROWS:
        assert label(dialog, name).y() == label(dialog, value).y()
        assert label(dialog, name).height() < 2 * dialog.fontMetrics().height()


@pytest.mark.parametrize("count", [1, 2, 4, 8])
def test_the_dialog_is_as_high_as_what_it_says(qtbot: QtBot, count: int) -> None:
    words = "It is not a medical device. " * count
    dialog = opened(qtbot, words)
    last = label(dialog, words)
    assert last.height() <= last.heightForWidth(last.width()) + 2
    assert 12 <= last.y() - label(dialog, NOTICE).geometry().bottom() <= 24
    assert 12 <= button(dialog, "Close").y() - last.geometry().bottom() <= 24
    assert dialog.height() - button(dialog, "Close").geometry().bottom() <= 24


def test_more_facts_than_a_screen_holds_are_scrolled_and_the_buttons_stay(qtbot: QtBot) -> None:
    rows = [(str(number), f"A picture is left out: file {number}. " * 4) for number in range(200)]
    dialog = FactsDialog("Reading notes", rows, "", None)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert dialog.height() < dialog.screen().availableSize().height()
    assert dialog.rect().contains(button(dialog, "Close").geometry())
    (area,) = dialog.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() > dialog.height()
    assert (area.focusPolicy(), area.accessibleName()) == (STRONG, "Reading notes")
    (short,) = opened(qtbot).findChildren(QScrollArea)
    assert short.focusPolicy() is Qt.FocusPolicy.NoFocus
    area.ensureWidgetVisible(label(dialog, rows[-1][1]))
    assert area.verticalScrollBar().value() == area.verticalScrollBar().maximum()


def test_the_buttons_are_words_alone(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert all(each.icon().isNull() for each in dialog.findChildren(QPushButton))


def test_enter_closes_the_dialog(qtbot: QtBot) -> None:
    dialog = opened(qtbot)
    assert button(dialog, "Close").isDefault()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_copy_takes_all_of_it_along(qtbot: QtBot) -> None:
    dialog = opened(qtbot, "Words below.")
    QTest.mouseClick(button(dialog, "&Copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("Title: Klonopin\nVersion: not stated")
    assert QGuiApplication.clipboard().text().endswith("Words below.")
