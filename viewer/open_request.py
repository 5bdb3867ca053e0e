"""What a window is asked to show when it opens."""

from __future__ import annotations

from typing import NamedTuple

DEFAULT_LEAFLET = "klonopin"
"""Id of the leaflet that opens when none is named."""


class OpenRequest(NamedTuple):
    """What to open and what to mark there; every part may be empty.

    `leaflet` is the id of a known leaflet or the path of a file, empty for the default one;
    `section` a section key, `lenses` ids of lenses to switch on, `term` words of one's own as
    typed into the lens bar, `find` a text to look for.
    """

    leaflet: str = ""
    section: str = ""
    lenses: tuple[str, ...] = ()
    term: str = ""
    find: str = ""
