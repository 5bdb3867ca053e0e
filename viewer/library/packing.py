"""A leaflet as the library keeps it: compressed JSON under its SHA-256, its images apart.

File name and date of import are the entry's and not the text's: the same source imported from
elsewhere gives the same text.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import NamedTuple

from viewer.leaflet.json_form import leaflet_from_json, leaflet_to_json
from viewer.leaflet.model import Leaflet


class PackedLeaflet(NamedTuple):
    """`sha256` is that of the JSON before it was compressed."""

    sha256: str
    data: bytes


def pack_leaflet(leaflet: Leaflet) -> PackedLeaflet:
    """The leaflet without its images, and without file name and date of import."""
    from viewer.library.zstd import LEVEL, compress

    bare = replace(leaflet.provenance, file="", imported="")
    text = leaflet_to_json(replace(leaflet, images={}, provenance=bare)).encode("ascii")
    return PackedLeaflet(hashlib.sha256(text).hexdigest(), compress(text, LEVEL))


def unpack_leaflet(packed: PackedLeaflet, file: str, imported: str) -> Leaflet:
    """The leaflet without its images. Raises ValueError where it is not what was packed."""
    leaflet = leaflet_from_json(unpack_text(packed).decode("ascii"))
    return replace(leaflet, provenance=replace(leaflet.provenance, file=file, imported=imported))


def unpack_text(packed: PackedLeaflet) -> bytes:
    """The JSON. Raises ValueError where it is not what was packed."""
    from viewer.library.zstd import ZstdError, decompress

    try:
        text = decompress(packed.data)
    except ZstdError as error:
        raise ValueError("what was packed is damaged") from error
    if hashlib.sha256(text).hexdigest() != packed.sha256:
        raise ValueError("its SHA-256 is another than when it was imported")
    return text
