"""Words reduced to what tells them apart: no case, no accents, no punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[\W_]+")


def plain_words(text: str) -> str:
    """The words of a text with single spaces between them: "Breast-Féeding" → "breast feeding"."""
    letters = text.casefold()
    if not letters.isascii():
        letters = unicodedata.normalize("NFKD", letters)
        for mark in filter(unicodedata.combining, set(letters)):
            letters = letters.replace(mark, "")
    return _NOT_WORD.sub(" ", letters).strip()
