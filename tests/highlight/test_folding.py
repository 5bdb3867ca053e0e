"""What reads alike folds alike, and every folded place has its exact original."""

import sys
import unicodedata
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.folding import fold, fold_wanted, is_word_character, spaced
from viewer.highlight.leaflet_text import BLOCK_SEPARATOR

TRICKY = "aeBEéÉe\u0301ßẞİıﬁœŒ\u00ad\u200b \u00a0\n\u2011-–'’™²½…\U0001d4d0\U0001f600ǿŁ\u2029が한Σς"
texts = st.text(st.sampled_from(TRICKY) | st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "café"),
        ("eﬃcacy", "efficacy"),
        ("œdème", "oedeme"),
        ("Łódź", "lodz"),
        ("breast\u00adfeeding", "breastfeeding"),
        ("5\u00a0mg", "5 mg"),
        ("5 \u00a0\nmg", "5 mg"),
        ("anti\u2011acid", "anti-acid"),
        ("2–4", "2-4"),
        ("don’t", "don't"),
        ("ΟΔΟΣ", "οδος"),
        ("\U0001d400lcohol", "alcohol"),
    ],
)
def test_what_reads_alike_folds_alike(written: str, typed: str) -> None:
    assert fold(written).text == fold_wanted(typed).text


@pytest.mark.parametrize(
    ("one", "other"), [("が", "か"), ("≠", "="), ("dose¹", "dose1"), ("र्क", "रक")]
)
def test_other_signs_and_letters_stay_apart(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


def test_keeping_letters_still_folds_spaces_hyphens_and_soft_hyphens() -> None:
    assert fold("É\u00adß\u00a0a\u2011B", keep_letters=True).text == "Éß a-B"
    assert fold("e\u0301t", keep_letters=True).text == "ét"


def test_folding_any_single_character_again_changes_nothing() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Cs", "Cn", "Co") or character == BLOCK_SEPARATOR:
            continue
        once = fold_wanted(character).text
        assert fold_wanted(once).text == once, hex(code)


@given(texts, st.booleans())
def test_every_folded_place_folds_back_to_itself(text: str, keep_letters: bool) -> None:
    folded = fold(text, keep_letters=keep_letters)
    for offset in range(len(folded.text)):
        start, end = folded.original(offset, offset + 1)
        assert 0 <= start < end <= len(text)
        again = fold(text[start:end], keep_letters=keep_letters).text
        assert folded.text[offset] in again


@given(texts)
def test_folded_places_cover_the_original_in_order_without_gaps(text: str) -> None:
    folded = fold(text)
    done = None
    for offset in range(len(folded.text)):
        start, end = folded.original(offset, offset + 1)
        if done is not None:
            assert start in (done[0], done[1])
        done = (start, end)
    if done is not None:
        assert done[1] == len(text)


@given(texts)
def test_many_offsets_at_once_are_those_one_by_one(text: str) -> None:
    folded = fold(text)
    offsets = array("Q", range(len(folded.text)))
    after = array("Q", range(1, len(folded.text) + 1))
    starts, ends = folded.originals(offsets, after)
    singles = [folded.original(n, n + 1) for n in range(len(folded.text))]
    assert list(zip(starts, ends, strict=True)) == singles


@given(texts)
def test_only_word_characters_are_left_between_the_spaces(text: str) -> None:
    folded = fold(text)
    expected = "".join(c if is_word_character(c) else " " for c in folded.text)
    assert spaced(folded) == expected
