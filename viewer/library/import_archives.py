"""Archives of many leaflets, walked without unpacking anything onto the disk.

DailyMed's releases are archives of archives, of gigabytes and tens of thousands of labels. Only
the list of an archive and one of its files at a time are in memory. An archive with one label is
a leaflet of its own (`viewer.leaflet.zip_source`) and is handed on whole.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.media_files import MAX_MEDIA_BYTES
from viewer.leaflet.reader import format_of
from viewer.leaflet.source_file import HEAD_BYTES, MAX_FOREIGN_BYTES
from viewer.leaflet.spl_reader import is_spl
from viewer.leaflet.zip_members import (
    DAMAGED,
    FAULTS,
    is_zip,
    member_error,
    member_fault,
    members_of,
)
from viewer.library.import_steps import Found, Opened, PassedOver, Refused, Step, look

MAX_DEPTH = 3
"""Archives in each other: a release, a part of it, a label."""
MAX_LIST_BYTES = 16 << 20
"""Of an archive's list of its files, which is read as a whole; 50,000 labels take 7 MB."""

_END, _END64, _FAR_END = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE = 22
_LONGEST_COMMENT = 1 << 16
_NAMED = re.compile(rb"""\bvalue\s*=\s*["']([^"'<>/]{1,255})["']""")
"""What may be the name of a picture in a label."""


def walk_archive(
    name: str, file: BinaryIO, size: int, *, asked: bool = False, depth: int = 1
) -> Iterator[Step]:
    """All files of an open archive of `size` bytes; of archives in it their files instead."""
    if depth > MAX_DEPTH:
        yield _refused(name, "", "archives lie too deep in each other: unpack it")
        return
    if _list_bytes(file, size) > MAX_LIST_BYTES:
        yield _refused(name, "", "this archive holds too many files: unpack it")
        return
    try:
        archive = zipfile.ZipFile(file)
    except FAULTS:
        yield _refused(name, "", DAMAGED)
        return
    with archive:
        members = members_of(archive)
        if _is_one_label(archive, members):
            file.seek(0)
            yield look(name, file.read, size, asked=True)
            return
        yield Opened(len(members))
        names = set[str]()
        found = False
        for member in members:
            for step in _walk_member(name, archive, member, names, depth):
                found = found or not isinstance(step, PassedOver)
                if isinstance(step, Found) and step.pictures is None:
                    folder = member.filename[: member.filename.rfind("/") + 1]
                    step = step._replace(pictures=_pictures(archive, folder, step.data))
                yield step
        if asked and not found:
            yield Opened(2)  # the archive itself counts again
            yield _refused(name, "", "this archive holds no leaflets")


def _walk_member(
    name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo, names: set[str], depth: int
) -> Iterator[Step]:
    parts = member.filename.split("/")
    if any(part.startswith(".") or part == "__MACOSX" for part in parts if part != ".."):
        yield PassedOver()
        return
    if reason := member_fault(member, names):
        yield _refused(name, member.filename, reason)
        return
    names.add(member.filename.casefold())
    whole = f"{name}/{member.filename}"
    try:
        with archive.open(member) as file:
            step = look(whole, file.read, member.file_size, asked=False)
    except FAULTS:
        yield _refused(name, member.filename, DAMAGED)
        return
    if isinstance(step, Found) and is_zip(step.data):
        yield from walk_archive(whole, io.BytesIO(step.data), len(step.data), depth=depth + 1)
    else:
        yield step


def _pictures(archive: zipfile.ZipFile, folder: str, label: bytes) -> dict[str, bytes]:
    """The files of a folder in an archive that a label names, as far as they can be read."""
    if not is_spl(label[:HEAD_BYTES]):
        return {}
    found: dict[str, bytes] = {}
    left = MAX_FOREIGN_BYTES
    # In UTF-16 half the bytes of a name are zero.
    for named in dict.fromkeys(_NAMED.findall(label.replace(b"\0", b""))):
        with suppress(*FAULTS):
            name = named.decode()
            member = archive.getinfo(folder + name)
            if member.file_size <= min(left, MAX_MEDIA_BYTES) and not member_fault(member, set()):
                left -= member.file_size
                found[name] = archive.read(member)
    return found


def _is_one_label(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> bool:
    """Whether there is a label, and beside it no other leaflet and no archive."""
    labels = 0
    for member in members:
        if member_fault(member, set()):
            continue
        try:
            with archive.open(member) as file:
                form = format_of(member.filename, file.read(HEAD_BYTES)).name
        except (LeafletError, *FAULTS):
            continue
        labels += form == "spl"
        if labels > 1 or form not in ("spl", "fhir-json"):
            return False
    return labels == 1


def _list_bytes(file: BinaryIO, size: int) -> int:
    """How long the archive says that its list is; 0 where it does not say, as damaged ones."""
    length = min(size, _END_SIZE + _LONGEST_COMMENT + 56 + 20)
    file.seek(size - length)
    tail = file.read(length)
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    (listed,) = struct.unpack_from("<L", tail, at + 12)
    far = tail.rfind(_END64, 0, at)
    if tail[max(at - 20, 0) : at].startswith(_FAR_END) and 0 <= far < len(tail) - 48:
        (listed,) = struct.unpack_from("<Q", tail, far + 40)
    return int(listed)


def _refused(name: str, member: str, reason: str) -> Refused:
    return Refused(member_error(name, member, reason))
