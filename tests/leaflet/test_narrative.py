"""The gate: whatever markup comes in, its text goes through and nothing else does."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from typing import cast
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.errors import LeafletError, MalformedLeafletError
from viewer.leaflet.images import PictureError
from viewer.leaflet.model import (
    Block,
    Code,
    Image,
    ListItem,
    Paragraph,
    Run,
    Script,
    Table,
    text_blocks,
)
from viewer.leaflet.narrative import Element, NarrativeContext, narrative_blocks, read_narrative
from viewer.leaflet.runs import weight_of
from viewer.leaflet.safe_xml import parse_xml

XHTML = "http://www.w3.org/1999/xhtml"
SNOMED = Code("snomed", "77386006")


def read(markup: str, context: NarrativeContext | None = None) -> tuple[Block, ...]:
    element = parse_xml("f.xml", f'<div xmlns="{XHTML}">{markup}</div>')
    return narrative_blocks(cast(Element, element), context or NarrativeContext("f.xml"))


def notes_on(markup: str) -> tuple[str, ...]:
    context = NarrativeContext("f.xml")
    read(markup, context)
    return context.notes.lines()


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """Each text block's text, a list item's marker before it."""
    return [
        f"{block.marker} {block.text}" if isinstance(block, ListItem) else block.text
        for block in text_blocks(blocks)
    ]


def runs(markup: str) -> tuple[Run, ...]:
    (block,) = read(markup)
    assert isinstance(block, Paragraph)
    return block.runs


def table(markup: str) -> Table:
    (block,) = read(markup)
    assert isinstance(block, Table)
    return block


# The law


def squeezed(text: str) -> str:
    return "".join(text.split())


SHOWN = {"\u202e": "[U+202E]", "\ufffc": "[U+FFFC]", "\uf0b7": "•", "\ue001": "[U+E001]"}
TEXTS = st.text("xyzµ <&>•–-\n\u00a0\u00ad\u3000薬" + "".join(SHOWN), max_size=12)
DROPPED = ("script", "style", "head", "iframe")
STAND_INS = {"object": "[linked file]", "video": "[video]"}
TAGS = st.sampled_from(
    [
        *("p", "div", "span", "b", "em", "sub", "u", "h2", "br", "a", "pre", "font", "blockquote"),
        *("ul", "ol", "li", "li", "table", "thead", "tr", "tr", "td", "td", "th", "caption", "col"),
        *("form", "object", "video", "nonsense", "x-y", f"{{{XHTML}}}p", "{urn:other}td", "P", "s"),
        *DROPPED,
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["style", "class", "href", "id", "colspan", "rowspan", "start", "hidden"]),
    st.sampled_from(
        [
            *("display:none", "font-weight:700;;:", "color:white;font-size:0", "javascript:x"),
            *("0", "-3", "99999", "#a", "file:///etc/passwd", "list-style-type:none", "m", ""),
            *("white-space:pre-line", "white-space:pre-wrap"),
        ]
    ),
    max_size=2,
)


@st.composite
def trees(draw: st.DrawFn, depth: int = 4) -> ElementTree.Element:
    element = ElementTree.Element(draw(TAGS), draw(ATTRIBUTES))
    element.text = draw(st.none() | TEXTS)
    element.tail = draw(st.none() | TEXTS)
    if depth:
        element.extend(draw(st.lists(trees(depth - 1), max_size=3)))
    return element


def visible(element: ElementTree.Element) -> str:
    """What a tree shows, taken in the simplest way."""
    name = element.tag.rpartition("}")[2].lower()
    if name in DROPPED:
        return ""
    inner = (visible(child) + (child.tail or "") for child in element)
    return STAND_INS.get(name, "") + (element.text or "") + "".join(inner)


def is_text_of(blocks: tuple[Block, ...], source: str) -> bool:
    """Whether the blocks hold the source's text; a list item's marker may be the writer's or ours.

    "•" twice may be two items of one bullet each, or one with its marker: both are followed.
    """
    places = {0}
    for block in text_blocks(blocks):
        text = squeezed(block.text)
        texts = {text, block.marker + text} if isinstance(block, ListItem) else {text}
        places = {p + len(t) for p in places for t in texts if source.startswith(t, p)}
    return len(source) in places


@given(trees())
def test_the_text_of_the_blocks_is_the_visible_text_of_the_tree(tree: ElementTree.Element) -> None:
    root = ElementTree.Element("div")
    root.append(tree)
    source = squeezed(visible(root))
    shown = "".join(SHOWN.get(character, character) for character in source)
    assert is_text_of(narrative_blocks(cast(Element, root), NarrativeContext("f")), shown)


@given(trees())
def test_what_is_annotated_lies_within_its_text(tree: ElementTree.Element) -> None:
    context = NarrativeContext("f", annotated={"m": (SNOMED,)})
    narrative = read_narrative(cast(Element, tree), context)
    texts = ["", *(block.text for block in text_blocks(narrative.blocks))]
    for mark in narrative.annotations:
        part = texts[mark.block][mark.start : mark.end]
        assert part == part.strip() != ""


NAMES = st.sampled_from(
    ["style", "href", "src", "alt", "start", "type", "value", "colspan", "rowspan", "id", "face"]
)


@given(
    TAGS | st.sampled_from(["img", "svg", "math"]) | st.text(max_size=8),
    st.dictionaries(NAMES, st.text(st.characters())),
    st.text(st.characters()),
)
def test_any_names_attributes_and_text_give_blocks_or_a_refusal(
    tag: str, attributes: dict[str, str], text: str
) -> None:
    root = ElementTree.Element("div")
    ElementTree.SubElement(root, tag, attributes).text = text
    with suppress(LeafletError):
        for block in narrative_blocks(cast(Element, root), NarrativeContext("f")):
            assert isinstance(block, Paragraph | ListItem | Table)


# Text


def test_white_space_is_folded_and_markup_that_is_not_known_keeps_its_text() -> None:
    assert lines(read(" a\n <odd>b</odd><p> c  d </p>e ")) == ["a b", "c d", "e"]


def test_a_namespace_prefix_or_capitals_make_no_difference() -> None:
    markup = f'<h:p xmlns:h="{XHTML}">one</h:p><h:p xmlns:h="{XHTML}">two</h:p><P>three</P>'
    assert lines(read(markup)) == ["one", "two", "three"]


def test_words_glued_in_the_source_stay_glued() -> None:
    assert lines(read("<p><span>PENTASA</span><span>1g</span></p>")) == ["PENTASA1g"]


def test_an_empty_bold_element_does_not_leak() -> None:
    assert runs("<p>a<b/>b</p>") == (Run("ab"),)


def test_less_than_and_ampersand_are_text() -> None:
    assert lines(read("5 &lt; 6 &amp; 7 &gt; 3")) == ["5 < 6 & 7 > 3"]


def test_scripts_and_style_sheets_are_no_text_and_a_note_says_so() -> None:
    markup = "a<script>x</script><style>y</style><iframe>z</iframe>b"
    assert lines(read(markup)) == ["ab"]
    assert len(notes_on(markup)) == 3


@pytest.mark.parametrize(
    "markup",
    [
        '<p style="display: none">10 mg</p>',
        '<p style="visibility:hidden !important">10 mg</p>',
        '<p hidden="hidden">10 mg</p>',
        '<p style="font-size:1px">10 mg</p>',
        '<p style="font:1px Arial">10 mg</p>',
        "<p><s>10 mg</s></p>",
        '<p style="text-decoration:line-through">10 mg</p>',
    ],
)
def test_text_that_the_source_hides_is_shown_and_noted(markup: str) -> None:
    assert lines(read(markup)) == ["10 mg"]
    assert len(notes_on(markup)) == 1


def test_colour_cannot_hide_a_dose() -> None:
    assert runs('<p style="color:#fff;background:#fff">10 mg</p>') == (Run("10 mg"),)


def test_characters_that_turn_text_round_are_shown_and_noted() -> None:
    assert lines(read("<p>a\u202eb\u2066c\x7f</p>")) == ["a[U+202E]b[U+2066]c[U+007F]"]
    assert notes_on("\u202e") == ("characters that control or turn round text are shown as codes",)


def test_blank_paragraphs_are_left_out() -> None:
    assert read("<p>\u00a0</p><p><span> </span></p><div/>") == ()


def test_a_very_long_word_is_broken_and_noted() -> None:
    markup = f"<p>{'x' * 9_000}<b>{'y' * 12_000}</b></p>"
    (line,) = lines(read(markup))
    assert [len(word) for word in line.split()] == [10_000, 10_000, 1_000]
    assert len(notes_on(markup)) == 1


def test_preformatted_text_keeps_its_lines_and_gaps() -> None:
    markup = "<pre>\nDose   Weight\n 5 mg\t<b>10 kg</b>\n\n10 mg  20 kg\n</pre><p>a\n  b</p>"
    first, second = lines(read(markup))
    assert first == (
        "Dose\u00a0\u00a0 Weight\n\u00a05 mg\u00a0\u00a0\u00a0 10 kg\n\n10 mg\u00a0 20 kg"
    )
    assert second == "a b"


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("pre-line", "Adults: 1\nChildren: half"),
        ("pre-wrap", "Adults: 1\n\u00a0 Children: half"),
        ("normal", "Adults: 1 Children: half"),
    ],
)
def test_a_style_can_keep_lines_or_blanks_too(style: str, shown: str) -> None:
    markup = f'<pre><p style="white-space: {style}">Adults: 1\n  <b>Children</b>: half</p></pre>'
    assert lines(read(markup)) == [shown]


# Looks


@pytest.mark.parametrize(
    ("markup", "look"),
    [
        ("<b>x</b>", Run("x", bold=True)),
        ("<strong>x</strong>", Run("x", bold=True)),
        ('<span style="FONT-WEIGHT: 700">x</span>', Run("x", bold=True)),
        ('<b style="font-weight:normal">x</b>', Run("x")),
        ("<em>x</em>", Run("x", italic=True)),
        ('<span style="font-style:oblique 10deg">x</span>', Run("x", italic=True)),
        ("<u>x</u>", Run("x", underline=True)),
        ('<span style="text-decoration:underline">x</span>', Run("x", underline=True)),
        ("<sub>x</sub>", Run("x", script=Script.SUB)),
        ('<span style="vertical-align:super">x</span>', Run("x", script=Script.SUP)),
        ("<h3>x</h3>", Run("x", bold=True)),
        ('<span style="font-size:99pt;position:absolute;behavior:url(x)">x</span>', Run("x")),
    ],
)
def test_of_looks_only_weight_slant_underline_and_position_pass(markup: str, look: Run) -> None:
    assert runs(markup) == (look,)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<span style="font-family: Symbol">a &#xb3; &#xf0b7;</span>', "α ≥ •"),
        ('<font face="Wingdings">&#xe0;&#xf0fc;</font>', "→✓"),
        ("<p>x &#xf0b7; y</p>", "x • y"),
        ('<span style="font-family:Symbol">µ ≥ 5</span>', "∝ ≥ 5"),
        ('<span style="font-family:Wingdings">&#xf02f;</span>', "[U+F02F]"),
        ("<span style=\"font-family:'Wingdings 2'\">P</span> yes", "[U+0050] yes"),
        ('<font face="Webdings">a</font>', "[U+0061]"),
        ('<span style="font-family:ITC Zapf Dingbats">4 x</span>', "[U+0034] [U+0078]"),
        ('<span style="font:7pt Symbol">m</span>g', "µg"),
        ("<span style='font:italic bold 7.0pt/1.2 \"Symbol\", serif'>m</span>g", "µg"),
        ("<span style='font-family:Symbol'>m<i style='font:7pt Arial'>m</i></span>", "µm"),
    ],
)
def test_signs_of_symbol_fonts_become_what_they_look_like(markup: str, text: str) -> None:
    assert lines(read(markup)) == [text]


def test_text_in_a_font_of_unknown_signs_is_noted() -> None:
    (note,) = notes_on('<span style="font-family:Webdings">a</span>')
    assert note == "a sign without a known meaning is shown as [U+0061]"


def test_a_sign_without_a_known_meaning_is_noted() -> None:
    assert notes_on("<p>\ue123</p>") == ("a sign without a known meaning is shown as [U+E123]",)


# Links, pictures, drawings


@pytest.mark.parametrize(
    ("address", "link"),
    [
        *(
            (same, same)
            for same in ("http://a.example/", "HTTPS://a.example", "mailto:a@b.example")
        ),
        ("#place", "#place"),
        *((bad, "") for bad in ("javascript:alert(1)", "file:///F:/a.doc", "a.html", "//host/a")),
        *((bad, "") for bad in ("data:text/html,x", "http://a b", "http://a\u202e", "#")),
    ],
)
def test_links_lead_to_the_web_to_mail_or_into_the_leaflet(address: str, link: str) -> None:
    assert runs(f'<a href="{address}">x</a>')[0].link == link


def test_a_picture_is_asked_for_by_its_address_and_keeps_its_description() -> None:
    asked: list[str] = []

    def picture(address: str) -> str:
        asked.append(address)
        return "key"

    context = NarrativeContext("f", picture=picture)
    blocks = read('<p>a<img src=" x.png " alt="A  pen"/>b</p>', context)
    assert blocks[1] == Image("key", "A pen")
    assert asked == ["x.png"]
    assert [lines(blocks)[0], lines(blocks)[2]] == ["a", "b"]


def test_a_picture_that_cannot_be_had_leaves_a_stand_in_and_a_note() -> None:
    def picture(address: str) -> str:
        raise PictureError(f"no {address}")

    context = NarrativeContext("f", picture=picture)
    assert lines(read('<img src="x" alt="A pen"/><img/>', context)) == [
        "[picture: A pen]",
        "[picture]",
    ]
    assert context.notes.lines() == ("a picture is left out: no x", "a picture is left out: no ")


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<svg><text>12 h</text></svg>", ["[drawing]", "12 h"]),
        ("<math><mi>x</mi></math>", ["[formula]", "x"]),
        ('<object data="dose.png">5 mg</object>', ["[linked file]", "5 mg"]),
        ('<p>a<embed src="x.pdf"/>b</p>', ["a", "[linked file]", "b"]),
        ('<video src="m.mp4"/>', ["[video]"]),
        ('<audio src="a.mp3"/>', ["[sound recording]"]),
        ("<canvas/>", ["[drawing]"]),
    ],
)
def test_what_cannot_be_shown_keeps_its_text_and_leaves_a_stand_in_and_a_note(
    markup: str, shown: list[str]
) -> None:
    assert lines(read(markup)) == shown
    (note,) = notes_on(markup)
    assert "cannot be shown" in note


def test_what_a_form_field_holds_is_text() -> None:
    markup = (
        '<p>Dose: <input value="5 mg"/> <input type="checkbox" checked="" value="v"/> daily</p>'
    )
    assert lines(read(markup)) == ["Dose: 5 mg ☑ daily"]
    assert lines(read('<input type="hidden" value="x"/><input type="radio"/>')) == ["☐"]
    assert "form field" in notes_on(markup)[0]


# Lists


def test_lists_are_numbered_as_in_the_source() -> None:
    markup = (
        '<ol start="3"><li>c</li><li value="7">g</li><li>h<ul><li>in</li></ul></li></ol>'
        '<ol type="a"><li>one</li><li><p>two</p><p>more</p></li></ol>'
        '<ol style="list-style-type:upper-roman"><li>x</li></ol>'
        '<ol reversed="" start="2"><li>x</li><li>y</li></ol>'
        '<ul style="list-style:none"><li>n</li></ul>'
    )
    assert [(b.marker, b.level, b.text) for b in read(markup) if isinstance(b, ListItem)] == [
        *(("3.", 1, "c"), ("7.", 1, "g"), ("8.", 1, "h"), ("•", 2, "in")),
        *(("a.", 1, "one"), ("b.", 1, "two"), ("", 1, "more"), ("I.", 1, "x")),
        *(("2.", 1, "x"), ("1.", 1, "y"), ("", 1, "n")),
    ]


def test_an_item_whose_style_takes_its_marker_away_is_counted_all_the_same() -> None:
    markup = '<ol><li style="list-style: none">a</li><li>b</li></ol>'
    assert lines(read(markup)) == [" a", "2. b"]


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("- one", ListItem((Run("one"),), 1, "-")),
        ("•\u00a0 one", ListItem((Run("one"),), 1, "•")),
        ("·one", ListItem((Run("one"),), 1, "·")),
        ("<span>–</span> <b>one</b>", ListItem((Run("one", bold=True),), 1, "–")),
        ("-5 °C", Paragraph((Run("-5 °C"),))),
        ("-", Paragraph((Run("-"),))),
        ("* one", Paragraph((Run("* one"),))),
    ],
)
def test_bullets_set_by_hand_make_list_items(text: str, item: Block) -> None:
    assert read(f"<p>{text}</p>") == (item,)


def test_lines_that_begin_with_the_same_bullet_are_an_item_each() -> None:
    assert lines(read("<p>• a<br/>• <b>b</b><br/><br/>•c</p>")) == ["• a", "• b", "• c"]
    assert lines(read("<p>- 5 mg<br/>- 10 mg</p>")) == ["- 5 mg", "- 10 mg"]
    assert lines(read("<p>• a<br/>b<br/>• c</p>")) == ["• a\nb\n• c"]
    assert lines(read("<p>• a<br/>- b</p>")) == ["• a\n- b"]
    levels = [
        block.level
        for block in read("<ul><li>x<p>– a<br/>– b</p></li></ul>")
        if isinstance(block, ListItem)
    ]
    assert levels == [1, 2, 2]


def test_a_mark_over_lines_with_bullets_is_on_the_text_of_each() -> None:
    context = NarrativeContext("f", annotated={"m": (SNOMED,)})
    markup = '<p>• a <span class="m">b<br/>• c</span><br/>• d</p>'
    element = parse_xml("f.xml", f"<div>{markup}</div>")
    marks = read_narrative(cast(Element, element), context).annotations
    assert [(mark.block, mark.start, mark.end) for mark in marks] == [(1, 2, 3), (2, 0, 1)]


def test_a_greek_list_is_numbered_in_greek() -> None:
    items = "<li>x</li>" * 25
    shown = lines(read(f'<ol style="list-style-type: lower-greek">{items}</ol>'))
    assert [shown[0], shown[17], shown[24]] == ["α. x", "σ. x", "αα. x"]


def test_the_number_of_an_item_that_begins_with_a_table_is_shown() -> None:
    blocks = read("<ol><li><table><tr><td>x</td></tr></table></li></ol>")
    assert blocks[0] == ListItem((), 1, "1.")
    assert isinstance(blocks[1], Table)


# Tables


def test_cells_keep_their_spans_and_headers() -> None:
    rows = table(
        "<table><thead><tr><td>a</td><td>b</td></tr></thead>"
        '<tr><th colspan="2">c</th></tr><tr><td rowspan="2">d</td><td>e</td></tr>'
        "<tr><td>f</td></tr></table>"
    ).rows
    assert [[(c.header, c.column_span, c.row_span) for c in row] for row in rows] == [
        [(True, 1, 1), (True, 1, 1)],
        [(True, 2, 1)],
        [(False, 1, 2), (False, 1, 1)],
        [(False, 1, 1)],
    ]


def test_a_row_that_only_lays_out_a_page_is_no_table() -> None:
    body = "<td><p>a</p><ul><li>b</li></ul></td>"
    assert lines(read(f"<table><tr><td/>{body}<td> </td></tr></table>")) == ["a", "• b"]
    assert not any(
        isinstance(block, Table) for block in read(f"<table><tr><td/>{body}</tr></table>")
    )
    for kept in (f"<tr>{body}</tr>", f"<tr>{body}<td>c</td></tr>", "<tr><td/><td>a</td></tr>"):
        assert table(f"<table>{kept}</table>")


def test_spans_stay_within_reason_and_within_the_table() -> None:
    markup = '<table><tr><td colspan="1000000" rowspan="60">a</td><td rowspan="0">b</td></tr>'
    rows = table(f"{markup}<tr/><tr><td>c</td></tr></table>").rows
    assert [(c.column_span, c.row_span) for c in rows[0]] == [(1, 3), (1, 3)]
    wide = table('<table><tr><td colspan="9999">a</td></tr></table>').rows[0][0]
    assert wide.column_span == 100


def test_rows_without_a_cell_do_not_pile_up() -> None:
    assert len(table(f"<table><tr><td>a</td></tr>{'<tr/>' * 900}</table>").rows) == 1
    spanned = f'<tr><td rowspan="99999">a</td></tr>{"<tr/>" * 9_000}<tr><td>b</td></tr>'
    assert len(table(f"<table>{spanned}</table>").rows) <= 1_001


def test_text_outside_the_cells_of_a_table_gets_a_cell_in_its_place() -> None:
    markup = "<table>a<caption>b</caption><tr><td>c</td>d<p>e</p></tr>f<tr><td>g</td></tr></table>"
    assert lines(read(markup)) == list("abcdefg")


def test_the_foot_of_a_table_stands_below_its_rows_wherever_it_is_in_the_source() -> None:
    head, foot = "<thead><tr><th>h</th></tr></thead>", "<tfoot><tr><td>f</td></tr></tfoot>"
    markup = f"<table>{head}{foot}<tbody><tr><td>1</td></tr></tbody></table>"
    assert lines(read(markup)) == ["h", "1", "f"]


def test_a_caption_stands_above_its_table() -> None:
    blocks = read("<table><caption>Doses</caption><tr><td>1</td></tr></table>")
    assert blocks[0] == Paragraph((Run("Doses"),))
    assert isinstance(blocks[1], Table)


def test_tables_deeper_than_four_are_shown_as_text_and_noted() -> None:
    markup = "<table><tr><td>x"
    end = "</td></tr></table>"
    assert lines(read(markup * 6 + end * 6)) == ["x"] * 6
    assert notes_on(markup * 4 + end * 4) == ()
    assert len(notes_on(markup * 5 + end * 5)) == 1

    def depth(blocks: tuple[Block, ...]) -> int:
        cells = [c for b in blocks if isinstance(b, Table) for row in b.rows for c in row]
        return 1 + max(depth(cell.blocks) for cell in cells) if cells else 0

    assert depth(read(markup * 6 + end * 6)) == 4


def test_a_table_of_very_many_columns_is_shown_as_text_and_noted() -> None:
    cells = "<td colspan='100'>x</td>" * 3
    markup = f"<table><tr><td rowspan='2'>a</td></tr><tr>{cells}</tr></table>"
    assert read(markup) == tuple(Paragraph((Run(text),)) for text in "axxx")
    assert notes_on(markup) == ("a table of too many columns is shown as text",)
    assert isinstance(table(f"<table><tr><td>a</td>{cells[: len(cells) // 3]}</tr></table>"), Table)


def test_a_table_may_not_span_more_places_than_a_leaflet_has_cells() -> None:
    spans = "<tr><td colspan='100' rowspan='50'>x</td></tr>" + "<tr/>" * 49
    blocks = read(f"<table>{spans}<tr><td>y</td></tr></table>" * 11)
    assert [type(block) for block in blocks] == [Table] * 9 + [Paragraph] * 4


def test_a_long_table_is_shown_as_several_that_part_no_span() -> None:
    cells = "<td>x</td>" * 9
    pair = f"<tr><td rowspan='2'>s</td>{cells}</tr><tr>{cells}</tr>"
    parts = [part for part in read(f"<table>{pair * 500}</table>") if isinstance(part, Table)]
    assert len(parts) > 1
    assert sum(len(part.rows) for part in parts) == 1_000
    assert all(len(part.rows) % 2 == 0 for part in parts)


def test_a_cell_of_endless_text_takes_the_table_away_and_not_the_text() -> None:
    words = "word " * 100_000
    blocks = read(f"<table><tr><td>a</td></tr><tr><td>{words}</td></tr></table>")
    assert isinstance(blocks[0], Table)
    assert {type(block) for block in blocks[1:]} == {Paragraph}
    assert squeezed("".join(lines(blocks))) == "a" + squeezed(words)


# Limits


@pytest.mark.parametrize(
    "markup",
    ["word " * 40_000, "line<br/>" * 3_000, "<b>bold</b> thin " * 3_000, "<b>a</b>b" * 9_000],
    ids=["words", "lines", "looks", "one word"],
)
def test_a_paragraph_beyond_all_measure_is_shown_as_several_without_parting_lines_or_words(
    markup: str,
) -> None:
    blocks = read(f"<ul><li>{markup}</li></ul>")
    assert len(blocks) > 1
    assert all(weight_of(block.runs) < 60_000 for block in blocks if isinstance(block, ListItem))
    assert [b.marker for b in blocks if isinstance(b, ListItem)][:2] == ["•", ""]
    words = " ".join(block.text for block in text_blocks(blocks)).split()
    assert words[1] not in ("word", "line", "bold") or set(words) <= {
        "word",
        "line",
        "bold",
        "thin",
    }
    assert squeezed("".join(words)) == squeezed(re.sub("<.*?>", "", markup))
    assert "a paragraph too long for one is shown as several" in notes_on(markup)


def test_markup_nested_too_deep_is_refused_with_its_place() -> None:
    root = element = ElementTree.Element("div")
    for _ in range(10_000):
        element = ElementTree.SubElement(element, "table")
    context = NarrativeContext("f.xml")
    context.notes.place = "4.2 Posology"
    with pytest.raises(MalformedLeafletError, match=r"f\.xml: 4\.2 Posology: .*64 elements deep"):
        narrative_blocks(cast(Element, root), context)


def test_more_than_fifty_thousand_blocks_are_refused_over_all_sections() -> None:
    context = NarrativeContext("f.xml")
    read("<p>x</p>" * 30_000, context)
    with pytest.raises(MalformedLeafletError, match="50,000"):
        read("<p>x</p>" * 30_000, context)


@pytest.mark.parametrize(
    "markup",
    [
        "<span class='m'>x</span>" * 100_000,
        "<p><b>" + "x" * 8_000_000 + "</b></p>",
        "<br/>" * 200_000,
        "<ul>" * 30 + "<li>x</li>" * 20_000 + "</ul>" * 30,
        "".join(f'<b style="font-size:{n}px">x</b>' for n in range(50_000)),
        f'<b style="font-size:{"0" * 4_000_000}x">x</b><a href="{"x" * 4_000_000}">y</a>',
    ],
    ids=["annotated", "word", "breaks", "lists", "styles", "attributes"],
)
def test_hostile_markup_takes_not_longer_than_a_few_seconds(markup: str) -> None:
    started = time.perf_counter()
    read(markup, NarrativeContext("f", annotated={"m": (SNOMED,)}))
    assert time.perf_counter() - started < 5


# Annotations


def test_a_mark_over_the_parts_of_a_long_paragraph_is_on_each_of_them() -> None:
    context = NarrativeContext("f", annotated={"m": (SNOMED,)})
    words = "word " * 3_000
    element = parse_xml("f", f"<p>• {words}<b class='m'>{words}{words}</b>{words}</p>")
    narrative = read_narrative(cast(Element, element), context)
    texts = ["", *(block.text for block in text_blocks(narrative.blocks))]
    marked = "".join(texts[mark.block][mark.start : mark.end] for mark in narrative.annotations)
    assert len({mark.block for mark in narrative.annotations}) > 1
    assert squeezed(marked) == squeezed(words * 2)


@pytest.mark.parametrize("tag", ["table", "thead", "tr", "td"])
def test_a_table_a_group_of_rows_a_row_and_a_cell_can_be_annotated(tag: str) -> None:
    context = NarrativeContext("f", annotated={"m": (SNOMED,)})
    markup = "<div>a<table><thead><tr><td>in it</td></tr></thead></table>b</div>"
    element = parse_xml("f", markup.replace(f"<{tag}>", f"<{tag} class='m'>"))
    narrative = read_narrative(cast(Element, element), context)
    texts = ["", *(block.text for block in text_blocks(narrative.blocks))]
    assert [texts[mark.block] for mark in narrative.annotations] == ["in it"]


def test_annotated_elements_are_told_by_block_and_place() -> None:
    context = NarrativeContext("f", annotated={"preg": (SNOMED,)})
    element = parse_xml(
        "f",
        "<div><p>If  you <span class='x preg'> are\n pregnant </span>, ask.</p>"
        "<div class='preg'><p>- one</p><table><tr><td> two</td></tr></table></div></div>",
    )
    narrative = read_narrative(cast(Element, element), context)
    texts = ["", *(block.text for block in text_blocks(narrative.blocks))]
    assert [
        (mark.block, texts[mark.block][mark.start : mark.end], mark.codes)
        for mark in narrative.annotations
    ] == [(1, "are pregnant", (SNOMED,)), (2, "one", (SNOMED,)), (3, "two", (SNOMED,))]
