"""Which leaflet is open, noted for one purpose: to show it again after a crash.

A file holds the name of that one leaflet while the window is open, and is locked as long; a normal
end takes it away. So a file that can be locked was left by a crash. It is read once and taken away,
whatever is made of it, and no history comes of it. Older ones concern nobody any more, and those
of another login may concern somebody else: its end takes the display away, which is no crash.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MOST_AGE = 12 * 60 * 60
"""Seconds after which what was left is of no interest."""
MOST_CRASHES = 2
"""A leaflet that was open at so many crashes running is not opened again by itself."""
_PREFIX = "open-"
_MOST_BYTES = 16 * 1024
_LOCKED_BYTE = 1 << 30


class Leftover(NamedTuple):
    """A leaflet that was open at a crash, and at how many running; the last among them."""

    leaflet: str
    crashes: int

    @property
    def may_be_reopened(self) -> bool:
        return self.crashes < MOST_CRASHES


class OpenNote:
    """The note of one window, in a folder. Failing to write it is harmless: nothing is reopened."""

    def __init__(self, folder: Path, session: str = "", before: Leftover | None = None) -> None:
        """`session` tells this login from others; `before` is what the last crash left."""
        self._folder = folder
        self._session = session
        self._before = before
        self._path = folder / f"{_PREFIX}{os.getpid()}.json"
        self._file = -1

    def write(self, leaflet: str) -> None:
        """Notes that a leaflet is open, in place of the one before."""
        import json

        before = self._before
        crashes = before.crashes if before is not None and before.leaflet == leaflet else 0
        with suppress(OSError):
            if self._file < 0:
                self._folder.mkdir(parents=True, exist_ok=True)
                flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
                self._file = os.open(self._path, flags, 0o600)
                _lock(self._file)
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            note = {"leaflet": leaflet, "crashes": crashes, "session": self._session}
            os.write(self._file, json.dumps(note).encode())

    def end(self) -> None:
        """Takes the note away: the window is closed as it should be."""
        if self._file >= 0:
            with suppress(OSError):
                if sys.platform != "win32":  # where an open file cannot be taken away
                    self._path.unlink()
                os.close(self._file)
                self._path.unlink(missing_ok=True)
            self._file = -1


def is_anything_left(folder: Path) -> bool:
    """Whether a window may have crashed; costs next to nothing where none is open."""
    return any(True for _ in _left(folder))


def take_leftovers(folder: Path, session: str = "") -> list[Leftover]:
    """What crashes left, the latest first, each counted with the crash that left it; takes it away.

    The notes of windows that are open stay. Those of another login go unread.
    """
    import json

    found: list[tuple[float, Leftover]] = []
    for path in list(_left(folder)):
        with suppress(OSError):
            age = time.time() - path.stat().st_mtime
            data = path.read_bytes()[:_MOST_BYTES]
            path.unlink()
            with suppress(ValueError, KeyError, TypeError):
                note = json.loads(data)
                left = Leftover(str(note["leaflet"]), int(note["crashes"]) + 1)
                if left.leaflet and 0 <= age < MOST_AGE and note["session"] == session:
                    found.append((age, left))
    return [left for _, left in sorted(found)]


def _left(folder: Path) -> Iterator[Path]:
    """The notes that no living window holds."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(_PREFIX)]  # noqa: PTH208
    except OSError:
        return
    for name in names:
        with suppress(OSError):
            file = os.open(folder / name, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
            try:
                _lock(file)
            finally:
                os.close(file)
            yield folder / name


def _lock(file: int) -> None:
    """Locks an open file until it is closed, or its process ends. Raises OSError: it is locked."""
    if sys.platform == "win32":
        import msvcrt

        # A byte that is locked cannot be read by others, so it is one far behind the text.
        os.lseek(file, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
