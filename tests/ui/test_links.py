"""The links of a leaflet, walked with the keyboard: where Tab leads, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFont, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import Block, Cell, Leaflet, Paragraph, Run, Section, Table
from viewer.render.html import PROVENANCE_LINK, render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.painting import RING

WORDS = Run(" Words of the leaflet that fill its lines." * 6)
SECTIONS = 12
COLOUR = "#ff0000"
"""In place of the accent, so that a ring is told from the words of links."""


def link(number: int | str) -> Run:
    return Run(f"[see {number}]", link=f"#{number}")


def paragraph(*runs: Run) -> Paragraph:
    return Paragraph(runs)


def leaflet(*blocks: Block, language: str = "en") -> Leaflet:
    return Leaflet("one", "One", language, "label", "One", (Section("a", "A", blocks=blocks),))


LINKS = Leaflet(
    "many",
    "Many",
    "en",
    "label",
    "Many",
    tuple(
        Section(
            f"part{n}",
            f"Part {n}",
            blocks=(paragraph(WORDS), paragraph(WORDS, link(n), WORDS), paragraph(WORDS)),
        )
        for n in range(SECTIONS)
    ),
)
"""A link in the middle of each section, and the source's at the head."""


@dataclass
class Reader:
    """A view on the screen between two fields, and the links that were followed."""

    view: LeafletView
    before: QLineEdit
    after: QLineEdit
    theme: Theme
    followed: list[str]

    def show(self, leaflet: Leaflet, zoom: int = 100, text: LeafletText | None = None) -> None:
        style, text = screen_style(self.theme, zoom), text or LeafletText(leaflet)
        rendered, font = render_html(leaflet, style), QFont("DejaVu Sans")
        document = LeafletDocument(text, rendered, style, font, screen_measures(style))
        self.view.show_document(document, replace(self.theme, accent=COLOUR))
        QApplication.processEvents()

    def tab(self, times: int = 1) -> None:
        for _ in range(times):
            QTest.keyClick(self.view, Qt.Key.Key_Tab)

    def back_tab(self) -> None:
        QTest.keyClick(self.view, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)

    def at(self) -> str:
        """Where the link that has the keyboard leads; empty where none has it."""
        before = len(self.followed)
        QTest.keyClick(self.view, Qt.Key.Key_Return)
        return "".join(self.followed[before:])

    def walk(self) -> list[str]:
        """Where the links lead that Tab comes by until it leaves."""
        led: list[str] = []
        self.tab()
        while self.view.hasFocus():
            led.append(self.at())
            assert self.ringed()
            self.tab()
        return led

    def top(self) -> int:
        return self.view.verticalScrollBar().value()

    def offset_of(self, words: str) -> int:
        assert self.view.shown is not None
        return self.view.shown.text.text.index(words)

    def click(self, place: QPoint) -> None:
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self.view.viewport(), button, none, place)

    def ringed(self) -> bool:
        return any(self.ring_rows())

    def ring_rows(self) -> list[int]:
        """How many pixels are of the ring's colour, row by row."""
        image = self.view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        red = QColor(COLOUR).rgb()
        across = range(image.width())
        return [sum(image.pixel(x, y) == red for x in across) for y in range(image.height())]


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Iterator[Reader]:
    window = QWidget()
    view, before, after = LeafletView(theme), QLineEdit(), QLineEdit()
    column = QVBoxLayout(window)
    for part in (before, view, after):
        column.addWidget(part)
    qtbot.addWidget(window)
    reader = Reader(view, before, after, theme, [])
    view.link_chosen.connect(reader.followed.append)
    window.resize(800, 500)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    reader.show(LINKS)
    view.setFocus()
    yield reader
    window.close()


def test_tab_begins_with_the_first_link_in_view_and_moves_nothing(reader: Reader) -> None:
    reader.view.go_to_section("part7")
    top = reader.top()
    reader.tab()
    assert reader.at() == "#7"
    assert reader.top() == top
    assert reader.view.current_section() == "part7"


def test_tab_goes_from_link_to_link_and_behind_the_last_one_leaves(reader: Reader) -> None:
    reader.view.go_to_section(f"part{SECTIONS - 3}")
    assert reader.walk() == [f"#{n}" for n in range(SECTIONS - 3, SECTIONS)]
    assert reader.after.hasFocus()


def test_shift_tab_begins_with_the_last_link_in_view_and_before_the_first_leaves(
    reader: Reader,
) -> None:
    reader.view.go_to_section("part3")
    seen = reader.view.visible_offsets()[1]
    last = max(n for n in range(SECTIONS) if reader.offset_of(f"[see {n}]") < seen)
    met = []
    reader.back_tab()
    while reader.view.hasFocus():
        met.append(reader.at())
        reader.back_tab()
    assert met == [*(f"#{n}" for n in range(last, -1, -1)), PROVENANCE_LINK]
    assert reader.before.hasFocus()


def test_each_link_that_has_the_keyboard_is_in_view_with_a_ring(reader: Reader) -> None:
    reader.tab()
    assert reader.at() == PROVENANCE_LINK
    assert reader.top() == 0
    for number in range(SECTIONS):
        reader.tab()
        assert reader.at() == f"#{number}"
        start, end = reader.view.visible_offsets()
        assert start < reader.offset_of(f"[see {number}]") < end
        assert reader.ringed()


def test_the_ring_is_gone_while_the_keyboard_is_elsewhere_and_after_a_click(
    reader: Reader,
) -> None:
    assert not reader.ringed()
    reader.tab()
    assert reader.ringed()
    reader.after.setFocus()
    assert not reader.ringed()
    reader.view.setFocus()
    assert reader.ringed()
    reader.click(reader.view.viewport().rect().center())
    assert not reader.ringed()
    assert reader.at() == ""


def test_from_a_link_that_was_scrolled_out_of_view_tab_comes_back_to_what_is_read(
    reader: Reader,
) -> None:
    reader.tab(2)
    assert reader.at() == "#0"
    reader.view.go_to_section("part7")
    top = reader.top()
    reader.tab()
    assert reader.at() == "#7"
    assert reader.top() == top


def test_a_link_has_the_keyboard_in_place_of_what_was_selected(reader: Reader) -> None:
    reader.view.selectAll()
    reader.tab(2)
    assert reader.at() == "#0"
    assert reader.ringed()
    assert reader.view.selected_span() is None
    assert not reader.view.textCursor().hasSelection()


def test_a_link_that_was_clicked_is_not_selected(reader: Reader) -> None:
    reader.view.go_to_section("part7")
    cursor = reader.view.textCursor()
    cursor.setPosition(reader.view.toPlainText().index("[see 7]") + 3)
    reader.click(reader.view.cursorRect(cursor).center())
    assert reader.followed == ["#7"]
    assert reader.view.selected_span() is None


def test_a_link_keeps_the_keyboard_in_another_size_and_loses_it_to_another_leaflet(
    reader: Reader,
) -> None:
    reader.tab(3)
    shown = reader.view.shown
    assert shown is not None
    reader.show(LINKS, 150, shown.text)
    assert reader.at() == "#1"
    reader.show(leaflet(paragraph(link("other"))))
    assert reader.at() == ""


def test_a_link_in_several_types_is_one_and_neighbours_are_two(reader: Reader) -> None:
    plain, bold = link(1), replace(link(1), bold=True)
    reader.show(leaflet(paragraph(plain, bold, link(2))))
    assert reader.walk() == [PROVENANCE_LINK, "#1", "#2"]


def test_a_link_over_two_lines_has_a_ring_on_each(reader: Reader) -> None:
    for words, lines in (("word " * 3, 1), ("word " * 20, 2)):
        reader.show(leaflet(paragraph(Run(words, link="#1"))))
        reader.tab(2)
        edges = [pixels for pixels in reader.ring_rows() if pixels > 100]
        assert len(edges) == lines * 2 * RING


def test_a_link_far_below_what_is_laid_out_is_reached(reader: Reader) -> None:
    reader.show(leaflet(*[paragraph(WORDS)] * 2000, paragraph(link("far")), paragraph(WORDS)))
    assert not reader.view.is_laid_out
    reader.tab(2)
    assert reader.at() == "#far"
    assert reader.ringed()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_in_a_table_tab_goes_from_cell_to_cell_whichever_way_it_is_read(
    reader: Reader, language: str
) -> None:
    words = WORDS if language == "en" else Run(" كلمات النشرة التي تملأ سطورها." * 12)
    rows = tuple(
        tuple(Cell((paragraph(words, link(f"{row}{side}")),)) for side in "ab") for row in range(6)
    )
    reader.show(leaflet(paragraph(words), Table(rows), paragraph(words), language=language))
    here = reader.offset_of("[see 2a]") - 3
    reader.view.go_to_offset(here)
    reader.tab()
    assert reader.at() == "#2a"
    assert reader.walk() == [f"#{row}{side}" for row in range(2, 6) for side in "ab"][1:]
