"""One typing error is forgiven."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.library.spelling import nearest_word

WORDS = {
    **{"alcohol": 50, "alcohols": 5, "dose": 7, "doses": 9, "алкоголь": 3, "οινος": 1},
    **{"3750": 90, "000": 80, "2dose": 3},
}


def frequency(word: str) -> int:
    return WORDS.get(word, 0)


@pytest.mark.parametrize(
    "typed", ["alcool", "alcohoul", "alcxhol", "lacohol", "lcohol", "alcohoo", "alcohlo"]
)
def test_one_letter_too_many_missing_wrong_or_swapped_is_forgiven(typed: str) -> None:
    assert nearest_word(typed, frequency) == "alcohol"


def test_of_two_words_the_more_frequent_one_is_meant() -> None:
    assert nearest_word("dosez", frequency) == "doses"


@pytest.mark.parametrize(("typed", "meant"), [("алкоголб", "алкоголь"), ("οινοσς", "οινος")])
def test_other_alphabets_are_forgiven_too(typed: str, meant: str) -> None:
    assert nearest_word(typed, frequency) == meant


@pytest.mark.parametrize("typed", ["dos", "alcohxxl", "", "x" * 500])
def test_what_is_too_short_too_long_or_too_far_is_left_alone(typed: str) -> None:
    assert nearest_word(typed, frequency) == ""


@pytest.mark.parametrize("typed", ["37500", "1000", "3751", "7350", "dose1", "2dos", "xdose2"])
def test_a_word_with_a_digit_is_left_alone(typed: str) -> None:
    assert nearest_word(typed, frequency) == ""


def test_no_word_with_a_digit_is_meant() -> None:
    assert nearest_word("adose", frequency) == "dose"
    assert nearest_word("dose", lambda word: WORDS["2dose"] if word == "2dose" else 0) == ""


@given(st.text())
def test_any_word_can_be_asked_for(word: str) -> None:
    assert nearest_word(word, frequency) in {"", *WORDS}
