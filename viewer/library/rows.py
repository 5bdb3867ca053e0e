"""Rows of the catalogue as entries, and leaflets as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from viewer.leaflet.model import Leaflet
from viewer.leaflet.plain import plain_words
from viewer.library.entry import LibraryEntry
from viewer.library.identity import maker, medicine, origin

if TYPE_CHECKING:
    from sqlite3 import Connection

COLUMNS = ", ".join(LibraryEntry._fields)
_FACTS = (
    *("id", "title", "product", "active_substance", "holder", "language", "kind", "atc"),
    *("version", "date", "verified", "sha256", "sorting", "origin", "medicine", "maker"),
)
FACTS = ", ".join(_FACTS)
"""What a row says that the leaflet says as well."""
_KEPT = (*_FACTS, "imported", "file", "current", "generation")
_INSERT = f"INSERT INTO entry ({', '.join(_KEPT)}) VALUES ({', '.join('?' * len(_KEPT))})"

Row = tuple[Any, ...]


def entries_of(rows: Iterable[Row]) -> list[LibraryEntry]:
    """The entries that rows of `COLUMNS` stand for. Made for tens of thousands at once."""
    new = tuple.__new__
    return [
        new(LibraryEntry, (a, b, c, d, e, f, g, h, i, j, k, verified == 1, p, q, r, current == 1))
        for a, b, c, d, e, f, g, h, i, j, k, verified, p, q, r, current in rows
    ]


def current_entries(connection: Connection) -> list[LibraryEntry]:
    """The entries of all current leaflets in their order.

    That is read from its index, and the rows as they lie: sorting whole rows takes as long again.
    """
    order = connection.execute("SELECT number FROM entry WHERE current ORDER BY sorting, number")
    rows = connection.execute(f"SELECT {COLUMNS} FROM entry NOT INDEXED WHERE current")
    entries = {entry.number: entry for entry in entries_of(rows)}
    return [entries[number] for (number,) in order]


def clean(text: str) -> str:
    """The text as the database can hold it: names of files may have halves of characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def facts_of(leaflet: Leaflet) -> Row:
    """The values of `FACTS`."""
    provenance = leaflet.provenance
    sorting = "\n".join((plain_words(leaflet.product), leaflet.language.casefold(), leaflet.kind))
    return (
        *map(clean, (leaflet.id, leaflet.title, leaflet.product, leaflet.active_substance)),
        *map(clean, (provenance.holder, leaflet.language, leaflet.kind, leaflet.atc)),
        *map(clean, (provenance.version, provenance.date)),
        int(provenance.verified),
        provenance.sha256,
        *map(clean, (sorting, origin(leaflet), medicine(leaflet), maker(leaflet))),
    )


def insert_entry(
    connection: Connection, leaflet: Leaflet, *, imported: str, current: bool, generation: int
) -> int:
    """Adds the entry of a leaflet and gives its number."""
    file = clean(leaflet.provenance.file)
    values = (*facts_of(leaflet), imported, file, int(current), generation)
    number = connection.execute(_INSERT, values).lastrowid
    assert number is not None
    return number
