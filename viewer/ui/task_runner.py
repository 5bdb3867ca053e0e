"""Runs work off the GUI thread; the answer always comes back on it, or is dropped when stale.

Data goes in with the task and a result comes out; a task never touches a widget. Starting a
task under a name makes every earlier answer of that name stale: a task that has not begun then
never does, and one that runs can ask `is_unwanted` and end early.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from viewer.leaflet.errors import ResourceError

T = TypeVar("T")
_Done = Callable[[Any], None]
_Failed = Callable[[ResourceError], None] | None


class _Answer(QObject):
    """Carries a task's outcome to the GUI thread, which is where it was made.

    It lies in a list that is emptied there: a document is not to end with the task's last look.
    """

    arrived = Signal(str, int, object)
    """Not `list`, which Qt would copy."""


class _Running(threading.local):
    """What asks, on the thread of a task, whether that task's answer is still awaited."""

    is_wanted: Callable[[], bool] | None = None


class _Task(QRunnable):
    def __init__(
        self,
        name: str,
        token: int,
        work: Callable[[], Any],
        is_wanted: Callable[[], bool],
        running: _Running,
        answer: _Answer,
    ) -> None:
        super().__init__()
        self._name = name
        self._token = token
        self._work = work
        self._is_wanted = is_wanted
        self._running = running
        self._answer = answer

    def run(self) -> None:
        if not self._is_wanted():
            return
        self._running.is_wanted = self._is_wanted
        outcome: list[tuple[object, Exception | None]] = []
        try:
            outcome.append((self._work(), None))
        except Exception as error:  # it belongs to the GUI thread, as the caller's or nobody's
            outcome.append((None, error))
        self._answer.arrived.emit(self._name, self._token, outcome)


class TaskRunner(QObject):
    """Starts tasks on a thread of its own and hands their outcome to callbacks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._answer = _Answer(self)
        self._answer.arrived.connect(self._arrive, Qt.ConnectionType.QueuedConnection)
        self._waiting: dict[str, tuple[int, _Done, _Failed]] = {}
        self._token = 0
        self._running = _Running()

    def run(
        self,
        name: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ResourceError], None] | None = None,
    ) -> None:
        """Runs `work`; then `done` with its result, or `failed` with the ResourceError it raised.

        Any other error, and any at all without `failed`, is one of the program and is raised
        again on the GUI thread.
        """
        self._token += 1
        token = self._token
        self._waiting[name] = (token, done, failed)

        def is_wanted() -> bool:
            # Asked on the task's thread: one look-up, which Python does not interrupt.
            waiting = self._waiting.get(name)
            return waiting is not None and waiting[0] == token

        self._pool.start(_Task(name, token, work, is_wanted, self._running, self._answer))

    def cancel(self, name: str) -> None:
        """Drops the answer of the task that runs under this name."""
        self._waiting.pop(name, None)

    def is_awaited(self, name: str) -> bool:
        """Whether the answer of a task of this name is still to come."""
        return name in self._waiting

    def is_unwanted(self) -> bool:
        """For the work of a task, on its thread: whether nobody awaits its answer any more."""
        is_wanted = self._running.is_wanted
        return is_wanted is not None and not is_wanted()

    def finish(self) -> None:
        """Drops all answers and waits for the threads to end; for the end of the program."""
        self._waiting.clear()
        self._pool.waitForDone()

    def _arrive(
        self, name: str, token: int, outcome: list[tuple[object, Exception | None]]
    ) -> None:
        result, error = outcome.pop()
        expected, done, failed = self._waiting.get(name, (0, None, None))
        if token != expected or done is None:
            return
        del self._waiting[name]
        if error is None:
            done(result)
        elif failed is not None and isinstance(error, ResourceError):
            failed(error)
        else:
            raise error
