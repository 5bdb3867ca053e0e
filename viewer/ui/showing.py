"""Puts leaflets on show: reads and lays them out, and lays them out anew in another look.

Whatever takes longer than a frame is done off the GUI thread, the last request alone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import Leaflet
from viewer.render.stylesheet import Style, screen_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.task_runner import TaskRunner

_OPENING, _LAYING_OUT, _UNPACKING = "open a leaflet", "lay the leaflet out anew", "unpack pictures"
Ready = Callable[[OpenLeaflet, LeafletDocument], None]
"""Takes a leaflet that was read, with its document."""


class LeafletSource(Protocol):
    """Where leaflets come from. Both raise LeafletError."""

    def open(self, name: str) -> Leaflet:
        """The leaflet of this name: its id, or what else the source knows it by."""
        ...

    def read(self, path: Path) -> tuple[str, Leaflet]:
        """The leaflet in a file, behind the name that it is opened by again."""
        ...


class Showing(QObject):
    """Stands between a view and where leaflets come from; it knows the theme and size of now."""

    failed = Signal(ResourceError)
    laid_out_anew = Signal()
    """The leaflet on show has another document, at the same place."""

    def __init__(
        self,
        view: LeafletView,
        source: LeafletSource,
        maker: DocumentMaker,
        tasks: TaskRunner,
        theme: Theme,
        zoom: int,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._source = source
        self._maker = maker
        self._tasks = tasks
        self._theme = theme
        self._zoom = zoom
        view.laid_out.connect(self._unpack_pictures)

    def open(self, name: str, ready: Ready) -> None:
        """Reads the leaflet of this name and calls `ready`."""
        source = self._source
        self._read(lambda: (name, source.open(name)), ready)

    def open_file(self, path: Path, ready: Ready) -> None:
        """Reads the leaflet in a file and calls `ready`."""
        source = self._source
        self._read(lambda: source.read(path), ready)

    def _read(self, read: Callable[[], tuple[str, Leaflet]], ready: Ready) -> None:
        style, maker = self._style, self._maker

        def work() -> tuple[OpenLeaflet, LeafletDocument]:
            name, leaflet = read()
            opened = OpenLeaflet(leaflet, name)
            _ = opened.index  # made here, or the window would wait for it
            return opened, maker.make(opened, style)

        self._tasks.run(_OPENING, work, lambda made: ready(*made), self.failed.emit)

    def cancel_opening(self) -> bool:
        """Calls off the opening that is under way; False where there is none."""
        awaited = self._tasks.is_awaited(_OPENING)
        self._tasks.cancel(_OPENING)
        return awaited

    def document(self, opened: OpenLeaflet, made: LeafletDocument | None = None) -> LeafletDocument:
        """The document of a leaflet; that is `made` if it has the style of now.

        Raises LeafletError.
        """
        if made is not None and made.style == self._style:
            return made
        return self._maker.document(opened, self._style)

    def show(self, document: LeafletDocument) -> None:
        """Shows a leaflet's document at its top."""
        self._tasks.cancel(_LAYING_OUT)
        self._tasks.cancel(_UNPACKING)
        self._maker.keep(document)
        self._view.show_document(document, self._theme)
        if self._view.is_laid_out:
            self._unpack_pictures()

    def restyle(self, opened: OpenLeaflet | None, theme: Theme, zoom: int) -> None:
        """Lays the leaflet on show out in another theme or size; the reader stays where they are.

        A long one is shown as it was until its new document is made.
        """
        recoloured = theme != self._theme
        self._theme, self._zoom = theme, zoom
        if opened is None:
            return
        style, maker = self._style, self._maker
        if maker.is_quick(opened, style):
            self._exchange(maker.document(opened, style))
            return
        if recoloured:  # the text still has the colours of the theme that it was made in
            self._view.hold_still()
        self._tasks.run(
            _LAYING_OUT, lambda: maker.make(opened, style), self._exchange, self.failed.emit
        )

    def _exchange(self, document: LeafletDocument) -> None:
        anchor, held = self._view.anchor(), self._view.held_section()
        current, selected = self._view.current(), self._view.selected_span()
        match = self._view.match_in_view()
        self.show(document)
        if selected is not None:
            self._view.select(*selected)
        self._view.restore(anchor, held, match)
        self._view.set_current(current)
        self.laid_out_anew.emit()

    def _unpack_pictures(self) -> None:
        """Makes the pictures ready to be painted, once nothing else is to be done for a while."""
        shown, tasks = self._view.shown, self._tasks
        if shown is not None and shown.pictures:
            pictures = shown.pictures
            tasks.run(_UNPACKING, lambda: pictures.unpack(tasks.is_unwanted), lambda _: None)

    @property
    def _style(self) -> Style:
        return screen_style(self._theme, self._zoom)
