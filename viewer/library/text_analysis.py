"""What a text becomes in the index: folded words, word forms, and pairs of unspaced letters.

Folding is that of lenses and find, so that the three agree on what a word is and what is the
same. On top of it come word forms (Snowball's stemmers, after the leaflet's language), and for
the scripts that put no space between words overlapping pairs of characters: 服用量 is 服用, 用量
and 量, and whatever stands in such a text is found as a phrase of pairs, without a dictionary.
A number is parted from letters that follow it, so that 5mg and 5 mg are the same.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate, chain, compress, count
from operator import add
from typing import TYPE_CHECKING

from viewer.highlight.folded import Folded
from viewer.highlight.folding import FOLDED_SEPARATOR, fold_wanted, spaced
from viewer.highlight.terms import UNSPACED

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

OTHER = "other"
"""Stands for every language without word forms."""

STEMMERS = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    OTHER: "",
}
"""The stemmer, after its name in tantivy, of each language that has one."""

_KEEP_NO_BEGINNING = ("ar", "nl", "ta", "tr")
"""Languages whose stemmers take off beginnings of words as well as endings."""

_SAME_LANGUAGE = {"nb": "no", "nn": "no"}

# A stemmer knows endings by their accents, which folding took away: they are put back where the
# folded ending can hardly be another one (and Portuguese plurals in -ções, which its stemmer does
# not always join to -ção, become that). Index and query do the same, so both always agree.
_ENDINGS = {
    "es": (("cion ", "ción "), ("sion ", "sión ")),
    "pt": (("cao ", "ção "), ("coes ", "ção "), ("sao ", "são "), ("soes ", "são ")),
    "ru": (("ыи ", "ый "), ("ии ", "ий "), ("ои ", "ой "), ("еи ", "ей ")),
}

_UNSPACED = re.compile(f"[{UNSPACED}]+")
_STRETCH = re.compile(f"[{UNSPACED}]+|[^ {UNSPACED}]+")
_BEFORE_LETTERS = re.compile(f"[0-9](?<![^ \n{UNSPACED}].)[0-9]*(?=[^0-9 \n{UNSPACED}])")
"""A number that a word begins with. (A digit first: twice as fast as what is before it first.)"""
_MOST_KEPT = 200_000


def stem_language(tag: str) -> str:
    """The key in `STEMMERS` for a BCP 47 tag."""
    primary = tag.partition("-")[0].lower()
    primary = _SAME_LANGUAGE.get(primary, primary)
    return primary if primary in STEMMERS else OTHER


def block_words(folded: Folded, words: str) -> list[str]:
    """Of each block of a folded text its words and pairs with spaces between them.

    `words` is the text as `spaced` gives it: it has a character for each of the folded text's.
    """
    unspaced = not words.isascii() and _UNSPACED.search(words) is not None
    result: list[str] = []
    start = 0
    for block in folded.text.split(FOLDED_SEPARATOR):
        after = start + len(block)
        part = words[start:after]
        result.append(_UNSPACED.sub(_pairs, part) if unspaced else part)
        start = after + 1
    return _BEFORE_LETTERS.sub(r"\g<0> ", "\n".join(result)).split("\n")


def text_words(text: str) -> str:
    """The words and pairs of one text."""
    folded = fold_wanted(text)
    return block_words(folded, spaced(folded))[0]


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    return " ".join(("", *(text[at : at + 2] for at in range(len(text))), ""))


def tokens(words: str) -> tuple[list[str], list[int]]:
    """The tokens of a text of folded words, in the order of the index, and where each starts."""
    mixed = not words.isascii() and _UNSPACED.search(words)
    texts, starts = _mixed_tokens(words) if mixed else _spaced_tokens(words)
    for number in _BEFORE_LETTERS.finditer(words):
        at = bisect_left(starts, number.start())
        texts[at : at + 1] = number[0], texts[at][len(number[0]) :]
        starts.insert(at + 1, number.end())
    return texts, starts


def _spaced_tokens(words: str) -> tuple[list[str], list[int]]:
    pieces = words.split(" ")
    starts = map(add, chain((0,), accumulate(map(len, pieces))), count())
    return words.split(), list(compress(starts, pieces))


def _mixed_tokens(words: str) -> tuple[list[str], list[int]]:
    texts: list[str] = []
    starts: list[int] = []
    for found in _STRETCH.finditer(words):
        stretch, start = found[0], found.start()
        if _UNSPACED.match(stretch):
            texts += (stretch[at : at + 2] for at in range(len(stretch)))
            starts += range(start, found.end())
        else:
            texts.append(stretch)
            starts.append(start)
    return texts, starts


def wanted_tokens(words: Iterable[str]) -> tuple[tuple[str, ...], bool]:
    """The tokens that wanted words have to be found as, and whether the last one may go on.

    Of a stretch of an unspaced script the pairs alone are asked for; a single character at the
    end is the beginning of a pair.
    """
    kept: list[str] = []
    open_end = False
    for word in words:
        texts, starts = tokens(word)
        covered = 0
        for text, start in zip(texts, starts, strict=True):
            inside_pair = start + len(text) == covered
            if not inside_pair:
                kept.append(text)
            single = len(text) == 1 and _UNSPACED.match(text) is not None
            open_end = single and not inside_pair
            covered = start + len(text)
    return tuple(kept), open_end


class Stems:
    """The stem of a folded word in a language, asked of tantivy once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._kept: dict[str, str] = {}

    @property
    def keep_beginnings(self) -> bool:
        """Whether a stem begins with the letter that its word begins with."""
        return self.language not in _KEEP_NO_BEGINNING

    @cached_property
    def _analyzer(self) -> TextAnalyzer:
        return analyzer(self.language)

    def stem(self, word: str) -> str:
        found = self._kept.get(word)
        if found is None:
            stems = self._analyzer.analyze(restore_endings(f"{word} ", self.language))
            found = stems[0] if stems else word
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[word] = found
        return found


def restore_endings(words: str, language: str) -> str:
    """Folded words, each with a space behind it, with the endings that the stemmer knows."""
    for folded, written in _ENDINGS.get(language, ()):
        words = words.replace(folded, written)
    return words


def analyzer(language: str) -> TextAnalyzer:
    """What makes terms of folded words of a language (a key of `STEMMERS`)."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.whitespace())
    if name := STEMMERS[language]:
        builder = builder.filter(Filter.stemmer(name))
    return builder.build()


def beginnings_analyzer(length: int) -> TextAnalyzer:
    """What takes so many letters, with the space before them, of each word in a text."""
    from tantivy import TextAnalyzerBuilder, Tokenizer

    return TextAnalyzerBuilder(Tokenizer.regex(rf" \S{{{length}}}")).build()


def beginning(letters: str) -> str:
    """The term that `beginnings_analyzer` makes of words that begin with so many letters."""
    return f" {letters}"
