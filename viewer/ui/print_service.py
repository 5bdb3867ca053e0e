"""What the print service of Unix systems (CUPS) says of a printer and of what it was sent.

Qt hands pages to the service and never asks whether they were taken, so it is asked here: its
library keeps the outcome of the last request of each thread (CUPS API, `cupsLastError`). Where
the library is not there, as on Windows and macOS, nothing is known, and Qt's word has to do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int

_LIBRARY = "libcups.so.2"
"""The one that Qt has loaded; by a name, so that no packager takes it for a part to be added."""
_FAILURES = 0x100
"""Status codes below it are those of success (RFC 8011, appendix B)."""
_STOPPED = b"5"
"""The value of `printer-state` (RFC 8011, section 5.4.11)."""


class _Option(Structure):
    _fields_ = (("name", c_char_p), ("value", c_char_p))


class _Destination(Structure):
    _fields_ = (
        ("name", c_char_p),
        ("instance", c_char_p),
        ("is_default", c_int),
        ("num_options", c_int),
        ("options", POINTER(_Option)),
    )


def refusal() -> str:
    """Why the service did not do what it was last asked by this thread; empty if it did."""
    library = _library()
    if library is None or 0 <= library.cupsLastError() < _FAILURES:
        return ""
    library.cupsLastErrorString.restype = c_char_p
    words: bytes = library.cupsLastErrorString() or b""
    return words.decode(errors="replace") or "the print service gave no reason"


def is_stopped(printer: str) -> bool:
    """Whether a printer takes jobs and keeps them until somebody starts it again."""
    library = _library()
    if library is None:
        return False
    library.cupsGetNamedDest.restype = POINTER(_Destination)
    name, _, instance = printer.encode().partition(b"/")
    found = library.cupsGetNamedDest(None, name, instance or None)
    if not found:
        return False
    to = found.contents
    state = [o.value for o in to.options[: to.num_options] if o.name == b"printer-state"]
    library.cupsFreeDests(1, byref(to))
    return state == [_STOPPED]


@contextmanager
def nothing_sent() -> Iterator[None]:
    """Keeps this thread from the service meanwhile: what Qt would send then is thrown away.

    Qt has no other way to give up a job for this service: ending a painter sends its pages.
    """
    library = _library()
    if library is not None:
        library.cupsSetServer(b"/nonexistent")
    try:
        yield
    finally:
        if library is not None:
            library.cupsSetServer(None)  # the one of the system or the environment again


def _library() -> CDLL | None:
    try:
        return CDLL(_LIBRARY)
    except OSError:
        return None
