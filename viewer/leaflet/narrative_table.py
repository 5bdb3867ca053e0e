"""A table while it is read: rows of cells whose spans stay within the table."""

from __future__ import annotations

from dataclasses import replace

from viewer.leaflet.model import Block, Cell, Table

MAX_COLUMN_SPAN = 100
"""No leaflet has a wider table; a span of a million columns would stop the view."""
MAX_ROW_SPAN = 1_000


class TableDraft:
    """Collects rows and cells as they come."""

    def __init__(self) -> None:
        self._rows: list[list[Cell]] = []
        """Here a row span of 0 means: to the last row."""
        self.row_open = False
        self.caption: list[Block] = []

    @property
    def empty(self) -> bool:
        """Whether no row has begun."""
        return not self._rows

    def start_row(self) -> None:
        self._rows.append([])
        self.row_open = True

    def add_cell(
        self, blocks: tuple[Block, ...], header: bool, column_span: str | None, row_span: str | None
    ) -> None:
        """Adds a cell to the row; spans are given as the source writes them."""
        if not self.row_open:
            self.start_row()
        columns = rows = 1
        if column_span is not None:
            columns = min(_span(column_span) or 1, MAX_COLUMN_SPAN)
        if row_span is not None:
            rows = min(_span(row_span), MAX_ROW_SPAN)
        self._rows[-1].append(Cell(blocks, header, columns, rows))

    def table(self) -> Table | None:
        """The table; None where no cell has a block. Rows without a cell stay if one spans them."""
        rows: list[list[Cell]] = []
        covered = 0
        for row in self._rows:
            for cell in row:
                covered = max(covered, len(rows) + (cell.row_span or MAX_ROW_SPAN))
            if row or len(rows) < covered:
                rows.append(row)
        while rows and not rows[-1]:
            rows.pop()
        if not any(cell.blocks for row in rows for cell in row):
            return None
        last = len(rows)
        return Table(tuple(_within(row, last - index) for index, row in enumerate(rows)))


def laid_out(table: Table) -> tuple[Block, ...]:
    """What a table holds that is none: one row whose only text of several blocks has blank cells
    beside it, as word processors lay out a page. Empty for any other table, a mere frame included.
    """
    filled = [cell for row in table.rows for cell in row if cell.blocks]
    if len(table.rows) == 1 < len(table.rows[0]) and len(filled) == 1 < len(filled[0].blocks):
        return filled[0].blocks
    return ()


def _within(row: list[Cell], left: int) -> tuple[Cell, ...]:
    """The cells of a row, none of which spans more rows than are left."""
    return tuple(
        cell if 0 < cell.row_span <= left else replace(cell, row_span=left) for cell in row
    )


def _span(text: str) -> int:
    """A span attribute's number; 1 where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
