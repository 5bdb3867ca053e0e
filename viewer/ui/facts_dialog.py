"""A small dialog of facts, one a row, that can be read, selected and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_WIDTH = 560
_SIDE, _GAP = 24, 20
_SHARE_OF_SCREEN = 0.8
_TOP = Qt.AlignmentFlag.AlignTop


class FactsDialog(QDialog):
    """Shows (label, value) rows under a title, and words below them."""

    def __init__(
        self, title: str, rows: Sequence[tuple[str, str]], words: str, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("facts_dialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        facts = [f"{label}: {value}" for label, value in rows]
        self._copied = "\n".join([*facts, words] if words else facts)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(_SIDE, _GAP, _SIDE, 0)
        column.setSpacing(_GAP)
        # A form layout would set a label beside the middle of a value of several lines.
        table = QGridLayout()
        table.setHorizontalSpacing(24)
        table.setVerticalSpacing(8)
        table.setColumnStretch(1, 1)
        for number, (label, value) in enumerate(rows):
            name = self._words(label)
            name.setProperty("soft", True)
            table.addWidget(name, number, 0, _TOP)
            table.addWidget(self._value(label, value), number, 1, _TOP)
        column.addLayout(table)
        if words:
            column.addWidget(self._value("", words))
        column.addStretch(1)
        self._body = body
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, _GAP)
        whole.setSpacing(_GAP)
        self._area = self._scrolling(body)
        whole.addWidget(self._area)
        whole.addLayout(self._buttons())
        self._close.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Makes the dialog as high as its facts; more than a screen holds are scrolled."""
        below = self._close.sizeHint().height() + 2 * _GAP
        most = int(self.screen().availableSize().height() * _SHARE_OF_SCREEN)
        needed = self._body.heightForWidth(self.width()) + below
        self.resize(self.width(), min(needed, most))
        # What cannot be scrolled is no place to stop at.
        takes_keys = needed > most
        self._area.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if takes_keys else Qt.FocusPolicy.NoFocus
        )
        super().showEvent(event)

    def _scrolling(self, body: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setAccessibleName(self.windowTitle())
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        # The dialog's own ground shows through.
        area.viewport().setAutoFillBackground(False)
        body.setAutoFillBackground(False)
        return area

    def _value(self, label: str, value: str) -> QLabel:
        field = self._words(_breakable(value))
        field.setAccessibleName(f"{label}: {value}" if label else value)
        field.setWordWrap(True)
        return field

    def _words(self, words: str) -> QLabel:
        """Words that can be selected; those that cannot would stand a pixel lower."""
        field = QLabel(words)
        field.setTextFormat(Qt.TextFormat.PlainText)
        field.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return field

    def _buttons(self) -> QHBoxLayout:
        copy = QPushButton("&Copy")
        copy.setToolTip("Copy all of it")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._copied))
        self._close = QPushButton("Close")
        self._close.setDefault(True)
        self._close.setProperty("primary", True)
        self._close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(copy)
        row.addWidget(self._close)
        return row


def _breakable(value: str) -> str:
    """The value with places to break long paths and digests at (ZERO WIDTH SPACE)."""
    if " " in value or len(value) < 40:
        return value
    if "/" in value or "\\" in value:
        return value.replace("/", "/\u200b").replace("\\", "\\\u200b")
    return "\u200b".join(value[n : n + 8] for n in range(0, len(value), 8))
