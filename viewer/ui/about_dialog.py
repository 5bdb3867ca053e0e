"""About the program: its version, what it is not, and what it is built with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_WIDTH, _HEIGHT = 760, 600
# Wide enough for licence texts, which come with their lines broken.
_SIDE, _GAP = 24, 16


class AboutDialog(QDialog):
    """Shows a name and version, words about the program, and the notices of its libraries."""

    def __init__(
        self, program: str, version: str, words: str, notices: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("about_dialog")
        self.setWindowTitle(f"About {program}")
        self._copied = f"{program} {version}\n\n{words}\n\n{notices}"
        head = _label(f"{program} {version}")
        font = QFont(head.font())
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        built = _label("&Built with")
        built.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        built.setTextFormat(Qt.TextFormat.AutoText)
        self._notices = QPlainTextEdit(notices)
        self._notices.setObjectName("about_notices")
        self._notices.setAccessibleName("Built with")
        self._notices.setReadOnly(True)
        self._notices.setTabChangesFocus(True)
        self._notices.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        built.setBuddy(self._notices)
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _GAP, _SIDE, _GAP)
        column.setSpacing(_GAP)
        for part in (head, _label(words), built):
            column.addWidget(part)
        column.setSpacing(10)
        column.addWidget(self._notices, 1)
        column.addLayout(self._buttons())
        self._fit()

    def _fit(self) -> None:
        """As large as is good to read in, and no larger than the screen."""
        room = self.screen().availableSize()
        self.resize(min(_WIDTH, room.width() - 40), min(_HEIGHT, room.height() - 80))

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton("&Copy")
        copy.setToolTip("Copy all of it")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._copied))
        close = QPushButton("Close")
        close.setDefault(True)
        close.setProperty("primary", True)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(close)
        close.setFocus()
        return row


def _label(words: str) -> QLabel:
    label = QLabel(words)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
