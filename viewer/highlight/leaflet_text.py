"""A leaflet as one text, with the way back to its sections and blocks.

Matching, finding and painting all work on offsets in this one text, so that a match is two
integers whatever the leaflet's size; only what is asked for is turned into a (section, block,
start, end) place.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from viewer.leaflet.model import Leaflet, Section

BLOCK_SEPARATOR = "\u2029"
"""Stands between two text blocks (PARAGRAPH SEPARATOR): no match runs across it."""


class Place(NamedTuple):
    """A stretch of one text block: section key, text block number, characters from and to."""

    section: str
    block: int
    start: int
    end: int


class LeafletText:
    """The text blocks of a leaflet in reading order, joined by `BLOCK_SEPARATOR`.

    `starts[n]` is the offset of the n-th text block of the leaflet; `section_starts[k]` is that
    of the k-th section's heading. All offsets count characters.
    """

    def __init__(self, leaflet: Leaflet) -> None:
        self.leaflet = leaflet
        self.sections: tuple[Section, ...] = tuple(leaflet.walk())
        self.starts = array("Q")
        self.section_starts = array("Q")
        self._first_block = array("Q")
        texts: list[str] = []
        offset = 0
        for section in self.sections:
            self.section_starts.append(offset)
            self._first_block.append(len(texts))
            for text in section.texts():
                self.starts.append(offset)
                texts.append(text)
                offset += len(text) + 1
        self.text = BLOCK_SEPARATOR.join(texts)
        self.language = leaflet.language

    def section_index(self, offset: int) -> int:
        """The index in `sections` of the section that `offset` lies in; 0 in an empty leaflet."""
        return max(0, bisect_right(self.section_starts, offset) - 1)

    def block_index(self, offset: int) -> int:
        """The number, within the whole leaflet, of the text block that `offset` lies in."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def offset(self, section: str, block: int, character: int) -> int:
        """Where a character of a section's text block stands in the text.

        Raises KeyError where there is no such section, IndexError where it has no such block.
        """
        number = self._numbers[section]
        after = (
            self._first_block[number + 1] if number + 1 < len(self.sections) else len(self.starts)
        )
        first = self._first_block[number]
        if not first <= first + block < after:
            raise IndexError(block)
        return self.starts[first + block] + character

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {section.key: number for number, section in enumerate(self.sections)}

    def place(self, start: int, end: int) -> Place:
        """Where a stretch of the text stands, as section, block and offsets in the block."""
        section = self.section_index(start)
        block = self.block_index(start)
        first = self.starts[block]
        return Place(
            self.sections[section].key,
            block - self._first_block[section],
            start - first,
            end - first,
        )
