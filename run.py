#!/usr/bin/env python3
"""Sets Leaflet Viewer up in its own .venv where that is still to be done, and starts it.

Whatever Python is at hand reads this file, so it keeps to what Python 3.6 understands; and it is
compiled anew at every start, so it holds only the short way: compare a stamp, hand over to the
Python of .venv. The long way, taken once, is packaging/setting_up.py.
"""

import os
import sys

OLDEST_PYTHON = (3, 11)
NEWEST_PYTHON = (3, 14)  # the newest that the pinned Qt is built for

USAGE = """\
usage: python3 run.py [-- ARGUMENTS]      set up, then open the viewer with its ARGUMENTS
       python3 run.py test [ARGUMENTS]    set up, then run the tests (pytest's ARGUMENTS)
       python3 run.py check               set up, then formatter, linter and type checker
       python3 run.py bench [ARGUMENTS]   set up, then the benchmarks
       python3 run.py package [--out DIR] set up, then the program folder and its packages
       python3 run.py test-package        the same where it is needed, then the tests of those
"""

COMMANDS = ("", "--", "test", "check", "bench", "package", "test-package")
CHECKS = (["ruff", "format", "--check"], ["ruff", "check"], ["mypy"])

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
STAMP = os.path.join(VENV, "ready")
ON_WINDOWS = os.name == "nt"
VENV_PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if ON_WINDOWS else ["bin", "python"]))
LIBRARY = ["Lib"] if ON_WINDOWS else ["lib", "python{}.{}".format(*sys.version_info[:2])]
PACKAGES = os.path.join(VENV, *LIBRARY, "site-packages")

# A .venv that lost one of these is damaged, whatever its stamp says: Python, the viewer, Qt.
PARTS = (
    VENV_PYTHON,
    os.path.join(PACKAGES, "_leaflet_viewer.pth"),
    os.path.join(PACKAGES, "PySide6", "__init__.py"),
)

# What the start program of a Windows .venv answers when the Python it was made with is gone.
BASE_PYTHON_IS_GONE = 103


def python_problem(version: "tuple[int, ...]") -> str:
    """Why a Python of this version cannot run the viewer, as a sentence; empty where it can."""
    if OLDEST_PYTHON <= version[:2] <= NEWEST_PYTHON:
        return ""
    oldest, newest, this = (".".join(map(str, v)) for v in (OLDEST_PYTHON, NEWEST_PYTHON, version))
    command = ("py -" if ON_WINDOWS else "python") + newest
    return (
        f"Leaflet Viewer needs Python {oldest} to {newest} and this is Python {this}:"
        f" start it with one of those, as in '{command} run.py'."
    )


def requirement_files(with_tools: bool, with_packager: bool = False) -> "list[str]":
    """The pinned requirements of the viewer; of the test tools and of the packager after them."""
    names = ["requirements.txt"]
    names += ["requirements-test.txt"] if with_tools or with_packager else []
    names += ["requirements-package.txt"] if with_packager else []
    return [os.path.join(ROOT, "packaging", name) for name in names]


def expected_stamp(with_tools: bool, with_packager: bool = False) -> bytes:
    """All that a set-up depends on. The stamp of a smaller set-up begins that of a larger one."""
    python = "Python {}.{}".format(*sys.version_info[:2]).encode()
    first, *tools = [read(path) for path in requirement_files(with_tools, with_packager)]
    project = read(os.path.join(ROOT, "pyproject.toml"))
    return b"\n".join([python, os.fsencode(ROOT), project, first, *tools])


def read(path: str) -> bytes:
    """The bytes of the file; none where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def is_set_up(stamp: bytes) -> bool:
    """Whether .venv is whole, in this folder, of this Python and up to date."""
    return read(STAMP).startswith(stamp) and all(map(os.path.exists, PARTS))


def set_up(with_tools: bool, with_packager: bool = False) -> None:
    """Make .venv ready unless it is; ends the process with status 2 where that cannot be done."""
    stamp = expected_stamp(with_tools, with_packager)
    if is_set_up(stamp):
        return
    sys.path[:0] = [ROOT, os.path.join(ROOT, "packaging")]
    import setting_up

    environment = setting_up.Environment.of(ROOT, VENV, VENV_PYTHON, STAMP, PARTS)
    files = requirement_files(with_tools, with_packager)
    setting_up.set_up(environment, files, stamp, with_tools, with_packager)


def hand_over(module: str, arguments: "list[str]") -> int:
    """Become the Python of .venv, running this module; on Windows, wait for it instead.

    -P keeps the folder the person happens to be in out of the places modules come from.
    """
    return become([VENV_PYTHON, "-P", "-m", module, *arguments])


def become(command: "list[str]") -> int:
    """Become this command of the Python of .venv; on Windows, wait for it instead."""
    if not ON_WINDOWS:
        os.execv(VENV_PYTHON, command)
    import subprocess

    return subprocess.call(command)


def check() -> int:
    """Run every check, the later ones also where an earlier one finds fault."""
    import subprocess

    statuses = [subprocess.call([VENV_PYTHON, "-P", "-m", *each], cwd=ROOT) for each in CHECKS]
    if BASE_PYTHON_IS_GONE in statuses:
        return BASE_PYTHON_IS_GONE
    return 1 if any(statuses) else 0


def main(arguments: "list[str]") -> int:
    """Do what the command line asks and return the exit status."""
    problem = python_problem(sys.version_info[:3])
    if problem:
        sys.stderr.write(f"run.py: {problem}\n")
        return 2
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help"):
        sys.stdout.write(USAGE)
        return 0
    if command not in COMMANDS:
        sys.stderr.write(f"run.py: unknown command '{command}'\n{USAGE}")
        return 2
    status = do(command, rest)
    if ON_WINDOWS and status == BASE_PYTHON_IS_GONE:
        os.remove(STAMP)  # so that .venv is made anew, with all that the command needs
        status = do(command, rest)
    return status


def do(command: str, rest: "list[str]") -> int:
    """Set up what this command needs, do it and return the exit status."""
    if command in ("", "--"):
        set_up(with_tools=False)
        return hand_over("viewer", rest if command else ["--or-text"])
    set_up(with_tools=True, with_packager=command.endswith("package"))
    if command.endswith("package"):
        script = command.replace("-", "_") + ".py"
        return become([VENV_PYTHON, os.path.join(ROOT, "packaging", script), *rest])
    if command == "check":
        return check()
    os.chdir(ROOT)
    if command == "test":  # all of them: on every core
        return hand_over("pytest", rest or ["-n", "auto", "--dist", "worksteal"])
    return hand_over("benchmarks", rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
