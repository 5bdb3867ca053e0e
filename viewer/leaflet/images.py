"""Pictures out of leaflets: taken for what their first bytes say, measured, kept under their hash.

Only PNG, JPEG and GIF are taken: nothing that holds code, or refers to other files. The size comes
from the header, so that a picture of a few bytes which unpacks to gigabytes is never unpacked; and
one that is cut off is refused, for whoever shows it would leave it out in silence.
"""

from __future__ import annotations

import re
from binascii import Error as Base64Error
from struct import unpack

MAX_IMAGES = 500
MAX_PIXELS = 40_000_000

_DATA_ADDRESS = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_NOT_FRAMES = (0xC4, 0xC8, 0xCC)


class PictureError(Exception):
    """A picture cannot be shown; the argument says why in a few words."""


class Pictures:
    """The pictures of one leaflet: the bytes under their SHA-256, each once."""

    def __init__(self) -> None:
        self.images: dict[str, bytes] = {}

    def add(self, data: bytes) -> str:
        """Keeps a picture and gives its key. Raises PictureError."""
        import hashlib

        width, height = picture_size(data)
        if width * height > MAX_PIXELS:
            raise PictureError(f"it has {width} × {height} pixels, more than 40 million")
        if not _has_end(data):
            raise PictureError("its end is missing")
        key = hashlib.sha256(data).hexdigest()
        if key not in self.images:
            if len(self.images) >= MAX_IMAGES:
                raise PictureError(f"the leaflet has more than {MAX_IMAGES} pictures")
            self.images[key] = data
        return key

    def add_from_address(self, address: str) -> str:
        """Keeps the picture that a ``data:`` address holds. Raises PictureError."""
        found = _DATA_ADDRESS.match(address)
        if not found:
            raise PictureError("pictures from elsewhere are not read")
        return self.add(decoded(address[found.end() :]))


def decoded(base64: str) -> bytes:
    """The bytes that a base64 text stands for. Raises PictureError."""
    from base64 import b64decode

    try:
        return b64decode(base64)
    except (Base64Error, ValueError) as error:
        raise PictureError("its base64 text is damaged") from error


def picture_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, at least 1, out of the header. Raises PictureError."""
    if data.startswith(_PNG) and data[12:16] == b"IHDR" and len(data) >= 24:
        width, height = unpack(">II", data[16:24])
    elif data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = unpack("<HH", data[6:10])
    elif data.startswith(b"\xff\xd8\xff"):
        width, height = _jpeg_size(data)
    else:
        raise PictureError("it is neither PNG, JPEG nor GIF")
    if not (width and height):
        raise PictureError("its header states no size")
    return width, height


def _has_end(data: bytes) -> bool:
    """Whether the sign that ends a picture is there, whatever follows it.

    A JPEG may hold a small one before its own: what ends it stands after its last scan begins.
    """
    if data.startswith(_PNG):
        return b"IEND" in data
    if data.startswith(b"GIF"):
        return data.rstrip(b"\0\r\n ").endswith(b";")
    return data.find(b"\xff\xd9", data.rfind(b"\xff\xda")) >= 0


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Goes from segment to segment until one begins a frame (ITU-T T.81, annex B)."""
    place = 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        kind = data[place + 1]
        if kind == 0xFF:  # a fill byte
            place += 1
        elif kind == 0x01 or 0xD0 <= kind <= 0xD8:  # segments without a length
            place += 2
        elif 0xC0 <= kind <= 0xCF and kind not in _NOT_FRAMES and place + 9 <= len(data):
            height, width = unpack(">HH", data[place + 5 : place + 9])
            return width, height
        else:
            length = int.from_bytes(data[place + 2 : place + 4], "big")
            if length < 2:
                break
            place += 2 + length
    raise PictureError("its JPEG header is damaged")
