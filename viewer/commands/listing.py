"""`list` and `sections`: what there is to read."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viewer import paths
from viewer.commands.collection import Collection
from viewer.commands.command import AT_FAULT, DONE, Command, add_json_option, add_leaflet_argument
from viewer.commands.data import Data, characters, leaflet_data, sections_data
from viewer.commands.library_option import add_library_option
from viewer.commands.output import print_columns, print_json, tell
from viewer.leaflet.plain import plain_words
from viewer.library.errors import LibraryError

if TYPE_CHECKING:
    from viewer.library.entry import LibraryEntry

_CONTAINED = {"product": "products", "substance": "active substances", "holder": "holders"}
_BUNDLED: Data = {"bundled": True, "imported": ""}


def _add_list_arguments(parser: ArgumentParser) -> None:
    for name, what in _CONTAINED.items():
        parser.add_argument(f"--{name}", metavar="WORDS", default="", help=f"{what} with these")
    parser.add_argument("--language", metavar="TAG", default="", help="only this language")
    parser.add_argument("--kind", metavar="KIND", default="", help="only this kind")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--bundled", action="store_true", help="not those of the library")
    where.add_argument("--imported", action="store_true", help="only those of the library")
    add_json_option(parser)
    add_library_option(parser)


def _run_list(arguments: Namespace) -> int:
    listed: list[Data] = []
    if not arguments.imported:
        listed += ({**leaflet_data(each), **_BUNDLED} for each in Collection().leaflets())
    status = DONE
    if not arguments.bundled:
        try:
            listed += map(_entry_data, _entries())
        except LibraryError as error:
            tell(f"the library is left out: {error}")
            status = AT_FAULT
    leaflets = [each for each in listed if _is_wanted(each, arguments)]
    if arguments.json:
        print_json({"leaflets": leaflets})
        return status
    rows = [
        (data["id"], data["title"], data["language"], data["kind"], data["date"] or "not stated")
        for data in leaflets
    ]
    print_columns([("ID", "TITLE", "LANGUAGE", "KIND", "DATE"), *rows])
    return status


def _entries() -> Sequence[LibraryEntry]:
    """Those of the library; none where none has been made. Raises LibraryError, also where the one
    that was named is not there.
    """
    from viewer.library.errors import NoLibraryError
    from viewer.library.library import Library

    try:
        return Library.open(paths.library_folder()).entries()
    except NoLibraryError:
        if os.environ.get(paths.LIBRARY_VARIABLE):
            raise
        return ()


def _entry_data(entry: LibraryEntry) -> Data:
    """As `leaflet_data`; what only the leaflet itself says is None."""
    return {
        "id": entry.id,
        "title": entry.title,
        "language": entry.language,
        "kind": entry.kind,
        "product": entry.product,
        "active_substance": entry.active_substance,
        "atc": entry.atc,
        "holder": entry.holder,
        "version": entry.version,
        "date": entry.date,
        "source": None,
        "notice": None,
        "file": entry.file,
        "sha256": entry.sha256,
        "bundled": False,
        "imported": entry.imported,
    }


def _is_wanted(leaflet: Data, arguments: Namespace) -> bool:
    language, kind = str(leaflet["language"]), str(leaflet["kind"])
    asked = arguments.language.casefold()
    return (
        # "pt" stands for "pt-BR" as well.
        (not asked or asked in (language.casefold(), language.casefold().partition("-")[0]))
        and arguments.kind.casefold() in ("", kind.casefold())
        and all(_contains(leaflet, name, getattr(arguments, name)) for name in _CONTAINED)
    )


def _contains(leaflet: Data, name: str, words: str) -> bool:
    field = "active_substance" if name == "substance" else name
    return plain_words(words) in plain_words(str(leaflet[field]))


def _add_section_arguments(parser: ArgumentParser) -> None:
    add_leaflet_argument(parser)
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


LIST = Command(
    "list",
    "list the leaflets that have an id here",
    _add_list_arguments,
    _run_list,
    "Of a leaflet's versions the current one is listed. Several filters narrow each other; case\n"
    "and accents do not matter.",
)
SECTIONS = Command(
    "sections",
    "list the sections of a leaflet",
    _add_section_arguments,
    _run_sections,
    "Characters are those of a section's own text, without its heading and the sections below it.",
)
