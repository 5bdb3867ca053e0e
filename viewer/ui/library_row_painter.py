"""Paints a row of the library panel: product and substance above, language, kind, date below.

All rows are equally high, heads too: a list of tens of thousands is then laid out at once.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from viewer.library.entry import LibraryEntry
from viewer.library.identity import origin
from viewer.render.provenance import kind_name
from viewer.render.theme import Theme
from viewer.ui.language_names import full_language_name
from viewer.ui.library_rows import LibraryRows
from viewer.ui.library_shelf import Head, name_of
from viewer.ui.painting import MINIMUM_HIT, paint_tick
from viewer.ui.row_list import Index, RowState, paint_row_ground
from viewer.ui.section_rows import one_line

LEFT = 16
RIGHT = 12
_BETWEEN = 8
_SIGN = 14
"""Width and height of the signs for "verified" and "pinned"."""
_PADDING = 7


def two_lines(metrics: QFontMetrics) -> int:
    """Height of a row of two lines: 48 pixels at 10 pt."""
    return max(MINIMUM_HIT, 2 * metrics.height() + 2 * _PADDING)


class LibraryRowPainter:
    """Paints heads and leaflets."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def height(self, index: Index, widget: QWidget) -> int:
        del index
        return two_lines(widget.fontMetrics())

    def paint(self, painter: QPainter, rect: QRect, index: Index, state: RowState) -> None:
        model = index.model()
        if not isinstance(model, LibraryRows):
            return
        row = model.rows[index.row()]
        if isinstance(row, Head):
            self._paint_head(painter, rect, row)
            return
        paint_row_ground(painter, rect, state, self.theme, current=origin(row) == model.opened)
        self._paint_leaflet(painter, rect, row, pinned=model.is_pinned(row))

    def _paint_head(self, painter: QPainter, rect: QRect, head: Head) -> None:
        metrics = painter.fontMetrics()
        line = QRect(rect.x(), rect.bottom() - 28, rect.width(), 28)
        count = f"{head.count:,}"
        right = rect.right() - RIGHT - metrics.horizontalAdvance(count)
        painter.setPen(QColor(self.theme.soft_text))
        painter.drawText(right, _baseline(line, metrics), count)
        painter.setFont(_demi_bold(painter.font()))
        paint_words(painter, rect.x() + LEFT, right - _BETWEEN, line, head.title)

    def _paint_leaflet(
        self, painter: QPainter, rect: QRect, entry: LibraryEntry, *, pinned: bool
    ) -> None:
        theme, metrics = self.theme, painter.fontMetrics()
        upper = QRect(rect.x(), rect.y() + _PADDING, rect.width(), metrics.height())
        lower = upper.translated(0, metrics.height())
        left, right = rect.x() + LEFT, rect.right() - RIGHT
        end = right
        for shown, sign in ((entry.verified, _paint_verified), (pinned, _paint_pin)):
            if shown:
                end -= _SIGN
                box = QRectF(end, upper.center().y() - _SIGN / 2 + 1, _SIGN, _SIGN)
                sign(painter, box, theme)
                end -= _BETWEEN // 2
        painter.setPen(QColor(theme.text))
        stop = paint_words(painter, left, end - _BETWEEN, upper, name_of(entry))
        painter.setPen(QColor(theme.soft_text))
        substance = one_line(entry.active_substance)
        if substance:
            paint_words(painter, stop + _BETWEEN, end - _BETWEEN, upper, substance)
        date = entry.date or "no date"
        end = right - metrics.horizontalAdvance(date)
        painter.drawText(end, _baseline(lower, metrics), date)
        about = f"{full_language_name(entry.language)} · {kind_name(entry.kind)}"
        paint_words(painter, left, end - _BETWEEN, lower, about)


def paint_words(painter: QPainter, left: int, right: int, line: QRect, words: str) -> int:
    """Paints words on one line, cut where they have no room; returns where they end."""
    metrics = painter.fontMetrics()
    room = right - left
    if room < 2 * metrics.averageCharWidth():
        return left
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
    painter.drawText(left, _baseline(line, metrics), shown)
    return left + metrics.horizontalAdvance(shown)


def _baseline(line: QRect, metrics: QFontMetrics) -> int:
    return line.y() + (line.height() - metrics.height()) // 2 + metrics.ascent()


def _demi_bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def _paint_verified(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A tick in a circle."""
    painter.setPen(QPen(QColor(theme.soft_text), 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box.adjusted(0.6, 0.6, -0.6, -0.6))
    paint_tick(painter, box.adjusted(2, 2, -2, -2), QColor(theme.soft_text))


def _paint_pin(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """A drawing pin, seen from its side."""
    painter.setPen(QPen(QColor(theme.accent), 1.2))
    painter.setBrush(QColor(theme.accent))
    shape = [(0.3, 0.08), (0.7, 0.08), (0.64, 0.42), (0.84, 0.6), (0.16, 0.6), (0.36, 0.42)]
    side = box.width()
    painter.drawPolygon(QPolygonF([box.topLeft() + QPointF(x * side, y * side) for x, y in shape]))
    middle = box.x() + side / 2
    painter.drawLine(QPointF(middle, box.y() + 0.6 * side), QPointF(middle, box.bottom()))
