"""`open`: a window with a leaflet, the default command."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from functools import partial

from viewer.commands.collection import Collection, check_sections
from viewer.commands.command import DONE, Command, add_lens_options, split_ids
from viewer.commands.output import tell
from viewer.launch import open_window
from viewer.leaflet.errors import LeafletError
from viewer.open_request import DEFAULT_LEAFLET, OpenRequest


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
    _check(request)
    instead = partial(_show_instead, request) if arguments.or_text else None
    return open_window(request, instead, new_window=arguments.new_window)


def _show_instead(request: OpenRequest, reason: str) -> int:
    tell(f"{reason} The leaflet is shown as text instead.")
    _show(request)
    return DONE


def _check(request: OpenRequest) -> None:
    """Says what was mistyped before a window opens; a file at fault has its page in the window."""
    collection = Collection()
    collection.lenses(request.lenses, request.term)
    name = request.leaflet or DEFAULT_LEAFLET
    exists = os.path.exists(name)  # noqa: PTH110  # Path.exists raises where a name is too long
    if not request.section and (exists or not request.leaflet):
        return
    try:
        leaflet = collection.leaflet(name)
    except LeafletError:
        if not exists:
            raise
    else:
        check_sections(leaflet, [request.section] if request.section else [])


def _show(request: OpenRequest) -> None:
    from viewer.commands.show import show_leaflet

    collection = Collection()
    show_leaflet(
        collection.leaflet(request.leaflet or DEFAULT_LEAFLET),
        [request.section] if request.section else [],
        collection.lenses(request.lenses, request.term),
    )


OPEN = Command(
    "open",
    "open a leaflet in a window",
    _add_arguments,
    _run,
    "An id wins over a file of the same name: write ./NAME for the file.",
)
