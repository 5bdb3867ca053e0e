"""Find in the open leaflet: to the first match as the reader types, and from match to match."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject, Signal

from viewer.ui.find_bar import FindQuery
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_view import LeafletView


class FindWalk(QObject):
    """Which match find is at, and where the reader was when they began to type."""

    moved = Signal()
    """The match that find is at is another now, or none."""
    noticed = Signal(str)
    """Something to tell the reader in passing."""

    def __init__(self, view: LeafletView, highlighting: Highlighting, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._highlighting = highlighting
        self._match: tuple[int, int] | None = None
        self._from: tuple[int, str] | None = None

    @property
    def is_at_match(self) -> bool:
        """Whether find is at a match."""
        return self._match is not None

    @property
    def number(self) -> int:
        """The number of the match that find is at, from 0; -1 where it is at none.

        Asking for it makes a long leaflet be searched whole.
        """
        found = self._highlighting.found
        if found is None or self._match is None:
            return -1
        return bisect_left(found.starts, self._match[0])

    def restart(self) -> None:
        """Begins anew from where the reader is; emits nothing."""
        self._match = self._from = None

    def find(self, query: FindQuery) -> None:
        """Finds as the reader types, from where they were when they began."""
        if self._from is None:
            self._from = (self._view.anchor(), self._view.held_section())
        began = max(0, self._from[0])
        self._highlighting.find(query, began)
        match = self._highlighting.first_found(began)
        if match is not None:
            self._go_to(match)
            return
        self._match = None
        self._view.set_current(None)
        self._view.restore(*self._from)
        self.moved.emit()

    def step(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) match of what is being found."""
        found = self._highlighting.found
        if found is None or not len(found):
            return
        number = self.number + step if self.is_at_match else 0
        around = number % len(found)
        self._go_to((found.starts[around], found.ends[around]))
        if number != around:
            self.noticed.emit("Found from the start again" if step > 0 else "Found from the end")

    def end(self) -> None:
        """Ends the finding; the reader stays at what was found."""
        self.restart()
        self._highlighting.find(FindQuery(""))
        self._view.set_current(None)
        self.moved.emit()

    def _go_to(self, match: tuple[int, int]) -> None:
        self._match = match
        self._view.set_current(match)
        self._view.reveal(*match)
        self.moved.emit()
