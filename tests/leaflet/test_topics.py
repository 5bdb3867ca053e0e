"""What a section is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.model import Code, Leaflet, Section
from viewer.leaflet.topics import Topics, load_topics, parse_topics

TABLE = """
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
en = ["children", "women and children", "how … is given … child"]
""".encode()


def topic_of(
    topics: Topics, codes: Sequence[Code], title: str, language: str, key: str = "x"
) -> str:
    """The topic of the one section of a leaflet."""
    section = Section(key, title, codes=tuple(codes))
    (found,) = topics.applied(Leaflet("x", "X", language, "smpc", "X", (section,))).sections
    return found.topic


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
    assert topic_of(topics, [Code(system, "200000029811")], "", "en") == "pregnancy"


@pytest.mark.parametrize("system", ["loinc", "http://loinc.org", "2.16.840.1.113883.6.1"])
def test_so_it_is_with_loinc(topics: Topics, system: str) -> None:
    assert topic_of(topics, [Code("x", "y"), Code(system, "42228-7")], "", "en") == "pregnancy"


def test_a_code_goes_before_the_key_and_the_key_before_the_title(topics: Topics) -> None:
    code = Code("loinc", "42228-7")
    assert topic_of(topics, [code], "Children", "en", "children") == "pregnancy"
    assert topic_of(topics, [], "Pregnancy", "en", "children") == "children"
    assert topic_of(topics, [], "In PREGNANCY:", "en-GB", "other") == "pregnancy"


def test_a_title_counts_by_whole_words_in_its_language_and_the_longest_decides(
    topics: Topics,
) -> None:
    assert topic_of(topics, [], "4. Women and children", "en") == "children"
    assert topic_of(topics, [], "Pregnancyx", "en") == ""
    assert topic_of(topics, [], "Pregnancy", "es") == ""


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("How Example is given to a child", "children"),
        ("How is given child", "children"),
        ("Example is given, and how, to a child", ""),
        ("How Example is given", ""),
    ],
)
def test_words_may_come_between_the_parts_of_a_title(
    topics: Topics, title: str, topic: str
) -> None:
    assert topic_of(topics, [], title, "en") == topic


def test_a_heading_alone_does_not_make_a_topic_that_another_section_is_coded_for(
    topics: Topics,
) -> None:
    coded = Section("c", "8.1", 2, codes=(Code("loinc", "42228-7"),))
    sections = (
        Section("a", "2.3 Dose in pregnancy"),
        Section("b", "8 Pregnancy", children=(coded,)),
        Section("d", "Children"),
    )
    leaflet = topics.applied(Leaflet("x", "X", "en", "smpc", "X", sections))
    assert [s.topic for s in leaflet.walk()] == ["", "pregnancy", "pregnancy", "children"]


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
        (b"[topics.a]\nloinc = [\n", "line 2", "Invalid value"),
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
    assert topic_of(topics, [Code("loinc", "34073-7")], "", "en") == "interactions"
    assert topic_of(topics, [], "", "en", "driving") == "driving"
    assert topic_of(topics, [], "4. Possible side effects", "en") == "side-effects"
    assert topics.name("pregnancy", "en") == "Pregnancy and breast-feeding"


@pytest.mark.parametrize(
    ("language", "title", "topic"),
    [
        ("en", "What Example is and what it is used for", "indications"),
        ("en", "3. How Example is given", "dosage"),
        ("en", "You must not be given Example", "contraindications"),
        ("en", "If more Example is given than should be", "overdose"),
        ("en", "Using other medicines", "interactions"),
        ("en", "Dosage forms and strengths", "composition"),
        ("en", "Special precautions for storage", "storage"),
        ("en", "6.6 Special precautions for disposal", "storage"),
        ("es", "3. Cómo se administra Ejemplo", "dosage"),
        ("es", "Conducción", "driving"),
        ("es", "Si usa más Ejemplo de la que debe", "overdose"),
        ("pt", "3. Como é utilizado Exemplo", "dosage"),
        ("pt-BR", "1. PARA QUE ESTE MEDICAMENTO É INDICADO?", "indications"),
        ("pt-BR", "2. COMO ESTE MEDICAMENTO FUNCIONA?", "overview"),
        ("pt-BR", "3. QUANDO NÃO DEVO USAR ESTE MEDICAMENTO?", "contraindications"),
        ("pt-BR", "4. O QUE DEVO SABER ANTES DE USAR ESTE MEDICAMENTO?", "warnings"),
        ("pt-BR", "5. ONDE, COMO E POR QUANTO TEMPO POSSO GUARDAR ESTE MEDICAMENTO?", "storage"),
        ("pt-BR", "6. COMO DEVO USAR ESTE MEDICAMENTO?", "dosage"),
        ("pt-BR", "7. O QUE DEVO FAZER QUANDO EU ME ESQUECER DE USAR?", "dosage"),
        ("pt-BR", "8. QUAIS OS MALES QUE ESTE MEDICAMENTO PODE ME CAUSAR?", "side-effects"),
        ("pt-BR", "9. SE USAR UMA QUANTIDADE MAIOR DO QUE A INDICADA", "overdose"),
        ("pt-BR", "CUIDADOS DE ARMAZENAMENTO DO MEDICAMENTO", "storage"),
        ("pt-BR", "REAÇÕES ADVERSAS", "side-effects"),
        ("pt-BR", "SUPERDOSE", "overdose"),
        ("da", "3. Sådan får du Eksempel", "dosage"),
        ("de", "3. Wie ist Beispiel einzunehmen?", "dosage"),
        ("de", "Was ist Beispiel und wofür wird es angewendet?", "indications"),
        ("fr", "2. Quelles sont les informations à connaître avant de prendre X ?", "warnings"),
        ("it", "4. Possibili effetti indesiderati", "side-effects"),
        ("nl", "Hoe bewaart u dit middel?", "storage"),
        ("ar", "4. الآثار الجانبية المحتملة", "side-effects"),
        ("ja", "11. 副作用", "side-effects"),
    ],
)
def test_the_bundled_table_knows_the_headings_of_templates(
    language: str, title: str, topic: str
) -> None:
    topics = load_topics(Path(__file__).parents[2] / "resources" / "topics.toml")
    assert topic_of(topics, [], title, language) == topic
