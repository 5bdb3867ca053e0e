"""Says above the leaflet that the library has a newer version of it, and opens that."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from viewer.app.library_access import LibraryAccess, library_name
from viewer.library.entry import LibraryEntry
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator
from viewer.ui.task_runner import TaskRunner

_LOOK = "look for a newer version"


class NewerVersion(QObject):
    """Stands between the leaflet on show and the library; also for versions chosen on purpose."""

    def __init__(
        self, window: MainWindow, navigator: Navigator, access: LibraryAccess, tasks: TaskRunner
    ) -> None:
        super().__init__(window)
        self._window = window
        self._banner = window.content.newer
        self._navigator = navigator
        self._access = access
        self._tasks = tasks
        self._newer: LibraryEntry | None = None
        self._banner.button_clicked.connect(self._open)
        navigator.leaflet_shown.connect(self._begin)

    def look(self) -> None:
        """Finds out whether the library has another version by now."""
        present = self._navigator.present
        self._tasks.cancel(_LOOK)
        if present is not None and present.leaflet.provenance.imported:
            look = partial(self._access.newer, present.name, present.leaflet)
            # What goes wrong here goes wrong in all else that is done with the library, too.
            self._tasks.run(_LOOK, look, self._show, lambda _: None)

    def _begin(self) -> None:
        self._banner.hide()
        self.look()

    def _show(self, entry: LibraryEntry | None) -> None:
        self._newer = entry
        if entry is None:
            self._banner.hide()
        else:
            dated = f" ({entry.date})" if entry.date else ""
            self._banner.say(f"A newer version{dated} is in the library.")

    def _open(self) -> None:
        if self._newer is not None:
            open_at_same_topic(self._navigator, self._newer)
            self._window.content.view.setFocus()


def open_at_same_topic(navigator: Navigator, entry: LibraryEntry) -> None:
    """Opens a leaflet of the library at what the reader is reading of in another one."""
    here = navigator.section
    topic = here.topic if here is not None else ""
    navigator.open_at_topic(library_name(entry), topic, topic.replace("-", " "))
