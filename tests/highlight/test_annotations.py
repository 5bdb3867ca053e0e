"""What the publisher of a leaflet has tied to a lens's concepts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.annotations import term_words
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens, Terms
from viewer.highlight.lens_file import load_lens
from viewer.highlight.matcher import NO_TERMS, WordIndex, find_matches
from viewer.highlight.matches import LensState, Matches
from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import Annotation, Code, Leaflet, Paragraph, Run, Section

PREGNANCY = Code("snomed", "77386006")
LACTATION = Code("snomed", "69840006")
IN_PRIMARY_CARE = Code("icpc-2", "W78")
CONCEPTS = {"snomed": ("77386006",), "icpc-2": ("W78",)}


def index_of(
    *paragraphs: str,
    annotations: tuple[Annotation, ...] = (),
    title: str = "",
    codes: tuple[Code, ...] = (),
    language: str = "en",
) -> WordIndex:
    """A leaflet of two sections; the second is the one that is annotated."""
    blocks = tuple(Paragraph((Run(text),)) for text in paragraphs)
    sections = (
        Section("first", "Title", blocks=(Paragraph((Run("Text before."),)),)),
        Section("two", title, codes=codes, blocks=blocks, annotations=annotations),
    )
    return WordIndex(LeafletText(Leaflet("x", "X", language, "smpc", "X", sections)))


def lens(
    *words: str, concepts: dict[str, tuple[str, ...]] | None = None, never: tuple[str, ...] = ()
) -> Lens:
    terms = {"en": Terms(words, never)} if words or never else {}
    coded = {"loinc": ("42228-7",)}
    return Lens("p", 1, "amber", {}, terms, coded, CONCEPTS if concepts is None else concepts)


def marked(matches: Matches) -> list[tuple[str, str]]:
    return [(match.text, match.term) for match in matches]


def test_what_is_annotated_with_a_concept_of_the_lens_is_marked_at_its_place() -> None:
    place = Annotation(2, 4, 11, (LACTATION, PREGNANCY))
    (match,) = find_matches(index_of("One.", "You expect a baby.", annotations=(place,)), lens("z"))
    assert (match.section, match.block, match.start, match.end) == ("two", 2, 4, 11)
    assert (match.text, match.term) == ("expect ", "annotation snomed 77386006")


@pytest.mark.parametrize("codes", [(LACTATION,), (Code("loinc", "77386006"),), ()])
def test_another_code_or_the_same_one_of_another_system_marks_nothing(
    codes: tuple[Code, ...],
) -> None:
    index = index_of("Some words.", annotations=(Annotation(1, 0, 4, codes),))
    assert find_matches(index, lens("z")).state is LensState.NONE


def test_a_lens_without_concepts_finds_what_it_found_before() -> None:
    place = (Annotation(1, 0, 13, (PREGNANCY,)),)
    without = lens("pregnant", concepts={})
    plain, annotated = index_of("Pregnant women."), index_of("Pregnant women.", annotations=place)
    assert marked(find_matches(annotated, without)) == marked(find_matches(plain, without))


def test_a_mark_of_the_publishers_is_an_answer_in_any_language() -> None:
    place = (Annotation(1, 0, 8, (IN_PRIMARY_CARE,)),)
    index = index_of("Raskaus.", annotations=place, language="fi")
    matches = find_matches(index, lens("pregnan*"))
    assert (matches.state, len(matches)) == (LensState.MATCHES, 1)
    assert matches.unchecked == NO_TERMS, "its words were not checked all the same"
    plain = index_of("Raskaus.", language="fi")
    assert find_matches(plain, lens("pregnan*")).state is LensState.CANNOT_CHECK


@pytest.mark.parametrize(
    ("start", "end", "words", "expected"),
    [
        (0, 19, ("pregnant",), [("Are pregnant women?", "annotation snomed 77386006")]),
        (4, 12, ("pregnant women",), [("pregnant women", "pregnant women")]),
        (8, 19, ("are pregnant",), [("Are pregnant", "are pregnant")]),
        (8, 19, ("pregnant",), [("nant women?", "annotation snomed 77386006")]),
        (0, 6, ("pregnant",), [("pregnant", "pregnant")]),
        (4, 12, ("pregnant",), [("pregnant", "annotation snomed 77386006")]),
        (
            0,
            3,
            ("pregnant",),
            [("Are", "annotation snomed 77386006"), ("pregnant", "pregnant")],
        ),
    ],
)
def test_of_an_annotation_and_a_word_that_overlap_the_longer_stays(
    start: int, end: int, words: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    place = Annotation(1, start, end, (PREGNANCY,))
    index = index_of("Are pregnant women?", annotations=(place,))
    assert marked(find_matches(index, lens(*words))) == expected


def test_of_nested_annotations_the_outer_one_stays() -> None:
    places = (Annotation(1, 4, 8, (PREGNANCY,)), Annotation(1, 0, 12, (IN_PRIMARY_CARE,)))
    index = index_of("Are pregnant.", annotations=places)
    assert marked(find_matches(index, lens("z"))) == [("Are pregnant", "annotation icpc-2 W78")]


def test_a_never_phrase_does_not_unsay_what_the_publisher_says() -> None:
    index = index_of("Pregnant women.", annotations=(Annotation(1, 0, 15, (PREGNANCY,)),))
    assert len(find_matches(index, lens("pregnant", never=("pregnant women",)))) == 1


def test_a_heading_that_is_coded_and_annotated_is_marked_once() -> None:
    place, codes = Annotation(0, 0, 9, (PREGNANCY,)), (Code("loinc", "42228-7"),)
    index = index_of("Text.", annotations=(place,), title="Pregnancy", codes=codes)
    assert len(find_matches(index, lens("pregnancy"))) == 1


def test_a_tool_tip_says_whose_a_mark_is() -> None:
    assert term_words("annotation snomed 77386006") == "publisher's annotation (SNOMED 77386006)"
    assert term_words("annotation icpc-2 W78") == "publisher's annotation (ICPC-2 W78)"
    url = "https://example.org/List"
    assert term_words(f"annotation {url} x") == f"publisher's annotation ({url} x)"
    assert term_words("alcohol*") == "alcohol*"


LENS = 'id="a"\norder=1\ncolour="red"\n[name]\nen="A"\n[terms.en]\nwords=["a"]\n'


def test_a_lens_file_may_list_concepts(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text(f'{LENS}[concepts]\nsnomed = ["77386006"]\nicpc-2 = ["W78", "W90"]\n')
    concepts = load_lens(file, {"red"}).concepts
    assert concepts == {"snomed": ("77386006",), "icpc-2": ("W78", "W90")}
    file.write_text(LENS)
    assert load_lens(file, {"red"}).concepts == {}


@pytest.mark.parametrize(
    ("concepts", "place"),
    [("concepts = 3\n" + LENS, "line 1"), (LENS + "[concepts]\nsnomed = [77386006]\n", "line 9")],
)
def test_concepts_at_fault_are_named_with_their_line(
    tmp_path: Path, concepts: str, place: str
) -> None:
    file = tmp_path / "a.toml"
    file.write_text(concepts)
    with pytest.raises(ResourceError) as caught:
        load_lens(file, {"red"})
    assert caught.value.place == place


TEXT = "Are pregnant women, or pregnant\u00a0girls, to be told?"
ends = st.integers(min_value=0, max_value=len(TEXT) + 5)
spans = st.builds(
    Annotation,
    st.integers(min_value=0, max_value=3),
    ends,
    ends,
    st.lists(st.sampled_from([PREGNANCY, LACTATION, IN_PRIMARY_CARE]), max_size=2).map(tuple),
)
terms = st.lists(st.sampled_from(["are pregnant", "pregnant women", "women", "be told"]))


@given(st.lists(spans, max_size=6).map(tuple), terms)
def test_marks_never_overlap_and_no_annotation_is_passed_over_in_silence(
    places: tuple[Annotation, ...], words: list[str]
) -> None:
    index = index_of(TEXT, "", annotations=places)
    matches = find_matches(index, lens(*words))
    last = 0
    for start, end in zip(matches.starts, matches.ends, strict=True):
        assert last <= start < end <= len(matches.text.text)
        assert "\u2029" not in matches.text.text[start:end]
        last = end
    for place in places:
        if place.block == 1 and place.start < min(place.end, len(TEXT)):
            met = [m for m in matches if m.section == "two" and m.block == 1]
            met = [m for m in met if m.start < place.end and place.start < m.end]
            assert met or not {PREGNANCY, IN_PRIMARY_CARE} & set(place.codes)
