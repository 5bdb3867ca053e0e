from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.ui.fuzzy import fuzzy_score

SECTIONS = [
    "What Klonopin is",
    "Indications",
    "Contraindications",
    "Pregnancy and breast-feeding",
    "Dosage and how to take it",
    "Interactions",
    "Side effects",
    "Driving and machines",
    "Printer settings",
]
WORDS = st.text(alphabet="abcdeéñ ÀBCxyz-ß", max_size=30)


def best(pattern: str) -> str:
    scores = {name: fuzzy_score(pattern, name) for name in SECTIONS}
    return max((match.score, name) for name, match in scores.items() if match)[1]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("inter", "Interactions"),
        ("ind", "Indications"),
        ("pbf", "Pregnancy and breast-feeding"),
        ("breast feeding", "Pregnancy and breast-feeding"),
        ("breastfeeding", "Pregnancy and breast-feeding"),
        ("side eff", "Side effects"),
        ("dm", "Driving and machines"),
        ("PRINT", "Printer settings"),
        ("machín", "Driving and machines"),
    ],
)
def test_the_section_meant_is_the_best_answer(typed: str, wanted: str) -> None:
    assert best(typed) == wanted


def test_of_two_equal_answers_the_shorter_name_is_better() -> None:
    short, long = fuzzy_score("dose", "Dose"), fuzzy_score("dose", "Dose for children")
    assert short is not None
    assert long is not None
    assert short.score > long.score


def test_a_letter_that_is_missing_is_no_match() -> None:
    assert fuzzy_score("interz", "Interactions") is None
    assert fuzzy_score("ba", "ab") is None


def test_positions_are_those_of_the_best_way_not_of_the_first() -> None:
    match = fuzzy_score("is", "Indications of sin, is")
    assert match is not None
    assert match.positions == (20, 21)


def test_positions_count_the_characters_of_the_name_itself() -> None:
    decomposed = fuzzy_score("ñu", "El n\u0303u")
    assert decomposed is not None
    assert decomposed.positions == (3, 5)
    sharp = fuzzy_score("strasse", "Straße")
    assert sharp is not None
    assert sharp.positions == (0, 1, 2, 3, 4, 5)


def fold_one_by_one(text: str) -> str:
    plain = str.maketrans("éñÀ", "ena")
    return text.translate(plain).lower().replace("ß", "ss")


@given(WORDS, WORDS)
def test_a_name_matches_just_when_it_holds_the_letters_in_order(pattern: str, text: str) -> None:
    letters = [char for char in fold_one_by_one(pattern) if char not in " -"]
    rest = iter(fold_one_by_one(text))
    held = all(letter in rest for letter in letters)
    assert (fuzzy_score(pattern, text) is not None) == held


@given(WORDS, WORDS)
def test_positions_ascend_and_spell_what_was_typed(pattern: str, text: str) -> None:
    match = fuzzy_score(pattern, text)
    if match is None:
        return
    assert list(match.positions) == sorted(set(match.positions))
    typed = [char for char in fold_one_by_one(pattern) if char not in " -"]
    spelled = iter("".join(fold_one_by_one(text[place]) for place in match.positions))
    assert all(letter in spelled for letter in typed)


@given(WORDS, WORDS)
def test_case_and_diacritics_do_not_change_the_answer(pattern: str, text: str) -> None:
    assert fuzzy_score(pattern, text) == fuzzy_score(pattern.swapcase(), text) or "ß" in pattern
    assert fuzzy_score(pattern.replace("é", "e"), text) == fuzzy_score(pattern, text)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_at_all_is_answered(pattern: str, text: str) -> None:
    match = fuzzy_score(pattern, text)
    assert match is None or all(0 <= place < len(text) for place in match.positions)


@given(st.text(alphabet="abcdef ", min_size=1, max_size=30))
def test_a_name_matches_itself_from_end_to_end(text: str) -> None:
    match = fuzzy_score(text, text)
    assert match is not None
    assert match.positions == tuple(i for i, char in enumerate(text) if char != " ")
