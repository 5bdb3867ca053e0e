"""Text blocks made of runs: white space folded across runs, no character that deceives.

Every reader hands its text through `RunBuilder`, so that all text blocks follow the same rules:
single spaces, none at an end, ``\\n`` for a line break only, no-break spaces and soft hyphens
kept. No-break spaces of other widths become U+00A0, because Qt folds the others away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.leaflet.model import Run

MAX_WEIGHT = 25_000
"""What a text block may weigh: Qt lays each out in one go, and no real one has half as much."""
BLOCK_WEIGHT = 100
"""In characters: what a text block takes besides those that it holds."""
PIECE_WEIGHT = 25
"""The same of a run or a line."""
# Up to the last blank before a line is too long to be taken as a whole.
_STRETCHES = re.compile(r"[^\n]{0,999}[ \n]|[^\n]{1,1000}")
# Before another blank, or at the beginning of a line.
_BLANKS_FOLDED_AWAY = re.compile(r" (?= )|(?<![^\n]) ")

# Stands for a no-break space while others are folded: no text holds it.
_HELD = "\ufdd0"
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u202a-\u202e\u2066-\u2069"  # direction overrides: they can turn a dose round
    "\ufffc\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"  # what Qt uses itself, what no text holds
)


def folded(text: str) -> str:
    """The text with each stretch of white space as one space, and none at its ends."""
    if "\u00a0" in text or "\u2007" in text or "\u202f" in text:
        return " ".join(_held(text).split()).replace(_HELD, "\u00a0")
    return " ".join(text.split())


def with_blanks_kept(text: str) -> str:
    """Lines whose indents and gaps outlast folding: as no-break spaces, four for each tab."""
    return _BLANKS_FOLDED_AWAY.sub("\u00a0", text.replace("\t", "    "))


def refused_character(text: str) -> str:
    """The first character that no leaflet may hold, as "U+202E"; empty where there is none."""
    found = _REFUSED.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def as_code(character: str) -> str:
    """How a character is shown that cannot be shown itself: "[U+202E]"."""
    return f"[U+{ord(character):04X}]"


def with_refused_shown(text: str) -> str:
    """The text with every character that no leaflet may hold as its code, for all to see."""
    return _REFUSED.sub(lambda found: as_code(found[0]), text)


class RunBuilder:
    """Collects the runs of one text block. White space is folded once, at the end."""

    def __init__(self) -> None:
        self._pieces: list[tuple[Run, list[str]]] = []

    def add(self, text: str, look: Run) -> None:
        """Adds text that looks like `look` (whose own text is empty)."""
        last = self._pieces[-1] if self._pieces else None
        if last is None or (last[0] is not look and last[0] != look):
            last = (look, [])
            self._pieces.append(last)
        last[1].append(text.replace("\n", " "))

    def break_line(self) -> None:
        """Adds a line break inside the block."""
        if self._pieces:
            self._pieces[-1][1].append("\n")

    def runs(self) -> tuple[Run, ...]:
        """The runs, without blanks or line breaks at the ends of the block."""
        runs: list[Run] = []
        for look, parts in self._pieces:
            text = _folded_inside("".join(parts))
            if text.startswith("\n"):
                _strip_end(runs, " ")
            if not runs:
                text = text.lstrip(" \n")
            elif runs[-1].text[-1] in " \n":
                text = text.removeprefix(" ")
            if text:
                runs.append(with_text(look, text))
        if runs and runs[-1].text[-1] in " \n":
            _strip_end(runs, " \n")
        return tuple(runs)


def weight_of(runs: tuple[Run, ...]) -> int:
    """How much there is to lay out in a text block, in characters of plain text."""
    weight = BLOCK_WEIGHT
    for run in runs:
        weight += len(run.text) + PIECE_WEIGHT * (1 + run.text.count("\n"))
    return weight


def in_parts(runs: tuple[Run, ...]) -> Iterator[tuple[Run, ...]]:
    """The runs of a text block as those of several, each of about `MAX_WEIGHT`.

    A part ends with a line or a word, unless that is itself too long.
    """
    builder, weight = RunBuilder(), 0
    for run in runs:
        for text in _STRETCHES.findall(run.text):
            weight += len(text) + PIECE_WEIGHT
            builder.add(text, run)
            if text[-1] == "\n":
                builder.break_line()
            if weight > MAX_WEIGHT and (text[-1] in " \n" or weight > 2 * MAX_WEIGHT):
                if part := builder.runs():
                    yield part
                builder, weight = RunBuilder(), 0
    if part := builder.runs():
        yield part


def in_lines(runs: tuple[Run, ...]) -> list[tuple[Run, ...]]:
    """The runs of each line of a text block that is not blank."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        first, *more = run.text.split("\n")
        lines[-1] += [with_text(run, first)] if first else []
        lines += [[with_text(run, text)] if text else [] for text in more]
    return [tuple(line) for line in lines if line]


def _folded_inside(text: str) -> str:
    """The text with single blanks, one at an end where there were any; "\\n" stays."""
    if "  " not in text and text.isprintable():
        return text  # no white space but single blanks: all else of it is not printable
    if "\u00a0" in text or "\u2007" in text or "\u202f" in text:
        return _folded_lines(_held(text)).replace(_HELD, "\u00a0")
    return _folded_lines(text)


def _held(text: str) -> str:
    for space in "\u00a0\u2007\u202f":
        text = text.replace(space, _HELD)
    return text


def _folded_lines(text: str) -> str:
    if "\n" not in text:
        return _folded_line(text)
    lines = [" ".join(line.split()) for line in text.split("\n")]
    before = " " if lines[0] and text[0].isspace() else ""
    after = " " if lines[-1] and text[-1].isspace() else ""
    return before + "\n".join(lines) + after


def _folded_line(text: str) -> str:
    folded = " ".join(text.split())
    if len(folded) == len(text):
        return folded
    if not folded:
        return " "
    return " " * text[0].isspace() + folded + " " * text[-1].isspace()


def _strip_end(runs: list[Run], characters: str) -> None:
    while runs:
        last = runs.pop()
        if text := last.text.rstrip(characters):
            runs.append(with_text(last, text))
            return


def with_text(look: Run, text: str) -> Run:
    """The text with this look: as `dataclasses.replace` does, many times as fast."""
    return Run(text, look.bold, look.italic, look.underline, look.script, look.link)
