"""What the library knows of a leaflet without opening it: a row of a list, the head of a hit."""

from __future__ import annotations

from typing import NamedTuple


class LibraryEntry(NamedTuple):
    """One leaflet of the library, in one version.

    `number` is its own in this library and is never given again. `id` is the leaflet's own; all
    versions of a leaflet share it, and of these one is `current`. Texts are as the model has
    them, empty where the source states nothing; `imported` is a date and time in UTC (ISO 8601),
    `sha256` that of the source file's bytes, `file` the name it was imported under.
    """

    number: int
    id: str
    title: str
    product: str
    active_substance: str
    holder: str
    language: str
    kind: str
    atc: str
    version: str
    date: str
    verified: bool
    imported: str
    file: str
    sha256: str
    current: bool
