"""Takes leaflets out of a library, with all that only they used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from viewer.library.identity import in_language, origin
from viewer.library.rows import COLUMNS, clean, entries_of
from viewer.library.schema import READ_AGAIN

if TYPE_CHECKING:
    from sqlite3 import Connection

_OF_ENTRY = (
    # What was removed stays noted by its number, so that an index learns of it.
    "INSERT INTO removal VALUES (:number, :generation)",
    "DELETE FROM model WHERE number = :number",
    "DELETE FROM entry_image WHERE number = :number",
    "DELETE FROM entry WHERE number = :number",
)
# Importing the file again brings back what is removed now, beside what stays of it.
_INCOMPLETE = (
    f"UPDATE source SET reader = {READ_AGAIN}"
    " WHERE sha256 IN (SELECT sha256 FROM entry WHERE origin = ?)"
)
_UNUSED = (
    "DELETE FROM source WHERE NOT EXISTS (SELECT 1 FROM entry WHERE entry.sha256 = source.sha256)",
    "DELETE FROM source_image WHERE NOT EXISTS"
    " (SELECT 1 FROM source WHERE source.sha256 = source_image.source)",
    "DELETE FROM image WHERE NOT EXISTS"
    " (SELECT 1 FROM entry_image WHERE entry_image.sha256 = image.sha256)"
    " AND NOT EXISTS (SELECT 1 FROM source_image WHERE source_image.sha256 = image.sha256)",
)


def remove_leaflets(connection: Connection, ids: Iterable[str], language: str) -> int:
    """Removes all versions; counts leaflets. An empty `language` stands for every one."""
    found: set[str] = set()
    for leaflet_id in ids:
        rows = connection.execute(
            f"SELECT {COLUMNS} FROM entry WHERE current AND id = ?", (clean(leaflet_id),)
        )
        found.update(map(origin, in_language(entries_of(rows), language)))
    generation = next_generation(connection)
    for each in found:
        connection.execute(_INCOMPLETE, (clean(each),))
        numbers = connection.execute("SELECT number FROM entry WHERE origin = ?", (clean(each),))
        for (number,) in numbers.fetchall():
            forget(connection, number, generation)
    if found:
        for statement in _UNUSED:
            connection.execute(statement)
        set_generation(connection, generation)
    return len(found)


def forget(connection: Connection, number: int, generation: int) -> None:
    """Takes one version out; what only it used stays until leaflets are removed."""
    for statement in _OF_ENTRY:
        connection.execute(statement, {"number": number, "generation": generation})


def next_generation(connection: Connection) -> int:
    """The generation of the transaction that is under way, should it change what is current."""
    return int(connection.execute("SELECT generation + 1 FROM about").fetchone()[0])


def set_generation(connection: Connection, generation: int) -> None:
    """Makes it the library's generation."""
    connection.execute("UPDATE about SET generation = ?", (generation,))
