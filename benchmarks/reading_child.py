"""Reads regulators' leaflets in a process of its own, beside a bare parse of the same files.

usage: python -m benchmarks.reading_child FILE...
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from benchmarks.children import Round, serve
from benchmarks.surroundings import ROOT
from viewer.leaflet.collecting import without_collecting
from viewer.leaflet.errors import LeafletError
from viewer.leaflet.reader import read_leaflets
from viewer.leaflet.topics import load_topics


class Reading:
    """The files that can be read, and what is measured with them."""

    def __init__(self, files: list[str]) -> None:
        self._topics = load_topics(ROOT / "resources" / "topics.toml")
        self._files = [Path(file) for file in files]

    def times(self) -> Round:
        """Each file read and parsed, by its number; none for a file that is refused."""
        figures: Round = {}
        for number, file in enumerate(self._files):
            data = file.read_bytes()
            parse = json.loads if file.suffix == ".json" else etree.fromstring
            try:
                read = _milliseconds(lambda path: read_leaflets(path, self._topics), file)
            except LeafletError:
                continue
            figures[f"{number} read"], figures[f"{number} parse"] = read, _milliseconds(parse, data)
        return figures

    def memory(self) -> Round:
        """The most megabytes that reading one file takes, where the system tells; asked for once.

        The process is at rest before: it has read the first file, and so imported everything.
        """
        first, file = self._files
        read_leaflets(first, self._topics)
        idle = _peak()
        try:
            read_leaflets(file, self._topics)
        except LeafletError:
            return {}
        return {"peak": _peak() - idle} if idle else {}


def _peak() -> float:
    """The most megabytes that this process held so far; 0 where the system does not tell.

    Not `ru_maxrss`, which on Linux counts the process that started this one as well.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    lines = status.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _milliseconds(act: Callable[..., object], argument: object) -> float:
    with without_collecting():  # as in the processes that read for the program
        began = time.process_time()
        result = act(argument)
        ended = time.process_time()
    del result  # giving it back is no part of the measure
    return (ended - began) * 1000


if __name__ == "__main__":
    reading = Reading(sys.argv[1:])
    serve({"times": reading.times, "memory": reading.memory})
