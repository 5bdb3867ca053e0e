"""Finds the library in a folder, makes one where that is asked for, and refuses what is none."""

from __future__ import annotations

import os
import secrets
import sqlite3
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from viewer.library import schema
from viewer.library.database import Database, connect, is_unfinished, journal_of, told
from viewer.library.errors import (
    DamagedLibraryError,
    ForeignDatabaseError,
    LibraryBusyError,
    LibraryError,
    LibraryStorageError,
    NoLibraryError,
    ReadOnlyLibraryError,
    SchemaError,
)

FILE = "library.sqlite"
"""The database's name in the library's folder."""


class Opened(NamedTuple):
    """`undone`: a writing had been cut short, by this program's end or the machine's."""

    database: Database
    id: str
    read_only: bool
    undone: bool


def open_database(folder: Path, *, create: bool) -> Opened:
    """The library of a folder, its tables brought to today's. Raises LibraryError."""
    path = folder / FILE
    if not _is_there(path):
        if not create:
            raise NoLibraryError(str(folder), "", "there is no library in this folder")
        _make(path)
    unfinished = is_unfinished(path)
    # Where only the folder is closed, the file itself opens for writing and then cannot be.
    closed = not (os.access(path, os.W_OK) and os.access(folder, os.W_OK))
    database = Database(path, read_only=closed)
    try:
        with database.reading() as connection:
            require_ours(path, connection)
        alone = None if closed else _may_write(database)
        _bring_up(database, read_only=alone is None)
        with database.reading() as connection:
            library = connection.execute("SELECT id FROM about").fetchone()
        if library is None:
            raise _damaged(path, "the library is damaged (it has no name)")
    except sqlite3.Error as error:
        database.close()
        raise _damaged(path, f"the library is damaged ({error})") from error
    except BaseException:
        database.close()
        raise
    return Opened(database, library[0], alone is None, unfinished and alone is True)


def set_aside(folder: Path, now: datetime) -> Path:
    """Gives a library's database another name in its folder, with the date in it, and tells it.

    Raises LibraryError.
    """
    path = folder / FILE
    aside = path.with_name(f"{path.stem} {now:%Y-%m-%d %H%M%S}{path.suffix}")
    try:
        if aside.exists():
            raise FileExistsError(0, "there is a file of the new name")
        # The journal goes first and under the matching name: it belongs to that file for ever.
        if journal_of(path).exists():
            journal_of(path).rename(journal_of(aside))
        path.rename(aside)
    except OSError as error:
        reason = f"it cannot be moved aside ({error.strerror or error})"
        raise LibraryStorageError(str(path), "", reason) from error
    return aside


def _is_there(path: Path) -> bool:
    """Raises LibraryError where something else is in the library's place."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        reason = f"it cannot be read ({getattr(error, 'strerror', None) or error})"
        raise LibraryStorageError(str(path), "", reason) from error
    if not stat.S_ISREG(status.st_mode):
        raise ForeignDatabaseError(str(path), "", "this is no file, and so no library")
    # SQLite would take it for an empty database. Libraries are born whole, under another name.
    if status.st_size == 0:
        raise _damaged(path, "the library is damaged: its file is empty")
    return True


def _make(path: Path) -> None:
    """Makes an empty library: all of it, or nothing that has its name."""
    mark = secrets.token_hex(4)
    new = path.with_name(f"{path.name}.{mark}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _put_by_journal(path, mark)
        connection = connect(new, "rwc")
        try:
            connection.execute("BEGIN IMMEDIATE")
            schema.make_tables(connection, secrets.token_hex(8))
            connection.execute("COMMIT")
        finally:
            connection.close()
        _give_name(new, path)
    except sqlite3.Error as error:
        raise told(path, error) or _not_made(path, str(error)) from error
    except OSError as error:
        raise _not_made(path, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _put_by_journal(path: Path, mark: str) -> None:
    """Keeps the journal of a library that was moved away from being applied to the next one."""
    journal = journal_of(path)
    # Asked in this order: the journal of a library that another program is making would follow it.
    if journal.exists() and not path.exists():
        with suppress(FileNotFoundError):
            journal.rename(f"{journal}.{mark}.old")


def _give_name(new: Path, path: Path) -> None:
    """Gives the new file its name unless another program was faster: then that one's stands."""
    try:
        os.link(new, path)
    except FileExistsError:
        return
    except (OSError, NotImplementedError):  # no links on this file system
        if not path.exists():
            new.rename(path)


def require_ours(path: Path, connection: sqlite3.Connection) -> None:
    """Raises LibraryError for another program's database, and for one of a newer version."""
    if schema.application_of(connection) != schema.APPLICATION:
        reason = "this database belongs to another program: choose another folder for the library"
        raise ForeignDatabaseError(str(path), "", reason)
    version = schema.version_of(connection)
    if version > schema.VERSION:
        reason = (
            f"a newer version of the program made this library (schema {version}; this program "
            f"knows {schema.VERSION}): install that version"
        )
        raise SchemaError(str(path), "", reason)


def _may_write(database: Database) -> bool | None:
    """Whether writing is permitted; None where not, False where another is writing just now.

    The system's answer for a share is often yes, and no only when it is tried.
    """
    trial = Database(database.path, wait=0)
    try:
        with trial.writing():
            return True
    except LibraryBusyError:
        return False
    except ReadOnlyLibraryError:
        return None
    finally:
        trial.close()


def _bring_up(database: Database, *, read_only: bool) -> None:
    with database.reading() as connection:
        version = schema.version_of(connection)
    if version == schema.VERSION:
        return
    if read_only:
        reason = (
            f"an older version of the program made this library (schema {version}), and bringing "
            "it up to date needs the right to write: open it once where that is given"
        )
        raise SchemaError(str(database.path), "", reason)
    with database.writing() as connection:
        # Another program may have done it meanwhile, and may be newer than this one.
        require_ours(database.path, connection)
        try:
            schema.migrate(connection)
        except LookupError as error:
            reason = f"the library is damaged (no program made schema {version})"
            raise _damaged(database.path, reason) from error


def _damaged(path: Path, what: str) -> LibraryError:
    reason = f"{what}; put a copy of it back, or move it away and import the leaflets again"
    return DamagedLibraryError(str(path), "", reason)


def _not_made(path: Path, why: str) -> LibraryError:
    return LibraryStorageError(str(path), "", f"no library can be made here ({why})")
