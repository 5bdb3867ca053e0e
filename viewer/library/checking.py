"""Compares everything that a library keeps with the hashes it was stored under."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from viewer.library.errors import (
    ChangedLeafletError,
    DamagedLibraryError,
    LibraryError,
    NoSuchLeafletError,
    OutdatedLeafletError,
)
from viewer.library.reading import read_image, read_leaflet, read_source
from viewer.library.rows import FACTS, facts_of

if TYPE_CHECKING:
    from sqlite3 import Connection

    from viewer.library.database import Database

_AT_FAULT = (ChangedLeafletError, OutdatedLeafletError)


class Checked(NamedTuple):
    """How many of the things to check are done, and what is wrong with the last of them."""

    done: int
    total: int
    fault: LibraryError | None


def check_database(database: Database) -> Iterator[Checked]:
    """Checks the database's structure, then each leaflet, image and source.

    What is added or removed meanwhile is not at fault, and others can write between two steps.
    Raises LibraryError where the database cannot be read.
    """
    with database.reading() as connection:
        numbers = _column(connection, "SELECT number FROM entry ORDER BY number")
        images = _column(connection, "SELECT sha256 FROM image ORDER BY sha256")
        sources = _column(connection, "SELECT sha256 FROM source WHERE data NOT NULL ORDER BY 1")
        # In SQLite's own words: of use to whoever mends databases.
        told = [words for words in _column(connection, "PRAGMA quick_check(20)") if words != "ok"]
    total = 1 + len(numbers) + len(images) + len(sources)
    file = str(database.path)
    for words in told:
        yield Checked(0, total, DamagedLibraryError(file, "", f"the library is damaged: {words}"))
    yield Checked(1, total, None)
    done = 1
    for number in numbers:
        yield Checked(done := done + 1, total, _leaflet_fault(database, number))
    for sha256 in images:
        yield Checked(done := done + 1, total, _image_fault(database, sha256))
    for sha256 in sources:
        yield Checked(done := done + 1, total, _source_fault(database, sha256))


def _leaflet_fault(database: Database, number: int) -> LibraryError | None:
    try:
        leaflet = read_leaflet(database, number, images=False)
    except NoSuchLeafletError:
        return None
    except _AT_FAULT as error:
        return error
    with database.reading() as connection:
        row = connection.execute(f"SELECT {FACTS} FROM entry WHERE number = ?", (number,))
        kept = row.fetchone()
    if kept in (None, facts_of(leaflet)):
        return None
    reason = "the list of the library says something else of this leaflet than the leaflet itself"
    return ChangedLeafletError(str(database.path), f"leaflet {leaflet.id}", reason)


def _image_fault(database: Database, sha256: str) -> LibraryError | None:
    try:
        with suppress(LookupError):
            read_image(database, sha256)
    except _AT_FAULT as error:
        return error
    return None


def _source_fault(database: Database, sha256: str) -> LibraryError | None:
    try:
        read_source(database, sha256)
    except _AT_FAULT as error:
        return error
    return None


def _column(connection: Connection, statement: str) -> list[Any]:
    return [row[0] for row in connection.execute(statement)]
