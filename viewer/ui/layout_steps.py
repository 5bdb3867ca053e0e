"""Lays out the document on show bit by bit, so that the window answers however long it is.

Qt lays out what is asked for, from the beginning of the document, and the rest by a timer of its
own: at first 1,000 characters at a time, but soon 200,000, for which the window is deaf 60 ms.
So that timer is held back and the rest is done here, in turns of a few milliseconds.
"""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAbstractTextDocumentLayout, QTextDocument

FIRST = 15_000
"""Characters laid out at once: more than a large screen shows, and most leaflets whole."""
STEP = 2_000
"""Characters laid out between two looks at the clock."""
TURN = 0.005
"""Seconds that a turn may take."""


class LayoutSteps(QObject):
    """How far the document on show is laid out, from its beginning."""

    grew = Signal()
    """More of the document is laid out than before."""
    finished = Signal()
    """All of it is laid out; said once after each start, except for what a start lays out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document: QTextDocument | None = None
        self._held: QAbstractTextDocumentLayout | None = None
        self._reached = 0
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._take_turn)

    @property
    def is_finished(self) -> bool:
        """Whether the whole document is laid out."""
        return self._document is None or self._reached >= self._document.characterCount()

    @property
    def reached(self) -> int:
        """The position up to which the document is laid out."""
        return self._reached

    def start(self, document: QTextDocument) -> None:
        """Begins anew, with a document that nothing is known of or that has another width."""
        self.stop()
        self._document = document
        self._reach(FIRST)
        if not self.is_finished:
            self._held = document.documentLayout()
            self._held.installEventFilter(self)
            self._turns.start(0)

    def stop(self) -> None:
        """Leaves the document that is on show."""
        self._let_go()
        self._document, self._reached = None, 0

    def reach(self, position: int) -> None:
        """Lays everything up to a position out now."""
        if not self.is_finished:
            self._reach(position)
            self._tell()

    def bottom(self) -> float:
        """The y coordinate down to which the document is laid out."""
        document = self._document
        if document is None:
            return 0.0
        if self.is_finished:
            return document.size().height()
        block = document.findBlock(self._reached)
        return document.documentLayout().blockBoundingRect(block).bottom()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Holds Qt's own timer back."""
        return event.type() == QEvent.Type.Timer or super().eventFilter(watched, event)

    def _take_turn(self) -> None:
        end = perf_counter() + TURN
        while not self.is_finished and perf_counter() < end:
            self._reach(self._reached + STEP)
        self._tell()

    def _reach(self, position: int) -> None:
        document = self._document
        if document is None:
            return
        last = document.characterCount()
        block = document.findBlock(position)
        if position < last and block.isValid():
            document.documentLayout().blockBoundingRect(block)
            self._reached = max(self._reached, block.position() + block.length() - 1)
        else:
            document.size()  # which Qt knows only of a document that is laid out whole
            self._reached = last

    def _tell(self) -> None:
        if self.is_finished:
            self._let_go()
        self.grew.emit()
        if self.is_finished:
            self.finished.emit()

    def _let_go(self) -> None:
        self._turns.stop()
        if self._held is not None:
            self._held.removeEventFilter(self)
            self._held = None
