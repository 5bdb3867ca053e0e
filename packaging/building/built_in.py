"""Which libraries are built into a file, and of which version, as the words they left in it tell.

A library that was linked into another file has no file list and no name there, but its texts are in
it: messages, names of its modules, its version for whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from building.component import Component


class Trace(NamedTuple):
    """What a library leaves in a file: `words` that only it has, and how its version stands."""

    name: str
    licence: str
    words: bytes
    version: bytes = rb"(?!)"
    """A pattern with the version as its group; without one no version can be told."""


def alone(version: bytes) -> bytes:
    """The pattern of a text that holds nothing else: a text ends with a zero byte."""
    return rb"(?<=\0)" + version + rb"(?=\0)"


_TRACES = (
    Trace("bzip2", "bzip2-1.0.6", b"bzip2/libbzip2", alone(rb"(1\.0\.\d+), \d+-\w{3}-\d{4}")),
    Trace("Expat", "MIT", b"\0expat_", rb"\0expat_(\d+\.\d+\.\d+)\0"),
    Trace("FreeType", "FTL OR GPL-2.0-only", b"\0autofitter\0"),
    Trace("HarfBuzz", "MIT", b"\0end fallback kern\0", alone(rb"(\d\d\.\d+\.\d+)")),
    Trace("ICU", "Unicode-3.0", b"\0u_getVersion_", alone(rb"(\d\d\.\d)")),
    Trace("libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", b"libjpeg-turbo version ",
          rb"libjpeg-turbo version (\d+\.\d+\.\d+)"),
    Trace("libmpdec", "BSD-2-Clause", b"libmpdec: ", alone(rb"(\d+\.\d+\.\d+)")),
    Trace("libpng", "libpng-2.0", b"libpng error: ", rb"libpng version (\d+\.\d+\.\d+)"),
    Trace("libyaml", "MIT", b"did not find expected <document start>", alone(rb"(0\.\d+\.\d+)")),
    Trace("PCRE2", "BSD-3-Clause", b"PCRE2_MATCH_INVALID_UTF", alone(rb"(10\.\d+) \d{4}-\S+")),
    Trace("SQLite", "blessing", b"SQLite format 3\0", alone(rb"(3\.\d+\.\d+)")),
    Trace("zlib", "Zlib", b"invalid distance too far back", alone(rb"(1\.\d+\.\d+[\w.-]*)")),
)  # fmt: skip

_FILES = {
    "libffi*.dll": ("libffi", "MIT"),
    "_lzma.pyd": ("liblzma", "public domain, since 5.6 0BSD"),
    "concrt140*.dll": ("Microsoft Visual C++ runtime", "Microsoft Software License Terms"),
    "msvcp140*.dll": ("Microsoft Visual C++ runtime", "Microsoft Software License Terms"),
    "vcruntime140*.dll": ("Microsoft Visual C++ runtime", "Microsoft Software License Terms"),
    "opengl32sw.dll": ("Mesa", "MIT"),
}
"""Parts for Windows that have no such words, by the names of their files."""


def built_in(files: Iterable[Path]) -> tuple[Component, ...]:
    """The libraries in these files, by name, with no version where a file may mean several."""
    found = set()
    for file in files:
        found |= {
            Component(name, "", licence)
            for pattern, (name, licence) in _FILES.items()
            if file.match(pattern)
        }
        data = file.read_bytes()
        for trace in _TRACES:
            if trace.words in data:
                versions = {version.decode() for version in re.findall(trace.version, data)}
                version = versions.pop() if len(versions) == 1 else ""
                found.add(Component(trace.name, version, trace.licence))
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.version)))
