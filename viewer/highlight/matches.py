"""What a lens or a find text marks in a leaflet, kept compact.

A dense find marks 80,000 places in a 1 MB leaflet; as two arrays they cost milliseconds and as
objects a tenth of a second. So matches are arrays, and a `Match` is made when one is looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import overload

from viewer.highlight.leaflet_text import LeafletText


class LensState(Enum):
    """What is known of a lens in a leaflet; "not found" is never silent.

    A lens that could not check the words may still have MATCHES: see `Matches.unchecked`.
    """

    MATCHES = "matches"
    NONE = "none"
    CANNOT_CHECK = "cannot-check"


@dataclass(frozen=True, slots=True)
class Match:
    """One place in one text block, with the words found there and the term that found them.

    `start` and `end` count characters of the text block's text.
    """

    section: str
    block: int
    start: int
    end: int
    text: str
    lens: str
    term: str


class Shifted(Sequence[int]):
    """The ends of matches that are all of one length, without a number kept for each."""

    def __init__(self, starts: Sequence[int], length: int) -> None:
        self._starts = starts
        self._length = length

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [start + self._length for start in self._starts[index]]
        return self._starts[index] + self._length


class Matches(Sequence[Match]):
    """The matches of one lens (or of the find text) in reading order.

    `starts` and `ends` are offsets in `text.text`, in characters, ascending by start.
    """

    def __init__(
        self,
        text: LeafletText,
        lens: str,
        starts: array[int],
        ends: Sequence[int],
        terms: Sequence[str],
        term_numbers: array[int] | None = None,
        *,
        unchecked: str = "",
    ) -> None:
        """`terms[term_numbers[n]]` found the n-th match; without numbers, `terms[0]` found all.

        `unchecked` is why the lens could not check the leaflet's words, empty where it could.
        What matches there are then come from section codes and annotations, and where there are
        none nothing is said.
        """
        self.text = text
        self.lens = lens
        self.starts = starts
        self.ends = ends
        self._terms = terms
        self._term_numbers = term_numbers
        self.unchecked = unchecked

    @property
    def state(self) -> LensState:
        if len(self.starts):
            return LensState.MATCHES
        return LensState.CANNOT_CHECK if self.unchecked else LensState.NONE

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Match: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Match]: ...
    def __getitem__(self, index: int | slice) -> Match | Sequence[Match]:
        if isinstance(index, slice):
            return [self[n] for n in range(*index.indices(len(self)))]
        start, end = self.starts[index], self.ends[index]
        place = self.text.place(start, end)
        term = self._terms[self._term_numbers[index] if self._term_numbers is not None else 0]
        return Match(*place, self.text.text[start:end], self.lens, term)

    def __iter__(self) -> Iterator[Match]:
        return (self[n] for n in range(len(self)))

    def overlapping(self, first: int, last: int) -> range:
        """The numbers of the matches that may reach into the offsets `first` to `last`."""
        longest = bisect_left(self.starts, first)
        while longest and self.ends[longest - 1] > first:
            longest -= 1
        return range(longest, bisect_right(self.starts, last))

    def count_by_section(self) -> dict[str, int]:
        """Number of matches per section key, without the sections below; zeros left out."""
        bounds = [*self.text.section_starts, len(self.text.text) + 1]
        counts: dict[str, int] = {}
        for number, section in enumerate(self.text.sections):
            low = bisect_left(self.starts, bounds[number])
            count = bisect_left(self.starts, bounds[number + 1], low) - low
            if count:
                counts[section.key] = count
        return counts
