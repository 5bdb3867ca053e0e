"""Keeps the search index up to date while the window is open, in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.app.library_access import LibraryAccess
from viewer.ui.import_process import ImportEnding, ImportProcess
from viewer.ui.task_runner import TaskRunner

_LOOK = "look at the index"
_AGAIN = 2_000
"""Milliseconds until it is looked again whether another program is still at the index."""


class _Found(NamedTuple):
    """Why the index has to be worked on, empty where it has not, and the library's generation.

    `busy`: another program works on it.
    """

    words: str
    generation: int
    busy: bool = False


class IndexKeeper(QObject):
    """Looks at the index when asked to and has it made, or made anew, where it needs that.

    It looks again when that is done: the library may have changed meanwhile, and a program that
    imports into it leaves the index to whoever is at it. Where that is another program, it is
    waited for.
    """

    told = Signal(str)
    """How it stands with the index; empty where it is up to date."""
    made = Signal()
    """The index is another now."""

    def __init__(self, access: LibraryAccess, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._access = access
        self._tasks = tasks
        self._process: ImportProcess | None = None
        self._words = ""
        self._asked = False
        self._generation = 0
        """The library's when it was last looked at."""
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self._again.timeout.connect(self._find_out)
        self._waited = False
        """Whether another program was at the index when it was last looked at."""
        self._closed = False

    def look(self) -> None:
        """Finds out whether the index is up to date, and has it brought up to date if not.

        Where that is under way already, this is done at its end.
        """
        self._asked = True
        self._find_out()

    def close(self) -> None:
        """Ends what is under way; it goes on from there the next time."""
        self._closed = True
        self._again.stop()
        if self._process is not None:
            self._process.close()

    def _find_out(self) -> None:
        if self._process is None and not self._closed:
            self._tasks.run(_LOOK, self._state, self._begin, lambda _: self.told.emit(""))

    def _state(self) -> _Found:
        """How it stands, in words. Raises LibraryError."""
        from viewer.library.search_state import IndexState

        library, index = self._access.library(), self._access.index()
        if library is None or index is None:
            return _Found("", 0)
        generation = library.generation
        words = {
            IndexState.READY: "",
            IndexState.BEHIND: "Making the leaflets imported last searchable",
            IndexState.MISSING: "Making the search ready",
            IndexState.DAMAGED: "The search index was damaged and is made anew",
            IndexState.OTHER: "The search index does not fit the library and is made anew",
        }[index.state]
        return _Found(words, generation, bool(words) and _is_busy(index.folder))

    def _begin(self, found: _Found) -> None:
        if found.busy:
            self._asked = self._waited = True  # what the other one leaves is done here
            self.told.emit("The leaflets imported last are being made searchable…")
            self._again.start()
            return
        if self._waited:
            self._waited = False
            self.made.emit()
        # An update that helped nothing is not begun again before the library has changed.
        wanted = self._asked or found.generation != self._generation
        self._asked, self._generation = False, found.generation
        if not found.words:
            self.told.emit("")
        if not found.words or not wanted:
            return
        self.told.emit(f"{found.words}…")
        self._words = found.words
        self._process = ImportProcess(self)
        self._process.indexed.connect(self._count)
        self._process.ended.connect(self._end)
        self._process.start_index(self._access.folder)

    def _count(self, done: int, total: int) -> None:
        share = f"{done * 100 // total} %" if total else f"{done:,}"
        self.told.emit(f"{self._words}: {share}")

    def _end(self, ending: ImportEnding) -> None:
        if self._process is not None:
            self._process.deleteLater()
        self._process = None
        if ending.error:
            self.told.emit(f"The search is not up to date: {ending.error}")
        else:
            self.told.emit("")
        self.made.emit()
        self._find_out()


def _is_busy(folder: Path) -> bool:
    """Whether another program works on the index in a folder."""
    from viewer.library.search_errors import IndexBusyError
    from viewer.library.search_state import sole_writer

    try:
        with sole_writer(folder):
            return False
    except IndexBusyError:
        return True
    except OSError:  # nobody can write there, which the update tells
        return False
