"""Every leaflet that the window can open: of the folders, of files, of the library."""

from __future__ import annotations

from pathlib import Path

from viewer.app.file_leaflets import FileLeaflets
from viewer.app.library_access import LibraryAccess, is_library_name
from viewer.leaflet.errors import LeafletError
from viewer.leaflet.model import Leaflet
from viewer.library.errors import NoLibraryError


class Leaflets:
    """Opens leaflets by their names: an id, or what `library_name` makes of a number."""

    def __init__(self, files: FileLeaflets, library: LibraryAccess) -> None:
        self._files = files
        self._library = library

    def open(self, name: str) -> Leaflet:
        """The leaflet of this name; bundled ones and those of opened files come first.

        Raises LeafletError, and LibraryError where it would have to come out of the library.
        """
        try:
            return self._files.open(name)
        except LeafletError as error:
            if error.file:
                raise
            try:
                leaflet = self._library.leaflet(name)
            except NoLibraryError as away:
                if is_library_name(name):
                    raise
                raise LeafletError("", "", f"{error.reason}, and {away.reason}") from None
            if leaflet is None:
                raise
            return leaflet

    def read(self, path: Path) -> tuple[str, Leaflet]:
        """The first leaflet in a file, behind the name that it is opened by again.

        Raises LeafletError, and ResourceError for the topics.
        """
        return self._files.read(path)
