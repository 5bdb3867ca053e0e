"""A leaflet as text for a terminal: all of it, wrapped, with nothing hidden and nothing lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from viewer.highlight.matches import Matches
from viewer.leaflet.model import (
    Block,
    Image,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Run,
    Section,
    Table,
    TextBlock,
)
from viewer.render.html import READER_NOTE_BYLINE
from viewer.render.provenance import kind_name, language_name, provenance_line
from viewer.render.script_text import script_text
from viewer.render.text_table import TextCell, table_lines
from viewer.render.text_wrap import (
    EMPTY_LINE,
    Line,
    Marks,
    Piece,
    after,
    clean,
    display_width,
    paint,
    visible,
    wrap,
)

NARROWEST, WIDEST = 40, 100
"""Columns: narrower breaks words, wider is hard to read."""

_UNDERLINES = "-~."

Spans = Sequence[tuple[int, int]]
"""Stretches of a text block, in characters from and to, ascending and apart."""


def render_text(
    leaflet: Leaflet,
    *,
    sections: Sequence[str] = (),
    matches: Sequence[Matches] = (),
    remarks: Sequence[str] = (),
    width: int = 80,
    marks: Marks = Marks.NONE,
) -> str:
    """The leaflet, or the sections with these keys and all below them, as lines of text.

    `remarks` stand at the head, one on a line. `width` is in columns and taken as `NARROWEST` to
    `WIDEST`. Raises KeyError where there is no section with a key.
    """
    width = max(NARROWEST, min(width, WIDEST))
    spans = _spans(matches) if marks is not Marks.NONE else {}
    shown = _sections(leaflet, sections)
    lines = [*_head(leaflet, remarks, width), EMPTY_LINE]
    for section in shown:
        lines += _SectionText(section, spans, marks).lines(width)
    lines += _foot(leaflet, len(shown), width)
    return "".join(paint(line, marks) + "\n" for line in lines)


def _sections(leaflet: Leaflet, keys: Sequence[str]) -> tuple[Section, ...]:
    """The sections with these keys and those below them, each once, in reading order."""
    if not keys:
        return tuple(leaflet.walk())
    wanted = {section.key for key in keys for section in leaflet.section(key).walk()}
    return tuple(section for section in leaflet.walk() if section.key in wanted)


def _spans(matches: Sequence[Matches]) -> Mapping[tuple[str, int], Spans]:
    """What is to be marked, by section key and text block number."""
    places: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for match in chain.from_iterable(matches):
        places[match.section, match.block].append((match.start, match.end))
    return {place: _merged(spans) for place, spans in places.items()}


def _merged(spans: list[tuple[int, int]]) -> Spans:
    """The same stretches, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _head(leaflet: Leaflet, remarks: Sequence[str], width: int) -> list[Line]:
    lines = _heading((Piece(clean(leaflet.title)),), "=", width)
    product = "" if leaflet.product == leaflet.title else leaflet.product
    facts = (product, kind_name(leaflet.kind), leaflet.active_substance, leaflet.atc)
    lines += wrap((Piece(" · ".join(clean(fact) for fact in facts if fact)),), width)
    if leaflet.notice:
        label = Piece(f"Reader's note ({READER_NOTE_BYLINE})", strong=True)
        notice = (label, Piece("\n"), Piece(clean(leaflet.notice)))
        lines += [EMPTY_LINE, *_bar("| ", wrap(notice, width - 2))]
    if remarks:
        lines.append(EMPTY_LINE)
        for remark in remarks:
            lines += wrap((Piece(clean(remark)),), width, rest=2)
    return lines


def _foot(leaflet: Leaflet, shown: int, width: int) -> list[Line]:
    """Where the leaflet came from, and what was left out."""
    known = leaflet.provenance
    guide = leaflet.kind == "guide"
    total = sum(1 for _ in leaflet.walk())
    facts = (
        f"{shown} of {total} sections are shown here." if shown < total else "",
        "" if guide else provenance_line(known),
        f"Holder: {known.holder}" if known.holder else "",
        f"Language: {language_name(leaflet.language)}"
        + (" (assumed)" if leaflet.language_assumed else ""),
        f"File: {known.file}" if known.file else "",
        *(f"Note: {note}" for note in leaflet.reading_notes),
        "" if guide else "The authority's current text prevails.",
    )
    lines = [Line((Piece("-" * width),), width)]
    for fact in filter(None, facts):
        lines += wrap((Piece(clean(fact)),), width, rest=2)
    return lines


def _heading(text: Sequence[Piece], underline: str, width: int) -> list[Line]:
    lines = wrap([piece._replace(strong=True) for piece in text], width)
    longest = max(line.width for line in lines)
    return [*lines, Line((Piece(underline * longest),), longest)]


def _bar(bar: str, lines: Iterable[Line]) -> list[Line]:
    return [after(bar, line) for line in lines]


class _SectionText:
    """One section as lines; counts its text blocks so that each meets its own matches."""

    def __init__(
        self, section: Section, spans: Mapping[tuple[str, int], Spans], marks: Marks
    ) -> None:
        self._section = section
        self._spans = spans
        self._marks = marks
        self._number = 0
        self._hang = 0  # columns that the last list marker took

    def lines(self, width: int) -> list[Line]:
        section = self._section
        lines: list[Line] = []
        if section.title:
            title = self._marked((Run(section.title),), 0)
            underline = _UNDERLINES[min(section.level, len(_UNDERLINES)) - 1]
            lines += [*_heading(title, underline, width), EMPTY_LINE]
        body = self._body(section.blocks, width)
        if not body and section.title and not section.children:
            body = wrap((Piece("No text in the source."),), width)
        return [*lines, *body, EMPTY_LINE] if body else lines

    def _body(self, blocks: Sequence[Block], width: int) -> list[Line]:
        lines: list[Line] = []
        before: Block | None = None
        for block in blocks:
            in_list = isinstance(block, ListItem) and isinstance(before, ListItem)
            if before is not None and not in_list:
                lines.append(EMPTY_LINE)
            lines += self._block(block, before, width)
            before = block
        return lines

    def _block(self, block: Block, before: Block | None, width: int) -> list[Line]:
        if isinstance(block, Table):
            rows = [[self._cell_text(cell.blocks) for cell in row] for row in block.rows]
            cells = [
                [
                    TextCell(text, cell.header, cell.column_span, cell.row_span)
                    for text, cell in zip(texts, row, strict=True)
                ]
                for texts, row in zip(rows, block.rows, strict=True)
            ]
            return table_lines(cells, width)
        if isinstance(block, Note):
            return self._note(block, width)
        if isinstance(block, ListItem):
            return self._list_item(block, before, width)
        return wrap(self._text(block), width)

    def _note(self, note: Note, width: int) -> list[Line]:
        bar = "| " if note.kind is NoteKind.READER else "! "
        label = (Piece(_label(note), strong=True),)
        inner = max(1, width - len(bar))
        return _bar(bar, [*wrap(label, inner), *self._body(note.blocks, inner)])

    def _list_item(self, item: ListItem, before: Block | None, width: int) -> list[Line]:
        marker = clean(item.marker)
        if marker:
            self._hang = display_width(marker) + 1
        elif not isinstance(before, ListItem):
            self._hang = 0
        indent = min(2 * (item.level - 1), width // 3)
        text = self._text(item)
        if marker:
            text = [Piece(marker + "\u00a0"), *text]
        rest = indent + self._hang if indent + self._hang <= width // 2 else indent
        return wrap(text, width, first=indent if marker else rest, rest=rest)

    def _cell_text(self, blocks: Sequence[Block]) -> tuple[tuple[Piece, ...], ...]:
        """A cell's paragraphs; a table inside it gives those of its own cells."""
        texts: list[tuple[Piece, ...]] = []
        for block in blocks:
            if isinstance(block, Table):
                for cell in chain.from_iterable(block.rows):
                    texts += self._cell_text(cell.blocks)
            elif isinstance(block, Note):
                texts += [(Piece(_label(block), strong=True),), *self._cell_text(block.blocks)]
            elif isinstance(block, ListItem) and block.marker:
                texts.append((Piece(clean(block.marker) + "\u00a0"), *self._text(block)))
            else:
                texts.append(tuple(self._text(block)))
        return tuple(texts)

    def _text(self, block: TextBlock) -> list[Piece]:
        """The next text block in reading order."""
        self._number += 1
        if isinstance(block, Image):
            description = clean(block.description)
            return [Piece(f"[image: {description}]" if description else "[image]")]
        return self._marked(block.runs, self._number)

    def _marked(self, runs: Sequence[Run], number: int) -> list[Piece]:
        """The runs cut where a match starts or ends."""
        signs = self._marks is Marks.SIGNS
        spans = self._spans.get((self._section.key, number), ())
        nearest = 0  # the first span that does not end before the stretch at hand
        pieces: list[Piece] = []
        offset = 0
        for run in runs:
            end = offset + len(run.text)
            start = offset
            while start < end:
                while nearest < len(spans) and spans[nearest][1] <= start:
                    nearest += 1
                low, high = spans[nearest] if nearest < len(spans) else (end, end)
                stop = min(end, high if low <= start else low)
                text = visible(script_text(run, start - offset, stop - offset))
                if signs and low <= start:
                    text = "‹" * (start == low) + text + "›" * (stop == high)
                pieces.append(Piece(text, marked=low <= start and not signs))
                start = stop
            if run.link and not run.link.startswith("#") and run.link not in run.text:
                pieces.append(Piece(f" ({clean(run.link)})"))
            offset = end
        return pieces


def _label(note: Note) -> str:
    if note.kind is not NoteKind.READER:
        return clean(note.label)
    label = clean(note.label) or "Reader's note"
    if "reader's note" not in label.replace("’", "'").casefold():
        label = f"Reader's note: {label}"
    return f"{label} ({READER_NOTE_BYLINE})"
