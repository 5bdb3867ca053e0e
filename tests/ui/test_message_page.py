from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.message_page import Message, MessagePage

MESSAGE = Message("It cannot be shown", "It is damaged.", ("line 3: odd",), "Mend it.")


def opened(qtbot: QtBot) -> MessagePage:
    page = MessagePage(lambda width: width // 4)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show_message(MESSAGE, can_go_back=True)
    with qtbot.waitExposed(page):
        page.show()
    return page


def test_all_words_begin_where_the_leaflet_s_would_at_any_width(qtbot: QtBot) -> None:
    page = opened(qtbot)
    for width in (800, 500, 1200):
        page.resize(width, 500)
        for label in page.findChildren(QLabel):
            assert label.mapTo(page, QPoint(0, 0)).x() == width // 4


def test_faults_are_said_in_the_soft_colour_of_the_theme_on_show(
    qtbot: QtBot, themed: Callable[[Theme], None], theme: Theme, dark_theme: Theme
) -> None:
    page = opened(qtbot)
    faults = page.findChild(QLabel, "message_faults")
    assert faults is not None
    for each in (theme, dark_theme):
        themed(each)
        colour = faults.palette().color(faults.foregroundRole()).name()
        assert colour == each.soft_text
