"""Help that is about the program itself: About, diagnostics, and the page after an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from viewer import __version__, paths
from viewer.app.journal import Journal
from viewer.rollout import RollOut
from viewer.ui.actions import ActionId
from viewer.ui.commands import Commands
from viewer.ui.main_window import PROGRAM, MainWindow
from viewer.ui.message_page import Message
from viewer.ui.navigator import Navigator
from viewer.ui.task_runner import TaskRunner

_NOT_A_DEVICE = (
    "Leaflet Viewer shows what a leaflet says. It is no medical device: it gives no advice, knows "
    "nothing of any patient and calculates no dose. The authority’s current text prevails."
)
_LICENCE = "Leaflet Viewer is free software under the MIT licence."
_TASK = "diagnostics"


class HelpDesk(QObject):
    """Says what the program is and how it is."""

    def __init__(
        self,
        window: MainWindow,
        commands: Commands,
        navigator: Navigator,
        rollout: RollOut,
        resources: Path,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._commands = commands
        self._navigator = navigator
        self._rollout = rollout
        self._resources = resources
        self._tasks = TaskRunner(self)

    def by_action(self) -> dict[ActionId, Callable[[], object]]:
        """What is called when an action is triggered."""
        return {
            ActionId.ABOUT: self.about,
            ActionId.COPY_DIAGNOSTICS: self.copy_diagnostics,
        }

    def about(self) -> None:
        """Says what the program is, what it is not and what it is built with."""
        from viewer.notices import notices
        from viewer.ui.about_dialog import AboutDialog

        words = f"{_NOT_A_DEVICE}\n\n{_LICENCE}"
        dialog = AboutDialog(PROGRAM, __version__, words, notices(self._resources), self._window)
        dialog.exec()
        dialog.deleteLater()

    def copy_diagnostics(self) -> None:
        """Puts the facts about the program on the clipboard."""
        from viewer.app.diagnostics import diagnostics, screen_facts

        rollout, screens = self._rollout, screen_facts()

        def work() -> str:
            return diagnostics(rollout, screens, Journal(paths.log_folder()).last_lines())

        def done(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self._navigator.noticed.emit("Diagnostics copied: paste them where they are wanted")

        self._tasks.run(_TASK, work, done)

    def show_crash(self, cause: str) -> None:
        """Says that something unexpected went wrong, on a page that can be left."""
        self._commands.show_message(
            Message(
                "Something went wrong in the program",
                "An unexpected error came up. The leaflet is unharmed, and you can go on. If what "
                "you see looks wrong, close the program and start it again.",
                (cause,),
                "To have it mended, copy the diagnostics and send them to whoever looks after this "
                "program. They hold versions, settings and the last errors, no word of a leaflet "
                "and nothing you have looked for.",
                of_program=True,
            )
        )

    def finish(self) -> None:
        """Ends what still runs; for the end of the program."""
        self._tasks.finish()
