"""Opens leaflets and moves in them: sections, back and forward; the walks have their own modules.

The navigator knows where the reader is and what is open; the view shows it, the highlighting
says what is marked.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.model import Leaflet, Section
from viewer.render.html import Rendered, render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import Theme
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.find_walk import FindWalk
from viewer.ui.highlighting import Highlighting
from viewer.ui.history import History, Spot
from viewer.ui.leaflet_view import HEAD, LeafletView
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.passage_walk import PassageWalk
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
        self.walk = PassageWalk(view, highlighting, self)
        """From passage to passage of the lenses that are on."""
        self.finding = FindWalk(view, highlighting, self)
        """From match to match of what is being found."""
        self.walk.moved.connect(self.place_changed)
        self.walk.noticed.connect(self.noticed)
        self.finding.moved.connect(self._follow_find)
        self.finding.noticed.connect(self.noticed)

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
        self.walk.restart()
        self.finding.restart()
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
        self.walk.restart()
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

    # -- passages and find --------------------------------------------------------------------

    def step_passage(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) passage; to what is found where no lens is on."""
        if self._highlighting.finding and not self._highlighting.active:
            self.finding.step(step)
        else:
            self.walk.step(step)

    def _follow_find(self) -> None:
        if self.finding.is_at_match:
            self.walk.restart()
        self.place_changed.emit()
