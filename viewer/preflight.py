"""Whether a window can be opened here, found out before Qt is asked.

Where a display or a system library is missing, Qt ends the whole process without a word that a
reader could use. So the start asks here first, without importing Qt: the display is opened and
closed once, and Qt's window system plugin is loaded as Qt itself would load it a moment later.
The environment variables and their order follow QGuiApplication's own choice of a platform: it
tries each display that is named, and gives up only when none can be opened.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

# Each system library Qt needs for a window, printing included, and the Debian packages that hold
# it: the newer name first where a release renamed it. run.py installs by this same table.
LIBRARIES: dict[str, tuple[str, ...]] = {
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libdbus-1.so.3": ("libdbus-1-3",),
    "libX11.so.6": ("libx11-6",),
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
    "libxcb.so.1": ("libxcb1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-util.so.1": ("libxcb-util1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libcups.so.2": ("libcups2t64", "libcups2"),
}

DISPLAY_PLATFORMS = frozenset({"xcb", "wayland", "wayland-egl"})


def problem_before_window() -> str | None:
    """Why no window can be opened here, as one sentence, or None where one can.

    A platform without a display that QT_QPA_PLATFORM asks for (offscreen, minimal) is taken as
    it is. Nothing is checked outside Linux, where the system brings all that Qt needs.
    """
    if not sys.platform.startswith("linux"):
        return None
    wanted = os.environ.get("QT_QPA_PLATFORM", "")
    platforms = {part.partition(":")[0] for part in wanted.split(";")} if wanted else set()
    if platforms - DISPLAY_PLATFORMS:
        return None
    qt = PathFinder.find_spec("PySide6")
    if qt is None or qt.origin is None:
        return _NO_QT
    plugins = Path(qt.origin).parent / "Qt" / "plugins" / "platforms"
    problem: str | None = _NO_DISPLAY
    if os.environ.get("WAYLAND_DISPLAY") and platforms != {"xcb"}:
        problem = _wayland_problem(plugins)
    if problem and os.environ.get("DISPLAY") and (not platforms or "xcb" in platforms):
        problem = _x11_problem(plugins)
    return problem


def qt_import_problem(error: ImportError) -> str:
    """What a failed import of Qt means for the person at the desk, as one sentence."""
    if (error.name or "").partition(".")[0] in {"PySide6", "shiboken6"} and isinstance(
        error, ModuleNotFoundError
    ):
        return _NO_QT
    return _loading_problem(str(error))


def missing_libraries() -> list[str]:
    """The libraries of the table that this system cannot load, each by its file name."""
    import ctypes

    missing = []
    for library in LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


_NO_DISPLAY = (
    "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY names one."
)
_NO_QT = "The package PySide6-Essentials is not installed, so no window can be opened."


def _x11_problem(plugins: Path) -> str | None:
    """Why Qt's X11 plugin in this folder cannot open the display, or None."""
    import ctypes

    if problem := _plugin_problem(plugins / "libqxcb.so"):
        return problem
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _loading_problem(str(error))
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))  # never null, even in error
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    if refused:
        return f"The display {os.environ['DISPLAY']} that DISPLAY names cannot be opened."
    return None


def _wayland_problem(plugins: Path) -> str | None:
    """Why Qt's Wayland plugin in this folder cannot open the display, or None."""
    import socket

    if problem := _plugin_problem(plugins / "libqwayland.so"):
        return problem
    name = os.environ["WAYLAND_DISPLAY"]
    path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(os.fspath(path))
        except OSError:
            return f"The display {name} that WAYLAND_DISPLAY names cannot be opened."
    return None


def _plugin_problem(plugin: Path) -> str | None:
    """Why this plugin cannot be loaded, or None; a PySide6 that keeps it elsewhere is trusted."""
    import ctypes

    if not plugin.exists():
        return None
    try:
        ctypes.CDLL(os.fspath(plugin))
    except OSError as error:
        return _loading_problem(str(error))
    return None


def _loading_problem(loader_message: str) -> str:
    """The dynamic loader's words as a sentence that says what to install.

    The loader names the first missing library only; on this way there is time to look for all.
    """
    library, colon, rest = loader_message.partition(": ")
    if not colon or not rest.startswith("cannot open shared object file"):
        return f"Qt cannot be loaded: {loader_message}."
    libraries = list(dict.fromkeys([library, *missing_libraries()]))
    packages = [LIBRARIES[each][-1] for each in libraries if each in LIBRARIES]
    many = len(libraries) > 1
    sentence = (
        f"Qt needs the system {'libraries' if many else 'library'} {', '.join(libraries)}"
        f" to open a window, and {'they are' if many else 'it is'} missing"
    )
    if packages and Path("/etc/debian_version").exists():
        return f"{sentence}: install with “sudo apt-get install {' '.join(packages)}”."
    return f"{sentence}."
