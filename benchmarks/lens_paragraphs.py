"""The paragraphs of a regulator's leaflet as the labels address them.

A plain way of its own, apart from the program's readers: a label must not move when a reader
learns something. A paragraph is the text between two borders of paragraphs, list items or table
cells, with runs of white space as one space; a line break inside one is a space.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

_HTML = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "blockquote"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
}
_SPL = {
    *("paragraph", "item", "list", "caption", "title", "text", "section", "footnote"),
    *("table", "tr", "th", "td"),
}
_SPL_NAMESPACE = "{urn:hl7-org:v3}"
_FHIR_TEXT = "{http://hl7.org/fhir}text"


def digest(paragraph: str) -> str:
    """What a label calls a paragraph."""
    folded = " ".join(paragraph.split())
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def paragraphs(path: Path) -> Iterator[str]:
    """All paragraphs of a FHIR document in JSON or XML, or of an SPL document, in order."""
    collector = _Collector(_HTML)
    if path.suffix == ".json":
        for markup in _markup(json.loads(path.read_text(encoding="utf-8-sig"))):
            collector.feed_html(markup)
    else:
        root = ElementTree.parse(path).getroot()
        if root.tag.startswith(_SPL_NAMESPACE):
            collector = _Collector(_SPL)
            for element in root.iter(f"{_SPL_NAMESPACE}text"):
                collector.walk(element)
        else:
            for text in root.iter(_FHIR_TEXT):
                for element in text:
                    if _name(element) == "div":
                        collector.walk(element)
    yield from collector.paragraphs


def _markup(value: object, key: str = "") -> Iterator[str]:
    """The XHTML texts ("div") anywhere in a JSON value."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _markup(each, name)
    elif isinstance(value, list):
        for each in value:
            yield from _markup(each, key)
    elif isinstance(value, str) and key == "div":
        yield value


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


class _Collector:
    """Gathers text into paragraphs."""

    def __init__(self, borders: set[str]) -> None:
        self.paragraphs: list[str] = []
        self._borders = borders
        self._text: list[str] = []

    def border(self, name: str) -> None:
        if name in self._borders:
            paragraph = " ".join("".join(self._text).split())
            self._text.clear()
            if paragraph:
                self.paragraphs.append(paragraph)
        elif name == "br":
            self._text.append(" ")

    def add(self, text: str | None) -> None:
        self._text.append(text or "")

    def walk(self, element: ElementTree.Element) -> None:
        self.border(_name(element))
        self.add(element.text)
        for child in element:
            self.walk(child)
            self.add(child.tail)
        if _name(element) != "br":
            self.border(_name(element))

    def feed_html(self, markup: str) -> None:
        parser = _Html(self)
        parser.feed(markup)
        parser.close()
        self.border("p")


class _Html(HTMLParser):
    """Hands a text in HTML to a collector."""

    def __init__(self, collector: _Collector) -> None:
        super().__init__(convert_charrefs=True)
        self._collector = collector

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._collector.border(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self._collector.border(tag)

    def handle_data(self, data: str) -> None:
        self._collector.add(data)
