"""A page in the content pane that says what happened, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_GAP = 8
"""Pixels between two buttons."""


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


class _Words(QLabel):
    """Words that the keyboard can copy once the mouse has selected some of them."""

    def event(self, event: QEvent) -> bool:
        """Claims the key for copying, or the window's action copies from the leaflet."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
            and self.hasSelectedText()
        ):
            event.accept()
            return True
        return super().event(event)


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
        self._back = self._button(page, "&Back to the leaflet", "message_back")
        self._back.clicked.connect(self.left)
        self._open = self._button(page, "&Open another leaflet…", "message_open")
        self._open.clicked.connect(self.open_requested)
        self._copy = self._button(page, "&Copy diagnostics", "message_copy_diagnostics")
        self._copy.setToolTip("Copy versions, settings and the last errors; no word of a leaflet")
        self._copy.clicked.connect(self.diagnostics_requested)
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._column = QVBoxLayout(page)
        self._lay_out(self._column)
        self.setWidget(page)

    def _label(self, page: QWidget, points: float, *, bold: bool = False) -> QLabel:
        label = _Words(page)
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
        # The keyboard belongs to words that are selected, but Tab leads to what can be done.
        label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        return label

    def _button(self, page: QWidget, text: str, name: str) -> QPushButton:
        button = QPushButton(text, page)
        button.setObjectName(name)
        button.setAutoDefault(True)  # Enter presses it, too, and not the space bar alone
        return button

    def _lay_out(self, column: QVBoxLayout) -> None:
        column.setSpacing(12)
        for label in (self._title, self._text, self._faults, self._advice):
            column.addWidget(label)
        self._buttons.setSpacing(_GAP)
        for button in (self._back, self._copy, self._open):
            self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._buttons.addStretch()
        column.addSpacing(12)
        column.addLayout(self._buttons)
        column.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the words where the leaflet's would be."""
        side = self._margin_beside(self.width())
        self._column.setContentsMargins(side, 32, side, 24)
        self._arrange_buttons()
        super().resizeEvent(event)

    def _arrange_buttons(self) -> None:
        """Puts the buttons one below the other where they have no room side by side."""
        offered = [each for each in (self._back, self._copy, self._open) if not each.isHidden()]
        wanted = sum(each.sizeHint().width() for each in offered) + _GAP * (len(offered) - 1)
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        way = QBoxLayout.Direction
        self._buttons.setDirection(way.LeftToRight if wanted <= room else way.TopToBottom)

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
        self._arrange_buttons()
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
