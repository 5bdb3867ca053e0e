"""What a table may measure: Qt lays each out in one go, and nobody can use the window meanwhile.

One that is too long becomes several; one that is too wide is shown as text, with all that it holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.leaflet.model import Block, Cell, ListItem, Paragraph, Table
from viewer.leaflet.narrative_context import NarrativeContext
from viewer.leaflet.runs import weight_of

MAX_COLUMNS = 200
MAX_WEIGHT = 400_000
"""In characters of plain text: what is laid out in 100 ms. Real tables weigh a tenth of it."""
PLACE_WEIGHT = 50
"""What a cell takes besides what it holds; also each further place that it spans, to be safe."""
_Row = tuple[Cell, ...]


def within_limits(
    table: Table, columns: int, weight: int, context: NarrativeContext
) -> Iterator[Block]:
    """A table of so many columns and at most such a weight, or what is shown in its stead.

    The places that its cells span are counted among the leaflet's cells.
    """
    spanned = columns * len(table.rows) - sum(map(len, table.rows))
    if columns > MAX_COLUMNS or spanned > context.blocks_left:
        context.notes.add("a table of too many columns is shown as text")
        yield from _held(table.rows)
        return
    context.blocks_left -= spanned
    if weight <= MAX_WEIGHT:
        yield table
        return
    parts = list(_parts(table, columns))
    if parts != [table]:
        context.notes.add("a table too long for one is shown as several, or as text")
    yield from parts


def _parts(table: Table, columns: int) -> Iterator[Block]:
    """Tables of whole groups of rows; what a group holds where it weighs too much by itself."""
    rows: list[_Row] = []
    weight = 0
    for group in _tied_rows(table):
        added = PLACE_WEIGHT * columns * len(group) + sum(map(_weight, _held(group)))
        if rows and weight + added > MAX_WEIGHT:
            yield Table(tuple(rows))
            rows, weight = [], 0
        if added > MAX_WEIGHT:
            yield from _held(group)
        else:
            rows += group
            weight += added
    if rows:
        yield Table(tuple(rows))


def _tied_rows(table: Table) -> Iterator[list[_Row]]:
    """The rows, together where a cell spans them."""
    group: list[_Row] = []
    after = 0
    for number, row in enumerate(table.rows):
        if group and after <= number:
            yield group
            group = []
        group.append(row)
        after = max([after, *(number + cell.row_span for cell in row)])
    yield group


def _weight(block: Block) -> int:
    match block:
        case Paragraph(runs) | ListItem(runs):
            return weight_of(runs)
        case Table(rows):
            places = block.columns * len(rows)
            return PLACE_WEIGHT * places + sum(map(_weight, _held(rows)))
    return 0


def _held(rows: Sequence[_Row]) -> Iterator[Block]:
    return (block for row in rows for cell in row for block in cell.blocks)
