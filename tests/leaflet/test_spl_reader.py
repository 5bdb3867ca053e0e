"""US labels: what a reader of the leaflet sees of the document's frame, and what is refused."""

from __future__ import annotations

import os
import time
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from struct import pack
from zlib import crc32

import pytest

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.media_files import is_base_name, media_beside
from viewer.leaflet.model import (
    Code,
    Image,
    Leaflet,
    Note,
    NoteKind,
    Paragraph,
    Section,
    text_blocks,
)
from viewer.leaflet.reader import leaflets_from_bytes
from viewer.leaflet.spl_reader import is_spl, read_spl
from viewer.leaflet.topics import load_topics

SECONDS = 5.0
TOPICS = Path(__file__).parents[2] / "resources" / "topics.toml"
HEAD = '<code code="34391-3"/><setId root="AB-1"/><versionNumber value="7"/>'


def section(body: str = "", code: str = "42229-5", title: str | None = None, ids: str = "") -> str:
    """A component with a section; `body` is all that follows its title."""
    heading = "" if title is None else f"<title>{title}</title>"
    return (
        f'<component><section{ids}><code code="{code}" codeSystem="2.16.840.1.113883.6.1"/>'
        f"{heading}{body}</section></component>"
    )


def text(words: str) -> str:
    return f"<text><paragraph>{words}</paragraph></text>"


def product(inside: str) -> str:
    """The product data section with one product."""
    body = (
        "<subject><manufacturedProduct><manufacturedProduct>"
        f"{inside}</manufacturedProduct></manufacturedProduct></subject>"
    )
    return section(body, code="48780-1")


def document(sections: str, head: str = HEAD) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><document xmlns="urn:hl7-org:v3">{head}'
        f"<component><structuredBody>{sections}</structuredBody></component></document>"
    ).encode()


def no_media(_name: str) -> None:
    """For a label with nothing beside it."""


def read(
    sections: str, head: str = HEAD, media: Callable[[str], bytes | None] = no_media
) -> Leaflet:
    (leaflet,) = read_spl("label.xml", document(sections, head), media)
    return leaflet


def refusal(data: bytes) -> LeafletError:
    started = time.monotonic()
    with pytest.raises(LeafletError) as caught:
        read_spl("label.xml", data, no_media)
    assert time.monotonic() - started < SECONDS
    assert caught.value.file == "label.xml"
    assert caught.value.reason
    assert not caught.value.reason.endswith(".")
    return caught.value


def picture(width: int = 2, height: int = 2) -> bytes:
    """The beginning and the end of a PNG, which are all that is looked at."""
    header = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    check = pack(">I", crc32(b"IHDR" + header))
    return b"\x89PNG\r\n\x1a\n" + pack(">I", len(header)) + b"IHDR" + header + check + b"IEND"


def seen(section: Section) -> list[str]:
    return [block.text for block in text_blocks(section.blocks)]


def test_the_frame_of_a_label_gives_what_the_leaflet_says_of_itself() -> None:
    head = (
        '<id root="new-each-time"/><code code="34391-3"/><title/><effectiveTime value="20171107"/>'
        '<setId root="0B0BE196"/><versionNumber value="20"/><languageCode code="en-US"/><author>'
        "<assignedEntity><representedOrganization><name>Firm Inc</name><assignedEntity>"
        "<assignedOrganization><name>Factory</name></assignedOrganization></assignedEntity>"
        "</representedOrganization></assignedEntity></author>"
    )
    leaflet = read(
        product(
            "<name>BRAND<suffix>XR</suffix></name><asEntityWithGeneric><genericMedicine>"
            "<name>substance</name></genericMedicine></asEntityWithGeneric>"
        )
        + section(text("a")),
        head,
    )
    origin = leaflet.provenance
    assert (leaflet.id, leaflet.kind) == ("0b0be196", "label")
    assert (leaflet.product, leaflet.active_substance) == ("BRAND XR", "substance")
    assert leaflet.title == "BRAND XR (substance), prescription label"
    assert (origin.holder, origin.version, origin.date) == ("Firm Inc", "20", "2017-11-07")
    assert (leaflet.language, leaflet.language_assumed) == ("en-US", False)


def test_a_missing_language_is_english_and_marked_as_assumed() -> None:
    for head in (HEAD, HEAD + '<languageCode nullFlavor="UNK"/>'):
        leaflet = read(section(text("a")), head)
        assert (leaflet.language, leaflet.language_assumed) == ("en", True)


@pytest.mark.parametrize(
    ("stated", "language"),
    [
        ('code="spa"', "es"),
        ('code="FRE-CA"', "fr-CA"),
        ('code="2" displayName="French"', "fr"),
        ('displayName="English"', "en"),
        ('code="2"', "und"),
        ('code="2" displayName="Klingon"', "und"),
    ],
)
def test_a_language_that_is_stated_is_never_taken_for_english(stated: str, language: str) -> None:
    leaflet = read(section(text("a")), f"{HEAD}<languageCode {stated}/>")
    assert (leaflet.language, leaflet.language_assumed) == (language, False)
    noted = any("not understood" in note for note in leaflet.reading_notes)
    assert noted == (language == "und")


def test_a_licence_before_the_document_does_not_hide_what_it_is() -> None:
    comment = b"<!-- " + b"licence " * 5_000 + b"-->"
    data = document(section(text("a"))).replace(b"<document", comment + b"<document")
    assert [leaflet.kind for leaflet in leaflets_from_bytes("label.xml", data)] == ["label"]


def test_a_footnote_in_a_title_stands_apart_from_its_words() -> None:
    leaflet = read(section(text("a"), title="Dosage<footnote>of the salt</footnote>"))
    assert leaflet.sections[0].title == "Dosage of the salt"


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ('<effectiveTime value="20140113"/>', "2014-01-13"),
        ('<effectiveTime value="20140113120000-0500"/>', "2014-01-13"),
        ('<effectiveTime value="201401"/>', "2014-01"),
        ('<effectiveTime value="2014"/>', "2014"),
        ('<effectiveTime><low value="20140113"/></effectiveTime>', "2014-01-13"),
        ('<effectiveTime value="20141332"/>', ""),
        ('<effectiveTime value="soon"/>', ""),
        ("", ""),
    ],
)
def test_the_date_is_as_precise_as_the_source_and_never_invented(value: str, date: str) -> None:
    assert read(section(text("a")), HEAD + value).provenance.date == date


@pytest.mark.parametrize(
    ("title", "code", "expected"),
    [
        ("Brand tablets, USP", "34391-3", "Brand tablets, USP"),
        ("BRAND<sup>®</sup><br/>(substance)", "34391-3", "BRAND® (substance)"),
        ("Drug Facts", "34390-5", "Brand (substance), over-the-counter label"),
        ("These highlights do not include all", "34391-3", "Brand (substance), prescription label"),
        ("", "99999-9", "Brand (substance), label"),
    ],
)
def test_a_title_that_says_nothing_is_built_from_the_product(
    title: str, code: str, expected: str
) -> None:
    brand = product(
        "<name>Brand</name><activeIngredient><activeIngredientSubstance><name>substance</name>"
        "</activeIngredientSubstance></activeIngredient>"
    )
    leaflet = read(brand + section(text("a")), f'<code code="{code}"/><title>{title}</title>')
    assert leaflet.title == expected


def test_the_product_is_the_labels_and_not_the_first_name_in_the_file() -> None:
    other = section(
        "<subject><manufacturedProduct><manufacturedProduct><name>Other</name>"
        "</manufacturedProduct></manufacturedProduct></subject>" + text("a")
    )
    assert read(other + product("<name>Brand</name>")).product == "Brand"


def test_sections_keep_their_order_nesting_codes_and_flat_titles() -> None:
    leaflet = read(
        section(
            section(text("b"), title="4.2 Two<br/><sup>nd</sup>")
            + section(text("c"), title="4.1 One"),
            code="34070-3",
            title="4\tCONTRAINDICATIONS",
        )
    )
    (top,) = leaflet.sections
    assert top.title == "4 CONTRAINDICATIONS"
    assert top.codes == (Code("loinc", "34070-3"),)
    assert [(s.title, s.level) for s in top.children] == [("4.2 Two nd", 2), ("4.1 One", 2)]


def test_keys_are_unique_and_come_from_code_title_or_parent_but_no_changing_identifier() -> None:
    leaflet = read(
        section(text("a"), code="42228-7", title="Pregnancy", ids=' ID="g1"')
        + section(text("b"), code="42228-7", title="8.1 Pregnancy")
        + section(text("c") + section(text("d")) + section(text("e")), title="2.1 How to take it")
        + section(text("f"), title="2.2 How to take it")
        + section(text("g"))
    )
    assert [section.key for section in leaflet.walk()] == [
        "42228-7",
        "42228-7-2",
        "how-to-take-it",
        "how-to-take-it-part",
        "how-to-take-it-part-2",
        "how-to-take-it-2",
        "part",
    ]


def test_a_section_without_a_title_is_kept_without_one() -> None:
    (top,) = read(section(text("a") + section(text("b")), title="A")).sections
    (child,) = top.children
    assert (child.title, seen(child)) == ("", ["b"])


def test_the_product_data_is_no_empty_section_but_is_noted() -> None:
    leaflet = read(product("<name>Brand</name>") + section(text("a"), title="A"))
    assert [section.title for section in leaflet.sections] == ["A"]
    assert any("product data" in note for note in leaflet.reading_notes)


def test_a_section_with_a_title_and_no_text_keeps_its_row() -> None:
    leaflet = read(section("<text/>", title="Empty") + section(text("a"), title="A"))
    assert [section.title for section in leaflet.sections] == ["Empty", "A"]


def test_a_boxed_warning_is_a_box() -> None:
    (top,) = read(section(text("Danger"), code="34066-1")).sections
    (note,) = top.blocks
    assert isinstance(note, Note)
    assert note.kind is NoteKind.WARNING
    assert seen(top) == ["Danger"]


def test_the_summary_stands_first_under_its_own_key_and_the_body_is_whole_without_it() -> None:
    excerpt = f"<excerpt><highlight>{text('short')}</highlight></excerpt>"
    leaflet = read(section(text("long") + excerpt, code="34067-9", title="1 USES"))
    summary, body = load_topics(TOPICS).applied(leaflet).sections
    assert (summary.key, summary.title, summary.repeats) == ("highlights", "Highlights", True)
    assert seen(summary) == ["1 USES", "short"]
    assert (summary.topic, summary.codes) == ("", ())
    assert seen(body) == ["long"]
    assert body.topic == "indications"


def test_recent_changes_stand_in_the_summary_though_their_section_has_no_text() -> None:
    excerpt = f"<excerpt><highlight>{text('Dosage 10/2012')}</highlight></excerpt>"
    leaflet = read(section(excerpt, code="43683-2") + section(text("a"), title="A"))
    assert [section.key for section in leaflet.sections] == ["highlights", "a"]
    assert seen(leaflet.sections[0]) == ["Recent major changes", "Dosage 10/2012"]


def test_a_link_leads_to_the_section_that_its_target_stands_in() -> None:
    leaflet = read(
        section(text('see <linkHtml href="#T">T</linkHtml>'), title="A")
        + section('<text><table ID="T"><tr><td>b</td></tr></table></text>', title="B")
    )
    (paragraph,) = leaflet.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert [run.link for run in paragraph.runs if run.link] == ["#b"]


def with_picture(name: str) -> str:
    return section(
        '<text><renderMultiMedia referencedObject="M"/></text><component>'
        f'<observationMedia ID="M"><text>The pack</text><value><reference value="{name}"/></value>'
        "</observationMedia></component>",
        title="A",
    )


def test_a_picture_is_taken_from_beside_the_label_with_its_description() -> None:
    leaflet = read(with_picture("pack.png"), media={"pack.png": picture()}.get)
    (image,) = leaflet.sections[0].blocks
    assert isinstance(image, Image)
    assert leaflet.images[image.key] == picture()
    assert image.description == "The pack"


def test_pictures_are_found_whatever_the_case_of_their_names_and_several_at_a_time() -> None:
    shown = '<text><renderMultiMedia referencedObject="mm1 MM2"/></text>'
    declared = "".join(
        f'<component><observationMedia ID="{name}"><text>{name}</text><value>'
        f'<reference value="{name}.png"/></value></observationMedia></component>'
        for name in ("MM1", "mm2")
    )
    media = {"MM1.png": picture(1), "mm2.png": picture(2)}
    leaflet = read(section(shown + declared), media=media.get)
    blocks = leaflet.sections[0].blocks
    assert [block.description for block in blocks if isinstance(block, Image)] == ["MM1", "mm2"]
    assert len(blocks) == 2


def test_a_picture_may_be_in_the_document_itself() -> None:
    inside = (
        '<text><renderMultiMedia referencedObject="M"/></text><component><observationMedia ID="M">'
        f'<value representation="B64">\n{b64encode(picture()).decode()}\n</value>'
        "</observationMedia></component>"
    )
    leaflet = read(section(inside))
    assert list(leaflet.images.values()) == [picture()]
    assert leaflet.reading_notes == ()


def test_a_missing_picture_leaves_a_stand_in_and_a_note_with_its_place() -> None:
    leaflet = read(with_picture("pack.png"))
    assert seen(leaflet.sections[0]) == ["[picture: The pack]"]
    assert any(note.startswith("A:") and "pack.png" in note for note in leaflet.reading_notes)


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "images/pack.png",
        "\\\\server\\share\\pack.png",
        "C:pack.png",
        "file:///etc/passwd",
        "http://x.test/pack.png",
        "..",
        ".",
        "",
        "NUL",
        "con.png",
        "pack\u202egnp.exe",
        "a" * 300,
    ],
)
def test_a_picture_that_is_named_by_anything_but_a_name_is_never_looked_for(name: str) -> None:
    asked: list[str] = []

    def media(wanted: str) -> bytes | None:
        asked.append(wanted)
        return picture()

    leaflet = read(with_picture(name), media=media)
    assert not asked
    assert seen(leaflet.sections[0]) == ["[picture: The pack]"]


def test_only_regular_files_of_a_sane_size_in_the_folder_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "label"
    folder.mkdir()
    outside = tmp_path / "outside.png"
    outside.write_bytes(picture())
    (folder / "pack.png").write_bytes(picture())
    (folder / "link.png").symlink_to(outside)
    os.mkfifo(folder / "pipe.png")
    (folder / "dir.png").mkdir()
    with (folder / "huge.png").open("wb") as huge:
        huge.truncate(1 << 40)
    media = media_beside(folder / "label.xml")
    started = time.monotonic()
    assert media("pack.png") == picture()
    for name in ("link.png", "pipe.png", "dir.png", "huge.png", "../outside.png", "none.png"):
        assert media(name) is None, name
    assert media(str(outside)) is None
    assert time.monotonic() - started < SECONDS


def test_a_file_is_read_with_the_pictures_of_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "label.xml"
    (tmp_path / "pack.png").write_bytes(picture())
    (leaflet,) = read_spl(str(path), document(with_picture("pack.png")), media_beside(path))
    assert list(leaflet.images.values()) == [picture()]


def test_names_that_are_only_names_are_accepted() -> None:
    assert all(map(is_base_name, ("a.jpg", "viagra-01.jpg", "ä b (1).png", ".hidden", "conx.jpg")))


def test_the_content_tells_a_label_from_other_xml() -> None:
    assert is_spl(document(""))
    assert is_spl(b'\xef\xbb\xbf<?xml version="1.0"?>\n<v:document xmlns:v="urn:hl7-org:v3">')
    assert is_spl('<document xmlns="urn:hl7-org:v3">'.encode("utf-16"))
    assert not is_spl(b'<Bundle xmlns="http://hl7.org/fhir"><document/>')
    assert not is_spl(b'<ClinicalDocument xmlns="urn:hl7-org:v3">')
    assert not is_spl(b"---\nid: a\n---\n")


def test_an_index_of_substances_is_refused_by_its_name() -> None:
    index = document(section("<text/>"), '<code code="60685-5"/><title>X Indexing</title>')
    assert "60685-5" in refusal(index).reason


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b"<document/>", "", "no drug label"),
        (document(""), "", "no section"),
        (document(product("<name>x</name>")), "", "no section"),
        (document(section(text("a")))[:-20], "line 1", "not well-formed"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + document(text("&a;"))[38:], "line 1", "DOCTYPE"),
        (document(section(f"<text>{'<sup>' * 70}{'</sup>' * 70}</text>")), "", "deep"),
        (document(section(text("a"), title="A" * 10_001)), "line 1", "10,000 characters"),
        (document(section(text("a"), title="A") * 2_001), "line 1", "2,000 sections"),
        (document("<component><section/></component>" * 100_000), "line 1", "2,000 sections"),
        (document(section(text("a"), title="A") * 100_000), "", "500,000 elements"),
    ],
)
def test_what_cannot_be_a_label_is_refused_quickly_with_its_reason(
    data: bytes, place: str, reason: str
) -> None:
    error = refusal(data)
    assert reason in error.reason
    assert error.place.startswith(place)


def test_tables_in_tables_beyond_measure_are_refused_or_flattened_with_their_text() -> None:
    def nested(depth: int) -> str:
        opened = "<table><tbody><tr><td>x" * depth
        return section(f"<text>{opened}{'</td></tr></tbody></table>' * depth}</text>", title="A")

    assert "deep" in refusal(document(nested(50))).reason
    leaflet = read(nested(12))
    assert "".join(seen(leaflet.sections[0])) == "x" * 12
    assert any("table" in note for note in leaflet.reading_notes)


def test_twenty_thousand_footnotes_neither_hang_nor_get_lost() -> None:
    started = time.monotonic()
    leaflet = read(section(f"<text>{'a<footnote>b</footnote>' * 20_000}</text>", title="A"))
    assert time.monotonic() - started < SECONDS
    assert "".join(leaflet.sections[0].texts()).count("b") == 20_000


def test_names_beyond_all_measure_are_cut_where_a_line_ends() -> None:
    leaflet = read(product(f"<name>{'x' * 100_000}</name>") + section(text("a")))
    assert len(leaflet.product) < 1_000
    assert len(leaflet.title) < 1_000


def test_characters_that_turn_text_round_are_visible_in_titles_and_names() -> None:
    leaflet = read(product("<name>a\u202eb</name>") + section(text("a"), title="A\u202eB"))
    assert leaflet.product == "a[U+202E]b"
    assert leaflet.sections[0].title == "A[U+202E]B"


def test_sections_in_the_wrong_place_are_noted() -> None:
    inner = section(text("lost"), title="B").removeprefix("<component>")
    inner = inner.removesuffix("</component>")
    leaflet = read(section(text("a") + inner, title="A"))
    assert any("has none" in note for note in leaflet.reading_notes)
    assert seen(leaflet.sections[0]) == ["a"]
