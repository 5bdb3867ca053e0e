"""Which of two versions of a leaflet is the newer one, by what they state of themselves.

Versions that are numbers decide; else the dates, as far as both are stated: of "January 2025"
and "2025" neither is older. Clocks have no say: not the one of the import, nor that of the file.
"""

from __future__ import annotations

import re

from viewer.leaflet.model import Provenance
from viewer.leaflet.plain import plain_words
from viewer.library.months import MONTHS

_VERSION = re.compile(r"[vV]?(\d{1,18}(?:\.\d{1,18})*)")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:\D.*)?)?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{1,2}")
_UNKNOWN_MONTH = re.compile(r"\d [^\d ].* \d")
"""A word among numbers, of which none is known to be a month."""


def is_older(one: Provenance, other: Provenance) -> bool:
    """Whether `one` is surely older than `other`."""
    versions = version_numbers(one.version), version_numbers(other.version)
    if all(versions) and versions[0] != versions[1]:
        return versions[0] < versions[1]
    dates = day(one.date), day(other.date)
    stated = min(map(len, dates))
    return dates[0][:stated] < dates[1][:stated]


def age(version: str, date: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What sorts versions, the oldest first, by what they state."""
    return version_numbers(version), day(date)


def version_numbers(version: str) -> tuple[int, ...]:
    """ "1.10.0" as (1, 10): zeros at its end tell nothing; empty where it is no number."""
    found = _VERSION.fullmatch(version.strip())
    numbers = [int(part) for part in found[1].split(".")] if found else []
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def day(date: str) -> tuple[int, ...]:
    """Year, month and day, as many as are stated and understood: "07/2024", "2. maj 2024"."""
    if found := _ISO_DATE.fullmatch(date.strip()):
        parts = [int(part) for part in found.groups() if part]
        return _checked(*parts)
    text = plain_words(date)
    words = text.split()
    years = [word for word in words if _YEAR.fullmatch(word)]
    if len(years) != 1:
        return ()
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [int(word) for word in words if _NUMBER.fullmatch(word)]
    if not months and numbers:
        if _UNKNOWN_MONTH.search(text):
            return (int(years[0]),)
        # Day before month, as all of Europe writes it, and behind the year the other way round; so
        # too where that cannot be.
        if _NUMBER.fullmatch(words[-1]):
            numbers.reverse()
        *numbers, month = numbers
        if month > 12 and numbers:
            numbers, month = [month], numbers[0]
        months = [month]
    return _checked(int(years[0]), *months[:1], *numbers[:1])


def _checked(year: int, month: int = 0, day: int = 0) -> tuple[int, ...]:
    if not 1 <= month <= 12:
        return (year,)
    return (year, month, day) if 1 <= day <= 31 else (year, month)
