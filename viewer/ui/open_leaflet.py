"""A leaflet as the window holds it: its one text, and its word index once that is needed."""

from __future__ import annotations

from functools import cached_property

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matcher import WordIndex
from viewer.leaflet.model import Leaflet


class OpenLeaflet:
    """One leaflet that is open; `name` is what it is opened by again."""

    def __init__(self, leaflet: Leaflet, name: str = "") -> None:
        """Without a `name` that is the leaflet's id."""
        self.leaflet = leaflet
        self.name = name or leaflet.id
        self.text = LeafletText(leaflet)

    @cached_property
    def index(self) -> WordIndex:
        """The word index; made at first use (3.5 ms for 100 kB), after the first paint."""
        return WordIndex(self.text)

    @property
    def is_indexed(self) -> bool:
        """Whether the word index is made."""
        return "index" in self.__dict__
