"""Leaflets and sources out of a library's database, none of them without its hash checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viewer.leaflet.json_form import FORMAT
from viewer.leaflet.model import Leaflet
from viewer.library.errors import (
    ChangedLeafletError,
    LibraryError,
    NoSuchLeafletError,
    OutdatedLeafletError,
)
from viewer.library.packing import PackedLeaflet, unpack_leaflet
from viewer.library.sources import unpack_source

if TYPE_CHECKING:
    from sqlite3 import Connection

    from viewer.library.database import Database

_CHANGED = """
    SELECT generation, number, current FROM entry
        WHERE generation > :since AND (current OR :since > 0)
    UNION ALL
    SELECT generation, number, 0 FROM removal WHERE generation > :since AND :since > 0
"""
"""After generation 0 there are only leaflets: what is not current was never in an index."""
_AGAIN = "import its file again (import --force)"


class Change(NamedTuple):
    """What an index has to do to keep up: hold the leaflet of this number, or none of it.

    The leaflet comes without its images. Where it cannot be read, it is None and `fault` says why.
    """

    number: int
    leaflet: Leaflet | None
    generation: int
    fault: LibraryError | None = None


def read_leaflet(database: Database, number: int, *, images: bool = True) -> Leaflet:
    """The leaflet of this number, its own images with it. Raises LibraryError."""
    with database.reading() as connection:
        row = connection.execute(
            "SELECT id, file, imported, form, model.sha256, CAST(data AS BLOB) FROM entry"
            " LEFT JOIN model USING (number) WHERE number = ?",
            (number,),
        ).fetchone()
        found = _images(connection, number) if row and images else []
    if row is None:
        reason = f"the library has no leaflet of the number {number}"
        raise NoSuchLeafletError(str(database.path), "", reason)
    leaflet_id, file, imported, form, sha256, data = row
    place = f"leaflet {leaflet_id}, imported from {file}"
    if form not in (None, FORMAT):
        reason = f"it is kept in the form of another version of the program: {_AGAIN}"
        raise OutdatedLeafletError(str(database.path), place, reason)
    try:
        if data is None:
            raise ValueError("its text is missing")
        leaflet = unpack_leaflet(PackedLeaflet(sha256, data), file, imported)
        return replace(leaflet, images={key: _checked(key, image) for key, image in found})
    except ValueError as error:
        reason = f"this leaflet is not what was imported and is not shown ({error}): {_AGAIN}"
        raise ChangedLeafletError(str(database.path), place, reason) from error


def read_image(database: Database, sha256: str) -> bytes:
    """The bytes of an image. Raises LibraryError, and LookupError where there is none."""
    with database.reading() as connection:
        row = connection.execute(
            "SELECT CAST(data AS BLOB) FROM image WHERE sha256 = ?", (sha256,)
        ).fetchone()
    if row is None:
        raise LookupError(sha256)
    try:
        return _checked(sha256, row[0])
    except ValueError as error:
        raise _changed(database, f"image {sha256}", str(error)) from error


def read_source(database: Database, sha256: str) -> bytes | None:
    """The bytes of a source file; None where they were not kept. Raises LibraryError."""
    with database.reading() as connection:
        row = connection.execute(
            "SELECT cuts, CAST(data AS BLOB) FROM source WHERE sha256 = ? AND data NOT NULL",
            (sha256,),
        ).fetchone()
        if row is None:
            return None
        images = dict(
            connection.execute(
                "SELECT image.sha256, CAST(data AS BLOB) FROM source_image"
                " JOIN image USING (sha256) WHERE source = ?",
                (sha256,),
            )
        )
    cuts, data = row
    try:
        source = unpack_source(data, cuts, images.__getitem__)
    except (ValueError, LookupError, TypeError) as error:
        raise _changed(database, f"source {sha256}", "it cannot be put together") from error
    if hashlib.sha256(source).hexdigest() != sha256:
        raise _changed(database, f"source {sha256}", "its SHA-256 is another")
    return source


def count_changes(database: Database, since: int) -> int:
    """How many changes `read_changes` gives."""
    with database.reading() as connection:
        found = connection.execute(f"SELECT COUNT(*) FROM ({_CHANGED})", {"since": since})
        return int(found.fetchone()[0])


def read_changes(database: Database, since: int) -> Iterator[Change]:
    """What changed after a generation, in order. Nothing is held locked between two of them."""
    with database.reading() as connection:
        rows = connection.execute(f"{_CHANGED} ORDER BY 1, 2", {"since": since}).fetchall()
    for generation, number, current in rows:
        leaflet, fault = None, None
        if current:
            try:
                leaflet = read_leaflet(database, number, images=False)
            except NoSuchLeafletError:
                pass  # removed since: a later generation says so as well
            except (ChangedLeafletError, OutdatedLeafletError) as error:
                fault = error
        yield Change(number, leaflet, generation, fault)


def _images(connection: Connection, number: int) -> list[tuple[str, bytes | None]]:
    """The images that a leaflet refers to; None for one that is missing."""
    return connection.execute(
        "SELECT entry_image.sha256, CAST(data AS BLOB) FROM entry_image"
        " LEFT JOIN image ON image.sha256 = entry_image.sha256 WHERE number = ?",
        (number,),
    ).fetchall()


def _checked(key: str, image: bytes | None) -> bytes:
    if image is None:
        raise ValueError("a picture of it is missing")
    if hashlib.sha256(image).hexdigest() != key:
        raise ValueError("a picture of it has another SHA-256")
    return image


def _changed(database: Database, place: str, what: str) -> ChangedLeafletError:
    reason = f"this is not what was imported ({what}): {_AGAIN}"
    return ChangedLeafletError(str(database.path), place, reason)
