"""Any number of leaflets as a regulator publishes them, with the word statistics of real ones.

Of each language in the corpus a stock of sentences is made: each word follows one that it follows
in a real leaflet. A leaflet is one document of the European form (FHIR, XML) with the sections of
a summary of product characteristics, filled with sentences drawn from the stock; in one sentence
of eight stands a made-up name, so that the number of different words grows with the library. The
same seed and number give the same leaflet, whatever was made before it.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.reader import read_leaflets

SEED = 1_000_003
CHARACTERS = 33_000
"""Of a leaflet's text, about: the size that the design's measurements were made with."""
STOCK = 6_000
"""Sentences of a language."""
FOLDER = 500
"""Files in a folder."""

_CODES = (
    *(29793, 29797, 29799, 29800, 29801, 29803, 29805, 29806, 29808, 29809, 29811, 29812),
    *(29813, 29815, 29816, 29819, 29820, 29826, 29840, 29841, 29842),
)
"""Sections of a summary of product characteristics, after the last digits of the EMA's codes."""
_NAME, _HOLDER, _NUMBER = 29792, 29844, 29845
_SYLLABLES = ("a", "ben", "clo", "dia", "e", "fen", "ga", "lo", "mid", "na", "pam", "sul", "xy")
_END = ""


@dataclass(frozen=True, slots=True)
class Stock:
    """Sentences of one language, and how many characters of the corpus are in it."""

    language: str
    sentences: tuple[str, ...]
    weight: int


def stocks(files: Iterable[Path]) -> tuple[Stock, ...]:
    """A stock for each language of the corpus that `files` are; files at fault are left out."""
    texts: dict[str, list[str]] = defaultdict(list)
    for file in sorted(files):
        try:
            leaflets = read_leaflets(file)
        except LeafletError:
            continue
        for leaflet in leaflets:
            language = leaflet.language.partition("-")[0].lower()
            texts[language] += (text for section in leaflet.walk() for text in section.texts())
    return tuple(_stock(language, found) for language, found in sorted(texts.items()))


def write_library(folder: Path, texts: Path, stocks: Sequence[Stock], numbers: range) -> int:
    """Writes the leaflets of these numbers below `folder`, and their text alone below `texts`.

    Gives the bytes of the text.
    """
    size = 0
    for number in numbers:
        document, text = leaflet(stocks, number)
        name = Path(f"{number // FOLDER:03}", f"{number:06}")
        size += _write(texts / name.with_suffix(".txt"), text)
        _write(folder / name.with_suffix(".xml"), document)
    return size


def leaflet(stocks: Sequence[Stock], number: int, characters: int = CHARACTERS) -> tuple[str, str]:
    """The XML of the leaflet of this number, and its text with a line for each block."""
    chance = random.Random(SEED * (number + 1))
    stock = chance.choices(stocks, [each.weight for each in stocks])[0]
    product = _name(chance).capitalize()
    texts = {
        _NAME: f"{product} {chance.randrange(1, 100) * 5} mg",
        _HOLDER: f"{_name(chance).capitalize()} {chance.choice(('Pharma', 'Labs', 'S.A.'))}",
        _NUMBER: f"{number:06}",
    }
    sections = [_section(code, [text]) for code, text in texts.items()]
    lines = [line for code, text in texts.items() for line in (_title(code, text), text)]
    for code in _CODES:
        paragraphs = list(_paragraphs(chance, stock, characters // len(_CODES)))
        lines += [_title(code, paragraphs[0]), *paragraphs]
        sections.append(_section(code, paragraphs))
    document = _DOCUMENT.format(language=stock.language, sections="".join(sections))
    return document, "\n".join((*lines, ""))


def _write(file: Path, text: str) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.write_bytes(text.encode())


def _paragraphs(chance: random.Random, stock: Stock, characters: int) -> Iterator[str]:
    left = characters
    while left > 0:
        sentences = chance.choices(stock.sentences, k=chance.randrange(1, 6))
        if chance.random() < len(sentences) / 8:
            sentences.append(f"{_name(chance).capitalize()} {chance.choice(stock.sentences)}")
        paragraph = " ".join(sentences)
        left -= len(paragraph)
        yield paragraph


def _section(code: int, paragraphs: Sequence[str]) -> str:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    title = quoteattr(_title(code, paragraphs[0]))
    return _SECTION.format(title=title, code=code, body=body)


def _title(code: int, text: str) -> str:
    return f"{code % 1000}. {text[:40]}"


def _stock(language: str, texts: Sequence[str]) -> Stock:
    following: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for sentence in re.split(r"(?<=[.:;。])\s*", text):
            for word, after in pairwise([_END, *sentence.rstrip(".:;。").split(), _END]):
                following[word].append(after)
    chance = random.Random(f"{SEED} {language}")
    sentences = tuple(_sentence(chance, following) for _ in range(STOCK))
    return Stock(language, sentences, sum(map(len, texts)))


def _sentence(chance: random.Random, following: dict[str, list[str]]) -> str:
    words: list[str] = []
    while len(words) < 30:
        word = chance.choice(following[words[-1] if words else _END])
        if word == _END:
            break
        words.append(word)
    return " ".join(words).capitalize() + "."


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randrange(3, 6)))


_SECTION = (
    "<section><title value={title}/><code><coding>"
    '<system value="http://ema.europa.eu/fhir/CodeSystem/200000029659"/>'
    '<code value="2000000{code}"/></coding></code>'
    '<text><status value="generated"/>'
    '<div xmlns="http://www.w3.org/1999/xhtml">{body}</div></text></section>'
)
_DOCUMENT = (
    '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource><Composition>'
    '<language value="{language}"/><type><coding>'
    '<system value="http://ema.europa.eu/fhir/CodeSystem/100000155531"/>'
    '<code value="100000155532"/></coding></type><date value="2025-06-04"/>'
    '<title value="SmPC"/>{sections}</Composition></resource></entry></Bundle>'
)
