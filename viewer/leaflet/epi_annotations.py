"""What a publisher has tied to classes of elements in a leaflet's text (HtmlElementLink)."""

from __future__ import annotations

from viewer.leaflet.epi_codes import codes_at
from viewer.leaflet.epi_fhir import Resource, tables, text_at, texts
from viewer.leaflet.model import Code


def annotated_classes(composition: Resource) -> dict[str, tuple[Code, ...]]:
    """The codes of each class of elements. Parts are told by their address, not their place."""
    classes: dict[str, tuple[Code, ...]] = {}
    for extension in tables(composition, "extension"):
        if not text_at(extension, "url").endswith("/HtmlElementLink"):
            continue
        names: list[str] = []
        codes: tuple[Code, ...] = ()
        for part in tables(extension, "extension"):
            match text_at(part, "url"):
                case "elementClass":
                    names += texts(part, "valueString")
                case "concept":
                    for reference in tables(part, "valueCodeableReference"):
                        codes += tuple(codes_at(reference.get("concept")))
        for name in names if codes else ():
            known = classes.get(name, ())
            classes[name] = known + tuple(code for code in codes if code not in known)
    return classes
