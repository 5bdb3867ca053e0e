"""Electronic product information (FHIR ePI): one leaflet, or two, out of a bundle.

Two kinds of files are read, each in XML and in JSON: a document bundle (HL7's guide
`emedicinal-product-info`), and the collection of document bundles that European authorities publish
for one medicine, its summary of product characteristics and its package leaflet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from viewer.leaflet.epi_document import EpiDocument
from viewer.leaflet.epi_fhir import Resource, resources, text_at
from viewer.leaflet.epi_json import resource_from_json
from viewer.leaflet.epi_xml import resource_from_xml
from viewer.leaflet.errors import LeafletError, UnknownFormatError
from viewer.leaflet.model import Leaflet


def read_epi_xml(file: str, data: bytes) -> tuple[Leaflet, ...]:
    """The leaflets in a FHIR file in XML. Raises LeafletError."""
    return _leaflets(file, resource_from_xml(file, data))


def read_epi_json(file: str, data: bytes) -> tuple[Leaflet, ...]:
    """The leaflets in a FHIR file in JSON. Raises LeafletError."""
    return _leaflets(file, resource_from_json(file, data))


def _leaflets(file: str, resource: Resource) -> tuple[Leaflet, ...]:
    kind = text_at(resource, "resourceType")
    if kind != "Bundle":
        raise _not_a_leaflet(file, kind)
    documents = [EpiDocument(file, *found) for found in _compositions(resource, {})]
    if not documents:
        reason = "this FHIR bundle holds no document (no Composition)"
        raise UnknownFormatError(file, "", reason)
    # A package leaflet does not state its product: the summary beside it does.
    siblings = tuple(document.facts for document in documents)
    return _told_apart(document.leaflet(siblings) for document in documents)


def _told_apart(leaflets: Iterable[Leaflet]) -> tuple[Leaflet, ...]:
    """The leaflets of a file; of two with the same id the later gets a number."""
    known: dict[str, Leaflet] = {}
    for leaflet in leaflets:
        name, number = leaflet.id, 2
        while name in known:
            name, number = f"{leaflet.id}-{number}", number + 1
        known[name] = leaflet if name == leaflet.id else replace(leaflet, id=name)
    return tuple(known.values())


def _compositions(
    bundle: Resource, outer: Resource
) -> Iterator[tuple[Resource, Resource, Resource]]:
    """Each Composition with its bundle and the bundle around that, if there is one."""
    for resource in resources(bundle):
        kind = resource.get("resourceType")
        if kind == "Composition":
            yield resource, bundle, outer
        elif kind == "Bundle" and not outer:
            yield from _compositions(resource, bundle)


def _not_a_leaflet(file: str, kind: str) -> LeafletError:
    if kind == "Library":
        reason = (
            "this is a FHIR Library, which holds program code and no leaflet; "
            "no code is ever run here"
        )
    else:
        reason = f"this is a FHIR {kind[:60]}; a leaflet is a Bundle with a Composition"
    return UnknownFormatError(file, "", reason)
