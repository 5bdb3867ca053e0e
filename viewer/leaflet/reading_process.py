"""Reads a file from outside in a process of its own, so that no file can freeze or fell the window.

The process that reads, `reading_child`, may take only so much time and memory, and is killed when
it takes more. It answers with leaflets as JSON or with one error; nothing else is believed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread
from time import monotonic

from viewer.leaflet import errors
from viewer.leaflet.errors import LeafletError, ResourceError, UnreadableFileError
from viewer.leaflet.json_form import leaflet_from_json
from viewer.leaflet.model import Leaflet

SECONDS = 30.0
"""The most that reading a file may take."""
MEMORY = 2 << 30
"""Bytes of address space that reading a file may take."""
MAX_ANSWER_BYTES = 256 << 20
"""The most that is taken from the process that reads: leaflets and their pictures."""

_PAUSE = 0.02
"""Seconds between two looks at whether the reading is still wanted."""
_PATIENCE = 1.0
"""Seconds for a process to end that has answered or was killed."""
_PACKAGES = Path(__file__).resolve().parents[2]
"""The folder from which this very program was imported."""
_CPU_TIME_SIGNAL = 24  # SIGXCPU; the module signal has no such name on Windows
_KINDS: dict[str, type[ResourceError]] = {
    kind.__name__: kind
    for kind in (
        *(errors.ResourceError, errors.LeafletError, errors.UnreadableFileError),
        *(errors.UnknownFormatError, errors.MalformedLeafletError),
    )
}


def never() -> bool:
    """What `cancelled` is where nobody can cancel."""
    return False


def read_in_child(
    path: Path,
    topics: Path | None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    cancelled: Callable[[], bool] = never,
) -> tuple[Leaflet, ...]:
    """The leaflets in a file, as `read_leaflets` gives them with the table in the file `topics`.

    Blocks for at most `seconds` and what making the leaflets takes; `cancelled` is asked many
    times a second and ends the reading when true. `memory`, in bytes, is a limit on POSIX
    systems only: Windows has no such limit for a process that we could set without more, and
    there only the time is limited. Raises LeafletError; ResourceError for a fault in `topics`.
    """
    file = str(path)
    request = {
        "file": file,
        "topics": None if topics is None else str(topics),
        "seconds": seconds,
        "memory": memory,
    }
    process = _started(file)
    exchange = _Exchange(process, json.dumps(request).encode() + b"\n")
    end = monotonic() + seconds
    try:
        exchange.start()
        while exchange.is_alive():
            if cancelled():
                raise UnreadableFileError(file, "", "reading it was cancelled")
            if monotonic() > end:
                raise _too_long(file, seconds)
            exchange.join(_PAUSE)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
    finally:
        _end(process, exchange)
    if process.returncode == -_CPU_TIME_SIGNAL:
        raise _too_long(file, seconds)
    return _leaflets(file, exchange.answer, memory)


class _Exchange(Thread):
    """Asks and takes in the answer, up to its limit; ends when the process closes its output."""

    def __init__(self, process: subprocess.Popen[bytes], request: bytes) -> None:
        # A process that not even a kill ends must not keep ours from ending.
        super().__init__(name="reading process", daemon=True)
        self._process = process
        self._request = request
        self.answer = bytearray()

    def run(self) -> None:
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        with suppress(OSError, ValueError):  # the process is gone, or the pipe was closed
            # Left open: when we end, however that is, the process sees it by this pipe.
            os.write(asked.fileno(), self._request)
            while len(self.answer) <= MAX_ANSWER_BYTES:
                part = os.read(answered.fileno(), 1 << 16)
                if not part:
                    break
                self.answer += part


def _started(file: str) -> subprocess.Popen[bytes]:
    found = [str(_PACKAGES), *filter(None, [os.environ.get("PYTHONPATH")])]
    try:
        return subprocess.Popen(
            # -P: nothing is imported from the folder that the user happens to be in.
            [sys.executable, "-P", "-m", "viewer.leaflet.reading_child"],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(found)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        reason = f"the process that reads it cannot be started ({error.strerror or error})"
        raise UnreadableFileError(file, "", reason) from error


def _end(process: subprocess.Popen[bytes], exchange: Thread) -> None:
    """Leaves neither a process nor a thread, but for one that hangs on a dead network share."""
    process.kill()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_PATIENCE)
    exchange.join(_PATIENCE)
    for pipe in (process.stdin, process.stdout):
        # A number that a thread still reads from must not be given to another file.
        if pipe is not None and not exchange.is_alive():
            pipe.close()


def _leaflets(file: str, answer: bytes | bytearray, memory: int) -> tuple[Leaflet, ...]:
    """What the process answered. Raises the error it tells, or one about the process."""
    if len(answer) > MAX_ANSWER_BYTES:
        reason = f"what it holds is larger than {MAX_ANSWER_BYTES >> 20} MiB"
        raise UnreadableFileError(file, "", reason)
    if not answer:
        # With next to no memory the interpreter itself ends, and cannot say why.
        reason = "the process that reads it ended without an answer, perhaps for want of memory"
        raise UnreadableFileError(file, "", reason)
    head, *leaflets = answer.removesuffix(b"\n").split(b"\n")
    try:
        match json.loads(head):
            case {"leaflets": int(count)} if count == len(leaflets) > 0:
                return tuple(leaflet_from_json(text.decode("ascii")) for text in leaflets)
            case {"error": [str(kind), str(where), str(place), str(reason)]} if kind in _KINDS:
                raise _KINDS[kind](where, place, reason)
            case {"memory": True}:
                reason = f"reading it takes more than {memory >> 20:,} MiB of memory"
                raise UnreadableFileError(file, "", reason)
            case {"fault": str(fault)}:
                raise LeafletError(file, "", f"the process that reads it failed ({fault[:100]})")
    except (ValueError, RecursionError) as error:
        raise _unusable(file) from error
    raise _unusable(file)


def _unusable(file: str) -> LeafletError:
    return LeafletError(file, "", "the process that reads it ended in the middle of its answer")


def _too_long(file: str, seconds: float) -> LeafletError:
    return UnreadableFileError(file, "", f"reading took longer than {seconds:g} seconds")
