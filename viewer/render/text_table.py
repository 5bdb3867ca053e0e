"""A table on a terminal: aligned columns where they fit, else a list of "header: value" rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from viewer.render.text_wrap import (
    EMPTY_LINE,
    Line,
    Piece,
    display_width,
    longest_word,
    wrap,
)

GAP = 2
"""Columns of the terminal between two columns of a table."""
_MOST_COLUMNS = 40

Text = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell's paragraphs; spans count rows and columns and are at least 1."""

    paragraphs: tuple[Text, ...]
    header: bool = False
    column_span: int = 1
    row_span: int = 1

    @property
    def empty(self) -> bool:
        return not any(piece.text.strip() for text in self.paragraphs for piece in text)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell with its first column and the one after its last."""

    cell: TextCell
    start: int
    end: int


def table_lines(rows: Sequence[Sequence[TextCell]], width: int) -> list[Line]:
    """The table on lines of at most `width` columns."""
    placed = _place(rows)
    headers = 0
    while headers < len(rows) and rows[headers] and all(cell.header for cell in rows[headers]):
        headers += 1
    widths = _column_widths(placed, width)
    if widths:
        return _aligned(placed, headers, widths)
    return _listed(placed, headers, width)


def _place(rows: Sequence[Sequence[TextCell]]) -> list[list[_Placed]]:
    """Each row's cells with the columns they cover, spans from rows above taken into account."""
    busy_until: dict[int, int] = {}
    placed: list[list[_Placed]] = []
    for number, row in enumerate(rows):
        column = 0
        line: list[_Placed] = []
        for cell in row:
            while busy_until.get(column, 0) > number:
                column += 1
            end = column + min(cell.column_span, _MOST_COLUMNS + 1)
            busy_until.update(dict.fromkeys(range(column, end), number + cell.row_span))
            line.append(_Placed(cell, column, end))
            column = end
        placed.append(line)
    return placed


def _column_widths(rows: list[list[_Placed]], width: int) -> list[int]:
    """The width of each column, or an empty list where they do not fit without broken words."""
    count = max((item.end for row in rows for item in row), default=0)
    if not 0 < count <= _MOST_COLUMNS:
        return []
    least, natural = [1] * count, [1] * count
    # Cells of one column come first: only what they leave missing is asked for by wider ones.
    for item in sorted(chain.from_iterable(rows), key=lambda item: item.end - item.start):
        gaps = GAP * (item.end - item.start - 1)
        for sizes, wanted in (
            (least, max(map(longest_word, item.cell.paragraphs), default=0)),
            (natural, max(map(_line_width, item.cell.paragraphs), default=0)),
        ):
            missing = wanted - gaps - sum(sizes[item.start : item.end])
            sizes[item.end - 1] += max(0, missing)
    room = width - GAP * (count - 1)
    if sum(natural) <= room:
        return natural
    spare = room - sum(least)
    if spare < 0:
        return []
    wishes = [max(0, n - s) for n, s in zip(natural, least, strict=True)]
    return [s + spare * wish // max(1, sum(wishes)) for s, wish in zip(least, wishes, strict=True)]


def _line_width(text: Text) -> int:
    return sum(display_width(piece.text) for piece in text)


def _aligned(rows: list[list[_Placed]], headers: int, widths: list[int]) -> list[Line]:
    blocks = [_row_lines(row, widths) for row in rows]
    airy = any(len(block) > 1 for block in blocks[headers:])
    lines: list[Line] = []
    for number, block in enumerate(blocks):
        lines += block
        if number == headers - 1:
            rule = (" " * GAP).join("-" * width for width in widths)
            lines.append(Line((Piece(rule),), len(rule)))
        elif airy and number < len(blocks) - 1 and number >= headers:
            lines.append(EMPTY_LINE)
    return lines


def _row_lines(row: list[_Placed], widths: list[int]) -> list[Line]:
    columns: list[tuple[int, list[Line]]] = []
    for item in row:
        start = sum(widths[: item.start]) + GAP * item.start
        room = sum(widths[item.start : item.end]) + GAP * (item.end - item.start - 1)
        lines = [line for text in item.cell.paragraphs for line in wrap(_bold(item, text), room)]
        columns.append((start, lines))
    height = max((len(lines) for _, lines in columns), default=0)
    return [_side_by_side(columns, number) for number in range(height)]


def _side_by_side(columns: list[tuple[int, list[Line]]], number: int) -> Line:
    pieces: list[Piece] = []
    used = 0
    for start, lines in columns:
        if number < len(lines) and lines[number].pieces:
            pieces.append(Piece(" " * (start - used)))
            pieces += lines[number].pieces
            used = start + lines[number].width
    return Line(tuple(pieces), used)


def _bold(item: _Placed, text: Text) -> Text:
    return tuple(piece._replace(strong=True) for piece in text) if item.cell.header else text


def _listed(rows: list[list[_Placed]], headers: int, width: int) -> list[Line]:
    """A block of lines for each row, each value after its column's header."""
    body = [[item for item in row if not item.cell.empty] for row in rows[headers:]]
    covered = {c for row in body for item in row for c in range(item.start, item.end)}
    lines: list[Line] = []
    for item in chain.from_iterable(rows[:headers]):
        if covered.isdisjoint(range(item.start, item.end)):
            for text in item.cell.paragraphs:
                lines += wrap(_bold(item, text), width)
    for row in body:
        if lines and row:
            lines.append(EMPTY_LINE)
        for item in row:
            label = _label(rows[:headers], item)
            value = _joined(item.cell.paragraphs, "\n")
            lines += wrap((*label, *_bold(item, value)), width, rest=min(2, width // 4))
    return lines


def _label(headers: list[list[_Placed]], item: _Placed) -> Text:
    """The headers above a cell and a colon, or nothing where there is none."""
    above = [
        _joined(header.cell.paragraphs, " ")
        for row in headers
        for header in row
        if header.start < item.end and item.start < header.end and not header.cell.empty
    ]
    if not above:
        return ()
    label = _joined(above, " ")
    return (*(piece._replace(strong=True) for piece in label), Piece(": "))


def _joined(texts: Sequence[Text], separator: str) -> Text:
    pieces: list[Piece] = []
    for number, text in enumerate(texts):
        if number:
            pieces.append(Piece(separator))
        pieces += text
    return tuple(pieces)
