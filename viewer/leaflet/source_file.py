"""Reads a file from outside without being led astray.

Only regular files are read, never a pipe or a device, and never more than the format allows: the
size is looked at first, and a file that grows while it is read is cut off and refused.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from viewer.leaflet.errors import UnreadableFileError

MAX_LEAFLET_BYTES = 1 << 20
"""The most that a leaflet in the project's own format may have."""
MAX_FOREIGN_BYTES = 32 << 20
"""The most that a leaflet from a regulator may have, its pictures included."""
HEAD_BYTES = 1 << 16
"""How much of a file is enough to tell its format, be there a licence before its content."""


@contextmanager
def open_regular(path: Path) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises UnreadableFileError, as does reading it in the block."""
    try:
        # Opening a device can have effects of its own, so its kind is asked before.
        _require_regular(path, path.stat().st_mode)
        with os.fdopen(_open_without_waiting(path), "rb") as file:
            _require_regular(path, os.fstat(file.fileno()).st_mode)
            yield file
    except (OSError, ValueError) as error:
        raise UnreadableFileError(str(path), "", _reason(error)) from error


def read_limited(path: Path, file: BinaryIO, limit: int) -> bytes:
    """All bytes of an open file. Raises UnreadableFileError where they are more than `limit`."""
    too_large = too_large_error(str(path), limit)
    if os.fstat(file.fileno()).st_size > limit:
        raise too_large
    file.seek(0)
    parts: list[bytes] = []
    left = limit + 1
    while left and (part := file.read(left)):
        parts.append(part)
        left -= len(part)
    if not left:
        raise too_large
    return b"".join(parts)


def too_large_error(file: str, limit: int) -> UnreadableFileError:
    """The refusal of a file with more than `limit` bytes."""
    return UnreadableFileError(
        file, "", f"the file is larger than {limit // 1024:,} KiB, the limit for a leaflet"
    )


def _open_without_waiting(path: Path) -> int:
    """Opens so that a pipe put in the file's place meanwhile cannot keep us waiting."""
    return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))


def _require_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise UnreadableFileError(str(path), "", "this is a folder, not a file")
    if not stat.S_ISREG(mode):
        raise UnreadableFileError(str(path), "", "this is a device or a pipe, not a file")


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, PermissionError):
        return "reading it is not permitted"
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read ({error.strerror})"
    return "its name is not a valid path" if isinstance(error, ValueError) else "it cannot be read"
