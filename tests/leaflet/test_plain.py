"""Words are reduced to what tells them apart."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.plain import plain_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Breast-Féeding", "breast feeding"),
        ("4.8  Reacciones_adversas?", "4 8 reacciones adversas"),
        ("Straße İ ﬁ", "strasse i fi"),
        ("妊娠、授乳", "妊娠 授乳"),
        (" … ", ""),
    ],
)
def test_case_accents_and_punctuation_do_not_count(text: str, words: str) -> None:
    assert plain_words(text) == words


@given(st.text())
def test_no_combining_mark_is_left_of_any_text(text: str) -> None:
    kept = (
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )
    assert plain_words(text) == re.sub(r"[\W_]+", " ", "".join(kept)).strip()
