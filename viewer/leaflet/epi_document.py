"""One document of a FHIR bundle as a leaflet: its sections, and what it says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from viewer.leaflet.epi_annotations import annotated_classes
from viewer.leaflet.epi_codes import kind_of, section_codes
from viewer.leaflet.epi_facts import Facts, facts_of, first_stated, identity
from viewer.leaflet.epi_fhir import References, Resource, each, tables, text_at, texts
from viewer.leaflet.epi_keys import SectionKeys
from viewer.leaflet.epi_medicine import Medicine
from viewer.leaflet.epi_pictures import EpiPictures
from viewer.leaflet.epi_titles import is_generic
from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.images import PictureError
from viewer.leaflet.language_tag import UNKNOWN, language_tag
from viewer.leaflet.model import (
    Block,
    Image,
    Leaflet,
    Paragraph,
    Provenance,
    Run,
    Section,
    text_blocks,
)
from viewer.leaflet.narrative import Element, Narrative, NarrativeContext, read_narrative
from viewer.leaflet.narrative_link import DEAD_LINK, with_links_resolved
from viewer.leaflet.narrative_text import plain_line
from viewer.leaflet.plain import plain_words
from viewer.leaflet.safe_xml import parse_xml

MAX_SECTIONS = 2_000
MAX_SECTION_DEPTH = 20

_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
_OF_XML = ("amp;", "lt;", "gt;", "quot;", "apos;")
_AUTHORITY, _HOLDER = "220000000032", "220000000034"
"""Roles of organizations, in the list that the EMA keeps of them."""
_AUTHORITIES = frozenset(
    (
        *("agency", "agencia", "agence", "agenzia", "administration", "authority", "autoridad"),
        *("autoridade", "ministry", "aemps", "aifa", "ansm", "anvisa", "bfarm", "ema", "fda"),
        *("infarmed", "mhra", "pmda", "swissmedic"),
    )
)
"""Words in the names of those who publish leaflets of others."""


class EpiDocument:
    """A Composition, its bundle, and the bundle around that (empty where there is none).

    Making it reads its sections. Raises LeafletError.
    """

    def __init__(self, file: str, composition: Resource, bundle: Resource, outer: Resource) -> None:
        self._file = file
        self._composition = composition
        self._bundle = bundle
        self._outer = outer
        self._references = References(bundle, composition)
        self._pictures = EpiPictures(self._references)
        self._context = NarrativeContext(
            file, picture=self._pictures.key, annotated=annotated_classes(composition)
        )
        self._medicine = Medicine(composition, self._references)
        self._keys = SectionKeys()
        self._count = 0
        sections = (*self._introduction(), *self._sections(composition, 1))
        if places := {link[1:] for link in self._context.links if link.startswith("#")}:
            sections = with_links_resolved(sections, self._context.anchors)
            self._context.notes.place = ""
            for _ in places - self._context.anchors.keys():
                self._context.notes.add(DEAD_LINK)
        self._read = sections
        self.facts = facts_of(sections)

    def leaflet(self, siblings: Sequence[Facts]) -> Leaflet:
        """The leaflet; what it does not state itself is taken from its siblings in the file."""
        composition, notes = self._composition, self._context.notes
        notes.place = ""
        kind = kind_of(composition.get("type"))
        if not kind:
            notes.add("the file does not say what kind of document this is")
        facts = (self.facts, *siblings)
        title = plain_line(text_at(composition, "title"), notes.add)
        language = self._language()
        product = self._product(language, facts) or ("" if self._is_generic(title) else title)
        registration = first_stated(fact.registration for fact in facts)
        identifiers = (registration, *self._identifiers())
        holder = self._holder(facts)
        return Leaflet(
            id=identity(identifiers, product, holder, kind or "leaflet", language),
            title=self._title(title, product),
            language=language,
            kind=kind or "package-leaflet",
            product=product or title,
            sections=self._read,
            provenance=Provenance(
                source=self._source(),
                holder=holder,
                version=text_at(composition, "version"),
                date=self._date(),
            ),
            reading_notes=notes.lines(),
            images=self._pictures.images,
        )

    # Sections

    def _introduction(self) -> Iterator[Section]:
        """The text of the document before its sections.

        One that a program has generated says nothing but what the file's data do (FHIR's
        NarrativeStatus): "electronic Product Information document", or a list of all fields.
        """
        status = text_at(self._composition, "text", "status")
        if "text" in self._composition and status not in ("generated", "extensions"):
            self._context.notes.place = "before the first section"
            key = self._context.section = self._keys.key((), "")
            if (body := self._body(self._composition)).blocks:
                yield Section(key, "", blocks=body.blocks, annotations=body.annotations)

    def _sections(self, parent: Resource, level: int) -> Iterator[Section]:
        if level > MAX_SECTION_DEPTH:
            raise self._error(f"sections are nested more than {MAX_SECTION_DEPTH} deep")
        for value in tables(parent, "section"):
            self._count += 1
            if self._count > MAX_SECTIONS:
                raise self._error(f"there are more than {MAX_SECTIONS:,} sections")
            yield self._section(value, level)

    def _section(self, value: Resource, level: int) -> Section:
        code = value.get("code")
        notes = self._context.notes
        heading = text_at(value, "title") or text_at(code, "coding", "display")
        title = plain_line(heading or text_at(code, "text"), notes.add)
        notes.place = title[:80] or f"section {self._count} (without a heading)"
        codes = section_codes(code)
        key = self._context.section = self._keys.key(codes, title)
        body = self._body(value)
        return Section(
            key=key,
            title=title,
            level=level,
            codes=codes,
            blocks=(*body.blocks, *self._attached(value)),
            children=tuple(self._sections(value, level + 1)),
            annotations=body.annotations,
        )

    def _body(self, value: Resource) -> Narrative:
        body = Narrative((), ())
        for div in each(value, "text", "div"):
            if div is None:  # JSON's way to say that there is nothing
                continue
            if isinstance(div, (bool, int, float, dict)):
                place = f"section “{self._context.notes.place}”"
                raise MalformedLeafletError(self._file, place, "its text is not XHTML")
            element = self._parsed(div) if isinstance(div, str) else cast(Element, div)
            body = _joined(body, read_narrative(element, self._context))
        if "emptyReason" in value and _says_only(body, "unavailable"):
            return Narrative((), ())
        return body

    def _attached(self, value: Resource) -> Iterator[Block]:
        """The pictures that a section has as entries, and a stand-in for each other file."""
        for reference in texts(value, "entry", "reference"):
            if binary := self._references.find(reference, "Binary"):
                self._context.spend_block()
                try:
                    yield Image(self._pictures.key(reference))
                except PictureError:
                    self._context.notes.add("an attached file cannot be shown")
                    kind = plain_line(text_at(binary, "contentType"), self._context.notes.add)
                    yield Paragraph((Run(f"[attached file: {kind}]"),))

    def _parsed(self, div: str) -> Element:
        place = f"section “{self._context.notes.place}”"
        return cast(Element, parse_xml(self._file, _without_html_entities(div), place))

    # Facts

    def _product(self, language: str, facts: Sequence[Facts]) -> str:
        """The medicine's name; where no resource states it, the text or the reference may."""
        name = self._medicine.name(language)
        stated = (name, *(fact.product for fact in facts), self._medicine.display)
        return plain_line(first_stated(stated), self._context.notes.add)

    def _language(self) -> str:
        """The language stated. None is assumed: a lens would find nothing in another one."""
        tags = (
            language_tag(text_at(part, "language")) for part in (self._composition, self._bundle)
        )
        if tag := first_stated(tags):
            return tag
        self._context.notes.add("the file does not say what language it is in")
        return UNKNOWN

    def _holder(self, facts: Sequence[Facts]) -> str:
        """The author that is marked as the holder, else the first one; never an authority."""
        authors = self._references.all(self._composition, "author", "Organization")
        by_roles = [(set(texts(author, "type", "coding", "code")), author) for author in authors]
        holders = [author for roles, author in by_roles if _HOLDER in roles]
        others = [author for roles, author in by_roles if _AUTHORITY not in roles]
        stated = (
            *(text_at(author, "name") for author in (*holders, *others)),
            *(fact.holder for fact in facts),
            *(fact.holder_in_leaflet for fact in facts),
            *self._authors_named(),
        )
        return plain_line(first_stated(stated), self._context.notes.add)

    def _authors_named(self) -> Iterator[str]:
        """What the authors are called whom the bundle does not hold; no authority is told by it."""
        for author in tables(self._composition, "author"):
            name = text_at(author, "display")
            known = self._references.find(text_at(author, "reference"), "Organization")
            if not known and _AUTHORITIES.isdisjoint(plain_words(name).split()):
                yield name

    def _identifiers(self) -> Iterator[str]:
        yield from texts(self._bundle, "identifier", "value")
        yield from texts(self._composition, "identifier", "value")
        yield from self._medicine.identifiers

    def _title(self, title: str, product: str) -> str:
        """The title; one that only names the kind of document gets the product before it."""
        if not title or self._is_generic(title):
            return " – ".join(filter(None, (product, title or first_stated(self._kind_names()))))
        return title

    def _is_generic(self, title: str) -> bool:
        return is_generic(title) or plain_words(title) in map(plain_words, self._kind_names())

    def _kind_names(self) -> Iterator[str]:
        kind = self._composition.get("type")
        yield from texts(kind, "coding", "display")
        yield from texts(kind, "text")

    def _source(self) -> str:
        """The authority that the file names; else the place that gave it its identifier."""
        for resource in tables(self._bundle, "entry", "resource"):
            if _AUTHORITY in texts(resource, "type", "coding", "code"):
                return plain_line(text_at(resource, "name"), self._context.notes.add)
        bundles = (self._outer, self._bundle, self._composition)
        systems = (name for part in bundles for name in texts(part, "identifier", "system"))
        return first_stated(_host(system) for system in systems)

    def _date(self) -> str:
        stated = text_at(self._composition, "date") or text_at(
            self._composition, "attester", "time"
        )
        date = plain_line(stated.partition("T")[0], self._context.notes.add)
        if not self._outer:
            return date
        # A collection is dated by its export: the text's own date stands in the text.
        if not self.facts.revision:
            self._context.notes.add("the text states no date; the date is that of the export")
        return self.facts.revision or date

    def _error(self, reason: str) -> MalformedLeafletError:
        return MalformedLeafletError(self._file, self._context.notes.place, reason)


def _joined(first: Narrative, second: Narrative) -> Narrative:
    """One body of two that follow each other; FHIR allows one alone, and files hold more."""
    if not first.blocks:
        return second
    before = sum(1 for _ in text_blocks(first.blocks))
    later = (replace(mark, block=mark.block + before) for mark in second.annotations)
    return Narrative(first.blocks + second.blocks, (*first.annotations, *later))


def _says_only(body: Narrative, word: str) -> bool:
    match body.blocks:
        case (Paragraph() as only,):
            return only.text.casefold() == word
    return False


def _without_html_entities(text: str) -> str:
    """The XHTML with HTML's names of characters resolved, which XML without a DTD knows not."""
    if "&" not in text:
        return text
    from html import escape
    from html.entities import html5

    def character(found: re.Match[str]) -> str:
        name = found[1]
        return escape(html5[name]) if name not in _OF_XML and name in html5 else found[0]

    return _ENTITY.sub(character, text)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
