"""Reads files from outside in a process of its own, so that none can freeze or fell the program.

The process that reads, `reading_child`, may take only so much time and memory, and is killed when
it takes more. It answers with leaflets as JSON or with one error; nothing else is believed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import monotonic

from viewer.leaflet.collecting import without_collecting
from viewer.leaflet.errors import LeafletError, UnreadableFileError
from viewer.leaflet.json_form import leaflet_from_lines
from viewer.leaflet.model import Leaflet
from viewer.leaflet.reading_command import reading_command, started
from viewer.leaflet.reading_faults import CPU_TIME_SIGNAL, BrokenOffError, raise_told, senseless

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
    """The leaflets in one file, as a `ReadingProcess` for this file alone reads them."""
    options = ReadingProcess(topics, seconds=seconds, memory=memory, cancelled=cancelled)
    with options as process:
        return process.read(path)


class ReadingProcess:
    """A process that reads one file after the other; to be used in a `with` statement.

    It is started for the first file and lives on for the next ones, which saves starting an
    interpreter for each (75 ms); one that fails is replaced. Each thread needs one of its own.
    """

    def __init__(
        self,
        topics: Path | None,
        *,
        seconds: float = SECONDS,
        memory: int = MEMORY,
        cancelled: Callable[[], bool] = never,
    ) -> None:
        """`topics` is the file with their table; the limits are for each file.

        `cancelled` is asked many times a second and ends the reading when true. `memory`, in
        bytes of the whole process, is a limit on Linux only: Windows limits the memory of a
        process by job objects, which are not used here, and macOS keeps no such limit; there only
        the time is limited.
        """
        self._topics = topics
        self._seconds = seconds
        self._memory = memory
        self._cancelled = cancelled
        self._process: subprocess.Popen[bytes] | None = None
        self._exchange: _Exchange | None = None

    def __enter__(self) -> ReadingProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, path: Path) -> tuple[Leaflet, ...]:
        """The leaflets in a file, as `read_leaflets` gives them.

        Blocks for the time limit at most and what making the leaflets takes. Raises LeafletError;
        ResourceError for a fault in the table of topics.
        """
        head, lines = self._ask(path, "leaflets")
        with suppress(ValueError), without_collecting():
            match head:
                case {"leaflets": int(count)} if count > 0:
                    leaflets = tuple([leaflet_from_lines(lines) for _ in range(count)])
                    if next(lines, None) is None:
                        return leaflets
        self.close()
        raise senseless(str(path))

    def format(self, path: Path) -> str:
        """The format of a file, as `file_format` gives it, within the same limits and errors."""
        match self._ask(path, "format"):
            case {"format": str(name)}, _:
                return name
        self.close()
        raise senseless(str(path))

    def close(self) -> None:
        """Ends the process; the next file starts another.

        It leaves neither a process nor a thread, but for one that hangs on a dead network share.
        """
        process, exchange = self._process, self._exchange
        self._process = self._exchange = None
        if process is None:
            return
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        if exchange is not None:
            exchange.join(_PATIENCE)
            if exchange.is_alive():
                return  # a number that it still reads from must not be given to another file
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _ask(self, path: Path, task: str) -> tuple[object, Iterator[str]]:
        """The answer's first value and its further lines. Raises the error it tells."""
        if self._process is not None:
            # It may have failed for what earlier files left behind: a new one has the last word.
            with suppress(BrokenOffError):
                return self._asked(path, task)
        return self._asked(path, task)

    def _asked(self, path: Path, task: str) -> tuple[object, Iterator[str]]:
        lines = _lines(self._answer(path, task))
        try:
            head = json.loads(next(lines, ""))
        except (ValueError, RecursionError):
            head = None
        try:
            raise_told(str(path), head, self._memory)
        except BrokenOffError:
            self.close()
            raise
        return head, lines

    def _answer(self, path: Path, task: str) -> bytes | bytearray:
        """All that the process answers; where it does not answer, it is ended."""
        file, end = str(path), monotonic() + self._seconds
        request = {
            "task": task,
            "file": file,
            "topics": None if self._topics is None else str(self._topics),
            "seconds": self._seconds,
            "memory": self._memory,
        }
        try:
            process = self._process = self._process or started(reading_command(), file)
            exchange = self._exchange = _Exchange(process, json.dumps(request).encode() + b"\n")
            exchange.start()
            while exchange.is_alive():
                if self._cancelled():
                    raise UnreadableFileError(file, "", "reading it was cancelled")
                if monotonic() > end:
                    raise self._too_long(file)
                exchange.join(_PAUSE)
            if exchange.answer is not None:
                return exchange.answer
            raise self._no_answer(file, process, exchange)
        except BaseException:
            self.close()
            raise

    def _no_answer(
        self, file: str, process: subprocess.Popen[bytes], exchange: _Exchange
    ) -> LeafletError:
        if exchange.size > MAX_ANSWER_BYTES:
            reason = f"what it holds is larger than {MAX_ANSWER_BYTES >> 20} MiB"
            return UnreadableFileError(file, "", reason)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        if process.returncode == -CPU_TIME_SIGNAL:
            return self._too_long(file)
        if process.returncode is None:
            return senseless(file)
        how = _ending(process.returncode)
        return BrokenOffError(file, "", f"the process that reads it was ended by {how}")

    def _too_long(self, file: str) -> LeafletError:
        return UnreadableFileError(file, "", f"reading took longer than {self._seconds:g} seconds")


class _Exchange(Thread):
    """Asks one thing and takes in the answer; ends early when the process closes its output."""

    def __init__(self, process: subprocess.Popen[bytes], request: bytes) -> None:
        # A process that not even a kill ends must not keep ours from ending.
        super().__init__(name="reading process", daemon=True)
        self._process = process
        self._request = request
        self.size = 0
        """Bytes that the answer has, once the process has said so."""
        self.answer: bytearray | None = None
        """The answer, once it is complete."""

    def run(self) -> None:
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        with suppress(OSError, ValueError):  # the process is gone, or says what is no number
            # Left open: when we end, however that is, the process sees it by this pipe.
            os.write(asked.fileno(), self._request)
            first = bytearray()
            while b"\n" not in first:
                first += _some(answered.fileno())
            size, _, answer = first.partition(b"\n")
            self.size = int(size)
            while len(answer) < self.size <= MAX_ANSWER_BYTES:
                answer += _some(answered.fileno())
            if len(answer) == self.size:
                self.answer = answer


def _some(pipe: int) -> bytes:
    """The next bytes of a pipe. Raises OSError, and at its end too."""
    part = os.read(pipe, 1 << 16)
    if not part:
        raise BrokenPipeError
    return part


def _lines(answer: bytes | bytearray) -> Iterator[str]:
    return (line.rstrip(b"\n").decode("ascii") for line in BytesIO(answer))


def _ending(status: int) -> str:
    """How a process ended, for a sentence."""
    if status < 0:
        with suppress(ValueError):
            return f"the signal {signal.Signals(-status).name}"
        return f"the signal {-status}"
    return f"an exit with status {status}"
