"""Questions say what they say plainly."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from viewer.ui.questions import show_plainly


def test_a_question_shows_names_as_they_stand_and_its_buttons_bear_words_alone(
    qtbot: QtBot,
) -> None:
    buttons = QMessageBox.StandardButton
    question = QMessageBox()
    qtbot.addWidget(question)
    question.setText("<b>Name</b>")
    question.setStandardButtons(buttons.Discard | buttons.Open | buttons.Cancel)
    for button in question.buttons():  # as some desktops have it
        button.setIcon(QIcon(QPixmap(16, 16)))
    show_plainly(question)
    question.show()
    assert all(button.icon().isNull() for button in question.buttons())
    labels = question.findChildren(QLabel)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}
