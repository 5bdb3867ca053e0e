"""The choice of paper: what is set is what is offered, and keeps the name it is offered under."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from viewer.settings import PAPERS
from viewer.ui.paper import LEAST_PAPER, PAPER_SIZES
from viewer.ui.print_choices import PaperChoice
from viewer.ui.print_devices import default_page_layout
from viewer.ui.printers import own_paper


@pytest.mark.parametrize("name", ["A4", "Letter", "A5", "Legal"])
def test_the_paper_that_is_set_is_the_one_that_is_chosen(qtbot: QtBot, name: str) -> None:
    layout = default_page_layout(QLocale("en_GB"))
    layout.setPageSize(QPageSize(QPageSize.PageSizeId[name]))
    choice = PaperChoice(layout)
    qtbot.addWidget(choice)
    size = choice.page_layout().pageSize()
    assert (size.name(), size.id()) == (name, QPageSize.PageSizeId[name])


def test_paper_that_is_not_offered_gives_way_to_one_that_is(qtbot: QtBot) -> None:
    layout = default_page_layout(QLocale("en_GB"))
    layout.setPageSize(QPageSize(QPageSize.PageSizeId.B3))
    choice = PaperChoice(layout)
    qtbot.addWidget(choice)
    assert choice.page_layout().pageSize().name() == "A4"


SLIP = QPageSize(QPageSize.PageSizeId.A6)


@pytest.fixture
def choice(qtbot: QtBot) -> PaperChoice:
    choice = PaperChoice(default_page_layout(QLocale("en_GB")))
    qtbot.addWidget(choice)
    return choice


def papers(choice: PaperChoice) -> list[str]:
    box = choice.findChild(QComboBox, "print_paper")
    assert box is not None
    return [box.itemText(number) for number in range(box.count())]


def test_a_printers_own_paper_is_chosen_while_the_printer_is(choice: PaperChoice) -> None:
    told: list[str] = []
    choice.changed.connect(lambda: told.append(choice.page_layout().pageSize().name()))
    choice.offer(SLIP)
    assert papers(choice) == [*PAPER_SIZES, "A6"]
    choice.offer(QPageSize(QPageSize.PageSizeId.A3))
    assert papers(choice) == [*PAPER_SIZES, "A3"]
    choice.offer(None)
    assert papers(choice) == list(PAPER_SIZES)
    assert told == ["A6", "A3", "A4"]
    choice.offer(None)
    assert len(told) == 3


def test_what_was_wished_for_comes_back_after_a_printers_own_paper(choice: PaperChoice) -> None:
    box = choice.findChild(QComboBox, "print_paper")
    assert box is not None
    box.setCurrentText("Legal")
    choice.offer(SLIP)
    choice.offer(None)
    assert choice.page_layout().pageSize().name() == "Legal"


def test_what_was_chosen_beside_a_printers_own_paper_stays_chosen(choice: PaperChoice) -> None:
    box = choice.findChild(QComboBox, "print_paper")
    assert box is not None
    choice.offer(SLIP)
    box.setCurrentText("Legal")
    choice.offer(None)
    assert choice.page_layout().pageSize().name() == "Legal"


def test_paper_of_a_usual_name_and_another_size_is_told_apart(choice: PaperChoice) -> None:
    choice.offer(QPageSize(QSizeF(580, 830), QPageSize.Unit.Point, "A4"))
    assert papers(choice)[-1] == "A4 of the printer"
    assert choice.page_layout().pageSize().sizePoints().width() == 580
    choice.offer(None)
    assert choice.page_layout().pageSize().sizePoints().width() == 595


@given(st.integers(5, 40), st.sampled_from(list(QPageSize.PageSizeId)), st.booleans())
def test_on_every_paper_that_is_large_enough_half_of_it_stays_for_the_text(
    margin: int, id: QPageSize.PageSizeId, across: bool
) -> None:
    own, least = QPageSize(id), QPageSize(LEAST_PAPER)
    assume(own.isValid() and own.sizePoints().boundedTo(least.sizePoints()) == least.sizePoints())
    layout = default_page_layout(QLocale("en_GB"))
    layout.setMargins(QMarginsF(margin, margin, margin, margin))
    if across:
        layout.setOrientation(QPageLayout.Orientation.Landscape)
    choice = PaperChoice(layout)
    choice.offer(own)
    chosen = choice.page_layout()
    paper, room = chosen.fullRectPoints(), chosen.paintRectPoints()
    assert room.width() * 2 >= paper.width() - 2
    assert room.height() * 2 >= paper.height() - 2


def test_every_paper_that_is_offered_can_be_kept_in_the_settings() -> None:
    assert set(PAPER_SIZES) == set(PAPERS) - {""}


def test_a_printer_that_is_gone_has_no_paper_of_its_own() -> None:
    assert own_paper("nowhere") is None
