"""Links out of foreign markup: places in the leaflet, http, https and mailto; all else is text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from viewer.leaflet.model import Block, Cell, ListItem, Note, Paragraph, Run, Section, Table

DEAD_LINK = "a link to a place that the leaflet does not hold is shown as text"
_SCHEMES = ("http:", "https:", "mailto:")


def safe_link(address: str, note: Callable[[str], None]) -> str:
    """The address if a leaflet may link there; else empty, and a note says so."""
    address = address.strip()
    if not address.isprintable() or " " in address or len(address) > 2000:
        note("a link with a malformed address is shown as text")
        return ""
    if address.startswith("#") or address.casefold().startswith(_SCHEMES):
        return address if address != "#" else ""
    scheme = address.partition(":")[0][:20].casefold() if ":" in address else ""
    kind = f'"{scheme}:"' if scheme else "another file"
    note(f"a link to {kind} is shown as text")
    return ""


def with_links_resolved(
    sections: tuple[Section, ...], anchors: Mapping[str, str]
) -> tuple[Section, ...]:
    """The sections with each ``#name`` as ``#key`` of the section in which the name stands.

    A link to a name that the leaflet does not hold becomes plain text.
    """

    def resolved(section: Section) -> Section:
        return replace(
            section,
            blocks=tuple(_block(block, anchors) for block in section.blocks),
            children=tuple(resolved(child) for child in section.children),
        )

    return tuple(resolved(section) for section in sections)


def _block(block: Block, anchors: Mapping[str, str]) -> Block:
    match block:
        case Paragraph(runs) | ListItem(runs):
            if any(run.link.startswith("#") for run in runs):
                return replace(block, runs=_resolved(runs, anchors))
        case Table(rows):
            return Table(tuple(tuple(_cell(cell, anchors) for cell in row) for row in rows))
        case Note(_, blocks):
            return replace(block, blocks=tuple(_block(inner, anchors) for inner in blocks))
    return block


def _cell(cell: Cell, anchors: Mapping[str, str]) -> Cell:
    return replace(cell, blocks=tuple(_block(block, anchors) for block in cell.blocks))


def _resolved(runs: tuple[Run, ...], anchors: Mapping[str, str]) -> tuple[Run, ...]:
    """The runs with their links resolved; neighbours that then look alike are one."""
    result: list[Run] = []
    for run in runs:
        if run.link.startswith("#"):
            key = anchors.get(run.link[1:])
            run = replace(run, link=f"#{key}" if key else "")
        if result and replace(run, text="") == replace(result[-1], text=""):
            run = replace(run, text=result.pop().text + run.text)
        result.append(run)
    return tuple(result)
