"""Where the pages of a long, continuous text end.

A document laid out without pages is a column of things that should not be cut: lines and
pictures, table rows, a heading with the lines it announces. Given their vertical extents, this
module says where one page stops and the next begins. It knows numbers only, in any one unit.

Widow and orphan rules follow the usual ones of book setting: at least two lines of a paragraph
on either side of a page break, and no heading at the foot of a page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple


class Rank(IntEnum):
    """How hard it is to cut something; where no place is free, the lowest rank gives way."""

    TOGETHER = 1
    """Things that belong together: heading and text, the first and last lines of a paragraph."""
    ROW = 2
    """A table row."""
    LINE = 3
    """A line of text or a picture: cut only where it is taller than a page."""


class Extent(NamedTuple):
    """What should stay whole, from `top` down to `bottom`; a cut at either end is no harm."""

    top: float
    bottom: float
    rank: Rank


class Repeat(NamedTuple):
    """A table whose heading, `height` high, is set again on each page that starts within it.

    `top` is where its first row below the heading begins, `bottom` where the table ends.
    """

    top: float
    bottom: float
    height: float


class Slice(NamedTuple):
    """The part of the document that stands on one page."""

    top: float
    bottom: float


def paginate(
    extents: Iterable[Extent],
    height: float,
    page_height: float,
    repeats: Sequence[Repeat] = (),
    start: float = 0.0,
) -> tuple[Slice, ...]:
    """The pages of a document that is `height` high, from `start` to its end.

    The slices follow each other without gap or overlap and none is higher than `page_height`,
    less the heading of `repeats` (ascending, not overlapping) where it starts within a table.
    An extent is cut only where no free place is left on the page after giving up lower ranks.
    Those that end above `start` may be left out. Of a document that is not all there yet, all
    pages but the last two are already those of the whole.
    Takes O(n log n) for n extents. Raises ValueError where the page has no height.
    """
    if page_height <= 0:
        raise ValueError("a page needs a height")
    fitting = sorted(e for e in extents if e.rank is Rank.LINE or e.bottom - e.top <= page_height)
    blocked = [_merged(e for e in fitting if e.rank >= rank) for rank in Rank]
    tops = [repeat.top for repeat in repeats]
    slices: list[Slice] = []
    position = start
    while position < height:
        room = page_height
        number = bisect_left(tops, position) - 1
        if number >= 0 and position < repeats[number].bottom:
            room -= repeats[number].height
        if room < page_height / 2:
            room = page_height
        end = _cut(blocked, position, min(position + room, height))
        slices.append(Slice(position, end))
        position = end
    return tuple(slices)


def first_marks(extents: Iterable[Extent], slices: Iterable[Slice]) -> tuple[float, ...]:
    """For each slice where its first extent begins: the white space above need not be printed.

    That is the slice's own top where a line is cut there.
    """
    extents = sorted(extents)
    tops = [extent.top for extent in extents]
    lines = sorted((e.bottom, e.top) for e in extents if e.rank is Rank.LINE)
    marks: list[float] = []
    for part in slices:
        mark = part.bottom
        following = bisect_left(tops, part.top)
        if following < len(tops):
            mark = min(mark, tops[following])
        running = bisect_right(lines, (part.top, float("inf")))
        if running < len(lines):
            mark = min(mark, max(part.top, lines[running][1]))
        marks.append(mark)
    return tuple(marks)


def _cut(blocked: Sequence[Sequence[Slice]], position: float, limit: float) -> float:
    """The lowest place above `limit` for a page to end that started at `position`."""
    for stretches in blocked:
        place = _free(stretches, limit)
        if place > position:
            return place
    return limit


def _free(stretches: Sequence[Slice], limit: float) -> float:
    """The lowest place at or above `limit` that is inside none of the `stretches`."""
    number = bisect_right(stretches, limit, key=lambda stretch: stretch.top) - 1
    if number >= 0 and stretches[number].top < limit < stretches[number].bottom:
        return stretches[number].top
    return limit


def _merged(extents: Iterable[Extent]) -> list[Slice]:
    """Ascending extents joined to stretches without a free place inside; touching ones stay apart.

    A line that starts where the one above ends leaves a place between them.
    """
    stretches: list[Slice] = []
    for top, bottom, _ in extents:
        if bottom <= top:
            continue
        if stretches and top < stretches[-1].bottom:
            stretches[-1] = Slice(stretches[-1].top, max(bottom, stretches[-1].bottom))
        else:
            stretches.append(Slice(top, bottom))
    return stretches
