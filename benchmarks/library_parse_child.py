"""The floor of an import: some of a folder's files parsed, or read to leaflets, and let go.

usage: python -m benchmarks.library_parse_child FOLDER NUMBER OF
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from benchmarks.children import Round, serve
from benchmarks.surroundings import ROOT
from viewer.leaflet.reader import leaflets_from_bytes
from viewer.leaflet.topics import load_topics


def _measure(files: list[Path], act: Callable[[Path], object]) -> Round:
    began = time.perf_counter()
    for file in files:
        act(file)
    return {"seconds": time.perf_counter() - began}


def main(folder: str, number: str, of: str) -> None:
    files = sorted(Path(folder).rglob("*.xml"))[int(number) :: int(of)]
    topics = load_topics(ROOT / "resources" / "topics.toml")
    gc.disable()  # as the import does

    def parse(file: Path) -> object:
        return etree.fromstring(file.read_bytes())

    def read(file: Path) -> object:
        return leaflets_from_bytes(str(file), file.read_bytes(), topics)

    serve({"parse": lambda: _measure(files, parse), "read": lambda: _measure(files, read)})


if __name__ == "__main__":
    main(*sys.argv[1:])
