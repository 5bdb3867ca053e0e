"""A page in the content pane that says what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)


@dataclass(frozen=True, slots=True)
class Message:
    """What a page says: a title, a sentence or two, the faults found, and what to do.

    `of_program` tells that the program is at fault and no leaflet: the page then offers the facts
    for whoever mends it, and to go on.
    """

    title: str
    text: str
    faults: Sequence[str] = ()
    advice: str = ""
    of_program: bool = False


class MessagePage(QScrollArea):
    """Shows one message. Everything on it can be selected and copied."""

    left = Signal()
    """The reader has read it and wants the leaflet back."""
    open_requested = Signal()
    diagnostics_requested = Signal()
    """The reader wants the facts about the program on the clipboard."""

    def __init__(self, margin_beside: Callable[[int], int], parent: QWidget | None = None) -> None:
        """`margin_beside` gives the pixels left of the leaflet's text in a pane of that width."""
        super().__init__(parent)
        self._margin_beside = margin_beside
        self.setObjectName("message_page")
        self.setAccessibleName("Message")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        page = QWidget()
        page.setBackgroundRole(QPalette.ColorRole.Base)
        page.setAutoFillBackground(True)
        self._title = self._label(page, 15.5, bold=True)
        self._text = self._label(page, 11.5)
        self._faults = self._label(page, 10)
        self._faults.setObjectName("message_faults")
        self._faults.setProperty("soft", True)
        self._advice = self._label(page, 11.5)
        self._back = QPushButton("&Back to the leaflet", page)
        self._back.setObjectName("message_back")
        self._back.clicked.connect(self.left)
        self._open = QPushButton("&Open another leaflet…", page)
        self._open.setObjectName("message_open")
        self._open.clicked.connect(self.open_requested)
        self._copy = QPushButton("&Copy diagnostics", page)
        self._copy.setObjectName("message_copy_diagnostics")
        self._copy.setToolTip("Copy versions, settings and the last errors; no word of a leaflet")
        self._copy.clicked.connect(self.diagnostics_requested)
        self._column = QVBoxLayout(page)
        self._lay_out(self._column)
        self.setWidget(page)

    def _label(self, page: QWidget, points: float, *, bold: bool = False) -> QLabel:
        label = QLabel(page)
        font = QFont(label.font())
        font.setPointSizeF(points)
        if bold:
            font.setWeight(QFont.Weight.DemiBold)
        label.setFont(font)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return label

    def _lay_out(self, column: QVBoxLayout) -> None:
        column.setSpacing(12)
        for label in (self._title, self._text, self._faults, self._advice):
            column.addWidget(label)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._back, self._copy, self._open):
            buttons.addWidget(button)
        buttons.addStretch()
        column.addSpacing(12)
        column.addLayout(buttons)
        column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the words where the leaflet's would be."""
        side = self._margin_beside(self.width())
        self._column.setContentsMargins(side, 32, side, 24)
        super().resizeEvent(event)

    def show_message(self, message: Message, *, can_go_back: bool, can_open: bool = True) -> None:
        """Shows a message.

        `can_go_back` tells whether there is a leaflet behind it, `can_open` whether the reader may
        open another one.
        """
        for label, words in (
            (self._title, message.title),
            (self._text, message.text),
            (self._faults, "\n".join(message.faults)),
            (self._advice, message.advice),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._back.setText("&Go on" if message.of_program else "&Back to the leaflet")
        self._back.setVisible(can_go_back)
        self._copy.setVisible(message.of_program)
        self._open.setVisible(can_open and not (message.of_program and can_go_back))
        self.setAccessibleDescription(f"{message.title} {message.text}")
        self.verticalScrollBar().setValue(0)

    def take_focus(self) -> None:
        """Puts the keyboard on the first thing that can be done."""
        offered = (self._back, self._open, self._copy)
        button = next((each for each in offered if not each.isHidden()), self)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> str:
        """All that the page says."""
        labels = (self._title, self._text, self._faults, self._advice)
        return "\n".join(label.text() for label in labels if label.text())
