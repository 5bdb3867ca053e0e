"""The program's log: when it started, and what went wrong inside it.

It holds no search words, no leaflet text and nothing of what was read: of an error only its kind
and the places in the program are written, because the words of an error may quote what it was
about. Two older files are kept. Python's own logging would take longer to import than all of this
to run.
"""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from viewer import __version__

NAME = "leaflet-viewer.log"
FAULT_NAME = "hard-crash.log"
"""Where Python writes where it was when the process was ended by the system."""
MOST_BYTES = 128 * 1024
_OLDER = 2
_START = "start"
_ERRORS_TOLD = 20
_STARTS_TOLD = 5
_CRASH_TOLD = 60
"""Lines that diagnostics have: of errors, of what came last, of the last hard crash."""
_CRASH_HEAD = re.compile("Fatal Python error|Windows fatal exception")
_PACKAGE = Path(__file__).resolve().parents[1]
_TOP = _PACKAGE.parent


class Journal:
    """The log in a folder. Failing to write it is harmless."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / NAME
        self._fault_file: int = -1

    def note_start(self, words: str = "") -> None:
        """Notes that the program has started; `words` are facts about the system."""
        self._write(f"{_START} {__version__}{f', {words}' if words else ''}")

    def note_crash(self) -> None:
        """Notes that the last run did not end as it should."""
        self._write("the last run did not close its window")

    def note_error(self, error: BaseException, traceback: TracebackType | None) -> None:
        """Notes an unexpected error: its kind, and its way through the program."""
        self._write(f"error {error_kind(error)} at {' < '.join(reversed(places(traceback)))}")

    def watch_hard_crashes(self) -> None:
        """Has Python write where it was when the system ends the process, into a file beside."""
        import faulthandler

        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            path = self.folder / FAULT_NAME
            if path.exists() and path.stat().st_size > MOST_BYTES:
                path.unlink()
            self._fault_file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            faulthandler.enable(self._fault_file)

    def close(self) -> None:
        """Ends the watch for hard crashes."""
        if self._fault_file >= 0:
            import faulthandler

            faulthandler.disable()
            os.close(self._fault_file)
            self._fault_file = -1

    def last_lines(self) -> list[str]:
        """What is to be known of the last runs, the oldest first: errors, starts, a hard crash.

        However often the program has started since, the last errors are among them.
        """
        lines = [line for path in reversed(self._paths()) for line in _lines(path)]
        wrong = [number for number, line in enumerate(lines) if not _tells_of_start(line)]
        latest = range(len(lines))[-_STARTS_TOLD:]
        chosen = sorted({*wrong[-_ERRORS_TOLD:], *latest})
        return [*(lines[number] for number in chosen), *self._last_hard_crash()]

    def _last_hard_crash(self) -> list[str]:
        """When it was, and what Python wrote of it."""
        path = self.folder / FAULT_NAME
        lines = _lines(path)
        heads = [number for number, line in enumerate(lines) if _CRASH_HEAD.match(line)]
        if not heads:
            return []
        with suppress(OSError):  # nothing is written to this file but at a crash
            time = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
            told = [f"{time.isoformat(timespec='seconds')} hard crash"]
            return told + lines[heads[-1] :][:_CRASH_TOLD]
        return []

    def _paths(self) -> list[Path]:
        """The log and the older ones, the newest first, whether they are there or not."""
        return [self._path, *(Path(f"{self._path}.{n}") for n in range(1, _OLDER + 1))]

    def _write(self, words: str) -> None:
        time = datetime.now().astimezone().isoformat(timespec="seconds")
        line = f"{time} [{os.getpid()}] {words}\n".encode()
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._rotate()
            # One write at the end of the file: lines of two windows do not mix.
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                os.write(file, line)
            finally:
                os.close(file)

    def _rotate(self) -> None:
        if not self._path.exists() or self._path.stat().st_size < MOST_BYTES:
            return
        paths = self._paths()
        for older, newer in zip(reversed(paths), reversed(paths[:-1]), strict=False):
            if newer.exists():
                newer.replace(older)


def _lines(path: Path) -> list[str]:
    with suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    return []


def _tells_of_start(line: str) -> bool:
    """Whether it is the line of a start, which says nothing of what went wrong."""
    return line.partition("] ")[2].startswith(_START)


def error_kind(error: BaseException) -> str:
    """The error's class, and of an error of the system its number."""
    number = getattr(error, "errno", None)
    return f"{type(error).__name__}{f' {number}' if isinstance(number, int) else ''}"


def places(traceback: TracebackType | None) -> list[str]:
    """The places of a traceback, the innermost last: file, line and function, without any value."""
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        found.append(f"{_short(code.co_filename)}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return found


def _short(file: str) -> str:
    """A source file without the folders that lead to the program or to Python."""
    with suppress(ValueError):
        return Path(file).relative_to(_TOP).as_posix()
    with suppress(ValueError):
        return Path(file).relative_to(sys.base_prefix).as_posix()
    return Path(file).name
