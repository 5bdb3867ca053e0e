"""What is marked comes to the screen: first near the reader, then everywhere and in numbers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from viewer.highlight.lens import Lens, Terms
from viewer.highlight.lookup import SHORT
from viewer.leaflet.model import Leaflet, Paragraph, Provenance, Run, Section
from viewer.render.theme import Theme
from viewer.ui.content_pane import ContentPane
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.highlight_display import HighlightDisplay
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.lens_bar import LensBar
from viewer.ui.lens_chip import LensChip
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.painting import lens_colour
from viewer.ui.section_tree import SectionTree
from viewer.ui.task_runner import TaskRunner

PARAGRAPH = "No wine with these tablets, whatever you may think of the taste of wine. " * 10
SECTIONS = 10
PARAGRAPHS = SHORT // len(PARAGRAPH) // SECTIONS + 2
TOTAL = SECTIONS * PARAGRAPHS * 20
"""How often wine stands in the leaflet."""


def long_leaflet() -> OpenLeaflet:
    """Longer than what is searched whole at once; its last section says nothing of wine."""
    blocks = tuple(Paragraph((Run(PARAGRAPH),)) for _ in range(PARAGRAPHS))
    sections = [Section(f"s{n}", f"Section {n}", blocks=blocks) for n in range(SECTIONS)]
    sections.append(Section("last", "Last", blocks=(Paragraph((Run("Nothing here."),)),)))
    return OpenLeaflet(
        Leaflet("long", "Long", "en", "label", "Long", tuple(sections), provenance=Provenance())
    )


DANISH = Leaflet(
    "da",
    "Dansk",
    "da",
    "label",
    "Dansk",
    (Section("s", "Titel", blocks=(Paragraph((Run("Ingen vin, slet ingen vin."),)),)),),
)


@dataclass
class Desk:
    """Leaflet, find bar, tree and lens bar; the whole leaflet is searched once `gate` is open."""

    theme: Theme
    gate: threading.Event
    content: ContentPane
    lens_bar: LensBar
    marks: Highlighting
    display: HighlightDisplay

    @property
    def count(self) -> str:
        label = self.content.find_bar.findChild(QLabel, "find_count")
        assert label is not None
        return label.text()

    def type(self, text: str) -> None:
        QTest.keyClicks(self.content.find_bar.field, text)
        for _ in range(3):
            QApplication.processEvents()

    def marked(self, kind: str = "find") -> bool:
        """Whether anything in view is marked."""
        QApplication.processEvents()
        tint = QColor(lens_colour(self.theme, kind).tint).rgb()
        image = self.content.view.viewport().grab().toImage()
        across, down = range(0, image.width()), range(0, image.height(), 3)
        return any(image.pixel(x, y) == tint for y in down for x in across)


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, icons: Path) -> Iterator[Desk]:
    content = ContentPane(LeafletView(theme), theme, icons)
    qtbot.addWidget(content)
    content.resize(700, 500)
    tree, lens_bar = SectionTree(theme), LensBar(theme)
    qtbot.addWidget(tree)
    qtbot.addWidget(lens_bar)
    marks, tasks, gate = Highlighting(), TaskRunner(), threading.Event()
    maker = DocumentMaker(QFont("DejaVu Sans"))
    navigator = Navigator(content.view, marks, NoLeaflets(), maker, tasks, theme, 100)
    display = HighlightDisplay(marks, navigator, content, tree, lens_bar, tasks, theme)
    navigator.leaflet_shown.connect(lambda: marks.open(navigator.present))
    marks.find_changed.connect(display.show_marks)
    marks.lenses_changed.connect(display.show_marks)
    navigator.finding.moved.connect(display.show_found)
    content.find_bar.find_changed.connect(navigator.finding.find)
    content.find_bar.next_requested.connect(lambda: navigator.finding.step(+1))
    content.find_bar.closed.connect(navigator.finding.end)
    with qtbot.waitExposed(content):
        content.show()
    navigator.show(long_leaflet())
    content.find_bar.open_with("")
    QApplication.processEvents()
    # One task runs at a time: those that follow wait for this one.
    tasks.run("gate", lambda: gate.wait(10), lambda _: None, lambda _: None)
    yield Desk(theme, gate, content, lens_bar, marks, display)
    gate.set()
    tasks.finish()
    content.hide()


class NoLeaflets:
    """There is nothing else to open."""

    def open(self, id: str) -> Leaflet:
        raise AssertionError(id)

    def read(self, path: Path) -> tuple[str, Leaflet]:
        raise AssertionError(path)


def test_a_long_leaflet_is_marked_in_view_before_all_of_it_is_searched(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.type("wine")
    assert desk.marked()
    assert desk.count == "", "how many is not known yet"
    desk.gate.set()
    qtbot.waitUntil(lambda: desk.count == f"1 of {TOTAL}", timeout=5_000)


def test_no_count_is_shown_until_the_lenses_are_looked_up_in_a_new_language(
    qtbot: QtBot, desk: Desk
) -> None:
    names = {"en": "Wine"}
    words = {"en": Terms(("wine",)), "da": Terms(("vin",))}
    desk.lens_bar.set_lenses([lens := Lens("wine", 1, "amber", names, words, {})], "en")
    desk.marks.set_lenses((lens,))
    desk.marks.switch("wine", True)
    chip = desk.lens_bar.findChild(LensChip)
    assert isinstance(chip, LensChip)
    qtbot.waitUntil(lambda: chip.count is not None)
    desk.marks.open(OpenLeaflet(DANISH))
    for _ in range(3):
        QApplication.processEvents()
    assert chip.count is None
    assert desk.marks.passage_count == 2, "whoever needs it now waits for it"
    desk.gate.set()
    qtbot.waitUntil(lambda: chip.count is not None and chip.count.count == 2, timeout=5_000)


def test_a_number_is_always_that_of_what_was_typed_last(qtbot: QtBot, desk: Desk) -> None:
    desk.gate.set()
    desk.type("wine")
    qtbot.waitUntil(lambda: desk.count == f"1 of {TOTAL}", timeout=5_000)
    bar = desk.content.find_bar
    bar.find_changed.connect(lambda: seen.append(desk.count))
    seen: list[str] = []
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    QTest.keyClick(bar.field, Qt.Key.Key_Backspace)
    assert seen == ["", ""]
    many = PARAGRAPH.count("wi") * SECTIONS * PARAGRAPHS
    qtbot.waitUntil(lambda: desk.count == f"1 of {many}", timeout=5_000)


def test_who_steps_on_at_once_is_told_the_right_number_and_finds_all_marked(desk: Desk) -> None:
    desk.type("wine")
    desk.content.find_bar.next_requested.emit()
    assert desk.count == f"2 of {TOTAL}"
    desk.content.view.go_to_section(f"s{SECTIONS - 1}")
    assert desk.marked()


def test_a_find_that_is_ended_meanwhile_leaves_no_mark_and_no_number(
    qtbot: QtBot, desk: Desk
) -> None:
    desk.type("wine")
    desk.content.find_bar.close_bar()
    desk.gate.set()
    qtbot.waitUntil(lambda: not desk.marked())
    assert not desk.marks.finding


def test_own_words_are_marked_in_view_first_and_counted_once_all_are_known(
    qtbot: QtBot, desk: Desk
) -> None:
    field = desk.lens_bar.term_field
    desk.marks.set_own_terms("wine")
    QApplication.processEvents()
    assert desk.marked("own")
    assert field.accessibleName() == "Own terms"
    desk.gate.set()
    qtbot.waitUntil(lambda: field.accessibleName() == f"Own terms, {TOTAL} passages")
    desk.content.view.go_to_section(f"s{SECTIONS - 1}")
    assert desk.marked("own")


def test_only_what_is_known_to_say_nothing_is_dimmed(qtbot: QtBot, desk: Desk) -> None:
    desk.display.set_dimming(True)
    desk.marks.set_own_terms("wine")
    QApplication.processEvents()
    assert not desk.content.banner.isVisible()
    desk.gate.set()
    qtbot.waitUntil(desk.content.banner.isVisible)
    assert "1 of 11" in desk.content.banner.words()
