"""The best place of what was looked for in a section, and the sentence around it.

The words of the text are taken through the same steps as those of the index, so that what is
marked is what was found. Of all places the one counts where most of the wanted words are near
each other; the text counts before the heading, which a list shows anyway.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from typing import NamedTuple

from viewer.highlight.folding import fold
from viewer.highlight.leaflet_text import BLOCK_SEPARATOR
from viewer.leaflet.model import IMAGE_CHARACTER
from viewer.library.search_results import Passage, SnippetPart
from viewer.library.text_analysis import Stems, is_unspaced, joining_hyphens, plain_words, tokens
from viewer.library.thousands import thousands_signs, without

LENGTH = 160
"""Characters of a snippet, about."""
_BEFORE = 50
"""Characters before the match that are kept of a long sentence."""
_MOST_PLACES = 2_000

_SENTENCE_END = re.compile(r"(?<=[.!?:;؟])\s+|(?<=[。！？])|\n")
_ELLIPSIS = "…"
_UNSHOWN = {0xAD: None, ord(IMAGE_CHARACTER): None, ord("\n"): " "}


class Wanted(NamedTuple):
    """Tokens to be found one behind the other.

    `whole`: the last one as a word, in any of its forms. `beginning`: as the start of a word.
    """

    tokens: tuple[str, ...]
    whole: bool
    beginning: bool


class _Place(NamedTuple):
    block: int
    start: int
    end: int
    number: int
    """Which of the wanted."""
    exact: bool
    """Whether the first word stands as it was wanted, and not in another form."""


class PassageFinder:
    """Finds the best place of what one search looked for, in texts of one language."""

    def __init__(self, wanted: Sequence[Wanted], stems: Stems) -> None:
        self._wanted = wanted
        self._stems = stems
        self._firsts = [_first(each, stems) for each in wanted]
        self._initials = {token[0] for token, _, _ in self._firsts if stems.keep_beginnings}
        """What a word of the text has to begin with to be looked at; nothing: all are."""
        self._numbers = any(token[0].isdigit() for each in wanted for token in each.tokens)
        self._folded: dict[str, str] = {}
        """What single characters fold to."""
        self._beginning: dict[str, list[int]] = {}
        """Of each word met so far, the numbers of the wanted that may begin with it."""

    def find(self, texts: Sequence[str]) -> Passage:
        """The best place in the text blocks of a section, with its snippet."""
        places = self._places(texts)
        if not places:
            block = next((n for n, text in enumerate(texts) if n and text.strip()), 0)
            return Passage(block, 0, 0, _snippet(texts[block], 0, 0, []))
        best = _best(places)
        inside = [place for place in places if place.block == best.block]
        snippet = _snippet(texts[best.block], best.start, best.end, inside)
        return Passage(best.block, best.start, best.end, snippet)

    def _places(self, blocks: Sequence[str]) -> list[_Place]:
        """Where the wanted stand, in reading order; not across two blocks."""
        block_starts = [0, *accumulate(len(text) + 1 for text in blocks)]
        text = BLOCK_SEPARATOR.join(t.replace(BLOCK_SEPARATOR, " ") for t in blocks)
        places = set(self._places_in(text, block_starts, ()))
        if self._numbers and (signs := thousands_signs(text, self._stems.language)):
            places.update(self._places_in(without(text, signs), block_starts, signs))
        some_missing = len({place.number for place in places}) < len(self._wanted)
        if some_missing and (hyphens := self._joining_hyphens(text)):
            places.update(self._places_in(without(text, hyphens), block_starts, hyphens))
        return sorted(places)

    def _joining_hyphens(self, text: str) -> list[int]:
        folded = fold(text, known=self._folded)
        return [folded.original(at, at + 1)[0] for at in joining_hyphens(folded.text)]

    def _places_in(
        self, text: str, block_starts: Sequence[int], missing: Sequence[int]
    ) -> Iterator[_Place]:
        """The places in a text that lacks the characters at those of `missing`."""
        gaps = [place - number for number, place in enumerate(missing)]
        folded = fold(text, known=self._folded)
        texts, starts = tokens(plain_words(folded))
        initials = self._initials
        found = (at for at, text in enumerate(texts) if not initials or text[0] in initials)
        begun = ((at, numbers) for at in found if (numbers := self._begun_by(texts[at])))
        for at, numbers in islice(begun, _MOST_PLACES):
            for number in numbers:
                last = self._last(texts, at, self._wanted[number])
                if last < 0:
                    continue
                # Of an unspaced script a pair may begin with what is wanted, and go on.
                token = self._wanted[number].tokens[-1]
                length = len(token if is_unspaced(token) else texts[last])
                start, end = folded.original(starts[at], starts[last] + length)
                start, end = start + bisect_right(gaps, start), end + bisect_left(gaps, end)
                block = bisect_right(block_starts, start) - 1
                if end < block_starts[block + 1]:
                    first = block_starts[block]
                    exact = texts[at] == self._wanted[number].tokens[0]
                    yield _Place(block, start - first, end - first, number, exact)

    def _last(self, texts: Sequence[str], at: int, wanted: Wanted) -> int:
        """The last token of the wanted one that begins with that at `at`; -1 where it differs."""
        last = at + len(wanted.tokens) - 1
        if last >= len(texts):
            return -1
        fit = all(self._fits(texts[n], wanted, n - at) for n in range(at + 1, last + 1))
        return last if fit else -1

    def _fits(self, text: str, wanted: Wanted, number: int) -> bool:
        """Whether a word of the text is, in some form, this one of the wanted tokens."""
        token = wanted.tokens[number]
        last = number == len(wanted.tokens) - 1
        if (wanted.whole or not last) and self._stems.stem(text) == self._stems.stem(token):
            return True
        return last and wanted.beginning and text.startswith(token)

    def _begun_by(self, text: str) -> list[int]:
        """The numbers of the wanted that a word may begin."""
        found = self._beginning.get(text)
        if found is None:
            stem = self._stems.stem(text)
            found = self._beginning[text] = [
                number
                for number, (token, stem_wanted, beginning) in enumerate(self._firsts)
                if stem == stem_wanted or (beginning and text.startswith(token))
            ]
        return found


def _first(wanted: Wanted, stems: Stems) -> tuple[str, str | None, bool]:
    """The first token, its stem where a form of it will do, and whether it may be a beginning."""
    token = wanted.tokens[0]
    alone = len(wanted.tokens) == 1
    whole = wanted.whole or not alone
    return token, stems.stem(token) if whole else None, wanted.beginning and alone


def _best(places: Sequence[_Place]) -> _Place:
    """The first of those with the most different wanted in the length of a snippet."""
    best, best_rank = places[0], (0, False, False, 0)
    for at, place in enumerate(places):
        near = set()
        for other in places[at:]:
            if other.block != place.block or other.end > place.start + LENGTH:
                break
            near.add(other.number)
        rank = (len(near), place.exact, place.block > 0, -at)
        if rank > best_rank:
            best, best_rank = place, rank
    return best


def _snippet(text: str, start: int, end: int, places: Sequence[_Place]) -> tuple[SnippetPart, ...]:
    """The sentence around a place, with further ones while there is room, or the part around it."""
    first, after = _bounds(text, start, end)
    parts: list[SnippetPart] = []
    if first and not _begins_sentence(text, first):
        parts.append(SnippetPart(_ELLIPSIS, False))
    done = first
    for place in places:
        if place.start < done or place.end > after:
            continue
        parts.append(SnippetPart(text[done : place.start], False))
        parts.append(SnippetPart(text[place.start : place.end], True))
        done = place.end
    parts.append(SnippetPart(text[done:after], False))
    if after < len(text.rstrip()) and not _SENTENCE_END.match(text, after):
        parts.append(SnippetPart(_ELLIPSIS, False))
    shown = (part._replace(text=part.text.translate(_UNSHOWN)) for part in parts)
    return tuple(part for part in shown if part.text)


def _bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """From where to where the text is shown."""
    # A sentence's start farther away than this would be cut off anyway.
    search_from = max(0, start - 2 * LENGTH)
    first = search_from
    for found in _SENTENCE_END.finditer(text, search_from, start):
        first = found.end()
    if end - first > LENGTH - _BEFORE // 2:
        first = _word_start(text, max(first, start - _BEFORE), start)
    limit = max(first + LENGTH, end)
    if len(text) <= limit:
        return first, len(text)
    after = 0
    for found in _SENTENCE_END.finditer(text, end, limit + 1):
        after = found.start()
    return first, after or _word_end(text, limit, end)


def _begins_sentence(text: str, first: int) -> bool:
    return any(found.end() == first for found in _SENTENCE_END.finditer(text, max(0, first - 9)))


def _word_start(text: str, wish: int, latest: int) -> int:
    """The start of a word at or behind `wish`."""
    if wish == 0 or text[wish - 1].isspace():
        return wish
    space = text.find(" ", wish, latest)
    return space + 1 if space >= 0 else wish


def _word_end(text: str, wish: int, earliest: int) -> int:
    """The end of a word at or before `wish`."""
    if text[wish].isspace():
        return wish
    space = text.rfind(" ", earliest, wish)
    return space if space > 0 else wish
