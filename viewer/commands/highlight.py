"""`highlight`: where lenses mark something in a leaflet."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from viewer.commands.collection import Collection, chosen_sections, find_all
from viewer.commands.command import (
    DONE,
    Command,
    WrongUseError,
    add_json_option,
    add_leaflet_argument,
    add_lens_options,
    split_ids,
)
from viewer.commands.data import CONTEXT, context, leaflet_data, lens_data
from viewer.commands.output import on_terminal, output_marks, output_width, print_json
from viewer.commands.show import state_words
from viewer.highlight.matches import Matches
from viewer.render.text_wrap import Line, Marks, Piece, clean, display_width, paint, visible


def _add_arguments(parser: ArgumentParser) -> None:
    add_leaflet_argument(parser)
    add_lens_options(parser)
    add_json_option(parser)


def _run(arguments: Namespace) -> int:
    ids = split_ids(arguments.lenses)
    if not ids and not arguments.term:
        raise WrongUseError("highlight needs --lens ID or --term WORDS")
    collection = Collection()
    lenses = collection.lenses(ids, arguments.term)
    leaflet = collection.leaflet(arguments.leaflet)
    found, everywhere = find_all(leaflet, lenses), chosen_sections(leaflet, ())
    if arguments.json:
        pairs = zip(lenses, found, strict=True)
        print_json({"leaflet": leaflet_data(leaflet), "lenses": [lens_data(*p) for p in pairs]})
        return DONE
    for number, (lens, matches) in enumerate(zip(lenses, found, strict=True)):
        if number:
            print()
        print(f"{clean(lens.name())} ({lens.id}): {state_words(matches, everywhere)}")
        _print_matches(matches)
    return DONE


def _print_matches(matches: Matches) -> None:
    """A line for each match: section, text block number, and its words in their context."""
    marks = output_marks() if on_terminal() else Marks.SIGNS
    places = [(clean(match.section), str(match.block)) for match in matches]
    keys = max((display_width(key) for key, _ in places), default=0)
    numbers = max((len(block) for _, block in places), default=0)
    for number, (key, block) in enumerate(places):
        head = f"  {key}{' ' * (keys - display_width(key))}  {block.rjust(numbers)}  "
        words = visible(matches[number].text)
        room = max(20, min(output_width() - len(head) - len(words) - 4, 2 * CONTEXT))
        before, _ = context(matches, number, room // 2)
        _, after = context(matches, number, room_after=room - len(before))
        signs = marks is Marks.SIGNS
        line = (
            Piece(head),
            Piece(visible(before)),
            Piece(f"‹{words}›" if signs else words, marked=not signs),
            Piece(visible(after)),
        )
        print(paint(Line(tuple(p._replace(text=_one_line(p.text)) for p in line)), marks))


def _one_line(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " "))


HIGHLIGHT = Command(
    "highlight",
    "list what lenses or words of your own mark in a leaflet",
    _add_arguments,
    _run,
    "Each match is named by section key, text block number, and start and end in characters of\n"
    "that block's text. Text block 0 is the section's heading; its paragraphs, list items and\n"
    "table cells follow from 1 in reading order. A lens is in one of three states: matches,\n"
    "none (checked, nothing found), cannot-check. Where the words of the leaflet could not be\n"
    'checked, as for want of terms in its language, JSON has a false "checked"; matches are then\n'
    "by section code or annotation alone.",
)
