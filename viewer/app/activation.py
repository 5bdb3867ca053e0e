"""The open window comes to the front for a second start, as far as the desktop allows it.

A desktop that keeps programs from stealing the focus raises a window only for something the user
has just done. That the user did it is what it gives the program it starts: a token on Wayland
(xdg-activation), on X11 a startup id with the time of the click (Startup Notification). The second
start hands both over, and they are used here in its stead:

- QtWayland takes the token from the environment whenever a window is to be activated
  (QWaylandXdgSurface::requestActivate), so it stands there for just that long.
- Qt for X11 asks with the time of the last key or click that *it* has seen, which is older than
  what the user did since, and so is refused. The same request is sent once more with the time of
  the click (EWMH, `_NET_ACTIVE_WINDOW`), and the desktop is told that the start is over
  (Startup Notification, "remove"), or its busy cursor would stay until it loses patience.

Where anything of this is missing the window only asks as Qt does.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import (
    CDLL,
    POINTER,
    Structure,
    _SimpleCData,
    c_char_p,
    c_uint,
    c_uint8,
    c_uint16,
    c_uint32,
    c_void_p,
)
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from viewer.instance import TOKEN, Launch

_LIBRARY = "libxcb.so.1"
"""The one that Qt has loaded; by a name, so that no packager takes it for a part to be added."""
_CLIENT_MESSAGE = 33
_TO_WINDOW_MANAGER = 1 << 19 | 1 << 20
"""SubstructureNotify and SubstructureRedirect, as EWMH wants it for messages to the root window."""
_TO_LAUNCHERS = 1 << 22
"""PropertyChange, as Startup Notification wants it."""
_OF_A_PROGRAM = 1
"""Source indication: a normal program asks, and no pager, which would always be obeyed."""
_PART = 20
"""Bytes of a message that one event of the X protocol carries."""


def activate(window: QWidget, launch: Launch) -> None:
    """Asks for a shown window to be raised and given the keyboard, as the launch allows it."""
    window.raise_()
    if QGuiApplication.platformName().startswith("wayland"):
        with _in_environment(launch.token):
            window.activateWindow()
        QApplication.alert(window)
        return
    window.activateWindow()
    QApplication.alert(window)
    if launch.startup_id and QGuiApplication.platformName() == "xcb":
        with suppress(OSError):
            _ask_over_x(window, launch.startup_id)


def launch_time(startup_id: str) -> int | None:
    """The time of the click in a startup id, in milliseconds of the X server's clock.

    It stands at the end, after "_TIME" (Startup Notification, "The startup id").
    """
    _, mark, digits = startup_id.rpartition("_TIME")
    if not (mark and digits.isascii() and digits.isdigit() and len(digits) <= 10):
        return None
    time = int(digits)
    return time if 0 < time < 1 << 32 else None  # 0 would mean "now"


def _ask_over_x(window: QWidget, startup_id: str) -> None:
    """Raises OSError where it cannot be asked."""
    from PySide6.QtGui import QNativeInterface

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    native = application.nativeInterface()
    if not isinstance(native, QNativeInterface.QX11Application):
        return
    screen = _Screen(native.connection(), int(window.winId()))
    if (time := launch_time(startup_id)) is not None:
        screen.ask_for_focus(time)
    screen.end_startup(startup_id)
    screen.flush()


@contextmanager
def _in_environment(token: str) -> Iterator[None]:
    if token:
        os.environ[TOKEN] = token
    try:
        yield
    finally:
        os.environ.pop(TOKEN, None)


class _Cookie(Structure):
    """What stands for an answer of the server that is still to come."""

    _fields_ = (("sequence", c_uint),)


class _Answer(Structure):
    """An answer of the server: its first 8 bytes and the number after them, which is wanted."""

    _fields_ = (("head", c_uint32 * 2), ("number", c_uint32))


class _Screen:
    """The screen that a window is on, reached over Qt's connection; see libxcb's documentation."""

    def __init__(self, connection: int, window: int) -> None:
        """Raises OSError where there is no such library or window."""
        self._xcb = CDLL(_LIBRARY)
        self._connection = c_void_p(connection)
        self._window = window
        self._root = self._asked("query_tree", c_uint32(window))

    def ask_for_focus(self, time: int) -> None:
        """Asks the window manager to activate the window for what the user did at that time."""
        data = struct.pack("=5I", _OF_A_PROGRAM, time, 0, 0, 0)
        self._send(32, self._atom(b"_NET_ACTIVE_WINDOW"), data, _TO_WINDOW_MANAGER)

    def end_startup(self, startup_id: str) -> None:
        """Tells all launchers that this start is over."""
        escaped = "".join(f"\\{c}" if c in ' "\\' else c for c in startup_id)
        message = f"remove: ID={escaped}".encode() + b"\0"
        kinds = self._atom(b"_NET_STARTUP_INFO_BEGIN"), self._atom(b"_NET_STARTUP_INFO")
        for start in range(0, len(message), _PART):
            self._send(8, kinds[start > 0], message[start : start + _PART], _TO_LAUNCHERS)

    def flush(self) -> None:
        """Sends what waits to be sent."""
        self._xcb.xcb_flush(self._connection)

    def _send(self, bits: int, kind: int, data: bytes, to: int) -> None:
        """Sends a message about the window, of units of so many bits, to the root window."""
        event = struct.pack("=BBHII20s", _CLIENT_MESSAGE, bits, 0, self._window, kind, data)
        root, mask = c_uint32(self._root), c_uint32(to)
        self._xcb.xcb_send_event(self._connection, c_uint8(0), root, mask, c_char_p(event))

    def _atom(self, name: bytes) -> int:
        return self._asked("intern_atom", c_uint8(0), c_uint16(len(name)), c_char_p(name))

    def _asked(self, question: str, *arguments: _SimpleCData[Any]) -> int:
        """The number that the server answers. Raises OSError where it answers none."""
        ask, answer = self._xcb[f"xcb_{question}"], self._xcb[f"xcb_{question}_reply"]
        ask.restype, answer.restype = _Cookie, POINTER(_Answer)
        found = answer(self._connection, ask(self._connection, *arguments), None)
        if not found:
            raise OSError(f"the X server does not answer {question}")
        number = int(found.contents.number)
        CDLL(None).free(found)
        return number
