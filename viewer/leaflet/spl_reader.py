"""Reads US drug labels: HL7 Structured Product Labeling as the FDA publishes it.

One file holds one label. Its sections are nested and ordered as in the source; one without a
title is kept and has none. What the source's excerpts repeat for a summary becomes a section of
its own at the head of the leaflet, as the label has it in print.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from viewer.leaflet.errors import MalformedLeafletError, UnknownFormatError
from viewer.leaflet.images import PictureError, Pictures
from viewer.leaflet.language_tag import UNKNOWN
from viewer.leaflet.media_files import Media, is_base_name
from viewer.leaflet.model import (
    Block,
    Code,
    Leaflet,
    Note,
    NoteKind,
    Paragraph,
    Provenance,
    Run,
    Section,
)
from viewer.leaflet.narrative import NarrativeContext, narrative_blocks
from viewer.leaflet.safe_xml import parse_xml
from viewer.leaflet.spl_label import (
    INDEX_CODE,
    PRODUCT_DATA_CODE,
    SPL,
    Label,
    flat_text,
    read_label,
)
from viewer.leaflet.spl_outline import HIGHLIGHTS_KEY, Node, Outline, outline_of
from viewer.leaflet.spl_text import MediaFile, References, number_footnotes, rewrite
from viewer.leaflet.xml_head import root_name

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_ALL_MEDIA_BYTES = 128 << 20
"""The most that all pictures of a label may have."""

_BOXED_WARNING = Code("loinc", "34066-1")
_PRODUCT_DATA = Code("loinc", PRODUCT_DATA_CODE)
_FIRST_CODE = re.compile(
    rb"""<(?:\w+:)?code\b[^>]{0,999}?\bcode\s*=\s*["']([\w-]{0,99})""", re.ASCII
)
_RECENT_CHANGES = Code("loinc", "43683-2")
_DATA = "data:;base64,"
"""Begins the address of a picture that the document itself holds."""


def is_spl(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an SPL document, in UTF-8 or UTF-16."""
    return root_name(head) == f"{SPL}document"


def is_index(head: bytes) -> bool:
    """Whether the first bytes of an SPL document say that it only lists substances."""
    found = _FIRST_CODE.search(head)
    return found is not None and found[1].decode() == INDEX_CODE


def read_spl(file: str, data: bytes, media: Media) -> tuple[Leaflet, ...]:
    """The one label in a document's bytes; `media` gives its pictures by their file names.

    Raises LeafletError.
    """
    document = parse_xml(file, data)
    if document.tag != f"{SPL}document":
        raise UnknownFormatError(file, "", "this is XML, but no drug label (SPL)")
    label = read_label(document)
    if label.code == INDEX_CODE:
        reason = "this is an FDA index of substances (code 60685-5), which holds no label text"
        raise UnknownFormatError(file, "", reason)
    outline = outline_of(file, document)
    if not any(node.shown for node in outline.nodes):
        raise MalformedLeafletError(file, "", "no section of this label holds any text")
    return (_LabelReader(file, document, label, outline, media).leaflet(),)


class _LabelReader:
    """Makes the leaflet of one document."""

    def __init__(
        self, file: str, document: Element, label: Label, outline: Outline, media: Media
    ) -> None:
        self._label = label
        self._outline = outline
        self._pictures = _LabelPictures(media)
        self._context = NarrativeContext(file, self._pictures.key)
        self._references = References(
            media=_declared_media(document),
            sections=outline.keys,
            footnotes=number_footnotes(document),
            note=self._context.notes.add,
        )

    def leaflet(self) -> Leaflet:
        label = self._label
        sections = (*self._highlights(), *self._sections(self._outline.nodes, 1, ""))
        self._note_whole_label()
        return Leaflet(
            id=label.identifier or f"{label.product} {label.holder}".strip() or label.title,
            title=label.title,
            language=label.language or "en",
            language_assumed=not label.language,
            kind="label",
            product=label.product,
            sections=sections,
            active_substance=label.active_substance,
            provenance=Provenance(holder=label.holder, version=label.version, date=label.date),
            reading_notes=self._context.notes.lines(),
            images=self._pictures.images,
        )

    def _note_whole_label(self) -> None:
        notes = self._context.notes
        notes.place = ""
        if any(_PRODUCT_DATA in node.codes for node in self._outline.nodes):
            notes.add("the product data (ingredients, packages, marketing) is no text: left out")
        if misplaced := self._outline.misplaced:
            notes.add(f"sections that stand where the format has none are left out: {misplaced}")
        if self._label.language == UNKNOWN:
            notes.add("the label states its language in a way that is not understood")
        if not self._label.identifier:
            notes.add("the label has no set id: a newer file will not replace it")

    def _sections(self, nodes: tuple[Node, ...], level: int, place: str) -> tuple[Section, ...]:
        return tuple(self._section(node, level, place) for node in nodes if node.shown)

    def _section(self, node: Node, level: int, place: str) -> Section:
        """A section and those below it; `place` is the title it stands under for its reader."""
        place = node.title or place
        blocks = self._blocks(node.key, place or "a section without a title", node.texts)
        if blocks and _BOXED_WARNING in node.codes:
            blocks = (Note("Boxed warning", blocks, NoteKind.WARNING),)
        return Section(
            key=node.key,
            title=node.title,
            level=level,
            codes=node.codes,
            blocks=blocks,
            children=self._sections(node.children, level + 1, place),
        )

    def _highlights(self) -> tuple[Section, ...]:
        """The summary: what the excerpts say, each under the title of its section."""
        blocks: list[Block] = []
        for top in self._outline.nodes:
            for node in top.walk():
                body = self._blocks(HIGHLIGHTS_KEY, "Highlights", node.highlights)
                if body and (heading := node.title or _untitled(node)):
                    blocks.append(Paragraph((Run(heading, bold=True),)))
                blocks += body
        if not blocks:
            return ()
        return (Section(HIGHLIGHTS_KEY, "Highlights", blocks=tuple(blocks), repeats=True),)

    def _blocks(self, key: str, place: str, texts: list[Element]) -> tuple[Block, ...]:
        blocks: tuple[Block, ...] = ()
        self._context.section = key
        self._context.notes.place = place
        for text in texts:
            blocks += narrative_blocks(rewrite(text, self._references), self._context)
        return blocks


class _LabelPictures:
    """The pictures of one label, by the names of their files; each is read and checked once."""

    def __init__(self, media: Media) -> None:
        self._media = media
        self._left = MAX_ALL_MEDIA_BYTES
        self._pictures = Pictures()
        self._keys: dict[str, str] = {}

    @property
    def images(self) -> dict[str, bytes]:
        return self._pictures.images

    def key(self, name: str) -> str:
        """The key of a picture, by its file's name or as data. Raises PictureError."""
        if name.startswith(_DATA):
            return self._pictures.add_from_address(name)
        if not (key := self._keys.get(name)):
            key = self._keys[name] = self._pictures.add(self._bytes(name))
        return key

    def _bytes(self, name: str) -> bytes:
        if not name:
            raise PictureError("the label declares no file for it")
        if not is_base_name(name):
            raise PictureError(f"{name[:100]!r} is not the mere name of a file")
        data = self._media(name)
        if data is None:
            raise PictureError(f"the file {name} is not beside the label, or is too large")
        self._left -= len(data)
        if self._left < 0:
            size = f"{MAX_ALL_MEDIA_BYTES >> 20} MiB"
            raise PictureError(f"the pictures of the label have more than {size}")
        return data


def _untitled(node: Node) -> str:
    return "Recent major changes" if _RECENT_CHANGES in node.codes else ""


def _declared_media(document: Element) -> dict[str, MediaFile]:
    """The pictures that the document declares, by identifier, as it is written and caseless."""
    declared: dict[str, MediaFile] = {}
    for media in document.iter(f"{SPL}observationMedia"):
        reference = media.find(f"{SPL}value/{SPL}reference")
        name = "" if reference is None else reference.get("value", "").strip()
        if not name and (data := media.findtext(f"{SPL}value", "").strip()):
            name = _DATA + data
        picture = MediaFile(name, flat_text(media.find(f"{SPL}text")))
        identifier = media.get("ID", "")
        declared.setdefault(identifier, picture)
        declared.setdefault(identifier.casefold(), picture)
    return declared
