"""A virtual screen whose pixels lie in a file: what is on it is seen without asking anybody.

Xvfb keeps its screen in the format of X window dumps (XWD, version 7) in a file that is mapped into
memory. So a program is watched from outside, just as it is, up to the screen.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.surroundings import virtual_screen

_COLOUR_SIZE = 12
_HEADER = struct.Struct(">25I")
_BYTES_PER_LINE = 12
_COLOURS = 19


class Framebuffer:
    """The pixels of a screen of 32 bits a pixel."""

    def __init__(self, display: str, pixels: mmap.mmap) -> None:
        self.display = display
        self._pixels = pixels
        header = _HEADER.unpack_from(pixels)
        self._start = header[0] + header[_COLOURS] * _COLOUR_SIZE
        self._line = header[_BYTES_PER_LINE]

    def row(self, x: int, y: int, width: int) -> bytes:
        """The green parts of so many pixels from a point on to the right: how light each is."""
        begin = self._start + y * self._line + x * 4
        return self._pixels[begin + 1 : begin + width * 4 : 4]


@contextmanager
def framebuffer(folder: Path) -> Iterator[Framebuffer]:
    """A screen, black where nothing is shown; its file is in `folder`. Raises CannotRunError."""
    with virtual_screen("-br", "-fbdir", str(folder)) as display:
        with (folder / "Xvfb_screen0").open("rb") as file:
            pixels = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        yield Framebuffer(display["DISPLAY"], pixels)
