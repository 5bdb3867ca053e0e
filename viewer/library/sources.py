"""The source files of leaflets, packed: what is an image of the leaflet is not kept twice.

European documents hold their pictures as base64 text, up to nineteen parts of twenty of a file.
Where that text is what encoding the picture gives, it is cut out, and put back on reading.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import NamedTuple

_SHORTEST = 64
"""Bytes of base64 below which cutting gains nothing."""


class Cut(NamedTuple):
    """An image that stood at `place`, in bytes of the source as it was."""

    place: int
    image: str


class PackedSource(NamedTuple):
    """A source without its images, compressed; `size` counts its bytes as it was."""

    size: int
    cuts: tuple[Cut, ...]
    data: bytes

    def cuts_text(self) -> str:
        """The cuts as they are kept."""
        return json.dumps(self.cuts, separators=(",", ":"))


def pack_source(source: bytes, images: Mapping[str, bytes]) -> PackedSource:
    """The source packed; the images by their keys are kept elsewhere."""
    from viewer.library.zstd import LEVEL, compress

    cuts = _cuts(source, images)
    parts, place = [], 0
    for cut in cuts:
        parts.append(source[place : cut.place])
        place = cut.place + _base64_length(images[cut.image])
    parts.append(source[place:])
    return PackedSource(len(source), cuts, compress(b"".join(parts), LEVEL))


def unpack_source(data: bytes, cuts: str, image: Callable[[str], bytes]) -> bytes:
    """The source out of what was kept. Raises ValueError or LookupError where that is damaged.

    `image` gives an image by its key. Whether the result is the source is for the caller to check.
    """
    from base64 import b64encode

    from viewer.library.zstd import ZstdError, decompress

    try:
        rest = decompress(data)
    except ZstdError as error:
        raise ValueError("what was packed is damaged") from error
    parts, taken, length = [], 0, 0
    for place, key in json.loads(cuts):
        parts.append(rest[taken : taken + place - length])
        parts.append(b64encode(image(key)))
        taken += place - length
        length = place + len(parts[-1])
    return b"".join([*parts, rest[taken:]])


def _cuts(source: bytes, images: Mapping[str, bytes]) -> tuple[Cut, ...]:
    """Where the images stand in the source, in order; none overlaps another."""
    from base64 import b64encode

    found: list[tuple[Cut, int]] = []
    for key, data in images.items():
        text, place = b64encode(data), -1
        if len(text) < _SHORTEST:
            continue
        while (place := source.find(text, place + 1)) >= 0:
            found.append((Cut(place, key), place + len(text)))
            place += len(text) - 1
    cuts: list[Cut] = []
    end = 0
    for cut, behind in sorted(found):
        if cut.place >= end:
            cuts.append(cut)
            end = behind
    return tuple(cuts)


def _base64_length(data: bytes) -> int:
    return (len(data) + 2) // 3 * 4
