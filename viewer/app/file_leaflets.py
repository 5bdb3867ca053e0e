"""Leaflets by their id from the program's folders, and from any file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from viewer.leaflet.bundled import BundledLeaflets, LeafletHead
from viewer.leaflet.model import Leaflet


class FileLeaflets:
    """Leaflets of the folders by id, and those of any file.

    What the folders hold is the program's or the user's own and is read here; every file opened
    from elsewhere is read in a process of its own, whatever its format. All leaflets of such a
    file can be opened by their id from then on, as long as the program runs.
    """

    def __init__(
        self,
        bundled: BundledLeaflets,
        topics: Path,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        """`cancelled` is asked, on the thread that reads, whether the file is wanted no longer."""
        self._bundled = bundled
        self._topics = topics
        self._cancelled = cancelled
        self._opened: dict[str, Leaflet] = {}

    def open(self, id: str) -> Leaflet:
        """The leaflet with this id. Raises LeafletError."""
        opened = self._opened.get(id)
        return opened if opened is not None else self._bundled.open(id)

    def read(self, path: Path) -> Leaflet:
        """The first leaflet in a file. Raises LeafletError; ResourceError for the topics' table."""
        from viewer.leaflet.reading_process import never, read_in_child

        leaflets = read_in_child(path, self._topics, cancelled=self._cancelled or never)
        self._opened |= {leaflet.id: leaflet for leaflet in leaflets}
        return leaflets[0]

    def file_of(self, leaflet: Leaflet) -> str:
        """The file that a leaflet was opened from; empty where it has an id of its own here."""
        return leaflet.provenance.file if self._opened.get(leaflet.id) is leaflet else ""

    def heads(self) -> Sequence[LeafletHead]:
        """What can be opened by its id: leaflets of opened files first, then the folders'."""
        opened = [
            LeafletHead(
                leaflet.id,
                leaflet.title,
                leaflet.language,
                leaflet.kind,
                leaflet.product,
                Path(leaflet.provenance.file),
            )
            for leaflet in self._opened.values()
        ]
        return [*opened, *(head for head in self._bundled.heads() if head.id not in self._opened)]

    def beside(self, leaflet: Leaflet) -> list[str]:
        """The titles of the other leaflets that came out of the same file."""
        file = leaflet.provenance.file
        return [
            other.title
            for other in self._opened.values()
            if other.provenance.file == file and other.id != leaflet.id
        ]
