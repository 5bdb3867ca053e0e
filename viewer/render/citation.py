"""Leaflet text with its source, for the clipboard."""

from __future__ import annotations

from viewer.highlight.leaflet_text import LeafletText
from viewer.render.plain_text import selected_text
from viewer.render.provenance import NOT_STATED, kind_name, notice_lead


def citation(text: LeafletText, start: int, end: int) -> str:
    """The characters from `start` to `end`, then product, section, source, version and date."""
    leaflet = text.leaflet
    words = selected_text(text, start, end)
    first, last = text.section_index(start), text.section_index(max(start, end - 1))
    titles = [section.title for section in text.sections[first : last + 1] if section.title]
    sections = titles[0] if len(titles) == 1 else f"{titles[0]} to {titles[-1]}" if titles else ""
    known = leaflet.provenance
    parts = [
        leaflet.product or leaflet.title,
        sections,
        kind_name(leaflet.kind),
        f"source: {known.source or NOT_STATED}",
        f"version: {known.version or NOT_STATED}",
        f"date: {known.date or NOT_STATED}",
        notice_lead(leaflet),
    ]
    return f"{words}\n\n— {' · '.join(part for part in parts if part)}\n"
