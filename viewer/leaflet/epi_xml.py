"""A FHIR document in XML as plain values (see `epi_fhir`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viewer.leaflet.epi_fhir import READ, Resource, Value
from viewer.leaflet.errors import UnknownFormatError
from viewer.leaflet.safe_xml import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

FHIR = "http://hl7.org/fhir"
_PREFIX = f"{{{FHIR}}}"


def resource_from_xml(file: str, data: bytes) -> Resource:
    """The resource that a file holds. Raises LeafletError."""
    root = parse_xml(file, data)
    if not root.tag.startswith(_PREFIX):
        raise UnknownFormatError(file, "", f"its first element is not of {FHIR}")
    return _resource(root)


def _resource(element: Element) -> Resource:
    kind = element.tag.rpartition("}")[2]
    if kind not in READ:
        return {"resourceType": kind}
    return _table(element) | {"resourceType": kind}


def _table(element: Element) -> dict[str, Value]:
    """The elements of a table by name. Depth is limited where the XML is parsed."""
    table: dict[str, Value] = {}
    if (url := element.get("url")) is not None:
        table["url"] = url
    for child in element:
        name = child.tag.rpartition("}")[2]
        value: Value = child.get("value")
        if value is None:
            if name == "div":
                value = child
            elif name in ("resource", "contained"):
                value = [_resource(inner) for inner in child]
            else:
                value = _table(child)
        known = table.get(name)
        if known is None:
            table[name] = value
        else:
            table[name] = [*_listed(known), *_listed(value)]
    return table


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]
