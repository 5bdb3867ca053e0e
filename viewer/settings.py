"""Settings that are kept between runs, and the file they are kept in.

The machine is shared: no search words, no own terms and no reading history are ever among them.
A damaged file never stops the program; what cannot be used is named and replaced, and the file
is kept beside under a name ending in ".damaged". Keys that this version does not know (of a
newer one, say) stay in the file.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, fields
from pathlib import Path

ZOOM_RANGE = (50, 300)
TREE_WIDTH_RANGE = (80, 2000)
THEMES = ("system", "light", "dark", "high-contrast")
PAPERS = ("", "A4", "Letter", "A5", "Legal")
_MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user chose, or the defaults.

    `zoom` is in percent; `lenses` are ids of the lenses that are on; `dim` dims sections without
    a match; `tree_width` is in logical pixels; `geometry` is the window's place and size as Qt
    saves it, in base64, empty for the default; `paper` is empty for the locale's own; `pinned` are
    keys (`library_shelf.keys_of`) of leaflets that stand first in the library.
    """

    theme: str = "system"
    zoom: int = 100
    lenses: tuple[str, ...] = ()
    dim: bool = False
    tree_width: int = 290
    geometry: str = ""
    print_highlights: bool = True
    paper: str = ""
    pinned: tuple[str, ...] = ()


class SettingsStore:
    """Loads and saves settings in the JSON file `path`; neither ever raises an OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> tuple[Settings, str]:
        """The settings, and a message for the user where something was wrong, else ""."""
        settings, _, problem = self.load_chosen()
        return settings, problem

    def load_chosen(self) -> tuple[Settings, frozenset[str], str]:
        """As `load`, and between the two the names of the values that stand in the file."""
        none = frozenset[str]()
        try:
            data = self._read()
        except FileNotFoundError:
            return Settings(), none, ""
        except OSError as error:
            problem = f"cannot be read ({_reason(error)}); defaults are used"
            return Settings(), none, f"{self.path}: {problem}"
        if isinstance(data, str):
            return Settings(), none, f"{self.path}: {data}; defaults are used{self._set_aside()}"
        values, faults = _values_from(data)
        problem = f"{self.path}: {'; '.join(faults)}" if faults else ""
        # Each value was checked.
        return Settings(**values), frozenset(values), problem  # type: ignore[arg-type]

    def save(self, settings: Settings, leave_out: Collection[str] = ()) -> str:
        """Writes the settings whole or not at all, but for the values named in `leave_out`.

        Gives a sentence where it could not, else "".
        """
        import json

        try:
            data = self._read()
        except OSError:
            data = {}
        known = {field.name for field in fields(Settings)}
        kept = {k: v for k, v in data.items() if k not in known} if isinstance(data, dict) else {}
        values = {k: v for k, v in asdict(settings).items() if k not in leave_out}
        text = json.dumps({**values, **kept}, indent=2) + "\n"
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_text(text, encoding="utf-8")
                part.replace(self.path)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            return f"Settings could not be saved in {self.path}: {_reason(error)}."
        return ""

    def _read(self) -> dict[str, object] | str:
        """The file's object, or what is wrong with it. Raises OSError where it is unreadable."""
        status = self.path.stat()
        # A named pipe would wait for ever and a device might never end.
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if status.st_size > _MOST_BYTES:
            return f"larger than {_MOST_BYTES // 1024} KiB"
        import json

        try:
            data = json.loads(self.path.read_bytes().decode("utf-8-sig"))
        except json.JSONDecodeError as error:
            return f"line {error.lineno}: damaged ({error.msg})"
        except (ValueError, RecursionError):
            return "damaged (not UTF-8 text in JSON)"
        return data if isinstance(data, dict) else "damaged (not a JSON object)"

    def _set_aside(self) -> str:
        """Moves a damaged file out of the way; gives the end of the sentence that says so."""
        aside = self.path.with_name(self.path.name + ".damaged")
        try:
            self.path.replace(aside)
        except OSError as error:
            return f", and the file could not be set aside ({_reason(error)})"
        return f", and the file is kept as {aside.name}"


class NoStore(SettingsStore):
    """Remembers nothing, for a machine that is to forget its readers; touches no file."""

    def load_chosen(self) -> tuple[Settings, frozenset[str], str]:
        return Settings(), frozenset(), ""

    def save(self, settings: Settings, leave_out: Collection[str] = ()) -> str:
        del settings, leave_out
        return ""


def _values_from(data: dict[str, object]) -> tuple[dict[str, object], list[str]]:
    """Every usable value of `data`, and what was wrong with the others."""
    values: dict[str, object] = {}
    faults: list[str] = []
    for name, check in _CHECKS.items():
        if name not in data:
            continue
        value = data[name]
        wanted = check(value)
        if wanted:
            default = getattr(Settings(), name)
            faults.append(f"{name} {_shown(value)} is not {wanted}, {_shown(default)} is used")
        else:
            values[name] = tuple(value) if isinstance(value, list) else value
    return values, faults


Check = Callable[[object], str]
"""Gives what a value ought to be where it is not that, else ""."""


def one_of(choices: tuple[str, ...]) -> Check:
    """A check for one of these texts."""
    wanted = "one of " + ", ".join(choice or '""' for choice in choices)
    return lambda value: "" if isinstance(value, str) and value in choices else wanted


def a_number(low: int, high: int) -> Check:
    """A check for a whole number, both ends included."""

    def check(value: object) -> str:
        right = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        return "" if right else f"a whole number from {low} to {high}"

    return check


def a_truth(value: object) -> str:
    """Checks for true or false."""
    return "" if isinstance(value, bool) else "true or false"


def _ids(value: object) -> str:
    right = isinstance(value, list) and all(isinstance(item, str) and item for item in value)
    return "" if right else "a list of ids"


def _base64(value: object) -> str:
    right = isinstance(value, str) and value.isascii() and len(value) <= 10_000
    return "" if right else "a window geometry"


_CHECKS: dict[str, Check] = {
    "theme": one_of(THEMES),
    "zoom": a_number(*ZOOM_RANGE),
    "lenses": _ids,
    "dim": a_truth,
    "tree_width": a_number(*TREE_WIDTH_RANGE),
    "geometry": _base64,
    "print_highlights": a_truth,
    "paper": one_of(PAPERS),
    "pinned": _ids,
}


def _shown(value: object) -> str:
    import json

    text = json.dumps(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
