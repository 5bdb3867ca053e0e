"""Finding what is typed in the open leaflet."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.folding import fold_wanted, is_word_character
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matcher import WordIndex, find_text
from viewer.highlight.matches import LensState
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section

letters = st.sampled_from([*"abAeé ß\u00ad\u00a0-\u2011\n.İﬁ\U0001f600", "e\u0301", "ß\u0301"])
texts = st.lists(letters, max_size=25).map("".join)


def index_of(*paragraphs: str) -> WordIndex:
    blocks = tuple(Paragraph((Run(text),)) for text in paragraphs)
    section = Section("one", "", blocks=blocks)
    return WordIndex(LeafletText(Leaflet("x", "X", "en", "smpc", "X", (section,))))


def found(paragraph: str, typed: str, *, whole: bool = False, case: bool = False) -> list[str]:
    index = index_of(paragraph)
    return [match.text for match in find_text(index, typed, whole_words=whole, match_case=case)]


@pytest.mark.parametrize(
    ("paragraph", "typed", "expected"),
    [
        ("Alcohol and ALCOHOL", "alcohol", ["Alcohol", "ALCOHOL"]),
        ("take 5\u00a0mg, 5\nmg or 5 mg", "5 mg", ["5\u00a0mg", "5\nmg", "5 mg"]),
        ("breast\u00adfeeding", "breastfeeding", ["breast\u00adfeeding"]),
        ("anti\u2011acid", "anti-acid", ["anti\u2011acid"]),
        ("une de\u0301mence", "demence", ["de\u0301mence"]),
        ("die Straße", "strasse", ["Straße"]),
        ("\U0001f600 İlaç", "ilac", ["İlaç"]),
        ("a (b) [c] .*", ".*", [".*"]),
        ("nul\0here", "\0", ["\0"]),
        ("anything", "", []),
        ("a b", "  \u00a0", []),
        ("a b", "\u0301", []),
    ],
)
def test_finds_what_a_reader_means(paragraph: str, typed: str, expected: list[str]) -> None:
    assert found(paragraph, typed) == expected


def test_match_case_wants_the_very_letters() -> None:
    assert found("Klonopin klonopin Klono\u00adpin", "Klonopin", case=True) == [
        "Klonopin",
        "Klono\u00adpin",
    ]
    assert found("ete été e\u0301te\u0301", "été", case=True) == ["été", "e\u0301te\u0301"]


def test_whole_words_neither_begin_nor_end_within_a_word() -> None:
    assert found("wine winery, Wine. swine", "wine", whole=True) == ["wine", "Wine"]
    assert found("(5%) 15%", "5%", whole=True) == ["5%"]


def test_a_match_knows_its_section_block_and_offsets() -> None:
    matches = find_text(index_of("nothing", "no wine"), "wine")
    (match,) = matches
    assert (match.section, match.block, match.start, match.end) == ("one", 2, 3, 7)
    assert (match.lens, match.term, match.text) == ("find", "wine", "wine")
    assert matches.state is LensState.MATCHES
    assert find_text(index_of("nothing"), "wine").state is LensState.NONE


def test_nothing_is_found_across_two_blocks() -> None:
    index = index_of("one", "two")
    assert len(find_text(index, "one two")) == 0
    assert len(find_text(index, "one\u2029two")) == 0
    assert len(find_text(index, "one\ntwo")) == 0


def reference(paragraph: str, typed: str, whole: bool, case: bool) -> list[tuple[int, int]]:
    """The same by brute force: folds every beginning of the text to learn where offsets lie."""

    def lengths() -> list[int]:
        return [len(fold_wanted(paragraph[:n], keep_letters=case).text) for n in range(size + 1)]

    size = len(paragraph)
    text = fold_wanted(paragraph, keep_letters=case).text
    wanted = fold_wanted(typed, keep_letters=case).text
    result = []
    at = text.find(wanted) if wanted.strip() else -1
    while at >= 0:
        after = at + len(wanted)
        inside = (at > 0 and is_word_character(text[at - 1]) and is_word_character(wanted[0])) or (
            after < len(text) and is_word_character(text[after]) and is_word_character(wanted[-1])
        )
        if not (whole and inside):
            grown = lengths()
            start = max(n for n in range(size + 1) if grown[n] <= at)
            end = max(n for n in range(size + 1) if grown[n] <= after)
            if grown[end] < after:
                end += 1
            result.append((start, end))
        at = text.find(wanted, after)
    return result


@given(texts, texts, st.booleans(), st.booleans())
def test_find_equals_a_naive_search(paragraph: str, typed: str, whole: bool, case: bool) -> None:
    typed = typed[:3]
    matches = find_text(index_of(paragraph), typed, whole_words=whole, match_case=case)
    places = [(match.start, match.end) for match in matches]
    assert places == reference(paragraph, typed, whole, case)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a " * 500_000, "a " * 5_000 + "z"),
        ("a" * 1_000_000, "a" * 10_000 + "z"),
        ("a" * 1_000_000, "z" + "a" * 10_000),
        ("(" * 1_000_000, "(" * 10_000 + "a"),
        ("x", "a" * 10_000),
    ],
)
def test_no_query_takes_long(text: str, typed: str) -> None:
    index = index_of(text)
    before = time.perf_counter()
    assert len(find_text(index, typed, whole_words=True)) == 0
    assert time.perf_counter() - before < 1
