"""The process that reads files from outside; `reading_process` starts it and says how.

Each request is one line of JSON on standard input, which stays open as long as anybody may ask.
The answer on standard output is a line with the number of bytes that follow, and then lines of
JSON: the number of leaflets and each leaflet's lines, or the format, or what went wrong.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from math import ceil
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NoReturn, TypedDict

from viewer.leaflet.json_form import leaflet_to_lines
from viewer.leaflet.reader import file_format, read_leaflets
from viewer.leaflet.reading_faults import told
from viewer.leaflet.topics import Topics, load_topics

_NARRATIVE = ("base64", "hashlib", "html.entities", "lxml.etree", "urllib.parse")
NEEDED = {
    "markdown": (
        *("encodings.utf_8_sig", "hashlib", "markdown_it.tree", "mdit_py_plugins.admon"),
        *("urllib.parse", "viewer.leaflet.markdown_reader", "yaml"),
    ),
    "fhir-xml": (*_NARRATIVE, "viewer.leaflet.epi_reader"),
    "fhir-json": (*_NARRATIVE, "viewer.leaflet.epi_reader"),
    "spl": (*_NARRATIVE, "viewer.leaflet.spl_reader"),
    "spl-zip": (
        *(*_NARRATIVE, "encodings.cp437", "encodings.utf_8_sig"),
        *("viewer.leaflet.spl_reader", "viewer.leaflet.zip_source"),
    ),
}
"""What reading a format imports. An import fails in many ways, and not only with MemoryError,
where memory is short; so all is there before memory is limited."""


class Request(TypedDict):
    """What is asked about a file: its "format" or its "leaflets".

    `memory` is in bytes, `topics` is the file with their table.
    """

    task: str
    file: str
    topics: str | None
    seconds: float
    memory: int


def main() -> NoReturn:
    """Answers one request after the other, until the other end of standard input is gone."""
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no part of the answer
    asked: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    _without_core_files()
    # Leaflets hold no cycles: looking for garbage takes a third of the time to read a large one.
    gc.disable()
    topics: dict[str, Topics] = {}
    with os.fdopen(answers, "wb") as out:
        while True:
            answer = told(partial(_answer, json.loads(asked.get()), topics))
            out.write(b"%d\n" % sum(len(line) + 1 for line in answer))
            out.writelines(line.encode("ascii") + b"\n" for line in answer)
            out.flush()
            del answer
            gc.collect()
            gc.freeze()


def _listen(asked: SimpleQueue[bytes]) -> NoReturn:
    """Hands on what is asked, and ends this process, whatever it is at, with the one that asks."""
    with os.fdopen(0, "rb", closefd=False) as lines:
        for line in lines:
            asked.put(line)
    os._exit(0)


def _without_core_files() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def limited(seconds: float, memory: int) -> Iterator[None]:
    """Limits this process on POSIX systems: `memory` bytes and more time on the processor.

    Where a system knows no such limit, or has a stricter one already, that stands. Outside the
    block there is room again to say what went wrong in it.
    """
    if sys.platform == "win32":
        yield
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    time = ceil(used.ru_utime + used.ru_stime + seconds) + 1
    before = []
    for name, limit in ((resource.RLIMIT_CPU, time), (resource.RLIMIT_AS, memory)):
        soft, hard = resource.getrlimit(name)
        before.append((name, (soft, hard)))
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (limit, hard))
    try:
        yield
    finally:
        for name, limits in before:
            with suppress(ValueError, OSError):
                resource.setrlimit(name, limits)


def _answer(request: Request, topics: dict[str, Topics]) -> list[str]:
    """What is asked for; `topics` keeps tables by their file."""
    path = Path(request["file"])
    table = known_topics(request["topics"], topics)
    form = file_format(path)
    if request["task"] == "format":
        return [json.dumps({"format": form})]
    for name in NEEDED[form]:
        import_module(name)
    with limited(request["seconds"], request["memory"]):
        return _leaflets(path, table)


def known_topics(file: str | None, known: dict[str, Topics]) -> Topics | None:
    """The table of topics in a file, which is read once; None where no file is given."""
    if file is None:
        return None
    if file not in known:
        known[file] = load_topics(Path(file))
    return known[file]


def _leaflets(path: Path, topics: Topics | None) -> list[str]:
    leaflets = read_leaflets(path, topics)
    lines = [line for leaflet in leaflets for line in leaflet_to_lines(leaflet)]
    return [json.dumps({"leaflets": len(leaflets)}), *lines]
