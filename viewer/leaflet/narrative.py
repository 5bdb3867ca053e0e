"""Foreign markup becomes blocks: the one gate for every leaflet from outside.

What may pass is listed here; anything else loses its markup and keeps its text. Nothing that a
file says about colours, sizes, places or addresses reaches the view, and no text is lost on the
way: the text of the blocks is the text of the markup but for white space and list markers, the
latter as a browser would number them. What cannot be shown leaves a visible stand-in and a note.

The elements may be lxml's or those of any tree with the same tag, text, tail and attributes, with
or without the XHTML namespace.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.images import PictureError
from viewer.leaflet.model import Annotation, Block, Code, Image
from viewer.leaflet.narrative_context import Element as Element
from viewer.leaflet.narrative_context import NarrativeContext as NarrativeContext
from viewer.leaflet.narrative_flow import Flow
from viewer.leaflet.narrative_link import safe_link
from viewer.leaflet.narrative_list import BULLET, ListMarkers
from viewer.leaflet.narrative_look import HIDDEN, LOOK_TAGS, STRUCK, STRUCK_TAGS, Look, Style
from viewer.leaflet.narrative_table import TableDraft, laid_out
from viewer.leaflet.narrative_table_size import PLACE_WEIGHT, within_limits
from viewer.leaflet.narrative_text import plain_line

MAX_DEPTH = 64
MAX_NESTED_TABLES = 4

_DROPPED = frozenset(("script", "style", "head", "iframe"))
_NO_TEXT = {
    **{"svg": "drawing", "canvas": "drawing", "math": "formula"},
    **{"object": "linked file", "embed": "linked file"},
    **{"video": "video", "audio": "sound recording"},
}
"""What stands in for elements that cannot be shown."""
_BLOCKS = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "dl", "dt"),
        *("dd", "address", "article", "aside", "section", "header", "footer", "main", "nav"),
        *("figure", "figcaption", "fieldset", "legend", "center", "details", "summary", "form"),
        *("body", "html", "option", "optgroup", "caption", "tr", "td", "th", "thead", "tbody"),
        *("tfoot", "title", "desc", "paragraph"),
    )
)
_ROW_GROUPS = frozenset(("thead", "tbody", "tfoot", "colgroup", "col"))


@dataclass(frozen=True, slots=True)
class Narrative:
    """A section's body."""

    blocks: tuple[Block, ...]
    annotations: tuple[Annotation, ...]


def narrative_blocks(element: Element, context: NarrativeContext) -> tuple[Block, ...]:
    """The blocks of an element's content. Raises LeafletError and nothing else."""
    return read_narrative(element, context).blocks


def read_narrative(element: Element, context: NarrativeContext) -> Narrative:
    """The blocks of an element's content, and what is annotated in them. Raises LeafletError."""
    reader = _NarrativeReader(context)
    reader.read(element)
    return Narrative(tuple(reader.flow.blocks), tuple(reader.flow.annotations))


class _NarrativeReader:
    """Walks one narrative and tells the flow what it meets."""

    def __init__(self, context: NarrativeContext) -> None:
        self.flow = Flow(context)
        self._context = context
        self._note = context.notes.add
        self._annotated = bool(context.annotated)
        self._tables = 0
        self._ways = _Ways(_KNOWN)

    def read(self, element: Element) -> None:
        """The element is a block, whatever its name. Raises LeafletError."""
        self._enter(_NarrativeReader._block, "", element, self._context.look, 0)

    # Elements. A way is a method that takes an element, the look inside it, and its depth.

    def _content(self, element: Element, look: Look, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise self._too_deep()
        ways, add_text, annotated = self._ways, self.flow.text, self._annotated
        if text := element.text:
            add_text(text, look)
        if len(element):
            for child in element:
                name, way = ways[child.tag]
                inner = look
                if (attributes := child.items()) or name in LOOK_TAGS:
                    inner = self._dressed(look, name, attributes)
                if annotated:
                    self._marked(way, child, inner, depth + 1)
                else:
                    way(self, child, inner, depth + 1)
                if text := child.tail:
                    add_text(text, look)

    def _enter(self, way: _Way, name: str, element: Element, look: Look, depth: int) -> None:
        """Goes a way, with the look that the element gives to what is inside it."""
        look = self._dressed(look, name, element.items())
        self._marked(way, element, look, depth)

    def _left_out(self, element: Element, _look: Look, _depth: int) -> None:
        if name := self._ways[element.tag][0]:
            self._note(f"<{name}> is left out: it holds no text of the leaflet")

    def _entity(self, _element: Element, _look: Look, _depth: int) -> None:
        raise self._context.error("the text holds an entity, which is not resolved")

    def _marked(self, way: _Way, element: Element, look: Look, depth: int) -> None:
        """Goes a way, and notes where the text begins and ends if the element is annotated."""
        codes: tuple[Code, ...] = ()
        for word in (element.get("class") or "").split():
            codes += self._context.annotated.get(word, ())
        if codes:
            self.flow.begin_mark(codes)
        way(self, element, look, depth)
        if codes:
            self.flow.end_mark()

    def _block(self, element: Element, look: Look, depth: int) -> None:
        flow = self.flow
        if flow.texts:
            flow.end_paragraph()
        self._content(element, look, depth)
        if flow.texts:
            flow.end_paragraph()

    def _break(self, element: Element, look: Look, depth: int) -> None:
        self.flow.break_line(look)
        self._content(element, look, depth)

    def _list(self, element: Element, look: Look, depth: int) -> None:
        self.flow.end_paragraph()
        self.flow.use_marker()
        attributes = dict(element.items())
        list_type = self._context.styles[attributes.get("style", "")].list_type
        ordered = self._ways[element.tag][0] == "ol"
        self.flow.markers.append(ListMarkers(ordered, attributes, list_type))
        marker, self.flow.marker = self.flow.marker, None
        self.flow.level += 1
        self._content(element, look, depth)
        self.flow.end_paragraph()
        self.flow.level -= 1
        self.flow.marker = marker
        self.flow.markers.pop()

    def _item(self, element: Element, look: Look, depth: int) -> None:
        self.flow.end_paragraph()
        outer = self.flow.marker, self.flow.level
        self.flow.level = self.flow.level or 1
        self.flow.marker = (
            self.flow.markers[-1].marker(element.get("value")) if self.flow.markers else BULLET
        )
        if (style := element.get("style")) and self._context.styles[style].list_type == "none":
            self.flow.marker = ""
        self._content(element, look, depth)
        self.flow.end_paragraph()
        self.flow.use_marker()
        self.flow.marker, self.flow.level = outer

    def _picture(self, element: Element, look: Look, depth: int) -> None:
        self.flow.end_paragraph()
        self.flow.use_marker()
        words = plain_line(element.get("alt") or "", self._note)[:1000]
        try:
            self.flow.emit(Image(self._context.picture((element.get("src") or "").strip()), words))
        except PictureError as error:
            self._note(f"a picture is left out: {error}")
            self.flow.text(f"[picture: {words}]" if words else "[picture]", look)
            self.flow.end_paragraph()
        self._content(element, look, depth)

    def _stand_in(self, element: Element, look: Look, depth: int) -> None:
        """What is no text: that inside it stays, and a stand-in says that there is more to it."""
        self.flow.end_paragraph()
        kind = _NO_TEXT[self._ways[element.tag][0]]
        self._note(f"a {kind} cannot be shown; what text it holds is kept")
        self.flow.text(f"[{kind}]", look)
        self.flow.end_paragraph()
        self._content(element, look, depth)
        self.flow.end_paragraph()

    def _form_field(self, element: Element, look: Look, depth: int) -> None:
        kind, value = (element.get("type") or "").casefold(), element.get("value") or ""
        if kind in ("checkbox", "radio"):
            value = "☐" if element.get("checked") is None else "☑"
        if value and kind != "hidden":
            self._note("a form field cannot be filled in; what it holds is kept")
            self.flow.text(value, look)
        self._content(element, look, depth)

    def _table(self, element: Element, look: Look, depth: int) -> None:
        self.flow.end_paragraph()
        self.flow.use_marker()
        if self._tables >= MAX_NESTED_TABLES:
            self._note(f"a table more than {MAX_NESTED_TABLES} tables deep is shown as text")
            self._block(element, look, depth)
            return
        outer = self.flow.blocks, self.flow.level, self.flow.marker, self.flow.markers
        self.flow.blocks, self.flow.level, self.flow.marker, self.flow.markers = [], 0, None, []
        self._tables += 1
        before = self.flow.weight
        draft = TableDraft()
        self._rows(element, look, depth, draft, header=False)
        self._tables -= 1
        self.flow.blocks, self.flow.level, self.flow.marker, self.flow.markers = outer
        self.flow.blocks += draft.caption
        table = draft.table()
        if table and (blocks := laid_out(table)):
            self.flow.blocks += blocks
        elif table:
            columns = table.columns
            self.flow.weight += PLACE_WEIGHT * columns * len(table.rows)
            weight = self.flow.weight - before
            self.flow.blocks += within_limits(table, columns, weight, self._context)

    def _rows(
        self, element: Element, look: Look, depth: int, draft: TableDraft, header: bool
    ) -> None:
        """The rows and cells in a table, a group of rows or a row; a foot goes to the end.

        What stands outside the cells, though it should not, gets a cell of its own.
        """
        if depth > MAX_DEPTH:
            raise self._too_deep()
        self._stray(element.text, look)
        for child in sorted(element, key=lambda child: self._ways[child.tag][0] == "tfoot"):
            name, way = self._ways[child.tag]
            if name in ("td", "th"):
                self._close_stray(draft)
                self._cell(child, name, look, depth + 1, draft, header)
            elif name == "tr" or name in _ROW_GROUPS:
                self._close_stray(draft)
                if name == "tr":
                    draft.start_row()
                inside = header or name == "thead"
                rows = partial(_NarrativeReader._rows, draft=draft, header=inside)
                self._enter(rows, name, child, look, depth + 1)
                if name == "tr":
                    draft.row_open = False
            else:
                if name == "caption":
                    self._close_stray(draft)
                self._enter(way, name, child, look, depth + 1)
                if name == "caption":
                    self._close_caption(draft)
            self._stray(child.tail, look)
        self._close_stray(draft)

    def _cell(
        self, cell: Element, name: str, look: Look, depth: int, draft: TableDraft, header: bool
    ) -> None:
        self._enter(_NarrativeReader._block, name, cell, look, depth)
        blocks = tuple(self.flow.take_blocks())
        if not blocks:
            self._context.spend_block()
        draft.add_cell(blocks, header or name == "th", cell.get("colspan"), cell.get("rowspan"))

    def _stray(self, text: str | None, look: Look) -> None:
        if text and not text.isspace():
            self.flow.text(text, look)

    def _close_stray(self, draft: TableDraft) -> None:
        if (self.flow.texts or self.flow.blocks) and (blocks := self.flow.take_blocks()):
            row_open = draft.row_open
            draft.add_cell(tuple(blocks), False, None, None)
            draft.row_open = row_open

    def _close_caption(self, draft: TableDraft) -> None:
        """A caption before the first row stands above the table."""
        if draft.empty:
            draft.caption += self.flow.take_blocks()
        self._close_stray(draft)

    # Looks

    def _dressed(self, look: Look, name: str, attributes: Collection[tuple[str, str]]) -> Look:
        """The look inside an element, out of its name and the few attributes that count."""
        if name in _DROPPED:
            return look
        style: Style | None = None
        link = ""
        for key, value in attributes:
            if key == "style":
                style = self._context.styles[value]
            elif key in ("id", "name"):
                self._context.anchors.setdefault(value, self._context.section)
            elif key == "href" and name == "a":
                link = safe_link(value, self._note)
                self._context.links.add(link)
            elif key == "face" and name == "font" and style is None:
                style = self._context.styles[f"font-family:{value.replace(';', ' ')}"]
            elif key == "hidden":
                self._note(HIDDEN)
        if style is not None:
            for remark in style.remarks:
                self._note(remark)
        if name in STRUCK_TAGS:
            self._note(STRUCK)
        return look.inside(name, style, link)

    def _too_deep(self) -> LeafletError:
        return self._context.error(f"the text is nested more than {MAX_DEPTH} elements deep")


_Way = Callable[[_NarrativeReader, Element, Look, int], None]
_WAYS: Mapping[str, _Way] = {
    **dict.fromkeys(_BLOCKS, _NarrativeReader._block),
    **dict.fromkeys(_DROPPED, _NarrativeReader._left_out),
    **dict.fromkeys(("ul", "ol", "menu", "dir"), _NarrativeReader._list),
    **dict.fromkeys(_NO_TEXT, _NarrativeReader._stand_in),
    "li": _NarrativeReader._item,
    "br": _NarrativeReader._break,
    "img": _NarrativeReader._picture,
    "input": _NarrativeReader._form_field,
    "table": _NarrativeReader._table,
}
_INLINE = ("span", "a", "font", "small", *LOOK_TAGS)
_KNOWN = {
    prefix + name: (name, _WAYS.get(name, _NarrativeReader._content))
    for prefix in ("", "{http://www.w3.org/1999/xhtml}")
    for name in (*_WAYS, *_INLINE)
}
"""Name and way of the elements that most sections have."""


class _Ways(dict[object, tuple[str, _Way]]):
    """Name and way of elements by their tags."""

    def __missing__(self, tag: object) -> tuple[str, _Way]:
        if isinstance(tag, str):
            name = tag.rpartition("}")[2].casefold()
            way = _WAYS.get(name, _NarrativeReader._content)
        else:
            name, way = "", _NarrativeReader._left_out  # a comment or a processing instruction
            if getattr(tag, "__name__", "") == "Entity":
                way = _NarrativeReader._entity
        self[tag] = name, way
        return name, way
