"""The document: what a medicine leaflet is, whatever format it came in.

A leaflet is a tree of sections; a section's body is a tuple of blocks; a block's text is made
of runs. Every reader produces this model and everything else consumes it: the matcher, the
renderer, the printer and the command line see the same blocks, so that their counts agree.

Positions inside a leaflet are given as (section key, text block number, start, end). The *text
blocks* of a section are its heading (number 0, also where it is empty) followed by every
paragraph, list item, table cell paragraph and image of its body in reading order. Offsets count
characters (Unicode code points) of the text block's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

IMAGE_CHARACTER = "\ufffc"
"""Stands for an image in a text block's text (Unicode OBJECT REPLACEMENT CHARACTER)."""


class Script(Enum):
    """How a run sits on the line."""

    NORMAL = "normal"
    SUB = "sub"
    SUP = "sup"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one look.

    The text has single spaces only (readers fold white space), keeps no-break spaces and soft
    hyphens, and holds ``\\n`` for a line break inside a paragraph. `link` is ``#key`` for a
    section of the same leaflet, an http, https or mailto address, or empty.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    script: Script = Script.NORMAL
    link: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One paragraph of a list.

    `level` counts from 1. `marker` is what stands before the text as the source numbers it
    ("1.", "a)"), a bullet "•", or empty for a further paragraph of the item above.
    """

    runs: tuple[Run, ...]
    level: int = 1
    marker: str = "•"

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; `key` is the SHA-256 (hexadecimal) of its bytes, which the leaflet holds."""

    key: str
    description: str = ""

    @property
    def text(self) -> str:
        return IMAGE_CHARACTER


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; spans count rows and columns and are at least 1."""

    blocks: tuple[Block, ...]
    header: bool = False
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as the source gives them: a cell covered by a span has no entry."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def columns(self) -> int:
        """How many columns stand side by side at most, those counted that cells span from above."""
        columns = widest = 0
        ending = [0] * (len(self.rows) + 1)
        for number, row in enumerate(self.rows):
            columns -= ending[number]
            for cell in row:
                columns += cell.column_span
                ending[min(number + cell.row_span, len(self.rows))] += cell.column_span
            widest = max(widest, columns)
        return widest


class NoteKind(Enum):
    """Why a note is set apart from the text around it."""

    READER = "reader"
    """An editor's remark that is not part of the leaflet."""
    WARNING = "warning"
    """A box of the leaflet's own, such as a boxed warning."""


@dataclass(frozen=True, slots=True)
class Note:
    """Blocks set apart in a box under a label."""

    label: str
    blocks: tuple[Block, ...]
    kind: NoteKind = NoteKind.READER


Block = Paragraph | ListItem | Image | Table | Note
TextBlock = Paragraph | ListItem | Image


def text_blocks(blocks: tuple[Block, ...]) -> Iterator[TextBlock]:
    """The blocks that hold text themselves, in reading order, out of tables and notes."""
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from text_blocks(cell.blocks)
        elif isinstance(block, Note):
            yield from text_blocks(block.blocks)
        else:
            yield block


@dataclass(frozen=True, slots=True)
class Code:
    """A section code: `system` is a short name ("loinc") or a URL, `code` its value there."""

    system: str
    code: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of text to which the leaflet's publisher has tied codes (SNOMED CT, ICPC-2...).

    `block` is a text block's number within its section (0 is the heading), `start` and `end`
    are offsets into its text.
    """

    block: int
    start: int
    end: int
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the leaflet's tree; `key` is unique within the leaflet.

    `level` counts from 1 (a child is one deeper than its parent). An empty `title` means that
    the source gives none: such a section has no row in the tree. `topic` is empty where unknown.
    `annotations` are the publisher's own, in reading order. A section that `repeats` only says
    again what stands elsewhere in the leaflet: it is shown and found, but the library's search
    passes it over.
    """

    key: str
    title: str
    level: int = 1
    topic: str = ""
    codes: tuple[Code, ...] = ()
    blocks: tuple[Block, ...] = ()
    children: tuple[Section, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    repeats: bool = False

    def texts(self) -> tuple[str, ...]:
        """The text of every text block: the heading, then the body in reading order."""
        return (self.title, *(block.text for block in text_blocks(self.blocks)))

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a leaflet came from. An empty text means that the source does not state it."""

    source: str = ""
    holder: str = ""
    version: str = ""
    date: str = ""
    file: str = ""
    sha256: str = ""
    imported: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One document about one medicine, in one language and version.

    `language` is a BCP 47 tag. `kind` is "package-leaflet", "smpc", "label" or "guide". `notice`
    is an editor's remark on the whole leaflet; its first sentence is fit for a status bar.
    `reading_notes` name what the reader could not carry over. `images` maps image keys to the
    encoded bytes.
    """

    id: str
    title: str
    language: str
    kind: str
    product: str
    sections: tuple[Section, ...]
    active_substance: str = ""
    atc: str = ""
    notice: str = ""
    language_assumed: bool = False
    provenance: Provenance = Provenance()
    reading_notes: tuple[str, ...] = ()
    images: dict[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    def walk(self) -> Iterator[Section]:
        """All sections in reading order."""
        for section in self.sections:
            yield from section.walk()

    def section(self, key: str) -> Section:
        """The section with this key. Raises KeyError where there is none."""
        for section in self.walk():
            if section.key == key:
                return section
        raise KeyError(key)
