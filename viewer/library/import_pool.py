"""The processes that read and pack for an import, each with a thread that speaks to it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread

from viewer.leaflet.errors import UnreadableFileError
from viewer.library.adding import PackedFile
from viewer.library.import_reading import PackingProcess

_MOST_PROCESSES = 4
_LOOKS = 0.05
"""Seconds between two looks at whether a file takes too long."""


class ImportPool:
    """Packs several files at once; to be used in a `with` statement, which ends what is left."""

    def __init__(
        self,
        topics: Path | None,
        *,
        keep_sources: bool,
        cancelled: Callable[[], bool],
        processes: int = 0,
    ) -> None:
        """0 `processes` stands for as many as there are processors for, four at most."""
        self._count = processes or min(_processors(), _MOST_PROCESSES)
        self._cancelled = cancelled
        self._closing = False
        self._ended = Event()
        self._processes = [
            PackingProcess(topics, keep_source=keep_sources) for _ in range(self._count)
        ]
        self._idle: SimpleQueue[PackingProcess] = SimpleQueue()
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(self._count)
        self._watch = Thread(target=self._watch_over, daemon=True)
        self._watch.start()

    def __enter__(self) -> ImportPool:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self._threads.shutdown(cancel_futures=True)
        self._ended.set()
        self._watch.join()
        for process in self._processes:
            process.close()

    def pack(
        self, file: str, data: bytes, pictures: Mapping[str, bytes] | None = None
    ) -> Future[PackedFile]:
        """What `PackingProcess.pack` gives or raises, once a process has come to it."""
        return self._threads.submit(self._pack, file, data, pictures)

    def _pack(self, file: str, data: bytes, pictures: Mapping[str, bytes] | None) -> PackedFile:
        if self._unwanted():
            raise UnreadableFileError(file, "", "reading it was cancelled")
        process = self._idle.get()
        try:
            return process.pack(file, data, pictures)
        finally:
            self._idle.put(process)

    def _unwanted(self) -> bool:
        return self._closing or self._cancelled()

    def _watch_over(self) -> None:
        """Ends what takes too long, and everything once nobody waits for it."""
        while not self._ended.wait(_LOOKS):
            unwanted = self._unwanted()
            for process in self._processes:
                process.watch(unwanted=unwanted)


def _processors() -> int:
    """Processors that this process may use, which a container's may be fewer than the machine's."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
