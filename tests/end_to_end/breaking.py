"""Breaks the program from inside, as a fault in it would; everything here runs inside it."""

from __future__ import annotations

import signal
import threading

from PySide6.QtCore import QTimer

from .widgets import main_window


def raise_in_a_slot(words: str) -> None:
    """An error in something that Qt calls."""

    def fail() -> None:
        raise ValueError(words)

    QTimer.singleShot(0, fail)


def raise_on_a_thread(words: str) -> None:
    """An error on another thread."""

    def fail() -> None:
        raise KeyError(words)

    threading.Thread(target=fail).start()


def ask_to_end(number: int) -> bool:
    """A signal in the middle of the program's work; whether the window is still there then."""
    signal.raise_signal(number)
    return main_window().isVisible()
