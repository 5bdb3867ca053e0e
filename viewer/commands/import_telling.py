"""How a long task tells how far it has come: on a terminal, in a log, or to the window."""

from __future__ import annotations

import json
import shutil
import sys
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from viewer.commands.output import tell
from viewer.library.import_words import import_words

if TYPE_CHECKING:
    from viewer.library.importer import ImportProgress

_EVERY = 5.0
"""Seconds between two lines where the output is no terminal."""


class Telling(Protocol):
    """Is told of each step."""

    def imported(self, progress: ImportProgress) -> None:
        """So much is imported."""

    def indexed(self, done: int, total: int) -> None:
        """So many leaflets are searchable now."""

    def step(self, what: str, done: int, total: int) -> None:
        """So many of something are done."""

    def end(self) -> None:
        """Nothing more comes."""


def telling(*, lines: bool) -> Telling:
    """Lines of JSON on standard output, a line that changes on a terminal, or one now and then."""
    if lines:
        return _Lines()
    return _Line(changing=sys.stderr is not None and sys.stderr.isatty())


class _Lines:
    def imported(self, progress: ImportProgress) -> None:
        print(json.dumps({"phase": "import", **progress._asdict()}), flush=True)

    def indexed(self, done: int, total: int) -> None:
        self.step("index", done, total)

    def step(self, what: str, done: int, total: int) -> None:
        print(json.dumps({"phase": what, "done": done, "total": total or None}), flush=True)

    def end(self) -> None:
        pass


class _Line:
    def __init__(self, *, changing: bool) -> None:
        self._changing = changing
        self._last = monotonic()
        self._shown = 0

    def imported(self, progress: ImportProgress) -> None:
        self._tell(import_words(progress))

    def indexed(self, done: int, total: int) -> None:
        self.step("making searchable", done, total)

    def step(self, what: str, done: int, total: int) -> None:
        of = f" of {total:,}" if total else ""
        self._tell(f"{what}: {done:,}{of}")

    def end(self) -> None:
        if self._changing and self._shown:
            print(f"\r{' ' * self._shown}\r", end="", file=sys.stderr, flush=True)
            self._shown = 0

    def _tell(self, words: str) -> None:
        if self._changing:
            words = words[: shutil.get_terminal_size().columns - 1]
            print(f"\r{words:<{self._shown}}", end="", file=sys.stderr, flush=True)
            self._shown = len(words)
        elif monotonic() - self._last > _EVERY:
            tell(words)
            self._last = monotonic()
