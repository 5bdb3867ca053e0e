"""A leaflet as the window holds it: its one text, and its word index once that is needed."""

from __future__ import annotations

from functools import cached_property

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matcher import WordIndex
from viewer.leaflet.model import Leaflet


class OpenLeaflet:
    """One leaflet that is open."""

    def __init__(self, leaflet: Leaflet) -> None:
        self.leaflet = leaflet
        self.text = LeafletText(leaflet)

    @cached_property
    def index(self) -> WordIndex:
        """The word index; made at first use (3.5 ms for 100 kB), after the first paint."""
        return WordIndex(self.text)
