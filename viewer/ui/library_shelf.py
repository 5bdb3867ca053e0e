"""The library's leaflets in the order of a list, filtered by what is typed; no Qt.

Tens of thousands are filtered between two key presses, so all folding and sorting is done once,
when the list of leaflets is new. That runs beside the window and must not hold the interpreter
for longer than a frame: a sort does, and is therefore done in runs that are merged.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import compress
from typing import Any, NamedTuple

from viewer.highlight.folding import fold, fold_wanted, spaced
from viewer.library.entry import LibraryEntry
from viewer.library.identity import origin
from viewer.render.provenance import kind_name
from viewer.ui.section_rows import one_line

_RUN = 4_000
"""Leaflets sorted in one go: a few milliseconds."""
_UNSPACED = "\u2e80"
"""From here on lie the scripts that put no space between words (Han, kana, Hangul)."""


class Grouping(Enum):
    """By what the leaflets are put together; the value is its name in the choice."""

    PRODUCT = "By product"
    SUBSTANCE = "By substance"
    HOLDER = "By holder"
    LANGUAGE = "By language"


@dataclass(frozen=True, slots=True)
class Head:
    """A row that names the `count` leaflets below it."""

    title: str
    count: int


Row = Head | LibraryEntry


class Group(NamedTuple):
    """Leaflets that share a value, by their places in the shelf; unnamed where grouped by none."""

    name: str
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Leaflets made ready to be listed.

    `names` and `texts`, which are what is filtered, are folded and in their order.
    """

    entries: Sequence[LibraryEntry]
    names: Sequence[str]
    texts: Sequence[str]
    groups: Mapping[Grouping, Sequence[Group]]
    places: Mapping[str, Sequence[int]]
    """Where a leaflet stands, by each of its keys."""


def keys_of(entry: LibraryEntry) -> tuple[str, str]:
    """What a leaflet is pinned by: its origin; and its id, as older programs wrote it down.

    An id that somebody gave by hand may stand for several languages.
    """
    return origin(entry), entry.id


def name_of(entry: LibraryEntry) -> str:
    """The product, or the title where the leaflet names no product."""
    return one_line(entry.product or entry.title) or entry.file


def fill_shelf(entries: Iterable[LibraryEntry], language_name: Callable[[str], str]) -> Shelf:
    """Sorts and folds leaflets; `language_name` gives the name of a language tag."""
    entries = list(entries)
    folded = _Folder()
    names = [folded(name_of(entry)) for entry in entries]
    languages = {entry.language: language_name(entry.language) for entry in entries}
    kinds = {entry.kind: kind_name(entry.kind) for entry in entries}
    keys = [(_by_number(name), e.language) for name, e in zip(names, entries, strict=True)]
    order = _sorted(range(len(entries)), keys)
    shelf = [entries[place] for place in order]
    texts = [
        f" {names[place]} {folded(entry.active_substance)} {folded(entry.holder)}"
        f" {folded(languages[entry.language])} {entry.language} {folded(kinds[entry.kind])}"
        f" {folded(entry.kind)} {entry.atc.lower()} {entry.date} {folded(entry.title)}"
        for place, entry in zip(order, shelf, strict=True)
    ]
    values = {
        Grouping.SUBSTANCE: [one_line(e.active_substance) for e in shelf],
        Grouping.HOLDER: [one_line(e.holder) for e in shelf],
        Grouping.LANGUAGE: [languages[e.language] for e in shelf],
    }
    groups = {each: _grouped(of, folded) for each, of in values.items()}
    groups[Grouping.PRODUCT] = [Group("", range(len(shelf)))]
    places: dict[str, list[int]] = {}
    for place, entry in enumerate(shelf):
        for key in set(keys_of(entry)):
            places.setdefault(key, []).append(place)
    return Shelf(shelf, [names[place] for place in order], texts, groups, places)


class _Folder:
    """Folds texts, each different one once, with a space for all that parts words."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = spaced(fold(one_line(text)))
        return known


def _by_number(text: str) -> str:
    """The text with its numbers so written that 5 mg sorts before 10 mg."""
    return re.sub(r"\d+", lambda number: number[0].zfill(8), text)


def _sorted(places: Sequence[int], keys: Sequence[tuple[object, ...]]) -> list[int]:
    """The places by their keys; those of one key stay in their order."""

    def key(place: int) -> tuple[Any, ...]:
        return keys[place]

    runs = [sorted(places[n : n + _RUN], key=key) for n in range(0, len(places), _RUN)]
    return list(heapq.merge(*runs, key=key))


def _grouped(values: Sequence[str], folded: _Folder) -> list[Group]:
    """The places of each value, values in their order and leaflets without one last."""
    places: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        places.setdefault(value, []).append(place)
    names = list(places)
    keys = [(not name, _by_number(folded(name)), name) for name in names]
    return [
        Group(names[n] or "Not stated", places[names[n]]) for n in _sorted(range(len(names)), keys)
    ]


class Listing(NamedTuple):
    """The rows of a list, how many leaflets are among them, and in which row one asked for is.

    `kept` is -1 where that leaflet is not listed.
    """

    rows: Sequence[Row]
    leaflets: int
    kept: int


def words_of(typed: str) -> list[str]:
    """What is looked for: each must stand at the start of a word, where its script has words."""
    words = spaced(fold_wanted(typed)).split()
    return [word if any(c >= _UNSPACED for c in word) else f" {word}" for word in words]


def matching(shelf: Shelf, typed: str) -> list[bool] | None:
    """For each place, whether its leaflet has every word typed; None stands for all of them."""
    words = words_of(typed)
    if not words:
        return None
    first, *others = sorted(words, key=len, reverse=True)
    kept = [first in text for text in shelf.texts]
    for word in others:
        kept = [yes and word in text for yes, text in zip(kept, shelf.texts, strict=True)]
    return kept


def best_places(shelf: Shelf, typed: str, most: int) -> tuple[list[int], int]:
    """Where the leaflets stand that have every word typed, and how many more there are.

    First come those whose name begins with what was typed, then those whose name has the words.
    """
    words = words_of(typed)
    begun = "".join(words).strip()

    def rank(place: int) -> tuple[int, int]:
        name = shelf.names[place]
        if name.startswith(begun):
            return 0, place
        return (1 if all(word in f" {name}" for word in words) else 2), place

    found = list(compress(range(len(shelf.entries)), matching(shelf, typed) or ()))
    best = heapq.nsmallest(most, found, key=rank)
    return best, len(found) - len(best)


def arrange(
    shelf: Shelf,
    typed: str,
    grouping: Grouping,
    pinned: Collection[str],
    opened: Iterable[str],
    keep: str = "",
) -> Listing:
    """The rows: pinned leaflets, those opened (the last first), then the others.

    Each leaflet stands once. Only leaflets that have every word of `typed` are in. `pinned`,
    `opened` and `keep`, the leaflet whose row is asked for, are keys of leaflets.
    """
    kept = matching(shelf, typed) or [True] * len(shelf.entries)
    rows: list[Row] = []
    first = sorted({place for key in pinned for place in shelf.places.get(key, ())})
    second = list(dict.fromkeys(place for key in opened for place in shelf.places.get(key, ())))
    for title, places in (("Pinned", first), ("Opened since the start", second)):
        _add(rows, shelf, title, [place for place in places if kept[place]])
        for place in places:
            kept[place] = False
    above = bool(rows)
    for group in shelf.groups[grouping]:
        left = compress(group.places, map(kept.__getitem__, group.places))
        _add(rows, shelf, group.name or ("Other leaflets" if above else ""), list(left))
    leaflets = len(rows) - sum(isinstance(row, Head) for row in rows)
    return Listing(rows, leaflets, _row_of(keep, rows) if keep in shelf.places else -1)


def _row_of(leaflet: str, rows: Sequence[Row]) -> int:
    for number, row in enumerate(rows):
        if isinstance(row, LibraryEntry) and leaflet in keys_of(row):
            return number
    return -1


def _add(rows: list[Row], shelf: Shelf, title: str, places: Sequence[int]) -> None:
    if not places:
        return
    if title:
        rows.append(Head(title, len(places)))
    rows.extend(map(shelf.entries.__getitem__, places))
