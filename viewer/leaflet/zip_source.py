"""A label as DailyMed hands it out: a zip archive with one SPL document and its pictures.

The archive is read in place. Nothing is ever unpacked onto the disk, the names in it are only
compared, and how much comes out of a member is limited by what it says and by what it gives.
"""

from __future__ import annotations

import io
import zipfile

from viewer.leaflet.errors import LeafletError, UnknownFormatError
from viewer.leaflet.media_files import MAX_MEDIA_BYTES, is_base_name
from viewer.leaflet.model import Leaflet
from viewer.leaflet.source_file import HEAD_BYTES, MAX_FOREIGN_BYTES
from viewer.leaflet.spl_reader import is_index, is_spl, read_spl
from viewer.leaflet.zip_members import (
    DAMAGED,
    FAULTS,
    is_zip,
    member_error,
    member_fault,
    members_of,
)

MAX_MEMBERS = 1000
"""The most files in an archive; labels have some tens."""

_LISTED = b"PK\x01\x02"  # begins the entry of each file in an archive's list


class ZipSource:
    """The one label of an archive and what lies beside it there.

    Raises LeafletError for an archive that is damaged, encrypted or too large, that holds no
    label or several, or whose names lead out of it.
    """

    def __init__(self, file: str, data: bytes) -> None:
        self._file = file
        # Counted before the archive is opened, which lists them all.
        if data.count(_LISTED) > MAX_MEMBERS:
            raise self._refused("", f"this archive holds more than {MAX_MEMBERS:,} files")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except FAULTS as error:
            raise self._refused("", DAMAGED) from error
        self._members = self._checked_members()
        label = self._only_label()
        self.name = label.filename
        """The name of the label's document inside the archive."""
        self.document = self._read(label, MAX_FOREIGN_BYTES, "a label")
        """The bytes of the label's document."""
        self._folder = label.filename[: label.filename.rfind("/") + 1].casefold()
        self._by_name = {member.filename.casefold(): member for member in self._members}

    def media(self, name: str) -> bytes | None:
        """The bytes of the picture of this name, its case aside; None where there is none.

        It stands beside the document, or alone in a folder below: of several none is meant.
        Raises LeafletError where it is damaged or unpacks to more than it may have.
        """
        if not is_base_name(name):
            return None
        wanted = name.casefold()
        if not (member := self._by_name.get(self._folder + wanted)):
            below = [
                member
                for path, member in self._by_name.items()
                if path.startswith(self._folder) and path.endswith("/" + wanted)
            ]
            if len(below) != 1:
                return None
            (member,) = below
        return self._read(member, MAX_MEDIA_BYTES, "a picture")

    def _checked_members(self) -> tuple[zipfile.ZipInfo, ...]:
        members = tuple(members_of(self._archive))
        names = set[str]()
        for member in members:
            if reason := member_fault(member, names):
                raise self._refused(member.filename, reason)
            names.add(member.filename.casefold())
        return members

    def _only_label(self) -> zipfile.ZipInfo:
        heads = {member.filename: self._head(member) for member in self._members}
        labels = [member for member in self._members if is_spl(heads[member.filename])]
        # An index is said to be one where it is all there is, and else passed over.
        labels = [each for each in labels if not is_index(heads[each.filename])] or labels
        if len(labels) == 1:
            return labels[0]
        if labels:
            names = " and ".join(label.filename for label in labels[:2])
            reason = (
                f"this archive holds {len(labels)} labels ({names}), and only one can be opened"
            )
            raise self._refused("", reason)
        if any(map(is_zip, heads.values())):
            reason = "this archive holds further archives: unpack it and open one of them"
        else:
            reason = "this archive holds no drug label (SPL)"
        raise UnknownFormatError(self._file, "", reason)

    def _head(self, member: zipfile.ZipInfo) -> bytes:
        try:
            with self._archive.open(member) as file:
                return file.read(HEAD_BYTES)
        except FAULTS as error:
            raise self._refused(member.filename, DAMAGED) from error

    def _read(self, member: zipfile.ZipInfo, limit: int, what: str) -> bytes:
        """The whole member. The size it states may be a lie, so what comes out is counted."""
        reason = f"unpacked, this is larger than {limit // 1024:,} KiB, the limit for {what}"
        if member.file_size > limit:
            raise self._refused(member.filename, reason)
        try:
            with self._archive.open(member) as file:
                content = file.read(limit + 1)
        except FAULTS as error:
            raise self._refused(member.filename, DAMAGED) from error
        if len(content) > limit:
            raise self._refused(member.filename, reason)
        return content

    def _refused(self, name: str, reason: str) -> LeafletError:
        return member_error(self._file, name, reason)


def read_spl_zip(file: str, data: bytes) -> tuple[Leaflet, ...]:
    """The leaflet of an archive with one label. Raises LeafletError."""
    source = ZipSource(file, data)
    return read_spl(file, source.document, source.media)
