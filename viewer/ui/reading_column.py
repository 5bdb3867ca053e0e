"""A column of text to read: a text browser that loads nothing and goes nowhere by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QPalette,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from viewer.ui.rich_text import SIDE, column_margin, line_width
from viewer.ui.wheel_steps import WheelSteps

LEAST_CHARACTERS = 24
"""Characters a line must hold, or words are broken."""


class ReadingColumn(QTextBrowser):
    """Shows a document in a column of readable width, in the middle of the pane."""

    zoom_requested = Signal(int)
    """Ctrl and the wheel: one step in (+1) or out (-1)."""
    column_fitted = Signal(int)
    """The text begins so many pixels from the view's left edge now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wheel = WheelSteps()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        # The margins beside the column are the frame's own; they are page too.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.horizontalScrollBar().rangeChanged.connect(self._forget_sliver)

    def put_on_show(self, document: QTextDocument) -> None:
        """Shows a document in a column that fits it.

        Qt lays a document on show out anew, its tables whole, at each setting, even at one that
        is the same as before. So nothing is left to be set once it is on show.
        """
        self.verticalScrollBar().setValue(0)  # down to there the one before is laid out as well
        self.fit_column(document)
        self.wrap(document)
        self.setDocument(document)

    def wrap(self, document: QTextDocument) -> None:
        """Lets the lines of a document end as the view's do, before it is laid out."""
        option = document.defaultTextOption()
        if option.wrapMode() != self.wordWrapMode():
            option.setWrapMode(self.wordWrapMode())
            document.setDefaultTextOption(option)

    def fit_column(self, document: QTextDocument) -> None:
        """Sets the margins at both sides so that a line holds `COLUMN_CHARACTERS`."""
        free = self.width() - self.verticalScrollBar().sizeHint().width()
        side = column_margin(document, free)
        self.setViewportMargins(side, 0, side, 0)
        least = line_width(QFontMetricsF(document.defaultFont()), LEAST_CHARACTERS)
        self._break_words(free - 2 * side < least)
        self.column_fitted.emit(side + SIDE)

    def _forget_sliver(self, _least: int, most: int) -> None:
        """No scroll bar for a table's border, which reaches into the document's own margin."""
        if 0 < most <= SIDE:
            self.horizontalScrollBar().setRange(0, 0)

    def _break_words(self, broken: bool) -> None:
        """Breaks words that are longer than their line, or lets them reach beyond it.

        Only a very narrow line breaks them: a number that is broken in a table's column reads
        as another number. A table that needs more room for its words is scrolled sideways.
        """
        mode = QTextOption.WrapMode
        wanted = mode.WrapAtWordBoundaryOrAnywhere if broken else mode.WordWrap
        if self.wordWrapMode() != wanted:
            self.setWordWrapMode(wanted)

    def doSetSource(
        self,
        name: QUrl | str,
        type: QTextDocument.ResourceType = QTextDocument.ResourceType.UnknownResource,
    ) -> None:
        """Loads nothing: a leaflet is shown from memory alone."""

    def loadResource(self, type: int, name: QUrl | str) -> QImage:  # noqa: ARG002
        """An empty picture for whatever the document does not hold itself.

        Returning nothing would not keep Qt from opening the file (measured).
        """
        empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        empty.fill(0)
        return empty

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends of the leaflet, which Qt leaves out without a caret."""
        bar = self.verticalScrollBar()
        ends = {Qt.Key.Key_Home: bar.minimum(), Qt.Key.Key_End: bar.maximum()}
        if event.key() in ends and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar.setValue(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for step in self._wheel.steps(event):
                self.zoom_requested.emit(step)
            event.accept()
            return
        super().wheelEvent(event)
