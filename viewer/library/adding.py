"""Puts leaflets into a library, each beside its other versions, one of which is current."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from viewer.leaflet.conversion_cache import READER_VERSION
from viewer.leaflet.json_form import FORMAT
from viewer.leaflet.model import Leaflet, Provenance
from viewer.library.identity import is_another, origin
from viewer.library.newer import age, is_older
from viewer.library.packing import PackedLeaflet, pack_leaflet, unpack_text
from viewer.library.removing import forget, next_generation, set_generation
from viewer.library.rows import clean, insert_entry
from viewer.library.schema import READ_AGAIN
from viewer.library.sources import PackedSource, pack_source

if TYPE_CHECKING:
    from sqlite3 import Connection


class Added(Enum):
    """What became of a leaflet that was added."""

    IMPORTED = "imported"
    """The library had no version of it."""
    REPLACED = "replaced"
    """It is the current version now; the one before stays readable."""
    OLDER = "older"
    """It is kept as an older version; the current one stays."""
    SAME = "same"
    """The library has it already; at most what was damaged of it is put right."""
    REFUSED = "refused"
    """The library has another medicine under its id, which it would have hidden."""


class SourceFile(NamedTuple):
    """A file's bytes and the leaflets that were read from it."""

    data: bytes
    leaflets: Sequence[Leaflet]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A source file made ready outside of the transaction, which is then short."""

    sha256: str
    source: PackedSource
    keep_source: bool
    leaflets: tuple[tuple[Leaflet, PackedLeaflet], ...]
    images: Mapping[str, bytes]
    complete: bool = True
    """Whether nothing that should lie beside the file was missing there."""


def pack_file(file: SourceFile, *, keep_source: bool, complete: bool = True) -> PackedFile:
    """Hashes and compresses. Raises ValueError for an image that is not what its key says."""
    sha256 = hashlib.sha256(file.data).hexdigest()
    images = {key: data for leaflet in file.leaflets for key, data in leaflet.images.items()}
    for key, data in images.items():
        if hashlib.sha256(data).hexdigest() != key:
            raise ValueError(f"the image {key!r} has another SHA-256")
    named = [
        replace(leaflet, provenance=replace(leaflet.provenance, sha256=sha256))
        for leaflet in file.leaflets
    ]
    return PackedFile(
        sha256,
        pack_source(file.data, images) if keep_source else PackedSource(len(file.data), (), b""),
        keep_source,
        tuple((leaflet, pack_leaflet(leaflet)) for leaflet in named),
        images,
        complete,
    )


def has_source(connection: Connection, sha256: str, *, kept: bool) -> bool:
    """Whether a source's leaflets are in, as today's readers read them, its bytes where `kept`,
    and none of them is newer than the version that is current.
    """
    found = connection.execute(
        "SELECT 1 FROM source WHERE sha256 = ?1 AND reader = ?2 AND (data NOT NULL OR NOT ?4)"
        " AND NOT EXISTS (SELECT 1 FROM entry JOIN model USING (number)"
        " WHERE entry.sha256 = ?1 AND form != ?3)",
        (sha256, READER_VERSION, FORMAT, kept),
    ).fetchone()
    others = connection.execute(
        "SELECT now.version, now.date, entry.version, entry.date FROM entry JOIN entry AS now"
        " ON now.origin = entry.origin AND now.current"
        " WHERE entry.sha256 = ? AND NOT entry.current",
        (sha256,),
    )
    return found is not None and not any(
        is_older(Provenance(version=now[0], date=now[1]), Provenance(version=version, date=date))
        for *now, version, date in others
    )


class Adding:
    """One transaction's additions. Its generation is one above the library's."""

    def __init__(self, connection: Connection, imported: str, *, force: bool) -> None:
        self._connection = connection
        self._imported = imported
        self._force = force
        self._generation = next_generation(connection)
        self._changed = False

    def add(self, file: PackedFile) -> tuple[Added, ...]:
        """Adds a file; tells for each leaflet in turn what became of it."""
        outcomes = tuple(
            self._add(leaflet, packed, complete=file.complete) for leaflet, packed in file.leaflets
        )
        if any(outcome is not Added.REFUSED for outcome in outcomes):
            self._forget_other_ids(file)
            final = file.complete and Added.REFUSED not in outcomes
            self._keep_source(file, READER_VERSION if final else READ_AGAIN)
        return outcomes

    def finish(self) -> None:
        """Raises the library's generation where another version of a leaflet is current now."""
        if self._changed:
            set_generation(self._connection, self._generation)

    def _add(self, leaflet: Leaflet, packed: PackedLeaflet, *, complete: bool) -> Added:
        current = self._current(leaflet)
        if current is None:
            self._insert(leaflet, packed, current=True)
            return Added.IMPORTED
        number, product, provenance = current
        if (known := self._same(leaflet, packed)) is not None:
            # An import that is run again changes nothing, unless it brings back a newer version.
            newer = is_older(provenance, leaflet.provenance)
            self._mend(known, leaflet, packed)
            if known == number or not (newer or self._force):
                return Added.SAME
            self._set_current(number, False)
            self._set_current(known, True)
            return Added.REPLACED
        if (before := self._read_before(leaflet)) is not None:
            earlier, final = before
            if final and not complete:
                return Added.SAME  # the pictures that are missing now are in
            if not final:
                forget(self._connection, earlier, self._generation)
                self._insert(leaflet, packed, current=earlier == number)
                return Added.REPLACED
        elif not self._force and is_another(leaflet, product, provenance.holder):
            return Added.REFUSED
        if is_older(leaflet.provenance, provenance) and not self._force:
            self._insert(leaflet, packed, current=False)
            return Added.OLDER
        self._set_current(number, False)
        self._insert(leaflet, packed, current=True)
        return Added.REPLACED

    def _current(self, leaflet: Leaflet) -> tuple[int, str, Provenance] | None:
        """The current version's number and product, and what tells which is newer, and whose."""
        row = self._connection.execute(
            "SELECT number, product, holder, version, date FROM entry WHERE origin = ? AND current",
            (clean(origin(leaflet)),),
        ).fetchone()
        if row is None:
            return None
        number, product, holder, version, date = row
        return number, product, Provenance(holder=holder, version=version, date=date)

    def _same(self, leaflet: Leaflet, packed: PackedLeaflet) -> int | None:
        """The number of the version that is this leaflet to the letter, if there is one."""
        row = self._connection.execute(
            "SELECT number FROM entry JOIN model USING (number)"
            " WHERE origin = ? AND model.sha256 = ?",
            (clean(origin(leaflet)), packed.sha256),
        ).fetchone()
        return None if row is None else int(row[0])

    def _read_before(self, leaflet: Leaflet) -> tuple[int, bool] | None:
        """The number of what was read before in the same source, and whether that was final.

        It is not where another version of the program read it, or pictures were missing.
        """
        row = self._connection.execute(
            "SELECT number, form = ? AND reader = ? FROM entry JOIN model USING (number)"
            " JOIN source ON source.sha256 = entry.sha256"
            " WHERE origin = ? AND entry.sha256 = ? ORDER BY 2",
            (FORMAT, READER_VERSION, clean(origin(leaflet)), leaflet.provenance.sha256),
        ).fetchone()
        return None if row is None else (int(row[0]), row[1] == 1)

    def _forget_other_ids(self, file: PackedFile) -> None:
        """Takes out what another version of the program read in a source under other ids."""
        ids = {clean(origin(leaflet)) for leaflet, _ in file.leaflets}
        rows = self._connection.execute(
            "SELECT number, origin, current FROM entry WHERE sha256 = ?", (file.sha256,)
        )
        for number, other, current in rows.fetchall():
            if other not in ids:
                forget(self._connection, number, self._generation)
                self._changed = True
                if current:
                    self._make_newest_current(other)

    def _make_newest_current(self, of: str) -> None:
        """Makes the newest of the versions that are left the current one, if there are any."""
        rows = self._connection.execute(
            "SELECT number, version, date FROM entry WHERE origin = ?", (of,)
        )
        newest = max(rows, key=lambda row: (age(row[1], row[2]), row[0]), default=None)
        if newest is not None:
            self._set_current(newest[0], True)

    def _insert(self, leaflet: Leaflet, packed: PackedLeaflet, *, current: bool) -> None:
        self._changed |= current
        number = insert_entry(
            self._connection,
            leaflet,
            imported=self._imported,
            current=current,
            generation=self._generation,
        )
        self._connection.execute(
            "INSERT INTO model VALUES (?, ?, ?, ?)", (number, FORMAT, packed.sha256, packed.data)
        )
        self._keep_images(leaflet.images)
        self._connection.executemany(
            "INSERT INTO entry_image VALUES (?, ?)", ((number, key) for key in leaflet.images)
        )

    def _keep_images(self, images: Mapping[str, bytes]) -> int:
        """Keeps images, also in the place of damaged ones; counts those written."""
        before = self._connection.total_changes
        self._connection.executemany(
            "INSERT INTO image VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET"
            " data = excluded.data WHERE data != excluded.data",
            images.items(),
        )
        return self._connection.total_changes - before

    def _mend(self, number: int, leaflet: Leaflet, packed: PackedLeaflet) -> None:
        """Puts right what the disk made of a leaflet that is the same to the letter."""
        mended = self._keep_images(leaflet.images) > 0
        [data] = self._connection.execute("SELECT data FROM model WHERE number = ?", (number,))
        try:
            unpack_text(PackedLeaflet(packed.sha256, *data))
        except ValueError:
            mended = True
            self._connection.execute(
                "UPDATE model SET data = ? WHERE number = ?", (packed.data, number)
            )
        if mended:
            self._touch(number)

    def _keep_source(self, file: PackedFile, reader: int) -> None:
        """Keeps the source, also where it was left out before or is damaged."""
        data = file.source.data if file.keep_source else None
        self._connection.execute(
            "INSERT INTO source VALUES (?, ?, ?, ?, ?) ON CONFLICT (sha256) DO UPDATE SET"
            f" reader = ifnull(nullif(excluded.reader, {READ_AGAIN}), reader),"
            " cuts = iif(excluded.data IS NULL, cuts, excluded.cuts),"
            " data = ifnull(excluded.data, data)"
            f" WHERE excluded.reader NOT IN (reader, {READ_AGAIN})"
            " OR excluded.data NOT NULL AND (data, cuts) IS NOT (excluded.data, excluded.cuts)",
            (file.sha256, file.source.size, reader, file.source.cuts_text(), data),
        )
        cut = {cut.image: file.images[cut.image] for cut in file.source.cuts}
        self._keep_images(cut)
        self._connection.executemany(
            "INSERT OR IGNORE INTO source_image VALUES (?, ?)",
            ((file.sha256, key) for key in cut),
        )

    def _set_current(self, number: int, current: bool) -> None:
        self._connection.execute("UPDATE entry SET current = ? WHERE number = ?", (current, number))
        self._touch(number)

    def _touch(self, number: int) -> None:
        """Notes a change that an index has to follow."""
        self._changed = True
        self._connection.execute(
            "UPDATE entry SET generation = ? WHERE number = ?", (self._generation, number)
        )
