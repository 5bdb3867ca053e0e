"""A snippet cut so that its first marked word is seen in the few lines a row has; no Qt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from viewer.library.search_results import SnippetPart

_LATE = 0.7
"""A first mark that ends after this share of the room draws the snippet forward."""
_BEFORE = 0.3
"""Share of the room that is then kept for what stands before the mark."""
_CUT = "… "
_WHITE_SPACE = re.compile(r"\s")


def snippet_text(parts: Sequence[SnippetPart]) -> tuple[str, list[tuple[int, int]]]:
    """The text of a snippet on one line, and the places (start, end) of what was looked for."""
    text, places = "", []
    for part in parts:
        start = len(text)
        text += _WHITE_SPACE.sub(" ", part.text)
        if part.match and len(text) > start:
            places.append((start, len(text)))
    return text, places


def fitted(
    text: str, places: Sequence[tuple[int, int]], room: int
) -> tuple[str, list[tuple[int, int]]]:
    """The same with its beginning cut, where the first mark would else not be in `room`.

    `room` and places are in characters. The cut comes before a whole word, where one begins.
    """
    if not places or places[0][1] <= room * _LATE:
        return text, list(places)
    first = places[0][0]
    cut = max(0, first - round(room * _BEFORE))
    space = text.find(" ", cut, first)
    cut = space + 1 if space >= 0 else cut
    if not cut:
        return text, list(places)
    shift = len(_CUT) - cut
    return _CUT + text[cut:], [(start + shift, end + shift) for start, end in places]
