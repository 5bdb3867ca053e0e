"""What can be wrong with a library, told so that its owner can mend it.

No error of these was followed by a deletion: a damaged library lies where it lay.
"""

from __future__ import annotations

from viewer.leaflet.errors import ResourceError


class LibraryError(ResourceError):
    """A library cannot be opened, read or written; `file` is its database or its folder."""


class NoLibraryError(LibraryError):
    """There is no library in this folder."""


class NoSuchLeafletError(LibraryError):
    """The library has no leaflet of this number, or has it no longer."""


class DamagedLibraryError(LibraryError):
    """The database is empty, cut short or broken. `Library.begin_anew` keeps it under a name."""


class ForeignDatabaseError(LibraryError):
    """What lies in the library's place is something else."""


class SchemaError(LibraryError):
    """Another version of the program made the library, and this one cannot use it as it is."""


class ReadOnlyLibraryError(LibraryError):
    """Writing is not permitted here."""


class LibraryBusyError(LibraryError):
    """Another program kept the library locked for longer than it is waited for."""


class LibraryStorageError(LibraryError):
    """The disk is full, or reading or writing failed on it. What was begun is undone."""


class ChangedLeafletError(LibraryError):
    """A leaflet, a picture or a source is not what was imported: it is not to be shown."""


class OutdatedLeafletError(LibraryError):
    """A leaflet is kept in a form of another version of the program; importing it again helps."""
