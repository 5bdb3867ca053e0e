"""Overhears what programs tell the window manager and launchers: messages to the root window."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from ctypes import (
    CDLL,
    POINTER,
    Structure,
    byref,
    c_char_p,
    c_int,
    c_uint8,
    c_uint32,
    c_void_p,
    cast,
    string_at,
)
from types import TracebackType
from typing import NamedTuple

_CLIENT_MESSAGE = 33
_EVENT_MASK = 1 << 11
"""The attribute of a window that says what is heard of it."""
_OVERHEARD = 1 << 17 | 1 << 19 | 1 << 22
"""StructureNotify, SubstructureNotify, PropertyChange: whoever selects one hears its messages."""
_PATIENCE = 20.0


class Message(NamedTuple):
    """A client message: the number of its kind, the window it is about, and its 20 bytes."""

    kind: int
    window: int
    data: bytes

    def numbers(self) -> tuple[int, ...]:
        """The data as five numbers of 32 bits."""
        return struct.unpack("=5I", self.data)


class _Roots(Structure):
    """xcb_screen_iterator_t; a screen begins with the number of its root window."""

    _fields_ = (("screen", POINTER(c_uint32)), ("left", c_int), ("index", c_int))


class _Answer(Structure):
    """The beginning of xcb_intern_atom_reply_t."""

    _fields_ = (("head", c_uint32 * 2), ("atom", c_uint32))


class RootMessages:
    """Hears from when it is made until its `with` ends; see libxcb's documentation."""

    def __init__(self, display: str) -> None:
        xcb = self._xcb = CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = xcb.xcb_get_setup.restype = c_void_p
        xcb.xcb_poll_for_event.restype = c_void_p
        xcb.xcb_setup_roots_iterator.restype = _Roots
        xcb.xcb_intern_atom_reply.restype = POINTER(_Answer)
        self._connection = c_void_p(xcb.xcb_connect(c_char_p(display.encode()), None))
        assert not xcb.xcb_connection_has_error(self._connection)
        setup = c_void_p(xcb.xcb_get_setup(self._connection))
        root = xcb.xcb_setup_roots_iterator(setup).screen.contents
        mask = byref(c_uint32(_OVERHEARD))
        xcb.xcb_change_window_attributes(self._connection, root, c_uint32(_EVENT_MASK), mask)
        xcb.xcb_flush(self._connection)
        self._heard: list[Message] = []

    def __enter__(self) -> RootMessages:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._xcb.xcb_disconnect(self._connection)

    def kind(self, name: str) -> int:
        """The number of a kind of messages."""
        word = name.encode()
        ask = self._xcb.xcb_intern_atom
        cookie = ask(self._connection, c_uint8(0), len(word), c_char_p(word))
        answer = self._xcb.xcb_intern_atom_reply(self._connection, c_uint32(cookie), None)
        atom = int(answer.contents.atom)
        CDLL(None).free(answer)
        return atom

    def heard(self, *names: str) -> list[Message]:
        """All messages of these kinds up to now, in their order."""
        while event := self._xcb.xcb_poll_for_event(self._connection):
            kind, window, number, data = struct.unpack("=B3xII20s", string_at(event, 32))
            if kind & 0x7F == _CLIENT_MESSAGE:
                self._heard.append(Message(number, window, data))
            CDLL(None).free(cast(event, c_void_p))
        kinds = {self.kind(name) for name in names}
        return [message for message in self._heard if message.kind in kinds]

    def wait_for(
        self, *names: str, enough: Callable[[list[Message]], bool] = bool
    ) -> list[Message]:
        """Waits until enough of these kinds were heard, one if not told otherwise."""
        end = time.monotonic() + _PATIENCE
        while not enough(found := self.heard(*names)):
            assert time.monotonic() < end, f"not heard: {names}; heard: {self._heard}"
            time.sleep(0.01)
        return found
