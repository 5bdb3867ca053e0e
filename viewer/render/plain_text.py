"""Leaflet text as plain lines, for the clipboard: nothing wrapped, nothing lost.

What is not the leaflet's own stays marked: a reader's note stands in brackets under its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import Block, Image, Leaflet, ListItem, Note, Run, Table
from viewer.render.excerpt import Excerpt
from viewer.render.script_text import script_text


def plain_text(leaflet: Leaflet) -> str:
    """The sections of a leaflet: a line for each heading, paragraph, list item and table row."""
    lines: list[str] = []
    for section in leaflet.walk():
        if section.title:
            lines += ["", section.title] if lines else [section.title]
        lines += _lines(section.blocks)
    return "\n".join(lines)


def selected_text(text: LeafletText, start: int, end: int) -> str:
    """The characters from `start` to `end` as plain lines."""
    return plain_text(Excerpt(text, start, end).text.leaflet)


def _lines(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Note):
            yield f"[{block.label}: " + "\n".join(_lines(block.blocks)) + "]"
        elif isinstance(block, Table):
            for row in block.rows:
                yield "\t".join(" ".join(_lines(cell.blocks)) for cell in row)
        elif isinstance(block, ListItem):
            marker = f"{block.marker} " if block.marker else ""
            yield "  " * (block.level - 1) + marker + _text(block.runs)
        elif isinstance(block, Image):
            yield f"[{block.description or 'picture'}]"
        else:
            yield _text(block.runs)


def _text(runs: Sequence[Run]) -> str:
    return "".join(map(script_text, runs))
