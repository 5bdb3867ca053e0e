"""The markup of a US label's text, rewritten as XHTML.

SPL has a vocabulary of its own (paragraph, content, list, item, linkHtml, renderMultiMedia,
footnote ...). Here each element takes the XHTML name that means the same, in place, because a
second tree takes twice the time. All text stays. What comes out is nothing to trust: it goes
through the gate of `narrative`, which alone decides what is shown.

Sources: HL7 v3 SPL schema and its style codes; footnotes stand where the FDA's own stylesheet
puts them, after the table that has them or else at the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from viewer.leaflet.narrative_link import DEAD_LINK

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from viewer.leaflet.narrative import Element as Markup

_Target = TypeVar("_Target")

MARK = "spl-mark"
"""The attribute of a footnote that holds its mark; set by `number_footnotes`."""
_SPL = "{urn:hl7-org:v3}"
_LOOKS = {
    "bold": "b",
    "italics": "i",
    "italic": "i",
    "underline": "u",
    "emphasis": "em",
    "sub": "sub",
    "sup": "sup",
}
_LOOK = re.compile("|".join(_LOOKS), re.IGNORECASE)
_NUMBERINGS = {
    "arabic": "1",
    "littlealpha": "a",
    "bigalpha": "A",
    "littleroman": "i",
    "bigroman": "I",
}
_BULLETS = {"disc", "circle", "square"}
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col")
_SAME = {_SPL + name for name in (*_TABLE, "br", "sub", "sup")}
_STYLED = {"span", "p", "li", "td", "th", "caption", "a", "sub", "sup", "div"}
_BLOCKS = {"paragraph", "list", "item", "table", "text", "renderMultiMedia", "footnote"}


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A picture as the document declares it: its file's name or its data, and what it shows."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """What the markup of a text may point at, by identifier, in the whole document.

    `media` are declared pictures, `sections` gives the key of the section that holds an element,
    `footnotes` the mark of a footnote. `note` is told what could not be carried over.
    """

    media: Mapping[str, MediaFile]
    sections: Mapping[str, str]
    footnotes: Mapping[str, str]
    note: Callable[[str], None]


def number_footnotes(document: Element) -> dict[str, str]:
    """Gives each footnote of a document its mark, in reading order; the marks by identifier.

    The marks are numbers in brackets: a bare raised number after a value reads as its exponent.
    """
    marks: dict[str, str] = {}
    for number, footnote in enumerate(document.iter(f"{_SPL}footnote"), 1):
        footnote.set(MARK, f"[{number}]")
        if identifier := footnote.get("ID"):
            marks.setdefault(identifier, f"[{number}]")
            marks.setdefault(identifier.casefold(), f"[{number}]")
    return marks


def rewrite(text: Element, references: References) -> Markup:
    """The body of a section as XHTML: the same element, changed, without what followed it."""
    # lxml's stubs say that attributes may be bytes; in a parsed document they are texts.
    return cast("Markup", _Rewriting(text, references).result())


class _Rewriting:
    """Rewrites one text. Each method gets an element and gives it the name it has in XHTML."""

    def __init__(self, text: Element, references: References) -> None:
        self._text = text
        self._references = references
        self._footnotes: list[tuple[Element, Element | None]] = []

    def result(self) -> Element:
        # The tags are taken before any of them changes: what to do depends on the source's.
        elements = [(element, str(element.tag)) for element in self._text.iterdescendants("*")]
        for element, tag in elements:
            if tag not in _SAME:
                _HANDLERS.get(tag, _Rewriting._unknown)(self, element)
        for element, _ in elements:
            if (style := element.get("styleCode")) and _LOOK.search(style):
                _apply_looks(element, style)
        self._text.tag = "div"
        self._text.tail = None
        self._place_footnotes()
        return self._text

    def _paragraph(self, element: Element) -> None:
        element.tag = "p"

    def _content(self, element: Element) -> None:
        element.tag = "span"
        if element.get("revised") == "delete":
            self._note("text that the source marks as deleted is shown")

    def _list(self, element: Element) -> None:
        styles = element.get("styleCode", "").casefold().split()
        numbering = next((_NUMBERINGS[style] for style in styles if style in _NUMBERINGS), "")
        ordered = element.get("listType") == "ordered" and _BULLETS.isdisjoint(styles)
        element.tag = "ol" if numbering or ordered else "ul"
        if numbering:
            element.set("type", numbering)

    def _item(self, element: Element) -> None:
        element.tag = "li"
        if element.find(f"{_SPL}caption") is not None:
            # Such an item brings its own marker, and has no other.
            element.set("style", "list-style-type:none")

    def _caption(self, element: Element) -> None:
        """A heading of what holds it: a table, a list, an item, a picture or a paragraph."""
        parent = element.getparent()
        match _name(parent) if parent is not None else "":
            case "table":
                return
            case "ol" | "ul":
                element.tag = "p"
                _move_before_parent(element)
            case "li":
                element.tag = "span"
                element.tail = " " + (element.tail or "")
            case "p":
                element.tag = "b"
                element.tail = " " + (element.tail or "")
            case _:
                element.tag = "p"

    def _link(self, element: Element) -> None:
        element.tag = "a"
        target = element.get("href", "")
        if not target.startswith("#"):
            return
        if key := _found(self._references.sections, target[1:]):
            element.set("href", f"#{key}")
        else:
            del element.attrib["href"]
            self._note(DEAD_LINK)

    def _media(self, element: Element) -> None:
        element.tag = "div"
        pictures = [
            self._picture(element, identifier)
            for identifier in element.get("referencedObject", "").split() or [""]
        ]
        pictures[-1].tail, element.text = element.text, None
        element[:0] = pictures

    def _picture(self, element: Element, identifier: str) -> Element:
        media = _found(self._references.media, identifier) or MediaFile(identifier)
        picture = element.makeelement("img")
        picture.set("src", media.name)
        picture.set("alt", media.description)
        return picture

    def _footnote(self, element: Element) -> None:
        mark = element.get(MARK, "[*]")
        self._footnotes.append((element, self._table_of(element)))
        parent = element.getparent()
        if parent is not None:
            raised = _raised(element, mark)
            raised.tail, element.tail = element.tail, None
            parent.replace(element, raised)
        element.tag = "div" if _holds_blocks(element) else "p"
        element.text = f"{mark} {(element.text or '').lstrip()}"

    def _footnote_reference(self, element: Element) -> None:
        identifier = element.get("IDREF", "")
        mark = _found(self._references.footnotes, identifier)
        if not mark:
            self._note(f"there is no footnote {identifier[:60]!r}: its mark is shown as [?]")
        element.tag = "sup"
        element.text = mark or "[?]"

    def _unknown(self, element: Element) -> None:
        self._note(f"element {_name(element)[:60]!r} is not known: its text is shown without form")
        element.tag = "div" if _holds_blocks(element) else "span"

    def _table_of(self, element: Element) -> Element | None:
        """The part of the text that an element's note follows: the one with its table."""
        in_table = False
        for ancestor in element.iterancestors():
            in_table = in_table or _name(ancestor) == "table"
            if ancestor.getparent() is self._text:
                return ancestor if in_table else None
        return None

    def _place_footnotes(self) -> None:
        if not self._footnotes:
            return
        following: dict[Element | None, list[Element]] = {}
        for footnote, table in self._footnotes:
            following.setdefault(table, []).append(footnote)
        children: list[Element] = []
        for child in list(self._text):
            children += (child, *following.get(child, ()))
            if child in following:
                following[child][-1].tail, child.tail = child.tail, None
        self._text[:] = [*children, *following.get(None, ())]

    def _note(self, remark: str) -> None:
        self._references.note(remark)


_HANDLERS: Mapping[str, Callable[[_Rewriting, Element], None]] = {
    f"{_SPL}paragraph": _Rewriting._paragraph,
    f"{_SPL}content": _Rewriting._content,
    f"{_SPL}list": _Rewriting._list,
    f"{_SPL}item": _Rewriting._item,
    f"{_SPL}caption": _Rewriting._caption,
    f"{_SPL}linkHtml": _Rewriting._link,
    f"{_SPL}renderMultiMedia": _Rewriting._media,
    f"{_SPL}footnote": _Rewriting._footnote,
    f"{_SPL}footnoteRef": _Rewriting._footnote_reference,
}


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _found(table: Mapping[str, _Target], identifier: str) -> _Target | None:
    """What the table has for an identifier; documents do not always keep to its case."""
    return table.get(identifier) or table.get(identifier.casefold())


def _holds_blocks(element: Element) -> bool:
    return any(_name(child) in _BLOCKS for child in element.iterchildren("*"))


def _raised(neighbour: Element, text: str) -> Element:
    raised = neighbour.makeelement("sup")
    raised.text = text
    return raised


def _apply_looks(element: Element, style: str) -> None:
    """Puts the content of an element into elements with the looks that its style names."""
    words = dict.fromkeys(style.casefold().split())
    looks = [_LOOKS[word] for word in words if word in _LOOKS]
    if not looks or _name(element) not in _STYLED:
        return
    if element.tag == "span":
        element.tag = looks.pop(0)
    for look in looks:
        inner = element.makeelement(look)
        inner.text, element.text = element.text, None
        inner.extend(list(element))
        element.append(inner)


def _take_out(element: Element) -> None:
    """Takes an element out of its place; the text after it stays there."""
    parent = element.getparent()
    if parent is None:
        return
    if tail := element.tail:
        element.tail = None
        previous = element.getprevious()
        if previous is None:
            parent.text = (parent.text or "") + tail
        else:
            previous.tail = (previous.tail or "") + tail
    parent.remove(element)


def _move_before_parent(element: Element) -> None:
    parent = element.getparent()
    if parent is None or parent.getparent() is None:
        return
    _take_out(element)
    parent.addprevious(element)
