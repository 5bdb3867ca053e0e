"""The library and its index for the window: opened when first wanted, on whatever thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from viewer.leaflet.model import Leaflet

if TYPE_CHECKING:  # neither is imported before a library is wanted
    from viewer.highlight.lens import Lens
    from viewer.library.entry import LibraryEntry
    from viewer.library.library import Library
    from viewer.library.search_index import SearchIndex

_PREFIX = "library:"


def library_name(number: int) -> str:
    """What a leaflet of the library is opened by, in the version of this number."""
    return f"{_PREFIX}{number}"


class LibraryAccess:
    """Usable from any thread; nothing is opened or imported before it is asked for."""

    def __init__(self, folder: Path, lenses: Callable[[], Sequence[Lens]]) -> None:
        """`lenses` gives those that sections are found by."""
        self.folder = folder
        self._lenses = lenses
        self._lock = Lock()
        self._library: Library | None = None
        self._file: tuple[int, int] | None = None
        """Which file of the system the library was opened from."""
        self._index: SearchIndex | None = None

    def library(self) -> Library | None:
        """The library; None where none has been made yet. Raises LibraryError."""
        with self._lock:
            return self._opened()

    @property
    def read_only(self) -> bool:
        """Whether the library, where it has been opened, can only be read."""
        return self._library is not None and self._library.read_only

    def index(self) -> SearchIndex | None:
        """The search index of the library, in whatever state. Raises LibraryError."""
        from viewer.commands.library_search import open_index

        with self._lock:
            library = self._opened()
            if library is not None and self._index is None:
                self._index = open_index(library, self._lenses())
            return self._index

    def leaflet(self, name: str) -> Leaflet | None:
        """The leaflet that `library_name` named, or the current one of an id; None: neither.

        Raises LibraryError.
        """
        library = self.library()
        if library is None:
            return None
        if name.startswith(_PREFIX):
            return library.leaflet(int(name.removeprefix(_PREFIX)))
        entry = library.current(name)
        return library.leaflet(entry.number) if entry is not None else None

    def entry(self, name: str, leaflet: Leaflet) -> LibraryEntry | None:
        """The entry of a leaflet that was opened by this name; None: it is not the library's.

        Raises LibraryError.
        """
        # A leaflet of a folder or a file may have the id of one that was imported.
        library = self.library() if leaflet.provenance.imported else None
        if library is None:
            return None
        if name.startswith(_PREFIX):
            return library.entry(int(name.removeprefix(_PREFIX)))
        return library.current(name, leaflet.language)

    def _opened(self) -> Library | None:
        from viewer.library.errors import NoLibraryError
        from viewer.library.library import Library

        file = self._file_there()
        if self._library is not None and file != self._file:
            # It was moved aside or replaced: what is there now is another library.
            self._library.close()
            self._library = self._index = None
        if self._library is None:
            try:
                self._library = Library.open(self.folder)
            except NoLibraryError:
                return None
            self._file = file
        return self._library

    def _file_there(self) -> tuple[int, int] | None:
        """Which file of the system is the library's database now; None where there is none."""
        from viewer.library.opening import FILE

        try:
            status = (self.folder / FILE).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino
