"""What an import meets on its way through files, folders and archives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import NamedTuple

from viewer.leaflet.errors import LeafletError, UnknownFormatError, UnreadableFileError
from viewer.leaflet.reader import Format, format_of
from viewer.leaflet.source_file import HEAD_BYTES, MAX_FOREIGN_BYTES, too_large_error
from viewer.leaflet.xml_head import root_name

_GUIDE = re.compile(rb"^kind:\s*[\"']?guide\b", re.MULTILINE)


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
    """A file that is none of ours, and not damaged as far as its beginning tells."""


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
    except LeafletError as error:
        ours = asked or _is_damaged(PurePath(file).suffix.lower(), head, data)
        return Refused(error) if ours else PassedOver()
    if size > form.max_bytes:
        return Refused(too_large_error(file, form.max_bytes))
    whole = head + data(max(0, size + 1 - len(head)))
    if len(whole) != size:
        return Refused(UnreadableFileError(file, "", "it is being written to just now"))
    if form.name == "markdown" and _GUIDE.search(head.partition(b"\n---")[0]):
        guide = UnknownFormatError(file, "", "this is a guide to a program, not a leaflet")
        return Refused(guide) if asked else PassedOver()
    return Found(file, whole) if asked or _is_meant(form, whole) else PassedOver()


def _is_damaged(suffix: str, head: bytes, data: Callable[[int], bytes]) -> bool:
    """Whether a file of no format of ours has a name as leaflets have, but not the look of it.

    Other programs have files in XML, JSON and Markdown as well. `data` is as in `look`.
    """
    match suffix:
        case ".xml":  # a server's message of an error is a page in HTML
            root = root_name(head)
            if root.casefold() in ("", "html"):
                return True
            return not _ends_with_root(root, head + data(MAX_FOREIGN_BYTES))
        case ".json":
            return not head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"[")
        case ".md":
            return b"\0" in head or not head.strip()
        case ".leaflet" | ".zip":
            return True
    return False


def _ends_with_root(root: str, data: bytes) -> bool:
    """Whether XML ends as it begins: where the beginning is lost, any element may come first."""
    # In UTF-16 half the bytes of a tag are zero.
    _, closed, end = data.replace(b"\0", b"").rpartition(b"</")
    name = end.partition(b">")[0].rpartition(b":")[2].strip()
    return not closed or name == root.rpartition("}")[2].encode("latin-1", "replace")


def _is_meant(form: Format, data: bytes) -> bool:
    """Whether a file means to hold leaflets: every kind of program has files in JSON."""
    return form.name != "fhir-json" or b"resourceType" in data.replace(b"\0", b"")
