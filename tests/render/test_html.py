"""A leaflet as HTML: every tag balanced, every sign escaped, nothing but its own links inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.leaflet.model import (
    Block,
    Cell,
    Image,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Provenance,
    Run,
    Script,
    Section,
    Table,
)
from viewer.render.html import (
    DECORATION,
    IMAGE_SCHEME,
    PROVENANCE_LINK,
    READER_NOTE_BYLINE,
    Rendered,
    render_html,
)
from viewer.render.stylesheet import Style, print_style, stylesheet

STYLE = Style("#111111", "#444444", "#0000ff", "#999999")
VOID = {"br", "img"}
TAGS = VOID | {"html", "head", "style", "body", "h1", "h2", "p", "div", "b", "i", "u", "a", "sub"}
TAGS |= {"sup", "ul", "ol", "li", "table", "tr", "td", "th"}
SIGNS = [*"ab<>&\"'/=;", "\u00a0", "\u00ad", "😀", "א", "</p>", "<script>", "&amp;", "-->", "]]>"]
SIGNS += ["<img src=file:///etc/passwd>", "javascript:", "url(http://example.org/a)", "<style>"]


class StrictParser(HTMLParser):
    """Takes HTML apart; raises where a tag is not closed in its turn, or an attribute doubled."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.pieces: list[tuple[str, str]] = []
        """The names of the open tags, and the text in them."""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> has an attribute twice"
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in VOID
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.texts.append(data)
            self.pieces.append((" ".join(self._open), data))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(f"a declaration: {decl}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"a processing instruction: {data}")

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def attributes(self) -> Iterator[tuple[str, str]]:
        for _, attributes in self.tags:
            yield from attributes.items()


def paragraph(text: str, **look: bool) -> Paragraph:
    return Paragraph((Run(text, **look),))  # type: ignore[arg-type]


def item(text: str, marker: str = "•", level: int = 1) -> ListItem:
    return ListItem((Run(text),), level, marker)


def leaflet_of(*blocks: Block, title: str = "Title", notice: str = "") -> Leaflet:
    section = Section("only", title, blocks=blocks)
    return Leaflet("sample", "Sample", "en", "package-leaflet", "Sample", (section,), notice=notice)


def body_of(*blocks: Block) -> str:
    """The HTML of some blocks of a section, without its heading."""
    html = render_html(leaflet_of(*blocks, title=""), STYLE, ["only"]).html
    return html.partition("<body>")[2].removesuffix("</body></html>")


def texts_of(rendered: Rendered) -> list[str]:
    return [block.text for block in rendered.blocks if block.number != DECORATION]


texts = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map("".join)
runs = st.builds(
    Run,
    texts,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Script),
    st.sampled_from(["", "#only", 'https://example.org/?a="1"&b=<2>', "mailto:a@example.org"]),
)
run_tuples = st.lists(runs, min_size=1, max_size=3).map(tuple)
leaves = st.one_of(
    st.builds(Paragraph, run_tuples),
    st.builds(ListItem, run_tuples, st.integers(1, 6), st.one_of(st.just("•"), texts, st.just(""))),
    st.builds(Image, texts),
)


def boxes(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    bodies = st.lists(inner, max_size=3).map(tuple)
    spans = st.integers(1, 3)
    rows = st.lists(st.builds(Cell, bodies, st.booleans(), spans, spans), max_size=3).map(tuple)
    tables = st.builds(Table, st.lists(rows, max_size=3).map(tuple))
    return st.one_of(tables, st.builds(Note, texts, bodies, st.sampled_from(NoteKind)))


blocks = st.recursive(leaves, boxes, max_leaves=12)


@settings(max_examples=150)
@given(st.lists(blocks, max_size=6), texts, texts)
def test_whatever_a_leaflet_says_the_html_is_balanced_and_says_the_same(
    body: list[Block], title: str, notice: str
) -> None:
    rendered = render_html(leaflet_of(*body, title=title, notice=notice), STYLE)
    parser = StrictParser(rendered.html)
    said = parser.text.replace("\n", "")
    shown = "".join(block.lead + block.text for block in rendered.blocks)
    assert said == shown.replace("\ufffc", "").replace("\n", "")


@settings(max_examples=150)
@given(st.lists(blocks, max_size=6), texts)
def test_no_style_and_no_address_of_a_leaflet_gets_in_but_its_links(
    body: list[Block], text: str
) -> None:
    parser = StrictParser(render_html(leaflet_of(*body, title=text, notice=text), STYLE).html)
    allowed = {"class", "style", "href", "src", "start", "type", "width", "cellspacing", "border"}
    allowed |= {"colspan", "rowspan"}
    links = {PROVENANCE_LINK, "#only", 'https://example.org/?a="1"&b=<2>', "mailto:a@example.org"}
    for name, value in parser.attributes():
        assert name in allowed
        if name == "href":
            assert value in links
        elif name == "src":
            assert value.startswith(IMAGE_SCHEME)
        else:
            assert re.fullmatch(r"[a-z0-9#%:;.,)'-]*", value), f"{name}={value}"
            assert "url" not in value
    tags = {tag for tag, _ in parser.tags}
    assert tags <= TAGS


def test_each_sign_that_means_something_in_html_is_escaped() -> None:
    assert body_of(paragraph("5 < 6 & 7 > 3")) == "<p>5 &lt; 6 &amp; 7 &gt; 3</p>"
    assert body_of(paragraph("&lt;")) == "<p>&amp;lt;</p>"


def test_each_look_has_its_own_tag() -> None:
    assert body_of(paragraph("x", bold=True)) == "<p><b>x</b></p>"
    assert body_of(paragraph("x", italic=True)) == "<p><i>x</i></p>"
    assert body_of(paragraph("x", underline=True)) == "<p><u>x</u></p>"
    assert body_of(Paragraph((Run("2", script=Script.SUB),))) == "<p><sub>2</sub></p>"
    assert body_of(Paragraph((Run("2", script=Script.SUP),))) == "<p><sup>2</sup></p>"


def test_a_line_break_in_a_text_is_one_in_the_html() -> None:
    assert body_of(paragraph("one\ntwo")) == "<p>one<br/>two</p>"


def test_a_link_stays_as_it_was_given() -> None:
    for link in ("#dosage", "https://example.org/?a=1&b='2'", "mailto:a@example.org?subject=a b"):
        (_, attributes), *_ = (
            tag
            for tag in StrictParser(body_of(Paragraph((Run("here", link=link),)))).tags
            if tag[0] == "a"
        )
        assert attributes == {"href": link}


def test_neighbouring_list_items_are_one_list_and_others_begin_a_new_one() -> None:
    together = body_of(item("one"), item("two"))
    assert together == "<ul><li>one</li><li>two</li></ul>"
    apart = body_of(item("one"), paragraph("between"), item("two"))
    assert apart == "<ul><li>one</li></ul><p>between</p><ul><li>two</li></ul>"


@pytest.mark.parametrize(
    ("marker", "tag"),
    [
        ("1.", '<ol start="1" type="1" style="-qt-list-number-suffix:\'.\'">'),
        ("12)", '<ol start="12" type="1" style="-qt-list-number-suffix:\')\'">'),
        ("c)", '<ol start="3" type="a" style="-qt-list-number-suffix:\')\'">'),
        ("B.", '<ol start="2" type="A" style="-qt-list-number-suffix:\'.\'">'),
        ("•", "<ul>"),
    ],
)
def test_a_marker_says_which_list_it_is(marker: str, tag: str) -> None:
    assert body_of(item("x", marker)).startswith(f"{tag}<li>x</li>")


@pytest.mark.parametrize("marker", ["-", "–", "·", "■"])
def test_a_marker_that_is_a_bullet_by_its_looks_is_one(marker: str) -> None:
    assert body_of(item("x", marker)) == "<ul><li>x</li></ul>"


@pytest.mark.parametrize(
    "marker", [".", ")", "1", "(1)", "ii)", "i.", "1.2.", "é)", "١.", "999999999999.", "'\">."]
)
def test_a_marker_that_qt_cannot_number_stands_before_the_text(marker: str) -> None:
    html = body_of(item("x", marker))
    assert "<li" not in html
    assert html.endswith(f">{escape(marker, quote=False)}\u00a0x</p></div>")


def test_a_number_out_of_turn_begins_a_list_with_that_number() -> None:
    html = body_of(item("one", "1."), item("two", "2."), item("nine", "9."))
    assert re.findall(r'start="(\d+)"', html) == ["1", "9"]


def test_an_outer_list_goes_on_counting_after_an_inner_one() -> None:
    html = body_of(item("one", "1."), item("inner", "a)", 2), item("two", "2."))
    assert re.findall(r'start="(\d+)"', html) == ["1", "1"]
    assert html.endswith("<li>inner</li></ol><li>two</li></ol>")


def test_cells_keep_their_spans_and_say_whether_they_head_a_column() -> None:
    cell = Cell((paragraph("wide"),), header=True, column_span=2, row_span=3)
    parser = StrictParser(body_of(Table(((cell, Cell(())),))))
    assert ("th", {"colspan": "2", "rowspan": "3"}) in parser.tags
    assert ("td", {}) in parser.tags


def test_a_readers_note_says_that_it_is_not_part_of_the_leaflet() -> None:
    note = Note("Reader's note", (paragraph("A remark."),))
    rendered = render_html(leaflet_of(paragraph("before"), note), STYLE, ["only"])
    (box,) = rendered.notes
    assert rendered.blocks[box.first].text == f"Reader's note · {READER_NOTE_BYLINE}"
    assert rendered.blocks[box.last].text == "A remark."
    assert box.kind is NoteKind.READER


def test_a_box_of_the_leaflets_own_is_not_called_a_remark() -> None:
    note = Note("Warning", (paragraph("Mind."),), NoteKind.WARNING)
    html = render_html(leaflet_of(note), STYLE, ["only"]).html
    assert READER_NOTE_BYLINE not in html
    assert "Warning" in html


def test_the_head_says_what_it_is_where_it_is_from_and_what_the_editor_remarks() -> None:
    leaflet = Leaflet(
        "sample",
        "Sample title",
        "en",
        "smpc",
        "Sample 5 mg",
        (),
        active_substance="samplin",
        atc="N03AE01",
        notice="Demonstration content.",
        provenance=Provenance(source="The & authority", version="3"),
    )
    rendered = render_html(leaflet, STYLE)
    assert [block.text for block in rendered.blocks] == [
        "Sample 5 mg",
        "Summary of product characteristics · samplin · N03AE01",
        "Source: The & authority · Version: 3 · Date: not stated",
        f"Reader's note · {READER_NOTE_BYLINE}",
        "Demonstration content.",
    ]
    assert f'<a href="{PROVENANCE_LINK}">Source: The &amp; authority' in rendered.html


def test_chosen_sections_come_alone_and_keep_the_numbers_of_their_text_blocks() -> None:
    sections = tuple(
        Section(key, key.upper(), blocks=(paragraph(f"in {key}"), item(key))) for key in "abc"
    )
    leaflet = Leaflet("sample", "Sample", "en", "label", "Sample", sections, notice="Notice.")
    rendered = render_html(leaflet, STYLE, {"b"})
    assert [block[:2] for block in rendered.blocks] == [(3, "B"), (4, "in b"), (5, "b")]
    assert rendered.notes == ()


def test_a_section_without_a_title_has_no_heading_and_one_without_a_text_says_so() -> None:
    untitled = render_html(leaflet_of(paragraph("x"), title=""), STYLE, ["only"])
    assert [block[:2] for block in untitled.blocks] == [(1, "x")]
    empty = render_html(leaflet_of(), STYLE, ["only"])
    assert [block[:2] for block in empty.blocks] == [
        (0, "Title"),
        (DECORATION, "No text in the source."),
    ]


def test_a_deeper_section_has_a_smaller_heading_down_to_the_smallest() -> None:
    deep = Section("f", "F", 6)
    for level, key in ((5, "e"), (4, "d"), (3, "c"), (2, "b"), (1, "a")):
        deep = Section(key, key.upper(), level, children=(deep,))
    leaflet = Leaflet("sample", "Sample", "en", "label", "Sample", (deep,))
    html = render_html(leaflet, STYLE, set("abcdef")).html
    assert re.findall(r"<(h\d)>", html) == ["h2", "h3", "h4", "h5", "h6", "h6"]


def test_equal_styles_give_equal_html() -> None:
    leaflet = leaflet_of(paragraph("x"))
    again = Style("#111111", "#444444", "#0000ff", "#999999")
    assert render_html(leaflet, STYLE) == render_html(leaflet, again)


def test_type_and_space_grow_together() -> None:
    small = [float(n) for n in re.findall(r"font-size:([\d.]+)pt", stylesheet(STYLE))]
    double = Style("#111111", "#444444", "#0000ff", "#999999", scale=2.0)
    large = [float(n) for n in re.findall(r"font-size:([\d.]+)pt", stylesheet(double))]
    assert large == pytest.approx([2 * size for size in small])
    assert double.pixels(24) == 2 * STYLE.pixels(24) == 48


def test_paper_is_black_on_white() -> None:
    style = print_style()
    assert (style.text, style.accent) == ("#000000", "#000000")
    assert style.points(style.body_points) == pytest.approx(10.5)
