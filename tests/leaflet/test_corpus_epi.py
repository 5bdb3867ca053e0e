"""Real product information, as regulators publish it: all of it is read, and nothing is lost.

The files lie beside the project and are no part of it. What a section's text is, is taken from the
files here once more, in another way than the readers take it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from viewer.leaflet.model import IMAGE_CHARACTER, ListItem, Section, text_blocks
from viewer.leaflet.reader import read_leaflets
from viewer.leaflet.topics import load_topics

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
FILES = sorted([*CORPUS.glob("epi-xml/*.xml"), *CORPUS.glob("epi-json/*.json")])
FHIR = "{http://hl7.org/fhir}"

pytestmark = pytest.mark.skipif(not FILES, reason="the folder of real leaflets is not here")
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


@dataclass(frozen=True)
class Source:
    """A section as the file has it."""

    title: str
    codes: tuple[str, ...]
    text: str
    excused: bool
    """Whether the file says that it gives no content here, and why."""


def squeezed(text: str) -> str:
    return "".join(text.split())


def visible_text(div: etree._Element | None) -> str:
    if div is None:
        return ""
    texts = div.xpath(".//text()[not(ancestor::*[local-name()='script' or local-name()='style'])]")
    assert isinstance(texts, list)
    return squeezed("".join(map(str, texts)))


def sources_in_xml(path: Path) -> list[list[Source]]:
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_comments=True))

    def walk(parent: etree._Element) -> Iterator[Source]:
        for section in parent.findall(f"{FHIR}section"):
            titles = [str(found.get("value")) for found in section.findall(f"{FHIR}title")]
            codings = section.findall(f"{FHIR}code/{FHIR}coding/{FHIR}code")
            text = visible_text(section.find(f"{FHIR}text/{{http://www.w3.org/1999/xhtml}}div"))
            excused = section.find(f"{FHIR}emptyReason") is not None
            codes = tuple(str(code.get("value")) for code in codings)
            yield Source("".join(titles), codes, text, excused)
            yield from walk(section)

    return [list(walk(composition)) for composition in root.iter(f"{FHIR}Composition")]


def sources_in_json(path: Path) -> list[list[Source]]:
    def walk(parent: dict[str, Any]) -> Iterator[Source]:
        for section in parent.get("section", []):
            codes = tuple(coding["code"] for coding in section["code"]["coding"])
            div = section.get("text", {}).get("div")
            element = etree.fromstring(div, etree.XMLParser(remove_comments=True)) if div else None
            excused = "emptyReason" in section
            yield Source(section.get("title", ""), codes, visible_text(element), excused)
            yield from walk(section)

    entries = json.loads(path.read_bytes())["entry"]
    resources = [entry["resource"] for entry in entries]
    return [list(walk(r)) for r in resources if r["resourceType"] == "Composition"]


def sources_in(path: Path) -> list[list[Source]]:
    return sources_in_xml(path) if path.suffix == ".xml" else sources_in_json(path)


def unmatched(section: Section, source: str) -> tuple[str, str]:
    """What is left of a section's and of its source's text, from where they differ.

    A list item's marker is in the source if a writer set it by hand, and not if a list numbers it.
    """
    for block in text_blocks(section.blocks):
        text = squeezed(block.text.replace(IMAGE_CHARACTER, ""))
        if re.fullmatch(r"\[picture(:.*)?\]", block.text):
            continue
        if isinstance(block, ListItem) and source.startswith(block.marker + text):
            source = source.removeprefix(block.marker)
        if not source.startswith(text):
            return text, source
        source = source.removeprefix(text)
    return "", source


@each_file
def test_every_section_of_a_real_leaflet_has_the_text_of_its_source(path: Path) -> None:
    leaflets = read_leaflets(path)
    sources = sources_in(path)
    assert len(leaflets) == len(sources) > 0
    for leaflet, its_sources in zip(leaflets, sources, strict=True):
        for section, source in zip(leaflet.walk(), its_sources, strict=True):
            if source.excused and source.text == "unavailable":
                assert section.blocks == (), section.key
            else:
                assert unmatched(section, source.text) == ("", ""), section.key


@each_file
def test_headings_and_their_order_are_those_of_the_source(path: Path) -> None:
    for leaflet, sources in zip(read_leaflets(path), sources_in(path), strict=True):
        for section, source in zip(leaflet.walk(), sources, strict=True):
            if source.title.strip():
                assert squeezed(section.title) == squeezed(source.title)


@each_file
def test_keys_are_unique_and_levels_go_down_one_at_a_time(path: Path) -> None:
    for leaflet in read_leaflets(path):
        keys = [section.key for section in leaflet.walk()]
        assert len(keys) == len(set(keys))
        assert all(child.level == s.level + 1 for s in leaflet.walk() for child in s.children)


@each_file
def test_reading_notes_speak_of_nothing_but_what_the_file_lacks_and_dates(
    path: Path,
) -> None:
    known = re.compile(
        r".*(does not hold( it| is shown as text)|that of the export)( \(\d+ times\))?"
    )
    notes = [note for leaflet in read_leaflets(path) for note in leaflet.reading_notes]
    assert [note for note in notes if not known.fullmatch(note)] == []


def test_nearly_every_section_with_a_listed_code_gets_its_topic() -> None:
    topics = load_topics(ROOT / "resources" / "topics.toml")
    listed = {code for _, code in topics.codes}
    found = wanted = 0
    for path in FILES:
        for leaflet, sources in zip(read_leaflets(path, topics), sources_in(path), strict=True):
            for section, source in zip(leaflet.walk(), sources, strict=True):
                if listed.intersection(source.codes):
                    wanted += 1
                    found += bool(section.topic)
    assert wanted > 200
    assert found == wanted


# Product, language, holder and id, read by eye; the kinds are two in a master bundle, else one.
FACTS = {
    "103256021.xml": (
        "Humira 80 mg solución inyectable en jeringa precargada / "
        "Humira 80 mg solución inyectable en pluma precargada",
        *("es", "AbbVie Deutschland GmbH & Co. KG", "eu-1-03-256-020"),
    ),
    "106380007-large.xml": (
        "PREZISTA 400 mg comprimidos recubiertos con película / "
        "PREZISTA 800 mg comprimidos recubiertos con película",
        *("es", "Janssen-Cilag International NV", "eu-1-06-380-003"),
    ),
    "114967001-styled.xml": (
        "REZOLSTA 800 mg/150 mg comprimidos recubiertos con película",
        *("es", "Janssen-Cilag International NV", "eu-1-14-967-001"),
    ),
    "1181325001.xml": (
        "Flucelvax Tetra suspensión inyectable en jeringa precargada",
        *("es", "Seqirus Netherlands B.V.", "eu-1-18-1326-001"),
    ),
    "34565.xml": (
        *("Mercaptopurina Aspen 50 mg comprimidos", "es"),
        *("Aspen Pharma Trading Limited", "34565"),
    ),
    "54347.xml": ("Magnesioboi 48,62 mg comprimidos", "es", "Laboratorios Vicks, S.L.", "54347"),
    "60151.xml": ("PENTASA1g Supositorios", "es", "FERRING S.A.U.", "60151"),
    "66706.xml": (
        "CLIPPER 5 mg Comprimidos gastrorresistentes de liberación prolongada",
        *("es", "CHIESI ESPAÑA, S.A.U.", "66706"),
    ),
    "96015003.xml": (
        "Epivir 150 mg comprimidos recubiertos con película / "
        "Epivir 300 mg comprimidos recubiertos con película",
        *("es", "ViiV Healthcare BV", "eu-1-96-015-001"),
    ),
    "97055008.xml": (
        "Viramune 400 mg comprimidos de liberación prolongada",
        *("es", "Boehringer Ingelheim International GmbH", "eu-1-97-055-007"),
    ),
    "amox-en.json": ("amoxicillin 250 mg tablets", "en", "ACME industry", "hack-1"),
    "biktarvy-da.json": (
        "Biktarvy 50 mg/200 mg/25 mg film-coated tabletsmg powder for concentrate for solution "
        "for infusion",
        *("da", "Gilead Sciences Ireland UC", "eu-1-18-1289-001"),
    ),
    "carbamazepine-ja.json": (
        *("Tegretol (carbamazepine) 200 mg for tablet", "ja"),
        *("Fujinaga Pharmaceutical Co., Ltd.", "1139002f1070"),
    ),
    "karvea-es.json": ("Karvea 75 mg tablet", "es", "Sanofi Winthrop Industrie", "eu-1-97-049-001"),
    **dict.fromkeys(
        ("karvea-uv-epi-official.json", "karvea-uv-epi-official.xml", "karvea-en.json"),
        ("Karvea 75 mg tablet", "en", "Sanofi Winthrop Industrie", "eu-1-97-049-001"),
    ),
    "karvea-annotated-en.json": (
        *("TEST PURPOSES ONLY - Karvea", "en", ""),
        "test-purposes-only-karvea",
    ),
    "paracetamol-es.json": ("DOLOCATIL 1 g tablets", "es", "FERRER INTERNACIONAL, S.A.", "72-741"),
    "zithromax-ar.json": (
        *("zithromax (azithromycin) 250 mg capsules", "ar", "Pfizer Limited"),
        "zithromax-azithromycin-250-mg-capsules-pfizer-limited",
    ),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_real_leaflet_says_what_it_is(name: str) -> None:
    path = next(path for path in FILES if path.name == name)
    product, language, holder, number = FACTS[name]
    leaflets = read_leaflets(path)
    kinds = ["smpc", "package-leaflet"] if name[0].isdigit() else ["package-leaflet"]
    assert [leaflet.kind for leaflet in leaflets] == kinds
    for leaflet in leaflets:
        assert " ".join(leaflet.product.split()) == product
        assert (leaflet.language, leaflet.language_assumed) == (language, False)
        assert leaflet.provenance.holder == holder
        assert leaflet.id == f"{number}-{leaflet.kind}-{language}"


def test_a_generic_title_gets_the_product_before_it() -> None:
    titles = [leaflet.title for leaflet in read_leaflets(CORPUS / "epi-xml" / "34565.xml")]
    assert titles == [
        "Mercaptopurina Aspen 50 mg comprimidos – "
        "Ficha técnica o resumen de las características del producto",
        "Mercaptopurina Aspen 50 mg comprimidos – Prospecto",
    ]


def test_the_same_leaflet_in_xml_and_in_json_is_the_same() -> None:
    one, two = (
        read_leaflets(CORPUS / "epi-xml" / "karvea-uv-epi-official.xml")[0],
        read_leaflets(CORPUS / "epi-json" / "karvea-uv-epi-official.json")[0],
    )
    assert one.sections == two.sections
    assert (one.id, one.title, one.product) == (two.id, two.title, two.product)


def test_what_a_publisher_has_annotated_is_found_where_it_stands() -> None:
    leaflet = read_leaflets(CORPUS / "epi-json" / "karvea-annotated-en.json")[0]
    marked = {
        (code.code, section.texts()[mark.block][mark.start : mark.end][:40])
        for section in leaflet.walk()
        for mark in section.annotations
        for code in mark.codes
    }
    assert ("77386006", "Pregnancy") in marked
    assert ("69840006", "Breast-feeding") in marked
    assert ("47703008", "Karvea contains lactose.") in marked
