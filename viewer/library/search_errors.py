"""What can go wrong with the index, told as everything else: which folder, and what to do.

The index holds nothing that the library does not: none of these errors loses anything.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from viewer.library.errors import LibraryError

_LITTLE_ROOM = 20_000_000


class SearchIndexError(LibraryError):
    """The search index cannot be written or read."""


class IndexBusyError(SearchIndexError):
    """Another program is bringing the index up to date; it is searched meanwhile."""


def is_engine_fault(error: BaseException) -> bool:
    """Whether tantivy raised it: as one of these, or as a panic, which is no Exception."""
    kinds = (ValueError, OSError, RuntimeError)
    return isinstance(error, kinds) or type(error).__name__ == "PanicException"


@contextmanager
def writing_told(folder: Path) -> Iterator[None]:
    """Tells what tantivy or the system raises inside as SearchIndexError."""
    try:
        yield
    except BaseException as error:
        if isinstance(error, LibraryError) or not is_engine_fault(error):
            raise
        if "LockBusy" in str(error):
            raise busy(folder) from error
        raise SearchIndexError(str(folder), "", _reason(folder, error)) from error


def busy(folder: Path) -> IndexBusyError:
    reason = "another program is bringing the search index up to date; wait until it is done"
    return IndexBusyError(str(folder), "", reason)


def _reason(folder: Path, error: BaseException) -> str:
    text = " ".join(str(error).split())[:200].rstrip(".")
    if "os error 28" in text or "No space left" in text or _room(folder) < _LITTLE_ROOM:
        return "the disk is full: the search index is as it was before; make room and try again"
    return f"the search index cannot be written ({text})"


def _room(folder: Path) -> int:
    """Bytes free on the disk; a large number where that cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return _LITTLE_ROOM
