"""The table of topics: what a section is about, by code, by key and by heading."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

import pytest

from viewer.leaflet.markdown_reader import read_markdown

RESOURCES = Path(__file__).parents[2] / "resources"
LANGUAGES = {"en", "es", "pt", "da"}


class Topic(TypedDict):
    loinc: list[str]
    ema: list[str]
    keys: list[str]
    names: dict[str, str]
    titles: dict[str, list[str]]


def topics() -> dict[str, Topic]:
    with (RESOURCES / "topics.toml").open("rb") as file:
        table: dict[str, Topic] = tomllib.load(file)["topics"]
    return table


def by_heading(heading: str, language: str) -> str:
    """The topic of a heading by the rule that the table's head states."""
    words = f" {' '.join(fold(heading))} "
    best = ("", "")
    for topic, entry in topics().items():
        for title in entry["titles"][language]:
            wanted = " ".join(fold(title))
            if f" {wanted} " in words and len(wanted) > len(best[0]):
                best = (wanted, topic)
    return best[1]


def fold(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))


def test_the_topics_are_those_of_the_leaflet_formats() -> None:
    assert list(topics()) == [
        "overview",
        "indications",
        "dosage",
        "contraindications",
        "warnings",
        "interactions",
        "pregnancy",
        "children",
        "driving",
        "side-effects",
        "overdose",
        "storage",
        "composition",
    ]


def test_each_topic_has_a_name_and_headings_in_every_language_of_the_lenses() -> None:
    for name, topic in topics().items():
        assert set(topic["names"]) == LANGUAGES, name
        assert set(topic["titles"]) >= LANGUAGES, name
        assert all(topic["titles"].values()), name


def all_of(column: str) -> Iterator[str]:
    for topic in topics().values():
        if column == "loinc":
            yield from topic["loinc"]
        elif column == "ema":
            yield from topic["ema"]
        elif column == "keys":
            yield from topic["keys"]
        else:
            for language, titles in topic["titles"].items():
                yield from (f"{language}: {title}" for title in titles)


@pytest.mark.parametrize("column", ["loinc", "ema", "keys", "titles"])
def test_nothing_is_in_two_topics(column: str) -> None:
    assert [each for each, count in Counter(all_of(column)).items() if count > 1] == []


def test_codes_are_written_in_full() -> None:
    assert all(re.fullmatch(r"2000000\d{5}", code) for code in all_of("ema"))
    assert all(re.fullmatch(r"\d{5}-\d", code) for code in all_of("loinc"))


def test_a_loinc_code_has_the_check_digit_that_its_number_asks_for() -> None:
    """Modulus 10 with weights 2 and 1 from the right, as LOINC computes it."""
    for code in all_of("loinc"):
        number, check = code.split("-")
        doubled = "".join(str(int(d) * (2 - n % 2)) for n, d in enumerate(reversed(number)))
        assert (10 - sum(map(int, doubled)) % 10) % 10 == int(check), code


def test_every_section_of_the_bundled_leaflet_has_its_topic_by_key_and_by_code() -> None:
    file = RESOURCES / "leaflets" / "klonopin.en.md"
    table = topics()
    for section in read_markdown(str(file), file.read_bytes()).walk():
        assert section.key in table[section.key]["keys"]
        for code in section.codes:
            assert code.code in table[section.key]["loinc"]


@pytest.mark.parametrize(
    ("language", "heading", "topic"),
    [
        ("en", "1. What Karvea is and what it is used for", "indications"),
        ("en", "2. What you need to know before you take Karvea", "warnings"),
        ("en", "3. How to take Karvea", "dosage"),
        ("en", "4. Possible side effects", "side-effects"),
        ("en", "5. How to store Karvea", "storage"),
        ("en", "6. Contents of the pack and other information", "composition"),
        ("en", "Do not take Karvea", "contraindications"),
        ("en", "Other medicines and Karvea", "interactions"),
        ("en", "If you take more Karvea than you should", "overdose"),
        ("en", "10 OVERDOSAGE", "overdose"),
        ("en", "8.4 Pediatric Use", "children"),
        ("en", "Pregnancy and breast‐feeding", "pregnancy"),
        ("en", "Effects on ability to drive and use machines", "driving"),
        ("en", "What is in this leaflet", ""),
        ("es", "1. Qué es Karvea y para qué se utiliza", "indications"),
        ("es", "2. Qué necesita saber antes de empezar a tomar Karvea", "warnings"),
        ("es", "4. Posibles efectos adversos", "side-effects"),
        ("es", "5. Conservación de Karvea", "storage"),
        ("es", "Conducción y uso de máquinas", "driving"),
        ("pt", "3. Como tomar Biktarvy", "dosage"),
        ("pt", "Gravidez e amamentação", "pregnancy"),
        ("pt", "6. Conteúdo da embalagem e outras informações", "composition"),
        ("da", "1. Virkning og anvendelse", "indications"),
        ("da", "2. Det skal du vide, før du begynder at tage Biktarvy", "warnings"),
        ("da", "4. Bivirkninger", "side-effects"),
        ("da", "Trafik- og arbejdssikkerhed", "driving"),
    ],
)
def test_a_heading_of_a_real_leaflet_leads_to_its_topic(
    language: str, heading: str, topic: str
) -> None:
    assert by_heading(heading, language) == topic
