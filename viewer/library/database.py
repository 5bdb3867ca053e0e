"""The one file that a library is, through SQLite: connections, transactions, and what goes wrong.

The rollback journal is kept (no write-ahead log): it works on network shares and leaves one file
that can be read where nothing can be written. Connections are lent to one thread at a time and
used again; an idle one holds no lock.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from viewer.library.errors import (
    DamagedLibraryError,
    ForeignDatabaseError,
    LibraryBusyError,
    LibraryError,
    LibraryStorageError,
    ReadOnlyLibraryError,
)

WAIT = 60.0
"""Seconds that are waited for another program's writing; batches take far less."""
_MOST_IDLE = 4
_FileId = tuple[int, int] | None
_MEND = "put a copy of it back, or move it away and import the leaflets again"
_UNPERMITTED = "writing to this library is not permitted here"


class Database:
    """A database file that exists. `read_only` asks for no right to write to it."""

    def __init__(self, path: Path, *, read_only: bool = False, wait: float = WAIT) -> None:
        self.path = path
        self._read_only = read_only
        self._wait = wait
        self._idle: list[tuple[sqlite3.Connection, _FileId]] = []

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the library for the whole block. Keep it short: it holds up writers.

        Raises LibraryError, also for what goes wrong in the block.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of the block is done, or nothing. Waits for other writers. Raises LibraryError."""
        if self._read_only:
            raise ReadOnlyLibraryError(str(self.path), "", _UNPERMITTED)
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def close(self) -> None:
        """Lets the file go; what is under way in other threads ends as it would."""
        while self._idle:
            self._idle.pop()[0].close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection: sqlite3.Connection | None = None
        # Where the file was deleted or replaced, what was opened is not the library any more.
        file = _file_at(self.path)
        try:
            connection = self._lent(file)
            connection.execute(begin)
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            # Closing undoes what was begun, and a connection that failed is not used again.
            if connection is not None:
                with suppress(sqlite3.Error):
                    connection.close()
            if isinstance(error, sqlite3.Error) and (meant := told(self.path, error)):
                raise meant from error
            raise
        if len(self._idle) < _MOST_IDLE:
            self._idle.append((connection, file))
        else:
            connection.close()

    def _lent(self, file: _FileId) -> sqlite3.Connection:
        with suppress(IndexError):
            while True:
                connection, opened = self._idle.pop()
                if opened == file:
                    return connection
                connection.close()
        return connect(self.path, "ro" if self._read_only else "rw", self._wait)


def _file_at(path: Path) -> _FileId:
    """Which file of the system has this name now."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def connect(path: Path, mode: str, wait: float = WAIT) -> sqlite3.Connection:
    """A connection in a mode of SQLite's URIs: "ro", "rw" or "rwc". Raises sqlite3.Error."""
    name = path.as_posix()
    # After the two slashes comes a host's name, which is empty: for a Windows share as well.
    address = "file://" + quote(os.fsencode(name if name.startswith("/") else f"/{name}"), "/:")
    connection = sqlite3.connect(
        f"{address}?mode={mode}",
        timeout=wait,
        isolation_level=None,
        check_same_thread=False,
        uri=True,
    )
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    # Pages written before the end of a transaction would keep all readers waiting until then.
    connection.execute("PRAGMA cache_spill = OFF")
    return connection


def journal_of(path: Path) -> Path:
    """Where SQLite notes what to undo while it writes."""
    return path.with_name(f"{path.name}-journal")


def is_unfinished(path: Path) -> bool:
    """Whether there is something to undo: of a writing that was cut short, or that goes on."""
    with suppress(OSError):
        return journal_of(path).stat().st_size > 0
    return False


def told(path: Path, error: sqlite3.Error) -> LibraryError | None:
    """What an error of SQLite means for a library; None where it is a fault of the program."""
    code: int = getattr(error, "sqlite_errorcode", 0) & 0xFF
    file = str(path)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN) and is_unfinished(path):
        reason = (
            "the last writing to it was cut short, and nothing can be read before that is "
            "undone: open it once where writing to its folder is permitted"
        )
        return ReadOnlyLibraryError(file, "", reason)
    match code:
        case 0 if str(error).startswith("Could not decode to UTF-8"):
            return DamagedLibraryError(file, "", f"the library is damaged: {_MEND}")
        case sqlite3.SQLITE_CORRUPT:
            return DamagedLibraryError(file, "", f"the library is damaged: {_MEND}")
        case sqlite3.SQLITE_NOTADB:
            reason = f"this is no library of this program, or its beginning is damaged: {_MEND}"
            return ForeignDatabaseError(file, "", reason)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return ReadOnlyLibraryError(file, "", _UNPERMITTED)
        case sqlite3.SQLITE_CANTOPEN:
            reason = "it cannot be opened, or its folder cannot be written to"
            return LibraryStorageError(file, "", reason)
        case sqlite3.SQLITE_FULL:
            return LibraryStorageError(file, "", "the disk is full; what was begun is undone")
        case sqlite3.SQLITE_IOERR:
            reason = "reading or writing failed on the disk; what was begun is undone"
            return LibraryStorageError(file, "", reason)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
            reason = "another program is writing to the library: try again when it is done"
            return LibraryBusyError(file, "", reason)
    return None
