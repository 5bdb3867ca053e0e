"""Blocks to the small HTML that Qt's rich text shows.

This is the only place where leaflet text becomes markup, and everything is escaped here. Each
text block becomes exactly one block of the Qt document; `Rendered.blocks` lists them in order,
so that a place in the leaflet is found in the document by counting and not by searching.

Qt merges paragraphs, leaks bold and drops text when markup is not well formed; one writer that
only emits balanced tags makes that impossible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from viewer.leaflet.model import (
    Block,
    Cell,
    Image,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Run,
    Script,
    Section,
    Table,
)
from viewer.render.provenance import kind_name, provenance_line
from viewer.render.stylesheet import (
    LIST_INDENT,
    NOTE_INDENT,
    Style,
    cell_class,
    mark_room,
    stylesheet,
)
from viewer.render.table_widths import longest_words

DECORATION = -1
"""In place of a text block's number: text of the program's own, such as a note's label."""
READER_NOTE_BYLINE = "by the editor, not part of the leaflet"
PROVENANCE_LINK = "leaflet:provenance"
_BULLETS = frozenset("•·▪◦●○■□–—-*")
"""Markers that Qt's own bullet stands for."""
_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)
IMAGE_SCHEME = "leaflet:image/"


class RenderedBlock(NamedTuple):
    """One block of the Qt document: the text block's number in the leaflet, and its text.

    `lead` is what is shown before the text: the marker of an item in a list that Qt cannot
    number as the source does.
    """

    number: int
    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class RenderedNote:
    """The document blocks that a note's box stands around, first and last (indices)."""

    first: int
    last: int
    kind: NoteKind


@dataclass(frozen=True, slots=True)
class RenderedFigure:
    """A table or an image that can be shown in a view of its own.

    `first` and `last` are its document blocks (indices), `number` and `last_number` its text
    blocks in the leaflet. `columns` is 0 for an image; `image` is the image's key, empty for a
    table, and `words` its description. `small` says that a table's type is smaller than the
    text's.
    """

    first: int
    last: int
    number: int
    last_number: int
    columns: int = 0
    small: bool = False
    image: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A leaflet, or some sections of it, as HTML, and what each document block is.

    `figures` are in the order in which they end; there are none where the style marks none.
    """

    html: str
    blocks: tuple[RenderedBlock, ...]
    notes: tuple[RenderedNote, ...]
    figures: tuple[RenderedFigure, ...] = ()


def render_html(
    leaflet: Leaflet, style: Style, sections: Collection[str] | None = None
) -> Rendered:
    """The whole leaflet under its head, or only the sections with these keys and no head."""
    writer = _Writer(style)
    if sections is None:
        writer.head(leaflet)
    for section in leaflet.walk():
        if sections is None or section.key in sections:
            writer.section(section)
        else:
            writer.skip(section)
    body = "".join(writer.parts)
    direction = ' dir="rtl"' if is_right_to_left(leaflet.language) else ""
    sheet = stylesheet(style)
    html = f"<html><head><style>{sheet}</style></head><body{direction}>{body}</body></html>"
    return Rendered(html, tuple(writer.blocks), tuple(writer.notes), tuple(writer.figures))


def is_right_to_left(language: str) -> bool:
    """Whether a language (BCP 47) is written from right to left."""
    return language.partition("-")[0].lower() in _RIGHT_TO_LEFT


class _Writer:
    """Writes balanced HTML and keeps count of the document's blocks."""

    def __init__(self, style: Style) -> None:
        self.parts: list[str] = []
        self.blocks: list[RenderedBlock] = []
        self.notes: list[RenderedNote] = []
        self.figures: list[RenderedFigure] = []
        self._style = style
        self._next_number = 0
        self._cell_class = ""

    def head(self, leaflet: Leaflet) -> None:
        """Title, what kind of document it is and where it came from, and the notice."""
        self._decoration("h1", leaflet.product or leaflet.title)
        if leaflet.kind == "guide":
            return
        facts = (kind_name(leaflet.kind), leaflet.active_substance, leaflet.atc)
        if any(facts):
            self._decoration("p", " · ".join(fact for fact in facts if fact), css_class="soft")
        line = provenance_line(leaflet.provenance)
        self._decoration("p", line, css_class="soft", link=PROVENANCE_LINK)
        if leaflet.notice:
            first = self._open_note("Reader's note", NoteKind.READER)
            self._decoration("p", leaflet.notice)
            self._close_note(first, NoteKind.READER)

    def section(self, section: Section) -> None:
        number = self._number()
        if section.title:
            tag = f"h{min(section.level + 1, 6)}"
            self._emit(tag, number, section.title, escape(section.title, quote=False))
        self._body(section.blocks)
        if section.title and not section.blocks and not section.children:
            self._decoration("p", "No text in the source.", css_class="soft")

    def skip(self, section: Section) -> None:
        self._next_number += len(section.texts())

    def _number(self) -> int:
        self._next_number += 1
        return self._next_number - 1

    def _emit(self, tag: str, number: int, text: str, inner: str, css_class: str = "") -> None:
        attribute = f' class="{css_class}"' if css_class else ""
        if not text:
            # Qt leaves an element without content out, and with it a list item's number.
            attribute, inner = f'{attribute} style="-qt-paragraph-type:empty"', "<br/>"
        self.parts.append(f"<{tag}{attribute}>{inner}</{tag}>")
        self.blocks.append(RenderedBlock(number, text))

    def _decoration(self, tag: str, text: str, css_class: str = "", link: str = "") -> None:
        inner = escape(text, quote=False)
        if link:
            inner = f'<a href="{escape(link)}">{inner}</a>'
        self._emit(tag, DECORATION, text, inner, css_class)

    def _body(self, blocks: tuple[Block, ...]) -> None:
        for group in _lists_apart(blocks):
            match group:
                case list():
                    self._list(group)
                case Paragraph():
                    inner = self._runs(group.runs)
                    self._emit("p", self._number(), group.text, inner, self._cell_class)
                case Image():
                    self._image(group)
                case Table():
                    self._table(group)
                case Note():
                    self._note(group)

    def _list(self, items: list[ListItem]) -> None:
        """A run of list items, as nested lists whose numbers are the source's own."""
        open_lists: list[_ListKind] = []
        for item in items:
            number, inner = self._number(), self._runs(item.runs)
            level = max(1, item.level)
            while len(open_lists) > level:
                self.parts.append(f"</{open_lists.pop().tag}>")
            kind = _list_kind(item.marker)
            if kind is None:
                self._indented(item, number, inner, len(open_lists))
                continue
            if len(open_lists) == level and open_lists[-1] != kind:
                self.parts.append(f"</{open_lists.pop().tag}>")
            while len(open_lists) < level:
                open_lists.append(kind)
                self.parts.append(kind.opening)
            open_lists[-1] = kind.following()
            self._emit("li", number, item.text, inner)
        while open_lists:
            self.parts.append(f"</{open_lists.pop().tag}>")

    def _indented(self, item: ListItem, number: int, inner: str, depth: int) -> None:
        """A further paragraph of an item, or an item whose marker stands in the text."""
        indent = self._style.pixels(LIST_INDENT)
        margin = indent * max(0, item.level - depth)
        self.parts.append(f'<div style="margin-left:{margin}px">')
        if item.marker:
            lead = item.marker + "\u00a0"
            inner = escape(lead, quote=False) + inner
            self.parts.append(f'<p style="text-indent:-{indent}px">{inner}</p>')
            self.blocks.append(RenderedBlock(number, item.text, lead))
        else:
            self._emit("p", number, item.text, inner)
        self.parts.append("</div>")

    def _table(self, table: Table) -> None:
        first, number, columns = len(self.blocks), self._next_number, table.columns
        cells = cell_class(columns, longest_words(table))
        if self._style.full_tables:
            cells = "cell"
        small = cells != "cell"
        room = mark_room(columns, small) if self._style.marked else 0
        self.parts.append(
            '<table width="100%" cellspacing="0" border="1" style="border-collapse:collapse;'
            f'border-color:{self._style.hairline};margin-top:{room}px">'
        )
        outer, self._cell_class = self._cell_class, cells
        for row in table.rows:
            self.parts.append("<tr>")
            for cell in row:
                self._cell(cell)
            self.parts.append("</tr>")
        self._cell_class = outer
        self.parts.append("</table>")
        if any(block.text for block in self.blocks[first:]):
            self._figure(first, number, columns=columns, small=small)
        self._gap()

    def _cell(self, cell: Cell) -> None:
        tag = "th" if cell.header else "td"
        spans = "" if self._cell_class == "cell" else f' class="{self._cell_class}-box"'
        if cell.column_span > 1:
            spans += f' colspan="{cell.column_span}"'
        if cell.row_span > 1:
            spans += f' rowspan="{cell.row_span}"'
        self.parts.append(f"<{tag}{spans}>")
        self._body(cell.blocks)
        self.parts.append(f"</{tag}>")

    def _note(self, note: Note) -> None:
        first = self._open_note(note.label, note.kind)
        self._body(note.blocks)
        self._close_note(first, note.kind)

    def _open_note(self, label: str, kind: NoteKind) -> int:
        """Begins a note with its label; returns the index of the label's document block."""
        first = self._note_label(label, kind)
        self.parts.append('<div class="note">')
        return first

    def _close_note(self, first: int, kind: NoteKind) -> None:
        self.parts.append("</div>")
        self.notes.append(RenderedNote(first, len(self.blocks) - 1, kind))
        self._gap()

    def _gap(self) -> None:
        """Leaves room below a box, which Qt gives no margin: an empty line, low and unread."""
        self.parts.append('<p class="gap" style="-qt-paragraph-type:empty"><br/></p>')

    def _note_label(self, label: str, kind: NoteKind) -> int:
        """Writes a note's label; returns the index of its document block."""
        indent = self._style.pixels(NOTE_INDENT)
        byline = f" · {READER_NOTE_BYLINE}" if kind is NoteKind.READER else ""
        inner = f'<b style="color:{self._style.text}">{escape(label, quote=False)}</b>{byline}'
        self.parts.append(f'<div style="margin-left:{indent}px;margin-right:{indent}px">')
        self._emit("p", DECORATION, label + byline, inner, "label")
        self.parts.append("</div>")
        return len(self.blocks) - 1

    def _image(self, image: Image) -> None:
        source = escape(IMAGE_SCHEME + image.key)
        first, number = len(self.blocks), self._next_number
        self._emit("p", self._number(), image.text, f'<img src="{source}">', "image")
        self._figure(first, number, image=image.key, words=image.description)

    def _figure(
        self,
        first: int,
        number: int,
        columns: int = 0,
        small: bool = False,
        image: str = "",
        words: str = "",
    ) -> None:
        """Notes the figure that has just ended, where figures are marked."""
        if self._style.marked:
            last, last_number = len(self.blocks) - 1, self._next_number - 1
            self.figures.append(
                RenderedFigure(first, last, number, last_number, columns, small, image, words)
            )

    def _runs(self, runs: tuple[Run, ...]) -> str:
        return "".join(_run_html(run) for run in runs)


def _lists_apart(blocks: tuple[Block, ...]) -> Iterator[Block | list[ListItem]]:
    """The blocks in order, with neighbouring list items gathered into one list."""
    items: list[ListItem] = []
    for block in blocks:
        if isinstance(block, ListItem):
            items.append(block)
            continue
        if items:
            yield items
            items = []
        yield block
    if items:
        yield items


class _ListKind(NamedTuple):
    """A list tag and, in a numbered list, the number of the item that would come next."""

    tag: str = "ul"
    number_style: str = ""
    suffix: str = ""
    start: int = 0

    @property
    def opening(self) -> str:
        if self.tag == "ul":
            return "<ul>"
        suffix = f"-qt-list-number-suffix:'{self.suffix}'"
        return f'<ol start="{self.start}" type="{self.number_style}" style="{suffix}">'

    def following(self) -> _ListKind:
        return self if self.tag == "ul" else self._replace(start=self.start + 1)


def _list_kind(marker: str) -> _ListKind | None:
    """The list whose next item has this marker ("•", "1.", "b)"); None where Qt has none."""
    if marker in _BULLETS:
        return _ListKind()
    name, suffix = marker[:-1], marker[-1:]
    if name and suffix in (".", ")") and name.isascii():
        if name.isdigit() and len(name) < 9:
            return _ListKind("ol", "1", suffix, int(name))
        if len(name) == 1 and name.isalpha() and name not in "iI":
            style = "a" if name.islower() else "A"
            return _ListKind("ol", style, suffix, ord(name.lower()) - ord("a") + 1)
    return None


def _run_html(run: Run) -> str:
    html = escape(run.text, quote=False).replace("\n", "<br/>")
    if run.script is not Script.NORMAL:
        html = f"<{run.script.value}>{html}</{run.script.value}>"
    for wanted, tag in ((run.bold, "b"), (run.italic, "i"), (run.underline, "u")):
        if wanted:
            html = f"<{tag}>{html}</{tag}>"
    return f'<a href="{escape(run.link)}">{html}</a>' if run.link else html
