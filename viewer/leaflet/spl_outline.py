"""The sections of a US label as a tree, each with a key that the next version keeps.

Identifiers of sections change with every version of a label, so a key comes from the section's
code, or else from its title, or else from its parent; the same again gets a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.model import Code
from viewer.leaflet.plain import plain_words
from viewer.leaflet.spl_label import SPL, first_child, flat_text, top_sections

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_SECTIONS = 2000
"""The most sections in a label; real ones have some hundred."""
MAX_TITLE = 10_000
"""The most characters in a title; a tree and a heading cannot be laid out with more."""
HIGHLIGHTS_KEY = "highlights"
"""The key of the summary, which repeats what other sections say."""

_SECTION = f"{SPL}section"
_SYSTEMS = {"2.16.840.1.113883.6.1": "loinc"}
_UNCLASSIFIED = "42229-5"
_KEY_LENGTH = 60
_NUMBER = re.compile(r"^(?:\d+ )+(?=\D)")


@dataclass(slots=True)
class Node:
    """A section of the source: its element, and what the leaflet's section is made with.

    `shown` is whether there is anything to read in it: the product data, for one, has no text.
    """

    element: Element
    key: str
    title: str
    codes: tuple[Code, ...]
    children: tuple[Node, ...]
    shown: bool

    @property
    def texts(self) -> list[Element]:
        """The body; one element, where the source keeps to its format."""
        return list(self.element.iterchildren(f"{SPL}text"))

    @property
    def highlights(self) -> list[Element]:
        """What the label's summary says of this section."""
        return [
            text
            for excerpt in self.element.iterchildren(f"{SPL}excerpt")
            for text in excerpt.findall(f"{SPL}highlight/{SPL}text")
        ]

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Outline:
    """The tree of a document's sections.

    `keys` gives, for an identifier anywhere in the document, the key of the shown section that it
    stands in. `misplaced` counts sections where the format has none: they are in no tree.
    """

    nodes: tuple[Node, ...]
    keys: dict[str, str]
    misplaced: int


def outline_of(file: str, document: Element) -> Outline:
    """The outline of a document. Raises MalformedLeafletError where it is beyond all measure."""
    count = 0
    for count, section in enumerate(document.iter(_SECTION), 1):
        if count > MAX_SECTIONS:
            reason = f"the label has more than {MAX_SECTIONS:,} sections"
            raise MalformedLeafletError(file, f"line {section.sourceline}", reason)
        title = first_child(section, "title")
        if title is not None and sum(map(len, title.itertext())) > MAX_TITLE:
            reason = f"a section's title has more than {MAX_TITLE:,} characters"
            raise MalformedLeafletError(file, f"line {title.sourceline}", reason)
    keys = _Keys()
    nodes = tuple(_nodes(top_sections(document), "", keys))
    placed = [node for top in nodes for node in top.walk()]
    by_element = {node.element: node.key for node in placed if node.shown}
    return Outline(nodes, _identifiers(document, by_element), count - len(placed))


class _Keys:
    """Hands out keys, each once."""

    def __init__(self) -> None:
        self._taken = {HIGHLIGHTS_KEY: 1}

    def free(self, wanted: str) -> str:
        key = wanted
        while key in self._taken:
            self._taken[wanted] = number = self._taken.get(wanted, 1) + 1
            key = f"{wanted}-{number}"
        self._taken[key] = 1
        return key


def _nodes(sections: list[Element], parent: str, keys: _Keys) -> Iterator[Node]:
    for section in sections:
        title = flat_text(first_child(section, "title"))
        codes = _codes(section)
        key = keys.free(_wanted_key(codes, title, parent))
        below = [
            inner
            for component in section.iterchildren(f"{SPL}component")
            for inner in component.iterchildren(_SECTION)
        ]
        children = tuple(_nodes(below, key, keys))
        shown = bool(title) or any(child.shown for child in children) or _holds_text(section)
        yield Node(section, key, title, codes, children, shown)


def _codes(section: Element) -> tuple[Code, ...]:
    code = first_child(section, "code")
    if code is None or not (value := code.get("code", "").strip()):
        return ()
    system = code.get("codeSystem", "")
    return (Code(_SYSTEMS.get(system, system), value),)


def _wanted_key(codes: tuple[Code, ...], title: str, parent: str) -> str:
    if codes and codes[0].code != _UNCLASSIFIED:
        return plain_words(codes[0].code)[:_KEY_LENGTH].strip().replace(" ", "-") or "code"
    words = _NUMBER.sub("", plain_words(title), count=1)
    if len(words) > _KEY_LENGTH:
        words = words[:_KEY_LENGTH].rpartition(" ")[0] or words[:_KEY_LENGTH]
    return words.replace(" ", "-") or (f"{parent}-part" if parent else "part")


def _holds_text(section: Element) -> bool:
    return any(
        next(text.iter(f"{SPL}renderMultiMedia"), None) is not None
        or any(part.strip() for part in text.itertext())
        for text in section.iterchildren(f"{SPL}text")
    )


def _identifiers(document: Element, keys: dict[Element, str]) -> dict[str, str]:
    """The key of the section that each identifier stands in, as it is written and caseless."""
    found: dict[str, str] = {}
    for element in document.iter("*"):
        if not (identifier := element.get("ID")):
            continue
        around = (element, *element.iterancestors(_SECTION))
        if key := next((keys[one] for one in around if one in keys), ""):
            found.setdefault(identifier, key)
            found.setdefault(identifier.casefold(), key)
    return found
