"""Which state the index on disk is in, and what says so.

Below the index's folder there is one folder for each index, named after what it was made from:
the library, the lenses, the format. So an index of other lenses is made beside the one that is
searched meanwhile, and two programs that make the same one meet in the same folder. In each lies
a record of how far it has come, written after every commit: what was committed after the last
record is simply done again.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from viewer.library.search_errors import SearchIndexError, busy
from viewer.library.search_schema import FORMAT

_RECORD = "state.json"
_LOCK = "update.lock"
_DISCARDED = ".discarded"


class IndexState(Enum):
    """How the index stands to its library."""

    READY = "ready"
    BEHIND = "behind"
    """It can be searched, but lacks what was imported last."""
    MISSING = "missing"
    DAMAGED = "damaged"
    OTHER = "other"
    """There is one of another library or state of it, other lenses or another format."""


class Identity(NamedTuple):
    """What an index is made from."""

    library: str
    lenses: str
    format: str

    @property
    def folder_name(self) -> str:
        from hashlib import sha256

        return sha256("\0".join(self).encode("utf-8", "replace")).hexdigest()[:16]


class Record(NamedTuple):
    """How far an index has come; `complete`: it has once had all leaflets of its library."""

    identity: Identity
    generation: int
    complete: bool


def identity_of(library_id: str, lens_stamp: str) -> Identity:
    """The identity of the index that this program would make."""
    import re

    import tantivy

    version = getattr(tantivy, "__version__", "")
    found = re.search(r"index_format v(\d+)", version)
    return Identity(library_id, lens_stamp, f"{FORMAT} {found[1] if found else version}")


def read_record(folder: Path) -> Record | None:
    """The record of an index; None where there is none that can be read."""
    import json

    try:
        data = json.loads((folder / _RECORD).read_text("utf-8"))
        identity = Identity(str(data["library"]), str(data["lenses"]), str(data["format"]))
        return Record(identity, int(data["generation"]), bool(data["complete"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(folder: Path, record: Record) -> None:
    """Writes the record so that after whatever happens there is the old one or the new one."""
    import json

    data = {
        **record.identity._asdict(),
        "generation": record.generation,
        "complete": record.complete,
    }
    aside = folder / (_RECORD + ".new")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(folder / _RECORD)


def mark_damaged(folder: Path) -> None:
    """Makes an index known as damaged, also to other programs, as far as that is possible."""
    with suppress(OSError):
        (folder / _RECORD).write_text("damaged\n", encoding="utf-8")


def record_stamp(folder: Path) -> tuple[int, int] | None:
    """Another one after every writing of the record; None where there is none."""
    try:
        status = (folder / _RECORD).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def index_folders(root: Path) -> list[Path]:
    """The folders of indexes below the index's folder."""
    try:
        return sorted(p for p in root.iterdir() if p.is_dir() and p.suffix != _DISCARDED)
    except OSError:
        return []


def discard(folder: Path) -> None:
    """Removes an index, at once as far as everybody else is concerned.

    What another program still reads may stay under a name that is not looked at; it goes next time.
    """
    import shutil
    import uuid

    aside = folder.with_name(f"{folder.name}-{uuid.uuid4().hex[:8]}{_DISCARDED}")
    try:
        folder.replace(aside)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = f"a search index that is no good cannot be removed ({error.strerror})"
        raise SearchIndexError(str(folder), "", reason) from error
    shutil.rmtree(aside, ignore_errors=True)


def discard_others(root: Path, kept: Path) -> None:
    """Removes every index but one, as far as that is possible now."""
    import shutil

    with suppress(OSError):
        for left in root.glob("*" + _DISCARDED):
            shutil.rmtree(left, ignore_errors=True)
    for folder in index_folders(root):
        if folder != kept:
            with suppress(SearchIndexError):
                discard(folder)


@contextmanager
def sole_writer(root: Path) -> Iterator[None]:
    """Keeps other programs from writing; ends with this one whatever becomes of it.

    Raises IndexBusyError at once where another one is writing, and OSError.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / _LOCK).open("ab") as file:
        try:
            _lock(file.fileno())
        except BlockingIOError:
            raise busy(root) from None
        except PermissionError:  # how Windows says that another one has it
            raise busy(root) from None
        except OSError:
            pass  # a file system without locks: tantivy's own is left
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
