"""What is painted beneath and above a leaflet's text, none of which changes the document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.links import Link, link_boxes
from viewer.ui.match_painting import MatchLayer, MatchPainter
from viewer.ui.painting import focus_ring

DIM_STRENGTH = 0.4
"""How far dimmed text goes towards the page: it keeps a contrast of at least 4.5 : 1."""


class LeafletPaint:
    """Notes, matches, dimming, the current match and link of one document in one theme.

    All coordinates are the document's, in pixels.
    """

    def __init__(self, document: LeafletDocument, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._matches = MatchPainter(document, theme)
        self.layers: Sequence[MatchLayer] = ()
        """The matches, later ones above."""
        self.current: tuple[int, int] | None = None
        """The match that the walk or find is at: characters from and to."""
        self.dimmed: Collection[str] = ()
        """The sections to dim, by key."""

    def paint_beneath(self, painter: QPainter, clip: QRectF) -> None:
        """Paints what belongs under the text."""
        self._matches.paint_notes(painter, clip)
        self._matches.paint(painter, clip, self.layers)
        if self.current is not None:
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            for rectangle in self._matches.rectangles(*self.current):
                painter.drawRoundedRect(rectangle.adjusted(-2, -1, 2, 2), 3, 3)

    def paint_dimming(
        self, painter: QPainter, clip: QRectF, extents: Iterable[tuple[str, float, float]]
    ) -> None:
        """Veils the dimmed sections; `extents` are key, top and bottom of sections."""
        if not self.dimmed:
            return
        veil = QColor(self._theme.page)
        veil.setAlphaF(DIM_STRENGTH)
        for key, top, bottom in extents:
            if key in self.dimmed and top < clip.bottom() and bottom > clip.top():
                painter.fillRect(QRectF(clip.left(), top, clip.width(), bottom - top), veil)

    def paint_focus(self, painter: QPainter, link: Link) -> None:
        """Rings the link that has the keyboard, on each of its lines."""
        for box in link_boxes(self._document.document, link):
            focus_ring(painter, box.toAlignedRect().adjusted(-3, -1, 3, 1), 4, self._theme)
