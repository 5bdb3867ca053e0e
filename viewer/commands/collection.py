"""The leaflets and lenses there are on this machine, found by what was typed.

What is bundled or the user's own is read here, and any other file in a process with limits, so
that none can hang or fell a command. A damaged installation stops nothing that does not need it:
without the resource folder a leaflet file can still be shown and checked.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from viewer import paths
from viewer.commands.command import CommandError, WrongUseError, did_you_mean
from viewer.commands.known_lenses import known_lenses, lens_colours
from viewer.commands.output import tell
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.highlight.matches import Matches
from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.file_names import file_and_id
from viewer.leaflet.model import Leaflet
from viewer.library.errors import LibraryError, NoLibraryError
from viewer.rollout import further_folders

if TYPE_CHECKING:
    from viewer.leaflet.reading_process import ReadingProcess


class Collection:
    """What is bundled with the program, what the user added in the configuration folder, and what
    the library holds.
    """

    def __init__(self) -> None:
        self._problem: ResourceError | None = None
        try:
            self._resources: Path | None = paths.resource_folder()
        except ResourceError as error:
            self._resources, self._problem = None, error

    def leaflets(self) -> tuple[Leaflet, ...]:
        """Every leaflet of the folders; files at fault are told and left out.

        Raises ResourceError where the installation is damaged.
        """
        self._require_resources()
        bundled = self._bundled()
        leaflets = tuple(bundled.open(head.id) for head in bundled.heads())
        for error in bundled.errors():
            tell(f"left out: {error}")
        return leaflets

    def leaflet(self, name: str) -> Leaflet:
        """The leaflet with this id, or else the first one in this file.

        Ids of the folders win over those of the library, as in the window. Raises CommandError
        where there is neither, and ResourceError where it is at fault.
        """
        if "/" in name or os.sep in name:
            return self._from_file(name)
        try:
            found = self._of_id(name)
        except LibraryError:
            if not is_file_name(name):
                raise
            found = None
        if found is not None:
            return found
        if is_file_name(name):
            return self._from_file(name)
        self._require_resources()
        ids = [head.id for head in self._bundled().heads()]
        raise CommandError(f"there is no leaflet '{name}'{did_you_mean(name, ids)}")

    def has_id(self, name: str) -> bool:
        """Whether a leaflet has this id, be its file at fault or not."""
        try:
            return self._of_id(name) is not None
        except LeafletError:
            return True
        except LibraryError:
            return False

    def reading_process(self) -> ReadingProcess:
        """What reads files from elsewhere, with the topics there are; for a `with` statement."""
        from viewer.leaflet.reading_process import ReadingProcess
        from viewer.leaflet.topics import load_topics

        topics = self._resources / "topics.toml" if self._resources else None
        if topics:
            try:
                load_topics(topics)
            except ResourceError as error:
                tell(f"topics are left out: {error}")
                topics = None
        return ReadingProcess(topics)

    def read_lens(self, file: Path) -> Lens:
        """The lens of a file. Raises ResourceError."""
        from viewer.highlight.lens_file import load_lens

        return load_lens(file, lens_colours())

    def lenses(self, ids: Sequence[str], term: str = "") -> tuple[Lens, ...]:
        """The lenses with these ids, and that of one's own words behind them.

        Raises WrongUseError where an id is unknown or `term` holds no word, and ResourceError
        where the installation is damaged. Lens files at fault are told and left out.
        """
        known = {lens.id: lens for lens in known_lenses()} if ids else {}
        for lens_id in ids:
            if lens_id not in known:
                raise WrongUseError(f"there is no lens '{lens_id}'; there are: {', '.join(known)}")
        chosen = [known[lens_id] for lens_id in ids]
        if term:
            from viewer.highlight.own_terms import own_terms_lens

            own = own_terms_lens(term)
            if own is None:
                raise WrongUseError(f"--term '{term}' holds no word to look for")
            chosen.append(own)
        return tuple(chosen)

    def _of_id(self, name: str) -> Leaflet | None:
        """The leaflet with this id. Raises LeafletError for a file at fault, and LibraryError."""
        try:
            return self._bundled().open(name)
        except LeafletError as error:
            if error.file:
                raise
        return _of_library(name)

    def _bundled(self) -> BundledLeaflets:
        folders = [paths.user_leaflet_folder(), *further_folders("leaflets")]
        if self._resources:
            folders.insert(0, self._resources / "leaflets")
        topics = self._resources / "topics.toml" if self._resources else None
        return BundledLeaflets(folders, paths.cache_folder(), topics)

    def _from_file(self, name: str) -> Leaflet:
        file, wanted = file_and_id(name)
        with self.reading_process() as process:
            leaflets = process.read(Path(file))
        by_id = {leaflet.id: leaflet for leaflet in leaflets}
        if wanted and wanted not in by_id:
            raise CommandError(f"{file} holds no leaflet '{wanted}', but: {', '.join(by_id)}")
        if len(leaflets) > 1 and not wanted:
            others = " or ".join(f"{file}#{leaflet.id}" for leaflet in leaflets[1:])
            tell(f"{file} holds more leaflets; {leaflets[0].id} is taken; ask for {others}")
        return by_id[wanted or leaflets[0].id]

    def _require_resources(self) -> Path:
        if self._resources is None:
            raise self._problem or ResourceError("", "", "there are no resources")
        return self._resources


def _of_library(name: str) -> Leaflet | None:
    """The current leaflet of the library with this id. Raises LibraryError."""
    from viewer.library.library import Library

    try:
        library = Library.open(paths.library_folder())
    except NoLibraryError:
        return None
    entry = library.current(name)
    return None if entry is None else library.leaflet(entry.number)


def find_all(leaflet: Leaflet, lenses: Sequence[Lens]) -> tuple[Matches, ...]:
    """What each lens marks in the leaflet."""
    if not lenses:
        return ()
    index = WordIndex(LeafletText(leaflet))
    return tuple(find_matches(index, lens) for lens in lenses)


def chosen_sections(leaflet: Leaflet, keys: Sequence[str]) -> frozenset[str]:
    """The keys of the sections with these keys and of those below them; of all without keys.

    Raises CommandError where the leaflet has no section with one of them.
    """
    known = {section.key: section for section in leaflet.walk()}
    for key in keys:
        if key not in known:
            suggestion = did_you_mean(key, list(known))
            raise CommandError(f"there is no section '{key}' in {leaflet.id}{suggestion}")
    return frozenset(below.key for key in keys or known for below in known[key].walk())


def is_file_name(name: str) -> bool:
    """Whether a name that is no id can only mean a file."""
    # Path.exists would raise where a name is too long for a file.
    return any(sign in name for sign in "./\\") or os.path.exists(name)  # noqa: PTH110
