"""How a window becomes complete after its first paint: frames, time and memory.

A frame is one pass of painting over the window; it ends when the program is back in its event
loop. Watched are the parts a reader sees and uses: the leaflet, the tree, the lenses, the menus.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from benchmarks.observing.memory import end

REST = 700
"""Milliseconds after which a window counts as at rest."""
PARTS = ("leaflet_view", "section_tree", "lens_bar")


class Completion(QObject):
    """Notes when each part was painted last."""

    def __init__(self) -> None:
        super().__init__(QApplication.instance())
        self._start = time.perf_counter()
        self._frame = 0
        self._ended = self._start
        self._last: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._ends: dict[int, float] = {}

    def watch(self) -> None:
        """Looks at every part of the window, which has them all by now."""
        window = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "main_window")
        window.installEventFilter(self)
        for name in PARTS:
            part = window.findChild(QWidget, name)
            assert part is not None
            area = part.viewport() if isinstance(part, QAbstractScrollArea) else part
            for widget in (area, *part.findChildren(QWidget)):
                self._note(widget, name)
        self._note(window.menuBar(), "menus")  # type: ignore[attr-defined]

    def _note(self, widget: QWidget, name: str) -> None:
        self._names[id(widget)] = name
        widget.setProperty("part", name)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.UpdateRequest:
            self._frame += 1
            QTimer.singleShot(0, lambda frame=self._frame: self._end(frame))
        elif event.type() == QEvent.Type.Paint and watched.property("part"):
            self._last[watched.property("part")] = max(1, self._frame)
        return False

    def _end(self, frame: int) -> None:
        self._ends[frame] = time.perf_counter()

    def report(self) -> None:
        """Says what was seen, and ends the program."""
        last = max(self._last.values(), default=0)
        print("frames", last)
        print("complete", (self._ends.get(last, self._start) - self._start) * 1000)
        for name, frame in self._last.items():
            print(name, frame)
        end()


def observe() -> None:
    """Called within the first paint."""
    completion = Completion()
    QTimer.singleShot(0, completion.watch)
    QTimer.singleShot(REST, completion.report)
