"""Reads the leaflets in a file, whatever its format: the content tells it, not the name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.leaflet.errors import LeafletError, MalformedLeafletError, UnknownFormatError
from viewer.leaflet.media_files import Media, media_beside
from viewer.leaflet.model import Leaflet
from viewer.leaflet.source_file import (
    HEAD_BYTES,
    MAX_FOREIGN_BYTES,
    MAX_LEAFLET_BYTES,
    open_regular,
    read_limited,
)
from viewer.leaflet.topics import Topics
from viewer.leaflet.xml_head import root_name


@dataclass(frozen=True, slots=True)
class Format:
    """A format this program reads: how its first bytes look, and at most how many there are.

    `name` is short and stays ("fhir-xml"); `what` says it to a reader.
    """

    name: str
    what: str
    max_bytes: int
    recognises: Callable[[bytes], bool]
    read: Callable[[str, bytes, Media], tuple[Leaflet, ...]]


def read_leaflets(path: Path, topics: Topics | None = None) -> tuple[Leaflet, ...]:
    """The leaflets in a file, with the file's name and SHA-256 in their provenance.

    Sections get their topics where `topics` are given. Raises LeafletError and nothing else.
    """
    file = str(path)
    with open_regular(path) as stream:
        form = format_of(file, stream.read(HEAD_BYTES))
        data = read_limited(path, stream, form.max_bytes)
    return leaflets_from_bytes(file, data, topics)


def file_format(path: Path) -> str:
    """The format that a file's first bytes tell; what follows may still be at fault.

    It is "markdown", "fhir-xml", "fhir-json", "spl" or "spl-zip". Raises LeafletError.
    """
    with open_regular(path) as stream:
        return format_of(str(path), stream.read(HEAD_BYTES)).name


def leaflets_from_bytes(
    file: str, data: bytes, topics: Topics | None = None, media: Media | None = None
) -> tuple[Leaflet, ...]:
    """The leaflets in the bytes of a file, as `read_leaflets` gives them.

    `media` gives the pictures that lie beside it, in place of its folder. Raises LeafletError.
    """
    import hashlib

    form = format_of(file, data[:HEAD_BYTES])
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        leaflets = form.read(file, data, media or media_beside(Path(file)))
    except LeafletError:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # A fault of a parser, or of ours: it concerns this file and must not stop the others.
        reason = f"the reader for {form.what} stumbles over this file ({type(error).__name__})"
        raise MalformedLeafletError(file, "", reason) from error
    return tuple(_finished(leaflet, file, sha256, topics) for leaflet in leaflets)


def _finished(leaflet: Leaflet, file: str, sha256: str, topics: Topics | None) -> Leaflet:
    provenance = replace(leaflet.provenance, file=file, sha256=sha256)
    leaflet = replace(leaflet, provenance=provenance)
    return topics.applied(leaflet) if topics else leaflet


def format_of(file: str, head: bytes) -> Format:
    """The format that the first bytes of a file tell. Raises LeafletError."""
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise MalformedLeafletError(file, "", "the file is empty")
    formats = (_markdown(), _epi_xml(), _epi_json(), _spl(), _spl_zip())
    for form in formats:
        if form.recognises(head):
            return form
    *names, last = (form.what for form in formats)
    raise UnknownFormatError(
        file, "", f"this is {_kind_of(head)}; this program reads {', '.join(names)} and {last}"
    )


def _kind_of(head: bytes) -> str:
    """What an unknown file looks like, in a few words."""
    if root := root_name(head):
        return f"XML of another kind (its root element is {root[:100]})"
    return "binary data" if b"\0" in head else "text of another kind"


def _markdown() -> Format:
    return Format(
        "markdown",
        "Markdown leaflets that begin with front matter between lines ---",
        MAX_LEAFLET_BYTES,
        _is_markdown,
        _read_markdown,
    )


def _is_markdown(head: bytes) -> bool:
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    return bool(lines) and lines[0].rstrip() == b"---"


def _read_markdown(file: str, data: bytes, _media: Media) -> tuple[Leaflet, ...]:
    from viewer.leaflet.markdown_reader import read_markdown

    return (read_markdown(file, data),)


def _epi_xml() -> Format:
    what = "FHIR product information in XML"
    return Format("fhir-xml", what, MAX_FOREIGN_BYTES, _is_fhir, _read_epi_xml)


def _is_fhir(head: bytes) -> bool:
    return root_name(head).startswith("{http://hl7.org/fhir}")


def _read_epi_xml(file: str, data: bytes, _media: Media) -> tuple[Leaflet, ...]:
    from viewer.leaflet.epi_reader import read_epi_xml

    return read_epi_xml(file, data)


def _epi_json() -> Format:
    what = "FHIR product information in JSON"
    return Format("fhir-json", what, MAX_FOREIGN_BYTES, _is_json, _read_epi_json)


def _is_json(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace").lstrip().startswith("{")
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _read_epi_json(file: str, data: bytes, _media: Media) -> tuple[Leaflet, ...]:
    from viewer.leaflet.epi_reader import read_epi_json

    return read_epi_json(file, data)


def _spl() -> Format:
    return Format("spl", "US labels (SPL)", MAX_FOREIGN_BYTES, _is_spl, _read_spl)


def _is_spl(head: bytes) -> bool:
    return root_name(head) == "{urn:hl7-org:v3}document"


def _read_spl(file: str, data: bytes, media: Media) -> tuple[Leaflet, ...]:
    from viewer.leaflet.spl_reader import read_spl

    return read_spl(file, data, media)


def _spl_zip() -> Format:
    what = "zip archives with one such label"
    return Format("spl-zip", what, MAX_FOREIGN_BYTES, _is_zip, _read_spl_zip)


def _is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _read_spl_zip(file: str, data: bytes, _media: Media) -> tuple[Leaflet, ...]:
    from viewer.leaflet.zip_source import read_spl_zip

    return read_spl_zip(file, data)
