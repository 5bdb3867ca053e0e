"""What a search gives: how many sections, the best of them, and what else is to be said."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from viewer.library.entry import LibraryEntry


class SnippetPart(NamedTuple):
    """A stretch of a snippet; `match`: it is what was looked for."""

    text: str
    match: bool


class Passage(NamedTuple):
    """The best place of a section, and the sentence around it.

    `block`, `start` and `end` are a text block's number and characters of its text, as the model
    counts them; where the words stand in the product's name alone, an empty stretch.
    """

    block: int
    start: int
    end: int
    snippet: tuple[SnippetPart, ...]


class SearchHit:
    """One section that holds what was looked for.

    Where in it is worked out when first asked for: a list paints few of its rows.
    """

    def __init__(
        self,
        entry: LibraryEntry,
        section: str,
        texts: tuple[str, ...],
        score: float,
        passage: Callable[[str, tuple[str, ...]], Passage],
    ) -> None:
        """`texts` are those of the section's text blocks, the heading first."""
        self.entry = entry
        self.section = section
        self.title = texts[0]
        self.score = score
        self._texts = texts
        self._find_passage = passage

    @cached_property
    def passage(self) -> Passage:
        return self._find_passage(self.entry.language, self._texts)

    @property
    def block(self) -> int:
        return self.passage.block

    @property
    def start(self) -> int:
        return self.passage.start

    @property
    def end(self) -> int:
        return self.passage.end

    @property
    def snippet(self) -> tuple[SnippetPart, ...]:
        return self.passage.snippet


class Correction(NamedTuple):
    """A word that stands nowhere, and the one that was looked for instead."""

    typed: str
    shown: str


class SearchResults(NamedTuple):
    """The hits, best first. `total` counts the sections found, of which `hits` are some.

    `note` is a sentence, mostly empty: what of the question could not be answered, or why there
    is nothing. `next` is the offset of what follows: more than the hits where some are left out,
    whose leaflets are gone. `searched` is False where nothing could be looked through at all.
    """

    total: int
    hits: tuple[SearchHit, ...]
    corrections: tuple[Correction, ...] = ()
    note: str = ""
    next: int = 0
    searched: bool = True


def not_searched(why: str) -> SearchResults:
    """No results, because of what a sentence says."""
    return SearchResults(0, (), note=why, searched=False)
