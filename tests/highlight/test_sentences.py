"""The sentence that a passage is read aloud in."""

from __future__ import annotations

import pytest

from viewer.highlight.leaflet_text import BLOCK_SEPARATOR
from viewer.highlight.sentences import sentence_around

TEXT = BLOCK_SEPARATOR.join(
    ("Interactions", "Take 2.5 mg. Drink no alcohol! Not even beer", "飲酒しない。眠くなる。", "")
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("Interactions", "Interactions"),
        ("Take", "Take 2.5 mg."),
        ("alcohol", "Drink no alcohol!"),
        ("beer", "Not even beer"),
        ("飲酒", "飲酒しない。"),
        ("眠", "眠くなる。"),
        ("mg. Drink", "Take 2.5 mg. Drink no alcohol!"),
    ],
)
def test_it_ends_with_its_own_sign_or_with_the_paragraph(words: str, sentence: str) -> None:
    start = TEXT.index(words)
    assert sentence_around(TEXT, start, start + len(words)) == sentence
