"""Reads the leaflets in a file, whatever its format: the content tells it, not the name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from viewer.leaflet.errors import LeafletError, MalformedLeafletError, UnknownFormatError
from viewer.leaflet.model import Leaflet
from viewer.leaflet.source_file import HEAD_BYTES, MAX_LEAFLET_BYTES, open_regular, read_limited
from viewer.leaflet.topics import Topics


@dataclass(frozen=True, slots=True)
class Format:
    """A format this program reads: how its first bytes look, and at most how many there are."""

    name: str
    max_bytes: int
    recognises: Callable[[bytes], bool]
    read: Callable[[str, bytes], tuple[Leaflet, ...]]


def read_leaflets(path: Path, topics: Topics | None = None) -> tuple[Leaflet, ...]:
    """The leaflets in a file, with the file's name and SHA-256 in their provenance.

    Sections get their topics where `topics` are given. Raises LeafletError and nothing else.
    """
    file = str(path)
    with open_regular(path) as stream:
        form = _format_of(file, stream.read(HEAD_BYTES))
        data = read_limited(path, stream, form.max_bytes)
    return leaflets_from_bytes(file, data, topics)


def leaflets_from_bytes(
    file: str, data: bytes, topics: Topics | None = None
) -> tuple[Leaflet, ...]:
    """The leaflets in the bytes of a file, as `read_leaflets` gives them. Raises LeafletError."""
    import hashlib

    form = _format_of(file, data[:HEAD_BYTES])
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        leaflets = form.read(file, data)
    except LeafletError:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        # A fault of a parser, or of ours: it concerns this file and must not stop the others.
        reason = f"the {form.name} reader stumbles over this file ({type(error).__name__})"
        raise MalformedLeafletError(file, "", reason) from error
    return tuple(_finished(leaflet, file, sha256, topics) for leaflet in leaflets)


def _finished(leaflet: Leaflet, file: str, sha256: str, topics: Topics | None) -> Leaflet:
    provenance = replace(leaflet.provenance, file=file, sha256=sha256)
    leaflet = replace(leaflet, provenance=provenance)
    return topics.applied(leaflet) if topics else leaflet


def _format_of(file: str, head: bytes) -> Format:
    if not head.removeprefix(b"\xef\xbb\xbf").strip():
        raise MalformedLeafletError(file, "", "the file is empty")
    formats = (_markdown(),)
    for form in formats:
        if form.recognises(head):
            return form
    names = " and ".join(form.name for form in formats)
    kind = "binary data" if b"\0" in head else "text of another kind"
    raise UnknownFormatError(file, "", f"this is {kind}; this program reads {names}")


def _markdown() -> Format:
    return Format(
        "Markdown leaflets that begin with front matter between lines ---",
        MAX_LEAFLET_BYTES,
        _is_markdown,
        _read_markdown,
    )


def _is_markdown(head: bytes) -> bool:
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    return bool(lines) and lines[0].rstrip() == b"---"


def _read_markdown(file: str, data: bytes) -> tuple[Leaflet, ...]:
    from viewer.leaflet.markdown_reader import read_markdown

    return (read_markdown(file, data),)
