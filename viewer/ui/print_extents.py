"""What should stay whole on paper, read off laid out text documents.

Qt's own pages cut table rows and leave headings at the foot of a page, so a document is laid
out as one column without pages, and this module lists what a page break should spare: lines,
rows, and the lines that belong together. `viewer.render.pagination` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from PySide6.QtGui import QPen, QTextBlock, QTextDocument, QTextFrame, QTextTable, QTextTableCell

from viewer.render.pagination import Extent, Rank, Repeat


class _Unit(NamedTuple):
    """A line, or a table row as a whole, and how many units after it it must not leave."""

    top: float
    bottom: float
    followers: int = 0


class Paragraph(NamedTuple):
    """A block from the top of its first line to the end of its last."""

    top: float
    bottom: float
    block: QTextBlock


class TableFrame(NamedTuple):
    """The outline of a table: it is closed where a page ends within it."""

    top: float
    bottom: float
    left: float
    right: float
    line: QPen


_MOST_BELOW = 8.0
"""As much may lie between a table's last text with its padding and the table's end."""


@dataclass(slots=True)
class Column:
    """Documents laid out one below the other, in units of their layout's device.

    `extents` and `repeats` are for `paginate`, `paragraphs` are all that hold text, `tables` all
    tables. Add the documents from the top down.
    """

    repeats: list[Repeat] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[TableFrame] = field(default_factory=list)
    _units: list[_Unit] = field(default_factory=list)
    _extents: list[Extent] = field(default_factory=list)

    def add(
        self, document: QTextDocument, offset: float, boxes: Iterable[tuple[float, float]] = ()
    ) -> None:
        """Take in a document whose top is at `offset`; its text width has to be set.

        `boxes` are top and bottom, in the document, of what is drawn around paragraphs.
        """
        first = len(self._units)
        self._content(document.rootFrame(), offset)
        units = self._units[first:]
        for top, bottom in boxes:
            self._box(top + offset, bottom + offset, units)

    def extents(self) -> list[Extent]:
        """All that should stay whole, headings with what follows them included."""
        last = len(self._units) - 1
        followed = (
            Extent(unit.top, self._units[min(last, number + unit.followers)].bottom, Rank.TOGETHER)
            for number, unit in enumerate(self._units)
            if unit.followers
        )
        return [*self._extents, *followed]

    def forget(self, place: float) -> None:
        """Drops what ends above `place`; `repeats` and `tables` stay."""
        self._extents = [extent for extent in self._extents if extent.bottom > place]
        self._units = [unit for unit in self._units if unit.bottom > place]
        self.paragraphs = [paragraph for paragraph in self.paragraphs if paragraph.bottom > place]

    def _content(self, parent: QTextFrame | QTextTableCell, offset: float) -> None:
        children = list(_children(parent))
        for child, following in zip_longest(children, children[1:]):
            if isinstance(child, QTextTable):
                self._table(child, offset)
            elif isinstance(child, QTextFrame):
                self._content(child, offset)
            else:
                self._paragraph(child, offset, above_table=isinstance(following, QTextTable))

    def _paragraph(self, block: QTextBlock, offset: float, above_table: bool) -> None:
        lines = list(_lines(block, offset))
        if not lines:
            return
        self.paragraphs.append(Paragraph(lines[0][0], lines[-1][1], block))
        self._extents += (Extent(top, bottom, Rank.LINE) for top, bottom in lines)
        self._together(lines[:2])
        self._together(lines[-2:])
        if block.blockFormat().headingLevel():
            self._units.append(_Unit(lines[0][0], lines[-1][1], 2))
            return
        # What stands right above a table is its caption, or announces it.
        leads = 1 if above_table or block.text().rstrip().endswith(":") else 0
        self._units += (_Unit(top, bottom) for top, bottom in lines[:-1])
        self._units.append(_Unit(*lines[-1], leads))

    def _together(self, lines: list[tuple[float, float]]) -> None:
        self._extents.append(Extent(lines[0][0], lines[-1][1], Rank.TOGETHER))

    def _box(self, top: float, bottom: float, units: list[_Unit]) -> None:
        """A note: whole where it fits a page, else its edges stay with two lines of its text."""
        inside = [unit for unit in units if top <= unit.top and unit.bottom <= bottom]
        if inside:
            self._extents += (
                Extent(top, bottom, Rank.TOGETHER),
                Extent(top, inside[:3][-1].bottom, Rank.TOGETHER),
                Extent(inside[-2:][0].top, bottom, Rank.TOGETHER),
            )

    def _table(self, table: QTextTable, offset: float) -> None:
        rows = list(self._rows(table, offset))
        bottoms = [*(top for top, _ in rows[1:]), _end(table, rows[-1][1], offset)]
        rows = [(top, bottom) for (top, _), bottom in zip(rows, bottoms, strict=True)]
        self._extents += (Extent(top, bottom, Rank.ROW) for top, bottom in rows)
        headings = table.format().toTableFormat().headerRowCount()
        # Many a table's first row is a heading that nobody marked as one.
        leading = min(max(headings, 1), len(rows) - 1)
        for number, (top, bottom) in enumerate(rows):
            self._units.append(_Unit(top, bottom, 1 if number < leading else 0))
        if 0 < headings < len(rows):
            body = rows[headings][0]
            self.repeats.append(Repeat(body, rows[-1][1], body - rows[0][0]))
        left, right = _sides(table)
        style = table.format().toTableFormat()
        line = QPen(style.borderBrush(), style.border())
        self.tables.append(TableFrame(rows[0][0], rows[-1][1], left, right, line))

    def _rows(self, table: QTextTable, offset: float) -> Iterator[tuple[float, float]]:
        """Each row from the line above it to the one below; spanning cells count for none."""
        border = table.format().toTableFormat().border()
        bottom = 0.0
        for row in range(table.rows()):
            spans: list[tuple[float, float]] = []
            for number in range(table.columns()):
                cell = table.cellAt(row, number)
                if (cell.row(), cell.column()) != (row, number):
                    continue
                lines = self._cell(cell, offset)
                if lines and cell.rowSpan() == 1:
                    style = cell.format().toTableCellFormat()
                    above, below = style.topPadding() + border, style.bottomPadding() + border
                    spans.append((lines[0] - above, lines[1] + below))
            top = min((span[0] for span in spans), default=bottom)
            bottom = max((span[1] for span in spans), default=top)
            yield top, bottom

    def _cell(self, cell: QTextTableCell, offset: float) -> tuple[float, float] | None:
        """Take in the lines of a cell; from the top of the first to the end of the last."""
        first, units = len(self._extents), len(self._units)
        self._content(cell, offset)
        del self._units[units:]
        inside = [extent for extent in self._extents[first:] if extent.rank is Rank.LINE]
        if not inside:
            return None
        return min(line.top for line in inside), max(line.bottom for line in inside)


def _end(table: QTextTable, text_end: float, offset: float) -> float:
    """Where a table ends: below its last text lie the rest of the line's height and a border."""
    box = table.document().documentLayout().frameBoundingRect(table)
    return min(max(text_end, box.bottom() + offset - _MOST_BELOW / 2), text_end + _MOST_BELOW)


def _sides(table: QTextTable) -> tuple[float, float]:
    """Where the lines at a table's left and right are, from the text of its outer cells."""
    layout = table.document().documentLayout()
    border = table.format().toTableFormat().border()
    first, last = table.cellAt(0, 0), table.cellAt(0, table.columns() - 1)
    left = layout.blockBoundingRect(first.firstCursorPosition().block()).left()
    right = layout.blockBoundingRect(last.firstCursorPosition().block()).right()
    left -= first.format().toTableCellFormat().leftPadding() + border
    return left, right + last.format().toTableCellFormat().rightPadding()


def _children(parent: QTextFrame | QTextTableCell) -> Iterator[QTextFrame | QTextBlock]:
    """The frames and paragraphs of a frame or cell, in reading order."""
    position = parent.begin()
    while not position.atEnd():
        frame = position.currentFrame()
        yield frame if frame is not None else position.currentBlock()
        position += 1


def _lines(block: QTextBlock, offset: float) -> Iterable[tuple[float, float]]:
    """Top and bottom of each line of a block; none where it is empty, as after a table.

    With little line spacing a line's box reaches into the next one's; it ends there for us,
    so that there is a place for a page break between any two lines.
    """
    if block.length() <= 1:
        return []
    layout = block.layout()
    top = block.document().documentLayout().blockBoundingRect(block).top() + offset
    boxes = [layout.lineAt(number).rect() for number in range(layout.lineCount())]
    tops = [top + box.top() for box in boxes]
    bottoms = [top + box.bottom() for box in boxes]
    return [
        (start, min(end, following))
        for start, end, following in zip(tops, bottoms, [*tops[1:], float("inf")], strict=True)
    ]
