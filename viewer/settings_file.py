"""Settings that are written by hand and rolled out: one TOML file for a machine, one for a user.

Both know the same keys; resources/settings.example.toml shows all of them with their defaults. A
value of the wrong kind and a key that is not known are named with their line and left out;
everything else in the file holds. Only a kiosk that is set wrongly is one all the same. `locked`
names keys of which the file has the last word.
"""

from __future__ import annotations

import errno
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewer.leaflet.file_names import written_path
from viewer.open_request import names_file
from viewer.settings import PAPERS, THEMES, ZOOM_RANGE, Check, a_number, a_truth, one_of

if TYPE_CHECKING:  # imported where there is a file to read
    from viewer.leaflet.toml_source import TomlSource

LANGUAGES = ("en",)
"""Languages that the program itself speaks."""
_MOST_BYTES = 256 * 1024
_LOCKED = "locked"
_ZERO = "\0"
"""No file, leaflet or lens has it in its name, and the system refuses every such name."""


def _text(value: object) -> str:
    if isinstance(value, str) and _ZERO in value:
        return "a text without a zero character"
    return "" if isinstance(value, str) else "a text"


def _texts(value: object) -> str:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        return "a list of texts"
    return "a list of texts without a zero character" if any(_ZERO in v for v in value) else ""


class Key(NamedTuple):
    """One key: its default, what a value has to be, and what it is for.

    `names_place` tells whether a text of it is a path.
    """

    name: str
    default: object
    check: Check
    says: str
    names_place: Callable[[str], bool] | None = None


KEYS = (
    Key("library", "", _text, "folder of the library of imported leaflets", bool),
    Key("leaflets", (), _texts, "further folders with leaflet files", bool),
    Key("lenses", (), _texts, "further folders with lens files", bool),
    Key("start_leaflet", "", _text, "id or file of the leaflet at the start", names_file),
    Key("start_lenses", (), _texts, "ids of the lenses that are on at the start"),
    Key("paper", "", one_of(PAPERS), "paper size; empty for that of the region"),
    Key("theme", "system", one_of(THEMES), "colours; system follows the desktop"),
    Key("zoom", 100, a_number(*ZOOM_RANGE), "size of the leaflet's text in percent"),
    Key("language", "en", one_of(LANGUAGES), "language of the program itself"),
    Key("kiosk", False, a_truth, "no opening of files, no import, nothing remembered"),
)
"""Every key there is, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What one file says: the usable values by key, the locked keys, and what is wrong with it.

    Lists are tuples; `faults` are whole lines that begin with the file's path.
    """

    path: Path
    values: Mapping[str, object] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    faults: tuple[str, ...] = ()


def load_settings_file(path: Path) -> SettingsFile:
    """Reads one file; where it is missing it says nothing. Raises nothing."""
    try:
        status = path.stat()
        # A named pipe would keep the start waiting for ever.
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if status.st_size > _MOST_BYTES:
            return _useless(path, f"larger than {_MOST_BYTES // 1024} KiB")
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return SettingsFile(path)
    except OSError as error:
        return _useless(path, f"cannot be read ({error.strerror or type(error).__name__})")
    from viewer.leaflet.errors import ResourceError
    from viewer.leaflet.toml_source import TomlSource

    try:
        source = TomlSource(str(path), data)
        return _checked(path, source, source.table())
    except ResourceError as error:
        return SettingsFile(path, faults=(f"{error}; nothing of it is used",))


def _useless(path: Path, reason: str) -> SettingsFile:
    return SettingsFile(path, faults=(f"{path}: {reason}; nothing of it is used",))


def _checked(path: Path, source: TomlSource, data: dict[str, object]) -> SettingsFile:
    known = {key.name: key for key in KEYS}
    values: dict[str, object] = {}
    locked: frozenset[str] = frozenset()
    faults: list[str] = []
    for name, value in data.items():
        if name == _LOCKED:
            locked, wrong = _locked(value, data)
        elif name in known:
            wanted = known[name].check(value)
            wrong = f"{name} is not {wanted} and is left out" if wanted else ""
            if not wrong:
                values[name] = _in_use(value, known[name], path.parent)
            elif name == "kiosk":  # whoever wrote it wants the machine closed
                values[name], wrong = True, f"{name} is not {wanted} and is taken for true"
        else:
            wrong = f"there is no setting '{name}'; it is ignored"
        if wrong:
            faults.append(f"{path}: {source.place('', name)}: {wrong}")
    return SettingsFile(path, values, locked & values.keys(), tuple(faults))


def _in_use(value: object, key: Key, folder: Path) -> object:
    """A value as it is used: a list as a tuple, a path from the folder of the file it stands in."""
    if isinstance(value, list):
        return tuple(_in_use(item, key, folder) for item in value)
    if isinstance(value, str) and key.names_place and key.names_place(value):
        return str(folder / written_path(value))
    return value


def _locked(value: object, data: Mapping[str, object]) -> tuple[frozenset[str], str]:
    """The keys that are locked, and what is wrong with the list."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        return frozenset(), "locked is not a list of keys and is left out"
    missing = [str(name) for name in value if name not in data]
    wrong = f"{', '.join(missing)} cannot be locked: this file gives no value" if missing else ""
    return frozenset(map(str, value)), wrong
