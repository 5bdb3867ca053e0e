"""Pictures of all sizes from one drawing, and the containers that Windows and macOS want.

Both containers take PNG pictures as they are: ICO since Windows Vista, ICNS since Mac OS X 10.7.
"""

from __future__ import annotations

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels of the pictures in the hicolor icon theme."""
_ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)
_ICNS_KINDS = {128: b"ic07", 256: b"ic08", 512: b"ic09", 1024: b"ic10", 32: b"ic11", 64: b"ic12"}


def png(drawing: Path, size: int) -> bytes:
    """The drawing as a square PNG picture of so many pixels."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def write_ico(drawing: Path, file: Path) -> Path:
    """Write the drawing as a Windows icon; gives the file."""
    pictures = [(size, png(drawing, size)) for size in _ICO_SIZES]
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    for size, data in pictures:
        edge = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    file.write_bytes(head + b"".join(data for _, data in pictures))
    return file


def write_icns(drawing: Path, file: Path) -> Path:
    """Write the drawing as a macOS icon; gives the file."""
    chunks = b""
    for size, kind in _ICNS_KINDS.items():
        data = png(drawing, size)
        chunks += kind + struct.pack(">I", 8 + len(data)) + data
    file.write_bytes(b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks)
    return file
