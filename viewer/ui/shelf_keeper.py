"""Keeps the list of the library's leaflets, made ready to be filtered, for whoever lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from viewer.library.entry import LibraryEntry
from viewer.ui.language_names import full_language_name
from viewer.ui.library_shelf import Shelf, fill_shelf
from viewer.ui.task_runner import TaskRunner

_FILL = "fill the shelf"


class ShelfKeeper(QObject):
    """Reads, folds and sorts off the GUI thread; the shelf of before stays until then."""

    filled = Signal()
    """There is a new shelf."""
    failed = Signal(str)
    """The library cannot be listed; a sentence says why."""

    def __init__(
        self, read: Callable[[], Iterable[LibraryEntry]], tasks: TaskRunner, parent: QObject
    ) -> None:
        """`read` gives the leaflets; it is called off the GUI thread."""
        super().__init__(parent)
        self._read = read
        self._tasks = tasks
        self.shelf: Shelf | None = None

    def fill(self) -> None:
        """Makes the shelf anew."""
        self._tasks.run(
            _FILL,
            lambda: fill_shelf(self._read(), full_language_name),
            self._take,
            lambda error: self.failed.emit(f"The library cannot be listed: {error}"),
        )

    def want(self) -> None:
        """Makes the shelf unless there is one, or one is being made."""
        if self.shelf is None and not self._tasks.is_awaited(_FILL):
            self.fill()

    def _take(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.filled.emit()
