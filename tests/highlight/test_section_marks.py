"""What a library keeps of lenses agrees with what they mark when the leaflet is open."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viewer.highlight.folded_leaflet import FoldedLeaflet
from viewer.highlight.leaflet_text import BLOCK_SEPARATOR, LeafletText
from viewer.highlight.lens import ANY_LANGUAGE, Lens, Terms
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.highlight.section_marks import SectionMarks
from viewer.leaflet.model import Annotation, Code, Leaflet, Paragraph, Run, Section

WORDS = ("and/or", "baby", "babies", "breast-feeding", "breast", "feeding", "fed", "the", "Straße")
TERMS = (
    *("baby", "bab*", "breast-feeding", "breast feed*", "b* feeding", "the baby", "the bab*"),
    *("and/or fed", "feeding the", "strasse", "服用", "fe*", "the breast-fed baby"),
)
CODES = (Code("loinc", "1"), Code("loinc", "2"))


def lens(number: int, words: Sequence[str], never: Sequence[str]) -> Lens:
    language = "en" if number else ANY_LANGUAGE
    terms = {language: Terms(tuple(words), tuple(never))}
    codes = {"loinc": (str(number),)}
    return Lens(f"lens{number}", number, "amber", {}, terms, codes, codes)


lenses = st.lists(
    st.tuples(st.lists(st.sampled_from(TERMS), max_size=4), st.lists(st.sampled_from(TERMS))),
    min_size=1,
    max_size=3,
)
texts = st.lists(
    st.sampled_from([*WORDS, " ", " ", ", ", "-", "\n", "服用量", "½", BLOCK_SEPARATOR])
).map("".join)
codes = st.lists(st.sampled_from(CODES), max_size=1)
sections = st.lists(st.tuples(texts, texts, texts, codes, codes), max_size=3)


@given(sections, lenses)
@example([("breast", "feeding", "", [], [])], [(["breast-feeding"], [])])
def test_the_sections_are_those_that_the_open_leaflet_has_marks_in(
    found: list[tuple[str, str, str, list[Code], list[Code]]],
    terms: list[tuple[list[str], list[str]]],
) -> None:
    """But for a separator of blocks inside a block, which no reader leaves there."""
    leaflet = Leaflet(
        *("id", "title", "en-GB", "smpc", "Product"),
        tuple(
            Section(
                f"s{number}",
                title,
                codes=tuple(coded),
                blocks=(Paragraph((Run(one),)), Paragraph((Run(other),))),
                annotations=tuple(Annotation(1, 0, 4, (code,)) for code in noted),
            )
            for number, (title, one, other, coded, noted) in enumerate(found)
        ),
    )
    lenses = [lens(number, *each) for number, each in enumerate(terms)]
    folded = FoldedLeaflet(leaflet)
    assert [folded.blocks[first:after] for _, first, after in folded.sections()] == [
        [text.replace(BLOCK_SEPARATOR, " ") for text in s.texts()] for s in leaflet.walk()
    ]
    if any(BLOCK_SEPARATOR in text for section in leaflet.walk() for text in section.texts()):
        SectionMarks(lenses).marked(folded)
        return
    expected = {(section, lens.id) for lens in lenses for section in marked(leaflet, lens)}
    marks = SectionMarks(lenses)
    for _ in range(2):  # what it keeps of the first leaflet changes nothing for the next
        given = marks.marked(FoldedLeaflet(leaflet))
        assert {(section, lens) for section, ids in given.items() for lens in ids} == expected


@pytest.mark.parametrize("term", TERMS)
@pytest.mark.parametrize(
    "text",
    [
        *("The baby.", "the, baby", "the -- baby", "the and baby", "the babies", "the", "baby"),
        *("breast-feeding", "breast/feeding", "breast feeds", "breast. Feeding", "feeding"),
        *("and/or fed", "and or fed", "and/or, fed", "feeding -- the", "a the breast-fed baby a"),
    ],
)
def test_every_kind_of_term_is_met_where_the_open_leaflet_marks_it(text: str, term: str) -> None:
    leaflet = Leaflet(*("id", "title", "en", "smpc", "Product"), (Section("s", text),))
    expected = marked(leaflet, lens(1, [term], []))
    assert SectionMarks([lens(1, [term], [])]).marked(FoldedLeaflet(leaflet)).keys() == expected


def marked(leaflet: Leaflet, lens: Lens) -> set[str]:
    text = LeafletText(leaflet)
    starts = find_matches(WordIndex(text), lens).starts
    return {text.sections[text.section_index(start)].key for start in starts}


def test_without_lenses_nothing_is_marked() -> None:
    leaflet = Leaflet("id", "title", "en", "smpc", "Product", (Section("s", "wine"),))
    assert SectionMarks([]).marked(FoldedLeaflet(leaflet)) == {}
