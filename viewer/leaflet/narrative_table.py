"""A table while it is read: rows of cells whose spans stay within the table."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.leaflet.model import Block, Cell, Table

MAX_COLUMN_SPAN = 100
"""No leaflet has a wider table; a span of a million columns would stop the view."""
MAX_ROW_SPAN = 1_000


@dataclass(slots=True)
class _CellDraft:
    blocks: tuple[Block, ...]
    header: bool
    column_span: int
    row_span: int  # 0: to the last row


class TableDraft:
    """Collects rows and cells as they come."""

    def __init__(self) -> None:
        self._rows: list[list[_CellDraft]] = []
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
        columns = _span(column_span) or 1
        rows = min(_span(row_span), MAX_ROW_SPAN)
        draft = _CellDraft(blocks, header, min(columns, MAX_COLUMN_SPAN), rows)
        self._rows[-1].append(draft)

    def table(self) -> Table | None:
        """The table; None where no cell has a block. Rows without a cell stay if one spans them."""
        rows: list[list[_CellDraft]] = []
        covered = 0
        for row in self._rows:
            for cell in row:
                covered = max(covered, len(rows) + (cell.row_span or MAX_ROW_SPAN))
            if row or len(rows) < covered:
                rows.append(row)
        while rows and not rows[-1]:
            rows.pop()
        count = len(rows)
        if not any(cell.blocks for row in rows for cell in row):
            return None
        return Table(
            tuple(
                tuple(
                    Cell(
                        cell.blocks,
                        cell.header,
                        cell.column_span,
                        min(cell.row_span or count, count - index),
                    )
                    for cell in row
                )
                for index, row in enumerate(rows)
            )
        )


def _span(text: str | None) -> int:
    """A span attribute's number; 1 where it is missing or none."""
    if text is None:
        return 1
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
