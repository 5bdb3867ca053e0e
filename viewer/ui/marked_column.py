"""A reading column that carries highlights.

The document is never changed while it is shown. Matches and the boxes of notes are painted
beneath the text, dimming above it, and only for what is visible.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QPoint, QRectF
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.growing_column import GrowingColumn
from viewer.ui.leaflet_paint import LeafletPaint
from viewer.ui.match_painting import MatchLayer
from viewer.ui.tool_tips import plain_tip


class MarkedColumn(GrowingColumn):
    """Paints the matches in a leaflet, and says what they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._paint: LeafletPaint | None = None
        self._describe: Callable[[int], str] = lambda _offset: ""

    def show_document(self, document: LeafletDocument, theme: Theme) -> None:
        """Shows a document from its top, without highlights."""
        self._paint = LeafletPaint(document, theme)
        super().show_document(document, theme)

    def set_layers(self, layers: Sequence[MatchLayer]) -> None:
        """The matches to paint, later ones above."""
        if self._paint is not None:
            self._paint.layers = layers
            self.viewport().update()

    def set_current(self, span: tuple[int, int] | None) -> None:
        """The match that the walk or find is at: characters from and to."""
        if self._paint is not None:
            self._paint.current = span
            self.viewport().update()

    def set_dimmed(self, sections: Collection[str]) -> None:
        """The sections to dim, by key. Their text stays readable."""
        if self._paint is not None:
            self._paint.dimmed = sections
            self.viewport().update()

    @property
    def layers(self) -> Sequence[MatchLayer]:
        """The matches that are painted."""
        return self._paint.layers if self._paint is not None else ()

    def current(self) -> tuple[int, int] | None:
        """The match that the walk or find is at."""
        return self._paint.current if self._paint is not None else None

    def match_in_view(self) -> tuple[int, int] | None:
        """The match that the walk or find is at, where it is in view."""
        current = self.current()
        if current is None:
            return None
        first, last = self.visible_offsets()
        return current if first <= current[0] <= last else None

    def set_match_description(self, describe: Callable[[int], str]) -> None:
        """What a tool tip says of the matches at a character; nothing where there are none."""
        self._describe = describe

    def describe(self, offset: int) -> str:
        """What a tool tip says of the matches at a character."""
        return self._describe(offset)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._paint is None:
            super().paintEvent(event)
            return
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        clip = QRectF(event.rect().translated(shift))
        with self._painter(shift) as painter:
            self._paint.paint_beneath(painter, clip)
            if self.link is not None and self.hasFocus():
                self._paint.paint_focus(painter, self.link)
        super().paintEvent(event)
        with self._painter(shift) as painter:
            if self.figure_marks is not None:
                self.figure_marks.paint(painter, clip, self.hovered)
            self._paint.paint_dimming(painter, clip, self._places.section_extents())

    @contextmanager
    def _painter(self, shift: QPoint) -> Iterator[QPainter]:
        """A painter whose coordinates are the document's."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-shift)
        yield painter
        painter.end()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cursor = self.cursorForPosition(event.pos())
            words = self._describe(self._shown.offset(cursor.position())) if self._shown else ""
            words = words or self.figure_tip(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().viewportEvent(event)
