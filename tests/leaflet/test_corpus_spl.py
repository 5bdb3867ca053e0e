"""Real US labels: nothing of their text is lost, and their frame is read as a person reads it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.media_files import media_beside
from viewer.leaflet.model import Image, Leaflet, NoteKind, Section, Table, text_blocks
from viewer.leaflet.spl_outline import HIGHLIGHTS_KEY
from viewer.leaflet.spl_reader import read_spl
from viewer.leaflet.topics import load_topics

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "spl"
FILES = {
    "cough": "cough.xml",
    "lipitor": "lipitor-orig.xml",
    "no-title": "no-title.xml",
    "viagra": "viagra/64f8040f-938d-4236-8e22-c838c9b5f8da.xml",
}
V3 = "{urn:hl7-org:v3}"
STAND_IN = re.compile(r"\[picture(: [^\]]*)?\]|\ufffc")

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real labels is not here")


def read(name: str) -> Leaflet:
    path = CORPUS / FILES[name]
    (leaflet,) = read_spl(str(path), path.read_bytes(), media_beside(path))
    return load_topics(ROOT / "resources" / "topics.toml").applied(leaflet)


def source(name: str) -> Element:
    return ElementTree.parse(CORPUS / FILES[name]).getroot()


def squeezed(text: str) -> str:
    """The text without white space, and without the bullets that a source sets by hand."""
    return "".join(text.replace("•", "").split())


class Extraction:
    """The text of bodies as it reads on paper, taken from the source by other means."""

    def __init__(self, document: Element) -> None:
        footnotes = list(document.iter(f"{V3}footnote"))
        self.numbers = {footnote: f"[{n}]" for n, footnote in enumerate(footnotes, 1)}
        self.marks = {footnote.get("ID"): mark for footnote, mark in self.numbers.items()}
        self.pending: list[Element] = []

    def body(self, text: Element) -> str:
        """A whole text; footnotes follow the part with their table, or stand at the end."""
        late: list[Element] = []
        parts = [text.text or ""]
        for child in text:
            parts.append(self.element(child))
            if child.tag == f"{V3}table" or child.find(f".//{V3}table") is not None:
                parts += self.notes()
            late += self.pending
            self.pending = []
            parts.append(child.tail or "")
        self.pending = late
        return squeezed("".join([*parts, *self.notes()]))

    def notes(self) -> Iterator[str]:
        while self.pending:
            note = self.pending.pop(0)
            yield self.numbers[note] + self.inside(note)

    def element(self, element: Element) -> str:
        if element.tag == f"{V3}footnote":
            self.pending.append(element)
            return self.numbers[element]
        if element.tag == f"{V3}footnoteRef":
            return self.marks[element.get("IDREF")]
        return self.inside(element)

    def inside(self, element: Element) -> str:
        children = sorted(element, key=lambda child: child.tag == f"{V3}tfoot")
        parts = [element.text or ""]
        for child in children:
            parts += (self.element(child), child.tail or "")
        return "".join(parts)


def shown(section: Section) -> str:
    """The text of a section's blocks, without stand-ins for pictures."""
    return squeezed("".join(STAND_IN.sub("", block.text) for block in text_blocks(section.blocks)))


def title_of(section: Element) -> str:
    title = section.find(f"{V3}title")
    return "" if title is None else squeezed("".join(title.itertext()))


def has_content(section: Element) -> bool:
    text = section.find(f"{V3}text")
    if title_of(section):
        return True
    if text is not None and "".join(text.itertext()).strip():
        return True
    if text is not None and text.find(f".//{V3}renderMultiMedia") is not None:
        return True
    return any(map(has_content, section.iterfind(f"{V3}component/{V3}section")))


@pytest.mark.parametrize("name", FILES)
def test_every_section_shows_the_whole_text_of_its_source_in_its_order(name: str) -> None:
    document = source(name)
    extraction = Extraction(document)
    sections = [section for section in read(name).walk() if section.key != HIGHLIGHTS_KEY]
    expected = [section for section in document.iter(f"{V3}section") if has_content(section)]
    assert len(sections) == len(expected) > 15
    for section, origin in zip(sections, expected, strict=True):
        assert squeezed(section.title) == title_of(origin)
        text = origin.find(f"{V3}text")
        assert shown(section) == ("" if text is None else extraction.body(text)), section.key


@pytest.mark.parametrize("name", FILES)
def test_the_summary_shows_all_excerpts_under_their_titles(name: str) -> None:
    document = source(name)
    extraction = Extraction(document)
    expected = ""
    for section in document.iter(f"{V3}section"):
        for text in section.iterfind(f"{V3}excerpt/{V3}highlight/{V3}text"):
            expected += (title_of(section) or "Recentmajorchanges") + extraction.body(text)
    summaries = [shown(section) for section in read(name).walk() if section.key == HIGHLIGHTS_KEY]
    assert "".join(summaries) == expected
    assert bool(expected) == (name in ("lipitor", "viagra"))


@pytest.mark.parametrize(
    ("name", "title", "product", "substance", "holder", "version", "date", "identifier"),
    [
        (
            "cough",
            "TRIAMINIC Childrens Night Time Cold and Cough "
            "(Diphenhydramine HCl, Phenylephrine HCl), over-the-counter label",
            "TRIAMINIC Childrens Night Time Cold and Cough",
            "Diphenhydramine HCl, Phenylephrine HCl",
            "Novartis Consumer Health, Inc.",
            "1",
            "2011-04-26",
            "00f66f25-3469-4c16-9baf-fba21e9628bd",
        ),
        (
            "lipitor",
            "Lipitor (atorvastatin calcium), prescription label",
            "Lipitor",
            "atorvastatin calcium",
            "Parke-Davis Div of Pfizer Inc",
            "11",
            "2014-01-13",
            "c6e131fe-e7df-4876-83f7-9156fc4e8228",
        ),
        (
            "no-title",
            "Haloperidol, prescription label",
            "Haloperidol",
            "haloperidol",
            "Contract Pharmacy Services-PA",
            "1",
            "2010-07-28",
            "0027b8a3-73bf-4005-a7e3-b035f451a861",
        ),
        (
            "viagra",
            "Viagra (sildenafil citrate), prescription label",
            "Viagra",
            "sildenafil citrate",
            "Pfizer Laboratories Div Pfizer Inc",
            "20",
            "2017-11-07",
            "0b0be196-0c62-461c-94f4-9a35339b4501",
        ),
    ],
)
def test_what_a_label_says_of_itself_is_what_a_person_reads_in_it(
    name: str,
    title: str,
    product: str,
    substance: str,
    holder: str,
    version: str,
    date: str,
    identifier: str,
) -> None:
    leaflet = read(name)
    origin = leaflet.provenance
    assert (leaflet.id, leaflet.kind, leaflet.title) == (identifier, "label", title)
    assert (leaflet.product, leaflet.active_substance) == (product, substance)
    assert (origin.holder, origin.version, origin.date) == (holder, version, date)
    assert (leaflet.language, leaflet.language_assumed) == ("en", True)


def test_topics_are_found_for_the_sections_with_a_listed_code() -> None:
    topics = load_topics(ROOT / "resources" / "topics.toml")
    listed = {code for system, code in topics.codes if system == "loinc"}
    coded = [
        section
        for name in FILES
        for section in read(name).walk()
        if any(code.code in listed for code in section.codes)
    ]
    found = [section for section in coded if section.topic]
    assert len(coded) > 40
    assert len(found) >= 0.95 * len(coded)


@pytest.mark.parametrize("name", FILES)
def test_keys_are_unique_and_links_lead_to_sections_that_are_there(name: str) -> None:
    leaflet = read(name)
    keys = [section.key for section in leaflet.walk()]
    assert len(set(keys)) == len(keys)
    links = [
        run.link
        for section in leaflet.walk()
        for block in text_blocks(section.blocks)
        if not isinstance(block, Image)
        for run in block.runs
        if run.link.startswith("#")
    ]
    assert {link.removeprefix("#") for link in links} <= set(keys)
    inner = sum(
        (link.get("href") or "").startswith("#") for link in source(name).iter(f"{V3}linkHtml")
    )
    assert len(links) >= inner


def test_the_pictures_beside_a_label_are_found_and_the_missing_ones_noted() -> None:
    leaflet = read("viagra")
    folder = (CORPUS / FILES["viagra"]).parent
    beside = {path.read_bytes() for path in folder.glob("*.jpg")}
    assert set(leaflet.images.values()) == beside
    missing = [note for note in leaflet.reading_notes if "is not beside the label" in note]
    assert len(missing) == 9  # 13 are declared, one of them is shown twice


def test_the_same_label_without_its_pictures_has_the_same_text() -> None:
    path = CORPUS / FILES["viagra"]
    (bare,) = read_spl(str(path), path.read_bytes(), lambda _: None)
    assert [shown(section) for section in bare.walk()] == [
        shown(section) for section in read("viagra").walk()
    ]
    assert not bare.images


def test_boxed_warnings_are_boxes_with_their_whole_text() -> None:
    boxed = [
        section
        for section in read("no-title").walk()
        if any(code.code == "34066-1" for code in section.codes)
    ]
    assert len(boxed) == 4
    for section in boxed:
        (note,) = section.blocks
        assert getattr(note, "kind", None) is NoteKind.WARNING
        assert section.topic == "warnings"


def test_tables_keep_their_rows_and_spans() -> None:
    def tables(section: Section) -> list[Table]:
        return [block for block in section.blocks if isinstance(block, Table)]

    leaflet = read("lipitor")
    (table,) = tables(leaflet.section("skeletal-muscle"))
    assert [len(row) for row in table.rows] == [2] * len(table.rows)
    assert all(cell.header for cell in table.rows[0])
    found = sum(len(tables(section)) for section in leaflet.walk())
    assert found == len(list(source("lipitor").iter(f"{V3}table")))


def test_an_index_of_substances_is_refused_for_the_right_reason() -> None:
    path = CORPUS / "METHOXSALEN.xml"
    with pytest.raises(LeafletError) as caught:
        read_spl(str(path), path.read_bytes(), media_beside(path))
    assert "index" in caught.value.reason
    assert "60685-5" in caught.value.reason
