"""What a window is asked to show when it opens."""

from __future__ import annotations

import os
from typing import NamedTuple

DEFAULT_LEAFLET = "klonopin"
"""Id of the leaflet that opens when none is named."""


class OpenRequest(NamedTuple):
    """What to open and what to mark there; every part may be empty.

    `leaflet` is the id of a known leaflet or the path of a file, empty for the default one;
    `section` a section key, `lenses` ids of lenses to switch on, `term` words of one's own as
    typed into the lens bar, `find` a text to look for. With `choose`
    the reader is asked for a file.
    """

    leaflet: str = ""
    section: str = ""
    lenses: tuple[str, ...] = ()
    term: str = ""
    find: str = ""
    choose: bool = False


def names_file(leaflet: str) -> bool:
    """Whether a request's leaflet is a file and no id, which has none of these signs."""
    return "/" in leaflet or "\\" in leaflet


def located(request: OpenRequest) -> OpenRequest:
    """The same request, its file named so that it is found from any folder.

    A name without a folder is an id here: who knows the ids says before which is a file.
    """
    if request.leaflet and names_file(request.leaflet):
        return request._replace(leaflet=os.path.abspath(request.leaflet))  # noqa: PTH100
    return request
