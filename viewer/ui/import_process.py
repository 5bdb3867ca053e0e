"""Imports and index updates as the window starts them: in processes of their own.

No frame waits for them, as they have an interpreter of their own.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from viewer.leaflet.reading_command import reading_command, reading_environment
from viewer.library.import_report import ImportReport, report_from
from viewer.library.importer import ImportProgress

_PATIENCE = 5.0
"""Seconds for an import to write what it has read, once it is not wanted any more."""


class ImportEnding(NamedTuple):
    """How an import ended: with a report, kept in `file`, or without one and why.

    That of an index update has no report; where all is well it has no error either. `notes` are
    sentences on what else went wrong, as in making the leaflets searchable.
    """

    report: ImportReport | None
    file: str
    error: str
    notes: tuple[str, ...] = ()


class ImportProcess(QObject):
    """Runs `leaflet-viewer import` or `library index` once and hands on what it tells.

    Signals: `progressed` with an ImportProgress, some times a second; `indexed` with how many
    leaflets are searchable now, of how many (0 where it is not known); `ended` with an
    ImportEnding, once and last.
    """

    progressed = Signal(object)
    indexed = Signal(int, int)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: Thread | None = None

    def start(
        self, library: Path, paths: Sequence[Path], *, force: bool = False, sources: bool = True
    ) -> None:
        """Begins to import what lies at `paths` into the library of a folder."""
        options = [*["--force"] * force, *["--no-sources"] * (not sources)]
        self._start(library, "import", "--progress-lines", *options, "--", *map(str, paths))

    def start_index(self, library: Path) -> None:
        """Begins to bring the search index of the library of a folder up to date."""
        self._start(library, "library", "index", "--progress-lines")

    def _start(self, library: Path, *arguments: str) -> None:
        command = [*reading_command()[:-1], "--library", str(library), *arguments]
        self._thread = Thread(target=self._run, args=(command,), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._thread is not None and self._thread.is_alive()

    def cancel(self) -> None:
        """Asks it to end; `ended` comes once what was read is in the library."""
        self._cancelled = True
        process = self._process
        if process is not None and process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()

    def close(self) -> None:
        """Cancels and waits until it is over, for when the window closes."""
        self.cancel()
        if self._thread is not None:
            self._thread.join(_PATIENCE)
            if self._thread.is_alive() and self._process is not None:
                self._process.kill()
                self._thread.join(_PATIENCE)

    _cancelled = False

    def _run(self, command: Sequence[str]) -> None:
        """All of the import, on a thread of its own."""
        with tempfile.TemporaryFile() as told:
            try:
                ending = self._listen(command, told)
            except OSError as error:
                reason = f"it cannot be started ({error.strerror or error})"
                ending = ImportEnding(None, "", reason)
            if ending is None:
                told.seek(0)
                words = told.read(1 << 16).decode("utf-8", "replace").strip()
                ending = ImportEnding(None, "", words or "it ended without a word")
        with suppress(RuntimeError):  # the window is gone
            self.ended.emit(ending)

    def _listen(self, command: Sequence[str], told: IO[bytes]) -> ImportEnding | None:
        process = self._process = subprocess.Popen(
            command,
            env=reading_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=told,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        ending: ImportEnding | None = None
        with process:
            assert process.stdout is not None
            if self._cancelled:  # before there was anything to cancel
                self.cancel()
            for line in process.stdout:
                with suppress(ValueError, TypeError, LookupError):
                    ending = self._take(json.loads(line)) or ending
        return ending

    def _take(self, data: dict[str, Any]) -> ImportEnding | None:
        """Hands on what a line says; gives the ending where it is the last one."""
        with suppress(RuntimeError):  # the window is gone
            match data:
                case {"indexed": True}:
                    return ImportEnding(None, "", "")
                case {"report": dict(report), "file": str(file), "notes": list(notes)}:
                    return ImportEnding(report_from(report), file, "", tuple(map(str, notes)))
                case {"phase": "import", **values}:
                    self.progressed.emit(ImportProgress(**values))
                case {"phase": "index", "done": int(done), "total": total}:
                    self.indexed.emit(done, total if isinstance(total, int) else 0)
        return None
