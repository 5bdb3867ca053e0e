"""Which software by others the program is built with, and under what terms.

A packaged program brings the notices that were made with it, licence texts in full. Elsewhere they
are made of what the installed packages say of themselves, at the moment they are asked for.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

PACKAGED = "notices.txt"
"""Name of the packaged program's notices, in the resource folder."""

_PROGRAM = "leaflet-viewer"
_QT = (
    "Qt and Qt for Python (PySide6, Shiboken6) are used under the GNU Lesser General Public "
    "License, version 3, as they were published, without any change. Their source is at "
    "https://download.qt.io/official_releases. They lie as files of their own beside the program "
    "and are loaded when it starts: put changed ones into their place, or install another version "
    "of PySide6, and the program uses those. Nothing in it checks or prevents that, and you may "
    "take the program apart to find out how your changes work together with it."
)


def notices(resources: Path) -> str:
    """The notices as plain text."""
    try:
        return (resources / PACKAGED).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        listed = "\n".join(
            f"{name} {version}: {licence}" for name, version, licence in components()
        )
        return f"{_QT}\n\n{listed}\n"


def components() -> list[tuple[str, str, str]]:
    """Python and the installed packages that the program needs: name, version and licence."""
    found = sorted(_needed(_PROGRAM), key=str.casefold)
    rows = [("Python", platform.python_version(), "PSF-2.0")]
    for name in found:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        rows.append((about["Name"], about["Version"], _licence(about)))
    return rows


def _needed(name: str) -> set[str]:
    """The packages that a package needs here, and those that they need."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for needed in _requirements(waiting.pop()):
            if needed not in found:
                found.add(needed)
                waiting.append(needed)
    return found


def _requirements(name: str) -> Iterator[str]:
    """The names of what a package needs, its extras and other systems' needs left out."""
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for requirement in requirements:
        named = re.match(r"[A-Za-z0-9._-]+", requirement)
        if named and "extra ==" not in requirement:
            yield named[0]


def _licence(about: metadata.PackageMetadata) -> str:
    start = "License :: OSI Approved :: "
    classifiers = about.get_all("Classifier") or []
    classified = next((c.removeprefix(start) for c in classifiers if c.startswith(start)), "")
    # Some put the whole text where the name belongs.
    stated = "".join((about.get_all("License-Expression") or about.get_all("License") or [""])[0])
    return (stated.strip().splitlines() or [""])[0] or classified or "see its own files"
