"""The floor of every start: an empty QMainWindow of the viewer's size, and nothing else."""

from __future__ import annotations

import os

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """Ends the process as soon as it was painted, or later to tell its memory."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if os.environ["LEAFLET_BENCHMARK"] == "first":
            QTimer.singleShot(0, lambda: os._exit(0))
        elif os.environ["LEAFLET_BENCHMARK"] == "frame":
            from benchmarks.observing.memory import end

            QTimer.singleShot(0, end)
        else:
            from benchmarks.observing.completion import REST
            from benchmarks.observing.memory import end

            QTimer.singleShot(REST, end)


app = QApplication([])
window = Bare()
window.resize(1180, 780)
window.show()
app.exec()
