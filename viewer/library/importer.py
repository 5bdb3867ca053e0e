"""Import: files, folders and archives into a library, as fast as the machine reads them.

One thread walks and writes; processes read and pack. What was read is written about once a
second, so that whatever ends an import leaves that in the library. Files go in in the order they
are met: the same import has the same outcome every time. Memory does not grow with their number.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.reading_process import never
from viewer.library.errors import ReadOnlyLibraryError
from viewer.library.import_pool import ImportPool
from viewer.library.import_report import ImportReport, Refusal
from viewer.library.import_steps import Found, Opened, Refused
from viewer.library.import_walk import count_files, walk
from viewer.library.import_writing import BatchWriter

if TYPE_CHECKING:
    from viewer.library.adding import PackedFile
    from viewer.library.library import Library

_AHEAD = 64
"""Files that are read ahead of the one whose turn it is: meanwhile a batch is written."""
_AHEAD_BYTES = 64 << 20
_TOLD = 0.1
"""Seconds between two tellings of how far it has come."""


class ImportProgress(NamedTuple):
    """How far an import has come: files done of `total`, which is None while they are counted.

    An archive of leaflets counts as the files in it once it is opened. The other counts are
    those of `ImportReport`; `bytes` are those of the files, `seconds` since the beginning.
    """

    done: int
    total: int | None
    imported: int
    replaced: int
    older: int
    same: int
    refused: int
    bytes: int
    seconds: float


class _Waiting(NamedTuple):
    """A file whose turn comes. `outcome` is None where it is in the library already."""

    size: int
    outcome: Future[PackedFile] | Refusal | None


class Import:
    """One import, to be run once."""

    def __init__(
        self,
        library: Library,
        paths: Sequence[Path],
        *,
        topics: Path | None = None,
        force: bool = False,
        keep_sources: bool = True,
        cancelled: Callable[[], bool] = never,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`topics` is the file with their table; with `force` every file is read, and the last
        one wins, however old. `cancelled` is asked many times a second.
        """
        self._library = library
        self._paths = [path.absolute() for path in paths]
        self._force = force
        self._cancelled = cancelled
        self._now = now
        names = [str(path) for path in self._paths]
        self.report = ImportReport(str(library.folder), names, _stamp(now()))
        """What became of it so far; complete when `run` is at its end."""
        self._topics = topics
        self._keep_sources = keep_sources
        self._writer = BatchWriter(library, self.report, force=force)
        self._begun = self._told = monotonic()
        self._counted: int | None = None
        self._in_archives = 0

    def run(self) -> Iterator[ImportProgress]:
        """Imports, and tells how far it has come: some times a second, and at the end.

        A file at fault is told in the report, and what ends the import early as well.
        """
        Thread(target=self._count, daemon=True).start()
        try:
            if self._library.read_only:
                reason = "writing to this library is not permitted here"
                raise ReadOnlyLibraryError(str(self._library.folder), "", reason)
            with ImportPool(
                self._topics, keep_sources=self._keep_sources, cancelled=self._cancelled
            ) as pool:
                yield from self._run(pool)
        except ResourceError as error:
            self.report.error = str(error)
        self.report.cancelled = self._cancelled() and not self.report.error
        self.report.seconds = round(monotonic() - self._begun, 3)
        self.report.ended = _stamp(self._now())
        yield self._progress()

    def _run(self, pool: ImportPool) -> Iterator[ImportProgress]:
        waiting: deque[_Waiting] = deque()
        size = 0
        for file in self._files(pool):
            if file:
                waiting.append(file)
                size += file.size
            while waiting and (len(waiting) > _AHEAD or size > _AHEAD_BYTES):
                size -= waiting[0].size
                yield from self._take_in(waiting.popleft())
            if self._cancelled():
                break
            if self._is_time_to_tell():
                yield self._progress()
        while waiting:
            yield from self._take_in(waiting.popleft())
        self._writer.write()

    def _files(self, pool: ImportPool) -> Iterator[_Waiting | None]:
        """What the walk comes to, its reading begun; None for what is passed over."""
        for step in walk(self._paths, self._library.folder):
            match step:
                case Found(file, data, pictures):
                    known = not self._force and self._is_known(data)
                    size = len(data) + sum(map(len, (pictures or {}).values()))
                    yield _Waiting(size, None if known else pool.pack(file, data, pictures))
                case Refused(error):
                    yield _Waiting(0, _refusal(error))
                case Opened(members):
                    self._in_archives += members - 1
                case _:
                    self.report.files += 1
                    self.report.passed_over += 1
                    yield None

    def _is_known(self, data: bytes) -> bool:
        sha256 = hashlib.sha256(data).hexdigest()
        return self._library.has_source(sha256, kept=self._keep_sources)

    def _take_in(self, file: _Waiting) -> Iterator[ImportProgress]:
        """Waits until a file is read, and hands it on."""
        outcome: Future[PackedFile] | PackedFile | Refusal | None = file.outcome
        while isinstance(outcome, Future):
            try:
                outcome = outcome.result(_TOLD)
            except TimeoutError:
                self._writer.write_when_due()
                yield self._progress()
            except LeafletError as error:
                if self._cancelled():
                    return
                outcome = _refusal(error)
        if isinstance(outcome, Refusal):
            self.report.refuse(outcome)
        elif outcome is None:
            self.report.same += 1
        else:
            self._writer.add(outcome)
        self.report.files += 1
        self.report.bytes += file.size
        if self._is_time_to_tell():
            yield self._progress()

    def _is_time_to_tell(self) -> bool:
        return monotonic() - self._told > _TOLD

    def _progress(self) -> ImportProgress:
        self._told = monotonic()
        report = self.report
        total = self._counted
        if total is not None:
            total = max(total + self._in_archives, report.files)
        return ImportProgress(
            report.files,
            total,
            report.imported,
            report.replaced,
            report.older,
            report.same,
            report.refused,
            report.bytes,
            self._told - self._begun,
        )

    def _count(self) -> None:
        self._counted = count_files(self._paths, self._library.folder)


def _refusal(error: LeafletError) -> Refusal:
    return Refusal(error.file, error.place, error.reason)


def _stamp(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
