"""What happens when something unexpected goes wrong inside the program: it is noted and said once.

Python calls the hooks for every error that nothing else took care of, also for those in Qt's
slots and event handlers. The same error at the same place is shown once, however often it comes.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from viewer.app.journal import Journal, error_kind, places

_MOST_NOTED = 3
"""How often one cause is noted in the log."""


class CrashWatch(QObject):
    """Takes the errors that nobody else did; `crashed` comes on the GUI thread, once per cause."""

    crashed = Signal(str)
    """An error of a new cause: its kind and place, fit to be shown."""
    _caught = Signal(str)

    def __init__(self, journal: Journal, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._journal = journal
        self._seen: dict[str, int] = {}
        self._before = (sys.excepthook, threading.excepthook)
        # An error may come from any thread and in the middle of painting.
        self._caught.connect(self.crashed, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """From now on errors are taken."""
        sys.excepthook = self._catch
        threading.excepthook = self._catch_on_thread

    def end(self) -> None:
        """From now on errors go where they went before."""
        sys.excepthook, threading.excepthook = self._before

    def _catch(
        self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, traceback)
            return
        way = places(traceback)
        cause = f"{error_kind(error)}, {way[-1] if way else 'place unknown'}"
        count = self._seen[cause] = self._seen.get(cause, 0) + 1
        if count <= _MOST_NOTED:
            self._journal.note_error(error, traceback)
            if sys.stderr is not None and sys.stderr.isatty():
                self._before[0](kind, error, traceback)
            else:
                _tell(cause, way)
        if count == 1:
            self._caught.emit(cause)

    def _catch_on_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None:
            self._catch(what.exc_type, what.exc_value, what.exc_traceback)


def _tell(cause: str, way: Sequence[str]) -> None:
    """Says what is said in the log: a desktop keeps this output, and an error's words may quote."""
    if sys.stderr is not None:
        print(f"leaflet-viewer: {cause}", *way, sep="\n  ", file=sys.stderr)
