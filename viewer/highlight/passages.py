"""The walk through the passages: the matches of several lenses in one reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from viewer.highlight.matches import Matches


class Passage(NamedTuple):
    """One match as the walk knows it: characters from and to in the leaflet's text."""

    start: int
    end: int
    lens: str


class Passages:
    """All passages of some lenses in reading order; overlapping ones of two lenses both stay."""

    def __init__(self, layers: Sequence[Matches]) -> None:
        merged = sorted(
            Passage(start, end, matches.lens)
            for matches in layers
            for start, end in zip(matches.starts, matches.ends, strict=True)
        )
        self._passages = merged
        self._starts = [passage.start for passage in merged]

    def __len__(self) -> int:
        return len(self._passages)

    def __getitem__(self, index: int) -> Passage:
        return self._passages[index]

    def first_from(self, offset: int) -> int:
        """The number of the first passage at or after a character; 0 behind the last."""
        index = bisect_left(self._starts, offset)
        return index if index < len(self) else 0

    def last_before(self, offset: int) -> int:
        """The number of the last passage before a character; the last before the first."""
        index = bisect_right(self._starts, offset - 1) - 1
        return index if index >= 0 else len(self) - 1
