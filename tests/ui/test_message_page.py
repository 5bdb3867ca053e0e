from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.message_page import Message, MessagePage

MESSAGE = Message("It cannot be shown", "It is damaged.", ("line 3: odd",), "Mend it.")


def opened(qtbot: QtBot) -> MessagePage:
    page = MessagePage(lambda width: width // 4)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show_message(MESSAGE, can_go_back=True)
    with qtbot.waitExposed(page):
        page.show()
    return page


def test_all_words_begin_where_the_leaflet_s_would_at_any_width(qtbot: QtBot) -> None:
    page = opened(qtbot)
    for width in (800, 500, 1200):
        page.resize(width, 500)
        for label in page.findChildren(QLabel):
            assert label.mapTo(page, QPoint(0, 0)).x() == width // 4


def test_faults_are_said_in_the_soft_colour_of_the_theme_on_show(
    qtbot: QtBot, themed: Callable[[Theme], None], theme: Theme, dark_theme: Theme
) -> None:
    page = opened(qtbot)
    faults = page.findChild(QLabel, "message_faults")
    assert faults is not None
    for each in (theme, dark_theme):
        themed(each)
        colour = faults.palette().color(faults.foregroundRole()).name()
        assert colour == each.soft_text


def button(page: MessagePage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot, key: Qt.Key) -> None:
    page = opened(qtbot)
    with qtbot.waitSignal(page.left, timeout=1_000):
        QTest.keyClick(button(page, "message_back"), key)
    with qtbot.waitSignal(page.open_requested, timeout=1_000):
        QTest.keyClick(button(page, "message_open"), key)


@pytest.mark.parametrize("width", [240, 280, 800])
def test_buttons_stand_one_below_the_other_where_the_page_is_narrow(
    qtbot: QtBot, width: int
) -> None:
    page = MessagePage(lambda _width: 24)
    qtbot.addWidget(page)
    page.resize(width, 600)
    page.show_message(MESSAGE, can_go_back=True)
    with qtbot.waitExposed(page):
        page.show()
    QApplication.processEvents()
    back, other = (button(page, name) for name in ("message_back", "message_open"))
    assert page.horizontalScrollBar().maximum() == 0
    for each in (back, other):
        assert each.mapTo(page, each.rect().topRight()).x() < width
    assert (back.y() == other.y()) == (width == 800)
    assert not back.geometry().intersects(other.geometry())


def test_words_selected_with_the_mouse_are_copied_by_key_although_the_window_copies_too(
    qtbot: QtBot,
) -> None:
    window, page = QMainWindow(), opened(qtbot)
    qtbot.addWidget(window)
    window.setCentralWidget(page)
    copy = QAction("Copy", window)
    copy.setShortcut(QKeySequence("Ctrl+C"))
    copy.triggered.connect(lambda: QGuiApplication.clipboard().setText("the leaflet's"))
    window.addAction(copy)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    words = next(label for label in page.findChildren(QLabel) if label.text() == MESSAGE.text)
    QTest.mouseDClick(words, Qt.MouseButton.LeftButton, pos=QPoint(6, words.height() // 2))
    assert words.selectedText() == "It"
    assert words.hasFocus()
    QTest.keyClick(words, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "It"


def test_tab_goes_through_the_buttons_alone(qtbot: QtBot) -> None:
    page = opened(qtbot)
    page.activateWindow()
    page.take_focus()
    passed = []
    for _ in range(4):
        passed.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert not any(isinstance(each, QLabel) for each in passed)
