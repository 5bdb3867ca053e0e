"""The files of a zip archive that somebody may have damaged, or made to do harm."""

from __future__ import annotations

import struct
import zipfile
import zlib

from viewer.leaflet.errors import LeafletError, MalformedLeafletError
from viewer.leaflet.media_files import is_base_name

FAULTS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError),
    *(ValueError, LookupError),
)
"""What the zip module raises for an archive that is damaged."""
DAMAGED = "the archive is damaged or incomplete here"

_ENCRYPTED = 0x1
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def is_zip(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a zip archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def members_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files of an archive, with "/" in their names where some programs write a backslash."""
    members = archive.infolist()
    for member in members:
        member.filename = member.filename.replace("\\", "/")
    return [member for member in members if not member.is_dir()]


def member_fault(member: zipfile.ZipInfo, names: set[str]) -> str:
    """Why a file of an archive is not read; mostly empty. `names`, case-folded, are taken."""
    if not all(map(is_base_name, member.filename.split("/"))):
        return "this name leads out of the archive, or names no file"
    if member.filename.casefold() in names:
        return "two files in the archive have this name"
    if member.flag_bits & _ENCRYPTED:
        return "this is encrypted: unpack it with its password"
    if member.compress_type not in _READABLE:
        return "this is packed in a way that is not read here"
    return ""


def member_error(file: str, member: str, reason: str) -> LeafletError:
    """The refusal of a file in an archive by its name, or of all of it where that is empty."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in member[:200])
    return MalformedLeafletError(file, shown and f"archive member {shown!r}", reason)
