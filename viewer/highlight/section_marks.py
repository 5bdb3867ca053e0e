"""Which sections lenses mark: those where `find_matches` finds something, and nothing else of it.

A library asks this of every leaflet in it and of all lenses at once. So there is one pass over
the words, and a word that no term of any lens hangs on, as most do, is known by its looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import NamedTuple

from viewer.highlight.annotations import annotated_places
from viewer.highlight.folded_leaflet import FoldedLeaflet
from viewer.highlight.folding import find_all
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.matcher import Span, Spans, coded_headings, terms_for
from viewer.highlight.terms import LOOSE, TermTable, Word

_MOST_KEPT = 200_000
"""Words that are known to be of no interest; a library has ever more names."""


class SectionMarks:
    """The sections that some lenses mark, in any number of leaflets."""

    def __init__(self, lenses: Sequence[Lens]) -> None:
        self._lenses = lenses
        self._sought: dict[str, _Sought] = {}

    def marked(self, leaflet: FoldedLeaflet) -> dict[str, tuple[str, ...]]:
        """By section key the ids of the lenses that mark something in the section."""
        if not self._lenses:
            return {}
        text = leaflet.text
        marked = set(self._by_codes(text))
        spared: dict[int, list[Span]] = defaultdict(list)
        places: list[tuple[int, Span]] = []
        for lens, never, start, end in self._sought_in(text.language).places(_Words(leaflet)):
            place = leaflet.folded.original(start, end)
            if never:
                spared[lens].append(place)
            else:
                places.append((lens, place))
        spans = {lens: Spans(each) for lens, each in spared.items()}
        for lens, place in places:
            if lens not in spans or not spans[lens].meet(*place):
                marked.add((text.section_index(place[0]), lens))
        found: dict[str, list[str]] = {}
        for section, lens in sorted(marked):
            found.setdefault(text.sections[section].key, []).append(self._lenses[lens].id)
        return {key: tuple(ids) for key, ids in found.items()}

    def _by_codes(self, text: LeafletText) -> Iterator[tuple[int, int]]:
        """The sections marked whatever their words, and by which lens, as numbers."""
        coded = any(section.codes for section in text.sections)
        annotated = any(section.annotations for section in text.sections)
        for number, lens in enumerate(self._lenses):
            if coded:
                for _, (start, _) in coded_headings(text, lens):
                    yield text.section_index(start), number
            if annotated:
                for _, start, _ in annotated_places(text, lens):
                    yield text.section_index(start), number

    def _sought_in(self, language: str) -> _Sought:
        if language not in self._sought:
            self._sought[language] = sought = _Sought()
            for number, lens in enumerate(self._lenses):
                for terms in terms_for(lens, language):
                    sought.add(number, terms.word_table, never=False)
                    sought.add(number, terms.never_table, never=True)
        return self._sought[language]


class _Words:
    """The words of one leaflet; between them empty ones, where several signs follow each other."""

    def __init__(self, leaflet: FoldedLeaflet) -> None:
        self.text = leaflet.folded.text
        self.words = [*leaflet.words.split(" "), ""]  # nothing beside the outermost
        self._letters = list(accumulate(map(len, self.words)))

    def start(self, number: int) -> int:
        """Where a word begins in the folded text."""
        return self.end(number) - len(self.words[number])

    def end(self, number: int) -> int:
        return self._letters[number] + number

    def next(self, number: int, step: int) -> int:
        """The number of the next word to one side, or one outside of the text."""
        number += step
        while 0 <= number < len(self.words) and not self.words[number]:
            number += step
        return number

    def word(self, number: int) -> str:
        """The word of this number; nothing outside of the text."""
        return self.words[number] if 0 <= number < len(self.words) else ""


class _Hung(NamedTuple):
    """A term that is looked for where its word number `at` stands."""

    lens: int
    never: bool
    words: tuple[Word, ...]
    at: int


class _Hook:
    """The terms that hang on one word, by what has to stand beside it."""

    def __init__(self, hung: Iterable[_Hung]) -> None:
        self.alone: list[_Hung] = []
        self.before: dict[str, list[_Hung]] = {}
        self.after: dict[str, list[_Hung]] = {}
        for each in hung:
            words, at = each.words, each.at
            if len(words) == 1:
                self.alone.append(each)
            elif at + 1 < len(words):
                self.after.setdefault(_beginning(words[at + 1]), []).append(each)
            else:
                self.before.setdefault(_beginning(words[at - 1]), []).append(each)

    def beside(self, words: _Words, number: int) -> list[_Hung]:
        """Those of several words that may stand here, as far as a look to one side can tell."""
        found: list[_Hung] = []
        for neighbours, step in ((self.after, 1), (self.before, -1)):
            if neighbours:
                word = words.words[number + step] or words.word(words.next(number, step))
                if word + " " in neighbours:
                    found += neighbours[word + " "]
                for beginning in (word[:2], ""):
                    if beginning in neighbours:
                        found += neighbours[beginning]
        return found


def _beginning(word: Word) -> str:
    """Under what a word is kept: a stem under two of its letters, or nothing where it has one."""
    if not word.stem:
        return word.text + " "
    return word.text[:2] if len(word.text) > 1 else ""


class _Sought:
    """The terms of several lenses in one language, each by the word that it is looked for at."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[_Hung]] = defaultdict(list)
        self._by_stem: dict[str, list[_Hung]] = defaultdict(list)
        self._unspaced: list[tuple[int, bool, str]] = []
        self._hooks: dict[str, _Hook] = {}
        """Of the words met so far those that terms hang on; the others are `_cold`."""
        self._cold: set[str] = set()

    def add(self, lens: int, table: TermTable, *, never: bool) -> None:
        """A term hangs on the longest of its words, which most leaflets will lack."""
        for _, term in chain(table.others, *table.by_word.values()):
            words = term.words
            if term.unspaced:
                self._unspaced.append((lens, never, words[0].text))
                continue
            at = max(range(len(words)), key=lambda number: len(words[number].text))
            hung = _Hung(lens, never, words, at)
            (self._by_stem if words[at].stem else self._by_word)[words[at].text].append(hung)

    def places(self, words: _Words) -> Iterator[tuple[int, bool, int, int]]:
        """Where the terms stand: lens, whether it never marks there, start and end as folded."""
        hooks = self._look_at(set(words.words))
        for number in [number for number, word in enumerate(words.words) if word in hooks]:
            hook = hooks[words.words[number]]
            for hung in hook.alone:
                yield hung.lens, hung.never, words.start(number), words.end(number)
            for hung in hook.beside(words, number):
                if ends := _ends(words, number, hung):
                    yield hung.lens, hung.never, words.start(ends[0]), words.end(ends[1])
        for lens, never, wanted in self._unspaced:
            for start in find_all(words.text, wanted):
                yield lens, never, start, start + len(wanted)

    def _look_at(self, words: set[str]) -> dict[str, _Hook]:
        """Those of the words that terms hang on, with these terms."""
        for word in words - self._cold - self._hooks.keys():
            starts = (word[:length] for length in range(1, len(word) + 1))
            stems = [hung for start in starts for hung in self._by_stem.get(start, ())]
            if hung := [*self._by_word.get(word, ()), *stems]:
                self._hooks[word] = _Hook(hung)
            else:
                self._cold.add(word)
        if len(self._cold) > _MOST_KEPT:
            self._cold.clear()
        return {word: self._hooks[word] for word in words & self._hooks.keys()}


def _ends(words: _Words, at: int, hung: _Hung) -> tuple[int, int] | None:
    """The first and last word of a term that stands at a word; None where it does not."""
    first = last = at
    for number in range(hung.at, 0, -1):
        before = words.next(first, -1)
        if not _is(words.word(before), hung.words[number - 1]):
            return None
        if not _fits(words, before, first, hung.words[number].before):
            return None
        first = before
    for wanted in hung.words[hung.at + 1 :]:
        after = words.next(last, 1)
        if not (_is(words.word(after), wanted) and _fits(words, last, after, wanted.before)):
            return None
        last = after
    return first, last


def _is(word: str, wanted: Word) -> bool:
    return word.startswith(wanted.text) if wanted.stem else word == wanted.text


def _fits(words: _Words, number: int, after: int, before: str) -> bool:
    """Whether what stands between two words is what a term asks for."""
    gap = words.text[words.end(number) : words.start(after)].strip(LOOSE)
    return "".join(c for c in gap if c not in LOOSE) == before if gap else not before
