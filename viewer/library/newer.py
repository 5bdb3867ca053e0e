"""Which of two versions of a leaflet is the newer one, by what they state of themselves.

Versions that are numbers decide; else the dates, as far as both are stated: of "January 2025"
and "2025" neither is older. Clocks have no say: not the one of the import, nor that of the file.
"""

from __future__ import annotations

import re

from viewer.leaflet.model import Provenance
from viewer.leaflet.plain import plain_words

_VERSION = re.compile(r"[vV]?(\d{1,18}(?:\.\d{1,18})*)")
_ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:\D.*)?)?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
# The months' names as they begin, in the languages of western Europe, without accents.
_MONTHS = (
    ("jan", "ene", "gen"),
    ("feb", "fev"),
    ("mar",),
    ("apr", "abr", "avr"),
    ("may", "mai", "maj", "mag", "mei"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "ago", "aou"),
    ("sep", "set"),
    ("oct", "out", "okt", "ott"),
    ("nov",),
    ("dec", "dic", "dez"),
)


def is_older(one: Provenance, other: Provenance) -> bool:
    """Whether `one` is surely older than `other`."""
    versions = version_numbers(one.version), version_numbers(other.version)
    if all(versions) and versions[0] != versions[1]:
        return versions[0] < versions[1]
    dates = day(one.date), day(other.date)
    stated = min(map(len, dates))
    return dates[0][:stated] < dates[1][:stated]


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
    words = plain_words(date).split()
    years = [word for word in words if _YEAR.fullmatch(word)]
    if len(years) != 1:
        return ()
    months = [month for word in words if (month := _month(word))]
    numbers = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word)]
    if not months and numbers:
        # Day before month, as all of Europe writes it; the other way where that cannot be.
        *numbers, month = numbers
        if month > 12 and numbers:
            numbers, month = [month], numbers[0]
        months = [month]
    return _checked(int(years[0]), *months[:1], *numbers[:1])


def _checked(year: int, month: int = 0, day: int = 0) -> tuple[int, ...]:
    if not 1 <= month <= 12:
        return (year,)
    return (year, month, day) if 1 <= day <= 31 else (year, month)


def _month(word: str) -> int:
    """The number of the month with this name; 0 where it is none."""
    for number, names in enumerate(_MONTHS, 1):
        if word.startswith(names):
            return number
    return 0
