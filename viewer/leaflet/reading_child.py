"""The process that reads one file from outside; `reading_process` starts it and says how.

The request is one line of JSON on standard input, which stays open while the answer is wanted.
The answer is lines of JSON on standard output: the number of leaflets and then each of them, or
what went wrong.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from math import ceil
from pathlib import Path
from threading import Thread
from typing import NoReturn, TypedDict

from viewer.leaflet.errors import ResourceError

_NO_MEMORY = ("Cannot allocate memory", "failed to map segment", "cannot apply additional memory")
"""What the system says, and its loader of libraries, where memory is short."""
_XML_NO_MEMORY = 2
"""The code of libxml2 for the same; its message is only "unknown error"."""


class Request(TypedDict):
    """What is to be read: `memory` in bytes, `topics` the file with their table."""

    file: str
    topics: str | None
    seconds: float
    memory: int


def main() -> NoReturn:
    """Answers the one request and ends the process."""
    answer = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is no part of the answer
    with os.fdopen(0, "rb", closefd=False) as asked:
        request: Request = json.loads(asked.readline())
    Thread(target=_end_with_parent, daemon=True).start()
    limit_resources(request["seconds"], request["memory"])
    with os.fdopen(answer, "wb") as out:
        for line in _answer(request):
            out.write(line.encode("ascii") + b"\n")
    os._exit(0)  # there is nothing to tidy up, and somebody waits


def _end_with_parent() -> None:
    """Ends this process when the other end of standard input is gone."""
    while os.read(0, 1):
        pass
    os._exit(1)


def limit_resources(seconds: float, memory: int) -> None:
    """Limits this process on POSIX systems: `memory` bytes, no core file, time on the processor.

    Where a system knows no such limit, or has a stricter one already, that stands.
    """
    if sys.platform == "win32":
        return
    import resource

    limits = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, ceil(seconds) + 1),
        (resource.RLIMIT_AS, memory),
    )
    for name, limit in limits:
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (limit, limit))


def _answer(request: Request) -> list[str]:
    try:
        return _leaflets(request)
    except ResourceError as error:
        if _lacks_memory(error):
            return [json.dumps({"memory": True})]
        told = [type(error).__name__, error.file, error.place, error.reason]
        return [json.dumps({"error": told})]
    except Exception as error:  # a fault of ours concerns this file, and is told like one
        if _lacks_memory(error):
            return [json.dumps({"memory": True})]
        return [json.dumps({"fault": type(error).__name__})]


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether memory was short; the system and libraries in C say it in words of their own."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if type(error).__module__ == "lxml.etree" and getattr(error, "code", 0) == _XML_NO_MEMORY:
            return True
        # Errors of other kinds may quote the file, and these words with it.
        words = str(error) if isinstance(error, ImportError | OSError) else ""
        if any(sign in words for sign in _NO_MEMORY):
            return True
        error = error.__cause__ or error.__context__
    return False


def _leaflets(request: Request) -> list[str]:
    from viewer.leaflet.json_form import leaflet_to_json
    from viewer.leaflet.reader import read_leaflets
    from viewer.leaflet.topics import load_topics

    table = request["topics"]
    topics = None if table is None else load_topics(Path(table))
    leaflets = read_leaflets(Path(request["file"]), topics)
    return [json.dumps({"leaflets": len(leaflets)}), *map(leaflet_to_json, leaflets)]


if __name__ == "__main__":
    main()
