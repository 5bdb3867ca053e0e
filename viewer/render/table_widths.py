"""What a table needs in width, counted in characters before anything is laid out."""

from __future__ import annotations

import re

from viewer.leaflet.model import Table, text_blocks

_BREAKS = re.compile(r"[ \n]|[-/](?!\d)")
"""Where a line may break within a table cell (Unicode Standard Annex 14)."""


def longest_words(table: Table) -> int:
    """Characters of the longest word of each column, together; words do not break in a table."""
    longest: dict[int, int] = {}
    taken: dict[int, int] = {}
    for row in table.rows:
        column = 0
        for cell in row:
            while taken.get(column, 0) > 0:
                taken[column] -= 1
                column += 1
            words = [w for block in text_blocks(cell.blocks) for w in _BREAKS.split(block.text)]
            share = max(map(len, words), default=0) // cell.column_span
            for covered in range(column, column + cell.column_span):
                longest[covered] = max(longest.get(covered, 0), share)
                taken[covered] = cell.row_span - 1
            column += cell.column_span
        while taken.get(column, 0) > 0:
            taken[column] -= 1
            column += 1
    return sum(longest.values())
