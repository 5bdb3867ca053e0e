"""`show`: a leaflet as text in the terminal."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Container, Sequence

from viewer.commands.collection import Collection, chosen_sections, find_all
from viewer.commands.command import DONE, Command, add_leaflet_argument, add_lens_options, split_ids
from viewer.commands.output import counted, output_marks, output_width
from viewer.highlight.lens import Lens
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Leaflet
from viewer.render.lens_words import BY_CODE
from viewer.render.text import render_text


def show_leaflet(leaflet: Leaflet, sections: Sequence[str], lenses: Sequence[Lens]) -> None:
    """Prints the leaflet, or these sections of it, with what the lenses mark.

    Raises CommandError where a section is not there.
    """
    shown = chosen_sections(leaflet, sections)
    matches = find_all(leaflet, lenses)
    sys.stdout.write(
        render_text(
            leaflet,
            sections=sections,
            matches=matches,
            remarks=[
                f"{lens.name()}: {state_words(found, shown)}"
                for lens, found in zip(lenses, matches, strict=True)
            ],
            width=output_width(),
            marks=output_marks(),
        )
    )


def state_words(matches: Matches, sections: Container[str]) -> str:
    """What is known of a lens in the sections with these keys; "not found" is never silent.

    Where there is more in the rest of the leaflet, that is said too.
    """
    here = [count for key, count in matches.count_by_section().items() if key in sections]
    why = f": {matches.unchecked}" if matches.unchecked else ""
    if here:
        words = f"{counted(sum(here), 'passage')} in {counted(len(here), 'section')}"
        words += f" {BY_CODE}{why}" if why else ""
    else:
        words = f"cannot check{why}" if why else "checked, no passage"
    return words if sum(here) == len(matches) else f"{words}; {len(matches)} in the whole leaflet"


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
