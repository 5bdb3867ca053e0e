"""Finds the places that a lens or a find text marks in a leaflet."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from viewer.highlight.annotations import annotated_places
from viewer.highlight.finder import FIND, find_text
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import ANY_LANGUAGE, Lens, Terms
from viewer.highlight.matches import Matches
from viewer.highlight.words import WordIndex

__all__ = ["FIND", "WordIndex", "find_matches", "find_text"]

GUIDE = "guide"
"""The kind of leaflet that is about no medicine: lenses have nothing to say of it."""
NO_TERMS = "no terms for this language"
NOT_THE_GUIDE = "lenses do not look at the user guide, but find does"

Span = tuple[int, int]
"""Start and end of a place in the leaflet's text, in characters."""
Found = tuple[int, int, int]
"""A place as (start, -end, number of the term): in order, the longest of one start is first."""


def find_matches(index: WordIndex, lens: Lens) -> Matches:
    """The places that `lens` marks in the leaflet.

    A place that overlaps one of a `never` phrase is left out. Of places that overlap each other
    the leftmost stays, of those the longest. A section with one of the lens's codes is marked on
    its whole heading whatever its words, and so is what the publisher annotates with one of the
    lens's concepts; of an annotation and what it overlaps, the longer stays. The user guide is
    not looked at.
    """
    if index.text.leaflet.kind == GUIDE:
        empty = array("Q")
        return Matches(index.text, lens.id, empty, empty, (), unchecked=NOT_THE_GUIDE)
    groups = list(terms_for(lens, index.text.language))
    never = Spans(
        (start, end) for terms in groups for _, start, end in index.find(terms.never_table)
    )
    names: list[str] = []
    annotated: list[Found] = []
    for term, start, end in annotated_places(index.text, lens):
        annotated.append((start, -end, len(names)))
        names.append(term)
    found: list[Found] = []
    for code, (start, end) in coded_headings(index.text, lens):
        found.append((start, -end, len(names)))
        names.append(code)
    for terms in groups:
        found += [
            (start, -end, len(names) + number)
            for number, start, end in index.find(terms.word_table)
            if not never.meet(start, end)
        ]
        names += terms.words
    kept = _leftmost_longest(found)
    if annotated:
        kept = _longest(annotated + kept)
    starts = array("Q", [start for start, _, _ in kept])
    ends = array("Q", [-end for _, end, _ in kept])
    numbers = array("I", [number for _, _, number in kept])
    unchecked = "" if any(terms.words for terms in groups) else NO_TERMS
    return Matches(index.text, lens.id, starts, ends, names, numbers, unchecked=unchecked)


def terms_for(lens: Lens, language: str) -> Iterator[Terms]:
    """The lens's terms for a leaflet's language ("en" also serves "en-GB"), and for any."""
    by_tag = {tag.casefold(): terms for tag, terms in lens.terms.items() if tag != ANY_LANGUAGE}
    tag = language.casefold()
    own = by_tag.get(tag) or by_tag.get(tag.partition("-")[0])
    if own is not None:
        yield own
    if ANY_LANGUAGE in lens.terms:
        yield lens.terms[ANY_LANGUAGE]


def coded_headings(text: LeafletText, lens: Lens) -> Iterator[tuple[str, Span]]:
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


class Spans:
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


def _leftmost_longest(places: Iterable[Found]) -> list[Found]:
    """The places without overlaps: of two the leftmost stays, of those the longest."""
    kept = []
    last = 0
    for place in sorted(places):
        if place[0] >= last:
            last = -place[1]
            kept.append(place)
    return kept


def _longest(places: Iterable[Found]) -> list[Found]:
    """The places without overlaps: whatever is dropped overlaps one that is as long or longer."""
    kept: list[Found] = []
    for place in sorted(places, key=lambda each: (each[0] + each[1], each)):
        at = bisect_right(kept, place)
        clear_before = at == 0 or -kept[at - 1][1] <= place[0]
        if clear_before and (at == len(kept) or -place[1] <= kept[at][0]):
            kept.insert(at, place)
    return kept
