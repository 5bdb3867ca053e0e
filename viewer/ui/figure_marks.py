"""The figures of a leaflet, its tables and images: where they stand, and the marks on them.

A mark is a word and a sign above a figure's right corner. It is painted, in room that the layout
leaves, and is no part of the leaflet's text.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from viewer.render.html import RenderedFigure
from viewer.render.stylesheet import MARK_ROOM, mark_room
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.painting import blend
from viewer.ui.rich_text import SIDE

MARK = "Enlarge"
_POINTS = 9.0
"""Size of a mark's word at any zoom: it is the program's, not the leaflet's."""


class FigureMarks:
    """The figures of one document in one theme. Coordinates are the document's."""

    def __init__(self, document: LeafletDocument, theme: Theme) -> None:
        self._document = document
        self._theme = theme
        self._font = document.document.defaultFont()
        self._font.setPointSizeF(_POINTS)
        metrics = QFontMetricsF(self._font)
        self._sign = metrics.capHeight() * 1.2
        self._width = metrics.horizontalAdvance(MARK) + 2.5 * self._sign

    def box(self, figure: RenderedFigure) -> QRectF:
        """Where a figure stands, without its mark."""
        document = self._document
        if figure.columns:
            return document.table_rectangle(figure.first)
        block = document.document.findBlock(document.positions[figure.first])
        line = block.layout().lineAt(0)
        if not line.isValid():
            return QRectF()
        origin = document.block_rectangle(block).topLeft()
        room = mark_room(figure.columns, figure.small)
        return line.naturalTextRect().translated(origin).adjusted(0, room, 0, 0)

    def is_marked(self, figure: RenderedFigure) -> bool:
        """Whether a figure is offered to be enlarged: images, and tables small or too wide."""
        if figure.small or not figure.columns:
            return True
        width = self._document.document.textWidth()
        return figure.columns > 2 and self.box(figure).right() > width + 1

    def mark(self, figure: RenderedFigure) -> QRectF:
        """Where a figure's mark stands: above its right corner, within the line."""
        box, room = self.box(figure), mark_room(figure.columns, figure.small)
        right = min(box.right(), self._document.document.textWidth() - SIDE)
        left = max(box.left(), right - self._width)
        return QRectF(left, box.top() - room, self._width, room)

    def figure_at(self, point: QPointF) -> RenderedFigure | None:
        """The figure that a click at a point enlarges: on its mark, or on the image itself."""
        for figure in self._near(QRectF(point, point)):
            if self.mark(figure).contains(point):
                return figure
            if not figure.columns and self.box(figure).contains(point):
                return figure
        return None

    def nearest(self, y: float) -> RenderedFigure | None:
        """The figure that stands nearest to a line of the document; None where there is none."""

        def distance(figure: RenderedFigure) -> float:
            box = self.box(figure)
            return max(box.top() - y, y - box.bottom(), 0.0)

        return min(self._document.figures, key=distance, default=None)

    def paint(self, painter: QPainter, clip: QRectF, hovered: RenderedFigure | None) -> None:
        """Paints the marks that lie in `clip`; that of the figure under the mouse stands out."""
        theme = self._theme
        for figure in self._near(clip):
            colour = theme.accent if figure == hovered or theme.outlined else theme.soft_text
            mark = self.mark(figure)
            painter.setFont(self._font)
            painter.setPen(QColor(colour))
            words = mark.adjusted(2.3 * self._sign, 0, 0, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, MARK)
            side = QRectF(0, 0, self._sign, self._sign)
            side.moveCenter(QPointF(mark.left() + 1.3 * self._sign, mark.center().y()))
            paint_sign(painter, side, QColor(colour))
            if figure == hovered and not figure.columns:
                painter.setPen(QPen(blend(theme.accent, theme.page, 0.4), 1))
                painter.drawRect(self.box(figure).adjusted(0.5, 0.5, -0.5, -0.5))

    def _near(self, clip: QRectF) -> list[RenderedFigure]:
        """The marked figures that may reach into a part of the document."""
        if not self._document.figures:
            return []
        reach = clip.adjusted(0, 0, 0, MARK_ROOM)
        first, last = self._document.visible_positions(reach)
        figures = self._document.figures_between(first, last)
        return [figure for figure in figures if self.is_marked(figure)]


def paint_sign(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """Two arrow heads that point away from each other: larger."""
    pen = QPen(colour, max(1.2, place.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    half = place.width() * 0.5
    right, left = place.topRight(), place.bottomLeft()
    painter.drawPolyline([right - QPointF(half, 0), right, right + QPointF(0, half)])
    painter.drawPolyline([left + QPointF(half, 0), left, left - QPointF(0, half)])
    painter.drawLine(right, left)
