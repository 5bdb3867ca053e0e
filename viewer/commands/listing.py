"""`list` and `sections`: what there is to read."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from viewer.commands.collection import Collection
from viewer.commands.command import DONE, Command, add_json_option
from viewer.commands.data import characters, leaflet_data, sections_data
from viewer.commands.output import print_columns, print_json


def _run_list(arguments: Namespace) -> int:
    leaflets = Collection().leaflets()
    if arguments.json:
        print_json({"leaflets": [leaflet_data(leaflet) for leaflet in leaflets]})
        return DONE
    print_columns(
        [
            ("ID", "TITLE", "LANGUAGE", "KIND", "DATE"),
            *(
                (
                    leaflet.id,
                    leaflet.title,
                    leaflet.language,
                    leaflet.kind,
                    leaflet.provenance.date or "not stated",
                )
                for leaflet in leaflets
            ),
        ]
    )
    return DONE


def _add_section_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("leaflet", metavar="LEAFLET", help="a leaflet's id or file")
    add_json_option(parser)


def _run_sections(arguments: Namespace) -> int:
    leaflet = Collection().leaflet(arguments.leaflet)
    if arguments.json:
        print_json({"leaflet": leaflet_data(leaflet), "sections": sections_data(leaflet)})
        return DONE
    rows = [
        (
            section.key,
            "  " * (section.level - 1) + (section.title or "(no heading)"),
            section.topic,
            " ".join(f"{code.system}={code.code}" for code in section.codes),
            characters(section),
        )
        for section in leaflet.walk()
    ]
    print_columns([("KEY", "SECTION", "TOPIC", "CODES", "CHARACTERS"), *rows])
    return DONE


LIST = Command("list", "list the leaflets that have an id here", add_json_option, _run_list)
SECTIONS = Command(
    "sections",
    "list the sections of a leaflet",
    _add_section_arguments,
    _run_sections,
    "Characters are those of a section's own text, without its heading and the sections below it.",
)
