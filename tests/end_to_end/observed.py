"""Runs the program with a way in for the tests: they may look, but keys come from the screen.

A thread takes questions from a connection that the test's process opened and has each answered
on the program's own GUI thread, also while a dialog is open. A question is a function of this
package by module and name, with its arguments. Nothing of the program is replaced or changed.

The way in is opened on the GUI thread, when the program imports what runs after its first frame.
A second thread that imports Qt while the program does so brings PySide into states that no run of
the program alone can reach: its import hook, taken out by the program, came back.

The signal `TELL` has the process say on stderr where each of its threads is.

usage: python observed.py DESCRIPTOR [ARGUMENTS of the program]
"""

from __future__ import annotations

import faulthandler
import importlib
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from multiprocessing.connection import Connection
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
AFTER_THE_FIRST_FRAME = "viewer.app.running"
TELL = signal.SIGUSR1
Question = tuple[str, str, tuple[object, ...]]
Answer = tuple[bool, object]
"""Whether it went well, and what was seen; else the traceback as text."""


def main() -> int:
    """Starts the program as its own entry does; gives the exit status."""
    faulthandler.register(TELL)
    connection: Connection[Answer, Question] = Connection(int(sys.argv[1]))
    sys.argv = ["leaflet-viewer", *sys.argv[2:]]
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    sys.meta_path.insert(0, _Notice(AFTER_THE_FIRST_FRAME, lambda: _answer_on_this(connection)))
    from viewer.__main__ import main as run

    return run()


class _Notice(MetaPathFinder):
    """Finds no module, but calls a function once, when a module of this name is looked for."""

    def __init__(self, name: str, call: Callable[[], None]) -> None:
        self._name = name
        self._call = call

    def find_spec(self, name: str, *_: object) -> None:
        if name == self._name:
            sys.meta_path.remove(self)
            self._call()


def _answer_on_this(connection: Connection[Answer, Question]) -> None:
    """Has questions answered on the calling thread, which runs the window."""
    from PySide6.QtCore import QMetaObject, QObject, Qt, Slot

    class Desk(QObject):
        question: Question

        @Slot()
        def answer(self) -> None:
            connection.send(_answer(self.question))

    desk = Desk()

    def serve() -> None:
        while True:
            try:
                desk.question = connection.recv()
            except EOFError:
                return
            QMetaObject.invokeMethod(desk, "answer", Qt.ConnectionType.QueuedConnection)

    threading.Thread(target=serve, daemon=True).start()


def _answer(question: Question) -> Answer:
    module, name, arguments = question
    try:
        return True, getattr(importlib.import_module(module), name)(*arguments)
    except BaseException:  # whatever it is, the test is to show it
        return False, traceback.format_exc()


if __name__ == "__main__":
    sys.exit(main())
