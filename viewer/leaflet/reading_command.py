"""How the process that reads is started, wherever the program lies and whatever folder it is in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from viewer.leaflet.errors import UnreadableFileError

CHILD_OPTION = "--reading-child"
"""The one argument with which the program is the process that reads; see `viewer.__main__`."""


def reading_command() -> list[str]:
    """The command that starts the process that reads.

    A program frozen into one piece has no interpreter beside it and starts itself. All it needs
    is that `viewer.leaflet.reading_child` is frozen in, which `viewer.__main__` imports.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_OPTION]
    # -P: nothing is imported from the folder that the user happens to be in.
    return [interpreter(), "-P", "-m", "viewer", CHILD_OPTION]


def started(command: Sequence[str], file: str) -> subprocess.Popen[bytes]:
    """A process that reads, its pipes unbuffered. Raises UnreadableFileError for `file`."""
    try:
        return subprocess.Popen(
            command,
            env=reading_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        reason = f"the process that reads it cannot be started ({error.strerror or error})"
        raise UnreadableFileError(file, "", reason) from error


def reading_environment() -> dict[str, str]:
    """Our environment, with the folder that this very program was imported from."""
    found = [str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, found))}


def interpreter() -> str:
    """The full path of the Python that runs us.

    `sys.executable` is relative where Python was found by a relative folder in PATH, and then of
    no use once the working folder is another; `sys.prefix` is absolute from the start.
    """
    named = Path(sys.executable)
    if named.is_absolute():
        return str(named)
    in_prefix = Path(sys.prefix, "Scripts" if os.name == "nt" else "bin", named.name)
    return str(in_prefix if in_prefix.exists() else named.absolute())
