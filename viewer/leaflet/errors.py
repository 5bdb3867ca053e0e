"""What can be wrong with a leaflet or a resource file, told so that a reader can mend it.

Every refusal names the file, the place in it and the reason in plain words; the same sentence
stands on the error page and on the command line. None is logged: it may quote what was read.
"""

from __future__ import annotations


class ResourceError(Exception):
    """A file from outside is at fault.

    `file` is its path as text, `place` a line ("line 12"), a section or empty for the whole
    file, `reason` a plain sentence without a full stop at its end.
    """

    def __init__(self, file: str, place: str, reason: str) -> None:
        super().__init__(file, place, reason)
        self.file = file
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)


class LeafletError(ResourceError):
    """A leaflet cannot be read."""


class UnreadableFileError(LeafletError):
    """The file is missing, forbidden, not a regular file, or too large."""


class UnknownFormatError(LeafletError):
    """The file holds no leaflet in a format this program reads."""


class MalformedLeafletError(LeafletError):
    """The format is known, but the file breaks its rules."""
