"""What a US label says about itself: its product, firm, version, date and kind.

Source of the places: HL7 v3 SPL, and what the FDA's labels hold there.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viewer.leaflet.language_tag import UNKNOWN, language_tag
from viewer.leaflet.plain import plain_words
from viewer.leaflet.runs import folded, with_refused_shown

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SPL = "{urn:hl7-org:v3}"
"""The namespace of a label's elements, as lxml writes it before a name."""
PRODUCT_DATA_CODE = "48780-1"
INDEX_CODE = "60685-5"
"""The code of a document that only lists substances."""

_MAX_NAME = 500
_SECTIONS = f"{SPL}component/{SPL}structuredBody/{SPL}component/{SPL}section"
_KINDS = {"34391-3": "prescription label", "34390-5": "over-the-counter label"}
_DATE = re.compile(r"(\d{4})(?:(\d\d)(?:(\d\d)(?:\d.*)?)?)?")
# Titles that say nothing of the product: the same words begin thousands of labels.
_BOILERPLATE = "these highlights do not include"
_SAYS_NOTHING = {"drug facts", "label", "drug label", "package insert", "prescribing information"}


@dataclass(frozen=True, slots=True)
class Label:
    """The label as a whole. What the source does not state is empty."""

    identifier: str
    code: str
    title: str
    language: str
    product: str
    active_substance: str
    holder: str
    version: str
    date: str


def read_label(document: Element) -> Label:
    """What the document says of itself, `title` made of the product where it says nothing."""
    product = _first_product(document)
    name = _product_name(product)
    substance = _active_substance(product)
    code = _attribute(document, "code", "code")
    return Label(
        identifier=_attribute(document, "setId", "root").lower(),
        code=code,
        title=_title(document, name, substance, _KINDS.get(code, "label")),
        language=_language(document),
        product=name,
        active_substance=substance,
        holder=_text_at(document, "author/assignedEntity/representedOrganization/name"),
        version=_attribute(document, "versionNumber", "value"),
        date=_date(document),
    )


def top_sections(document: Element) -> list[Element]:
    """The outermost sections of a document, in its order."""
    return document.findall(_SECTIONS)


def _short(text: str) -> str:
    """A name or number as it fits a line; no real one is cut."""
    return text if len(text) <= _MAX_NAME else text[:_MAX_NAME] + "…"


def first_child(element: Element, name: str) -> Element | None:
    """The first child of this name; many times as fast as to find it by a path."""
    return next(element.iterchildren(SPL + name), None)


def flat_text(element: Element | None) -> str:
    """The text of an element without its markup; what markup separates stays apart."""
    if element is None:
        return ""
    parts: list[str] = []
    for part in element.iter():
        if isinstance(part.tag, str):
            if part.tag.endswith(("}br", "}suffix", "}paragraph", "}footnote")):
                parts.append(" ")
            parts.append(part.text or "")
        if part is not element:
            parts.append(part.tail or "")
    return with_refused_shown(folded("".join(parts)))


def section_code(section: Element) -> str:
    """The code of a section; empty where it has none."""
    return _attribute(section, "code", "code")


def _first_product(document: Element) -> Element | None:
    """The first product of the product data section: elsewhere stand firms and other products."""
    for section in top_sections(document):
        if section_code(section) != PRODUCT_DATA_CODE:
            continue
        for path in ("manufacturedProduct", "manufacturedMedicine"):
            product = section.find(_path(f"subject/manufacturedProduct/{path}"))
            if product is not None:
                return product
    return None


def _product_name(product: Element | None) -> str:
    return "" if product is None else _text_at(product, "name")


def _active_substance(product: Element | None) -> str:
    """The generic name, else the names of the active ingredients."""
    if product is None:
        return ""
    if generic := _text_at(product, "asEntityWithGeneric/genericMedicine/name"):
        return generic
    names = [
        _text_at(ingredient, "ingredientSubstance/name")
        for ingredient in product.iterchildren(f"{SPL}ingredient")
        if ingredient.get("classCode", "").startswith("ACTI")
    ]
    names += [
        _text_at(ingredient, "activeIngredientSubstance/name")
        for ingredient in product.iterchildren(f"{SPL}activeIngredient")
    ]
    return _short(", ".join(dict.fromkeys(filter(None, names))))


def _title(document: Element, product: str, substance: str, kind: str) -> str:
    stated = _text_at(document, "title")
    words = plain_words(stated)
    if words and words not in _SAYS_NOTHING and not words.startswith(_BOILERPLATE):
        return stated
    same = plain_words(product) == plain_words(substance)
    name = f"{product} ({substance})" if product and substance and not same else product
    name = name or substance
    return f"{name}, {kind}" if name else kind.capitalize()


def _language(document: Element) -> str:
    """The language stated, by a tag or by its name; `UNKNOWN` where what is stated is neither."""
    stated = [_attribute(document, "languageCode", name) for name in ("code", "displayName")]
    return next(filter(None, map(language_tag, stated)), UNKNOWN if any(stated) else "")


def _date(document: Element) -> str:
    """The effective time as YYYY-MM-DD, or as much of it as is stated; empty where it is none."""
    stated = _attribute(document, "effectiveTime", "value")
    stated = stated or _attribute(document, "effectiveTime/low", "value")
    if not (found := _DATE.fullmatch(stated)):
        return ""
    year, month, day = found.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part for part in (year, month, day) if part)


def _text_at(element: Element, path: str) -> str:
    return _short(flat_text(element.find(_path(path))))


def _attribute(element: Element, path: str, name: str) -> str:
    found = element.find(_path(path))
    return "" if found is None else _short(with_refused_shown(folded(found.get(name, ""))))


def _path(names: str) -> str:
    return "/".join(SPL + name for name in names.split("/"))
