"""What of all that PyInstaller finds goes into the program folder.

PyInstaller takes every library that anything it finds could load. Left out are the parts of Qt that
this program never opens, and the libraries that belong to the system: those that
`viewer.preflight` asks for, what they need themselves, and the compiler's own, of which a program
must not have a second and perhaps older copy beside that of the graphics driver.
"""

from __future__ import annotations

import re
import sys
from fnmatch import fnmatch
from pathlib import Path, PurePath

UNUSED_MODULES = (
    "_curses",
    "_hashlib",  # Python's own SHA-256 serves, and no copy of OpenSSL has to be kept safe
    "_ssl",
    "_tkinter",
    "_uuid",
    "curses",
    "lib2to3",
    "lxml.html",
    "lxml.isoschematron",
    "lxml.objectify",
    "multiprocessing",
    "pdb",
    "pip",
    "pydoc",
    "readline",
    "setuptools",
    "ssl",
    "tkinter",
    "unittest",
)

OF_WINDOWS = ("viewer.app.pipe",)
"""Modules of ours that only Windows needs, with what they import."""

UNUSED_HOOKS = ("pyi_rth_multiprocessing", "pyi_rth_pkgutil")
"""PyInstaller's own, run before the program: they serve modules that list modules or start Python
processes, which it does not, and take a tenth of its start."""

_QT_PLUGINS = {
    "iconengines": ("*svg*",),
    "imageformats": ("*qgif*", "*qico*", "*qjpeg*", "*qsvg*"),
    "platforminputcontexts": ("*compose*", "*ibus*"),
    "platforms": (
        "*qcocoa*",
        "*qminimal.*",
        "*qoffscreen*",
        "*qwayland*",
        "*qwindows*",
        "*qxcb*",
    ),
    "platformthemes": ("*xdgdesktopportal*",),
    "printsupport": ("*",),
    "styles": ("*",),
    "wayland-decoration-client": ("*adwaita*", "*bradient*"),
    "wayland-shell-integration": ("*xdg-shell*",),
}
"""Of each folder of Qt's plugins, those that are used; folders not named here are not."""

# Qt's network library too: it wants more of the system's libraries, and no connection is opened.
# On Windows its pipes are how a second start speaks to the first (viewer/app/pipe.py).
_UNUSED_QT = (
    "*Qt6EglF[Ss]*",
    *(() if sys.platform == "win32" else ("*Qt6Network*",)),
    "*Qt6Pdf*",
    "*Qt6Qml*",
    "*Qt6Quick*",
    "*Qt6VirtualKeyboard*",
)

# What Python's own modules load, and has other names or versions on other systems. Not libz,
# liblzma, libzstd and libexpat: they have one name everywhere, and glib and fontconfig want the
# system's.
_PYTHON_NEEDS = ("libpython3*", "libbz2*", "libffi*", "libsqlite3*")


def unneeded_modules(package: Path, qt: Path, *, on_windows: bool) -> list[str]:
    """What a program folder can do without: modules of Python's, of ours and of PySide6.

    The last, in the folder `qt`, are those that none of the modules in `package` names.
    """
    of_windows = () if on_windows else OF_WINDOWS
    named: set[str] = set()
    for file in package.rglob("*.py"):
        name = ".".join(file.relative_to(package.parent).with_suffix("").parts)
        if name in of_windows:
            continue
        named |= set(re.findall(r"PySide6\.(Qt\w+)", file.read_text(encoding="utf-8")))
    modules = {file.name.partition(".")[0] for file in qt.glob("Qt*.*") if file.suffix != ".pyi"}
    unused = [f"PySide6.{module}" for module in sorted(modules - named)]
    return [*UNUSED_MODULES, *of_windows, *unused]


def is_wanted(target: str, source: str, *, on_linux: bool) -> bool:
    """Whether a file goes into the program folder.

    `target` is its place below the folder, `source` where PyInstaller found it.
    """
    path = PurePath(target)
    if "translations" in path.parts or path.suffix in (".qm", ".pyi"):
        return False
    if "plugins" in path.parts:
        return _is_used_plugin(path)
    if any(fnmatch(path.name, pattern) for pattern in _UNUSED_QT):
        return False
    is_of_system = on_linux and "site-packages" not in PurePath(source).parts
    if is_of_system and ".so" in path.name and "lib-dynload" not in path.parts:
        return any(fnmatch(path.name, pattern) for pattern in _PYTHON_NEEDS)
    return True


def _is_used_plugin(path: PurePath) -> bool:
    below = path.parts[path.parts.index("plugins") + 1 :]
    return any(fnmatch(path.name, pattern) for pattern in _QT_PLUGINS.get(below[0], ()))
