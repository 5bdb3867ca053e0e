"""Hears the signals that end a program, such as Ctrl+C, which Python alone would not notice.

A signal only wakes Python's interpreter; the byte it writes wakes Qt's loop as well.
"""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal


class Interrupts(QObject):
    """Listens for as long as the program runs."""

    interrupted = Signal(int)
    """The signal of this number came, and nothing is in the middle of anything."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._woken, self._wakes = socket.socketpair()
        for end in (self._woken, self._wakes):
            end.setblocking(False)
        signal.set_wakeup_fd(self._wakes.fileno())
        for number in _end_signals():
            # Python calls it in the middle of anything, such as painting, which is to end first.
            signal.signal(
                number, lambda heard, _: QTimer.singleShot(0, lambda: self.interrupted.emit(heard))
            )
        notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._woken.recv(64))


def _end_signals() -> list[signal.Signals]:
    """Ctrl+C, the end of the session, and that of the terminal unless it is to be outlived."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    hang_up = getattr(signal, "SIGHUP", None)  # unknown to Windows
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        numbers.append(hang_up)
    return numbers
