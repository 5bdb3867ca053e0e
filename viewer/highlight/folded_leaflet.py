"""A leaflet folded once for all that look up words in it: the search index, and its lenses."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from viewer.highlight.folding import fold, spaced
from viewer.highlight.leaflet_text import BLOCK_SEPARATOR, LeafletText
from viewer.leaflet.model import Leaflet, Section


class FoldedLeaflet:
    """A leaflet's text, folded once for all that look up words in it.

    `words` is the folded text with a space for every character that is not part of a word.
    `blocks` are the text blocks, which stand in the folded text between `FOLDED_SEPARATOR`s.
    """

    def __init__(self, leaflet: Leaflet, known: dict[str, str] | None = None) -> None:
        """`known` is as for `fold`."""
        self.leaflet = leaflet
        self.text = LeafletText(leaflet)
        text, starts = self.text.text, self.text.starts
        self.blocks = [text[start : end - 1] for start, end in pairwise((*starts, len(text) + 1))]
        if text.count(BLOCK_SEPARATOR) >= len(starts):  # some block has one inside
            self.blocks = [block.replace(BLOCK_SEPARATOR, " ") for block in self.blocks]
            text = BLOCK_SEPARATOR.join(self.blocks)
        self.folded = fold(text, known=known)
        self.words = spaced(self.folded)

    def sections(self) -> Iterator[tuple[Section, int, int]]:
        """The sections, each with the numbers of its first block and of the one behind its last."""
        starts, firsts = self.text.starts, self.text.section_starts
        numbers = (bisect_left(starts, first) for first in firsts)
        for section, (first, after) in zip(
            self.text.sections, pairwise((*numbers, len(starts))), strict=True
        ):
            yield section, first, after
