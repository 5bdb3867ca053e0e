"""The vocabulary of US labels in front of the gate: each element as a reader sees it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from viewer.leaflet.model import (
    Block,
    ListItem,
    Paragraph,
    Script,
    Table,
    text_blocks,
)
from viewer.leaflet.narrative import NarrativeContext, narrative_blocks
from viewer.leaflet.spl_text import MediaFile, References, number_footnotes, rewrite


def shown(markup: str, sections: Mapping[str, str] | None = None) -> tuple[Block, ...]:
    """The blocks of a text with this markup."""
    blocks, _ = shown_and_noted(markup, sections)
    return blocks


def shown_and_noted(
    markup: str, sections: Mapping[str, str] | None = None
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    document = etree.fromstring(f'<section xmlns="urn:hl7-org:v3"><text>{markup}</text></section>')
    context = NarrativeContext("label.xml")
    references = References(
        media={"M": MediaFile("pack.jpg", "The pack")},
        sections=sections or {},
        footnotes=number_footnotes(document),
        note=context.notes.add,
    )
    return narrative_blocks(rewrite(document[0], references), context), context.notes.lines()


def lines(markup: str) -> list[str]:
    """What a reader sees, a line for each text block, with the list markers."""
    return [
        f"{block.marker} {block.text}" if isinstance(block, ListItem) else block.text
        for block in text_blocks(shown(markup))
    ]


def test_paragraphs_and_loose_text_become_paragraphs() -> None:
    assert lines("loose <paragraph>first</paragraph>between<paragraph>last</paragraph>") == [
        "loose",
        "first",
        "between",
        "last",
    ]


@pytest.mark.parametrize(
    ("style", "look"),
    [
        ("bold", "bold"),
        ("Bold", "bold"),
        ("italics", "italic"),
        ("underline", "underline"),
        ("emphasis", "italic"),
    ],
)
def test_a_style_code_gives_its_look_and_no_other(style: str, look: str) -> None:
    markup = f'<paragraph>a <content styleCode="{style} xmChange">b</content> c</paragraph>'
    (paragraph,) = shown(markup)
    assert isinstance(paragraph, Paragraph)
    plain, dressed, after = paragraph.runs
    assert (plain.text, dressed.text, after.text) == ("a ", "b", " c")
    looks = {name for name in ("bold", "italic", "underline") if getattr(dressed, name)}
    assert looks == {look}


def test_several_style_codes_apply_together_to_nested_content_too() -> None:
    (paragraph,) = shown(
        '<paragraph><content styleCode="bold italics">a<content styleCode="underline">b</content>'
        "</content></paragraph>"
    )
    assert isinstance(paragraph, Paragraph)
    first, second = paragraph.runs
    assert first.bold
    assert first.italic
    assert not first.underline
    assert second.bold
    assert second.italic
    assert second.underline


def test_a_style_named_a_hundred_thousand_times_counts_once() -> None:
    (paragraph,) = shown(f'<paragraph styleCode="{"bold " * 100_000}">a</paragraph>')
    assert isinstance(paragraph, Paragraph)
    assert paragraph.runs[0].bold


def test_style_codes_on_cells_and_paragraphs_count_as_well() -> None:
    blocks = shown(
        '<paragraph styleCode="bold">a</paragraph>'
        '<table><tbody><tr><td styleCode="Lrule italics">b</td></tr></tbody></table>'
    )
    first, second = text_blocks(blocks)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.runs[0].bold
    assert second.runs[0].italic


def test_sub_and_superscripts_keep_their_place() -> None:
    (paragraph,) = shown("<paragraph>HbA<sub>1c</sub> m<sup>2</sup></paragraph>")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "HbA1c m2"
    assert [run.script for run in paragraph.runs if run.script is not Script.NORMAL] == [
        Script.SUB,
        Script.SUP,
    ]


@pytest.mark.parametrize(
    ("attributes", "markers"),
    [
        ("", ["•", "•"]),
        ('listType="unordered" styleCode="Square"', ["•", "•"]),
        ('listType="ordered"', ["1.", "2."]),
        ('listType="ordered" styleCode="Arabic"', ["1.", "2."]),
        ('listType="ordered" styleCode="LittleAlpha"', ["a.", "b."]),
        ('listType="ordered" styleCode="BigAlpha"', ["A.", "B."]),
        ('listType="ordered" styleCode="LittleRoman"', ["i.", "ii."]),
        ('listType="ordered" styleCode="BigRoman"', ["I.", "II."]),
        ('styleCode="LittleAlpha"', ["a.", "b."]),
        ('listType="ordered" styleCode="Disc"', ["•", "•"]),
    ],
)
def test_lists_are_marked_as_their_style_says(attributes: str, markers: list[str]) -> None:
    blocks = shown(f"<list {attributes}><item>a</item><item>b</item></list>")
    assert [block.marker for block in blocks if isinstance(block, ListItem)] == markers


def test_lists_in_lists_are_one_level_deeper() -> None:
    blocks = shown("<list><item>a <list><item>b</item></list></item><item>c</item></list>")
    assert [(b.text, b.level) for b in blocks if isinstance(b, ListItem)] == [
        ("a", 1),
        ("b", 2),
        ("c", 1),
    ]


def test_items_with_captions_of_their_own_have_no_other_marker() -> None:
    (item,) = shown("<list><item><caption>[1]</caption>National Program</item></list>")
    assert isinstance(item, ListItem)
    assert f"{item.marker} {item.text}".split() == ["[1]", "National", "Program"]


def test_items_without_a_caption_keep_their_numbers_beside_one_that_has_one() -> None:
    items = "<item><caption>(a)</caption>First</item><item>Second</item>"
    assert lines(f'<list listType="ordered" styleCode="LittleAlpha">{items}</list>') == [
        " (a) First",
        "b. Second",
    ]


def test_a_lists_heading_stands_before_it() -> None:
    assert lines("<list><item>a</item><caption>Take:</caption></list>") == ["Take:", "• a"]


def test_a_table_keeps_spans_header_cells_and_its_caption_above() -> None:
    caption, table = shown(
        '<table border="1"><caption>Table 1</caption><col width="10%"/>'
        '<thead><tr styleCode="Botrule"><th colspan="2">Head</th></tr></thead>'
        '<tbody><tr><td rowspan="2">a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>'
    )
    assert isinstance(caption, Paragraph)
    assert caption.text == "Table 1"
    assert isinstance(table, Table)
    head, first, second = table.rows
    assert (head[0].header, head[0].column_span) == (True, 2)
    assert (first[0].row_span, len(first), len(second)) == (2, 2, 1)


def test_a_tables_foot_stands_below_its_rows() -> None:
    markup = (
        "<table><tfoot><tr><td>foot</td></tr></tfoot><tbody><tr><td>row</td></tr></tbody></table>"
    )
    assert lines(markup) == ["row", "foot"]


def test_footnotes_are_numbered_through_and_stand_after_their_table_or_at_the_end() -> None:
    markup = (
        "<paragraph>Take one<footnote>With water.</footnote> daily.</paragraph>"
        '<table><tbody><tr><td>5<footnote ID="f">In trials.</footnote> mg</td>'
        '<td>7<footnoteRef IDREF="f"/></td></tr></tbody></table>'
        "<paragraph>End.</paragraph>"
    )
    assert lines(markup) == [
        "Take one[1] daily.",
        "5[2] mg",
        "7[2]",
        "[2] In trials.",
        "End.",
        "[1] With water.",
    ]
    (first, *_) = shown(markup)
    assert isinstance(first, Paragraph)
    assert first.runs[1].script is Script.SUP


def test_a_footnote_mark_without_its_footnote_is_shown_and_noted() -> None:
    blocks, notes = shown_and_noted('<paragraph>a<footnoteRef IDREF="gone"/></paragraph>')
    assert [block.text for block in text_blocks(blocks)] == ["a[?]"]
    assert any("gone" in note for note in notes)


def test_a_footnote_in_a_footnote_and_one_with_paragraphs_lose_nothing() -> None:
    markup = (
        "<paragraph>a<footnote><paragraph>b<footnote>c</footnote></paragraph>"
        "<paragraph>d</paragraph></footnote></paragraph>"
    )
    assert "".join(lines(markup)).replace(" ", "") == "a[1][1]b[2]d[2]c"


def test_links_lead_to_the_section_that_holds_their_target_whatever_its_case() -> None:
    markup = (
        '<paragraph><linkHtml href="#S5.1">5.1</linkHtml> <linkHtml href="#s5.1">again</linkHtml> '
        '<linkHtml href="#gone">gone</linkHtml> <linkHtml href="https://x.test/">web</linkHtml> '
        '<linkHtml href="file:///etc/passwd">file</linkHtml></paragraph>'
    )
    (paragraph,) = shown(markup, {"s5.1": "muscle"})
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "5.1 again gone web file"
    links = {run.text.strip(): run.link for run in paragraph.runs if run.link}
    assert links == {"5.1": "#muscle", "again": "#muscle", "web": "https://x.test/"}


def test_a_picture_that_is_not_there_leaves_a_stand_in_its_caption_and_a_note() -> None:
    blocks, notes = shown_and_noted(
        '<paragraph>Before <renderMultiMedia referencedObject="M"><caption>Figure 1</caption>'
        "</renderMultiMedia> after</paragraph>"
    )
    seen = [block.text for block in text_blocks(blocks)]
    assert seen[0] == "Before"
    assert "The pack" in seen[1]
    assert seen[2:] == ["Figure 1", "after"]
    assert any("picture" in note for note in notes)


def test_text_marked_as_deleted_is_shown_and_noted() -> None:
    blocks, notes = shown_and_noted(
        '<paragraph>5 <content revised="delete">10</content> mg</paragraph>'
    )
    assert [block.text for block in text_blocks(blocks)] == ["5 10 mg"]
    assert any("deleted" in note for note in notes)


def test_an_unknown_element_keeps_its_text_and_is_noted_once() -> None:
    blocks, notes = shown_and_noted(
        "<paragraph>a <blink>b</blink> <blink>c</blink></paragraph><script>d</script>"
    )
    assert [block.text for block in text_blocks(blocks)] == ["a b c", "d"]
    assert len([note for note in notes if "blink" in note]) == 1


def test_xhtml_in_a_label_is_no_way_around_the_vocabulary() -> None:
    blocks, _ = shown_and_noted(
        '<h:p xmlns:h="http://www.w3.org/1999/xhtml">a <h:img src="file:///etc/passwd"/>'
        '<h:style>b</h:style><h:a href="javascript:alert(1)">c</h:a></h:p>'
    )
    assert "".join(block.text for block in text_blocks(blocks)).split() == ["a", "bc"]
    assert all(not run.link for block in text_blocks(blocks) for run in getattr(block, "runs", ()))


WORDS = st.text(alphabet="abcdxyzäß1234567890%&<>≥µ", min_size=1, max_size=8)
INLINE = ("content", "sub", "sup", "linkHtml", "blink", "span")
BLOCK = ("paragraph", "list", "item", "table", "tbody", "tr", "td", "th", "caption", "div", "text")
STYLES = st.sampled_from(["", "bold", "italics underline", "Disc", "LittleAlpha", "Rrule", "x"])


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> etree._Element:
    """An element of the vocabulary, or of none, with whatever in it."""
    element = etree.Element("{urn:hl7-org:v3}" + draw(st.sampled_from([*INLINE, *BLOCK])))
    if style := draw(STYLES):
        element.set("styleCode", style)
    element.text = draw(WORDS)
    if depth:
        for child in draw(st.lists(trees(depth - 1), max_size=3)):
            child.tail = draw(st.one_of(st.none(), WORDS))
            element.append(child)
    return element


@given(trees())
def test_whatever_the_markup_every_letter_of_the_text_is_shown(tree: etree._Element) -> None:
    document = etree.Element("{urn:hl7-org:v3}section")
    text = etree.SubElement(document, "{urn:hl7-org:v3}text")
    text.append(tree)
    written = sorted("".join("".join(str(part).split()) for part in tree.itertext()))
    context = NarrativeContext("label.xml")
    references = References({}, {}, {}, context.notes.add)
    blocks = narrative_blocks(rewrite(text, references), context)
    assert sorted("".join("".join(b.text.split()) for b in text_blocks(blocks))) == written
