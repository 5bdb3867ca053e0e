"""Leaflets by their id from the program's folders, and from any file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from viewer.leaflet.bundled import BundledLeaflets, LeafletHead
from viewer.leaflet.errors import LeafletError
from viewer.leaflet.file_names import file_and_id
from viewer.leaflet.model import Leaflet


class FileLeaflets:
    """Leaflets of the folders by id, and those of any file.

    What the folders hold is the program's or the user's own and is read here; every file opened
    from elsewhere is read in a process of its own, whatever its format. All leaflets of such a
    file have a name from then on, as long as the program runs; what a file says of itself never
    puts it in the place of another leaflet.
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
        self._opened: Mapping[str, Leaflet] = {}
        """Replaced whole: it is read on one thread and added to on another."""

    def open(self, name: str) -> Leaflet:
        """The leaflet with this id or name. Raises LeafletError."""
        opened = self._opened.get(name)
        return opened if opened is not None else self._bundled.open(name)

    def read(self, path: Path) -> tuple[str, Leaflet]:
        """The first leaflet in a file, or the one that FILE#ID asks for, behind its name here.

        Raises LeafletError; ResourceError for the topics' table.
        """
        from viewer.leaflet.reading_process import never, read_in_child

        file, wanted = file_and_id(str(path))
        leaflets = read_in_child(Path(file), self._topics, cancelled=self._cancelled or never)
        named = {_name(leaflet): leaflet for leaflet in leaflets}
        self._opened = {**self._opened, **named}
        for name, leaflet in named.items():
            if wanted in ("", leaflet.id):
                return name, leaflet
        there = ", ".join(leaflet.id for leaflet in leaflets)
        raise LeafletError(file, "", f"it holds no leaflet '{wanted}', but: {there}")

    def file_of(self, leaflet: Leaflet) -> str:
        """The file that a leaflet was opened from; empty where it has an id of its own here."""
        return leaflet.provenance.file if self._opened.get(_name(leaflet)) is leaflet else ""

    def heads(self) -> Sequence[LeafletHead]:
        """What can be opened, each with its name for an id: first of opened files."""
        opened = [
            LeafletHead(
                name,
                leaflet.title,
                leaflet.language,
                leaflet.kind,
                leaflet.product,
                Path(leaflet.provenance.file),
            )
            for name, leaflet in self._opened.items()
        ]
        return [*opened, *self._bundled.heads()]

    def beside(self, leaflet: Leaflet) -> list[str]:
        """The titles of the other leaflets that came out of the same file."""
        file = leaflet.provenance.file
        return [
            other.title
            for other in self._opened.values()
            if other.provenance.file == file and other.id != leaflet.id
        ]


def _name(leaflet: Leaflet) -> str:
    """By file and id: no id holds such a sign, and no file can make its own."""
    return f"{leaflet.id}\0{leaflet.provenance.file}"
