"""The blocks of a Markdown leaflet, made straight from the parser's nodes: no HTML in between.

What the model cannot carry is refused with its line; nothing is left out in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from viewer.leaflet.markdown_inline import InlineReader
from viewer.leaflet.markdown_source import MarkdownSource
from viewer.leaflet.model import Block, Cell, ListItem, Note, NoteKind, Paragraph, Run, Table

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

MAX_DEPTH = 8
"""How deep lists, quotes and notes may stand in one another."""
MAX_BLOCKS = 50_000

_NOTE = re.compile(r'\s*([A-Za-z]+)(?:\s+"([^"]*)")?\s*')
_NOTE_KINDS = {
    "note": (NoteKind.READER, "Reader's note"),
    "warning": (NoteKind.WARNING, "Warning"),
}
_REFUSED = {
    "html_block": "raw HTML is not allowed (write &lt; for the character <)",
    "code_block": "the text is indented but belongs to no list or note",
    "hr": "a line of dashes or stars has no meaning in a leaflet",
    "heading": "a heading stands inside a list, quote or note",
}


class BlockReader:
    """Turns nodes into blocks and counts them over the whole leaflet."""

    def __init__(self, source: MarkdownSource, inline: InlineReader) -> None:
        self._source = source
        self._inline = inline
        self._count = 0

    def blocks(
        self, nodes: Iterable[SyntaxTreeNode], depth: int = 0, level: int = 0
    ) -> Iterator[Block]:
        """The blocks of sibling nodes, `level` lists deep. Raises MalformedLeafletError."""
        for node in nodes:
            if depth > MAX_DEPTH:
                raise self._source.error(
                    line_of(node), f"lists, quotes and notes are nested more than {MAX_DEPTH} deep"
                )
            match node.type:
                case "paragraph":
                    yield from self._text(self._runs(node), level, line_of(node))
                case "fence":
                    runs = self._inline.verbatim(node.content, line_of(node) + 1)
                    yield from self._text(runs, level, line_of(node))
                case "bullet_list" | "ordered_list":
                    for item, marker in zip(node.children, _markers(node), strict=True):
                        yield from self._item(item, marker, depth + 1, level + 1)
                case "blockquote":
                    yield from self.blocks(node.children, depth + 1, level)
                case "admonition":
                    yield self._note(node, depth + 1)
                case "table":
                    yield self._table(node)
                case other:
                    reason = _REFUSED.get(other, f"{other.replace('_', ' ')} is not supported")
                    raise self._source.error(line_of(node), reason)

    def _text(self, runs: tuple[Run, ...], level: int, line: int) -> Iterator[Block]:
        if runs:
            self._counted(line)
            yield ListItem(runs, level, "") if level else Paragraph(runs)

    def _item(self, item: SyntaxTreeNode, marker: str, depth: int, level: int) -> Iterator[Block]:
        """The item's first paragraph carries its marker, also where there is no text beside it."""
        first: tuple[Run, ...] = ()
        rest = list(item.children)
        if rest and rest[0].type == "paragraph" and depth <= MAX_DEPTH:
            first = self._runs(rest.pop(0))
        self._counted(line_of(item))
        yield ListItem(first, level, marker)
        yield from self.blocks(rest, depth, level)

    def _note(self, node: SyntaxTreeNode, depth: int) -> Note:
        line = line_of(node)
        found = _NOTE.fullmatch(node.info)
        name = found[1].lower() if found else ""
        if found is None or node.markup != "!!!" or name not in _NOTE_KINDS:
            raise self._source.error(
                line, 'a box begins with !!! note "Label" or !!! warning "Label", nothing else'
            )
        kind, label = _NOTE_KINDS[name]
        children = [child for child in node.children if child.type != "admonition_title"]
        blocks = tuple(self.blocks(children, depth))
        if not blocks:
            raise self._source.error(line, "the box is empty; indent its lines by four blanks")
        return Note(" ".join((found[2] or "").split()) or label, blocks, kind)

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = [row for part in node.children for row in part.children]
        width = len(rows[0].children)
        for row in rows:
            self._check_width(row, width)
        return Table(tuple(self._row(row) for row in rows))

    def _row(self, row: SyntaxTreeNode) -> tuple[Cell, ...]:
        line = line_of(row)
        cells = []
        for cell in row.children:
            runs = self._inline.runs(cell.children[0].content if cell.children else "", line)
            self._counted(line)
            cells.append(Cell((Paragraph(runs),) if runs else (), header=cell.type == "th"))
        return tuple(cells)

    def _check_width(self, row: SyntaxTreeNode, width: int) -> None:
        """Refuses cells beyond the header's: the parser would leave them out in silence."""
        from markdown_it.rules_block.table import escapedSplit

        line = line_of(row)
        text = re.sub(r"^[\s>]*", "", self._source.lines[line - 1]).rstrip()
        cells = escapedSplit(text)
        given = len(cells) - (cells[0] == "") - (len(cells) > 1 and cells[-1] == "")
        if given > width:
            raise self._source.error(
                line, f"this table row has {given} cells, but its header has {width}"
            )

    def _runs(self, paragraph: SyntaxTreeNode) -> tuple[Run, ...]:
        inline = paragraph.children[0]
        return self._inline.runs(inline.content, line_of(paragraph))

    def _counted(self, line: int) -> None:
        self._count += 1
        if self._count > MAX_BLOCKS:
            raise self._source.error(line, f"the leaflet has more than {MAX_BLOCKS:,} blocks")


def _markers(node: SyntaxTreeNode) -> list[str]:
    """What stands before each item of a list, as the source numbers it.

    Where the source gives every item the same number, it leaves the counting to the reader.
    """
    if node.type == "bullet_list":
        return ["•"] * len(node.children)
    numbers = [item.info for item in node.children]
    if len(set(numbers)) == 1:
        numbers = [str(int(numbers[0]) + index) for index in range(len(numbers))]
    return [number + node.markup for number in numbers]


def line_of(node: SyntaxTreeNode) -> int:
    """The line that a node begins in, counted from 1; its parent's where it knows none."""
    while node.map is None and node.parent is not None:
        node = node.parent
    return node.map[0] + 1 if node.map else 1
