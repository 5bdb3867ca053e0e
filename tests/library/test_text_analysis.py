"""Index and query take words through the same steps."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viewer.highlight.folding import fold, spaced
from viewer.highlight.leaflet_text import BLOCK_SEPARATOR
from viewer.library.query import folded_words
from viewer.library.snippets import PassageFinder, Wanted
from viewer.library.text_analysis import (
    STEMMERS,
    Stems,
    analyzer,
    block_words,
    grown_together,
    is_unspaced,
    restore_endings,
    stem_language,
    text_words,
    tokens,
    wanted_tokens,
)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "pregnancy", "pregnancies"),
        ("en", "children", "children's"),
        ("es", "medicación", "medicaciones"),
        ("es", "reacción", "reacciones"),
        ("es", "paciente", "pacientes"),
        ("pt", "reação", "reações"),
        ("pt", "medicação", "medicações"),
        ("da", "gravid", "gravide"),
        ("da", "bivirkning", "bivirkningerne"),
        ("de", "Nebenwirkung", "Nebenwirkungen"),
        ("de", "Säugling", "Säuglinge"),
        ("fr", "grossesse", "grossesses"),
        ("fr", "comprimé", "comprimés"),
        ("sv", "biverkning", "biverkningar"),
        ("no", "bivirkning", "bivirkninger"),
        ("fi", "tabletti", "tabletissa"),
        ("it", "reazione", "reazioni"),
        ("nl", "bijwerking", "bijwerkingen"),
        ("ru", "беременность", "беременности"),
        ("el", "φάρμακο", "φάρμακα"),
        ("ro", "reacție", "reacții"),
        ("hu", "gyógyszer", "gyógyszerek"),
        ("tr", "tablet", "tabletler"),
    ],
)
def test_two_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    stems = Stems(language)
    first, second = (text_words(text).split()[0] for text in (one, other))
    assert stems.stem(first) == stems.stem(second)


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("da", "smørrebrød", "smorrebrod"),
        ("de", "Straße", "strasse"),
        ("de", "Übelkeit", "ubelkeit"),
        ("es", "niños", "ninos"),
        ("pt", "reações", "reacoes"),
        ("fr", "cœur", "coeur"),
    ],
)
def test_diacritics_never_matter(language: str, written: str, typed: str) -> None:
    stems = Stems(language)
    first, second = (text_words(text).strip() for text in (written, typed))
    assert stems.stem(first) == stems.stem(second)


@pytest.mark.parametrize("language", STEMMERS)
@given(text=st.text())
def test_the_index_and_a_query_see_the_same_words(language: str, text: str) -> None:
    words = text_words(text)
    stems = Stems(language)
    plain = analyzer("other").analyze(words)
    indexed = analyzer(language).analyze(restore_endings(f"{words} ", language))
    assert [stems.stem(word) for word in plain] == indexed


@pytest.mark.parametrize("language", STEMMERS)
@given(text=st.text())
@example(text="CAO")
def test_a_stem_begins_as_its_word_does_where_that_is_counted_on(language: str, text: str) -> None:
    stems = Stems(language)
    if stems.keep_beginnings:
        for word in text_words(text).split():
            assert stems.stem(word)[:1] == word[0]


@pytest.mark.parametrize(
    ("language", "word"), [("ar", "القلق"), ("nl", "generation"), ("tr", "dine")]
)
def test_a_stemmer_that_takes_off_beginnings_is_known_for_it(language: str, word: str) -> None:
    stems = Stems(language)
    assert stems.stem(word)[:1] != word[0]
    assert not stems.keep_beginnings


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_each_block_keeps_its_own_words(texts: list[str]) -> None:
    folded = fold(BLOCK_SEPARATOR.join(text.replace(BLOCK_SEPARATOR, " ") for text in texts))
    together = [words.split() for words in block_words(folded, spaced(folded))]
    assert together == [text_words(text).split() for text in texts]


@given(st.text(alphabet="服用アルコール量酒 mg50ab-", max_size=20))
def test_the_words_of_a_snippet_are_those_of_the_index(text: str) -> None:
    words = text.lower().replace("-", " ")
    texts, starts = tokens(words)
    assert texts == text_words(text).split()
    for token, start in zip(texts, starts, strict=True):
        assert words.startswith(token, start)


@pytest.mark.parametrize(
    ("words", "asked_for", "open_end"),
    [
        (("アルコール",), ("アル", "ルコ", "コー", "ール"), False),
        (("酒",), ("酒",), True),
        (("50mg錠",), ("50", "mg", "錠"), True),
        (("体重50kg",), ("体重", "重", "50", "kg"), False),
        (("胎児", "胎盤移"), ("胎児", "児", "胎盤", "盤移"), False),
        (("250錠剤",), ("250", "錠剤"), False),
        (("5mg", "ml"), ("5", "mg", "ml"), False),
        (("cyp3a4", "5ht3", "b12"), ("cyp3a4", "5", "ht3", "b12"), False),
        (("benzyl", "alcohol"), ("benzyl", "alcohol"), False),
    ],
)
def test_unspaced_scripts_are_asked_for_in_pairs_and_numbers_apart_from_their_units(
    words: tuple[str, ...], asked_for: tuple[str, ...], open_end: bool
) -> None:
    assert wanted_tokens(words) == (asked_for, open_end)


def _may_be_cut(text: str, at: int) -> bool:
    """Whether no word of a script with spaces is parted there."""
    return not all(c.isalnum() and not is_unspaced(c) for c in text[at - 1 : at + 1])


@given(st.text(alphabet="服用アル量酒 mg50²/・-", max_size=16), st.integers(0), st.integers(0))
@example("体重50kg", 0, 6)
@example("1日2回服用", 0, 4)
def test_any_stretch_of_a_text_is_found_in_it_and_nothing_else_marked(
    text: str, one: int, other: int
) -> None:
    cuts = [0, *(at for at in range(1, len(text)) if _may_be_cut(text, at)), len(text)]
    first, after = sorted((cuts[one % len(cuts)], cuts[other % len(cuts)]))
    words = folded_words(text[first:after])
    wanted, open_end = wanted_tokens(words)
    if not wanted:
        return
    indexed = text_words(text).split()
    rows = (indexed[at : at + len(wanted)] for at in range(len(indexed)))
    assert any(
        tuple(row[:-1]) == wanted[:-1]
        and (row[-1].startswith(wanted[-1]) if open_end else row[-1] == wanted[-1])
        for row in rows
        if len(row) == len(wanted)
    )
    passage = PassageFinder([Wanted(wanted, True, open_end)], Stems("other")).find(("", text))
    assert (
        text_words(text[passage.start : passage.end]).split() == text_words(" ".join(words)).split()
    )


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("mg/m², 1,73m²、積m² and cm³", "mg m2 1 73 m2 積 m2 and cm3"),
        ("Ca²⁺ and Fe³⁺", "ca2 and fe3"),
        ("problem² mg² Tylenol® 10² ²", "problem mg tylenol 10"),
    ],
)
def test_a_raised_digit_is_part_of_a_unit_or_an_ion_and_else_a_footnote(
    written: str, words: str
) -> None:
    assert text_words(written).split() == words.split()


def test_words_grow_together_where_a_hyphen_stands_behind_a_letter() -> None:
    folded = fold("Non‑steroidal, breast-feeding/HIV-1 5-10 mg–a - b. l'anti-acide")
    assert [each.split() for each in grown_together([folded.text], folded.signs)] == [
        ["nonsteroidal"],
        ["breastfeeding", "hiv1"],
        ["mga"],
        ["l", "antiacide"],
    ]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("nb", "no"),
        ("ES", "es"),
        ("ja", "other"),
        ("", "other"),
        ("other", "other"),
    ],
)
def test_a_language_tag_tells_the_stemmer(tag: str, language: str) -> None:
    assert stem_language(tag) == language
