"""Reads themes from TOML files: a key per field of `Theme`, and a table of lens colours."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.toml_source import TomlSource
from viewer.render.theme import LensColour, Theme, Underline

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_TEXTS = ("id", "name")
_FLAGS = ("dark", "outlined")


def load_themes(folder: Path) -> tuple[Theme, ...]:
    """The themes of a folder's ``*.toml`` files, by file name.

    Raises ResourceError where the folder holds none, a file is at fault or two share an id.
    """
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise ResourceError(str(folder), "", "there is no theme file in this folder")
    themes: dict[str, Theme] = {}
    for file in files:
        theme = load_theme(file)
        if theme.id in themes:
            raise ResourceError(str(file), "id", f'another theme is called "{theme.id}" already')
        themes[theme.id] = theme
    return tuple(themes.values())


def load_theme(path: Path) -> Theme:
    """One theme. Raises ResourceError naming the key, or the line of a syntax error."""
    return _ThemeReader(str(path)).theme(_read_toml(path))


def _read_toml(path: Path) -> dict[str, object]:
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ResourceError(str(path), "", reason) from error
    return TomlSource(str(path), data).table()


class _ThemeReader:
    """Checks one file's values; it knows the file for the error messages."""

    def __init__(self, file: str) -> None:
        self._file = file

    def theme(self, data: dict[str, object]) -> Theme:
        self._check_keys("", data, tuple(field.name for field in fields(Theme)))
        values: dict[str, object] = {}
        for key, value in data.items():
            if key in _TEXTS:
                values[key] = self._text(key, value)
            elif key in _FLAGS:
                values[key] = self._flag(key, value)
            elif key == "lenses":
                values[key] = self._lenses(value)
            else:
                values[key] = self._colour(key, value)
        return Theme(**values)  # type: ignore[arg-type]  # each value was checked by its key

    def _lenses(self, value: object) -> dict[str, LensColour]:
        table = self._table("lenses", value)
        if "own" not in table:
            raise self._error("lenses", 'the colour "own" of the reader\'s own terms is missing')
        return {name: self._lens(f"lenses.{name}", entry) for name, entry in table.items()}

    def _lens(self, place: str, value: object) -> LensColour:
        table = self._table(place, value)
        self._check_keys(place, table, ("tint", "line", "underline"))
        return LensColour(
            self._colour(f"{place}.tint", table["tint"]),
            self._colour(f"{place}.line", table["line"]),
            self._underline(f"{place}.underline", table["underline"]),
        )

    def _underline(self, place: str, value: object) -> Underline:
        try:
            return Underline(value)
        except ValueError:
            known = ", ".join(style.value for style in Underline)
            raise self._error(place, f"{value!r} is no underline style: use {known}") from None

    def _colour(self, place: str, value: object) -> str:
        if not isinstance(value, str) or not _COLOUR.fullmatch(value.lower()):
            raise self._error(place, f'{value!r} is no colour: write it as "#rrggbb"')
        return value.lower()

    def _text(self, place: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._error(place, "this must be a text that is not empty")
        return value

    def _flag(self, place: str, value: object) -> bool:
        if not isinstance(value, bool):
            raise self._error(place, "this must be true or false")
        return value

    def _table(self, place: str, value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise self._error(place, "this must be a table")
        return value

    def _check_keys(self, place: str, table: dict[str, object], keys: tuple[str, ...]) -> None:
        at = f"{place}." if place else ""
        for key in table:
            if key not in keys:
                raise self._error(at + key, "this key is unknown")
        for key in keys:
            if key not in table:
                raise self._error(at + key, "this key is missing")

    def _error(self, place: str, reason: str) -> ResourceError:
        return ResourceError(self._file, place, reason)
