"""A leaflet laid out by Qt: nothing lost, nothing added, and every character found again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QBuffer, QByteArray, QPointF, QRectF, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPainter,
    QTextBlock,
    QTextDocument,
    QTextListFormat,
)

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import (
    Block,
    Cell,
    Image,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Run,
    Script,
    Section,
    Table,
    text_blocks,
)
from viewer.leaflet.runs import RunBuilder
from viewer.render.html import render_html
from viewer.render.stylesheet import Style, print_style
from viewer.ui.document import LeafletDocument, characters, screen_measures, utf16_length

SCREEN = Style("#111111", "#444444", "#0000ff", "#999999")
BULLETS = {
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
}
SAFE = settings(max_examples=120, suppress_health_check=list(HealthCheck), database=None)


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def item(text: str, marker: str = "•", level: int = 1) -> ListItem:
    return ListItem((Run(text),) if text else (), level, marker)


def leaflet_of(*blocks: Block, title: str = "Title") -> Leaflet:
    section = Section("only", title, blocks=blocks)
    return Leaflet("sample", "Sample", "en", "package-leaflet", "Sample", (section,))


def laid_out(
    leaflet: Leaflet, keys: Collection[str] | None = None, style: Style = SCREEN
) -> LeafletDocument:
    text = LeafletText(leaflet)
    return LeafletDocument(text, render_html(leaflet, style, keys), style, QFont())


# -- leaflets of every kind that the model allows ---------------------------------------------

ODDITIES = [
    *"ab1 &<>\"'.;",
    *"\u00a0\u00ad\u200b\u200d\u0301éאעا\u200f\ufeff\u202f\u2009\t",
    *("😀", "𝔘", "👩‍⚕️", "<b>", "</p>", "&amp;", "&nbsp;", "<br/>", "-->", "  ", "mg/ml"),
]
words = st.lists(st.sampled_from(ODDITIES), max_size=8).map("".join)
looks = st.builds(
    Run,
    st.just(""),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(Script),
    st.sampled_from(["", "#s0", 'https://example.org/?a=1&b="2"', "mailto:a@example.org"]),
)


@st.composite
def run_tuples(draw: st.DrawFn) -> tuple[Run, ...]:
    builder = RunBuilder()
    for _ in range(draw(st.integers(1, 4))):
        builder.add(draw(words), draw(looks))
        if draw(st.integers(0, 4)) == 0:
            builder.break_line()
    return builder.runs()


MARKERS = ["•", "", "1.", "2.", "3.", "7.", "0.", "12)", "a)", "b)", "c.", "A.", "Z)"]
some_runs = run_tuples().filter(bool)
paragraphs = st.builds(Paragraph, some_runs)
items = st.builds(ListItem, some_runs, st.integers(1, 4), st.sampled_from(MARKERS))
leaves = st.one_of(paragraphs, items, items, st.just(Image("k" * 64)))
titles = st.one_of(st.just(""), words.map(lambda text: " ".join(text.split())))


@st.composite
def tables(draw: st.DrawFn, inner: st.SearchStrategy[Block]) -> Table:
    """A table whose spans neither overlap nor reach beyond its edge; some cells are empty."""
    height, width = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    taken: set[tuple[int, int]] = set()
    rows = []
    for y in range(height):
        row = []
        for x in range(width):
            if (y, x) in taken:
                continue
            across, down = draw(st.integers(1, width - x)), draw(st.integers(1, height - y))
            if any((y, each) in taken for each in range(x, x + across)):
                across = 1
            taken |= set(itertools.product(range(y, y + down), range(x, x + across)))
            blocks = tuple(draw(st.lists(inner, max_size=2)))
            row.append(Cell(blocks, draw(st.booleans()), across, down))
        rows.append(tuple(row))
    return Table(tuple(rows))


def nested(depth: int) -> st.SearchStrategy[Block]:
    """Blocks with tables and notes in one another, `depth` deep."""
    if not depth:
        return leaves
    inner = nested(depth - 1)
    notes = st.builds(
        Note,
        words.map(lambda text: " ".join(text.split()) or "Label"),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
        st.sampled_from(NoteKind),
    )
    return st.one_of(leaves, leaves, tables(inner), notes)


@st.composite
def leaflets(draw: st.DrawFn, depth: int) -> Leaflet:
    bodies = st.lists(nested(depth), max_size=5).map(tuple)
    sections = []
    for number in range(draw(st.integers(1, 3))):
        children: tuple[Section, ...] = ()
        if draw(st.booleans()):
            children = (Section(f"k{number}", draw(titles), 2, blocks=draw(bodies)),)
        title = draw(titles)
        sections.append(Section(f"s{number}", title, blocks=draw(bodies), children=children))
    return Leaflet(
        "sample",
        "Sample",
        "en",
        "package-leaflet",
        draw(titles),
        tuple(sections),
        notice=draw(titles),
    )


# -- the law -----------------------------------------------------------------------------------


def shown_pieces(document: QTextDocument) -> list[str]:
    """The text of the document's blocks, without the empty ones that Qt puts around tables."""
    return [piece for piece in re.split("[\u2029\ufdd0\ufdd1]", document.toRawText()) if piece]


def qt_blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def shown_markers(document: QTextDocument) -> list[str]:
    """What stands before each list item as the reader sees it."""
    found = []
    for block in qt_blocks(document):
        of_list = block.textList()
        if of_list is not None:
            bullet = of_list.format().style() in BULLETS
            found.append("•" if bullet else of_list.itemText(block))
    return found


def check_law(leaflet: Leaflet, keys: Collection[str] | None, style: Style) -> None:
    text = LeafletText(leaflet)
    rendered = render_html(leaflet, style, keys)
    shown = LeafletDocument(text, rendered, style, QFont())
    number = -1
    expected: list[tuple[int, str]] = []
    markers: list[str] = []
    for section in text.sections:
        blocks = [None, *text_blocks(section.blocks)]
        for index, (block, words) in enumerate(zip(blocks, section.texts(), strict=True)):
            number += 1
            if (keys is not None and section.key not in keys) or not (words or index):
                continue
            expected.append((number, words))
            if isinstance(block, ListItem) and block.marker:
                markers.append(block.marker)
            check_block(shown, text.starts[number], words)
    assert [block[:2] for block in rendered.blocks if block.number >= 0] == expected
    in_order = [block.text.replace("\n", "\u2028") for block in rendered.blocks if block.text]
    assert shown_pieces(shown.document) == in_order
    assert shown_markers(shown.document) == markers


def check_block(shown: LeafletDocument, start: int, words: str) -> None:
    """A text block begins a block of the document, and each character leads there and back."""
    block = shown.document.findBlock(shown.position(start))
    assert block.position() == shown.position(start)
    assert block.text() == words.replace("\n", "\u2028")
    before = -1
    for index in range(len(words) + 1):
        position = shown.position(start + index)
        assert position == block.position() + len(words[:index].encode("utf-16-le")) // 2
        assert position > before
        assert shown.offset(position) == start + index
        before = position


@pytest.mark.usefixtures("qapp")
@SAFE
@given(leaflets(depth=1))
def test_every_text_of_a_leaflet_is_shown_once_in_order_and_found_again(leaflet: Leaflet) -> None:
    check_law(leaflet, None, SCREEN)


@pytest.mark.usefixtures("qapp")
@settings(SAFE, max_examples=40)
@given(leaflets(depth=4))
def test_tables_and_notes_four_deep_are_shown_whole(leaflet: Leaflet) -> None:
    check_law(leaflet, None, SCREEN)


@pytest.mark.usefixtures("qapp")
@settings(SAFE, max_examples=60)
@given(leaflets(depth=2), st.sets(st.sampled_from(["s0", "s1", "s2", "k0", "k1"]), min_size=1))
def test_chosen_sections_are_printed_whole_and_no_other_one_is(
    leaflet: Leaflet, keys: set[str]
) -> None:
    check_law(leaflet, keys, print_style())


# -- what a reader would notice, one by one ------------------------------------------------------


def first_texts(shown: LeafletDocument) -> list[tuple[str, str]]:
    """Marker and text of every block of the document that shows something."""
    found = []
    for block in qt_blocks(shown.document):
        of_list = block.textList()
        if block.text() or of_list:
            found.append((of_list.itemText(block) if of_list else "", block.text()))
    return found


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "blocks",
    [
        (item(""),),
        (item(""), item("after")),
        (item("", "1."), item("second", "2.")),
        (item("", "1."), item("a continuation", ""), item("second", "2.")),
        (item("", "1."), item("inner", "a)", 2), item("second", "2.")),
        (Note("Label", (item(""), item("after"))),),
        (Table(((Cell((item(""),)), Cell((item("beside"),))),)),),
    ],
    ids=["alone", "first", "numbered", "continued", "nested", "in a note", "in a table"],
)
def test_a_list_item_without_a_text_is_shown_with_its_marker(blocks: tuple[Block, ...]) -> None:
    shown = laid_out(leaflet_of(*blocks), {"only"})
    wanted = [block.marker for block in text_blocks(blocks) if isinstance(block, ListItem)]
    assert shown_markers(shown.document) == [marker for marker in wanted if marker]


@pytest.mark.usefixtures("qapp")
def test_numbered_lists_go_on_with_the_numbers_of_the_source() -> None:
    blocks = (
        item("one", "1."),
        item("inner", "a)", 2),
        item("other", "b)", 2),
        item("still one", "", 1),
        item("two", "2."),
        item("five", "5."),
        item("bullet", "•"),
        item("six", "6."),
    )
    shown = laid_out(leaflet_of(*blocks), {"only"})
    assert first_texts(shown)[1:] == [
        ("1.", "one"),
        ("a)", "inner"),
        ("b)", "other"),
        ("", "still one"),
        ("2.", "two"),
        ("5.", "five"),
        (".", "bullet"),
        ("6.", "six"),
    ]


@pytest.mark.usefixtures("qapp")
def test_deeper_list_items_and_their_further_paragraphs_are_set_further_in() -> None:
    blocks = (item("one"), item("more of one", ""), item("two", "•", 2), item("more of two", "", 2))
    shown = laid_out(leaflet_of(*blocks))
    shown.document.setTextWidth(500)
    document = shown.document
    lefts = {
        block.text(): document.documentLayout().blockBoundingRect(block).left()
        + block.layout().lineAt(0).x()
        for block in qt_blocks(document)
        if block.text()
    }
    assert lefts["one"] == pytest.approx(lefts["more of one"], abs=1)
    assert lefts["two"] == pytest.approx(lefts["more of two"], abs=1)
    assert lefts["Title"] < lefts["one"] < lefts["two"]


@pytest.mark.usefixtures("qapp")
def test_a_document_that_shows_another_text_than_the_leaflet_is_refused() -> None:
    leaflet = leaflet_of(paragraph("Take one tablet."))
    rendered = render_html(leaflet, SCREEN)
    for other in ("Take two tablets.", "Take one", ""):
        document = QTextDocument()
        document.setHtml(rendered.html.replace("Take one tablet.", other))
        with pytest.raises(ValueError, match="shown"):
            LeafletDocument(LeafletText(leaflet), rendered, SCREEN, QFont(), None, document)


@pytest.mark.usefixtures("qapp")
def test_a_document_with_more_text_than_the_leaflet_is_refused() -> None:
    leaflet = leaflet_of(paragraph("Take one tablet."))
    rendered = render_html(leaflet, SCREEN)
    document = QTextDocument()
    document.setHtml(rendered.html.replace("</body>", "<p>Take two more.</p></body>"))
    with pytest.raises(ValueError, match="shown"):
        LeafletDocument(LeafletText(leaflet), rendered, SCREEN, QFont(), None, document)


@pytest.mark.usefixtures("qapp")
def test_characters_that_qt_counts_twice_shift_nothing_behind_them() -> None:
    leaflet = leaflet_of(paragraph("😀 one 𝔘"), item("two 😀😀 words"), title="A 𝔘 title")
    check_law(leaflet, None, SCREEN)
    check_law(leaflet, {"only"}, print_style())


@pytest.mark.usefixtures("qapp")
def test_the_place_of_a_section_left_out_is_that_of_the_next_one_shown() -> None:
    sections = tuple(Section(key, key, blocks=(paragraph(f"in {key}"),)) for key in "abc")
    leaflet = Leaflet("sample", "Sample", "en", "label", "", sections)
    shown = laid_out(leaflet, {"b"})
    text = shown.text.text
    assert shown.position(text.index("in a")) == shown.position(shown.text.section_starts[1])
    assert shown.position(text.index("in c")) == shown.document.characterCount() - 1
    assert shown.offset(0) == shown.text.section_starts[1]


@pytest.mark.usefixtures("qapp")
def test_above_the_first_section_the_nearest_character_is_the_first_one() -> None:
    shown = laid_out(leaflet_of(paragraph("text")))
    assert shown.position(0) > 0
    assert shown.offset(0) == 0


@pytest.mark.usefixtures("qapp")
def test_each_line_of_a_wrapped_paragraph_has_its_own_top() -> None:
    shown = laid_out(leaflet_of(paragraph("first " + "word " * 60 + "last")))
    shown.document.setTextWidth(200)
    text = shown.text.text
    assert shown.top(text.index("last")) > shown.top(text.index("first")) + 50
    point = QPointF(1, shown.top(text.index("first")) + 3)
    assert shown.offset(shown.position_at(point)) == text.index("first")


@pytest.mark.usefixtures("qapp")
def test_what_may_be_seen_of_a_table_is_the_whole_table() -> None:
    tall = " ".join(["tall"] * 200)
    rows = ((Cell((paragraph("low"),)), Cell((paragraph(tall),))),)
    shown = laid_out(leaflet_of(paragraph("before"), Table(rows), paragraph("after")))
    shown.document.setTextWidth(300)
    middle = shown.top(shown.text.text.index("low")) + 200
    first, last = shown.visible_positions(QRectF(0, middle, 300, 20))
    assert first <= shown.position(shown.text.text.index("low")) < last


@pytest.mark.parametrize(("text", "units"), [("", 0), ("abc", 3), ("é", 1), ("😀b", 3), ("𝔘", 2)])
def test_utf16_units_are_counted_as_qt_counts_them(text: str, units: int) -> None:
    assert utf16_length(text) == units
    assert characters(text, units) == len(text)
    assert characters(text + "more", units) == len(text)


def test_half_of_an_astral_character_is_none() -> None:
    assert characters("😀b", 1) == 0
    assert characters("😀b", 2) == 1


@pytest.mark.usefixtures("qapp")
def test_pictures_are_shown_from_the_bytes_that_the_leaflet_holds() -> None:
    picture = QImage(40, 20, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000)
    buffer = QBuffer()
    QImageWriter(buffer, QByteArray(b"png")).write(picture)
    key = "f" * 64
    section = Section("only", "Title", blocks=(Image(key),))
    leaflet = Leaflet(
        "s", "S", "en", "label", "", (section,), images={key: bytes(buffer.data().data())}
    )
    document = laid_out(leaflet).document
    held = document.resource(
        int(QTextDocument.ResourceType.ImageResource.value), QUrl(f"leaflet:image/{key}")
    )
    assert isinstance(held, QImage)
    assert (held.width(), held.height()) == (40, 20)


@pytest.mark.usefixtures("qapp")
def test_a_marker_in_the_text_is_no_part_of_it() -> None:
    leaflet = leaflet_of(item("first words", "1.2."), item("second", "(b)"))
    shown = laid_out(leaflet, {"only"})
    assert shown_pieces(shown.document)[1:] == ["1.2.\u00a0first words", "(b)\u00a0second"]
    start = shown.text.text.index("words")
    assert shown.document.characterAt(shown.position(start)) == "w"
    assert shown.offset(shown.position(start)) == start


@pytest.mark.usefixtures("qapp")
def test_in_the_place_of_a_damaged_picture_its_words_are_printed() -> None:
    words = "The molecule of clonazepam"
    damaged = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0IEND"
    section = Section("only", "Title", blocks=(Image("f" * 64, words),))
    leaflet = Leaflet("s", "S", "en", "label", "", (section,), images={"f" * 64: damaged})
    shown = laid_out(leaflet)
    kind = int(QTextDocument.ResourceType.ImageResource.value)
    held = shown.document.resource(kind, QUrl("leaflet:image/" + "f" * 64))
    line = QFontMetricsF(shown.document.defaultFont()).horizontalAdvance(f"[picture: {words}]")
    assert isinstance(held, QImage)
    assert abs(held.deviceIndependentSize().width() - line) < 4
    assert QColor(held.pixel(0, 0)) == QColor("white")
    assert any(held.pixelColor(x, held.height() // 2).black() > 200 for x in range(held.width()))


@pytest.mark.usefixtures("qapp")
def test_in_the_place_of_a_damaged_picture_its_words_are_painted_on_the_screen() -> None:
    damaged = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x50\x08\2\0\0\0IEND"

    def painted(description: str) -> QImage:
        section = Section("only", "", blocks=(Image("f" * 64, description),))
        leaflet = Leaflet("s", "S", "en", "label", "", (section,), images={"f" * 64: damaged})
        text, rendered = LeafletText(leaflet), render_html(leaflet, SCREEN, {"only"})
        measures = screen_measures(SCREEN)
        document = LeafletDocument(text, rendered, SCREEN, QFont(), measures).document
        document.setTextWidth(600)
        image = QImage(600, 200, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        document.drawContents(painter)
        painter.end()
        return image

    def letters(image: QImage) -> int:
        dark = QColor(SCREEN.text).lightness() + 8
        return sum(
            image.pixelColor(x, y).lightness() < dark for x in range(300) for y in range(150)
        )

    assert letters(painted("A curve")) > letters(painted("")) > 0
