"""The choice of paper: what is set is what is offered, and keeps the name it is offered under."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QPageSize
from pytestqt.qtbot import QtBot

from viewer.settings import PAPERS
from viewer.ui.print_choices import PAPER_SIZES, PaperChoice
from viewer.ui.print_devices import default_page_layout


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


def test_every_paper_that_is_offered_can_be_kept_in_the_settings() -> None:
    assert set(PAPER_SIZES) == set(PAPERS) - {""}
