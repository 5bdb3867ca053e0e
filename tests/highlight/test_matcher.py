"""What a lens marks in a leaflet."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens, Terms
from viewer.highlight.matcher import NO_TERMS, NOT_THE_GUIDE, WordIndex, find_matches
from viewer.highlight.matches import LensState, Matches
from viewer.highlight.words import PIECE
from viewer.leaflet.model import Code, Leaflet, Paragraph, Run, Section


def index_of(*sections: Section, language: str = "en") -> WordIndex:
    return WordIndex(LeafletText(Leaflet("x", "X", language, "smpc", "X", sections)))


def section(*paragraphs: str, title: str = "", codes: tuple[Code, ...] = ()) -> Section:
    blocks = tuple(Paragraph((Run(text),)) for text in paragraphs)
    return Section("one", title, codes=codes, blocks=blocks)


def lens_of(
    *words: str, never: tuple[str, ...] = (), loinc: tuple[str, ...] = (), language: str = "en"
) -> Lens:
    return Lens("test", 1, "amber", {}, {language: Terms(words, never)}, {"loinc": loinc})


def test_the_words_of_a_very_long_text_stand_where_they_stand() -> None:
    texts = [f"{n} glasses of  wine, or {'x' * (n % 50)} none" for n in range(PIECE // 20)]
    index = index_of(section(*texts, "x" * (2 * PIECE), "the last wine"))
    found = list(find_matches(index, lens_of("wine")).starts)
    assert found == [each.start() for each in re.finditer("wine", index.text.text)]


def marked(paragraph: str, *words: str, never: tuple[str, ...] = ()) -> list[str]:
    matches = find_matches(index_of(section(paragraph)), lens_of(*words, never=never))
    return [match.text for match in matches]


SEPARATORS = [
    " ",
    "-",
    "\u2010",
    "\u2011",
    "\u2012",
    "–",
    "—",
    "\u00a0",
    "\u202f",
    "\n",
    "-\n",
    " - ",
]


@pytest.mark.parametrize("separator", [*SEPARATORS, "\u00ad", ""])
def test_a_term_with_a_hyphen_is_found_however_it_is_set(separator: str) -> None:
    words = f"Breast{separator}feeding"
    assert marked(f"About {words}.", "breast-feeding") == [words]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_phrase_is_found_across_all_spaces_and_hyphens(separator: str) -> None:
    words = f"ethyl{separator}alcohol"
    assert marked(f"No {words}!", "ethyl alcohol") == [words]


@pytest.mark.parametrize("separator", [". ", ", ", "/", "; ", " (", "\u00ad", ""])
def test_a_phrase_is_not_found_across_other_signs_or_none(separator: str) -> None:
    assert marked(f"alcohol{separator}wine", "alcohol wine") == []


@pytest.mark.parametrize(
    ("paragraph", "term", "expected"),
    [
        ("and/or, and / or, and or", "and/or", ["and/or", "and / or"]),
        ("5-FU, 5 FU, 5FU, 5.FU", "5-FU", ["5-FU", "5 FU", "5FU"]),
        ("4.8 but 4 8", "4.8", ["4.8"]),
        ("St John’s wort", "st john's wort", ["St John’s wort"]),
        ("weaning off, weaned  off, wean it off", "wean* off", ["weaning off", "weaned  off"]),
        ("alcohol, alcoholic, nonalcoholic", "alcohol*", ["alcohol", "alcoholic"]),
        ("alcohol, alcoholic", "alcohol", ["alcohol"]),
        ("alcohol¹ and Alcohol™", "alcohol", ["alcohol", "Alcohol"]),
        ("İlaç, ILAÇ", "ilac", ["İlaç", "ILAÇ"]),
        ("Große Straße", "grosse strasse", ["Große Straße"]),
        ("\U0001f600\U0001f600 cafe\u0301 \U0001f600", "café", ["cafe\u0301"]),
        ("eﬃcacy", "effic*", ["eﬃcacy"]),
        ("お酒とアルコールは", "アルコール", ["アルコール"]),
        ("لا تشرب الكحول", "الكحول", ["الكحول"]),
        ("हिन्दी में शराब", "शराब", ["शराब"]),
        ("anything", "*", []),
        ("anything", "", []),
        ("al cohol al*cohol", "al*cohol", ["al*cohol"]),
    ],
)
def test_a_term_marks(paragraph: str, term: str, expected: list[str]) -> None:
    assert marked(paragraph, term) == expected


def test_never_phrases_win() -> None:
    text = "Benzyl alcohol, benzyl\u00a0alcohol and wool alcohols, but also alcohol."
    assert marked(text, "alcohol*", never=("benzyl alcohol", "wool alcohol*")) == ["alcohol"]
    assert marked("drinking alcohol swabs", "drinking alcohol", never=("alcohol swabs",)) == []
    assert marked("drinking alcohol swabs", "alcohol swabs", never=("drinking alcohol",)) == []


def test_of_overlapping_matches_the_leftmost_and_longest_stays() -> None:
    assert marked("Drinking alcohol free wine", "alcohol*", "drinking alcohol", "alcohol free") == [
        "Drinking alcohol",
    ]


def test_a_match_tells_its_place_and_the_term_as_written() -> None:
    index = index_of(section("Nothing.", "No Ethyl\u00adalcohol wine", title="Wine"))
    first, second = find_matches(index, lens_of("wine", "ethylalc*"))[:2]
    assert (first.section, first.block, first.start, first.end) == ("one", 0, 0, 4)
    assert (second.block, second.start, second.end) == (2, 3, 16)
    assert (second.lens, second.term, second.text) == ("test", "ethylalc*", "Ethyl\u00adalcohol")


def test_no_phrase_runs_over_two_blocks() -> None:
    index = index_of(section("ethyl", "alcohol"))
    assert len(find_matches(index, lens_of("ethyl alcohol", "ethyl\u2029alcohol"))) == 0


@pytest.mark.parametrize(
    ("leaflet", "terms", "state"),
    [
        ("en", "en", LensState.MATCHES),
        ("en-GB", "en", LensState.MATCHES),
        ("EN-gb", "en-GB", LensState.MATCHES),
        ("es", "en", LensState.CANNOT_CHECK),
        ("", "en", LensState.CANNOT_CHECK),
        ("es", "*", LensState.MATCHES),
    ],
)
def test_terms_hold_for_their_language(leaflet: str, terms: str, state: LensState) -> None:
    index = index_of(section("wine"), language=leaflet)
    assert find_matches(index, lens_of("wine", language=terms)).state is state


def test_none_found_is_not_the_same_as_cannot_check() -> None:
    assert find_matches(index_of(section("beer")), lens_of("wine")).state is LensState.NONE
    assert find_matches(index_of(), lens_of("wine")).state is LensState.NONE


def test_a_code_answers_in_any_language_but_does_not_make_up_for_the_words() -> None:
    coded = section("Vin.", title="Vin", codes=(Code("loinc", "42228-7"),))
    lens = lens_of("wine", loinc=("42228-7",))
    assert find_matches(index_of(coded), lens).unchecked == ""
    in_french = find_matches(index_of(coded, language="fr"), lens)
    assert (in_french.state, in_french.unchecked) == (LensState.MATCHES, NO_TERMS)


def test_no_lens_looks_at_the_user_guide() -> None:
    guide = Leaflet("guide", "Guide", "en", "guide", "Guide", (section("wine"),))
    matches = find_matches(WordIndex(LeafletText(guide)), lens_of("wine", language="*"))
    assert (matches.state, matches.unchecked) == (LensState.CANNOT_CHECK, NOT_THE_GUIDE)


def test_a_section_with_the_code_is_marked_on_its_whole_heading_once() -> None:
    codes = (Code("loinc", "42228-7"),)
    index = index_of(section("No words.", title="8.1 Wine in pregnancy", codes=codes))
    (match,) = find_matches(index, lens_of("wine", "pregnan*", loinc=("42228-7",)))
    assert (match.text, match.block) == ("8.1 Wine in pregnancy", 0)
    assert match.term == "loinc 42228-7"


def test_a_coded_section_without_a_heading_is_marked_on_its_first_text_in_any_language() -> None:
    codes = (Code("loinc", "42228-7"),)
    index = index_of(section("", "First text.", "Second.", codes=codes), language="fi")
    (match,) = find_matches(index, lens_of("wine", loinc=("42228-7",)))
    assert (match.text, match.block) == ("First text.", 2)


def test_matches_of_two_lenses_on_the_same_words_both_stay() -> None:
    index = index_of(section("alcohol withdrawal"))
    both = [find_matches(index, lens_of(term)) for term in ("alcohol", "alcohol withdrawal")]
    assert [[match.text for match in matches] for matches in both] == [
        ["alcohol"],
        ["alcohol withdrawal"],
    ]


words = st.sampled_from(["alcohol", "Ethyl", "wine", "breast", "feeding", "an", "ß", "é", "5"])
gaps = st.sampled_from([" ", "-", "\u00a0", "\n", ", ", ".", "/", "\u00ad", "\u2029", " \u2011"])
pieces = st.lists(st.tuples(words, gaps), max_size=12)
texts = pieces.map(lambda parts: "".join(word + gap for word, gap in parts))
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)


def check_sane(matches: Matches) -> None:
    last = 0
    for start, end in zip(matches.starts, matches.ends, strict=True):
        assert last <= start < end
        assert "\u2029" not in matches.text.text[start:end]
        last = end


@given(texts, st.lists(phrases, max_size=4), st.lists(phrases, max_size=3))
def test_matches_never_overlap_each_other_or_a_never_phrase(
    text: str, terms: list[str], never: list[str]
) -> None:
    index = index_of(section(*text.split("\u2029")))
    matches = find_matches(index, lens_of(*terms, never=tuple(never)))
    check_sane(matches)
    for banned in find_matches(index, lens_of(*never)):
        for match in matches:
            apart = match.block != banned.block or (
                match.end <= banned.start or banned.end <= match.start
            )
            assert apart


@given(texts, phrases)
def test_a_phrase_is_found_where_a_plain_pattern_finds_it(text: str, phrase: str) -> None:
    plain = text.replace("\u00ad", "")
    between = "[ \\-\u00a0\n\u2011]+"
    pattern = r"\b" + between.join(map(re.escape, phrase.lower().split())) + r"\b"
    expected = [found.group() for found in re.finditer(pattern, plain.lower())]
    index = index_of(section(*text.split("\u2029")))
    actual = [match.text for match in find_matches(index, lens_of(phrase))]
    assert [each.replace("\u00ad", "").lower() for each in actual] == expected
