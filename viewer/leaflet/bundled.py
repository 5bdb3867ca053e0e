"""The leaflets that lie as files in folders: those of the program and those the user added.

Opening one whose conversion is kept imports no parser. A faulty file stops no other one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewer.leaflet.conversion_cache import ConversionCache
from viewer.leaflet.errors import LeafletError, ResourceError, UnreadableFileError
from viewer.leaflet.model import Leaflet
from viewer.leaflet.source_file import MAX_LEAFLET_BYTES, open_regular, read_limited

if TYPE_CHECKING:
    from viewer.leaflet.topics import Topics

_SUFFIXES = (".md", ".leaflet")
"""Both name the project's own format; the second is what desktops know as ours."""


class LeafletHead(NamedTuple):
    """What a list of leaflets shows of one, and its file."""

    id: str
    title: str
    language: str
    kind: str
    product: str
    path: Path


class _Listing(NamedTuple):
    heads: tuple[LeafletHead, ...]
    errors: tuple[ResourceError, ...]


class BundledLeaflets:
    """The ``*.md`` and ``*.leaflet`` files of some folders, each a leaflet, by id.

    A file is best named ``<id>.<language>.md``: it is then found without reading the others. The
    id inside the file rules. Where two files have one id, a file named after it comes first, then
    the order of the folders and of the names decides; the other one is an error. `topics` is the
    TOML file of topics, `cache` the folder for converted leaflets; each may be left out. Folders
    that do not exist hold no leaflets.
    """

    def __init__(
        self, folders: Sequence[Path], cache: Path | None = None, topics: Path | None = None
    ) -> None:
        self._folders = tuple(folders)
        self._cache = ConversionCache(cache) if cache else None
        self._topics_path = topics

    def heads(self) -> tuple[LeafletHead, ...]:
        """All leaflets that can be read, by title. The files are looked at once."""
        return self._listing.heads

    def errors(self) -> tuple[ResourceError, ...]:
        """What is wrong with the files that `heads` leaves out, and with the table of topics."""
        return self._listing.errors

    def open(self, leaflet_id: str) -> Leaflet:
        """The leaflet with this id. Raises LeafletError where there is none, or it is at fault."""
        fault: LeafletError | None = None
        for path in self._named_after(leaflet_id):
            try:
                leaflet = self._read(path)
            except LeafletError as error:
                fault = fault or error
            else:
                if leaflet.id == leaflet_id:
                    return leaflet
        for head in self.heads():
            if head.id == leaflet_id:
                return self._read(head.path)
        raise fault or LeafletError("", "", f"there is no leaflet with the id {leaflet_id[:100]!r}")

    def _named_after(self, leaflet_id: str) -> Iterator[Path]:
        for folder in self._folders:
            with suppress(OSError):
                yield from (path for path in _files(folder) if _is_named_after(path, leaflet_id))

    @cached_property
    def _listing(self) -> _Listing:
        found: list[LeafletHead] = []
        errors: list[ResourceError] = []
        for folder in self._folders:
            try:
                paths = _files(folder)
            except FileNotFoundError:
                continue
            except OSError as error:
                reason = f"the folder cannot be read ({error.strerror})"
                errors.append(UnreadableFileError(str(folder), "", reason))
                continue
            for path in paths:
                try:
                    found.append(_head(self._read(path), path))
                except LeafletError as error:
                    errors.append(error)
        heads, doubles = _one_of_each(found)
        errors.extend(doubles)
        if self._topics[1]:
            errors.append(self._topics[1])
        return _Listing(heads, tuple(errors))

    def _read(self, path: Path) -> Leaflet:
        with open_regular(path) as stream:
            data = read_limited(path, stream, MAX_LEAFLET_BYTES)
        made_from = self._topics_bytes + b"\0" + data
        leaflet = self._cache.get(path, made_from) if self._cache else None
        if leaflet is None:
            leaflet = self._convert(path, data)
            if self._cache:
                self._cache.put(path, made_from, leaflet)
        # A kept leaflet may have been converted under another spelling of the path.
        return replace(leaflet, provenance=replace(leaflet.provenance, file=str(path)))

    def _convert(self, path: Path, data: bytes) -> Leaflet:
        from viewer.leaflet.reader import leaflets_from_bytes

        return leaflets_from_bytes(str(path), data, self._topics[0])[0]

    @cached_property
    def _topics_bytes(self) -> bytes:
        """The table of topics as it lies on disk: another one makes other leaflets."""
        try:
            return self._topics_path.read_bytes() if self._topics_path else b""
        except OSError:
            return b""

    @cached_property
    def _topics(self) -> tuple[Topics | None, ResourceError | None]:
        """The topics, or why leaflets have to do without them."""
        if self._topics_path is None:
            return None, None
        from viewer.leaflet.topics import load_topics

        try:
            return load_topics(self._topics_path), None
        except ResourceError as error:
            return None, error


def _files(folder: Path) -> list[Path]:
    """The leaflet files of a folder by name. Raises OSError."""
    return sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES)


def _is_named_after(path: Path, leaflet_id: str) -> bool:
    return leaflet_id in (path.stem, path.stem.rpartition(".")[0])


def _head(leaflet: Leaflet, path: Path) -> LeafletHead:
    return LeafletHead(
        leaflet.id, leaflet.title, leaflet.language, leaflet.kind, leaflet.product, path
    )


def _one_of_each(
    found: Sequence[LeafletHead],
) -> tuple[tuple[LeafletHead, ...], list[LeafletError]]:
    """One head of each id, by title, and an error for each further one."""
    heads: dict[str, LeafletHead] = {}
    errors: list[LeafletError] = []
    for head in sorted(found, key=lambda head: not _is_named_after(head.path, head.id)):
        first = heads.setdefault(head.id, head)
        if first is not head:
            reason = f"the id {head.id!r} is taken by {first.path}"
            errors.append(LeafletError(str(head.path), "", reason))
    by_title = sorted(heads.values(), key=lambda head: (head.title.casefold(), head.id))
    return tuple(by_title), errors
