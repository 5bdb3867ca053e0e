"""Paints a row of the search panel: a leaflet's head, or a section's title and its snippet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget

from viewer.library.entry import LibraryEntry
from viewer.render.html import is_right_to_left
from viewer.render.theme import Theme
from viewer.ui.library_row_painter import LEFT, RIGHT, paint_words
from viewer.ui.library_shelf import name_of
from viewer.ui.row_list import Index, RowState, paint_row_ground
from viewer.ui.search_rows import HitRow, LeafletRow, SearchRows, about, section_name
from viewer.ui.snippet_text import fitted, snippet_text

LINES = 2
"""Lines of a snippet; a row keeps their room whether they have come or not."""
_ABOVE_HEAD = 8
_PADDING = 6


class SearchRowPainter:
    """Paints leaflets and hits."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def height(self, index: Index, widget: QWidget) -> int:
        model, metrics = index.model(), widget.fontMetrics()
        if isinstance(model, SearchRows) and isinstance(model.rows[index.row()], LeafletRow):
            return _ABOVE_HEAD + 2 * metrics.height() + _PADDING
        return (1 + LINES) * metrics.height() + 2 * _PADDING

    def paint(self, painter: QPainter, rect: QRect, index: Index, state: RowState) -> None:
        model = index.model()
        if not isinstance(model, SearchRows):
            return
        row = model.rows[index.row()]
        if isinstance(row, LeafletRow):
            self._paint_leaflet(painter, rect, row.entry)
        else:
            model.come_in_sight(row)
            paint_row_ground(painter, rect, state, self.theme)
            self._paint_hit(painter, rect, row)

    def _paint_leaflet(self, painter: QPainter, rect: QRect, entry: LibraryEntry) -> None:
        left, right = rect.x() + LEFT, rect.right() - RIGHT
        font, bold = painter.font(), QFont(painter.font())
        height = painter.fontMetrics().height()
        line = QRect(rect.x(), rect.y() + _ABOVE_HEAD, rect.width(), height)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(self.theme.text))
        paint_words(painter, left, right, line, name_of(entry))
        painter.setFont(font)
        painter.setPen(QColor(self.theme.soft_text))
        paint_words(painter, left, right, line.translated(0, height), about(entry))

    def _paint_hit(self, painter: QPainter, rect: QRect, row: HitRow) -> None:
        metrics = painter.fontMetrics()
        box = rect.adjusted(LEFT, _PADDING, -RIGHT, -_PADDING)
        mirrored = is_right_to_left(row.hit.entry.language)
        painter.setPen(QColor(self.theme.text))
        elide, align = Qt.TextElideMode.ElideRight, Qt.AlignmentFlag
        title = metrics.elidedText(section_name(row.hit), elide, box.width())
        side = align.AlignRight if mirrored else align.AlignLeft
        painter.drawText(box, side | align.AlignTop | align.AlignAbsolute, title)
        text, places = snippet_text(row.snippet)
        room = LINES * box.width() // max(1, metrics.averageCharWidth())
        text, places = fitted(text, places, room)
        marks = [_mark(text, start, end, self.theme) for start, end in places]
        painter.setPen(QColor(self.theme.soft_text))
        lines = _laid_out(text, marks, painter.font(), box.width(), LINES, mirrored)
        lines.draw(painter, QPointF(box.x(), box.y() + metrics.height()))


def _laid_out(
    text: str,
    marks: Sequence[QTextLayout.FormatRange],
    font: QFont,
    width: int,
    lines: int,
    mirrored: bool,
) -> QTextLayout:
    """The text on so many lines, the last one cut where there is more."""
    layout = _broken(text, marks, font, width, lines, mirrored)
    last = layout.lineAt(layout.lineCount() - 1) if layout.lineCount() else None
    units = text.encode("utf-16-le")
    if last is None or 2 * (last.textStart() + last.textLength()) >= len(units):
        return layout
    start = 2 * last.textStart()
    rest = units[start:].decode("utf-16-le")
    widest = QFont(font)
    widest.setBold(any(mark.format.fontWeight() > QFont.Weight.Normal for mark in marks))
    rest = QFontMetrics(widest).elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return _broken(units[:start].decode("utf-16-le") + rest, marks, font, width, lines, mirrored)


def _broken(
    text: str,
    marks: Sequence[QTextLayout.FormatRange],
    font: QFont,
    width: int,
    lines: int,
    mirrored: bool,
) -> QTextLayout:
    layout = QTextLayout(text, font)
    align, direction = Qt.AlignmentFlag, Qt.LayoutDirection
    option = QTextOption(align.AlignRight if mirrored else align.AlignLeft)
    option.setTextDirection(direction.RightToLeft if mirrored else direction.LeftToRight)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(list(marks))
    height = QFontMetrics(font).height()
    layout.beginLayout()
    for number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, number * height))
    layout.endLayout()
    return layout


def _mark(text: str, start: int, end: int, theme: Theme) -> QTextLayout.FormatRange:
    """The look of what was looked for: tint and underline; Qt counts in UTF-16 units."""
    mark = QTextLayout.FormatRange()
    mark.start = len(text[:start].encode("utf-16-le")) // 2
    mark.length = len(text[start:end].encode("utf-16-le")) // 2
    look = QTextCharFormat()
    look.setForeground(QColor(theme.text))
    look.setBackground(QColor(theme.find_tint))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    look.setUnderlineColor(QColor(theme.find_line))
    if theme.outlined:
        look.setFontWeight(QFont.Weight.Bold)
    mark.format = look
    return mark
