"""Code systems by the last segment of their address, and what some codes of documents mean."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.leaflet.epi_fhir import Value, tables, text_at
from viewer.leaflet.model import Code

_SYSTEMS = {
    "200000029659": "ema",  # sections of product information
    "rmswi": "ema",
    "100000155531": "ema-document",
    "loinc.org": "loinc",
    "2.16.840.1.113883.6.1": "loinc",
    "sct": "snomed",
    "$sct": "snomed",
    "icpc2.icd.com": "icpc-2",
    "icpc-2": "icpc-2",
    "$icpc2": "icpc-2",
}
_KINDS = {
    "100000155532": "smpc",
    "100000155538": "package-leaflet",
    **dict.fromkeys(("34391-3", "34390-5", "53404-0"), "label"),
}
# A placeholder, and codes for kinds of documents: on a section they tell nothing about it.
_USELESS = re.compile(r"[Xx]+|1000001555\d\d|nan|")

PRODUCT_NAME = "200000029792"
HOLDER = "200000029844"
HOLDER_IN_LEAFLET = "200000029917"
REGISTRATION = "200000029845"
REVISION = ("200000029847", "200000029919")


def short_system(address: str) -> str:
    """The short name of a code system; its address where it has none."""
    name = address.rstrip("/")
    segment = name[max(map(name.rfind, "/:#|")) + 1 :].casefold()
    return _SYSTEMS.get(segment, address)


def codes_at(concept: Value) -> Iterator[Code]:
    """The codes of a coded concept."""
    for coding in tables(concept, "coding"):
        if code := text_at(coding, "code"):
            yield Code(short_system(text_at(coding, "system")), code)


def section_codes(concept: Value) -> tuple[Code, ...]:
    """The codes of a section that tell what it is about."""
    return tuple(code for code in codes_at(concept) if not _USELESS.fullmatch(code.code))


def kind_of(concept: Value) -> str:
    """The kind of a document by its type; empty where the type is none of the known ones."""
    for code in codes_at(concept):
        if kind := _KINDS.get(code.code):
            return kind
    return ""
