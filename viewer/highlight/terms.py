"""A term of a lens, read once: which words must follow each other, and how loosely.

The rule, as a lens's author needs it:

- A term is one or several words, that is runs of letters and digits. ``*`` at the end of a
  word stands for any ending of that word.
- Between two words of a term, white space, hyphens and apostrophes of any kind match each other.
  Where the term has a hyphen or apostrophe inside, the text may also have nothing: "breast-feeding"
  marks "breast feeding" and "breastfeeding"; "breast feeding" does not mark "breastfeeding".
- Any other sign between two words must stand in the text as it stands in the term: "and/or" marks
  "and/or", and "alcohol wine" does not mark "alcohol, wine". Signs before the first and after the
  last word are left out.
"""

from __future__ import annotations

import re
from itertools import product
from typing import NamedTuple

from viewer.highlight.folding import fold_wanted, is_word_character, spaced

LOOSE = " -'"
"""Folded characters that match each other, or nothing, between two words of a term."""

_MOST_JOINS = 4
"""A term with more optional hyphens than this is looked for only as it stands."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai and Lao, Myanmar, Khmer, kana, Han, as ranges of a regular expression: scripts that put no
space between words."""

_RUN = re.compile("[^ ]+")


class Word(NamedTuple):
    """A folded word of a term.

    `stem`: any ending will do. `before`: what must stand between the last word and this one,
    without `LOOSE` characters. `optional`: the loose sign before it may be missing in the text.
    """

    text: str
    stem: bool = False
    before: str = ""
    optional: bool = False


class Term(NamedTuple):
    """Words that have to follow each other."""

    words: tuple[Word, ...]

    @property
    def unspaced(self) -> bool:
        """Whether it is one word of a script without spaces, to be found inside a run as well."""
        if len(self.words) > 1 or self.words[0].text.isascii():
            return False
        return re.search(f"[{UNSPACED}]", self.words[0].text) is not None


def parse_term(text: str) -> tuple[Term, ...]:
    """The alternatives that a term as written stands for; none where it has no word.

    A ``*`` that does not end a word is taken for an ordinary sign.
    """
    folded = fold_wanted(text)
    letters = spaced(folded) + " "
    words: list[Word] = []
    end = 0
    for found in _RUN.finditer(letters):
        start, after = found.span()
        gap = folded.text[end:start]
        before = gap.strip(LOOSE) and "".join(c for c in gap if c not in LOOSE)
        stem = folded.text.startswith("*", after) and letters[after + 1] == " "
        end = after + stem
        if words:
            words.append(Word(found[0], stem, before, not before and " " not in gap))
        else:
            words.append(Word(found[0], stem))
    if not words:
        return ()
    joins = [n for n, word in enumerate(words) if word.optional and not words[n - 1].stem]
    if not joins or len(joins) > _MOST_JOINS:
        return (Term(tuple(words)),)
    choices = product((False, True), repeat=len(joins))
    return tuple(
        _joined(words, {n for n, join in zip(joins, chosen, strict=True) if join})
        for chosen in choices
    )


def _joined(words: list[Word], joins: set[int]) -> Term:
    """The term with each word whose number is in `joins` grown together with the one before."""
    result: list[Word] = []
    for number, word in enumerate(words):
        if number in joins:
            head = result.pop()
            word = Word(head.text + word.text, word.stem, head.before, head.optional)
        result.append(word)
    return Term(tuple(result))


def star_fault(text: str) -> bool:
    """Whether a term has a ``*`` elsewhere than at the end of a word."""
    if "*" not in text:
        return False
    in_word = [False, *map(is_word_character, text), False]
    return any(
        sign == "*" and (not in_word[number] or in_word[number + 2])
        for number, sign in enumerate(text)
    )


class TermTable:
    """The terms of a lens in one language, laid out for a quick look-up; built once.

    Terms are known by their number in the list they are made of. `by_word` has those with a word
    to be met as it is, under the longest such word; `others` those that only have stems.
    """

    def __init__(self, terms: tuple[str, ...]) -> None:
        self.by_word: dict[str, list[tuple[int, Term]]] = {}
        self.others: list[tuple[int, Term]] = []
        for number, text in enumerate(terms):
            for term in parse_term(text):
                whole = [word.text for word in term.words if not word.stem]
                if whole and not term.unspaced:
                    self.by_word.setdefault(max(whole, key=len), []).append((number, term))
                else:
                    self.others.append((number, term))
