"""The libraries that are measured: leaflets made, imported and indexed, with what that took."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.library_sample import Stock, write_library
from benchmarks.processes import Watched, watched
from benchmarks.surroundings import Surroundings
from viewer.paths import LIBRARY_VARIABLE

PROGRAM = (sys.executable, "-P", "-m", "viewer")


@dataclass(frozen=True, slots=True)
class Stage:
    """A library of so many leaflets, in a folder with the files and texts it is made of.

    `imported` is how that went; None where the library was there already.
    """

    folder: Path
    leaflets: int
    imported: Watched | None

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def texts(self) -> Path:
        """The text of each leaflet, in a file of its own."""
        return self.folder / "texts"

    @property
    def library(self) -> Path:
        return self.folder / "library"

    @property
    def bare(self) -> Path:
        """For the index of tantivy by itself."""
        return self.folder / "bare"

    def environment(self, around: Surroundings, name: str) -> dict[str, str]:
        """The variables of a program with this library."""
        return around.environment(name, **{LIBRARY_VARIABLE: str(self.library)})


def set_up(around: Surroundings, folder: Path, stocks: Sequence[Stock], leaflets: int) -> Stage:
    """Makes what is not there yet. Raises CannotRunError."""
    made = Stage(folder, leaflets, None)
    finished = folder / "finished"
    if finished.exists():
        return made
    write_library(made.files, made.texts, stocks, range(leaflets))
    command = [*PROGRAM, "import", "--progress-lines", str(made.files)]
    imported = watched(command, made.environment(around, "import"))
    finished.touch()
    return Stage(folder, leaflets, imported)


def seconds_until_stored(imported: Watched) -> float:
    """When the last leaflet was in the library; making it searchable comes after that."""
    return max(at for at, line in imported.lines if json.loads(line).get("phase") == "import")
