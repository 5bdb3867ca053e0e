"""The composition root: the only place, beside the command line, that builds across layers.

Start is the time until the leaflet can be read. So the first frame shows it from what the last
run kept, in the place it will have, and everything else is imported and made after that frame.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from viewer import paths
from viewer.app.first_frame import FirstFrame, FirstPage, load_first_frame, system_colour
from viewer.app.open_note import is_anything_left
from viewer.launch import AT_FAULT, tell_why
from viewer.leaflet.errors import ResourceError
from viewer.open_request import OpenRequest
from viewer.ui.main_window import PROGRAM, MainWindow, Surroundings
from viewer.ui.rich_text import Measures, lay_out

if TYPE_CHECKING:
    from viewer.app.running import Running
    from viewer.highlight.lens import Lens
    from viewer.highlight.matches import Matches
    from viewer.instance import Listener
    from viewer.leaflet.model import Leaflet

INTERFACE_POINTS = 10.0
"""Size of all text around the leaflet."""


def run_window(request: OpenRequest, listener: Listener | None = None) -> int:
    """Opens the window on what is asked for and runs it until it is closed.

    `listener` hears of second starts.
    """
    resources = paths.resource_folder()
    app = make_application()
    app.setApplicationName("leaflet-viewer")
    app.setApplicationDisplayName(PROGRAM)
    app.setDesktopFileName("leaflet-viewer")
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    font = app.font()
    font.setPointSizeF(INTERFACE_POINTS)
    app.setFont(font)
    fast = _FastStart(app, resources, request, listener) if _may_start_fast(request) else None
    if fast is None or not fast.shown:
        from viewer.app.running import Running

        _start(Running(app, resources, listener), app, request)
    return app.exec()


def print_pdf(
    leaflet: Leaflet,
    sections: Sequence[str],
    lenses: Sequence[Lens],
    matches: Sequence[Matches],
    file: Path,
) -> int:
    """Prints a leaflet, or some of its sections, to a PDF; gives the number of pages.

    `matches` are those of `lenses`, in the same order. Needs no display. Raises PrintError.
    """
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from viewer.render.theme_file import load_theme
    from viewer.ui.headless_print import print_to_file

    theme = load_theme(paths.resource_folder() / "themes" / "light.toml")
    return print_to_file(leaflet, sections, lenses, matches, file, theme)


def make_application() -> QApplication:
    """Qt's own, but where files to open are told by events: a class for that slows a start."""
    if sys.platform != "darwin":
        return QApplication([PROGRAM])
    from viewer.app.application import Application

    return Application([PROGRAM])


def _start(running: Running, app: QApplication, request: OpenRequest) -> None:
    """Shows what is asked for, and ends the pause in collecting that `viewer.launch` began."""
    running.start(request)
    if sys.platform == "darwin":
        from viewer.app.application import Application

        if isinstance(app, Application):
            app.open_files_with(running.open_file)
    gc.freeze()  # what the start made stays for good anyway
    gc.enable()


def _may_start_fast(request: OpenRequest) -> bool:
    """Whether a leaflet is to be shown from its beginning, and none that was open at a crash."""
    return not request.section and not is_anything_left(paths.state_folder())


class _FastStart:
    """Shows the first frame from what the last run kept, then makes the rest."""

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        request: OpenRequest,
        listener: Listener | None,
    ) -> None:
        self._app = app
        self._resources = resources
        self._request = request
        self._listener = listener
        frame = load_first_frame(paths.cache_folder())
        self._window: MainWindow | None = None
        self.shown = (
            frame is not None
            and request.leaflet in ("", frame.leaflet)
            and frame.system in ("", system_colour(app))
        )
        if frame is not None and self.shown:
            self._show(frame)

    def _show(self, frame: FirstFrame) -> None:
        self._frame = frame
        self._app.setPalette(_palette(frame.colours))
        self._window = MainWindow()
        self._window.setWindowTitle(frame.title)
        if frame.geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(frame.geometry.encode()))
        self._document = lay_out(frame.html, self._app.font(), Measures(*frame.measures))
        room = Surroundings(*frame.room)
        page = FirstPage(self._document, room.right, self._go_on)
        self._window.hold_place(page, room)
        self._window.show()

    def _go_on(self) -> None:
        from viewer.app.running import Running

        laid_out = {self._frame.html: self._document}
        try:
            running = Running(self._app, self._resources, self._listener, self._window, laid_out)
            _start(running, self._app, self._request)
        except ResourceError as error:
            tell_why(str(error))
            self._app.exit(AT_FAULT)
        except Exception:  # a window without anything behind it is of no use
            self._app.exit(AT_FAULT)
            raise


def _palette(colours: Sequence[str]) -> QPalette:
    """As much of the theme's palette as the first frame shows."""
    role = QPalette.ColorRole
    window, page, text, link = (QColor(colour) for colour in colours)
    palette = QPalette()
    for each, colour in (
        (role.Window, window),
        (role.Button, window),
        (role.Base, page),
        (role.Text, text),
        (role.WindowText, text),
        (role.Link, link),
    ):
        palette.setColor(each, colour)
    return palette
