"""A folded text and the exact way back from its offsets to those of the original text."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from typing import NamedTuple


class WayBack:
    """Where folding changed the text's length; between two such stretches offsets run alike.

    A place in the folded text becomes one in the original that takes in whole characters: the
    "s" found in a "ß" is the whole "ß". What folds to nothing belongs to the character before it.
    """

    def __init__(self) -> None:
        self._starts = _Shifts()
        self._ends = _Shifts()

    def add(self, offset: int, length: int, first: int, after: int) -> None:
        """`length` folded characters at `offset` come from the characters `first` to `after`.

        To be called in ascending order, for every stretch whose length changed.
        """
        for number in range(length):
            self._starts.add(offset + number, first)
            self._ends.add(offset + number + 1, after)
        self._starts.add(offset + length, after)
        if not length:
            self._ends.add(offset, after)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text of a place in the folded one."""
        return self._starts.original(start), self._ends.original(end)

    def originals(self, starts: array[int], ends: array[int]) -> tuple[array[int], array[int]]:
        """The same for many places, starts and ends ascending."""
        return self._starts.originals(starts), self._ends.originals(ends)


class _Shifts:
    """By how much offsets differ, from which folded offset on."""

    def __init__(self) -> None:
        self._from = array("Q", [0])
        self._shift = array("q", [0])

    def add(self, offset: int, original: int) -> None:
        """From the folded `offset` on, which stands at `original`. Offsets must ascend."""
        self._from.append(offset)
        self._shift.append(original - offset)

    def original(self, offset: int) -> int:
        return offset + self._shift[bisect_right(self._from, offset) - 1]

    def originals(self, offsets: array[int]) -> array[int]:
        """Many ascending offsets, shifted range by range."""
        result = array("Q")
        done = 0
        while done < len(offsets):
            here = bisect_right(self._from, offsets[done]) - 1
            last = here + 1 == len(self._from)
            until = len(offsets) if last else bisect_left(offsets, self._from[here + 1], done)
            shift = self._shift[here]
            result.extend([offset + shift for offset in offsets[done:until]])
            done = until
        return result


class Folded(NamedTuple):
    """A folded text.

    `signs` are its characters beyond ASCII that are not part of words. `way_back` is None where
    every character folded to exactly one.
    """

    text: str
    signs: frozenset[str]
    way_back: WayBack | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original text, in characters, of a place in this one."""
        return (start, end) if self.way_back is None else self.way_back.original(start, end)

    def originals(self, starts: array[int], ends: array[int]) -> tuple[array[int], array[int]]:
        """The same for many places, starts and ends ascending."""
        if self.way_back is None:
            return starts, ends
        return self.way_back.originals(starts, ends)
