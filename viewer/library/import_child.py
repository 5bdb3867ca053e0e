"""The process that reads and packs files for an import; `import_reading` starts it and says how.

Each request is one line of JSON on standard input, which stays open as long as anybody may ask,
with the bytes of the file behind it: so a file inside an archive is read like any other, and what
is kept is what was read. The answer is a line with the number of bytes that follow, and then
lines of JSON, as those of `viewer.leaflet.reading_child`.
"""

from __future__ import annotations

import gc
import json
import os
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import NoReturn, TypedDict

from viewer.leaflet.json_form import leaflet_to_lines
from viewer.leaflet.media_files import Media, media_beside
from viewer.leaflet.reader import leaflets_from_bytes
from viewer.leaflet.reading_child import NEEDED, known_topics, limited
from viewer.leaflet.reading_faults import told
from viewer.leaflet.topics import Topics
from viewer.library.adding import PackedFile, SourceFile, pack_file

_NEEDED = dict.fromkeys(name for names in NEEDED.values() for name in names)
"""Imported before memory is limited, as the process that reads does."""

_COLLECT, _LARGE = 16, 1 << 20
"""Garbage is looked for after so many files, and after each whose answer has so many bytes."""


class Request(TypedDict):
    """What is asked about the `size` bytes that follow.

    `file` names them and is where pictures are looked for, but where there are `pictures`: these
    follow, and their sizes stand here by their names. `memory` is in bytes, `topics` is the file
    with their table. An image that stands in the source is not kept twice.
    """

    file: str
    topics: str | None
    seconds: float
    memory: int
    keep_source: bool
    size: int
    pictures: dict[str, int] | None


Asked = tuple[Request, bytes, Media]


class _Beside:
    """What lies beside a file, and whether all was there that was asked for."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self.complete = True

    def __call__(self, name: str) -> bytes | None:
        found = self._media(name)
        self.complete = self.complete and found is not None
        return found


def main() -> NoReturn:
    """Answers one request after the other, until the other end of standard input is gone."""
    answers = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no part of the answer
    asked: SimpleQueue[Asked] = SimpleQueue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    _prepare()
    topics: dict[str, Topics] = {}
    number = 0
    with os.fdopen(answers, "wb") as out:
        while True:
            answer = told(partial(_answer, *asked.get(), topics))
            lines = [line.encode("ascii") + b"\n" for line in answer]
            del answer
            number += 1
            size = sum(map(len, lines))
            out.write(b"%d\n" % size)
            out.writelines(lines)
            out.flush()
            del lines
            if number % _COLLECT == 0 or size > _LARGE:
                gc.collect()
                gc.freeze()


def _listen(asked: SimpleQueue[Asked]) -> NoReturn:
    """Hands on what is asked, and ends this process, whatever it is at, with the one that asks."""
    with os.fdopen(0, "rb", closefd=False) as requests, suppress(ValueError):
        for line in requests:
            request = json.loads(line)
            data = requests.read(request["size"])
            media = media_beside(Path(request["file"]))
            if (sizes := request["pictures"]) is not None:
                media = {name: requests.read(size) for name, size in sizes.items()}.get
            asked.put((request, data, media))
    os._exit(0)


def _prepare() -> None:
    # Leaflets hold no cycles: looking for garbage takes a third of the time to read a large one.
    gc.disable()
    for name in (*_NEEDED, "viewer.library.zstd"):
        import_module(name)
    with suppress(ImportError):  # there are no such limits on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: Request, data: bytes, media: Media, topics: dict[str, Topics]) -> list[str]:
    """The packed leaflets; `topics` keeps tables by their file."""
    table = known_topics(request["topics"], topics)
    with limited(request["seconds"], request["memory"]):
        beside = _Beside(media)
        file = SourceFile(data, leaflets_from_bytes(request["file"], data, table, beside))
        packed = pack_file(file, keep_source=request["keep_source"], complete=beside.complete)
        return list(_lines(packed))


def _lines(file: PackedFile) -> Iterator[str]:
    """A head, then two lines a leaflet, then one an image."""
    source = file.source
    yield json.dumps(
        {
            "sha256": file.sha256,
            "leaflets": len(file.leaflets),
            "source": [source.size, source.cuts, _text(source.data)],
            "images": list(file.images),
            "complete": file.complete,
        }
    )
    for leaflet, packed in file.leaflets:
        yield json.dumps([packed.sha256, _text(packed.data), list(leaflet.images)])
        # Without sections and images all of a leaflet stands in its first line.
        yield leaflet_to_lines(replace(leaflet, sections=(), images={}))[0]
    for image in file.images.values():
        yield _text(image)


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")
