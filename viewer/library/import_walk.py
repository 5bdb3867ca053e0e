"""The way of an import through files and folders, one file after the other.

Nothing is gathered before: of a folder only the names in it are in memory. What is hidden, links
below a folder and what is no file are left alone.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from viewer.leaflet.errors import LeafletError, UnreadableFileError
from viewer.leaflet.source_file import HEAD_BYTES, open_regular
from viewer.leaflet.zip_members import is_zip
from viewer.library.import_archives import walk_archive
from viewer.library.import_steps import Refused, Step, look


class _Place(NamedTuple):
    """A file to look at, or what kept us from looking. `asked`: it was named itself."""

    path: Path
    asked: bool
    error: LeafletError | None = None


def walk(paths: Iterable[Path], left_out: Path | None = None) -> Iterator[Step]:
    """What lies at these paths, in the order of names. The folder `left_out` is not entered.

    Every file is one step, and one in an archive too, but for those between which `Opened` tells
    how many are to come.
    """
    for place in _places(paths, left_out):
        try:
            yield from _steps(place)
        except LeafletError as error:
            yield Refused(error)


def count_files(paths: Iterable[Path], left_out: Path | None = None) -> int:
    """How many files `walk` comes to, archives not opened."""
    return sum(1 for _ in _places(paths, left_out))


def _steps(place: _Place) -> Iterator[Step]:
    if place.error:
        raise place.error
    name = str(place.path)
    with open_regular(place.path) as file:
        size = os.fstat(file.fileno()).st_size
        head = file.read(HEAD_BYTES)
        file.seek(0)
        if is_zip(head):
            yield from walk_archive(name, file, size, asked=place.asked)
        else:
            yield look(name, file.read, size, asked=place.asked)


def _places(paths: Iterable[Path], left_out: Path | None) -> Iterator[_Place]:
    out = None if left_out is None else _identity(left_out)
    for path in paths:
        # Path.is_dir raises for what cannot be looked at; what opens it says why in words.
        if os.path.isdir(path):  # noqa: PTH112
            yield from _inside(path, out)
        else:
            yield _Place(path, asked=True)


def _inside(folder: Path, left_out: tuple[int, int] | None) -> Iterator[_Place]:
    # A stack of its own: folders may lie deeper in each other than calls may.
    waiting = [iter([folder])]
    while waiting:
        path = next(waiting[-1], None)
        if path is None:
            waiting.pop()
            continue
        try:
            status = path.lstat() if path != folder else path.stat()
            if stat.S_ISDIR(status.st_mode):
                if left_out is None or _identity(path) != left_out:
                    waiting.append(iter(_listed(path)))
            elif stat.S_ISREG(status.st_mode) and not _is_hidden(status):
                yield _Place(path, asked=False)
        except FileNotFoundError:
            continue  # gone since its folder was read
        except OSError as error:
            reason = f"it cannot be read ({error.strerror or error})"
            yield _Place(path, False, UnreadableFileError(str(path), "", reason))


def _listed(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


def _is_hidden(status: os.stat_result) -> bool:
    hidden = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0)
    return bool(getattr(status, "st_file_attributes", 0) & hidden)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
