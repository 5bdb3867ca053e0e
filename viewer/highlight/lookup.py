"""Looks something up in a long leaflet in two steps: near the reader at once, then everywhere.

No match runs from one text block into the next. So blocks can be searched by themselves, and
what is found in them there is what a search of the whole leaflet finds there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.highlight.words import WordIndex

NEAR = 8_000
"""How many characters before and after the reader's place are near: some screens of text."""
SHORT = 150_000
"""So many characters are searched whole at once; the densest of searches takes 3 ms there."""


class Lookup:
    """One search of one leaflet.

    `whole` may be asked for on any thread; whoever asks first waits for it.
    """

    def __init__(
        self, index: WordIndex, search: Callable[[WordIndex], Matches], around: int = 0
    ) -> None:
        """`around` is the reader's place, in characters of the leaflet's text."""
        self._index = index
        self._search = search
        self._around = around
        if len(index.text.text) <= SHORT:
            _ = self.whole

    @cached_property
    def whole(self) -> Matches:
        """All matches in the leaflet."""
        return self._search(self._index)

    @property
    def is_whole(self) -> bool:
        """Whether all matches are known already."""
        return "whole" in self.__dict__

    @property
    def known(self) -> Matches:
        """All matches where they are known already, or else those near the reader."""
        return self.whole if self.is_whole else self._near

    @cached_property
    def _near(self) -> Matches:
        text = self._index.text
        return self._search(
            WordIndex(text, *_blocks(text, self._around - NEAR, self._around + NEAR))
        )

    def first_from(self, offset: int) -> tuple[int, int] | None:
        """Start and end of the first match that reaches beyond `offset`, else of the very first.

        Only where there is none near the reader is the whole leaflet searched.
        """
        end = len(self._index.text.text)
        matches = self.known
        after = matches.overlapping(offset, end)
        if not after and not self.is_whole:
            matches = self.whole
            after = matches.overlapping(offset, end)
        number = after.start if after else 0
        return (matches.starts[number], matches.ends[number]) if len(matches) else None


def _blocks(text: LeafletText, first: int, last: int) -> tuple[int, int]:
    """Start and end of the whole text blocks that hold the characters `first` to `last`."""
    after = text.block_index(max(0, last)) + 1
    start = text.starts[text.block_index(max(0, first))]
    return start, text.starts[after] - 1 if after < len(text.starts) else len(text.text)
