"""The tables of a library, and how those of older versions become today's.

`PRAGMA application_id` says that a database is a library of this program, `PRAGMA user_version`
which tables it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION = 0x4C66_6C74
"""The letters "Lflt"."""
VERSION = 1

READ_AGAIN = 0
"""A source's `reader` where not all of its leaflets are in, or not with all their pictures."""

STEPS: Mapping[int, tuple[str, ...]] = MappingProxyType({})
"""For each older version the statements that make the next one of it."""

# An entry's `generation` is that of the transaction which last changed what an index has to hold
# of it; `origin` ties its versions, `medicine` and `maker` its languages (identity.py). Blobs lie
# apart from the entries, so that all entries are read without passing them.
TABLES = (
    "CREATE TABLE about (id TEXT NOT NULL, generation INTEGER NOT NULL)",
    """CREATE TABLE entry (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL, title TEXT NOT NULL, product TEXT NOT NULL,
        active_substance TEXT NOT NULL, holder TEXT NOT NULL, language TEXT NOT NULL,
        kind TEXT NOT NULL, atc TEXT NOT NULL, version TEXT NOT NULL, date TEXT NOT NULL,
        verified INTEGER NOT NULL, imported TEXT NOT NULL, file TEXT NOT NULL,
        sha256 TEXT NOT NULL, current INTEGER NOT NULL,
        sorting TEXT NOT NULL, origin TEXT NOT NULL, medicine TEXT NOT NULL, maker TEXT NOT NULL,
        generation INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX entry_current ON entry (origin) WHERE current",
    "CREATE INDEX entry_sorting ON entry (sorting, number) WHERE current",
    "CREATE INDEX entry_origin ON entry (origin)",
    "CREATE INDEX entry_id ON entry (id)",
    "CREATE INDEX entry_medicine ON entry (medicine)",
    "CREATE INDEX entry_maker ON entry (maker) WHERE maker != ''",
    "CREATE INDEX entry_source ON entry (sha256)",
    "CREATE INDEX entry_generation ON entry (generation)",
    # `form` is that of the JSON, `sha256` that of the JSON before it was packed.
    """CREATE TABLE model (
        number INTEGER PRIMARY KEY, form INTEGER NOT NULL, sha256 TEXT NOT NULL,
        data BLOB NOT NULL)""",
    "CREATE TABLE image (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL)",
    "CREATE TABLE entry_image (number INTEGER, sha256 TEXT, PRIMARY KEY (number, sha256))"
    " WITHOUT ROWID",
    "CREATE INDEX entry_image_use ON entry_image (sha256)",
    # `cuts` tells which images stood where in the source; `data` is NULL where it is left out;
    # `reader` is the version of the readers that made the leaflets of it.
    """CREATE TABLE source (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, reader INTEGER NOT NULL,
        cuts TEXT NOT NULL, data BLOB)""",
    "CREATE TABLE source_image (source TEXT, sha256 TEXT, PRIMARY KEY (source, sha256))"
    " WITHOUT ROWID",
    "CREATE INDEX source_image_use ON source_image (sha256)",
    "CREATE TABLE removal (number INTEGER PRIMARY KEY, generation INTEGER NOT NULL)",
    "CREATE INDEX removal_generation ON removal (generation)",
)


def make_tables(connection: Connection, library: str) -> None:
    """Makes an empty library, with this id, of an empty database. Begin a transaction before."""
    for statement in TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO about VALUES (?, 0)", (library,))
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def application_of(connection: Connection) -> int:
    """Whose database this is."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def version_of(connection: Connection) -> int:
    """Which tables the database has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    connection: Connection,
    steps: Mapping[int, tuple[str, ...]] = STEPS,
    version: int = VERSION,
) -> None:
    """Brings older tables to `version`, step by step. Begin a transaction before.

    Raises LookupError where a step is missing.
    """
    for step in range(version_of(connection), version):
        for statement in steps[step]:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {step + 1}")
