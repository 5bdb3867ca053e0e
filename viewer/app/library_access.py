"""The library and its index for the window: opened when first wanted, on whatever thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from viewer import paths
from viewer.leaflet.model import Leaflet

if TYPE_CHECKING:  # neither is imported before a library is wanted
    from viewer.highlight.lens import Lens
    from viewer.library.entry import LibraryEntry
    from viewer.library.library import Library
    from viewer.library.search_index import SearchIndex

_PREFIX = "library:"
_NOW = ":now"


def library_name(entry: LibraryEntry) -> str:
    """What a leaflet of the library is opened by; for the program alone.

    An entry that was current when it was listed stands for the version that is by then.
    """
    return f"{_PREFIX}{entry.number}{_NOW if entry.current else ''}"


def is_library_name(name: str) -> bool:
    """Whether `library_name` gave it; nobody is to see such a one."""
    return name.startswith(_PREFIX)


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
        self._expected = bool(os.environ.get(paths.LIBRARY_VARIABLE))
        """Whether there ought to be a library: its folder was named, or it was there before."""

    def library(self) -> Library | None:
        """The library; None where none has been made yet.

        Raises LibraryError, also where a library that ought to be there is not.
        """
        with self._lock:
            return self._opened()

    @property
    def read_only(self) -> bool:
        """Whether the library, where it has been opened, can only be read."""
        library = self._library  # another thread may let go of it in between
        return library is not None and library.read_only

    def index(self) -> SearchIndex | None:
        """The search index of the library, in whatever state. Raises LibraryError."""
        from viewer.library.index_opening import open_index

        with self._lock:
            library = self._opened()
            if library is not None and self._index is None:
                self._index = open_index(library, self._lenses(), paths.cache_folder())
            return self._index

    def leaflet(self, name: str) -> Leaflet | None:
        """The leaflet that `library_name` named, or the current one of an id; None: neither.

        Raises LibraryError.
        """
        self._expected |= is_library_name(name)
        library = self.library()
        if library is None:
            return None
        if is_library_name(name):
            return library.leaflet(_number(library, name))
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
        if is_library_name(name):
            return library.entry(_number(library, name))
        return library.current(name, leaflet.language)

    def newer(self, name: str, leaflet: Leaflet) -> LibraryEntry | None:
        """The version of today, where that of the leaflet opened by this name is another.

        Raises LibraryError.
        """
        entry = self.entry(name, leaflet)
        library = self.library() if entry is not None else None
        if entry is None or library is None:
            return None
        today = _of_today(library, entry)
        return today if today.sha256 != leaflet.provenance.sha256 else None

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
                if not self._expected:
                    return None
                reason = (
                    f"there is no library in {self.folder}. If there should be one, see whether "
                    "the folder can be reached; an import makes a new one"
                )
                raise NoLibraryError("", "", reason) from None
            self._file, self._expected = file, True
        return self._library

    def _file_there(self) -> tuple[int, int] | None:
        """Which file of the system is the library's database now; None where there is none."""
        from viewer.library.opening import FILE

        try:
            status = (self.folder / FILE).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino


def _number(library: Library, name: str) -> int:
    """The number of the version that is to be opened by a name that `library_name` gave."""
    number = int(name.removeprefix(_PREFIX).removesuffix(_NOW))
    entry = library.entry(number) if name.endswith(_NOW) else None
    return _of_today(library, entry).number if entry is not None else number


def _of_today(library: Library, entry: LibraryEntry) -> LibraryEntry:
    """The version that is current now, of whatever version."""
    return library.current_of(entry._replace(current=True))
