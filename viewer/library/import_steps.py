"""What an import meets on its way through files, folders and archives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from viewer.leaflet.errors import LeafletError, UnknownFormatError, UnreadableFileError
from viewer.leaflet.reader import Format, format_of
from viewer.leaflet.source_file import HEAD_BYTES, too_large_error

_OURS = {".xml", ".json", ".md", ".leaflet", ".zip"}


class Found(NamedTuple):
    """The bytes of a file that looks like leaflets. A member has its archive before its name.

    `pictures` are those beside a member by their names; None where they lie in the file's folder.
    """

    file: str
    data: bytes
    pictures: Mapping[str, bytes] | None = None


class Refused(NamedTuple):
    """A file that cannot be taken in, and why."""

    error: LeafletError


class PassedOver(NamedTuple):
    """A file that is none of ours."""


class Opened(NamedTuple):
    """An archive, which counted as one file and turns out to hold so many."""

    members: int


Step = Found | Refused | PassedOver | Opened


def look(
    file: str, data: Callable[[int], bytes], size: int, *, asked: bool
) -> Found | Refused | PassedOver:
    """What a file is, by its first bytes, and all its bytes where it is to be read.

    `data` gives so many of its next bytes, fewer only at its end. A file that was `asked` for by
    name is never passed over in silence.
    """
    head = data(HEAD_BYTES)
    try:
        form = format_of(file, head)
    except UnknownFormatError as error:
        return Refused(error) if asked else PassedOver()
    except LeafletError as error:  # it is empty, as are many files that do not matter
        ours = asked or PurePath(file).suffix.lower() in _OURS
        return Refused(error) if ours else PassedOver()
    if size > form.max_bytes:
        return Refused(too_large_error(file, form.max_bytes))
    whole = head + data(max(0, size + 1 - len(head)))
    if len(whole) != size:
        return Refused(UnreadableFileError(file, "", "it is being written to just now"))
    return Found(file, whole) if asked or _is_meant(form, whole) else PassedOver()


def _is_meant(form: Format, data: bytes) -> bool:
    """Whether a file means to hold leaflets: every kind of program has files in JSON."""
    return form.name != "fhir-json" or b"resourceType" in data.replace(b"\0", b"")
