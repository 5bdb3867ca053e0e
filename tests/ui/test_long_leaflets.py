"""A long leaflet in the reading column: there at once, laid out bit by bit, right everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import Block, Cell, Leaflet, Paragraph, Run, Section, Table
from viewer.render.html import render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.layout_steps import FIRST
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.linked_column import LEAD

SENTENCE = "Take one tablet with water, and ask your doctor before you drive. "
BLOCKS: tuple[Block, ...] = tuple(Paragraph((Run(SENTENCE * 4),)) for _ in range(20))
CELL = Cell((Paragraph((Run("One cell."),)),))
TABLE = Table((tuple(CELL for _ in range(8)),) * 3)
SECTIONS = 6 * FIRST // (20 * 4 * len(SENTENCE)) + 2
LEAFLET = Leaflet(
    "long",
    "Long",
    "en",
    "label",
    "Long",
    (
        Section("first", "First", blocks=(TABLE, *BLOCKS)),
        *(Section(f"s{n}", f"Section {n}", blocks=BLOCKS) for n in range(SECTIONS)),
        Section("last", "Last", blocks=BLOCKS[:1]),
    ),
)


@dataclass
class Reader:
    """The leaflet on show; only what is seen at first is laid out."""

    qtbot: QtBot
    view: LeafletView

    def top_of(self, key: str) -> float:
        """How far below the view's top a section begins."""
        shown = self.view.shown
        assert shown is not None
        number = [section.key for section in shown.text.sections].index(key)
        return shown.top(shown.text.section_starts[number]) - self.view.verticalScrollBar().value()


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Iterator[Reader]:
    view = LeafletView(theme)
    qtbot.addWidget(view)
    view.resize(800, 400)
    with qtbot.waitExposed(view):
        view.show()
    style, text = screen_style(theme, 100), LeafletText(LEAFLET)
    rendered = render_html(LEAFLET, style)
    font = QFont("DejaVu Sans")
    document = LeafletDocument(text, rendered, style, font, screen_measures(style))
    view.show_document(document, theme)
    assert not view.is_laid_out, "this is about what happens before"
    yield Reader(qtbot, view)
    view.close()


def test_painting_and_asking_where_the_reader_is_lay_out_no_more(reader: Reader) -> None:
    reader.view.viewport().repaint()
    assert reader.view.current_section() == ""
    assert not reader.view.is_laid_out


def test_in_the_end_the_whole_leaflet_can_be_scrolled_through(reader: Reader) -> None:
    bar = reader.view.verticalScrollBar()
    with reader.qtbot.waitSignal(reader.view.laid_out, timeout=10_000):
        pass
    QApplication.processEvents()
    assert bar.maximum() == round(reader.view.section_tops()[-1] - LEAD)


def test_a_jump_goes_where_nothing_was_laid_out_yet(reader: Reader) -> None:
    reader.view.go_to_section("s5")
    assert reader.top_of("s5") == pytest.approx(LEAD, abs=1)
    assert reader.view.current_section() == "s5"
    with reader.qtbot.waitSignal(reader.view.laid_out, timeout=10_000):
        pass
    assert reader.top_of("s5") == pytest.approx(LEAD, abs=1)
    assert reader.view.current_section() == "s5"


@pytest.mark.parametrize("key", [Qt.Key.Key_End, None])
def test_the_end_is_that_of_the_whole_leaflet(reader: Reader, key: Qt.Key | None) -> None:
    if key is None:
        reader.view.go_to_section("last")
    else:
        QTest.keyClick(reader.view, key)
    assert reader.top_of("last") == pytest.approx(LEAD, abs=1)


def test_whoever_scrolls_ahead_of_the_layout_is_told_where_they_are(reader: Reader) -> None:
    bar = reader.view.verticalScrollBar()
    entered: list[str] = []
    reader.view.section_entered.connect(entered.append)
    bar.setValue(bar.maximum() // 2)
    here = reader.view.current_section()
    assert entered[-1] == here
    reader.view.lay_out_all()
    assert reader.view.current_section() == here


def test_another_width_keeps_the_place_before_all_is_laid_out(reader: Reader) -> None:
    reader.view.go_to_section("s3")
    reader.view.resize(500, 400)
    assert reader.top_of("s3") == pytest.approx(LEAD, abs=1)
    assert reader.view.current_section() == "s3"


def test_figures_are_offered_once_it_is_known_where_they_stand(reader: Reader) -> None:
    assert reader.view.figure_marks is None
    with reader.qtbot.waitSignal(reader.view.laid_out, timeout=10_000):
        pass
    assert reader.view.figure_marks is not None


def test_the_nearest_figure_is_found_at_once_for_whoever_asks(reader: Reader) -> None:
    figure = reader.view.nearest_figure()
    assert figure is not None
    assert figure.columns == 8
