"""What a desktop gives the program, and has of it; everything here runs inside the program."""

from __future__ import annotations

import os
from ctypes import CDLL, c_char_p

from viewer.app.running import Running
from viewer.instance import STARTUP_ID, TOKEN

from .widgets import application


def launch_variables() -> list[str]:
    """The launch's variables that a child process would get, from Python or from Qt."""
    system = CDLL(None)
    system.getenv.restype = c_char_p
    names = (TOKEN, STARTUP_ID)
    return [name for name in names if name in os.environ or system.getenv(name.encode())]


def open_file(file: str) -> None:
    """Asks for a file as the application does that hears of one by an event."""
    running = application().findChild(Running)
    assert running is not None
    running.open_file(file)
