"""The application object: it also hears what the system asks a running program to open.

On macOS a file that is double clicked, or dropped on the icon in the dock, never is an argument.
It comes as an event to the application, at the start as well as later (QFileOpenEvent).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """Keeps the files it is asked to open until somebody opens them.

    An event filter would do as well, but one on the application sees each event of each widget.
    """

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self._asked: list[str] = []
        self._open: Callable[[str], object] | None = None

    def open_files_with(self, open: Callable[[str], object]) -> None:
        """Calls `open` with the path of each file, beginning with those asked for already."""
        self._open = open
        for file in self._asked:
            open(file)
        self._asked.clear()

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent):
            return super().event(event)
        if not event.file():
            return False  # an address, which no program of this kind is asked to open
        if self._open is None:
            self._asked.append(event.file())
        else:
            self._open(event.file())
        return True
