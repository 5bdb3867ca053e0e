"""What a desktop gives the program, and has of it; everything here runs inside the program."""

from __future__ import annotations

import os
from ctypes import CDLL, c_char_p

from PySide6.QtGui import QFileOpenEvent

from viewer.instance import STARTUP_ID, TOKEN

from .widgets import application


def launch_variables() -> list[str]:
    """The launch's variables that a child process would get, from Python or from Qt."""
    system = CDLL(None)
    system.getenv.restype = c_char_p
    names = (TOKEN, STARTUP_ID)
    return [name for name in names if name in os.environ or system.getenv(name.encode())]


def ask_to_open(file: str) -> bool:
    """Asks for a file as macOS does; whether the program took it."""
    return application().sendEvent(application(), QFileOpenEvent(file))
