"""Library: the leaflets that were imported, on disk.

A folder holds one SQLite database, which is the truth: the leaflets in all their versions, their
images and their source files, each under its SHA-256. An index for searching is made from it and
follows its generations. Nothing here looks at a clock: what came later has the higher number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from viewer.leaflet.model import Leaflet
from viewer.library.entry import LibraryEntry

if TYPE_CHECKING:
    from sqlite3 import Connection

    from viewer.library.adding import Added, PackedFile, SourceFile
    from viewer.library.checking import Checked
    from viewer.library.info import LibraryInfo
    from viewer.library.opening import Opened
    from viewer.library.reading import Change


class Library:
    """Usable from any thread. Each call sees one state of the library, and each change is whole.

    Every call raises LibraryError where the database cannot be read or written.
    """

    def __init__(self, folder: Path, opened: Opened) -> None:
        """For `open` and `begin_anew`."""
        self.folder = folder
        self.id = opened.id
        """Random, made once: no library is taken for another."""
        self.read_only = opened.read_only
        self.undone = opened.undone
        """Whether opening undid a writing that had been cut short."""
        self._database = opened.database

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Library:
        """The library in a folder, made where there is none and `create` asks for it.

        Raises LibraryError, whose kinds and sentences say what to do.
        """
        from viewer.library.opening import open_database

        folder = folder.absolute()
        return cls(folder, open_database(folder, create=create))

    @classmethod
    def begin_anew(cls, folder: Path, now: datetime) -> tuple[Library, Path]:
        """An empty library in the place of a damaged one; that one is kept under the name given.

        Raises LibraryError.
        """
        from viewer.library.opening import set_aside

        aside = set_aside(folder.absolute(), now)
        return cls.open(folder, create=True), aside

    def close(self) -> None:
        """Lets the file go. Using the library again opens it again."""
        self._database.close()

    # Reading

    @property
    def generation(self) -> int:
        """Raised by every transaction that changes what is current."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT generation FROM about").fetchone()[0])

    def entries(self) -> list[LibraryEntry]:
        """The current leaflets by product, then language and kind."""
        from viewer.library.rows import current_entries

        with self._database.reading() as connection:
            return current_entries(connection)

    def entry(self, number: int) -> LibraryEntry | None:
        """The entry of this number, current or not; None where there is none, or none any more."""
        return next(iter(self._entries("number = ?", number)), None)

    def numbered(self, numbers: Iterable[int]) -> list[LibraryEntry]:
        """The entries of these numbers, as far as there are such, current or not."""
        listed = ",".join(map(str, numbers))
        return self._entries("number IN (SELECT value FROM json_each(?))", f"[{listed}]")

    def current(self, leaflet_id: str, language: str = "") -> LibraryEntry | None:
        """The current version of a leaflet.

        Ids that somebody gave by hand may stand for several languages: one may be asked for.
        """
        return next(iter(self._of_id(leaflet_id, language, "AND current")), None)

    def current_of(self, entry: LibraryEntry) -> LibraryEntry:
        """The version that is current now, of an entry that was when it was listed.

        An older version stays what it is, and so does an entry whose leaflet was removed.
        """
        from viewer.library.identity import origin

        found = self._entries("current AND origin = ?", origin(entry)) if entry.current else []
        return next(iter(found), entry)

    def versions(self, leaflet_id: str, language: str = "") -> list[LibraryEntry]:
        """All versions of a leaflet, newest first."""
        from viewer.library.newer import age

        found = self._of_id(leaflet_id, language)
        return sorted(
            found, key=lambda each: (age(each.version, each.date), each.number), reverse=True
        )

    def translations(self, number: int) -> list[LibraryEntry]:
        """The same leaflet in other languages, by language; surest first within one.

        Sure is an id that differs in the language alone; else product, holder and kind have to be
        the same, so that no other strength or form is taken for a translation.
        """
        return self._entries(
            "current AND language != (SELECT language FROM entry WHERE number = ?1)"
            " AND (medicine = (SELECT medicine FROM entry WHERE number = ?1)"
            " OR maker != '' AND maker = (SELECT maker FROM entry WHERE number = ?1))"
            " ORDER BY language, medicine != (SELECT medicine FROM entry WHERE number = ?1), id",
            number,
        )

    def leaflet(self, number: int, *, images: bool = True) -> Leaflet:
        """The leaflet of this number, current or not, with its own images.

        Raises NoSuchLeafletError, ChangedLeafletError where a hash is not what it was, and
        OutdatedLeafletError where another version of the program kept it.
        """
        from viewer.library.reading import read_leaflet

        return read_leaflet(self._database, number, images=images)

    def source(self, sha256: str) -> bytes | None:
        """The bytes of a source file; None where they were not kept.

        Raises ChangedLeafletError where they are not what they were.
        """
        from viewer.library.reading import read_source

        return read_source(self._database, sha256)

    def has_source(self, sha256: str, *, kept: bool = False) -> bool:
        """Whether adding this file again would change nothing; its bytes are in where `kept`."""
        from viewer.library.adding import has_source

        with self._database.reading() as connection:
            return has_source(connection, sha256, kept=kept)

    def changes(self, since: int) -> Iterator[Change]:
        """What an index of that generation has to follow, in order.

        Ask for `generation` before: it is that of the index once all is done.
        """
        from viewer.library.reading import read_changes

        return read_changes(self._database, since)

    def count_changes(self, since: int) -> int:
        """How many changes there are to follow."""
        from viewer.library.reading import count_changes

        return count_changes(self._database, since)

    def info(self) -> LibraryInfo:
        """What the library holds, in numbers."""
        from viewer.library.info import read_info

        return read_info(self._database)

    def verify(self) -> Iterator[Checked]:
        """Checks all that is kept against its hash, and tells how far it has come."""
        from viewer.library.checking import check_database

        return check_database(self._database)

    # Writing

    def add(
        self,
        source: bytes,
        leaflets: Sequence[Leaflet],
        *,
        imported: str,
        force: bool = False,
        keep_source: bool = True,
    ) -> tuple[Added, ...]:
        """Adds the leaflets of a file: all of them or, where it fails, nothing.

        `imported` is the date and time (UTC, ISO 8601) for the entries. `force` lets an older
        version replace a newer one. Tells for each leaflet what became of it.
        """
        from viewer.library.adding import SourceFile

        file = SourceFile(source, leaflets)
        return self.add_many([file], imported=imported, force=force, keep_source=keep_source)[0]

    def add_many(
        self,
        files: Iterable[SourceFile],
        *,
        imported: str,
        force: bool = False,
        keep_source: bool = True,
    ) -> list[tuple[Added, ...]]:
        """Adds several files as `add` does, in one transaction: some hundred times as fast.

        Hashing and compressing comes first and holds up nobody.
        """
        from viewer.library.adding import pack_file

        packed = [pack_file(file, keep_source=keep_source) for file in files]
        return self.add_packed(packed, imported=imported, force=force)

    def add_packed(
        self, files: Iterable[PackedFile], *, imported: str, force: bool = False
    ) -> list[tuple[Added, ...]]:
        """Adds files as `add_many` does that were packed already, maybe in another process."""
        from viewer.library.adding import Adding

        with self._writing() as connection:
            adding = Adding(connection, imported, force=force)
            outcomes = [adding.add(file) for file in files]
            adding.finish()
        return outcomes

    def remove(self, ids: Iterable[str], language: str = "") -> int:
        """Removes leaflets in all versions, with what only they used; counts the leaflets."""
        from viewer.library.removing import remove_leaflets

        with self._writing() as connection:
            return remove_leaflets(connection, ids, language)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        from viewer.library.opening import require_ours

        with self._database.writing() as connection:
            # A newer program may have changed the tables since this one opened the library.
            require_ours(self._database.path, connection)
            yield connection

    def _of_id(self, leaflet_id: str, language: str, further: str = "") -> list[LibraryEntry]:
        from viewer.library.identity import in_language
        from viewer.library.rows import clean

        found = self._entries(f"id = ? {further} ORDER BY number", clean(leaflet_id))
        return in_language(found, language)

    def _entries(self, condition: str, *values: str | int) -> list[LibraryEntry]:
        from viewer.library.rows import COLUMNS, entries_of

        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT {COLUMNS} FROM entry WHERE {condition}", values)
            return entries_of(rows)
