"""Numbers are known as one whatever stands between their thousands."""

from __future__ import annotations

import pytest

from viewer.library.thousands import joined_thousands


@pytest.mark.parametrize(
    ("language", "written", "joined"),
    [
        ("en", "1,000 mg", "1000 mg"),
        ("en", "2,500 or 1,234,567 IU", "2500 or 1234567 IU"),
        ("en", "10 000 IU", "10000 IU"),
        ("es", "1.000 mg", "1000 mg"),
        ("da", "1.000,5 mg", "1000,5 mg"),
        ("fr", "2\u202f500\u00a0UI", "2500\u00a0UI"),
        ("other", "12\u00a0345", "12345"),
    ],
)
def test_signs_between_thousands_are_left_out(language: str, written: str, joined: str) -> None:
    assert joined_thousands(["none", written], language) == [joined]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "1.125 mg"),
        ("es", "1,125 mg"),
        ("other", "1.125 or 1,125 mg"),
        ("en", "take 2 500 mg tablets"),
        ("en", "0,125 mg"),
        ("en", "2025,100 mg"),
        ("en", "1,0000 mg"),
        ("en", "A,500 mg"),
        ("en", "1, 500 mg"),
    ],
)
def test_what_may_be_two_numbers_or_a_decimal_one_is_left_alone(
    language: str, written: str
) -> None:
    assert joined_thousands([written], language) == []
