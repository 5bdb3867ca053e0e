"""What a command of the command line is, and how one fails."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

PROGRAM = "leaflet-viewer"

DONE = 0
AT_FAULT = 1
"""Exit status: the leaflet or a file is at fault."""
WRONG_USE = 2
"""Exit status: the command was used wrongly, or there is no display for a window."""


class CommandError(Exception):
    """The command cannot be done; the text is a sentence for the person who gave it."""

    status = AT_FAULT


class WrongUseError(CommandError):
    """What was typed cannot be meant."""

    status = WRONG_USE


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its summary in the list, its arguments and what it does.

    `run` gives the exit status and raises CommandError or ResourceError.
    """

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    notes: str = ""
    """Shown at the end of the command's help."""
    prepare: Callable[[Sequence[str]], Sequence[str]] = list
    """What its arguments become before they are taken for options and others."""


def add_leaflet_argument(parser: ArgumentParser) -> None:
    """The leaflet that a command is about."""
    parser.add_argument(
        "leaflet",
        metavar="LEAFLET",
        help="a leaflet's id or file; FILE#ID where a file holds more than one",
    )


def add_lens_options(parser: ArgumentParser) -> None:
    """`--lens`, as often as wanted or with commas, and `--term`."""
    parser.add_argument(
        "--lens",
        dest="lenses",
        metavar="ID",
        action="append",
        default=[],
        help="mark what this lens looks for, such as alcohol; may be given several times",
    )
    parser.add_argument(
        "--term",
        metavar="WORDS",
        default="",
        help="mark words of your own: commas between them, * at the end of a stem",
    )


def add_json_option(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON for scripts")


def split_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Ids given in several options or with commas between them, each once, in order."""
    ids = (part.strip() for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part for part in ids if part))


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """The end of a sentence that suggests the known word nearest to `word`, or lists them all."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_folded, n=1)
    if close:
        return f": did you mean '{by_folded[close[0]]}'?"
    return f"; there are: {', '.join(known)}" if known else ""
