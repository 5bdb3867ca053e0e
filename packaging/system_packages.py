"""What Qt and the tests need of the system itself, and how Debian and Ubuntu provide it.

One list serves both the check and the installation: a need is a thing that can be looked for
(a library that loads, a program on the path) with the packages that bring it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from viewer.preflight import LIBRARIES

# Programs of the tests: a virtual screen, a sender of keys, readers of PDF, a print service.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "pdftotext": "poppler-utils",
    "cupsd": "cups-daemon",
    "lpadmin": "cups-client",
}

# What makes the program's packages, and what tries them: checkers of their files, a window manager,
# a fresh system to install into.
PACKAGE_PROGRAMS = {
    "objdump": "binutils",
    "strip": "binutils",
    "xz": "xz-utils",
    "makensis": "nsis",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "openbox": "openbox",
    "debootstrap": "debootstrap",
}

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_ENDINGS = (".ttf", ".otf", ".ttc", ".pfb")


class SetUpError(Exception):
    """Why setting up cannot go on, as one sentence for the person at the terminal."""


class Need(NamedTuple):
    """Something missing here: its name, and the packages that bring it, newest name first."""

    name: str
    packages: tuple[str, ...]


def provide_system_packages(
    with_tools: bool, say: Callable[[str], None], with_packager: bool = False
) -> None:
    """Install what is missing as root on Debian and its kin; elsewhere raise SetUpError with it."""
    if not sys.platform.startswith("linux"):
        return
    needs = missing_needs(with_tools, with_packager)
    if not needs:
        return
    if not shutil.which("apt-get"):
        raise SetUpError(
            "these parts of the system are missing, install them with its package manager: "
            + ", ".join(need.name for need in needs)
            + "."
        )
    if os.geteuid() != 0:
        raise SetUpError(
            "some system packages are missing; install them with this command, then start again:\n"
            + _command_for_root(_package_names(needs))
        )
    say("system packages")
    if not _has_package_lists():
        _apt("update")
    _apt("install", "--yes", "--no-install-recommends", *_package_names(needs))
    if left := missing_needs(with_tools, with_packager):
        names = ", ".join(need.name for need in left)
        raise SetUpError(f"apt-get installed all it was asked for, yet these are missing: {names}.")


def missing_needs(with_tools: bool, with_packager: bool = False) -> list[Need]:
    """What the viewer, the tests and the packager, where asked for, would not find here."""
    needs = [Need(library, LIBRARIES[library]) for library in _missing_libraries()]
    if importlib.util.find_spec("ensurepip") is None:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        needs.append(Need("Python's ensurepip", (version, "python3-venv")))
    if not any(_has_font(Path(folder).expanduser()) for folder in FONT_FOLDERS):
        needs.append(Need("a font", ("fonts-dejavu-core",)))
    programs = {
        **(TEST_PROGRAMS if with_tools else {}),
        **(PACKAGE_PROGRAMS if with_packager else {}),
    }
    needs += [Need(name, (package,)) for name, package in programs.items() if not _has(name)]
    if with_packager and (library := _missing_python_library()):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        needs.append(Need(library, (f"libpython{version}",)))
    return needs


def _has(program: str) -> bool:
    # What is for root, as debootstrap and cupsd, lies where a plain user does not look.
    return bool(shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin"))


def _missing_python_library() -> str:
    """The library that a packaged program takes its Python from, where this Python lacks it."""
    import ctypes
    import sysconfig

    name = sysconfig.get_config_var("INSTSONAME") or ""
    folder = sysconfig.get_config_var("LIBDIR") or ""
    if ".so" not in name or Path(folder, name).exists():
        return ""
    try:
        ctypes.CDLL(name)
    except OSError:
        return str(name)
    return ""


def _missing_libraries() -> list[str]:
    """Asked in a child: it sees what was installed since this process started."""
    question = "from viewer.preflight import missing_libraries as m; print(*m())"
    root = Path(__file__).resolve().parent.parent
    child = [sys.executable, "-c", question]
    return subprocess.run(
        child, cwd=root, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout.split()


def _has_font(folder: Path) -> bool:
    return any(
        name.lower().endswith(FONT_ENDINGS) for _, _, names in os.walk(folder) for name in names
    )


def _has_package_lists() -> bool:
    return bool(list(Path("/var/lib/apt/lists").glob("*_Packages*")))


def _package_names(needs: Sequence[Need]) -> list[str]:
    """For each need the first of its package names that this release knows, else the oldest."""
    names = []
    for need in needs:
        known = [name for name in need.packages if _is_known(name)]
        names.append((known or need.packages[-1:])[0])
    return list(dict.fromkeys(names))


def _is_known(package: str) -> bool:
    # A purely virtual package, such as the old name of a renamed one, has no versions to show.
    show = ["apt-cache", "--quiet", "show", package]
    answer = subprocess.run(show, check=False, capture_output=True)
    return answer.returncode == 0 and bool(answer.stdout.strip())


def _command_for_root(packages: Sequence[str]) -> str:
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("sudo"):
        return (
            f"sudo {command}"
            if _has_package_lists()
            else f"sudo sh -c 'apt-get update && {command}'"
        )
    return f"su -c '{command}'" if _has_package_lists() else f"su -c 'apt-get update && {command}'"


def _apt(*words: str) -> None:
    """Run apt-get without questions; waits up to two minutes for another one to finish."""
    done = subprocess.run(
        ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=120", *words],
        check=False,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        errors = [line for line in done.stdout.splitlines() if line.startswith("E: ")]
        reason = errors[0][3:] if errors else f"status {done.returncode}"
        raise SetUpError(f"apt-get {words[0]} failed: {reason.rstrip('.')}.")
