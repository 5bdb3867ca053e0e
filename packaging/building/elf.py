"""What the programs and libraries of a folder ask of the system's C library."""

from __future__ import annotations

import re
from pathlib import Path

_GLIBC = re.compile(rb"GLIBC_2\.(\d+)\0")
_MAGIC = b"\x7fELF"


def oldest_glibc(folder: Path) -> str:
    """The oldest version of glibc that has all the symbols that files in the folder name."""
    least = 0
    for file in folder.rglob("*"):
        if file.is_symlink() or not file.is_file():
            continue
        data = file.read_bytes()
        if data.startswith(_MAGIC):
            least = max([least, *(int(minor) for minor in _GLIBC.findall(data))])
    return f"2.{least}"
