"""Keeps the search index up to date while the window is open, in a process of its own."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from viewer.app.library_access import LibraryAccess
from viewer.ui.import_process import ImportEnding, ImportProcess
from viewer.ui.task_runner import TaskRunner

_LOOK = "look at the index"


class IndexKeeper(QObject):
    """Looks at the index when asked to and has it made, or made anew, where it needs that."""

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

    def look(self) -> None:
        """Finds out whether the index is up to date, and has it brought up to date if not."""
        if self._process is None:
            self._tasks.run(_LOOK, self._state, self._begin, lambda _: self.told.emit(""))

    def close(self) -> None:
        """Ends what is under way; it goes on from there the next time."""
        if self._process is not None:
            self._process.close()

    def _state(self) -> str:
        """Why the index has to be worked on, in words; empty where it is up to date."""
        from viewer.library.search_state import IndexState

        index = self._access.index()
        if index is None:
            return ""
        return {
            IndexState.READY: "",
            IndexState.BEHIND: "Making the leaflets imported last searchable",
            IndexState.MISSING: "Making the search ready",
            IndexState.DAMAGED: "The search index was damaged and is made anew",
            IndexState.OTHER: "The search index does not fit the library and is made anew",
        }[index.state]

    def _begin(self, words: str) -> None:
        self.told.emit(f"{words}…" if words else "")
        if not words or self._process is not None:
            return
        self._words = words
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
