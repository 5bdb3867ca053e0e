"""What a section is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import Code, Leaflet, Section
from viewer.leaflet.topics import Topics, load_topics, parse_topics

TABLE = b"""
[topics.pregnancy]
loinc = ["42228-7", "34080-2"]
ema = ["200000029811"]
keys = ["pregnancy"]
[topics.pregnancy.names]
en = "Pregnancy"
es = "Embarazo"
[topics.pregnancy.titles]
en = ["pregnancy", "women"]
[topics.children]
loinc = []
keys = ["children"]
[topics.children.names]
en = "Children"
[topics.children.titles]
en = ["children", "women and children"]
"""


@pytest.fixture(scope="module")
def topics() -> Topics:
    return parse_topics("topics.toml", TABLE)


@pytest.mark.parametrize(
    "system",
    [
        *("ema", "http://spor.ema.europa.eu/v1/lists/200000029659"),
        *("https://spor.ema.europa.eu/fhir/CodeSystem/200000029659", "x/rmswi/200000029659/"),
    ],
)
def test_a_code_tells_the_topic_under_every_name_of_its_system(topics: Topics, system: str) -> None:
    assert topics.topic_of([Code(system, "200000029811")], "", "en") == "pregnancy"


@pytest.mark.parametrize("system", ["loinc", "http://loinc.org", "2.16.840.1.113883.6.1"])
def test_so_it_is_with_loinc(topics: Topics, system: str) -> None:
    assert topics.topic_of([Code("x", "y"), Code(system, "42228-7")], "", "en") == "pregnancy"


def test_a_code_goes_before_the_key_and_the_key_before_the_title(topics: Topics) -> None:
    code = Code("loinc", "42228-7")
    assert topics.topic_of([code], "Children", "en", "children") == "pregnancy"
    assert topics.topic_of([], "Pregnancy", "en", "children") == "children"
    assert topics.topic_of([], "In PREGNANCY:", "en-GB", "other") == "pregnancy"


def test_a_title_counts_by_whole_words_in_its_language_and_the_longest_decides(
    topics: Topics,
) -> None:
    assert topics.topic_of([], "4. Women and children", "en") == "children"
    assert topics.topic_of([], "Pregnancyx", "en") == ""
    assert topics.topic_of([], "Pregnancy", "es") == ""


def test_a_topic_is_named_in_the_language_else_in_english_else_by_its_id(topics: Topics) -> None:
    assert topics.name("pregnancy", "es-MX") == "Embarazo"
    assert topics.name("children", "es") == "Children"
    assert topics.name("other") == "other"


def test_sections_at_every_depth_get_their_topic_and_keep_the_one_they_have(
    topics: Topics,
) -> None:
    child = Section("b", "Children", 2)
    sections = (Section("a", "Pregnancy", children=(child,)), Section("c", "Women", topic="own"))
    leaflet = topics.applied(Leaflet("x", "X", "en", "smpc", "X", sections))
    assert [s.topic for s in leaflet.walk()] == ["pregnancy", "children", "own"]


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"[topics.a]\nloinc = [\n", "line 3", "Invalid value"),
        (b"[topics.a]\nloinc = x\n", "line 2", "Invalid value"),
        (b"\xff", "", "not UTF-8"),
        (b"", "topics", "not a table"),
        (b"topics = 1", "topics", "not a table"),
        (b"[topics]\na = 1", "topics.a", "not a table"),
        (b"[topics.a]\nloinc = '1'", "topics.a.loinc", "not a list"),
        (b"[topics.a]\nloinc = [1]", "topics.a.loinc", "of another type"),
        (b"[topics.a.names]\nen = 1", "topics.a.names", "of another type"),
        (b"[topics.a.titles]\nen = 'x'", "topics.a.titles.en", "not a list"),
        (
            b"[topics.a]\nloinc=['1']\n[topics.b]\nloinc=['1']",
            "topics.b",
            "'1' stands already in topics.a",
        ),
    ],
)
def test_a_faulty_table_is_refused_with_place_and_reason(
    data: bytes, place: str, reason: str
) -> None:
    with pytest.raises(ResourceError) as caught:
        parse_topics("topics.toml", data)
    assert caught.value.file == "topics.toml"
    assert caught.value.place.startswith(place)
    assert reason in caught.value.reason


def test_a_missing_table_is_said(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        load_topics(tmp_path / "topics.toml")


def test_the_bundled_table_knows_codes_keys_and_titles() -> None:
    topics = load_topics(Path(__file__).parents[2] / "resources" / "topics.toml")
    assert topics.topic_of([Code("loinc", "34073-7")], "", "en") == "interactions"
    assert topics.topic_of([], "", "en", "driving") == "driving"
    assert topics.topic_of([], "4. Possible side effects", "en") == "side-effects"
    assert topics.name("pregnancy", "en") == "Pregnancy and breast-feeding"
