"""The matches of one lens: counted by section, looked at one by one, and by what is in view."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import LensState, Match, Matches
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section


def section(key: str, *texts: str, children: tuple[Section, ...] = ()) -> Section:
    blocks = tuple(Paragraph((Run(text),)) for text in texts)
    return Section(key, key.capitalize(), blocks=blocks, children=children)


TEXT = LeafletText(
    Leaflet(
        "sample",
        "Sample",
        "en",
        "label",
        "",
        (
            section("a", "wine and 😀 beer", children=(section("b", "no drink"),)),
            section("c", "", "wine again"),
        ),
    )
)


def matches_of(*words: str, unchecked: str = "") -> Matches:
    """Every place of these words, found by a term of that name."""
    places = sorted(
        (start, start + len(word), number)
        for number, word in enumerate(words)
        for start in range(len(TEXT.text))
        if TEXT.text.startswith(word, start)
    )
    return Matches(
        TEXT,
        "alcohol",
        array("Q", [place[0] for place in places]),
        array("Q", [place[1] for place in places]),
        words,
        array("I", [place[2] for place in places]),
        unchecked=unchecked,
    )


def test_each_match_tells_section_block_place_words_lens_and_term() -> None:
    first, second, third = matches_of("wine", "beer")
    assert first == Match("a", 1, 0, 4, "wine", "alcohol", "wine")
    assert second == Match("a", 1, 11, 15, "beer", "alcohol", "beer")
    assert third == Match("c", 2, 0, 4, "wine", "alcohol", "wine")


def test_without_numbers_of_terms_the_first_term_found_them_all() -> None:
    found = Matches(TEXT, "find", array("Q", [2]), array("Q", [6]), ("wine",))
    assert found[0].term == "wine"


def test_it_can_be_indexed_and_sliced_from_either_end() -> None:
    found = matches_of("wine", "beer")
    assert found[-1] == list(found)[-1]
    assert list(found[1:]) == list(found)[1:]
    with pytest.raises(IndexError):
        found[3]


def test_nothing_found_is_told_apart_from_nothing_looked_for() -> None:
    assert matches_of("wine").state is LensState.MATCHES
    assert matches_of("whisky").state is LensState.NONE
    assert matches_of("whisky", unchecked="no terms").state is LensState.CANNOT_CHECK


def test_sections_are_counted_without_those_below_them_and_without_zeros() -> None:
    assert matches_of("wine", "beer", "drink").count_by_section() == {"a": 2, "b": 1, "c": 1}
    assert matches_of("wine").count_by_section() == {"a": 1, "c": 1}
    assert matches_of("whisky").count_by_section() == {}


@given(
    st.lists(st.integers(0, 300), unique=True, max_size=30).map(sorted),
    st.integers(0, 310),
    st.integers(0, 40),
)
def test_what_is_in_view_is_never_left_out(starts: list[int], first: int, height: int) -> None:
    ends = [min(start + 7, *(s for s in [*starts, 10_000] if s > start)) for start in starts]
    found = Matches(TEXT, "alcohol", array("Q", starts), array("Q", ends), ("x",))
    last = first + height
    seen = {n for n in range(len(starts)) if starts[n] <= last and ends[n] > first}
    assert seen <= set(found.overlapping(first, last))
    assert len(found.overlapping(first, last)) <= len(seen) + 1
