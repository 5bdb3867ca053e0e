"""`--library DIR`: which library a command works with, and every process that it starts."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Sequence

from viewer.commands.command import WrongUseError
from viewer.paths import LIBRARY_VARIABLE

OPTION = "--library"


def add_library_option(parser: ArgumentParser) -> None:
    """The option among those of a command, where one may look for it too."""
    parser.add_argument(OPTION, metavar="DIR", help="the library in this folder")


def take_library(arguments: Sequence[str]) -> tuple[list[str], str | None]:
    """The arguments behind a leading `--library DIR`, and DIR. Raises WrongUseError."""
    rest, chosen = list(arguments), None
    while rest and (rest[0] == OPTION or rest[0].startswith(f"{OPTION}=")):
        first = rest.pop(0)
        if "=" in first:
            chosen = first.partition("=")[2]
        elif rest:
            chosen = rest.pop(0)
        else:
            raise WrongUseError(f"{OPTION} needs a folder behind it")
    return rest, chosen


def use_library(folder: str) -> None:
    """Makes this process and those it starts use the library in a folder.

    The environment variable does that for a library already; the option stands above it. Raises
    WrongUseError.
    """
    if not folder.strip():
        raise WrongUseError(f"{OPTION} needs a folder behind it")
    os.environ[LIBRARY_VARIABLE] = os.path.abspath(os.path.expanduser(folder))  # noqa: PTH100, PTH111
