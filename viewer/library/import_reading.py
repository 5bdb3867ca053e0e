"""Files to packed leaflets, in a process of its own for each thread, within limits.

That process, `import_child`, packs as well as reads: the one that writes has little to do for a
file and keeps several busy. As with `viewer.leaflet.reading_process` no file can freeze or fell
the program, and nothing is believed that is not of the right form.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from threading import Lock
from time import monotonic

from viewer.leaflet.errors import LeafletError, UnreadableFileError
from viewer.leaflet.json_form import leaflet_from_json
from viewer.leaflet.model import Leaflet
from viewer.leaflet.reading_command import reading_command, started
from viewer.leaflet.reading_faults import CPU_TIME_SIGNAL, BrokenOffError, raise_told, senseless
from viewer.leaflet.reading_process import MAX_ANSWER_BYTES, MEMORY, SECONDS
from viewer.library.adding import PackedFile
from viewer.library.import_command import CHILD_COMMAND
from viewer.library.packing import PackedLeaflet
from viewer.library.sources import Cut, PackedSource

_PIECE = 1 << 16
_PATIENCE = 1.0
"""Seconds for a process to end that was killed."""


class PackingProcess:
    """A process that reads and packs one file after the other, started for the first of them.

    One thread at a time may ask; any other may `watch` meanwhile, and one has to.
    """

    def __init__(
        self,
        topics: Path | None,
        *,
        keep_source: bool = True,
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        """As a `ReadingProcess`; without `keep_source` the sources' bytes are left out."""
        self._topics = topics
        self._keep_source = keep_source
        self._seconds = seconds
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._until: float | None = None
        self._killed_for = ""

    def pack(
        self, file: str, data: bytes, pictures: Mapping[str, bytes] | None = None
    ) -> PackedFile:
        """The leaflets in the bytes of a file; `file` names it.

        Where there are no `pictures` by their names, they are looked for beside the file. Blocks
        for the time limit at most. Raises LeafletError; ResourceError for a fault in the table of
        topics.
        """
        if self._process is not None:
            # It may have failed for what earlier files left behind: a new one has the last word.
            with suppress(BrokenOffError):
                return self._pack(file, data, pictures)
        return self._pack(file, data, pictures)

    def watch(self, *, unwanted: bool) -> None:
        """Ends the process where it takes too long for a file, or the file is not wanted now."""
        with self._lock:
            if self._until is None or self._process is None or self._killed_for:
                return
            if unwanted:
                self._killed_for = "reading it was cancelled"
            elif monotonic() > self._until:
                self._killed_for = f"reading took longer than {self._seconds:g} seconds"
            else:
                return
            self._process.kill()

    def close(self) -> None:
        """Ends the process; the next file starts another."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def _pack(self, file: str, data: bytes, pictures: Mapping[str, bytes] | None) -> PackedFile:
        answer = self._answer(file, data, pictures)
        lines = (line.decode("ascii") for line in BytesIO(answer))
        with suppress(ValueError, TypeError, LookupError, StopIteration, RecursionError):
            head = json.loads(next(lines))
            try:
                raise_told(file, head, self._memory)
            except BrokenOffError:
                self.close()
                raise
            packed = _packed(head, lines, self._keep_source)
            if packed.sha256 == hashlib.sha256(data).hexdigest():
                return packed
        self.close()
        raise senseless(file)

    def _answer(self, file: str, data: bytes, pictures: Mapping[str, bytes] | None) -> bytes:
        """All that the process answers; where it does not answer, it is ended."""
        request = {
            "file": file,
            "topics": None if self._topics is None else str(self._topics),
            "seconds": self._seconds,
            "memory": self._memory,
            "keep_source": self._keep_source,
            "size": len(data),
            "pictures": None
            if pictures is None
            else {name: len(each) for name, each in pictures.items()},
        }
        process = self._process or started([*reading_command()[:-1], CHILD_COMMAND], file)
        with self._lock:
            self._process, self._killed_for = process, ""
            self._until = monotonic() + self._seconds
        try:
            sent = (json.dumps(request).encode(), b"\n", data, *(pictures or {}).values())
            return _exchanged(process, b"".join(sent))
        except (OSError, ValueError) as error:
            self.close()
            raise self._no_answer(file, process, error) from error
        finally:
            with self._lock:
                self._until = None

    def _no_answer(
        self, file: str, process: subprocess.Popen[bytes], error: Exception
    ) -> LeafletError:
        """Why there is no answer of a process that has been ended."""
        if self._killed_for:
            return UnreadableFileError(file, "", self._killed_for)
        if isinstance(error, OverflowError):
            reason = f"what it holds is larger than {MAX_ANSWER_BYTES >> 20} MiB"
            return UnreadableFileError(file, "", reason)
        if isinstance(error, ValueError):
            return senseless(file)
        if process.returncode == -CPU_TIME_SIGNAL:
            reason = f"reading took longer than {self._seconds:g} seconds"
            return UnreadableFileError(file, "", reason)
        return BrokenOffError(file, "", "the process that reads it has ended by itself")


def _exchanged(process: subprocess.Popen[bytes], request: bytes) -> bytes:
    """The answer to a request. Raises OSError where the process ends, ValueError for nonsense."""
    asked, answered = process.stdin, process.stdout
    assert asked is not None
    assert answered is not None
    left = memoryview(request)
    while left:
        left = left[os.write(asked.fileno(), left) :]
    parts = [_some(answered.fileno())]
    while b"\n" not in parts[-1]:
        parts.append(_some(answered.fileno()))
    first, _, rest = b"".join(parts).partition(b"\n")
    size, parts = int(first), [rest]
    if size > MAX_ANSWER_BYTES:
        raise OverflowError
    missing = size - len(rest)
    while missing > 0:
        parts.append(_some(answered.fileno()))
        missing -= len(parts[-1])
    if missing:
        raise ValueError
    return b"".join(parts)


def _some(pipe: int) -> bytes:
    part = os.read(pipe, _PIECE)
    if not part:
        raise BrokenPipeError
    return part


def _packed(head: object, lines: Iterator[str], keep_source: bool) -> PackedFile:
    """What the lines say. Raises ValueError, TypeError, LookupError or StopIteration for others."""
    match head:
        case {
            "sha256": str(sha256),
            "leaflets": int(count),
            "source": [int(size), list(cuts), str(data)],
            "images": list(keys),
            "complete": bool(complete),
        } if count > 0:
            packed = [_leaflet(next(lines), next(lines)) for _ in range(count)]
            images = {str(key): b64decode(next(lines)) for key in keys}
            for key, image in images.items():
                if hashlib.sha256(image).hexdigest() != key:
                    raise ValueError("an image has another SHA-256")
            source = PackedSource(
                size, tuple(Cut(int(place), str(key)) for place, key in cuts), b64decode(data)
            )
            leaflets = tuple(
                (replace(leaflet, images={key: images[key] for key in of_it}), text)
                for leaflet, text, of_it in packed
                if leaflet.provenance.sha256 == sha256
            )
            if len(leaflets) == count and next(lines, None) is None:
                return PackedFile(sha256, source, keep_source, leaflets, images, complete)
    raise ValueError("no packed file")


def _leaflet(packed: str, bare: str) -> tuple[Leaflet, PackedLeaflet, list[str]]:
    match json.loads(packed):
        case [str(sha256), str(data), list(images)]:
            text = PackedLeaflet(sha256, b64decode(data))
            return leaflet_from_json(bare.rstrip("\n")), text, [str(key) for key in images]
    raise ValueError("no packed leaflet")
