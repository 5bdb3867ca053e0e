"""The questions that the library is asked: the same for the same stocks of sentences."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from benchmarks.library_sample import SEED, Stock

_WORD = re.compile(r"[^\W\d_]{4,}")
_RARE = 3


class Kind(Enum):
    """What a question is like."""

    COMMON = "common word"
    RARE = "rare word"
    TWO = "two words"
    PHRASE = "phrase"
    PREFIX = "prefix of three letters"
    ERROR = "typing error"
    LENS = "lens"
    FILTER = "filter"


class Question(NamedTuple):
    """A question as it is typed; the words of it that stand in the text, and their language."""

    kind: Kind
    typed: str
    words: tuple[str, ...]
    language: str


def questions(stocks: Sequence[Stock], each: int) -> list[Question]:
    """So many of each kind, from the languages as often as the library has them."""
    chance = random.Random(SEED)
    spaced = [stock for stock in stocks if len(_words(stock)) > 100]
    weights = [stock.weight for stock in spaced]
    tables = {stock.language: _Words(stock) for stock in spaced}
    asked = []
    for kind, make in _MAKERS.items():
        for stock in chance.choices(spaced, weights, k=each):
            typed, *words = make(tables[stock.language], chance)
            asked.append(Question(kind, typed, tuple(words), stock.language))
    return asked


class _Words:
    """The words of a stock: the commonest, those that are rare, and its sentences."""

    def __init__(self, stock: Stock) -> None:
        self.language = stock.language
        counts = Counter(_words(stock))
        ranked = sorted(counts, key=lambda word: (-counts[word], word))
        self.common = ranked[:100]
        self.others = ranked[100:1_000] or ranked
        self.rare = [word for word in ranked if counts[word] <= _RARE] or ranked[-100:]
        self.sentences = [each.split() for each in stock.sentences if _WORD.match(each)]


def _words(stock: Stock) -> list[str]:
    return [word.lower() for sentence in stock.sentences for word in _WORD.findall(sentence)]


def _phrase(words: _Words, chance: random.Random) -> tuple[str, str]:
    while True:
        sentence = chance.choice(words.sentences)
        at = chance.randrange(len(sentence))
        phrase = sentence[at : at + chance.randrange(2, 4)]
        if len(phrase) > 1 and all(_WORD.fullmatch(word) for word in phrase):
            return f'"{" ".join(phrase)}"', " ".join(phrase)


def _error(words: _Words, chance: random.Random) -> tuple[str, str]:
    long = [word for word in words.others if len(word) > 6]
    word = chance.choice(long)
    at = chance.randrange(2, len(word) - 1)
    wrong = word[:at] + chance.choice("bdfghjklmnprstvz") + word[at + 1 :]
    return wrong, word


def _same(word: str) -> tuple[str, str]:
    return word, word


def _two(words: _Words, chance: random.Random) -> tuple[str, ...]:
    chosen = chance.choice(words.common), chance.choice(words.others)
    return " ".join(chosen), *chosen


def _prefix(words: _Words, chance: random.Random) -> tuple[str, str]:
    return _same(chance.choice(words.others)[:3])


def _lens(words: _Words, chance: random.Random) -> tuple[str, str]:
    lens, word = chance.choice(("alcohol", "liver", "pregnancy")), chance.choice(words.others)
    return f"lens:{lens} {word}", word


def _filter(words: _Words, chance: random.Random) -> tuple[str, str]:
    word = chance.choice(words.others)
    return f"lang:{words.language} {word}", word


_MAKERS: dict[Kind, Callable[[_Words, random.Random], tuple[str, ...]]] = {
    Kind.COMMON: lambda words, chance: _same(chance.choice(words.common)),
    Kind.RARE: lambda words, chance: _same(chance.choice(words.rare)),
    Kind.TWO: _two,
    Kind.PHRASE: _phrase,
    Kind.PREFIX: _prefix,
    Kind.ERROR: _error,
    Kind.LENS: _lens,
    Kind.FILTER: _filter,
}


def write_questions(file: Path, asked: Sequence[Question]) -> None:
    """Writes questions for the processes that ask them."""
    file.write_text(json.dumps([(each.kind.value, *each[1:]) for each in asked]), encoding="utf-8")


def read_questions(file: Path) -> list[Question]:
    """What `write_questions` wrote."""
    asked = json.loads(file.read_text(encoding="utf-8"))
    return [Question(Kind(kind), typed, tuple(words), lang) for kind, typed, words, lang in asked]


def percentile(times: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]
