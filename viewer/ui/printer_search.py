"""Asks for printers in a process of its own, so that no print server can freeze the window.

A thread would not do: see `viewer.ui.printers`.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QSizeF, QTimer, Signal
from PySide6.QtGui import QPageSize

from viewer.leaflet.reading_command import reading_command, reading_environment

CHILD_OPTION = "--printers-child"
"""The first argument with which the program is that process; see `viewer.__main__`."""
SECONDS = 15
"""The most that asking may take."""
_PATIENCE = 1_000
"""Milliseconds for a process to end that was killed."""


class PrintersFound(NamedTuple):
    """Installed printers, the default one first, and the paper that only the first one has.

    That is None where the first takes one of those offered anyway.
    """

    printers: tuple[str, ...]
    own_paper: QPageSize | None


class PrinterSearch(QObject):
    """Asks one thing at a time; each `ask` ends in one signal, unless another one comes."""

    found = Signal(PrintersFound)
    failed = Signal()
    """There is no answer, or none in time."""

    def __init__(self, parent: QObject | None = None, *, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._deadline = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._deadline.timeout.connect(self._end)

    def ask(self, printer: str = "") -> None:
        """Asks about all printers, or about the one of this name alone."""
        self.close()
        environment = QProcessEnvironment()
        for name, value in reading_environment().items():
            environment.insert(name, value)
        process = self._process = QProcess(self)
        process.setProcessEnvironment(environment)
        process.setStandardErrorFile(QProcess.nullDevice())
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._end)
        program, *arguments = reading_command()[:-1]
        self._deadline.start()
        process.start(program, [*arguments, CHILD_OPTION, *filter(None, [printer])])

    def close(self) -> None:
        """Asks no more."""
        self._deadline.stop()
        process, self._process = self._process, None
        if process is not None:
            process.blockSignals(True)
            process.kill()
            process.waitForFinished(_PATIENCE)
            process.deleteLater()

    def _end(self) -> None:
        assert self._process is not None
        answer = self._process.readAllStandardOutput().data()
        self.close()
        found = _understood(bytes(answer))
        if found is None:
            self.failed.emit()
        else:
            self.found.emit(found)


def _understood(answer: bytes) -> PrintersFound | None:
    try:
        told = json.loads(answer)
    except ValueError:
        return None
    match told:
        case {"printers": list(names), "paper": None}:
            return PrintersFound(tuple(map(str, names)), None)
        case {"printers": list(names), "paper": [str(name), float(width), float(height)]}:
            paper = QPageSize(QSizeF(width, height), QPageSize.Unit.Point, name)
            return PrintersFound(tuple(map(str, names)), paper)
    return None
