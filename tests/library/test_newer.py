"""Of two versions the older one is known by what they state, and never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.model import Provenance
from viewer.leaflet.plain import plain_words
from viewer.library.months import MONTHS, NAMES
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
        (("", "12 maart 2024"), ("", "10 juni 2024")),
        (("", "5 września 2024"), ("", "1 grudnia 2024")),
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
        (("", "7. listopada 2024"), ("", "1. lipnja 2024")),
        (("", "10 unknown 2024"), ("", "2 other 2024")),
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
        ("12 maart 2024", (2024, 3, 12)),
        ("1. desember 2024", (2024, 12, 1)),
        ("5 grudnia 2024 r.", (2024, 12, 5)),
        ("8. joulukuuta 2024", (2024, 12, 8)),
        ("2024 m. lapkričio 5 d.", (2024, 11, 5)),
        ("2024. december 5.", (2024, 12, 5)),
        ("2024. gada 5. jūnijā", (2024, 6, 5)),
        ("5 ta’ Ġunju 2024", (2024, 6, 5)),
        ("5 Meán Fómhair 2024", (2024, 9, 5)),
        ("5. května 2024", (2024, 5, 5)),
        ("5. července 2024", (2024, 7, 5)),
        ("5. lipnja 2024.", (2024, 6, 5)),
        ("5 Μαΐου 2024", (2024, 5, 5)),
        ("5 май 2024 г.", (2024, 5, 5)),
        ("5. janúar 2024", (2024, 1, 5)),
        ("2024. 05. 12.", (2024, 5, 12)),
        ("12.05.2024 r.", (2024, 5, 12)),
        ("Fecha: 06/2019", (2019, 6)),
        ("Aprobado: 12/2024", (2024, 12)),
        ("5 listopada 2024", (2024,)),
        ("5 XII 2024", (2024,)),
        ("", ()),
    ],
)
def test_a_date_is_understood_as_texts_write_it(date: str, parts: tuple[int, ...]) -> None:
    assert day(date) == parts


def test_no_name_stands_for_two_months() -> None:
    for number, names in enumerate(NAMES, 1):
        assert {MONTHS[name] for name in plain_words(names).split()} == {number}


@given(st.text(), st.text(), st.text(), st.text())
def test_any_text_can_stand_for_version_and_date(a: str, b: str, c: str, d: str) -> None:
    one, other = Provenance(version=a, date=b), Provenance(version=c, date=d)
    assert not (is_older(one, other) and is_older(other, one))
    assert not is_older(one, one)


def test_digits_of_other_scripts_and_endless_ones_are_no_version() -> None:
    assert version_numbers("9" * 5000) == ()
    assert version_numbers("²") == ()
