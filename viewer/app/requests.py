"""Shows what somebody asked for: at the start, and when a second start hands over."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.file_names import written_path
from viewer.open_request import OpenRequest, names_file
from viewer.rollout import RollOut
from viewer.ui.commands import Commands
from viewer.ui.highlighting import Highlighting
from viewer.ui.main_window import MainWindow
from viewer.ui.message_page import Message
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet

NO_FILES = Message(
    "Files are not opened here",
    "This machine is set up so that only its own leaflets can be read.",
    (),
    "Choose a leaflet under File, Leaflets.",
)


class Requests(QObject):
    """Opens leaflets and marks in them what is asked for."""

    leaflet_opened = Signal(object)
    """Another leaflet is open: what it is opened by again, its id or its file, as a text.

    Qt's own texts cannot hold every name that a file may have.
    """

    def __init__(
        self,
        window: MainWindow,
        navigator: Navigator,
        highlighting: Highlighting,
        commands: Commands,
        bundled: BundledLeaflets,
        rollout: RollOut,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._navigator = navigator
        self._highlighting = highlighting
        self._commands = commands
        self._bundled = bundled
        self._rollout = rollout
        self._find = ""
        self._set_by = ""
        """The settings file that names the leaflet to begin with."""
        navigator.leaflet_shown.connect(self._find_in_it)
        navigator.open_failed.connect(self._forget_find)

    def open_first(self, request: OpenRequest) -> None:
        """Opens the first leaflet of a window. Raises LeafletError."""
        name = request.leaflet or self._rollout.start_leaflet
        self._set_by = "" if request.leaflet else self._rollout.given["start_leaflet"].place
        if names_file(name):
            self._open(name, request.section)
            return
        try:
            leaflet = self._bundled.open(name)
        except LeafletError as error:
            if error.file:
                raise
            self._navigator.open(name, request.section)  # of the library, perhaps
        else:
            self._navigator.show(OpenLeaflet(leaflet))

    def of_settings(self, error: ResourceError) -> ResourceError:
        """Why the first leaflet does not open: a slip in a settings file stands there."""
        if not self._set_by or error.file:
            return error
        return LeafletError(self._set_by, "start_leaflet", error.reason)

    def show(self, request: OpenRequest) -> None:
        """Shows in the open window what is asked for; nothing else of it changes."""
        if request.leaflet or request.section:
            self._find = request.find
            self._open(request.leaflet or self._rollout.start_leaflet, request.section)
        elif request.find:
            self._commands.find_words(request.find)
        if request.lenses:
            self._highlighting.set_active({*self._highlighting.active, *request.lenses})
        if request.term:
            self.set_own_terms(request.term)
        if request.choose:
            self.choose()

    def set_own_terms(self, words: str) -> None:
        """Marks words of one's own."""
        self._window.lens_bar.set_own_terms(words)
        self._highlighting.set_own_terms(words)

    def choose(self) -> None:
        """Asks for a file, once the window has painted itself."""
        if self._rollout.kiosk:
            self._commands.show_message(NO_FILES)
        else:
            QTimer.singleShot(0, self._commands.open_file)

    def _open(self, name: str, section: str) -> None:
        if not names_file(name):
            self._navigator.open(name, section)
        elif self._rollout.kiosk and name != self._rollout.start_leaflet:
            if self._navigator.present is None:
                self.open_first(OpenRequest())
            self._commands.show_message(NO_FILES)
        else:
            self._navigator.open_file(written_path(name), section)

    def _forget_find(self) -> None:
        """What was to be found in a leaflet that does not open is not looked for in the next."""
        self._find = ""

    def _find_in_it(self) -> None:
        if self._find:
            find, self._find = self._find, ""
            QTimer.singleShot(0, lambda: self._window.content.find_bar.open_with(find))
