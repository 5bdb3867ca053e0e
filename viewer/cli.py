"""The command line: which command is meant, and how its outcome is told.

Opening is the default, so that a leaflet can be dropped on the program. What stands first
decides: the name of a command, or else the arguments of `open`.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from viewer import __version__
from viewer.commands.check import CHECK
from viewer.commands.command import AT_FAULT, PROGRAM, Command, CommandError
from viewer.commands.highlight import HIGHLIGHT
from viewer.commands.importing import IMPORT
from viewer.commands.library import LIBRARY
from viewer.commands.library_option import take_library, use_library
from viewer.commands.listing import LIST, SECTIONS
from viewer.commands.opening import OPEN
from viewer.commands.output import drop_output, prepare_output, tell
from viewer.commands.printing import PRINT
from viewer.commands.removing import REMOVE
from viewer.commands.search import SEARCH
from viewer.commands.settings import SETTINGS
from viewer.commands.show import SHOW
from viewer.launch import tell_why
from viewer.leaflet.errors import ResourceError
from viewer.library.import_command import CHILD_COMMAND
from viewer.render.text_wrap import clean
from viewer.rollout import use_rolled_out_library

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

COMMANDS = (
    *(OPEN, LIST, SHOW, SECTIONS, HIGHLIGHT, SEARCH, PRINT, CHECK),
    *(IMPORT, REMOVE, LIBRARY, SETTINGS),
)

PIPE_CLOSED = 141
"""Exit status of a process that SIGPIPE ended, as shells give it."""


def run(arguments: Sequence[str]) -> int:
    """Does what the arguments ask for and gives the exit status."""
    if list(arguments) == [CHILD_COMMAND]:
        from viewer.library import import_child

        import_child.main()
    prepare_output()
    return _written(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> int:
    try:
        arguments, library = take_library(arguments)
        if library is not None:
            use_library(library)
    except CommandError as error:
        tell_why(str(error))
        return error.status
    command = next((c for c in COMMANDS if arguments and c.name == arguments[0]), None)
    parser = _command_parser(command) if command else _default_parser()
    try:
        # Options may stand anywhere, also between the files of `check`.
        given = command.prepare(arguments[1:]) if command else arguments
        parsed = parser.parse_intermixed_args(list(given))
    except SystemExit as end:  # how argparse ends after --help, --version and wrong use
        return end.code if isinstance(end.code, int) else AT_FAULT
    return _outcome(command or OPEN, parsed)


def _written(deed: Callable[[], int]) -> int:
    """The exit status of what is done; one of its own where the system refuses something.

    What cannot be written is to come out here, and not when the process ends.
    """
    try:
        status = deed()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        drop_output()
        return PIPE_CLOSED
    except OSError as error:
        # Of all that the system refuses, writing to an open stream alone has no file's name.
        what = "the output cannot be written" if error.filename is None else error.filename
        with suppress(OSError):  # standard error may go to the same full disk
            tell(f"{what}: {error.strerror or error}")
        if error.filename is None:
            drop_output()
        return AT_FAULT
    return status


def _outcome(command: Command, arguments: Namespace) -> int:
    try:
        if library := getattr(arguments, "library", None):
            use_library(library)
        if command is not SETTINGS:  # which says where the library comes from
            use_rolled_out_library()
        return command.run(arguments)
    except CommandError as error:
        _tell(command, str(error))
        return error.status
    except ResourceError as error:
        _tell(command, str(error))
        return AT_FAULT


def _tell(command: Command, sentence: str) -> None:
    """Says what went wrong; a window may have been asked for where there is no terminal."""
    if command is OPEN:
        tell_why(clean(sentence))
    else:
        tell(sentence)


class _Parser(ArgumentParser):
    """Writes nothing where there is nothing to write to; argparse of Python 3.11.2 fails there."""

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        if (file or sys.stderr) is not None:
            super()._print_message(message, file)


class _OpeningParser(_Parser):
    """Says what is wrong in the arguments of a shortcut, too, which has no terminal."""

    def error(self, message: str) -> NoReturn:
        if sys.stderr is None:
            tell_why(clean(message))
        super().error(message)


def _command_parser(command: Command) -> ArgumentParser:
    kind = _OpeningParser if command is OPEN else _Parser
    parser = kind(
        prog=f"{PROGRAM} {command.name}",
        description=f"{command.summary[0].upper()}{command.summary[1:]}.",
        epilog=command.notes,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    return parser


def _default_parser() -> ArgumentParser:
    names = max(len(command.name) for command in COMMANDS)
    listed = "\n".join(f"  {c.name:<{names}}  {c.summary}" for c in COMMANDS)
    parser = _OpeningParser(
        prog=PROGRAM,
        usage=f"{PROGRAM} [LEAFLET] [--section KEY] [--lens ID]... [--term WORDS] [--find TEXT]\n"
        f"       {PROGRAM} [--library DIR] COMMAND ...",
        description="Shows medicine leaflets, marks what is asked for in them, and prints them.",
        epilog=f"commands ('{PROGRAM} COMMAND --help' tells more):\n{listed}\n\n{_NOTES}",
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    OPEN.add_arguments(parser)
    return parser


_NOTES = """\
An id wins over a file of the same name: write ./NAME for the file. A leaflet whose id
is a command's name is opened with 'open'.

exit status: 0 done; 1 a leaflet or a file is at fault; 2 wrong use, or no display

LEAFLET_VIEWER_CONFIG and LEAFLET_VIEWER_CACHE name other folders for your own settings,
leaflets and lenses, and for what is kept to start faster. LEAFLET_VIEWER_LIBRARY names that
of the library of imported leaflets; --library DIR, before everything else, stands above it.
A settings.toml can give settings for a machine or a user; 'settings' says which hold."""
