"""A search that knows first what is near the reader, and then all."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lookup import NEAR, SHORT, Lookup
from viewer.highlight.matcher import find_matches, find_text
from viewer.highlight.matches import Matches
from viewer.highlight.own_terms import own_terms_lens
from viewer.highlight.words import WordIndex
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section

letters = st.sampled_from([*"abAé ß\u00ad\u00a0-\n.ﬁ\U0001f600", "e\u0301", "\u0301"])
texts = st.lists(letters, max_size=12).map("".join)
PARAGRAPH = "No wine with these tablets, whatever the taste of it may be to you. " * 4
LONG = [PARAGRAPH] * (2 * SHORT // len(PARAGRAPH))
RARE = "Only here is a vial."


def index_of(*paragraphs: str) -> WordIndex:
    blocks = tuple(Paragraph((Run(text),)) for text in paragraphs)
    section = Section("one", "", blocks=blocks)
    return WordIndex(LeafletText(Leaflet("x", "X", "en", "smpc", "X", (section,))))


LONG_INDEX = index_of(*LONG[:100], RARE, *LONG)


def spans(matches: Matches, first: int = 0, last: int | None = None) -> list[tuple[int, int]]:
    """Start and end of every match that lies between two characters."""
    last = len(matches.text.text) if last is None else last
    places = zip(matches.starts, matches.ends, strict=True)
    return [(start, end) for start, end in places if first <= start and end <= last]


def lookup(index: WordIndex, typed: str, around: int = 0) -> Lookup:
    return Lookup(index, partial(find_text, text=typed), around)


@given(st.lists(texts, min_size=1, max_size=6), texts, st.booleans(), st.booleans(), st.data())
def test_what_is_found_in_some_blocks_is_what_a_search_of_all_finds_there(
    paragraphs: list[str], typed: str, whole: bool, case: bool, data: st.DataObject
) -> None:
    index = index_of(*paragraphs)
    begin, end = sorted(data.draw(st.integers(0, len(paragraphs) - 1)) for _ in range(2))
    # The first text block is the section's heading, which is empty here.
    first = index.text.starts[1 + begin]
    last = index.text.starts[1 + end] + len(paragraphs[end])
    part = WordIndex(index.text, first, last)
    search = partial(find_text, text=typed[:3], whole_words=whole, match_case=case)
    assert spans(search(part)) == spans(search(index), first, last)
    own = own_terms_lens(typed)
    if own is not None:
        assert spans(find_matches(part, own)) == spans(find_matches(index, own), first, last)


def test_a_short_leaflet_is_searched_whole_at_once() -> None:
    search = lookup(index_of(PARAGRAPH), "wine")
    assert search.is_whole
    assert len(search.known) == 4


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_of_a_long_one_all_that_is_near_the_reader_is_known_first(share: float) -> None:
    size = len(LONG_INDEX.text.text)
    around = round(share * size)
    search = lookup(LONG_INDEX, "wine", around)
    near = (max(0, around - NEAR), min(size, around + NEAR))
    found = spans(search.known)
    assert not search.is_whole
    assert len(found) < 4 * NEAR / 50
    assert set(spans(search.whole, *near)) <= set(found) <= set(spans(search.whole))
    assert search.is_whole
    assert search.known is search.whole


def test_the_first_match_is_known_without_a_search_of_the_whole_where_it_is_near() -> None:
    place = LONG_INDEX.text.text.index(RARE)
    search = lookup(LONG_INDEX, "vial", place - 100)
    assert search.first_from(place - 100) == (place + 15, place + 19)
    assert not search.is_whole


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_first_match_that_is_far_is_found_all_the_same(share: float) -> None:
    place = LONG_INDEX.text.text.index(RARE)
    around = round(share * len(LONG_INDEX.text.text))
    found = lookup(LONG_INDEX, "vial", around).first_from(around)
    assert found == (place + 15, place + 19)


def test_what_is_nowhere_has_no_first_match() -> None:
    assert lookup(LONG_INDEX, "whisky").first_from(0) is None


def test_a_leaflet_without_any_text_is_no_trouble() -> None:
    index = WordIndex(LeafletText(Leaflet("x", "X", "en", "smpc", "X", ())))
    assert lookup(index, "a").first_from(0) is None
