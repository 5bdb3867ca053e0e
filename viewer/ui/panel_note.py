"""Words in place of a list that is empty, with one thing to do about it where there is one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class PanelNote(QWidget):
    """A few sentences at the top of the list's place."""

    button_clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = QLabel(self)
        self._words.setObjectName(f"{parent.objectName()}_note")
        self._words.setProperty("soft", True)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self)
        self._button.setObjectName(f"{parent.objectName()}_note_button")
        self._button.setAutoDefault(True)  # Enter presses it, too
        self._button.clicked.connect(self.button_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(16)
        column.addWidget(self._words)
        column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()

    def say(self, words: str, button: str = "") -> None:
        """Shows these words, and the button where there is something to do."""
        self._words.setText(words)
        self._button.setText(button)
        self._button.setVisible(bool(button))

    def words(self) -> str:
        """What is said."""
        return self._words.text()

    def button_has_focus(self) -> bool:
        return self._button.hasFocus()
