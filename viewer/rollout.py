"""Which settings hold, and who gave each: the one place where their order is decided.

    1. the command line, for this one start
    2. the environment
    3. the machine's file, where it locks the setting
    4. the user's file, where it locks the setting
    5. what was chosen in the window and is remembered
    6. the user's file
    7. the machine's file
    8. the default

So a file gives defaults that a reader may change in the window, unless it locks them. A value that
is the same as the files' is not remembered: when they change, the change is seen.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from viewer import paths
from viewer.open_request import DEFAULT_LEAFLET
from viewer.settings import NoStore, Settings, SettingsStore
from viewer.settings_file import KEYS, SettingsFile, load_settings_file

REMEMBERED = {"paper": "paper", "theme": "theme", "zoom": "zoom", "start_lenses": "lenses"}
"""Keys whose values can be chosen in the window, and their names among what is remembered."""


class Source(Enum):
    """Who gave a value; the text says it to a person."""

    DEFAULT = "default"
    MACHINE_FILE = "machine file"
    USER_FILE = "user file"
    REMEMBERED = "chosen in the window"
    ENVIRONMENT = "environment"


class Given(NamedTuple):
    """A value, who gave it, and in which file or variable; a `locked` one outlasts choices."""

    value: object
    source: Source
    place: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True)
class RollOut:
    """What holds: by key in `given`, and as typed values.

    `settings` are the remembered ones with what the files add; `baseline` is what would hold if
    nothing were remembered, by name of `Settings`; `faults` name what cannot be used, a line each.
    """

    given: Mapping[str, Given]
    settings: Settings
    baseline: Mapping[str, object]
    faults: tuple[str, ...]
    store: SettingsStore

    @property
    def kiosk(self) -> bool:
        """Whether nothing may be opened from files, imported or remembered."""
        return self.given["kiosk"].value is True

    @property
    def start_leaflet(self) -> str:
        """Id or file of the leaflet that opens at the start."""
        return str(self.given["start_leaflet"].value) or DEFAULT_LEAFLET

    def unknown_lenses(self, known: Collection[str]) -> Iterator[str]:
        """A fault for each lens that a settings file switches on and that there is not."""
        given = self.given["start_lenses"]
        if given.source is not Source.REMEMBERED and isinstance(given.value, tuple):
            for lens in given.value:
                if lens not in known:
                    yield f"{given.place}: start_lenses: there is no lens with the id {lens!r}"

    def leaflet_folders(self, resources: Path) -> tuple[Path, ...]:
        """Where leaflet files are: the program's, the user's, and the further ones."""
        return (resources / "leaflets", paths.user_leaflet_folder(), *self._folders("leaflets"))

    def lens_folders(self, resources: Path) -> tuple[Path, ...]:
        """Where lens files are: the program's, the user's, and the further ones."""
        return (resources / "lenses", paths.user_lens_folder(), *self._folders("lenses"))

    def unchanged(self, settings: Settings) -> frozenset[str]:
        """The names of the values that are as they would be if nothing were remembered."""
        locked = {REMEMBERED[key] for key in REMEMBERED if self.given[key].locked}
        same = {name for name, value in self.baseline.items() if getattr(settings, name) == value}
        return frozenset(locked | same)

    def save(self, settings: Settings) -> str:
        """Remembers what was chosen; gives a sentence where that was not possible, else ""."""
        return self.store.save(settings, self.unchanged(settings))

    def _folders(self, key: str) -> tuple[Path, ...]:
        return _as_folders(self.given[key].value)


def settings_files() -> tuple[Path, Path]:
    """The user's file and the machine's, whether they are there or not."""
    return paths.user_settings_file(), paths.machine_settings_file()


def load_rollout() -> RollOut:
    """Reads both files and what is remembered, and decides. Raises nothing."""
    user, machine = (load_settings_file(path) for path in settings_files())
    store = SettingsStore(paths.settings_file())
    kiosk = _given("kiosk", False, user, machine)
    if kiosk.value is True:
        store = NoStore(store.path)
    chosen, names, problem = store.load_chosen()
    faults = (*machine.faults, *user.faults, *([problem] if problem else []))
    given: dict[str, Given] = {}
    baseline: dict[str, object] = {}
    settings = chosen
    for key in KEYS:
        found = _given(key.name, key.default, user, machine)
        if name := REMEMBERED.get(key.name):
            baseline[name] = found.value
            if name in names and not found.locked:
                found = Given(getattr(chosen, name), Source.REMEMBERED, str(store.path))
            settings = replace(settings, **{name: found.value})  # type: ignore[arg-type]
        given[key.name] = found
    library = os.environ.get(paths.LIBRARY_VARIABLE)
    if library:
        given["library"] = Given(library, Source.ENVIRONMENT, paths.LIBRARY_VARIABLE)
    return RollOut(given, settings, baseline, (*faults, *_missing_folders(given)), store)


def _missing_folders(given: Mapping[str, Given]) -> Iterator[str]:
    """A fault for each named folder that is not there: what it holds would be missed in silence.

    A library is made by the first import, but only in a folder that is there.
    """
    for key in ("leaflets", "lenses"):
        for folder in _as_folders(given[key].value):
            if not _is_there(folder):
                yield f"{given[key].place}: {key}: there is no folder {folder}"
    library = str(given["library"].value)
    if library and not _is_there(parent := paths.named_folder(library).parent):
        yield f"{given['library'].place}: library: there is no folder {parent}"


def _is_there(folder: Path) -> bool:
    return os.path.isdir(folder)  # noqa: PTH112  # Path.is_dir raises where it may not look


def further_folders(key: str) -> tuple[Path, ...]:
    """The folders that the files name under "leaflets" or "lenses"."""
    user, machine = (load_settings_file(path) for path in settings_files())
    return _as_folders(_given(key, (), user, machine).value)


def use_rolled_out_library() -> None:
    """Makes this process, and those it starts, use the library that a settings file names.

    The environment variable does that already, so where it is set it stays.
    """
    if os.environ.get(paths.LIBRARY_VARIABLE):
        return
    user, machine = (load_settings_file(path) for path in settings_files())
    if folder := _given("library", "", user, machine).value:
        os.environ[paths.LIBRARY_VARIABLE] = str(paths.named_folder(str(folder)))


def _as_folders(value: object) -> tuple[Path, ...]:
    """Folders as they are written in a file: "~" is each user's own home."""
    names = value if isinstance(value, tuple) else ()
    return tuple(map(paths.named_folder, names))


def _given(key: str, default: object, user: SettingsFile, machine: SettingsFile) -> Given:
    """What the two files give; the user's comes first unless the machine's is locked."""
    order = ((machine, Source.MACHINE_FILE), (user, Source.USER_FILE))
    for file, source in order:
        if key in file.locked:
            return Given(file.values[key], source, str(file.path), locked=True)
    for file, source in reversed(order):
        if key in file.values:
            return Given(file.values[key], source, str(file.path))
    return Given(default, Source.DEFAULT)
