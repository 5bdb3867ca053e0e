"""Find in the open leaflet: to the first match as the reader types, and from match to match."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject, Signal

from viewer.highlight.matches import Matches
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
        self._scrolled = 0  # where the view stood when it showed the match

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
        """Goes to the next (+1) or previous (-1) match, from where the reader is."""
        found = self._highlighting.found
        if found is None or not len(found):
            return
        number = self._next_number(found, step)
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

    def _next_number(self, found: Matches, step: int) -> int:
        """The number to go to; beyond either end where find goes around."""
        if self._is_here():
            return self.number + step
        following = bisect_left(found.starts, self._view.top_offset())
        return following if step > 0 else following - 1

    def _is_here(self) -> bool:
        """Whether the reader is still at the match: no jump since, and not scrolled away from."""
        if self._match is None or self._view.current() != self._match:
            return False
        if self._view.verticalScrollBar().value() == self._scrolled:
            return True
        first, last = self._view.visible_offsets()
        return first <= self._match[0] <= last

    def _go_to(self, match: tuple[int, int]) -> None:
        self._match = match
        self._view.set_current(match)
        self._view.reveal(*match)
        self._scrolled = self._view.verticalScrollBar().value()
        self.moved.emit()
