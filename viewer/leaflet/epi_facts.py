"""What the text of a document says about it, in the sections that authorities reserve for that.

The European bundles leave name, holder and number of a medicine to the text: they stand in coded
sections, mostly of the summary of product characteristics.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viewer.leaflet.epi_codes import HOLDER, HOLDER_IN_LEAFLET, PRODUCT_NAME, REGISTRATION, REVISION
from viewer.leaflet.model import Section
from viewer.leaflet.plain import plain_words

_CENTRAL = re.compile(r"EU/\d/\d{2}/\d{3,4}(?:/\d{3})?")
# A national number whole ("PL 00057/0953", "45678.00.00", "34009 269 123 4 1"), or none at all: a
# part of it may be the holder's. What a unit follows is a strength.
_NATIONAL = re.compile(
    r"(?<![\w/-])(?>(?:[A-Z]{1,5}[ ./-]?){0,3}\d+(?:(?: ?//? ?|[ .-])\d+|[./-][A-Z]{1,2}\b){0,8})"
    r"(?!\w)(?! ?(?:[mµ]?g|mcg|ml|I\.?[EU]|U\.?I)\b)"
)
_SHORTEST_NUMBER = 5
"""Digits of a national number; what has fewer may be a strength or a number of tablets."""
_IN_THOUSANDS = re.compile(r"\d{2,3}\.\d{3}")
_EXPORT_NAME = re.compile(
    r"(?:urn:uuid:)?\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?|.*placeholder.*", re.I
)
_DATE = re.compile(r"[^{}<>\d]{0,20}(\d{1,2}[^{}<>\d]{1,15}){0,2}(19|20)\d{2}\.?")
# The headings of the EMA's templates, whose code is not always there.
_REVISED = re.compile(
    r"(?:última revisión (?:de este prospecto|del texto)|revisión del texto"
    r"|last (?:revised|approved|updated)|revision of the text"
    r"|revisto pela última vez|revisão do texto|senest (?:ændret|revideret)|ændring af teksten)"
    r"[\s:]{1,9}(?:(?:en|in|em|den|i) )?(.{4,60})$",
    re.IGNORECASE,
)
_MAX_NAME = 200
_MAX_ID = 60


@dataclass(frozen=True, slots=True)
class Facts:
    """Empty texts where the document does not say."""

    product: str = ""
    holder: str = ""
    holder_in_leaflet: str = ""
    """Of less worth: package leaflets name the manufacturer in the same section."""
    registration: str = ""
    revision: str = ""


def facts_of(sections: Iterable[Section]) -> Facts:
    """The facts in the sections of one document."""
    walked = [section for top in sections for section in top.walk()]
    coded: dict[str, Section] = {}
    for section in walked:
        for code in section.codes:
            if code.system == "ema":
                coded.setdefault(code.code, section)
    return Facts(
        product=_product(_lines(coded, PRODUCT_NAME)),
        holder=_holder(coded, HOLDER),
        holder_in_leaflet=_holder(coded, HOLDER_IN_LEAFLET),
        registration=_registration(_lines(coded, REGISTRATION)),
        revision=_revision(coded) or _revision_in(section.title for section in walked),
    )


def first_stated(texts: Iterable[str]) -> str:
    """The first text that is not empty; empty where there is none."""
    return next(filter(None, texts), "")


def identity(
    identifiers: Iterable[str], product: str, holder: str, kind: str, language: str
) -> str:
    """A leaflet's id, out of what stays the same from one export to the next.

    Several holders may have a product of one name, so that a name counts together with its holder.
    Without a name even an export's identifier is better than one id for several leaflets.
    """
    stated = tuple(identifiers)
    lasting = (name for name in stated if not _EXPORT_NAME.fullmatch(name))
    named = f"{product} {holder}" if product else ""
    name = plain_words(first_stated((*lasting, named, *stated, holder))).replace(" ", "-")
    digest = hashlib.sha256(name.encode()).hexdigest()
    if not name.isascii() or not name:
        name = digest[:12]
    elif len(name) > _MAX_ID:
        name = f"{name[:_MAX_ID].strip('-')}-{digest[:8]}"
    return f"{name}-{kind}-{language.casefold()}"


def _lines(coded: dict[str, Section], code: str) -> list[str]:
    section = coded.get(code)
    return [line for text in section.texts()[1:] for line in text.split("\n")] if section else []


def _product(lines: Sequence[str]) -> str:
    """The first line, and those that begin with the same word: the medicine's other strengths."""
    if not lines:
        return ""
    brand = lines[0].split()[0]
    names = dict.fromkeys(line for line in lines if line.split()[:1] == [brand])
    whole = " / ".join(names)
    return whole if len(whole) <= _MAX_NAME else lines[0][:_MAX_NAME]


def _holder(coded: dict[str, Section], code: str) -> str:
    """The first line that is a name and no heading ("Marketing authorisation holder:")."""
    title = plain_words(coded[code].title) if code in coded else ""
    for line in _lines(coded, code):
        words = plain_words(line)
        if words and words not in title and not line.endswith((":", " es")):
            return line[:_MAX_NAME]
    return ""


def _registration(lines: Sequence[str]) -> str:
    """The first number, as one writes it without spaces or dots between thousands."""
    if central := _CENTRAL.search(" ".join(lines)):
        return central[0]
    for line in lines:
        for found in _NATIONAL.finditer(line):
            number = found[0]
            if sum(map(str.isdigit, number)) < _SHORTEST_NUMBER or _DATE.fullmatch(number):
                continue
            if _IN_THOUSANDS.fullmatch(number):
                return number.replace(".", "")
            together = number.replace(" ", "")
            return together if together.isdigit() else number
    return ""


def _revision(coded: dict[str, Section]) -> str:
    """A date as the text writes it: in a line of its own, or after the heading's colon."""
    for code in REVISION:
        if code in coded:
            after_colon = coded[code].title.rpartition(":")[2] if ":" in coded[code].title else ""
            for line in (after_colon, *_lines(coded, code)):
                if _DATE.fullmatch(line.strip()):
                    return line.strip(" .")
    return ""


def _revision_in(titles: Iterable[str]) -> str:
    """The date that ends a heading such as "This leaflet was last revised in May 2024"."""
    for title in titles:
        found = _REVISED.search(title)
        if found and _DATE.fullmatch(found[1]):
            return found[1].strip(" .")
    return ""
