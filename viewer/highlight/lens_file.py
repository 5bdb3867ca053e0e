"""Reads lenses from TOML files, as the program brings them and as users add their own.

    id = "alcohol"                  # small letters, digits and hyphens
    order = 1                       # place in the lens bar
    colour = "amber"                # a lens colour of the themes
    [name]
    en = "Alcohol"
    [terms.en]
    words = ["alcohol*", "wine"]    # `terms.py` says what a term matches
    never = ["benzyl alcohol"]      # may be left out
    [sections]                      # may be left out: codes by code system
    loinc = []
    [concepts]                      # may be left out: codes of annotations by code system
    snomed = ["53041004"]           # what a publisher has tied to a code is marked as a whole
    icpc-2 = []

A file at fault is left out with its reason and the line it stands in; the others load.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from viewer.highlight.finder import FIND
from viewer.highlight.folding import is_word_character
from viewer.highlight.lens import OWN_LENS, Lens, Terms
from viewer.highlight.terms import star_fault
from viewer.leaflet.errors import ResourceError
from viewer.leaflet.source_file import open_regular
from viewer.leaflet.toml_source import TomlSource

MOST_BYTES = 256 * 1024
"""A lens file is a page of words; anything larger is none."""

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def load_lenses(
    folders: Iterable[Path], known_colours: Collection[str]
) -> tuple[tuple[Lens, ...], tuple[ResourceError, ...]]:
    """The lenses of all ``*.toml`` files, by order and name, and what was left out and why.

    The first folder is the program's own: it must hold lenses. Another one may be missing. Of
    two lenses with one id the first stays, by folder and then by file name.
    """
    lenses: dict[str, tuple[Lens, Path]] = {}
    errors: list[ResourceError] = []
    for number, folder in enumerate(folders):
        try:
            files = _lens_files(folder, required=number == 0)
        except ResourceError as error:
            errors.append(error)
            continue
        for file in files:
            try:
                lens = load_lens(file, known_colours)
                if lens.id in lenses:
                    raise _doubled(lens, file, lenses[lens.id][1])
            except ResourceError as error:
                errors.append(error)
            else:
                lenses[lens.id] = lens, file
    ordered = sorted((lens for lens, _ in lenses.values()), key=lambda each: each.name())
    ordered.sort(key=lambda each: each.order)
    return tuple(ordered), tuple(errors)


def load_lens(path: Path, known_colours: Collection[str]) -> Lens:
    """The lens of one file. Raises ResourceError with the line where the file is at fault."""
    source = _read(path)
    return _LensReader(path, source, known_colours).lens(source.table())


def _lens_files(folder: Path, *, required: bool) -> list[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except FileNotFoundError:
        files = []
    except OSError as error:
        reason = f"the folder cannot be read ({error.strerror})"
        raise ResourceError(str(folder), "", reason) from error
    if required and not files:
        raise ResourceError(str(folder), "", "there is no lens file in this folder")
    return files


def _doubled(lens: Lens, file: Path, first: Path) -> ResourceError:
    place = _read(file).place("", "id")
    return ResourceError(str(file), place, f'the id "{lens.id}" is taken by {first} already')


def _read(path: Path) -> TomlSource:
    with open_regular(path) as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ResourceError(str(path), "", f"it is larger than {MOST_BYTES // 1024} kB")
    return TomlSource(str(path), data)


class _LensReader:
    """Checks one file's values; it knows the source to name the line of what is wrong."""

    def __init__(self, path: Path, source: TomlSource, known_colours: Collection[str]) -> None:
        self._path = path
        self._source = source
        self._colours = set(known_colours) - {OWN_LENS}

    def lens(self, data: dict[str, object]) -> Lens:
        needed = ("id", "order", "colour", "name", "terms")
        self._check_keys("", data, needed, ("sections", "concepts"))
        return Lens(
            id=self._id(data["id"]),
            order=self._order(data["order"]),
            colour=self._colour(data["colour"]),
            names=self._names(data["name"]),
            terms=self._terms(data["terms"]),
            codes=self._codes("sections", data.get("sections", {})),
            concepts=self._codes("concepts", data.get("concepts", {})),
        )

    def _id(self, value: object) -> str:
        name = self._text("", "id", value)
        if not _ID.fullmatch(name):
            reason = f'the id "{name}" may have small letters, digits and hyphens only'
            raise self._error("", "id", reason)
        if name in (OWN_LENS, FIND):
            raise self._error("", "id", f'the id "{name}" is reserved for the program')
        return name

    def _order(self, value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._error("", "order", '"order" must be a whole number')
        return value

    def _colour(self, value: object) -> str:
        colour = self._text("", "colour", value)
        if colour not in self._colours:
            known = ", ".join(sorted(self._colours))
            raise self._error("", "colour", f'the colour "{colour}" is unknown: use {known}')
        return colour

    def _names(self, value: object) -> dict[str, str]:
        table = self._table("", "name", value)
        if not table:
            raise self._error("name", "", "the lens has no name in any language")
        for language in table:
            self._check_language("name", language)
        return {language: self._text("name", language, name) for language, name in table.items()}

    def _terms(self, value: object) -> dict[str, Terms]:
        table = self._table("", "terms", value)
        if not table:
            raise self._error("terms", "", "the lens has no terms")
        return {language: self._terms_of(language, terms) for language, terms in table.items()}

    def _terms_of(self, language: str, value: object) -> Terms:
        self._check_language("terms", language)
        table = self._table("terms", language, value)
        place = f"terms.{language}"
        self._check_keys(place, table, ("words",), ("never",))
        words = self._term_list(place, "words", table["words"])
        if not words:
            raise self._error(place, "words", "the lens has no terms here")
        return Terms(words, self._term_list(place, "never", table.get("never", [])))

    def _term_list(self, table: str, key: str, value: object) -> tuple[str, ...]:
        terms = self._texts(table, key, value)
        for term in terms:
            if not any(map(is_word_character, term)):
                raise self._error(table, key, f'the term "{term}" has no letter or digit', term)
            if star_fault(term):
                reason = f'in the term "{term}" a * stands elsewhere than at the end of a word'
                raise self._error(table, key, reason, term)
        return terms

    def _codes(self, name: str, value: object) -> dict[str, tuple[str, ...]]:
        table = self._table("", name, value)
        return {system: self._texts(name, system, codes) for system, codes in table.items()}

    def _texts(self, table: str, key: str, value: object) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self._error(table, key, f'"{key}" must be a list of texts: ["…", "…"]')
        return tuple(value)

    def _text(self, table: str, key: str, value: object) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self._error(table, key, f'"{key}" must be a text that is not empty')
        return value

    def _table(self, table: str, key: str, value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            path = f"{table}.{key}" if table else key
            raise self._error(table, key, f'"{key}" must be a table: [{path}]')
        return value

    def _check_language(self, table: str, key: str) -> None:
        if not _LANGUAGE.fullmatch(key):
            reason = f'"{key}" is no language tag such as "en" or "pt-BR"'
            raise self._error(table, key, reason)

    def _check_keys(
        self,
        table: str,
        values: dict[str, object],
        needed: tuple[str, ...],
        allowed: tuple[str, ...],
    ) -> None:
        for key in values:
            if key not in needed + allowed:
                raise self._error(table, key, f'the key "{key}" is unknown')
        for key in needed:
            if key not in values:
                raise self._error(table, "", f'the key "{key}" is missing')

    def _error(self, table: str, key: str, reason: str, value: str = "") -> ResourceError:
        return ResourceError(str(self._path), self._source.place(table, key, value), reason)
