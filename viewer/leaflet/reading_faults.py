"""What goes wrong in a process that reads files, told at its one end and raised at the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from errno import ENOMEM

from viewer.leaflet import errors
from viewer.leaflet.errors import LeafletError, ResourceError, UnreadableFileError

CPU_TIME_SIGNAL = 24  # SIGXCPU; the module signal has no such name on Windows
_XML_NO_MEMORY = 2
"""The code of libxml2 where memory is short; its message is only "unknown error"."""
_KINDS: dict[str, type[ResourceError]] = {
    kind.__name__: kind
    for kind in (
        *(errors.ResourceError, errors.LeafletError, errors.UnreadableFileError),
        *(errors.UnknownFormatError, errors.MalformedLeafletError),
    )
}


class BrokenOffError(UnreadableFileError):
    """The process was short of memory or has ended; another one may read the file."""


def told(answer: Callable[[], list[str]]) -> list[str]:
    """The lines of an answer, or the one line that says what went wrong while it was made."""
    try:
        return answer()
    except ResourceError as error:
        if _lacks_memory(error):
            return [json.dumps({"memory": True})]
        return [
            json.dumps({"error": [type(error).__name__, error.file, error.place, error.reason]})
        ]
    except Exception as error:  # a fault of ours concerns this file, and is told like one
        if _lacks_memory(error):
            return [json.dumps({"memory": True})]
        return [json.dumps({"fault": type(error).__name__})]


def raise_told(file: str, head: object, memory: int) -> None:
    """Raises what the first value of an answer tells, if it tells of anything that went wrong.

    `memory` is what the process might take, in bytes. BrokenOffError: it is of no use any more.
    """
    match head:
        case {"error": [str(kind), str(where), str(place), str(reason)]} if kind in _KINDS:
            raise _KINDS[kind](where, place, reason)
        case {"memory": True}:
            reason = f"reading it takes more than {memory >> 20:,} MiB of memory"
            raise BrokenOffError(file, "", reason)
        case {"fault": str(fault)}:
            reason = f"the process that reads it failed ({fault[:100]})"
            raise LeafletError(file, "", reason)


def senseless(file: str) -> LeafletError:
    """The error where an answer is not of any form that it may have."""
    return LeafletError(file, "", "the answer of the process that reads it makes no sense")


def _lacks_memory(error: BaseException | None) -> bool:
    """Whether memory was short; the system and libraries in C say it in their own ways."""
    while error is not None:
        if isinstance(error, MemoryError) or getattr(error, "errno", 0) == ENOMEM:
            return True
        if type(error).__module__ == "lxml.etree" and getattr(error, "code", 0) == _XML_NO_MEMORY:
            return True
        error = error.__cause__ or error.__context__
    return False
