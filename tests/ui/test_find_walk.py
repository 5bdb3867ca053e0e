"""Where find looks from: where the reader began to type, or where they have moved to since."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.leaflet.model import Leaflet, Paragraph, Provenance, Run, Section
from viewer.render.stylesheet import screen_style
from viewer.render.theme import Theme
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.find_bar import FindQuery
from viewer.ui.find_walk import FindWalk
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.open_leaflet import OpenLeaflet

LONG = " ".join(f"Sentence {n} tells what the medicine does to the body." for n in range(30))


def section(key: str, text: str) -> Section:
    return Section(key, key.capitalize(), blocks=(Paragraph((Run(text),)),))


class Desk:
    """A leaflet of five sections with "wine" thrice in "a" and twice in "c", and find in it."""

    def __init__(self, theme: Theme) -> None:
        sections = (
            section("a", f"wine or wine or wine. {LONG}"),
            section("b", LONG),
            section("c", f"winery wine. {LONG}"),
            section("d", LONG),
            section("e", f"water. {LONG}"),
        )
        leaflet = Leaflet(
            "one", "One", "en", "label", "One", sections, provenance=Provenance(sha256="one")
        )
        self.opened = OpenLeaflet(leaflet)
        self.view = LeafletView(theme)
        self.view.resize(800, 400)
        self.view.show()
        maker = DocumentMaker(QFont("DejaVu Sans"))
        self.view.show_document(maker.document(self.opened, screen_style(theme, 100)), theme)
        self._marks = Highlighting(self.view)
        self._marks.open(self.opened)
        self.walk = FindWalk(self.view, self._marks, self.view)
        QApplication.processEvents()

    def find(self, *typed: str) -> None:
        for text in typed:
            self.walk.find(FindQuery(text))

    def jump(self, key: str) -> None:
        """As by a key of the Go menu: nothing is current any more."""
        self.view.set_current(None)
        self.view.go_to_section(key)

    def select(self, number: int) -> None:
        """Selects one of the words "wine", by its number from 0."""
        start = -1
        for _ in range(number + 1):
            start = self.opened.text.text.index("wine", start + 1)
        self.view.select(start, start + 4)

    @property
    def scrolled(self) -> int:
        return self.view.verticalScrollBar().value()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> Iterator[Desk]:
    desk = Desk(theme)
    qtbot.addWidget(desk.view)
    yield desk
    desk.view.close()


def step(desk: Desk) -> None:
    desk.walk.step(+1)


def jump(desk: Desk) -> None:
    desk.jump("e")


def scroll(desk: Desk) -> None:
    desk.view.verticalScrollBar().setValue(desk.scrolled + 700)


MOVES = pytest.mark.parametrize("move", [step, jump, scroll])


def test_find_starts_where_the_reader_began_while_they_type_on(desk: Desk) -> None:
    desk.find("w", "wi", "winery")
    assert desk.view.current_section() == "c"
    desk.find("wine")
    assert desk.walk.number == 0
    desk.find("wine and beer")
    assert desk.scrolled == 0


@MOVES
def test_asked_for_the_same_again_the_reader_stays_where_they_have_moved_to(
    desk: Desk, move: Callable[[Desk], None]
) -> None:
    desk.find("wine")
    move(desk)
    before = (desk.scrolled, desk.view.current(), desk.walk.number)
    desk.find("wine")
    assert (desk.scrolled, desk.view.current(), desk.walk.number) == before


@MOVES
def test_what_is_not_there_leaves_the_reader_where_they_have_moved_to(
    desk: Desk, move: Callable[[Desk], None]
) -> None:
    desk.jump("b")
    desk.find("wine")
    move(desk)
    section = desk.view.current_section()
    desk.find("wine and beer", "wine and beer or")
    assert desk.walk.number == -1
    assert desk.view.current_section() == section


def test_another_word_is_found_from_where_the_reader_jumped_to(desk: Desk) -> None:
    desk.find("nowhere")
    desk.jump("b")
    desk.find("wine")
    assert desk.walk.number == 3


def test_after_a_step_find_goes_on_from_the_match(desk: Desk) -> None:
    desk.find("win")
    desk.walk.step(+1)
    desk.walk.step(+1)
    desk.find("wine")
    assert desk.walk.number == 2


def test_find_starts_from_what_is_selected_in_view(desk: Desk) -> None:
    desk.select(2)
    desk.find("wine")
    assert desk.walk.number == 2
    desk.walk.step(-1)
    desk.find("wine")
    assert desk.walk.number == 1, "the selection is still the one that find started from"


@pytest.mark.parametrize("before", ["or", "wine"])
def test_find_goes_to_what_is_selected_while_something_is_found(desk: Desk, before: str) -> None:
    desk.find(before)
    desk.select(1)
    desk.find("wine")
    assert desk.walk.number == 1


def test_a_selection_that_the_reader_left_is_not_gone_back_to(desk: Desk) -> None:
    desk.select(1)
    desk.jump("b")
    desk.find("wine")
    assert desk.walk.number == 3
