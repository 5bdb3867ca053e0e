"""Finds the places that a lens or a find text marks in a leaflet."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from viewer.highlight.finder import FIND, find_text
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import ANY_LANGUAGE, Lens, Terms
from viewer.highlight.matches import Matches
from viewer.highlight.words import WordIndex

__all__ = ["FIND", "WordIndex", "find_matches", "find_text"]

Span = tuple[int, int]
"""Start and end of a place in the leaflet's text, in characters."""


def find_matches(index: WordIndex, lens: Lens) -> Matches:
    """The places that `lens` marks in the leaflet.

    A place that overlaps one of a `never` phrase is left out. Of places that overlap each other
    the leftmost stays, of those the longest. A section with one of the lens's codes is marked on
    its whole heading whatever its words.
    """
    groups = list(_terms_for(lens, index.text.language))
    never = _Spans(
        (start, end) for terms in groups for _, start, end in index.find(terms.never_table)
    )
    names: list[str] = []
    found: list[tuple[int, int, int]] = []
    for code, (start, end) in _coded_headings(index.text, lens):
        found.append((start, -end, len(names)))
        names.append(code)
    for terms in groups:
        found += [
            (start, -end, len(names) + number)
            for number, start, end in index.find(terms.word_table)
            if not never.meet(start, end)
        ]
        names += terms.words
    return _leftmost_longest(
        index.text, lens, found, names, checked=any(terms.words for terms in groups)
    )


def _terms_for(lens: Lens, language: str) -> Iterator[Terms]:
    """The lens's terms for a leaflet's language ("en" also serves "en-GB"), and for any."""
    by_tag = {tag.casefold(): terms for tag, terms in lens.terms.items() if tag != ANY_LANGUAGE}
    tag = language.casefold()
    own = by_tag.get(tag) or by_tag.get(tag.partition("-")[0])
    if own is not None:
        yield own
    if ANY_LANGUAGE in lens.terms:
        yield lens.terms[ANY_LANGUAGE]


def _coded_headings(text: LeafletText, lens: Lens) -> Iterator[tuple[str, Span]]:
    """The headings of sections that belong to the lens by their code, with that code.

    A section without a heading is marked on its first text block that has a text.
    """
    if not lens.codes:
        return
    for number, section in enumerate(text.sections):
        for code in section.codes:
            if code.code in lens.codes.get(code.system, ()):
                start = text.section_starts[number]
                for block in section.texts():
                    if block:
                        yield f"{code.system} {code.code}", (start, start + len(block))
                        break
                    start += 1
                break


class _Spans:
    """Places made into ones that do not overlap, to ask quickly whether another meets them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts = array("Q")
        self._ends = array("Q")
        for start, end in sorted(spans):
            if self._ends and start < self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def meet(self, start: int, end: int) -> bool:
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._ends[before - 1] > start


def _leftmost_longest(
    text: LeafletText,
    lens: Lens,
    found: list[tuple[int, int, int]],
    names: list[str],
    *,
    checked: bool,
) -> Matches:
    """The places, given as (start, -end, number of the term), without overlaps."""
    starts, ends, numbers = array("Q"), array("Q"), array("I")
    last = 0
    for start, end, number in sorted(found):
        if start >= last:
            last = -end
            starts.append(start)
            ends.append(last)
            numbers.append(number)
    return Matches(text, lens.id, starts, ends, names, numbers, checked=checked)
