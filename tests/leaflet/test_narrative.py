"""The gate: whatever markup comes in, its text goes through and nothing else does."""

from __future__ import annotations

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
    if element.tag.rpartition("}")[2].lower() in DROPPED:
        return ""
    inner = (visible(child) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inner)


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
    ],
)
def test_signs_of_symbol_fonts_become_what_they_look_like(markup: str, text: str) -> None:
    assert lines(read(markup)) == [text]


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


def test_a_drawing_keeps_its_text_and_says_that_it_is_not_shown() -> None:
    assert lines(read("<svg><text>12 h</text></svg>")) == ["[drawing]", "12 h"]
    assert lines(read("<math><mi>x</mi></math>")) == ["[formula]", "x"]


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


# Limits


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
