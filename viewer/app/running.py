"""The program after its first frame: the window, those who call, and what survives a crash."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from viewer import paths
from viewer.app.callers import Callers, come_forward, when_no_dialog_is_open
from viewer.app.crash_watch import CrashWatch
from viewer.app.desktop_session import desktop_session
from viewer.app.journal import Journal
from viewer.app.open_note import Leftover, OpenNote, take_leftovers
from viewer.app.viewer import Viewer
from viewer.instance import Launch, Listener, forget_launch, listen, meeting
from viewer.leaflet.file_names import written_path
from viewer.open_request import OpenRequest, names_file
from viewer.rollout import load_rollout, use_rolled_out_library
from viewer.ui.main_window import MainWindow
from viewer.ui.message_page import Message

REOPENED = "The program ended unexpectedly. The leaflet that was open is shown again."
GONE = "The program ended unexpectedly. The leaflet that was open is not there any more."
NOT_REOPENED = (
    "The program ended unexpectedly twice with the same leaflet open. "
    "That leaflet was not opened again."
)
_SWITCH = 0.0005
"""Seconds after which a task hands the interpreter over to the GUI thread that waits for it.

Python's own 5 ms are paid many times a frame: at each call into Qt that lets others go on.
"""
_WHAT_TO_DO = (
    "To have it mended, copy the diagnostics and send them to whoever looks after this program. "
    "They hold no word of a leaflet and nothing you have looked for."
)


class Running(QObject):
    """One run of the program."""

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        listener: Listener | None,
        window: MainWindow | None = None,
        laid_out: Mapping[str, QTextDocument] | None = None,
    ) -> None:
        """`window` and `laid_out` as the Viewer takes them."""
        super().__init__(app)
        sys.setswitchinterval(_SWITCH)
        self._app = app
        self._rollout = load_rollout()
        use_rolled_out_library()
        self._journal = Journal(paths.log_folder())
        self._watch = CrashWatch(self._journal, self)
        self._watch.begin()
        self.viewer = Viewer(app, resources, window, laid_out, self._rollout)
        self._watch.crashed.connect(self.viewer.help.show_crash)
        self._note: OpenNote | None = None
        self._callers: Callers | None = None
        if listener is not None:
            self._hear(listener)
        app.applicationStateChanged.connect(self._take_over)
        place = meeting() if sys.platform == "win32" else None
        if place is not None:
            from viewer.app.pipe import Pipe

            pipe = Pipe(place, self._show_asked, self, self._give_way)
            self.viewer.window.closing.connect(pipe.close)
        self.viewer.window.closing.connect(self._end)

    def _hear(self, listener: Listener) -> None:
        self._callers = Callers(listener, self, self._give_way)
        self._callers.asked.connect(self._show_asked)

    def _take_over(self, state: Qt.ApplicationState) -> None:
        """Listens in place of the window that second starts came to, once that one is closed."""
        if self._callers is None and state == Qt.ApplicationState.ApplicationActive:
            place = meeting()
            if place is not None and (listener := listen(place)) is not None:
                self._hear(listener)

    @property
    def _give_way(self) -> Callable[[], None] | None:
        """In a kiosk who starts is the next reader, who is to see nothing of the last one's."""
        return self._leave if self._rollout.kiosk else None

    def _leave(self) -> None:
        self.viewer.window.close()
        self._app.exit()  # also where a dialog is open

    def _show_asked(self, request: OpenRequest, launch: Launch) -> None:
        come_forward(self.viewer.window, launch)
        when_no_dialog_is_open(lambda: self.viewer.requests.show(request))

    def start(self, request: OpenRequest) -> None:
        """Shows what is asked for, or what was open at a crash."""
        session = desktop_session()
        left = next(iter(take_leftovers(paths.state_folder(), session)), None)
        if self._rollout.kiosk:
            left = None
        else:
            self._note = OpenNote(paths.state_folder(), session, left)
            self.viewer.requests.leaflet_opened.connect(self._note.write)
        if left is None or request.leaflet or request.choose:
            self.viewer.start(request)
        else:
            self._start_after_crash(request, left)
        QTimer.singleShot(0, lambda: self._settle(left))

    def open_file(self, file: str) -> None:
        """Shows a file that the system asks for, in front, once no dialog is open."""
        self._show_asked(OpenRequest(file), Launch())

    def _start_after_crash(self, request: OpenRequest, left: Leftover) -> None:
        reopens = left.may_be_reopened and _is_there(left.leaflet)
        words = REOPENED if reopens else GONE if left.may_be_reopened else NOT_REOPENED
        message = Message("The program ended unexpectedly", words, (), _WHAT_TO_DO, of_program=True)
        if reopens:
            self.viewer.start(request._replace(leaflet=left.leaflet))
        elif left.leaflet == self._rollout.start_leaflet:
            self.viewer.start(request, message)
            return
        else:
            self.viewer.start(request)
        self.viewer.told_above.say(words, message)

    def _settle(self, left: Leftover | None) -> None:
        """What may wait until the window is complete."""
        forget_launch()
        self._journal.watch_hard_crashes()
        self._journal.note_start()
        if left is not None:
            self._journal.note_crash()

    def _end(self) -> None:
        """The window is being closed as it should be."""
        if self._callers is not None:
            self._callers.end()
        if self._note is not None:
            self._note.end()
        self._watch.end()
        self._journal.close()


def _is_there(leaflet: str) -> bool:
    """Whether it can be opened, as far as that is told without opening it."""
    return not names_file(leaflet) or written_path(leaflet).exists()
