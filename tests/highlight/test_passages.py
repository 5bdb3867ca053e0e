"""The walk through the passages of several lenses."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.highlight.passages import Passage, Passages
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section

WORDS = Paragraph((Run("word " * 30),))
TEXT = LeafletText(
    Leaflet("sample", "Sample", "en", "label", "", (Section("only", "Title", blocks=(WORDS,)),))
)


def layer(lens: str, *places: tuple[int, int]) -> Matches:
    starts, ends = array("Q", [p[0] for p in places]), array("Q", [p[1] for p in places])
    return Matches(TEXT, lens, starts, ends, ("term",))


layers = st.lists(
    st.lists(st.integers(0, 120), unique=True, max_size=12).map(sorted), max_size=4
).map(lambda many: [layer(f"lens{n}", *((s, s + 3) for s in one)) for n, one in enumerate(many)])


@given(layers)
def test_every_match_of_every_lens_is_a_passage_in_reading_order(many: list[Matches]) -> None:
    passages = Passages(many)
    walked = [passages[number] for number in range(len(passages))]
    assert [passage.start for passage in walked] == sorted(p.start for p in walked)
    assert sorted(walked) == sorted(
        Passage(start, end, one.lens)
        for one in many
        for start, end in zip(one.starts, one.ends, strict=True)
    )


@given(layers.filter(lambda many: any(len(one) for one in many)), st.integers(0, 130))
def test_the_walk_begins_at_or_after_where_the_reader_is(many: list[Matches], here: int) -> None:
    passages = Passages(many)
    starts = [passages[number].start for number in range(len(passages))]
    first = passages.first_from(here)
    assert first == next((n for n, start in enumerate(starts) if start >= here), 0)
    last = passages.last_before(here)
    before = [n for n, start in enumerate(starts) if start < here]
    assert last == (before[-1] if before else len(starts) - 1)


def test_a_place_that_two_lenses_mark_is_two_passages() -> None:
    passages = Passages([layer("alcohol", (4, 9)), layer("driving", (4, 9))])
    assert [passages[0], passages[1]] == [Passage(4, 9, "alcohol"), Passage(4, 9, "driving")]


def test_without_lenses_there_is_nowhere_to_walk() -> None:
    assert len(Passages([])) == 0
    assert len(Passages([layer("alcohol")])) == 0
