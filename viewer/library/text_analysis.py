"""What a text becomes in the index: folded words, word forms, and pairs of unspaced letters.

Folding is that of lenses and find, so that the three agree on what a word is and what is the
same. On top of it come word forms (Snowball's stemmers, after the leaflet's language), and for
the scripts that put no space between words overlapping pairs of characters: 服用量 is 服用, 用量
and 量, and whatever stands in such a text is found as a phrase of pairs, without a dictionary.
A number is parted from letters that follow it, so that 5mg and 5 mg are the same. The raised digit
of m² and Ca²⁺ is part of its word, as in m2; others are footnotes.
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

_LETTER = rf"[^\W\d_{UNSPACED}]"
_RAISED = re.compile(
    rf"[²³](?:(?<=(?<!{_LETTER})m.)|(?<=(?<!{_LETTER})[cdkmμ]m.)|(?<={_LETTER}.)(?=[⁺⁻]))"
)
"""The exponent of a length, and the charge of an ion. (The digit first, as it is rare.)"""
_PLAIN_DIGITS = {"²": "2", "³": "3"}
_JOINING_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)(?=\w)")
"""One that may be missing; behind a digit it mostly stands between two numbers."""

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
    words = _with_raised(folded, words)
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


def plain_words(folded: Folded) -> str:
    """A folded text's words, which `tokens` takes: a character for each of the folded text's."""
    return _with_raised(folded, spaced(folded))


def _with_raised(folded: Folded, words: str) -> str:
    """The words of a folded text with the raised digits that are part of them."""
    if folded.signs.isdisjoint(_PLAIN_DIGITS):
        return words
    parts: list[str] = []
    done = 0
    for found in _RAISED.finditer(folded.text):
        parts += words[done : found.start()], _PLAIN_DIGITS[found[0]]
        done = found.end()
    return "".join((*parts, words[done:]))


def joining_hyphens(folded: str) -> list[int]:
    """Where in a folded text a word has a hyphen that may as well be missing."""
    return [found.start() for found in _JOINING_HYPHEN.finditer(folded)]


def grown_together(blocks: Iterable[str], signs: frozenset[str]) -> list[str]:
    """Each word of folded texts that has such a hyphen, without it; `signs` as of `Folded`."""
    parts: list[str] = []
    for text in (f"{block} " for block in blocks if "-" in block):
        end = 0
        for hyphen in joining_hyphens(text):
            if hyphen > end:
                start = text.rfind(" ", 0, hyphen) + 1
                end = text.index(" ", hyphen)
                parts.append(_JOINING_HYPHEN.sub("", text[start:end]))
    if not parts:
        return []
    folded = Folded(FOLDED_SEPARATOR.join(parts), signs, None)
    return block_words(folded, spaced(folded))


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

    They are those of the index, but that an unspaced script may go on behind the last of them: a
    single character is the beginning of a pair, and not asked for where it ends the pair before.
    """
    kept: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    for word in words:
        texts, starts = tokens(word)
        kept += texts
    open_end = bool(kept) and len(kept[-1]) == 1 and is_unspaced(kept[-1])
    if open_end and len(texts) > 1 and starts[-2] + len(texts[-2]) > starts[-1]:
        del kept[-1]
        open_end = False
    return tuple(kept), open_end


def is_unspaced(token: str) -> bool:
    """Whether it is of a script that puts no space between words."""
    return _UNSPACED.match(token) is not None


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
        # The letter before it comes last: what begins with one that is known is found faster.
        words = re.sub(rf"{folded}(?<=\S{folded})", written, words)
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
