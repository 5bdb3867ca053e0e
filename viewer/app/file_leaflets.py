"""Leaflets by their id from the program's folders, and from any file."""

from __future__ import annotations

from pathlib import Path

from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.model import Leaflet


class FileLeaflets:
    """Leaflets of the folders by id, and those of any file."""

    def __init__(self, bundled: BundledLeaflets, topics: Path) -> None:
        self._bundled = bundled
        self._topics = topics

    def open(self, id: str) -> Leaflet:
        """The leaflet with this id. Raises LeafletError."""
        return self._bundled.open(id)

    def read(self, path: Path) -> Leaflet:
        """The first leaflet in a file. Raises LeafletError."""
        from viewer.leaflet.reader import read_leaflets
        from viewer.leaflet.topics import load_topics

        return read_leaflets(path, load_topics(self._topics))[0]
