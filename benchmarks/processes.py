"""A command watched from outside: how long it takes, and the memory of all its processes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple

from benchmarks.surroundings import CannotRunError

_EVERY = 0.2
"""Seconds between two looks at the memory."""
_PROCESSES = Path("/proc")


class Watched(NamedTuple):
    """What a command printed, each line with the second it came in; the most megabytes.

    The memory is that of the command and all the processes that it has, what they share counted
    once; 0 where the system does not tell it.
    """

    lines: list[tuple[float, str]]
    seconds: float
    megabytes: float


def watched(command: Sequence[str], environment: Mapping[str, str]) -> Watched:
    """Runs a command to its end. Raises CannotRunError where it fails."""
    began = time.perf_counter()
    lines = []
    # What it prints shows how far it has come; its input stays open, for it ends with that.
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        ended = Event()
        most = [0.0]
        watcher = Thread(target=_watch, args=(process.pid, ended, most))
        watcher.start()
        assert process.stdout is not None
        for line in process.stdout:
            lines.append((time.perf_counter() - began, line))
        process.wait()
        ended.set()
        watcher.join()
    if process.returncode:
        raise CannotRunError(f"{' '.join(command)} ended with {process.returncode}")
    return Watched(lines, time.perf_counter() - began, most[0])


def _watch(process: int, ended: Event, most: list[float]) -> None:
    while not ended.wait(_EVERY):
        most[0] = max(most[0], sum(_megabytes(each) for each in _family(process)))


def _family(first: int) -> Iterator[int]:
    """A process and all that it started, directly or not."""
    yield first
    for thread in _PROCESSES.glob(f"{first}/task/*/children"):
        with suppress(OSError):
            for child in thread.read_text("ascii").split():
                yield from _family(int(child))


def _megabytes(process: int) -> float:
    """The memory of a process, its share of what several use.

    Pages of files do not count, such as an index's while its parts are merged: the system takes
    them back whenever it needs the room.
    """
    with suppress(OSError):
        rollup = (_PROCESSES / str(process) / "smaps_rollup").read_text("ascii")
        rows = (line.split() for line in rollup.splitlines())
        own = (int(row[1]) for row in rows if row[0] in ("Pss_Anon:", "Pss_Shmem:"))
        return sum(own) / 1024
    return 0.0
