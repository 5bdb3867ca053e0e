"""Which login a window belongs to, as far as a desktop lets one tell."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress


def desktop_session() -> str:
    """Another text after each login and each start of the display server; empty on Windows.

    The number of the login is logind's. A display server makes its socket anew when it starts.
    """
    marks = [os.environ.get("XDG_SESSION_ID", "")]
    for socket in _display_sockets():
        with suppress(OSError):
            status = os.stat(socket)  # noqa: PTH116  # on the way to the first frame
            marks.append(f"{status.st_ino}-{status.st_mtime_ns}")
    return " ".join(filter(None, marks))


def _display_sockets() -> Iterator[str]:
    """Those of the displays of this machine that the environment names."""
    if wayland := os.environ.get("WAYLAND_DISPLAY"):
        yield os.path.join(os.environ.get("XDG_RUNTIME_DIR", ""), wayland)  # noqa: PTH118
    host, _, number = os.environ.get("DISPLAY", "").rpartition(":")
    if number and host in ("", "unix"):
        yield f"/tmp/.X11-unix/X{number.partition('.')[0]}"
