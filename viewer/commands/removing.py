"""`remove`: takes leaflets out of the library."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from viewer import paths
from viewer.commands.command import (
    AT_FAULT,
    DONE,
    Command,
    add_json_option,
    did_you_mean,
)
from viewer.commands.import_telling import telling
from viewer.commands.importing import bring_index_up
from viewer.commands.library_option import add_library_option
from viewer.commands.output import counted, print_json, tell
from viewer.leaflet.reading_process import never

_FEW = 20
"""Ids that are looked through, and listed, where one was mistyped."""


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("ids", metavar="ID", nargs="+", help="a leaflet's id")
    parser.add_argument(
        "--language",
        metavar="TAG",
        default="",
        help="only in this language, where an id stands for several",
    )
    add_json_option(parser)
    add_library_option(parser)


def _run(arguments: Namespace) -> int:
    from viewer.library.library import Library

    library = Library.open(paths.library_folder())
    wanted = dict.fromkeys(arguments.ids)
    known = [each for each in wanted if library.current(each, arguments.language)]
    if missing := [each for each in wanted if each not in known]:
        ids = sorted({entry.id for entry in library.entries()})
        for leaflet_id in missing:
            near = did_you_mean(leaflet_id, ids) if len(ids) <= _FEW else ""
            tell(f"there is no leaflet '{leaflet_id}' in the library{near}")
    removed = library.remove(known, arguments.language)
    if removed:
        told = telling(lines=False)
        bring_index_up(library, told, never)
        told.end()
    if arguments.json:
        print_json({"removed": removed, "missing": missing})
    else:
        print(f"{counted(removed, 'leaflet')} removed")
    return AT_FAULT if missing else DONE


REMOVE = Command(
    "remove",
    "remove leaflets from the library, in all their versions",
    _add_arguments,
    _run,
    "The exit status is 1 if one of the leaflets is not there; the others are removed.",
)
