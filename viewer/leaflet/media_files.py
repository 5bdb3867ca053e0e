"""The pictures that lie beside a leaflet's file, and the names by which it may ask for them.

A leaflet from outside names its pictures. A name is looked up in one folder and nowhere else:
whatever looks like a path, a drive, a share or a device is not a name.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

MAX_MEDIA_BYTES = 16 << 20
"""The most that one picture may have."""

Media = Callable[[str], bytes | None]
"""Gives the bytes of the media file of this name; None where there is none to be had."""

_SEPARATORS = frozenset('/\\:*?"<>|')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def is_base_name(name: str) -> bool:
    """Whether this names a file in a folder, and can be nothing else on any system."""
    return (
        0 < len(name) <= 255
        and name == name.rstrip(" .")
        and name.isprintable()
        and _SEPARATORS.isdisjoint(name)
        and not _DEVICES.fullmatch(name)
    )


def media_beside(leaflet: Path) -> Media:
    """The regular files in the folder of a leaflet's file; no link, pipe or device is opened."""
    folder = leaflet.parent

    def media(name: str) -> bytes | None:
        if not is_base_name(name):
            return None
        try:
            return _read_regular(folder / name)
        except (OSError, ValueError):
            return None

    return media


def _read_regular(path: Path) -> bytes | None:
    # Asked before opening, because opening a device can have effects of its own, and asked again
    # of what was opened, because another file may stand in its place by then.
    before = path.lstat()
    if not _is_media(before):
        return None
    flags = os.O_RDONLY
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, flag, 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not _is_media(os.fstat(file.fileno())):
            return None
        data = file.read(MAX_MEDIA_BYTES + 1)
    return data if len(data) <= MAX_MEDIA_BYTES else None


def _is_media(status: os.stat_result) -> bool:
    return stat.S_ISREG(status.st_mode) and status.st_size <= MAX_MEDIA_BYTES
