"""Page breaks as laws on numbers: what must hold for every document and every paper."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.render.pagination import Extent, Rank, Repeat, Slice, first_marks, paginate

PAGE = 100.0


def lines(count: int, height: float = 10.0, top: float = 0.0) -> list[Extent]:
    return [Extent(top + n * height, top + (n + 1) * height, Rank.LINE) for n in range(count)]


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Extent], float]:
    """A column of lines with gaps, some of them joined to groups and rows, and its height."""
    position = 0.0
    column: list[Extent] = []
    for gap, height in draw(
        st.lists(st.tuples(st.integers(0, 30), st.integers(1, 140)), min_size=1, max_size=40)
    ):
        column.append(Extent(position + gap, position + gap + height, Rank.LINE))
        position = column[-1].bottom
    groups: list[Extent] = []
    numbers = st.integers(0, len(column) - 1)
    soft = st.sampled_from([Rank.TOGETHER, Rank.ROW])
    for first, second, rank in draw(st.lists(st.tuples(numbers, numbers, soft), max_size=10)):
        low, high = sorted((first, second))
        groups.append(Extent(column[low].top, column[high].bottom, rank))
    extents = draw(st.permutations(column + groups))
    return extents, position + draw(st.integers(0, 50))


def cuts_of(slices: tuple[Slice, ...]) -> list[float]:
    return [part.bottom for part in slices[:-1]]


def is_cut(extent: Extent, cut: float) -> bool:
    return extent.top < cut < extent.bottom


@given(documents())
def test_pages_follow_each_other_from_the_top_to_the_end(
    document: tuple[list[Extent], float],
) -> None:
    extents, height = document
    slices = paginate(extents, height, PAGE)
    assert slices[0].top == 0
    assert slices[-1].bottom == height
    assert all(above.bottom == below.top for above, below in pairwise(slices))
    assert all(0 < part.bottom - part.top <= PAGE for part in slices)


@given(documents())
def test_a_line_is_cut_only_where_it_is_taller_than_a_page(
    document: tuple[list[Extent], float],
) -> None:
    extents, height = document
    cuts = cuts_of(paginate(extents, height, PAGE))
    for line in extents:
        if line.rank is Rank.LINE and line.bottom - line.top <= PAGE:
            assert not any(is_cut(line, cut) for cut in cuts)


@given(documents())
def test_a_group_is_cut_only_where_the_page_has_no_free_place(
    document: tuple[list[Extent], float],
) -> None:
    extents, height = document
    fitting = [e for e in extents if e.rank is Rank.LINE or e.bottom - e.top <= PAGE]
    for part in paginate(extents, height, PAGE)[:-1]:
        worst = max((e.rank for e in fitting if is_cut(e, part.bottom)), default=None)
        if worst is None:
            continue
        # A stretch that may not be cut can begin only at the top of an extent.
        candidates = [e.top for e in fitting if part.top < e.top <= part.top + PAGE]
        for place in candidates:
            assert any(is_cut(e, place) and e.rank >= worst for e in fitting)


@given(documents(), st.data())
def test_the_pages_of_the_rest_are_those_of_the_whole(
    document: tuple[list[Extent], float], data: st.DataObject
) -> None:
    extents, height = document
    slices = paginate(extents, height, PAGE)
    number = data.draw(st.integers(0, len(slices) - 1))
    start = slices[number].top
    rest = [extent for extent in extents if extent.bottom > start]
    assert paginate(rest, height, PAGE, start=start) == slices[number:]


@given(documents(), st.data())
def test_all_pages_but_the_last_two_stand_before_the_document_is_whole(
    document: tuple[list[Extent], float], data: st.DataObject
) -> None:
    extents, height = document
    bottoms = sorted(extent.bottom for extent in extents if extent.rank is Rank.LINE)
    end = data.draw(st.sampled_from(bottoms))
    begun = [Extent(e.top, min(e.bottom, end), e.rank) for e in extents if e.top < end]
    settled = paginate(begun, end, PAGE)[:-2]
    assert paginate(extents, height, PAGE)[: len(settled)] == settled


@given(documents(), st.integers(1, 40))
def test_a_page_that_starts_inside_a_table_has_room_for_its_heading(
    document: tuple[list[Extent], float], heading: int
) -> None:
    extents, height = document
    table = Repeat(height / 4, height / 2, heading)
    for part in paginate(extents, height, PAGE, [table]):
        inside = table.top < part.top < table.bottom
        assert part.bottom - part.top <= PAGE - (heading if inside else 0)


def test_lines_fill_a_page_to_its_foot() -> None:
    assert paginate(lines(25), 250, PAGE) == (Slice(0, 100), Slice(100, 200), Slice(200, 250))


def test_a_heading_goes_to_the_next_page_with_its_text() -> None:
    heading = Extent(80, 110, Rank.TOGETHER)
    assert cuts_of(paginate([*lines(15), heading], 150, PAGE)) == [80]


def test_a_row_taller_than_a_page_is_cut_between_its_lines() -> None:
    row = Extent(5, 145, Rank.ROW)
    assert cuts_of(paginate([*lines(14, top=5), row], 150, PAGE)) == [95]


def test_where_all_is_tied_together_rows_stay_whole_and_groups_give_way() -> None:
    chain = [Extent(top, top + 40, Rank.TOGETHER) for top in range(0, 200, 20)]
    rows = [Extent(top, top + 30, Rank.ROW) for top in range(0, 210, 30)]
    assert cuts_of(paginate(chain + rows, 220, PAGE)) == [90, 180]


def test_a_picture_taller_than_a_page_goes_over_several() -> None:
    picture = Extent(30, 280, Rank.LINE)
    assert cuts_of(paginate([picture], 300, PAGE)) == [30, 130, 230]


def test_an_empty_document_has_no_page() -> None:
    assert paginate([], 0, PAGE) == ()


def test_a_page_without_height_is_refused() -> None:
    with pytest.raises(ValueError, match="height"):
        paginate([], 10, 0)


def test_a_hundred_thousand_lines_are_paginated() -> None:
    assert len(paginate(lines(100_000), 1_000_000, PAGE)) == 10_000


@given(documents())
def test_what_is_left_out_at_the_top_of_a_page_is_empty(
    document: tuple[list[Extent], float],
) -> None:
    extents, height = document
    slices = paginate(extents, height, PAGE)
    for part, mark in zip(slices, first_marks(extents, slices), strict=True):
        assert part.top <= mark <= part.bottom
        lines = [e for e in extents if e.rank is Rank.LINE]
        assert not any(max(e.top, part.top) < min(e.bottom, mark) for e in lines)


def test_a_page_starts_with_its_first_line_and_not_with_the_space_above() -> None:
    slices = paginate([*lines(10), *lines(5, top=115)], 165, PAGE)
    assert first_marks([*lines(10), *lines(5, top=115)], slices) == (0, 115)
