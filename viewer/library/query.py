"""What was typed into the search field, read into a question that can be put to the index.

Whatever is typed has a meaning, and nothing raises an error:

- words: all of them have to be there; a word with a hyphen or another sign inside is a phrase,
- ``"a phrase"``, also in typographic quotation marks; a quotation mark left open ends at the end,
- ``stem*``, alone or as the last word of a phrase,
- ``-word``, ``-"a phrase"`` and ``-lens:alcohol`` leave out what holds it,
- ``product:``, ``topic:``, ``lang:``, ``kind:`` and ``lens:`` narrow; commas between values, or
  the same filter again, mean either of them (``lens:`` again: both, as a section has several);
  behind a comma there may be a space.

A name before a colon that is no filter, and a star elsewhere, are ordinary text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from viewer.highlight.folding import fold_wanted
from viewer.library.text_analysis import joining_hyphens, plain_words

FILTERS = ("product", "topic", "lang", "kind", "lens")
MOST_PARTS = 40
"""Words, phrases and filters of a query that are looked at; a pasted page is not a question."""
MOST_WORDS = 40
"""Words of a phrase that are looked at."""

_QUOTES = '"“”„‟«»「」『』＂'
_PART = re.compile(
    rf"""(?P<without>[-\u2212])?
    (?:(?P<filter>{"|".join(FILTERS)})[:：]\s*)?
    (?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<closed>[{_QUOTES}])?
    |(?P<bare>[^\s{_QUOTES}]+
        (?(filter)(?:(?<=,)\s+(?!-|(?:{"|".join(FILTERS)})[:：])[^\s{_QUOTES}]+)*)))?""",
    re.VERBOSE | re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


class Phrase(NamedTuple):
    """Folded words that have to follow each other, mostly one.

    `open_end`: the last word may go on. `typing`: it may because it is still being typed, so that
    the word as it stands comes first. `joined`: the words may have grown together, as a hyphen
    between them may be missing. `text` is what was typed for it.
    """

    words: tuple[str, ...]
    open_end: bool
    typing: bool
    joined: bool
    text: str


class Filter(NamedTuple):
    """Either of some values of a field (one of `FILTERS`), or none of them where `without`.

    Values are folded, with hyphens for the spaces inside; the value of a product is its words,
    with spaces. `open_end`: the last one is still being typed.
    """

    field: str
    values: tuple[str, ...]
    without: bool
    open_end: bool
    text: str


class Query(NamedTuple):
    """What to look for. `note` is a sentence on what was left out of account, mostly empty."""

    text: str
    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    filters: tuple[Filter, ...] = ()
    note: str = ""


def parse_query(text: str, *, typing: bool = False) -> Query:
    """Reads any text. `typing`: its last word is not finished unless something follows it."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text
    wanted: dict[tuple[object, ...], Phrase] = {}
    unwanted: dict[tuple[object, ...], Phrase] = {}
    filters: list[Filter] = []
    notes: list[str] = []
    for number, part in enumerate(_parts(text)):
        if number == MOST_PARTS:
            notes.append(f"only the first {MOST_PARTS} words are looked for")
            break
        open_end = typing and part.end() == len(text) and not part["closed"]
        value = part["bare"] or part["phrase"] or ""
        if part["filter"]:
            found = _filter(part, value, open_end)
            if found.values:
                filters.append(found)
            else:
                notes.append(f"{found.field}: needs a value behind it")
            continue
        phrase = _phrase(value, open_end, hyphens=bool(part["bare"]))
        if phrase.words:
            chosen = unwanted if part["without"] else wanted
            chosen.setdefault((phrase.words, phrase.open_end), phrase)
    if not wanted and not filters:
        notes += _nothing_wanted(text, unwanted.values())
    return Query(
        text, tuple(wanted.values()), tuple(unwanted.values()), tuple(filters), "; ".join(notes)
    )


def _parts(text: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(text):
        if space := _SPACE.match(text, position):
            position = space.end()
            continue
        found = _PART.match(text, position)
        if found is None or found.end() == position:  # a quotation mark that closes nothing
            position += 1
            continue
        yield found
        position = found.end()


def _phrase(value: str, typing: bool, *, hyphens: bool) -> Phrase:
    starred = value.rstrip().endswith("*")
    words = folded_words(value)[:MOST_WORDS]
    ends_in_word = bool(words) and bool(folded_words(value[-1:]))
    open_end = starred or (typing and ends_in_word)
    joined = hyphens and 0 < len(words) - 1 == len(joining_hyphens(fold_wanted(value).text))
    return Phrase(words, open_end and bool(words), open_end and not starred, joined, value)


def _filter(part: re.Match[str], value: str, typing: bool) -> Filter:
    field = part["filter"].lower()
    joined = " " if field == "product" else "-"
    values = (joined.join(folded_words(each)) for each in value.split(","))
    kept = tuple(dict.fromkeys(each for each in values if each))
    open_end = typing or value.endswith("*")
    return Filter(field, kept, bool(part["without"]), open_end, value)


def _nothing_wanted(text: str, unwanted: object) -> list[str]:
    if unwanted:
        return ["say also what to look for: words with - before them only leave something out"]
    return [f"there is no word to look for in {text.strip()[:60]}"] if text.strip() else []


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a text as the index has them but for their forms."""
    return tuple(plain_words(fold_wanted(text)).split())
