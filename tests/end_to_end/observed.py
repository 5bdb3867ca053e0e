"""Runs the program with a way in for the tests: they may look, but keys come from the screen.

A thread takes questions from a connection that the test's process opened and has each answered
on the program's own GUI thread, also while a dialog is open. A question is a function of this
package by module and name, with its arguments. Nothing of the program is replaced or changed.

usage: python observed.py DESCRIPTOR [ARGUMENTS of the program]
"""

from __future__ import annotations

import importlib
import sys
import threading
import time
import traceback
from multiprocessing.connection import Connection
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
Question = tuple[str, str, tuple[object, ...]]
Answer = tuple[bool, object]
"""Whether it went well, and what was seen; else the traceback as text."""


def main() -> int:
    """Starts the thread and then the program as its own entry does; gives the exit status."""
    connection: Connection[Answer, Question] = Connection(int(sys.argv[1]))
    sys.argv = ["leaflet-viewer", *sys.argv[2:]]
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    threading.Thread(target=_serve, args=(connection,), daemon=True).start()
    from viewer.__main__ import main as run

    return run()


def _serve(connection: Connection[Answer, Question]) -> None:
    while "PySide6.QtWidgets" not in sys.modules:
        time.sleep(0.005)
    from PySide6.QtCore import QMetaObject, QObject, Qt, Slot
    from PySide6.QtWidgets import QApplication

    class Desk(QObject):
        question: Question

        @Slot()
        def answer(self) -> None:
            connection.send(_answer(self.question))

    while (app := QApplication.instance()) is None:
        time.sleep(0.005)
    desk = Desk()
    desk.moveToThread(app.thread())
    while True:
        try:
            desk.question = connection.recv()
        except EOFError:
            return
        QMetaObject.invokeMethod(desk, "answer", Qt.ConnectionType.QueuedConnection)


def _answer(question: Question) -> Answer:
    module, name, arguments = question
    try:
        return True, getattr(importlib.import_module(module), name)(*arguments)
    except BaseException:  # whatever it is, the test is to show it
        return False, traceback.format_exc()


if __name__ == "__main__":
    sys.exit(main())
