"""The lens made of the words that a reader types into the lens bar."""

from __future__ import annotations

from viewer.highlight.lens import ANY_LANGUAGE, OWN_LENS, Lens, Terms
from viewer.highlight.terms import parse_term

MOST_TERMS = 50
LONGEST_TERM = 100
"""In characters. What is beyond either limit is cut off: nobody types it, but may paste it."""


def own_terms_lens(text: str) -> Lens | None:
    """A lens of the terms in `text`, which commas or line ends divide; None where there is none.

    ``*`` at the end of a word stands for any ending; elsewhere it is an ordinary sign. The terms
    hold in leaflets of every language.
    """
    pieces = text.replace("\n", ",").split(",", MOST_TERMS * 10)
    cut = (" ".join(piece[:LONGEST_TERM].split()) for piece in pieces)
    terms = list(dict.fromkeys(term for term in cut if parse_term(term)))[:MOST_TERMS]
    if not terms:
        return None
    return Lens(
        id=OWN_LENS,
        order=0,
        colour=OWN_LENS,
        names={"en": "Own terms"},
        terms={ANY_LANGUAGE: Terms(tuple(terms))},
        codes={},
    )
