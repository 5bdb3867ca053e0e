"""Find in the open leaflet: to the first match as the reader types, and from match to match."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from viewer.highlight.matches import Matches
from viewer.ui.find_bar import FindQuery
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_view import LeafletView


class _Beginning(NamedTuple):
    """Where the reader was when they began to type."""

    offset: int
    """The character from which on is looked."""
    anchor: int
    held_section: str


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
        self._began: _Beginning | None = None
        self._scrolled = 0  # where the view stood when find left it

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
        self._match = self._began = None

    def find(self, query: FindQuery) -> None:
        """Finds as the reader types, from where they began, or have moved to otherwise since.

        To ask for what is being found already moves nothing, unless it was selected elsewhere.
        """
        selected = self._selected()
        if selected is None and self.is_at_match and query == self._highlighting.query:
            return
        if self._began is None or selected is not None or not self._is_as_left():
            self._began = self._beginning(selected)
        self._highlighting.find(query, self._began.offset)
        match = self._highlighting.first_found(self._began.offset)
        if match is None:
            self._view.restore(self._began.anchor, self._began.held_section)
        self._go_to(match)

    def step(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) match, from where the reader is."""
        found = self._highlighting.found
        if found is None or not len(found):
            return
        number = self._next_number(found, step)
        around = number % len(found)
        self._began = None
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
        return self._is_as_left() or self._is_in_view(self._match)

    def _is_as_left(self) -> bool:
        """Whether neither a jump nor scrolling moved the view since find left it."""
        scrolled = self._view.verticalScrollBar().value()
        return self._view.current() == self._match and scrolled == self._scrolled

    def _is_in_view(self, span: tuple[int, int]) -> bool:
        first, last = self._view.visible_offsets()
        return first <= span[0] <= last

    def _selected(self) -> tuple[int, int] | None:
        """What is selected, where that is in view; at a match nothing is, until the reader does."""
        selected = self._view.selected_span()
        return selected if selected is not None and self._is_in_view(selected) else None

    def _beginning(self, selected: tuple[int, int] | None) -> _Beginning:
        """Where the reader is: at what they selected, at the match, or at the top of the view."""
        at = selected or (self._match if self._is_here() else None)
        anchor = self._view.anchor()
        offset = at[0] if at is not None else max(0, anchor)
        return _Beginning(offset, anchor, self._view.held_section())

    def _go_to(self, match: tuple[int, int] | None) -> None:
        self._match = match
        if match is not None:
            self._view.go_to_match(*match)
        else:
            self._view.set_current(None)
        self._scrolled = self._view.verticalScrollBar().value()
        self.moved.emit()
