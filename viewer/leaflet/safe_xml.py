"""XML from outside, parsed without being led astray.

No document type and no entity of its own is accepted: both serve to make a small file huge or to
read other files, and no leaflet needs them. Depth, number of elements and size are limited.
Comments and processing instructions are left out, so that a text is one piece.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, cast

from viewer.leaflet.errors import LeafletError, MalformedLeafletError, UnreadableFileError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_XML_BYTES = 32 << 20
MAX_XML_DEPTH = 64
MAX_XML_ELEMENTS = 500_000

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_FORBIDDEN = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# In these every ASCII character is the byte of the same number, so that bytes can be searched.
_LIKE_ASCII = re.compile(r"utf-?8|us-ascii|ascii|iso-?8859-\d+|latin-?1|windows-125\d|cp125\d")
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def parse_xml(file: str, data: bytes | str, place: str = "") -> Element:
    """The root element of an XML text. Raises LeafletError.

    `place` is the section that the text belongs to, where it is not the whole file.
    """
    from lxml import etree

    data = _searchable(file, data, place)
    if found := _FORBIDDEN.search(data):
        line = data.count(b"\n", 0, found.start()) + 1
        reason = f"a <!{found[1].decode().upper()} is not allowed in a leaflet"
        raise MalformedLeafletError(file, _at(place, line), reason)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_error(file, place, error) from error
    _require_limits(file, place, data, root)
    return root


def _searchable(file: str, data: bytes | str, place: str) -> bytes:
    """The text in an encoding in which markup is found by its ASCII bytes."""
    if len(data) > MAX_XML_BYTES:
        reason = f"it is larger than {MAX_XML_BYTES >> 20} MiB, the limit for a leaflet"
        raise UnreadableFileError(file, place, reason)
    if isinstance(data, str):
        # Surrogates cannot be in XML: the parser refuses them and tells the line.
        text = _DECLARATION.sub("", data, count=1) if data.startswith("<?xml") else data
        return text.encode("utf-8", "surrogatepass")
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return _DECLARATION.sub("", data.decode(name), count=1).encode()
            except UnicodeDecodeError as error:
                reason = f"not {name.upper()} at byte {error.start}"
                raise MalformedLeafletError(file, place, reason) from error
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode().casefold() if declared else "utf-8"
    if not _LIKE_ASCII.fullmatch(name) or b"\0" in data:
        raise MalformedLeafletError(file, place, f"its encoding ({name}) is not accepted")
    return data


def _syntax_error(file: str, place: str, error: Exception) -> LeafletError:
    line = getattr(error, "lineno", None) or 1
    message = str(getattr(error, "msg", None) or error)
    message = re.sub(r", line \d+, column \d+.*$", "", message)
    if "xcessive depth" in message:
        return _too_deep(file, _at(place, line))
    if "huge" in message.casefold():
        message = "a text or an attribute is larger than 10 million characters"
    return MalformedLeafletError(file, _at(place, line), f"not well-formed XML ({message})")


def _require_limits(file: str, place: str, data: bytes, root: Element) -> None:
    from lxml import etree

    tags = data.count(b"<")
    if tags > MAX_XML_ELEMENTS and sum(1 for _ in root.iter()) > MAX_XML_ELEMENTS:
        reason = f"it has more than {MAX_XML_ELEMENTS:,} elements"
        raise MalformedLeafletError(file, place, reason)
    if tags > MAX_XML_DEPTH:
        # Steps from level to level, in C: it costs a few hundredths of the parsing.
        path = etree.XPath("/*" * (MAX_XML_DEPTH + 1))
        if too_deep := cast("list[Element]", path(root)):
            raise _too_deep(file, _at(place, cast(int, too_deep[0].sourceline)))


def _too_deep(file: str, place: str) -> LeafletError:
    return MalformedLeafletError(file, place, f"it is nested more than {MAX_XML_DEPTH} deep")


def _at(place: str, line: int) -> str:
    """A line of the file, or of a text inside it."""
    return f"{place}, line {line} of its text" if place else f"line {line}"
