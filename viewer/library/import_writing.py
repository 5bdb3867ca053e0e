"""Writes what an import has read, many files a transaction, and counts what became of them."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from viewer.library.adding import Added, PackedFile
from viewer.library.import_report import ImportReport, Refusal

if TYPE_CHECKING:
    from viewer.leaflet.model import Leaflet
    from viewer.library.library import Library

_SECONDS = 1.0
"""Between two transactions: what a kill can cost. Less where much has come."""
_FILES = 1_000
_BYTES = 32 << 20


class BatchWriter:
    """Gathers packed files and writes them; the outcomes are counted in the report."""

    def __init__(self, library: Library, report: ImportReport, *, force: bool) -> None:
        self._library = library
        self._report = report
        self._force = force
        self._files: list[PackedFile] = []
        self._bytes = 0
        self._written = monotonic()

    def add(self, file: PackedFile) -> None:
        """Takes a file, and writes all there are once it is time. Raises LibraryError."""
        self._files.append(file)
        self._bytes += len(file.source.data) + sum(map(len, file.images.values()))
        self._bytes += sum(len(packed.data) for _, packed in file.leaflets)
        if len(self._files) >= _FILES or self._bytes > _BYTES:
            self.write()
        else:
            self.write_when_due()

    def write_when_due(self) -> None:
        """Writes what waits for longer than a second. Raises LibraryError."""
        if monotonic() - self._written > _SECONDS:
            self.write()

    def write(self) -> None:
        """Writes all there are. Raises LibraryError; then none of them is in."""
        files, self._files, self._bytes = self._files, [], 0
        if files:
            started = self._report.started
            outcomes = self._library.add_packed(files, imported=started, force=self._force)
            for file, outcome in zip(files, outcomes, strict=True):
                self._count(file, outcome)
        self._written = monotonic()

    def _count(self, file: PackedFile, outcome: tuple[Added, ...]) -> None:
        self._report.imported += outcome.count(Added.IMPORTED)
        self._report.replaced += outcome.count(Added.REPLACED)
        self._report.older += outcome.count(Added.OLDER)
        self._report.same += outcome.count(Added.SAME) == len(outcome)
        for (leaflet, _), became in zip(file.leaflets, outcome, strict=True):
            if became is Added.REFUSED:
                self._report.refuse(_refusal(leaflet))


def _refusal(leaflet: Leaflet) -> Refusal:
    holder = leaflet.provenance.holder
    return Refusal(
        leaflet.provenance.file,
        f"leaflet {leaflet.id} ({leaflet.product}, {holder})",
        "the library has this id for another product of another holder: to have this one in its"
        " place, import the file with --force",
    )
