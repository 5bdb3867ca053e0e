"""The sentence around a place of a leaflet's text, as it is read aloud."""

from __future__ import annotations

import re

from viewer.highlight.leaflet_text import BLOCK_SEPARATOR

_END = re.compile(rf"(?<=[.!?؟])\s+|(?<=[。！？])|[{BLOCK_SEPARATOR}\n]")


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence that the characters from `start` to `end` of a leaflet's text stand in."""
    first = text.rfind(BLOCK_SEPARATOR, 0, start) + 1
    for found in _END.finditer(text, first, start):
        first = found.end()
    following = _END.search(text, end)
    return text[first : following.start() if following else len(text)].strip()
