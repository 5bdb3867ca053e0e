"""`print`: a leaflet or some of its sections as a PDF."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from viewer.commands.collection import Collection, chosen_sections, find_all
from viewer.commands.command import (
    DONE,
    WRONG_USE,
    Command,
    CommandError,
    add_json_option,
    add_leaflet_argument,
    add_lens_options,
    split_ids,
)
from viewer.commands.output import counted, print_json, tell
from viewer.commands.show import state_words
from viewer.render.text_wrap import clean


def _add_arguments(parser: ArgumentParser) -> None:
    add_leaflet_argument(parser)
    parser.add_argument(
        "--section",
        dest="sections",
        metavar="KEY",
        action="append",
        default=[],
        help="only this section and those below it; may be given several times",
    )
    add_lens_options(parser)
    parser.add_argument(
        "--pdf", metavar="FILE", required=True, help="the file to write; replaced if it is there"
    )
    add_json_option(parser)


def _run(arguments: Namespace) -> int:
    collection = Collection()
    lenses = collection.lenses(split_ids(arguments.lenses), arguments.term)
    leaflet = collection.leaflet(arguments.leaflet)
    printed = chosen_sections(leaflet, arguments.sections)
    try:
        from viewer.app import print_pdf
        from viewer.ui.printing import PrintError
    except ImportError as error:
        from viewer.preflight import qt_import_problem

        tell(qt_import_problem(error))
        return WRONG_USE
    matches = find_all(leaflet, lenses)
    try:
        pages = print_pdf(leaflet, arguments.sections, lenses, matches, Path(arguments.pdf))
    except PrintError as error:
        raise CommandError(str(error)) from error
    if arguments.json:
        print_json({"file": arguments.pdf, "pages": pages})
        return DONE
    print(f"{clean(arguments.pdf)}: {counted(pages, 'page')}")
    for lens, found in zip(lenses, matches, strict=True):
        print(f"{clean(lens.name())}: {state_words(found, printed)}")
    return DONE


PRINT = Command(
    "print",
    "print a leaflet or some of its sections to a PDF",
    _add_arguments,
    _run,
    "Needs no display. Without --section the whole leaflet is printed.",
)
