"""`show`: a leaflet as text in the terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from viewer.commands.collection import Collection, check_sections, find_all
from viewer.commands.command import DONE, Command, add_leaflet_argument, add_lens_options, split_ids
from viewer.commands.output import counted, output_marks, output_width
from viewer.highlight.lens import Lens
from viewer.highlight.matches import LensState, Matches
from viewer.leaflet.model import Leaflet
from viewer.render.text import render_text


def show_leaflet(leaflet: Leaflet, sections: Sequence[str], lenses: Sequence[Lens]) -> None:
    """Prints the leaflet, or these sections of it, with what the lenses mark.

    Raises CommandError where a section is not there.
    """
    check_sections(leaflet, sections)
    matches = find_all(leaflet, lenses)
    sys.stdout.write(
        render_text(
            leaflet,
            sections=sections,
            matches=matches,
            remarks=[
                f"{lens.name()}: {state_words(found, leaflet)}"
                for lens, found in zip(lenses, matches, strict=True)
            ],
            width=output_width(),
            marks=output_marks(),
        )
    )


def state_words(matches: Matches, leaflet: Leaflet) -> str:
    """What is known of a lens in a whole leaflet; "not found" is never silent."""
    if matches.state is LensState.MATCHES:
        where = counted(len(matches.count_by_section()), "section")
        return f"{counted(len(matches), 'passage')} in {where}"
    if matches.state is LensState.NONE:
        return "checked, no passage"
    return f"cannot check, no terms for the language '{leaflet.language}'"


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


def _run(arguments: Namespace) -> int:
    collection = Collection()
    lenses = collection.lenses(split_ids(arguments.lenses), arguments.term)
    show_leaflet(collection.leaflet(arguments.leaflet), arguments.sections, lenses)
    return DONE


SHOW = Command(
    "show",
    "show a leaflet as text in the terminal",
    _add_arguments,
    _run,
    "Text is wrapped to the terminal, at 80 columns elsewhere. Matches are marked on a terminal,\n"
    "in reverse video or, where NO_COLOR is set, between ‹ and ›; files and pipes get plain text.",
)
