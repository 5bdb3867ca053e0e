"""A leaflet laid out by Qt: nothing lost, nothing added, and every character found again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QTextBlock, QTextDocument, QTextListFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
from viewer.ui.document import LeafletDocument, characters, utf16_length

SCREEN = Style("#111111", "#444444", "#0000ff", "#999999")
BULLETS = {
    QTextListFormat.Style.ListDisc,
    QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
}
SAFE = settings(
    max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), database=None
)


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
    shown = laid_out(leaflet, keys, style)
    text = shown.text
    number = -1
    expected: list[str] = []
    markers: list[str] = []
    for section in text.sections:
        blocks = [None, *text_blocks(section.blocks)]
        for index, (block, words) in enumerate(zip(blocks, section.texts(), strict=True)):
            number += 1
            if (keys is not None and section.key not in keys) or not (words or index):
                continue
            expected.append(words.replace("\n", "\u2028"))
            if isinstance(block, ListItem) and block.marker:
                markers.append(block.marker)
            check_block(shown, text.starts[number], words)
    pieces = shown_pieces(shown.document)
    if keys is None:  # the head of the leaflet and labels of notes are the program's own
        rest = iter(pieces)
        assert all(words in rest for words in expected)
    assert [words for words in pieces if words in set(expected)] == [
        words for words in pieces if words in set(expected)
    ]
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
