"""Of two versions the older one is known by what they state, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.model import Provenance
from viewer.library.newer import day, is_older, version_numbers


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (("9", ""), ("10", "")),
        (("1.9", ""), ("1.10", "")),
        (("v1", "2025-01-01"), ("V2", "2020-01-01")),
        (("1.2", ""), ("1.2.1", "")),
        (("", "2024-12-31"), ("", "2025-01-01")),
        (("3", "2024-12-31"), ("3.0", "2025-01-01")),
        (("final", "2024"), ("draft", "2025-06-04")),
        (("7", "2024"), ("", "2025")),
        (("", "Diciembre 2024"), ("", "Enero 2025")),
        (("", "06/2019"), ("", "July 2019")),
        (("", "12.03.2020"), ("", "13 de março de 2020")),
        (("", "2. maj 2020"), ("", "1. oktober 2020")),
    ],
)
def test_the_older_one_is_known(older: tuple[str, str], newer: tuple[str, str]) -> None:
    one, other = (Provenance(version=version, date=date) for version, date in (older, newer))
    assert is_older(one, other)
    assert not is_older(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("1.0", "2024-01"), ("1", "2024-01-31")),
        (("", "2025"), ("", "Enero 2025")),
        (("", ""), ("", "2025-01-01")),
        (("1", ""), ("", "2025-01-01")),
        (("B", ""), ("A", "")),
        (("", "soon"), ("", "2025")),
        (("", "2019 or 2020"), ("", "2021")),
    ],
)
def test_where_it_cannot_be_known_neither_is_older(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    first, second = (Provenance(version=version, date=date) for version, date in (one, other))
    assert not is_older(first, second)
    assert not is_older(second, first)


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2025-06-04", (2025, 6, 4)),
        ("2025-06-04T10:00:00+02:00", (2025, 6, 4)),
        ("2025-13-01", (2025,)),
        ("07/2024", (2024, 7)),
        ("3/25/2024", (2024, 3, 25)),
        ("25/3/2024", (2024, 3, 25)),
        ("Enero de 2011", (2011, 1)),
        ("décembre 2011", (2011, 12)),
        ("août 2011", (2011, 8)),
        ("33 May 2011", (2011, 5)),
        ("", ()),
    ],
)
def test_a_date_is_understood_as_texts_write_it(date: str, parts: tuple[int, ...]) -> None:
    assert day(date) == parts


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_can_stand_for_version_and_date(a: str, b: str, c: str, d: str) -> None:
    one, other = Provenance(version=a, date=b), Provenance(version=c, date=d)
    assert not (is_older(one, other) and is_older(other, one))
    assert not is_older(one, one)


def test_digits_of_other_scripts_and_endless_ones_are_no_version() -> None:
    assert version_numbers("9" * 5000) == ()
    assert version_numbers("²") == ()
