"""What is typed into the search field means something, whatever it is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from viewer.library.query import MOST_PARTS, Query, parse_query


def meaning(query: Query) -> str:
    """A query in one line: what is wanted, what is not, and the filters."""
    wanted = [" ".join(p.words) + "*" * p.open_end for p in query.wanted]
    unwanted = ["-" + " ".join(p.words) + "*" * p.open_end for p in query.unwanted]
    filters = [f"{'-' * f.without}{f.field}:{'|'.join(f.values)}" for f in query.filters]
    return "; ".join((*wanted, *unwanted, *filters))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("alcohol", "alcohol"),
        ("Alcohol  ALCOHOL", "alcohol"),
        ("niños Straße", "ninos; strasse"),
        ('"benzyl alcohol" driving', "benzyl alcohol; driving"),
        ("“benzyl alcohol” «en route»", "benzyl alcohol; en route"),
        ('"benzyl alcohol', "benzyl alcohol"),
        ('wine"', "wine"),
        ('""', ""),
        ("alc*", "alc*"),
        ('"benzyl alc*"', "benzyl alc*"),
        ("a*b", "a b"),
        ("breast-feeding", "breast feeding"),
        ("breast‑feeding", "breast feeding"),
        ("l'alcool", "l alcool"),
        ("wine -beer", "wine; -beer"),
        ('wine -"light beer"', "wine; -light beer"),
        ("wine - beer", "wine; beer"),
        ("lens:alcohol", "lens:alcohol"),
        ("LENS:Alcohol,pregnancy", "lens:alcohol|pregnancy"),
        ("-lang:en dose", "dose; -lang:en"),
        ("lang:en, es alcohol", "alcohol; lang:en|es"),
        ("lang:en,  es, alc", "lang:en|es|alc"),
        ("lang:en, -wine", "-wine; lang:en"),
        ("lang:en, kind:label wine", "wine; lang:en; kind:label"),
        ("wine, beer", "wine; beer"),
        ("10 m² Ca²⁺ problem²", "10; m2; ca2; problem"),
        ('product:"Abilify Maintena" dose', "dose; product:abilify maintena"),
        ("product: klonopin dose", "dose; product:klonopin"),
        ("topic:side-effects", "topic:side-effects"),
        ('topic:"side effects"', "topic:side-effects"),
        ("atc:N03", "atc n03"),
        ("http://example.org", "http example org"),
        ("アルコール", "アルコール"),
        ("ﬁne", "fine"),
    ],
)
def test_what_is_typed_means(typed: str, meant: str) -> None:
    assert meaning(parse_query(typed)) == meant


@pytest.mark.parametrize("typed", ["***", "-", "lens:", "-alcohol", "“”", "lens:***", "!?"])
def test_what_asks_for_nothing_is_answered_with_a_sentence(typed: str) -> None:
    query = parse_query(typed)
    assert not query.wanted
    assert not query.filters
    assert query.note


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("breast-feeding", True),
        ("HIV-1.", True),
        ("beta-2-agonist", False),
        ("5-10", False),
        ("and/or", False),
        ('"breast-feeding"', False),
        ("breast", False),
    ],
)
def test_a_hyphen_behind_a_letter_may_be_missing(typed: str, joined: bool) -> None:
    assert [phrase.joined for phrase in parse_query(typed).wanted] == [joined]


def test_an_empty_field_asks_for_nothing_and_says_nothing() -> None:
    assert parse_query(" \t ") == Query(" \t ")


def test_a_word_being_typed_may_go_on() -> None:
    assert meaning(parse_query("wine alc", typing=True)) == "wine; alc*"
    assert meaning(parse_query('"benzyl alc', typing=True)) == "benzyl alc*"


@pytest.mark.parametrize("typed", ["alc ", '"alc"', "alc.", "alc"])
def test_a_finished_word_does_not_go_on(typed: str) -> None:
    assert meaning(parse_query(typed, typing=typed != "alc")) == "alc"


def test_a_pasted_page_is_cut_with_a_sentence() -> None:
    query = parse_query(" ".join(f"word{number}" for number in range(5_000)))
    assert len(query.wanted) == MOST_PARTS
    assert str(MOST_PARTS) in query.note


@given(st.text(), st.booleans())
@example("\ud800", True)
@example('-lens:"', True)
@example("product:“,", False)
def test_any_text_can_be_typed(text: str, typing: bool) -> None:
    query = parse_query(text, typing=typing)
    assert query.wanted or query.filters or query.note or not text.strip() or not query.unwanted
    for phrase in (*query.wanted, *query.unwanted):
        assert phrase.words
        assert all(word and " " not in word for word in phrase.words)


@given(st.text(alphabet=st.sampled_from('ab -":*“”,lenproduct酒\u00ad\u0301'), max_size=30))
def test_reading_a_query_again_from_its_own_words_changes_nothing(text: str) -> None:
    words = [" ".join(phrase.words) for phrase in parse_query(text).wanted]
    again = parse_query(" ".join(f'"{each}"' for each in words))
    assert [" ".join(phrase.words) for phrase in again.wanted] == list(dict.fromkeys(words))
