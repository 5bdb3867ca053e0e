"""Opens leaflets and moves in them: sections, passages, find, back and forward.

The navigator knows where the reader is and what is open; the view shows it, the highlighting
says what is marked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from viewer.highlight.matches import Matches
from viewer.highlight.passages import Passage
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.model import Leaflet, Section
from viewer.render.html import Rendered, render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import Theme
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.find_bar import FindQuery
from viewer.ui.highlighting import Highlighting
from viewer.ui.history import History, Spot
from viewer.ui.leaflet_view import HEAD, LeafletView
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.task_runner import TaskRunner

OPENING = "open a leaflet"


class LeafletSource(Protocol):
    """Where leaflets come from. Both raise LeafletError."""

    def open(self, id: str) -> Leaflet:
        """The leaflet with this id."""
        ...

    def read(self, path: Path) -> Leaflet:
        """The leaflet in a file."""
        ...


class Navigator(QObject):
    """What is open, and where in it the reader is."""

    leaflet_shown = Signal()
    """Another leaflet is open, at its top."""
    document_shown = Signal()
    """The open leaflet was laid out: another leaflet, theme or zoom."""
    open_failed = Signal(ResourceError)
    place_changed = Signal()
    """The section, or the passage of the walk, is another now."""
    find_moved = Signal()
    """The match that find is at is another now."""
    noticed = Signal(str)
    """Something to tell the reader in passing."""

    def __init__(
        self,
        view: LeafletView,
        highlighting: Highlighting,
        source: LeafletSource,
        maker: DocumentMaker,
        tasks: TaskRunner,
        theme: Theme,
        zoom: int,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._highlighting = highlighting
        self._source = source
        self._maker = maker
        self._tasks = tasks
        self._theme = theme
        self._zoom = zoom
        self._open: OpenLeaflet | None = None
        self._history = History()
        self._passage = -1
        self._find_at = -1
        self._find_from: Spot | None = None

    # -- what is open -------------------------------------------------------------------------

    @property
    def present(self) -> OpenLeaflet | None:
        """The leaflet that is open."""
        return self._open

    @property
    def zoom(self) -> int:
        """Percent."""
        return self._zoom

    def open(self, id: str, section: str = "") -> None:
        """Opens a leaflet by its id, at a section."""
        self._start_opening(lambda: self._source.open(id), lambda: self._arrive(section))

    def open_file(self, path: Path, section: str = "") -> None:
        """Opens the leaflet in a file, at a section."""
        self._start_opening(lambda: self._source.read(path), lambda: self._arrive(section))

    def _arrive(self, section: str) -> None:
        if section:
            self.show_section(section)

    def _start_opening(
        self, read: Callable[[], Leaflet], arrive: Callable[[], None], *, leave: bool = True
    ) -> None:
        """Reads and renders off the GUI thread, then shows the leaflet and calls `arrive`."""
        style = screen_style(self._theme, self._zoom)

        def work() -> tuple[OpenLeaflet, Rendered]:
            opened = OpenLeaflet(read())
            _ = opened.index  # made here, or the window would wait for it
            return opened, render_html(opened.leaflet, style)

        def done(result: tuple[OpenLeaflet, Rendered]) -> None:
            if leave:
                self._leave()
            opened, rendered = result
            # The style may have changed while the file was read.
            fits = style == screen_style(self._theme, self._zoom)
            self.show(opened, rendered if fits else None)
            arrive()

        def failed(error: Exception) -> None:
            if not isinstance(error, ResourceError):
                raise error
            self.open_failed.emit(error)

        self._tasks.run(OPENING, work, done, failed)

    def cancel_opening(self) -> bool:
        """Calls off the opening that is under way; False where there is none."""
        if not self._tasks.is_awaited(OPENING):
            return False
        self._tasks.cancel(OPENING)
        self.noticed.emit("Opening was cancelled")
        return True

    def show(self, opened: OpenLeaflet, rendered: Rendered | None = None) -> None:
        """Shows a leaflet that was read already."""
        style = screen_style(self._theme, self._zoom)
        try:
            document = self._maker.document(opened, style, rendered)
        except ValueError as error:
            file = opened.leaflet.provenance.file
            self.open_failed.emit(LeafletError(file, "", f"cannot be shown whole: {error}"))
            return
        self._open = opened
        self._passage = self._find_at = -1
        self._find_from = None
        self._view.show_document(document, self._theme)
        self.leaflet_shown.emit()
        self.document_shown.emit()
        self.place_changed.emit()

    def restyle(self, theme: Theme, zoom: int) -> None:
        """Lays the open leaflet out in another theme or size; the reader stays where they are."""
        self._theme, self._zoom = theme, zoom
        if self._open is None:
            return
        anchor, held = self._view.anchor(), self._view.held_section()
        current = self._view.current()
        document = self._maker.document(self._open, screen_style(theme, zoom))
        self._view.show_document(document, theme)
        self._view.restore(anchor, held)
        self._view.set_current(current)
        self.document_shown.emit()

    # -- sections -----------------------------------------------------------------------------

    @property
    def section(self) -> Section | None:
        """The section the reader is in; None at the leaflet's head."""
        key = self._view.current_section()
        if self._open is None or not key:
            return None
        return next((s for s in self._open.text.sections if s.key == key), None)

    def go_to_section(self, key: str) -> None:
        """Jumps to a section, or with an empty key to the leaflet's head; can be gone back from."""
        self._leave()
        self.show_section(key)

    def show_section(self, key: str) -> None:
        """Shows a section without a step in the history."""
        self._passage = -1
        self._view.set_current(None)
        if key:
            self._view.go_to_section(key)
        else:
            self._view.go_to_top()
        self.place_changed.emit()

    def step_section(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) section that has a heading."""
        if self._open is None:
            return
        sections = self._open.text.sections
        here = self.section
        present = sections.index(here) if here is not None else -1
        titled = [number for number, section in enumerate(sections) if section.title]
        if step > 0:
            later = [number for number in titled if number > present]
            target = sections[later[0]].key if later else None
        else:
            earlier = [number for number in titled if number < present]
            target = sections[earlier[-1]].key if earlier else "" if here is not None else None
        if target is not None:
            self.go_to_section(target)
        else:
            self.noticed.emit("This is the last section" if step > 0 else "This is the beginning")

    def go_to_topic(self, topic: str, name: str) -> None:
        """Jumps to the first section on a topic; `name` says which where there is none."""
        if self._open is None:
            return
        sections = self._open.text.sections
        key = next((section.key for section in sections if section.topic == topic), None)
        if key is not None:
            self.go_to_section(key)
        else:
            self.noticed.emit(f"This leaflet has no section on {name}")

    def follow(self, link: str) -> bool:
        """Follows a link within the leaflet; False where it leads elsewhere."""
        if not link.startswith("#"):
            return False
        self.go_to_section(link[1:])
        return True

    # -- back and forward ---------------------------------------------------------------------

    @property
    def can_go_back(self) -> bool:
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        return self._history.can_go_forward

    def go_back(self) -> None:
        self._go_to(self._history.back(self._spot()))

    def go_forward(self) -> None:
        self._go_to(self._history.forward(self._spot()))

    def _go_to(self, spot: Spot | None) -> None:
        if spot is None or self._open is None:
            return
        if spot.leaflet == self._open.leaflet.id:
            self._show_spot(spot)
        else:
            read = self._source.open
            self._start_opening(
                lambda: read(spot.leaflet), lambda: self._show_spot(spot), leave=False
            )

    def _show_spot(self, spot: Spot) -> None:
        if spot.offset == HEAD:
            self._view.go_to_top()
        else:
            self._view.go_to_offset(spot.offset)
        self.place_changed.emit()

    def _spot(self) -> Spot:
        return Spot(self._open.leaflet.id if self._open else "", self._view.anchor())

    def _leave(self) -> None:
        if self._open is not None:
            self._history.leave(self._spot())

    # -- passages -----------------------------------------------------------------------------

    @property
    def passage(self) -> int:
        """The number of the passage the walk is at, from 0; -1 where it is at none."""
        return self._passage

    def forget_passage(self) -> None:
        """The lenses changed: the walk begins anew from what is in view."""
        if self._passage >= 0:
            self._passage = -1
            self._view.set_current(None)
            self.place_changed.emit()

    def step_passage(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) passage, around the end with a notice."""
        if not self._highlighting.active and self._highlighting.found is not None:
            self.step_find(step)
            return
        passages = self._highlighting.passages
        if not len(passages):
            self.noticed.emit(self._no_passage())
            return
        number = self._next_number(step)
        self._passage = number % len(passages)
        passage: Passage = passages[self._passage]
        self._view.set_current((passage.start, passage.end))
        self._view.reveal(passage.start, passage.end)
        self.place_changed.emit()
        if number >= len(passages):
            self.noticed.emit("Past the last passage: this is the first one")
        elif number < 0:
            self.noticed.emit("Before the first passage: this is the last one")

    def _next_number(self, step: int) -> int:
        """The number to go to; beyond either end where the walk goes around."""
        passages = self._highlighting.passages
        first, last = self._view.visible_offsets()
        if self._passage >= 0 and first <= passages[self._passage].start <= last:
            return self._passage + step
        top = self._view.top_offset()
        if step > 0:
            number = passages.first_from(top)
            return number if passages[number].start >= top else len(passages)
        number = passages.last_before(top)
        return number if passages[number].start < top else -1

    def _no_passage(self) -> str:
        names = self._highlighting.lens_names()
        if not names:
            return "No lens is on: Ctrl+1 to Ctrl+9 switch one on"
        return f"No passage on {' or '.join(names)} in this leaflet"

    # -- find ---------------------------------------------------------------------------------

    @property
    def find_number(self) -> int:
        """The number of the match that find is at, from 0; -1 where it is at none."""
        return self._find_at

    def find(self, query: FindQuery) -> None:
        """Finds as the reader types, from where they were when they began."""
        if self._find_from is None:
            self._find_from = self._spot()
        self._highlighting.find(query)
        found = self._highlighting.found
        self._find_at = -1
        if found is None or not len(found):
            self._view.set_current(None)
            self._show_spot(self._find_from)
            self.find_moved.emit()
            return
        after = found.overlapping(max(0, self._find_from.offset), len(found.text.text))
        self._go_to_found(found, after.start if after.start < len(found) else 0)

    def step_find(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) match of what is being found."""
        found = self._highlighting.found
        if found is None or not len(found):
            return
        number = self._find_at + step if self._find_at >= 0 else 0
        self._go_to_found(found, number % len(found))
        if not 0 <= number < len(found):
            self.noticed.emit("Found from the start again" if step > 0 else "Found from the end")

    def end_find(self) -> None:
        """Ends the finding; the reader stays at what was found."""
        self._find_from = None
        self._find_at = -1
        self._highlighting.find(FindQuery(""))
        self._view.set_current(None)
        self.find_moved.emit()

    def _go_to_found(self, found: Matches, number: int) -> None:
        self._find_at = number
        self._passage = -1
        start, end = found.starts[number], found.ends[number]
        self._view.set_current((start, end))
        self._view.reveal(start, end)
        self.find_moved.emit()
        self.place_changed.emit()
