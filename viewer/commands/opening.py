"""`open`: a window with a leaflet, the default command."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from functools import partial

from viewer.commands.collection import Collection, chosen_sections
from viewer.commands.command import DONE, Command, add_lens_options, split_ids
from viewer.commands.output import tell
from viewer.launch import open_window
from viewer.leaflet.errors import LeafletError
from viewer.leaflet.file_names import file_and_id, written_path
from viewer.open_request import OpenRequest, names_file
from viewer.rollout import load_rollout


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "leaflet", metavar="LEAFLET", nargs="?", default="", help="a leaflet's id or file"
    )
    parser.add_argument("--section", metavar="KEY", default="", help="open at this section")
    add_lens_options(parser)
    parser.add_argument("--find", metavar="TEXT", default="", help="find this text in the leaflet")
    parser.add_argument("--choose", action="store_true", help="choose a file to open")
    parser.add_argument(
        "--new-window",
        action="store_true",
        help="open another window although there is one already",
    )
    parser.add_argument(
        "--or-text",
        action="store_true",
        help="where no window can be opened, show the leaflet as text instead",
    )


def _run(arguments: Namespace) -> int:
    request = OpenRequest(
        leaflet=arguments.leaflet,
        section=arguments.section,
        lenses=split_ids(arguments.lenses),
        term=arguments.term,
        find=arguments.find,
        choose=arguments.choose,
    )
    collection = Collection()
    collection.lenses(request.lenses, request.term)
    request = _meant(request, collection)
    _check(request, collection)
    instead = partial(_show_instead, request) if arguments.or_text else None
    return open_window(request, instead, new_window=arguments.new_window)


def _show_instead(request: OpenRequest, reason: str) -> int:
    tell(f"{reason} The leaflet is shown as text instead.")
    _show(request)
    return DONE


def _meant(request: OpenRequest, collection: Collection) -> OpenRequest:
    """The request, a file in the working folder named so that nobody takes it for an id."""
    name = request.leaflet
    if not name or names_file(name) or not _exists(name) or collection.has_id(name):
        return request
    return request._replace(leaflet=os.path.abspath(name))  # noqa: PTH100


def _check(request: OpenRequest, collection: Collection) -> None:
    """Says what was mistyped before a window opens; a file at fault has its page in the window."""
    if not request.section and not request.leaflet:
        return
    name = _name(request)
    exists = names_file(name) and _exists(name)
    if exists and not request.section:
        return
    try:
        leaflet = collection.leaflet(name)
    except LeafletError:
        if not exists:
            raise
    else:
        chosen_sections(leaflet, [request.section] if request.section else [])


def _show(request: OpenRequest) -> None:
    from viewer.commands.show import show_leaflet

    collection = Collection()
    show_leaflet(
        collection.leaflet(_name(request)),
        [request.section] if request.section else [],
        collection.lenses(request.lenses, request.term),
    )


def _name(request: OpenRequest) -> str:
    """Id or file of the leaflet that is asked for: where none is, of that of the start."""
    if request.leaflet:
        return request.leaflet
    start = load_rollout().start_leaflet
    return str(written_path(start)) if names_file(start) else start


def _exists(name: str) -> bool:
    file, _ = file_and_id(name)
    return os.path.exists(file)  # noqa: PTH110  # Path.exists raises where a name is too long


OPEN = Command(
    "open",
    "open a leaflet in a window",
    _add_arguments,
    _run,
    "An id wins over a file of the same name: write ./NAME for the file.",
)
