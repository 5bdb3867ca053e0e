"""A stretch of a leaflet as a leaflet of its own: what a reader selected, and no more.

It keeps the structure around the selected text (sections, lists, tables, the box and label of a
note) and drops the rest, so that it is shown and printed by the same code as a whole leaflet.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Block, Cell, Image, ListItem, Note, Paragraph, Run, Section, Table


class _Piece(NamedTuple):
    """What is kept of one text block: offsets from and to in the whole text."""

    start: int
    end: int


class Excerpt:
    """The part of a leaflet's text from `start` to `end`, in characters of `LeafletText.text`.

    `text` is the excerpt as a leaflet's text of its own. Headings that are not selected are
    empty in it, and sections without anything selected are left out.
    """

    def __init__(self, whole: LeafletText, start: int, end: int) -> None:
        self._start, self._end = start, end
        self._block_starts: Iterator[int] = iter(whole.starts)
        self._pieces: list[_Piece] = []
        sections = self._sections(whole.leaflet.sections)
        self.text = LeafletText(replace(whole.leaflet, sections=sections))

    def clip(self, matches: Matches) -> Matches:
        """The matches inside the excerpt, where they stand in it; cut ones keep what is left."""
        starts, ends = array("Q"), array("Q")
        firsts = [piece.start for piece in self._pieces]
        for number in matches.overlapping(self._start, self._end):
            start = max(self._start, matches.starts[number])
            end = min(self._end, matches.ends[number])
            piece = bisect_right(firsts, start) - 1
            if piece >= 0 and start < end <= self._pieces[piece].end:
                shift = self.text.starts[piece] - self._pieces[piece].start
                starts.append(start + shift)
                ends.append(end + shift)
        return Matches(self.text, matches.lens, starts, ends, ("",))

    def original(self, offset: int) -> int:
        """The place in the whole text of a character of the excerpt."""
        piece = self.text.block_index(offset)
        return offset - self.text.starts[piece] + self._pieces[piece].start

    def _take(self, text: str, *, always: bool = False) -> slice:
        """What is selected of the next text block; remembered where anything is, or `always`."""
        offset = next(self._block_starts)
        first = min(max(0, self._start - offset), len(text))
        last = max(first, min(len(text), self._end - offset))
        if always or first < last:
            self._pieces.append(_Piece(offset + first, offset + last))
        return slice(first, last)

    def _sections(self, sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(kept for kept in map(self._section, sections) if kept is not None)

    def _section(self, section: Section) -> Section | None:
        before = len(self._pieces)
        title = section.title[self._take(section.title, always=True)]
        blocks = self._blocks(section.blocks)
        children = self._sections(section.children)
        if not (title or blocks or children):
            del self._pieces[before:]
            return None
        if title and not blocks and not children and (section.blocks or section.children):
            # A heading alone would read as a section that has no text in the leaflet.
            blocks = (Paragraph(()),)
            self._pieces.append(_Piece(self._pieces[-1].end, self._pieces[-1].end))
        return replace(section, title=title, blocks=blocks, children=children)

    def _blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(kept for kept in map(self._block, blocks) if kept is not None)

    def _block(self, block: Block) -> Block | None:
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Note):
            inside = self._blocks(block.blocks)
            return replace(block, blocks=inside) if inside else None
        text = block.text
        part = self._take(text)
        if part.start == part.stop:
            return None
        if isinstance(block, Image) or part.stop - part.start == len(text):
            return block
        runs = tuple(_cut(block.runs, part.start, part.stop))
        if isinstance(block, ListItem) and part.start:
            return replace(block, runs=runs, marker="")
        return replace(block, runs=runs)

    def _table(self, table: Table) -> Table | None:
        """The rows with anything selected in them, and those above that reach into them."""
        rows = [tuple(self._cell(cell) for cell in row) for row in table.rows]
        kept = [number for number, row in enumerate(rows) if any(cell.blocks for cell in row)]
        if not kept:
            return None
        first, last = kept[0], kept[-1]
        for number in range(first, -1, -1):
            if any(number + cell.row_span > first for cell in rows[number]):
                first = number
        return Table(
            tuple(
                tuple(
                    replace(cell, row_span=min(cell.row_span, last + 1 - number))
                    for cell in rows[number]
                )
                for number in range(first, last + 1)
            )
        )

    def _cell(self, cell: Cell) -> Cell:
        blocks = self._blocks(cell.blocks)
        return cell if blocks == cell.blocks else replace(cell, blocks=blocks)


def _cut(runs: tuple[Run, ...], first: int, last: int) -> Iterator[Run]:
    """The runs of the characters from `first` to `last`."""
    position = 0
    for run in runs:
        part = run.text[max(0, first - position) : max(0, last - position)]
        position += len(run.text)
        if part:
            yield replace(run, text=part)
