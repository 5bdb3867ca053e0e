"""The walk through the passages: from one match of the lenses that are on to the next."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from viewer.highlight.passages import Passage
from viewer.render.lens_words import answering_names, cannot_check, either
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.painting import key_text


class PassageWalk(QObject):
    """Where the walk is; it begins anew from what is in view when that is left."""

    moved = Signal()
    """The passage that the walk is at is another now, or none."""
    noticed = Signal(str)
    """Something to tell the reader in passing."""

    def __init__(self, view: LeafletView, highlighting: Highlighting, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._highlighting = highlighting
        self._number = -1
        self.left: int | None = None
        """The view's anchor from which the walk began; None where it is at no passage."""

    @property
    def number(self) -> int:
        """The number of the passage the walk is at, from 0; -1 where it is at none."""
        return self._number

    @property
    def passage(self) -> Passage | None:
        """The passage that the walk is at, while it is in view."""
        if self._number < 0:
            return None
        passage = self._highlighting.passages[self._number]
        first, last = self._view.visible_offsets()
        return passage if first <= passage.start <= last else None

    def restart(self) -> None:
        """Begins anew from what is in view; emits nothing."""
        self._number = -1
        self.left = None

    def leave(self) -> None:
        """The passages are others now: leaves the one that the walk is at.

        A hit of the search that was opened is left too, once nothing marks it any more.
        """
        if self._number >= 0:
            self.restart()
            self._view.set_current(None)
            self.moved.emit()
        elif not self._highlighting.finding and not self._is_marked(self._view.current()):
            self._view.set_current(None)

    def step(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) passage, around the end with a notice."""
        passages = self._highlighting.passages
        if not len(passages):
            self.noticed.emit(self._no_passage())
            return
        if self.passage is None:
            self.left = self._view.anchor()
        number = self._next_number(step)
        self._number = number % len(passages)
        passage: Passage = passages[self._number]
        self._view.go_to_match(passage.start, passage.end)
        self.moved.emit()
        if number >= len(passages):
            self.noticed.emit("Past the last passage: this is the first one")
        elif number < 0:
            self.noticed.emit("Before the first passage: this is the last one")

    def _next_number(self, step: int) -> int:
        """The number to go to; beyond either end where the walk goes around."""
        passages = self._highlighting.passages
        if self.passage is not None:
            return self._number + step
        top = self._view.top_offset()
        if step > 0:
            number = passages.first_from(top)
            return number if passages[number].start >= top else len(passages)
        number = passages.last_before(top)
        return number if passages[number].start < top else -1

    def _is_marked(self, span: tuple[int, int] | None) -> bool:
        """Whether a mark stands within these characters, as far as the marks are known."""
        return span is not None and any(
            matches.starts[number] < span[1] and span[0] < matches.ends[number]
            for matches in self._highlighting.marks()
            for number in matches.overlapping(*span)
        )

    def _no_passage(self) -> str:
        names = self._highlighting.lens_names()
        if not names:
            first, last = key_text("Ctrl+1"), key_text("Ctrl+9")
            return f"No lens is on: {first} to {last} switch one on"
        if not self._view.isVisible():  # a message stands in its place
            return "No leaflet is shown"
        matches = self._highlighting.active_matches()
        answering, unchecked = answering_names(matches, names), cannot_check(matches, names)
        none = f"No passage on {either(answering)} in this leaflet" if answering else ""
        words = "; ".join(filter(None, (none, unchecked)))
        return words[:1].upper() + words[1:]
