"""Second starts that come while the window is open: what they ask for is shown in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from socket import socket

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from viewer.instance import MOST_BYTES, TAKEN, Launch, Listener, is_own, request_from

_MOST_TIME = 2_000
"""Milliseconds that a second start has to say what it wants."""


class Callers(QObject):
    """Listens at the meeting place; `asked` says what somebody wants to see."""

    asked = Signal(object, object)
    """An OpenRequest, and the Launch that it came with."""

    def __init__(
        self, listener: Listener, parent: QObject, give_way: Callable[[], None] | None = None
    ) -> None:
        """With `give_way` nothing is asked: that is called, and the caller opens its own window."""
        super().__init__(parent)
        self._listener = listener
        self._give_way = give_way
        self._notifier = QSocketNotifier(listener.socket.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._accept)

    def end(self) -> None:
        """Listens no longer; the next start opens a window of its own."""
        self._notifier.setEnabled(False)
        self._listener.close()

    def _accept(self) -> None:
        listening = socket(fileno=self._listener.socket.fileno())
        try:
            connection, _ = listening.accept()
        except OSError:
            return
        finally:
            listening.detach()  # it is the listener's
        if is_own(connection):
            _Call(connection, self._answer, self)
        else:
            connection.close()

    def _answer(self, message: bytes) -> bytes:
        """What is answered to a message: nothing where it is not understood."""
        found = request_from(message, self._listener.meeting)
        if found is None:
            return b""
        if self._give_way is not None:
            self.end()
            QTimer.singleShot(0, self._give_way)
            return b""
        self.asked.emit(*found)
        return TAKEN


class _Call(QObject):
    """One second start on the line: reads a line without ever waiting, answers and hangs up."""

    def __init__(
        self, connection: socket, answer: Callable[[bytes], bytes], parent: QObject
    ) -> None:
        super().__init__(parent)
        connection.setblocking(False)
        self._connection = connection
        self._answer = answer
        self._message = b""
        self._notifier = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        QTimer.singleShot(_MOST_TIME, self, self._hang_up)

    def _read(self) -> None:
        try:
            part = self._connection.recv(MOST_BYTES)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self._message += part
        if self._message.endswith(b"\n"):
            with suppress(OSError):
                self._connection.send(self._answer(self._message))
            self._hang_up()
        elif not part or len(self._message) > MOST_BYTES:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._notifier.isEnabled():
            self._notifier.setEnabled(False)
            self._connection.close()
            self.deleteLater()


def come_forward(window: QMainWindow, launch: Launch) -> None:
    """Brings a window to the front, or the dialog that is open in it, as far as it may.

    Where a desktop refuses, it marks the window as wanting attention.
    """
    from PySide6.QtCore import Qt

    from viewer.app.activation import activate  # no window needs it to open

    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    activate(QApplication.activeModalWidget() or window, launch)


def when_no_dialog_is_open(act: Callable[[], None]) -> None:
    """Acts now, or once the reader has closed the dialog: nothing changes behind its back."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.finished.connect(lambda: QTimer.singleShot(0, lambda: when_no_dialog_is_open(act)))
    else:
        act()
