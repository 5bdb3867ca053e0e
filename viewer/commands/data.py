"""Leaflets, sections and matches as the data that `--json` prints.

Scripts rely on these names: fields may be added, never renamed or taken away.
"""

from __future__ import annotations

from collections.abc import Mapping

from viewer.highlight.leaflet_text import BLOCK_SEPARATOR
from viewer.highlight.lens import Lens
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Leaflet, Section, text_blocks

Data = dict[str, object]

CONTEXT = 40
"""Characters of context on each side of a match."""


def leaflet_data(leaflet: Leaflet) -> Data:
    known = leaflet.provenance
    return {
        "id": leaflet.id,
        "title": leaflet.title,
        "language": leaflet.language,
        "kind": leaflet.kind,
        "product": leaflet.product,
        "active_substance": leaflet.active_substance,
        "atc": leaflet.atc,
        "holder": known.holder,
        "version": known.version,
        "date": known.date,
        "source": known.source,
        "notice": leaflet.notice,
        "file": known.file,
        "sha256": known.sha256,
    }


def sections_data(leaflet: Leaflet) -> list[Data]:
    """Every section in reading order; top sections have an empty parent."""
    parents = {child.key: section.key for section in leaflet.walk() for child in section.children}
    return [_section_data(section, parents) for section in leaflet.walk()]


def _section_data(section: Section, parents: Mapping[str, str]) -> Data:
    return {
        "key": section.key,
        "title": section.title,
        "level": section.level,
        "parent": parents.get(section.key, ""),
        "topic": section.topic,
        "codes": [{"system": code.system, "code": code.code} for code in section.codes],
        "characters": characters(section),
    }


def characters(section: Section) -> int:
    """Characters of the section's own text, without its heading and the sections below it."""
    return sum(len(block.text) for block in text_blocks(section.blocks))


def lens_data(lens: Lens, matches: Matches) -> Data:
    return {
        "id": lens.id,
        "name": lens.name(),
        "state": matches.state.value,
        "checked": not matches.unchecked,
        "matches": [_match_data(matches, number) for number in range(len(matches))],
    }


def _match_data(matches: Matches, number: int) -> Data:
    match = matches[number]
    before, after = context(matches, number)
    return {
        "section": match.section,
        "block": match.block,
        "start": match.start,
        "end": match.end,
        "text": match.text,
        "term": match.term,
        "context": before + match.text + after,
    }


def context(
    matches: Matches, number: int, room: int = CONTEXT, room_after: int = CONTEXT
) -> tuple[str, str]:
    """What stands before and after a match in its text block, at most so many characters.

    An ellipsis stands where the block goes on.
    """
    text = matches.text.text
    start, end = matches.starts[number], matches.ends[number]
    first = text.rfind(BLOCK_SEPARATOR, 0, start) + 1
    last = text.find(BLOCK_SEPARATOR, end, end + room_after + 1)
    last = last if last >= 0 else len(text)
    low, high = max(first, start - room), min(last, end + room_after)
    return "…" * (low > first) + text[low:start], text[end:high] + "…" * (high < last)
