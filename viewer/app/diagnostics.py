"""The facts that whoever mends the program needs: versions, system, settings, the last errors.

No word of a leaflet, of a search or of what was read is among them; the user's home is not named.
"""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath, PureWindowsPath

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from viewer import __version__, paths
from viewer.leaflet.errors import ResourceError
from viewer.rollout import RollOut


def screen_facts() -> tuple[str, ...]:
    """Qt's platform and the screens; to be asked on the GUI thread."""
    screens = [
        f"{screen.size().width()} × {screen.size().height()} at {screen.devicePixelRatio():g} ×"
        for screen in QGuiApplication.screens()
    ]
    return (f"{QGuiApplication.platformName()}, {'; '.join(screens) or 'no screen'}",)


def diagnostics(rollout: RollOut, screens: Sequence[str], last_lines: Sequence[str]) -> str:
    """All of it as plain text; may be called on any thread."""
    lines = [
        f"Leaflet Viewer {__version__}",
        *_versions(),
        f"System: {platform.platform()}, {platform.machine()}",
        *(f"Screen: {each}" for each in screens),
        "",
        "Settings:",
        *_settings(rollout),
        *rollout.faults,
        "",
        *_library(),
        "",
        "Last lines of the log:",
        *(last_lines or ["none"]),
    ]
    return without_home("\n".join(lines), Path.home()) + "\n"


def without_home(text: str, home: PurePath) -> str:
    """The text with "~" for the user's home; not for one whose name only begins alike."""
    windows = isinstance(home, PureWindowsPath)
    # Backslashes are doubled where a path stands in quotation marks, as in an error of Python's.
    separators = r"[\\/]+" if windows else "/"
    way = separators.join(map(re.escape, re.split(separators, str(home))))
    return re.sub(way + r"(?!\w)", "~", text, flags=re.IGNORECASE if windows else 0)


def _versions() -> Iterator[str]:
    from viewer.notices import components

    packaged = "packaged, " if getattr(sys, "frozen", False) else ""
    yield f"{packaged}Python {platform.python_version()}, Qt {qVersion()}"
    libraries = [f"{name} {version}" for name, version, _ in components()[1:]]
    yield ", ".join(libraries) or "libraries: those of the notices"


def _settings(rollout: RollOut) -> Iterator[str]:
    for name, given in rollout.given.items():
        locked = ", locked" if given.locked else ""
        yield f"  {name} = {given.value!r} ({given.source.value}{locked})"
    yield f"  configuration: {paths.config_folder()}"
    yield f"  machine: {paths.machine_folder()}"


def _library() -> Iterator[str]:
    folder = paths.library_folder()
    if not folder.exists():
        yield "Library: none"
        return
    from viewer.library.library import Library

    try:
        library = Library.open(folder)
        yield f"Library: {folder}, {len(library.entries())} leaflets"
        library.close()
    except ResourceError as error:
        yield f"Library: {error}"
