"""Names of files and folders as people write them: on the command line, in settings, in a field."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def written_path(name: str) -> Path:
    """The path of a name that may begin with "~", the user's own home or, as "~name", another's.

    Raises nothing: where there is no such home the name is kept as it is. `Path.expanduser` raises
    RuntimeError there, and both raise ValueError for a home with a zero byte in its name.
    """
    with suppress(ValueError):
        name = os.path.expanduser(name)  # noqa: PTH111
    return Path(name)


def file_and_id(name: str) -> tuple[str, str]:
    """A file, and the id of the leaflet in it that FILE#ID asks for; mostly empty."""
    if "#" not in name or os.path.exists(name):  # noqa: PTH110  # where Path.exists would raise
        return name, ""
    file, _, wanted = name.rpartition("#")
    return file, wanted
