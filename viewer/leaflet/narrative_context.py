"""What the narratives of one leaflet share while they are read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.images import PictureError
from viewer.leaflet.model import Code
from viewer.leaflet.narrative_look import Look, Styles
from viewer.leaflet.narrative_notes import ReadingNotes

MAX_BLOCKS = 50_000


class Element(Protocol):
    """What is asked of an element: lxml's and the standard library's both fit."""

    @property
    def tag(self) -> object: ...
    @property
    def text(self) -> str | None: ...
    @property
    def tail(self) -> str | None: ...
    def get(self, key: str, /) -> str | None: ...
    def keys(self) -> Collection[str]: ...
    def items(self) -> Collection[tuple[str, str]]: ...
    def __iter__(self) -> Iterator[Element]: ...
    def __len__(self) -> int: ...


def no_pictures(_address: str) -> str:
    """Stands where a leaflet can have no pictures. Raises PictureError."""
    raise PictureError("pictures from elsewhere are not read")


@dataclass(slots=True)
class NarrativeContext:
    """What all narratives of one leaflet share, and the section that is being read.

    `picture` gives the key of the image at an address or raises PictureError. `annotated` maps
    the classes of elements to the codes that the publisher has tied to them. `anchors` collects
    the section in which each named place lies, and `links` the addresses linked to: where one
    begins with #, `narrative_link.with_links_resolved` has to see to it after reading.
    """

    file: str
    picture: Callable[[str], str] = no_pictures
    notes: ReadingNotes = field(default_factory=ReadingNotes)
    annotated: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    section: str = ""
    blocks_left: int = MAX_BLOCKS
    styles: Styles = field(default_factory=Styles)
    look: Look = field(default_factory=Look)

    def spend_block(self) -> None:
        """Counts a block or an empty cell. Raises MalformedLeafletError for one too many."""
        self.blocks_left -= 1
        if self.blocks_left < 0:
            raise self.error(f"the leaflet has more than {MAX_BLOCKS:,} paragraphs and cells")

    def error(self, reason: str) -> MalformedLeafletError:
        """A refusal that names the section which is being read."""
        return MalformedLeafletError(self.file, self.notes.place, reason)
