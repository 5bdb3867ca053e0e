"""About the program."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from viewer.ui.about_dialog import AboutDialog


def make(qtbot: QtBot) -> AboutDialog:
    dialog = AboutDialog("Leaflet Viewer", "1.2.3", "It gives no advice.", "lxml 6: BSD\n" * 300)
    qtbot.addWidget(dialog)
    return dialog


def button(dialog: AboutDialog, words: str) -> QPushButton:
    return next(b for b in dialog.findChildren(QPushButton) if b.text() == words)


def test_it_says_the_version_what_the_program_is_not_and_what_it_is_built_with(
    qtbot: QtBot,
) -> None:
    dialog = make(qtbot)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert words[:2] == ["Leaflet Viewer 1.2.3", "It gives no advice."]
    notices = dialog.findChild(QPlainTextEdit, "about_notices")
    assert isinstance(notices, QPlainTextEdit)
    assert "lxml 6: BSD" in notices.toPlainText()
    assert notices.isReadOnly()
    assert notices.accessibleName() == "Built with"


def test_all_of_it_can_be_copied(qtbot: QtBot) -> None:
    dialog = make(qtbot)
    button(dialog, "&Copy").click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Leaflet Viewer 1.2.3\n\nIt gives no advice.\n\nlxml 6: BSD")


def test_the_keyboard_reaches_the_notices_and_leaves_them_and_escape_closes(qtbot: QtBot) -> None:
    dialog = make(qtbot)
    with qtbot.waitExposed(dialog):
        dialog.show()
    seen = set()
    for _ in range(4):
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
        focus = dialog.focusWidget()
        seen.add(focus.accessibleName() or getattr(focus, "text", str)() if focus else "")
    assert {"Built with", "&Copy", "Close"} <= seen
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
