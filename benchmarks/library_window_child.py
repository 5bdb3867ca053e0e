"""The library in the program's own window: from a key in the search field to the painted list.

usage: python -m benchmarks.library_window_child QUESTIONS LEAFLET
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from benchmarks.children import Round, serve
from benchmarks.library_queries import Question, percentile, read_questions
from benchmarks.window_child import Stage
from viewer.app import run_window
from viewer.open_request import OpenRequest
from viewer.ui.import_process import ImportProcess


class LibraryStage(Stage):
    """The window, its side pane open at the search."""

    def __init__(self, asked: list[Question], leaflet: str) -> None:
        super().__init__([leaflet])
        self._asked = asked

    def search(self) -> Round:
        """The last key of each question: the 95th percentile."""
        self._part(QAction, "action_search").trigger()
        field = self._part(QLineEdit, "search_field")
        results = self._part(QListView, "search_results")
        times = [self._time(field, results, question.typed) for question in self._asked]
        return {"p95": percentile(times)}

    def _time(self, field: QLineEdit, results: QListView, typed: str) -> float:
        """Milliseconds from the last key until the list with the answer is on the screen."""
        self._answered(results, lambda: field.setText(typed[:-1]))
        self._rest()
        began = time.perf_counter()
        self._answered(results, lambda: self._press(field, Qt.Key.Key_unknown, typed[-1]))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
        return (time.perf_counter() - began) * 1000

    def _answered(self, results: QListView, act: Callable[[], object]) -> None:
        """Waits asleep, as the window does: looking would take the interpreter from the search."""
        loop = QEventLoop()
        results.model().modelReset.connect(loop.quit)
        act()
        loop.exec()
        results.model().modelReset.disconnect(loop.quit)

    def importing(self) -> Round:
        """The longest time that the window does not answer while it imports a folder."""
        rest = self._longest_gap(lambda: None)
        folder = os.environ["LEAFLET_BENCHMARK_FOLDER"]
        begin = lambda: self.window.import_dropped.emit([folder])  # type: ignore[attr-defined]  # noqa: E731
        gap = self._longest_gap(begin, self._is_imported)
        return {"rest": rest, "gap": gap}

    def _wait_until(self, happened: Callable[[], bool]) -> None:
        """Waits asleep between two looks, for an import may take minutes."""
        while not happened():
            self._wait_for(20)

    def _is_imported(self) -> bool:
        return not any(each.running for each in self.window.findChildren(ImportProcess))


def _wait_to_be_asked(asked: list[Question], leaflet: str) -> int:
    stage = LibraryStage(asked, leaflet)
    serve({"search": stage.search, "importing": stage.importing})
    sys.stdout.flush()
    os._exit(0)


def main(file: str, leaflet: str) -> None:
    asked = read_questions(Path(file))
    QApplication.exec = lambda *_: _wait_to_be_asked(asked, leaflet)  # type: ignore[method-assign]
    run_window(OpenRequest(leaflet))


if __name__ == "__main__":
    main(*sys.argv[1:])
