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
    """Reads, folds and sorts off the GUI thread; the shelf of before stays until then.

    Other programs change the library, too: each time that a shelf is wanted, the library is asked
    whether it is still the one that was listed.
    """

    ready = Signal()
    """The shelf that was wanted is that of the library as it is."""
    filled = Signal()
    """There is a new shelf."""
    failed = Signal(str)
    """The library cannot be listed; a sentence says why."""

    def __init__(
        self,
        read: Callable[[], Iterable[LibraryEntry]],
        generation: Callable[[], object],
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        """`read` gives the leaflets, `generation` another thing whenever these are others.

        Both are called off the GUI thread.
        """
        super().__init__(parent)
        self._read = read
        self._read_generation = generation
        self._generation: object = None
        """That of the shelf; None where there is none, or the library could not be read since."""
        self._tasks = tasks
        self.shelf: Shelf | None = None

    def fill(self) -> None:
        """Makes the shelf anew where the library is another; begins again what is under way."""
        listed = self._generation

        def work() -> tuple[object, Shelf] | None:
            generation = self._read_generation()  # before the leaflets: never newer than they are
            if generation == listed:
                return None
            return generation, fill_shelf(self._read(), full_language_name)

        self._tasks.run(_FILL, work, self._take, self._fail)

    def want(self) -> None:
        """Makes the shelf anew where the library is another, unless that is under way."""
        if not self._tasks.is_awaited(_FILL):
            self.fill()

    def _take(self, made: tuple[object, Shelf] | None) -> None:
        if made is not None:
            self._generation, self.shelf = made
            self.filled.emit()
        self.ready.emit()

    def _fail(self, error: Exception) -> None:
        self._generation = None  # whoever shows the failure is to hear when it is over
        self.failed.emit(f"The library cannot be listed: {error}.")
