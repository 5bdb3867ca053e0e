"""Fuzzy matching of what was typed against a name, without Qt.

The typed letters must occur in the name in that order. Among all ways to place them the best is
taken: letters at the start of a word and letters that follow each other count most, so that
"pbf" finds "Pregnancy and breast-feeding" and "inter" finds "Interactions" before "Printer".
Case, diacritics, white space and hyphens typed do not matter.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

_LETTER = 1.0
_TEXT_START = 10.0
_WORD_START = 8.0
_RUN = 10.0
"""A letter right after the one before it: more than a word's start, so that runs win."""
_GAP = 0.5
_SKIPPED = 0.02
"""Taken off for each letter of the name that was not typed: the shorter name comes first."""


class FuzzyMatch(NamedTuple):
    """How well a name matches, and which of its characters do.

    `positions` are indexes (code points) into the name, ascending. Scores of one pattern compare
    between names: higher is better.
    """

    score: float
    positions: tuple[int, ...]


def fuzzy_score(pattern: str, text: str) -> FuzzyMatch | None:
    """The best way to find `pattern` in `text`, or None where a letter of it is missing.

    An empty pattern matches everything with a score of 0.
    """
    letters = "".join(char for char in _fold(pattern)[0] if not _is_filler(char))
    if not letters:
        return FuzzyMatch(0.0, ())
    folded, origins = _fold(text)
    if not _holds_in_order(letters, folded):
        return None
    score, places = _best_places(letters, folded)
    score -= _SKIPPED * (len(folded) - len(letters))
    if origins is None:
        return FuzzyMatch(score, tuple(places))
    return FuzzyMatch(score, tuple(dict.fromkeys(origins[place] for place in places)))


def _is_filler(char: str) -> bool:
    return char.isspace() or char in "-\u2010\u2011\u00ad"


def _fold(text: str) -> tuple[str, list[int] | None]:
    """The text without case and diacritics, and for each character where it came from.

    None stands for "the same place", which plain ASCII always is.
    """
    if text.isascii():
        return text.lower(), None
    chars: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if not unicodedata.combining(part):
                chars.append(part)
                origins.append(index)
    return "".join(chars), origins


def _holds_in_order(letters: str, text: str) -> bool:
    place = -1
    for letter in letters:
        place = text.find(letter, place + 1)
        if place < 0:
            return False
    return True


def _best_places(letters: str, text: str) -> tuple[float, list[int]]:
    """The highest score and the places that earn it; `letters` must occur in order.

    For each letter in turn, over every place where it stands: the best score of a placing that
    ends there, reached either from the place just before it or from the best earlier one.
    """
    scores: dict[int, float] = {}
    trails: list[dict[int, int]] = []
    for number, letter in enumerate(letters):
        reached: dict[int, float] = {}
        trail: dict[int, int] = {}
        earlier = iter(scores.items())
        waiting = next(earlier, None)
        best, best_place = 0.0, -1
        place = text.find(letter)
        while place >= 0:
            while waiting is not None and waiting[0] < place:
                if best_place < 0 or waiting[1] > best:
                    best_place, best = waiting
                waiting = next(earlier, None)
            if number == 0 or best_place >= 0:
                own = _LETTER + _start_bonus(text, place)
                score, origin = best + own - (_GAP if number else 0.0), best_place
                run = scores.get(place - 1)
                if run is not None and run + max(own, _LETTER + _RUN) >= score:
                    score, origin = run + max(own, _LETTER + _RUN), place - 1
                reached[place], trail[place] = score, origin
            place = text.find(letter, place + 1)
        scores = reached
        trails.append(trail)
    end = max(scores, key=lambda place: (scores[place], -place))
    return scores[end], _walk_back(trails, end)


def _start_bonus(text: str, place: int) -> float:
    if place == 0:
        return _TEXT_START
    return 0.0 if text[place - 1].isalnum() else _WORD_START


def _walk_back(trails: list[dict[int, int]], end: int) -> list[int]:
    places = [end]
    for trail in reversed(trails[1:]):
        places.append(trail[places[-1]])
    return places[::-1]
