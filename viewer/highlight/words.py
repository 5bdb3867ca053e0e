"""The words of a leaflet with where each stands, built once so that a lens costs a look-up."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import chain, islice

from viewer.highlight.folded import Folded
from viewer.highlight.folding import find_all, fold, spaced
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.terms import LOOSE, Term, TermTable, Word

PIECE = 50_000
"""Characters that are split into words at once: about 1 ms."""


class WordIndex:
    """The words of a leaflet, folded, with where each stands; built once per leaflet.

    Words are numbered in reading order through the whole leaflet. `folded` is the leaflet's text
    folded; offsets below are offsets in it.
    """

    def __init__(self, text: LeafletText, first: int = 0, last: int | None = None) -> None:
        """An index of the characters from `first` to `last` alone, or of the whole text."""
        self.text = text
        self.first = first
        self._last = last
        self.folded = fold(text.text[first:last])
        self._spaced = spaced(self.folded) + " "
        self._starts = array("Q")
        self._numbers: dict[str, array[int]] = {}
        self._number_words()

    def _number_words(self) -> None:
        """One pass over all words, as lean as it can be: most of the time of building goes here."""
        add_start, numbers = self._starts.append, self._numbers
        offset = number = 0
        for piece in _pieces(self._spaced):
            for word in piece.split(" "):
                if word:
                    add_start(offset)
                    found = numbers.get(word)
                    if found is None:
                        numbers[word] = array("Q", (number,))
                    else:
                        found.append(number)
                    number += 1
                offset += len(word) + 1

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted(self._numbers)

    @cached_property
    def exact(self) -> Folded:
        """The text with its letters kept and only spaces, hyphens and quotation marks folded."""
        return fold(self.text.text[self.first : self._last], keep_letters=True)

    def find(self, table: TermTable) -> Iterator[tuple[int, int, int]]:
        """Where the terms stand: term number, and start and end in the leaflet's text."""
        original, first = self.folded.original, self.first
        met = [table.by_word[word] for word in table.by_word.keys() & self._numbers.keys()]
        for number, term in chain(table.others, *met):
            for span in self._spans(term):
                start, end = original(*span)
                yield number, first + start, first + end

    def _spans(self, term: Term) -> Iterator[tuple[int, int]]:
        """The places of a term; words are taken up from the rarest of them."""
        if term.unspaced:
            wanted = term.words[0].text
            for start in find_all(self.folded.text, wanted):
                yield start, start + len(wanted)
            return
        forms = [self._forms(word) for word in term.words]
        if not all(forms):
            return
        if len(forms) == 1:
            for form in forms[0]:
                for number in self._numbers[form]:
                    start = self._starts[number]
                    yield start, start + len(form)
            return
        counts = [sum(len(self._numbers[form]) for form in each) for each in forms]
        anchor = counts.index(min(counts))
        for form in forms[anchor]:
            for number in self._numbers[form]:
                start = number - anchor
                if start >= 0 and self._stands(term, start):
                    yield self._starts[start], self._end(start + len(term.words) - 1)

    def _forms(self, word: Word) -> list[str]:
        """The words of the leaflet that a word of a term stands for."""
        if not word.stem:
            return [word.text] if word.text in self._numbers else []
        low = bisect_left(self._vocabulary, word.text)
        forms = []
        for form in islice(self._vocabulary, low, None):
            if not form.startswith(word.text):
                break
            forms.append(form)
        return forms

    def _stands(self, term: Term, first: int) -> bool:
        """Whether the words from number `first` on are those of the term."""
        if len(term.words) == 1:
            return True
        starts = self._starts[first : first + len(term.words)]
        if len(starts) < len(term.words):
            return False
        for word, start in zip(term.words, starts, strict=True):
            if not self._spaced.startswith(word.text, start):
                return False
        end = starts[0]
        for number, (word, start) in enumerate(zip(term.words, starts, strict=True)):
            if number and not self._fits(end, start, word.before):
                return False
            end = self._end(first + number)
            if not word.stem and end != start + len(word.text):
                return False
        return True

    def _fits(self, end: int, start: int, before: str) -> bool:
        """Whether what stands between two words is what a term asks for."""
        gap = self.folded.text[end:start].strip(LOOSE)
        return "".join(c for c in gap if c not in LOOSE) == before if gap else not before

    def _end(self, number: int) -> int:
        return self._spaced.index(" ", self._starts[number])


def _pieces(spaced: str) -> Iterator[str]:
    """A text that ends in a space, cut at spaces, which are left out.

    Splitting a very long text at once would hold the interpreter for a third of a second.
    """
    start = 0
    while start < len(spaced):
        end = spaced.find(" ", start + PIECE)
        end = len(spaced) - 1 if end < 0 else end
        yield spaced[start:end]
        start = end + 1
