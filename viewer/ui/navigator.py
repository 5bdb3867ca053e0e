"""Opens leaflets and moves in them: sections, back and forward; the walks have their own modules.

The navigator knows where the reader is and what is open; the view shows it, the highlighting
says what is marked, and reading and laying out is the showing's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from viewer.highlight.leaflet_text import BLOCK_SEPARATOR, Place
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.model import Section
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.find_walk import FindWalk
from viewer.ui.highlighting import Highlighting
from viewer.ui.history import History, Spot
from viewer.ui.leaflet_view import HEAD, LeafletView
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.passage_walk import PassageWalk
from viewer.ui.showing import LeafletSource, Ready, Showing
from viewer.ui.task_runner import TaskRunner

_LONGEST_SELECTED = 100
"""Characters of selected words from which on nobody wants to find or search them."""


class Navigator(QObject):
    """What is open, and where in it the reader is."""

    leaflet_shown = Signal()
    """Another leaflet is open, at its top."""
    document_shown = Signal()
    """The open leaflet was laid out: another leaflet, theme or zoom."""
    open_failed = Signal(ResourceError)
    place_changed = Signal()
    """The section, or the passage of the walk, is another now."""
    jumped = Signal()
    """The reader went to a place, to another leaflet's or by way of back and forward too."""
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
        self._showing = Showing(view, source, maker, tasks, theme, zoom)
        self._open: OpenLeaflet | None = None
        self._history = History()
        self.walk = PassageWalk(view, highlighting, self)
        """From passage to passage of the lenses that are on."""
        self.finding = FindWalk(view, highlighting, self)
        """From match to match of what is being found."""
        self._showing.failed.connect(self.open_failed)
        self._showing.laid_out_anew.connect(self.document_shown)
        self.walk.moved.connect(self._follow_walk)
        self.walk.noticed.connect(self.noticed)
        self.finding.moved.connect(self._follow_find)
        self.finding.noticed.connect(self.noticed)

    # -- what is open -------------------------------------------------------------------------

    @property
    def present(self) -> OpenLeaflet | None:
        """The leaflet that is open."""
        return self._open

    def open(self, name: str, section: str = "") -> None:
        """Opens a leaflet by its id, or what else its source knows it by, at a section."""
        self._showing.open(name, self._shown(lambda: self._arrive(section)))

    def open_at_place(self, name: str, place: Place) -> None:
        """Opens a leaflet at a stretch of its text, which is marked as the current one."""
        self._open_by_name(name, lambda: self._arrive_at(place))

    def open_at_topic(self, name: str, topic: str, words: str) -> None:
        """Opens a leaflet at its section on a topic; `words` name the topic where there is none."""
        self._open_by_name(name, lambda: self._arrive_at_topic(topic, words))

    def _open_by_name(self, name: str, arrive: Callable[[], None], *, leave: bool = True) -> None:
        """Opens a leaflet unless it is the one that is open, and calls `arrive`."""
        if self._open is not None and self._open.name == name:
            self._showing.cancel_opening()
            self._jump(arrive, leave=leave)
        else:
            self._showing.open(name, self._shown(arrive, leave=leave))

    def open_file(self, path: Path, section: str = "") -> None:
        """Opens the leaflet in a file, at a section."""
        self._showing.open_file(path, self._shown(lambda: self._arrive(section)))

    def _arrive(self, section: str) -> None:
        if section:
            self.show_section(section)

    def _arrive_at(self, place: Place) -> None:
        if self._open is None:
            return
        text = self._open.text
        try:
            start = text.offset(place.section, place.block, place.start)
        except LookupError:  # the index knew another version of this leaflet
            self.noticed.emit("This leaflet has changed since it was searched")
            return
        end = start + max(0, place.end - place.start)
        self.walk.restart()
        self._view.go_to_match(start, end)
        self.place_changed.emit()

    def _arrive_at_topic(self, topic: str, words: str) -> None:
        key = self._section_on(topic)
        if key:
            self.show_section(key)
        elif topic:
            self.noticed.emit(f"This leaflet has no section of its own on {words}")

    def _shown(self, arrive: Callable[[], None], *, leave: bool = True) -> Ready:
        """Shows what was read, and calls `arrive`."""

        def show(opened: OpenLeaflet, document: LeafletDocument) -> None:
            def go() -> None:
                self.show(opened, document)
                arrive()

            self._jump(go, leave=leave)

        return show

    def cancel_opening(self) -> bool:
        """Calls off the opening that is under way; False where there is none."""
        cancelled = self._showing.cancel_opening()
        if cancelled:
            self.noticed.emit("Opening was cancelled")
        return cancelled

    def show(self, opened: OpenLeaflet, document: LeafletDocument | None = None) -> None:
        """Shows a leaflet that was read already; `document` is its own where that is made."""
        try:
            document = self._showing.document(opened, document)
        except LeafletError as error:
            self.open_failed.emit(error)
            return
        self._open = opened
        self.walk.restart()
        self.finding.restart()
        self._showing.show(document)
        self.leaflet_shown.emit()
        self.document_shown.emit()
        self.place_changed.emit()

    def restyle(self, theme: Theme, zoom: int) -> None:
        """Lays the open leaflet out in another theme or size; the reader stays where they are."""
        self._showing.restyle(self._open, theme, zoom)

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
        self._jump(lambda: self.show_section(key))

    def show_section(self, key: str) -> None:
        """Shows a section without a step in the history."""
        self._leave_match()
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
        key = self._section_on(topic)
        if key:
            self.go_to_section(key)
        elif self._open is not None:
            self.noticed.emit(f"This leaflet has no section of its own on {name}")

    def _section_on(self, topic: str) -> str:
        """The key of the first section on a topic; empty where there is none."""
        sections = self._open.text.sections if self._open is not None and topic else ()
        return next((section.key for section in sections if section.topic == topic), "")

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
        self._go_to(self._history.back(self.spot()))

    def go_forward(self) -> None:
        self._go_to(self._history.forward(self.spot()))

    def _go_to(self, spot: Spot | None) -> None:
        if spot is not None and self._open is not None:
            self._open_by_name(spot.leaflet, lambda: self._show_spot(spot), leave=False)

    def return_to(self, spot: Spot) -> None:
        """Goes to a place that was noted; what is left for it can be gone back to."""
        if self._open is not None and spot != self.spot():
            self._open_by_name(spot.leaflet, lambda: self._show_spot(spot))

    def _show_spot(self, spot: Spot) -> None:
        self._leave_match()
        if spot.offset == HEAD:
            self._view.go_to_top()
        else:
            self._view.go_to_offset(spot.offset)
        self.place_changed.emit()

    def selected_words(self) -> str:
        """What is selected, where it is within one text block and not too long to look for."""
        span = self._view.selected_span()
        if self._open is None or span is None or span[1] - span[0] >= _LONGEST_SELECTED:
            return ""
        words = self._open.text.text[slice(*span)]
        return "" if BLOCK_SEPARATOR in words else words.strip()

    def spot(self) -> Spot:
        """Where the reader is, to come back to."""
        return Spot(self._open.name if self._open else "", self._view.anchor())

    def _jump(self, go: Callable[[], None], *, leave: bool = True) -> None:
        """Calls `go`; what it leaves for another place can be gone back to."""
        before = self.spot() if self._open is not None and leave else None
        go()
        if before is not None:
            self._leave(before)
        self.jumped.emit()

    def _leave(self, spot: Spot) -> None:
        """Lets a place be gone back to, unless the reader is still there."""
        if spot != self.spot():
            self._history.leave(spot)

    # -- passages and find --------------------------------------------------------------------

    @property
    def is_at_passage(self) -> bool:
        """Whether the walk's passage is in view, and in the section that the reader is in."""
        passage = self.walk.passage
        if self._open is None or passage is None:
            return False
        text = self._open.text
        return text.sections[text.section_index(passage.start)] is self.section

    def step_passage(self, step: int) -> None:
        """Goes to the next (+1) or previous (-1) passage; to what is found where no lens is on."""
        if self._highlighting.finding and not self._highlighting.active:
            self.finding.step(step)
        else:
            self.walk.step(step)

    def _leave_match(self) -> None:
        """For another place: the walk goes on from there."""
        self.walk.restart()
        self._view.set_current(None)

    def _follow_walk(self) -> None:
        """Lets the place be gone back to where a walk began, however many passages it went to."""
        if self._open is not None and self.walk.left is not None:
            self._leave(Spot(self._open.name, self.walk.left))
        self.place_changed.emit()

    def _follow_find(self) -> None:
        if self.finding.is_at_match:
            self.walk.restart()
        self.place_changed.emit()
