"""Text blocks made of runs: white space folded across runs, no character that deceives.

Every reader hands its text through `RunBuilder`, so that all text blocks follow the same rules:
single spaces, none at an end, ``\\n`` for a line break only, no-break spaces and soft hyphens
kept. No-break spaces of other widths become U+00A0, because Qt folds the others away.
"""

from __future__ import annotations

import re
from dataclasses import replace

from viewer.leaflet.model import Run

_WHITE = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_BLANKS = re.compile(r"[^\S\n\u00a0\u2007\u202f]+")
_NO_BREAK = str.maketrans("\u2007\u202f", "\u00a0\u00a0")
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u202a-\u202e\u2066-\u2069"  # direction overrides: they can turn a dose round
    "\ufffc\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"  # what Qt uses itself, what no text holds
)


def folded(text: str) -> str:
    """The text with each stretch of white space as one space, and none at its ends."""
    return _WHITE.sub(" ", text).strip(" ").translate(_NO_BREAK)


def refused_character(text: str) -> str:
    """The first character that no leaflet may hold, as "U+202E"; empty where there is none."""
    found = _REFUSED.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


class RunBuilder:
    """Collects the runs of one text block. White space is folded once, at the end."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Run, list[str]]] = []

    def add(self, text: str, look: Run) -> None:
        """Adds text that looks like `look` (whose own text is empty)."""
        if not self._pieces or self._pieces[-1][0] != look:
            self._pieces.append((look, []))
        self._pieces[-1][1].append(text.replace("\n", " "))

    def break_line(self) -> None:
        """Adds a line break inside the block."""
        if self._pieces:
            self._pieces[-1][1].append("\n")

    def runs(self) -> tuple[Run, ...]:
        """The runs, without blanks or line breaks at the ends of the block."""
        runs: list[Run] = []
        for look, parts in self._pieces:
            text = _BLANKS.sub(" ", "".join(parts)).translate(_NO_BREAK)
            text = text.replace(" \n", "\n").replace("\n ", "\n")
            if text.startswith("\n"):
                _strip_end(runs, " ")
            if not runs:
                text = text.lstrip(" \n")
            elif runs[-1].text[-1] in " \n":
                text = text.removeprefix(" ")
            if text:
                runs.append(replace(look, text=text))
        _strip_end(runs, " \n")
        return tuple(runs)


def _strip_end(runs: list[Run], characters: str) -> None:
    while runs:
        last = runs.pop()
        if text := last.text.rstrip(characters):
            runs.append(replace(last, text=text))
            return
