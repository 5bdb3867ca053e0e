"""Where a leaflet came from, in words: what is not known is said to be not stated."""

from __future__ import annotations

from dataclasses import replace

import pytest

from viewer.leaflet.model import Leaflet, Provenance
from viewer.render.provenance import (
    NOT_STATED,
    kind_name,
    language_name,
    notice_lead,
    provenance_line,
    provenance_rows,
    status_line,
)

KNOWN = Provenance(
    source="The agency",
    holder="A firm",
    version="7",
    date="2024-05-01",
    file="/leaflets/sample.md",
    sha256="ab" * 32,
    imported="2024-06-01",
    verified=True,
)
LEAFLET = Leaflet(
    "sample",
    "Sample leaflet",
    "en-GB",
    "package-leaflet",
    "Sample",
    (),
    active_substance="samplin",
    atc="N03AE01",
    notice="Demonstration content. Not for use.",
    provenance=KNOWN,
)


def test_the_line_names_source_version_and_date() -> None:
    assert provenance_line(KNOWN) == "Source: The agency · Version: 7 · Date: 2024-05-01"


def test_the_line_says_of_each_what_the_source_does_not_state() -> None:
    assert provenance_line(Provenance()).count(NOT_STATED) == 3
    assert provenance_line(Provenance(version="7")) == (
        "Source: not stated · Version: 7 · Date: not stated"
    )


def test_the_status_bar_tells_kind_language_source_date_and_notice() -> None:
    assert status_line(LEAFLET) == (
        "Package leaflet · English · The agency · 2024-05-01 · demonstration content"
    )


@pytest.mark.parametrize(
    ("provenance", "words"),
    [
        (Provenance(), "source and date not stated"),
        (Provenance(source="The agency"), "The agency · date not stated"),
        (Provenance(date="2024"), "2024 · source not stated"),
    ],
)
def test_the_status_bar_says_what_is_missing(provenance: Provenance, words: str) -> None:
    leaflet = replace(LEAFLET, provenance=provenance, notice="")
    assert status_line(leaflet) == f"Package leaflet · English · {words}"


def test_an_assumed_language_is_told_to_be_assumed() -> None:
    leaflet = replace(LEAFLET, language_assumed=True)
    assert "English (assumed)" in status_line(leaflet)
    assert dict(provenance_rows(leaflet))["Language"] == "English (assumed)"


def test_the_guide_claims_no_source() -> None:
    assert status_line(replace(LEAFLET, kind="guide")) == "User guide"


def test_all_that_is_known_is_told() -> None:
    rows = dict(provenance_rows(LEAFLET))
    for known in (KNOWN.source, KNOWN.holder, KNOWN.version, KNOWN.date, KNOWN.file, KNOWN.sha256):
        assert known in rows.values()
    assert rows["Imported"] == "2024-06-01"
    assert rows["Verified"] == "yes"
    assert rows["Active substance"] == "samplin"
    assert rows["ATC code"] == "N03AE01"
    assert rows["Notice"] == LEAFLET.notice


def test_what_is_not_known_is_told_not_to_be_stated_and_never_left_out() -> None:
    rows = dict(provenance_rows(Leaflet("sample", "Sample", "en", "label", "", ())))
    for label in ("Active substance", "ATC code", "Holder", "Source", "Version", "Date"):
        assert rows[label] == NOT_STATED
    assert rows["Verified"] == "no"
    assert rows["Imported"] == "no, read from its file"


def test_names_are_in_words_and_an_unknown_one_stays_as_it_is() -> None:
    assert kind_name("label") == "Prescribing information"
    assert kind_name("something") == "something"
    assert language_name("da") == "Danish"
    assert language_name("pt-BR") == "Portuguese"
    assert language_name("tlh") == "tlh"


def test_a_leaflet_in_arabic_is_said_to_be_in_arabic() -> None:
    assert status_line(replace(LEAFLET, language="ar")).split(" · ")[1] == "Arabic"
    assert dict(provenance_rows(replace(LEAFLET, language="ar")))["Language"] == "Arabic"


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("fi", "Finnish"),
        ("el", "Greek"),
        ("ga", "Irish"),
        ("ja", "Japanese"),
        ("zh-Hant", "Chinese"),
        ("ko", "Korean"),
        ("no", "Norwegian"),
        ("is", "Icelandic"),
        ("HR", "Croatian"),
    ],
)
def test_every_language_of_a_market_has_its_name(tag: str, name: str) -> None:
    assert language_name(tag) == name


@pytest.mark.parametrize(
    ("notice", "lead"),
    [
        ("Demonstration content. Not for use.", "Demonstration content"),
        ("Demonstration content.", "Demonstration content"),
        ("Version 2.1 of it. More.", "Version 2.1 of it"),
        ("", ""),
    ],
)
def test_the_lead_is_the_first_sentence_of_the_notice(notice: str, lead: str) -> None:
    assert notice_lead(replace(LEAFLET, notice=notice)) == lead
