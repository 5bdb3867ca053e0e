from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.elided import ElidedButton, ElidedLabel

from .tips import shown

WORDS = "Package leaflet · English · source and date not stated"


def pointed_at(qtbot: QtBot, widget: QWidget) -> str:
    """The tool tip that comes where the pointer rests on a widget."""
    place = QPoint(2, 2)
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    words = shown(QToolTip.text())
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
    return words


def bar_of(qtbot: QtBot, width: int) -> tuple[QWidget, ElidedLabel, ElidedButton]:
    bar = QWidget()
    qtbot.addWidget(bar)
    label, button = ElidedLabel(), ElidedButton()
    label.setText("Where you are")
    button.setText(WORDS)
    button.setToolTip("Show more")
    row = QHBoxLayout(bar)
    row.addWidget(label, 1)
    row.addWidget(button)
    bar.resize(width, 40)
    with qtbot.waitExposed(bar):
        bar.show()
    return bar, label, button


def test_words_that_fit_need_no_tool_tip_of_their_own(qtbot: QtBot) -> None:
    _bar, label, button = bar_of(qtbot, 900)
    assert pointed_at(qtbot, label) == ""
    assert pointed_at(qtbot, button) == "Show more"


def test_words_cut_at_their_end_are_whole_in_the_tool_tip(qtbot: QtBot) -> None:
    _bar, label, button = bar_of(qtbot, 150)
    assert pointed_at(qtbot, label) == "Where you are"
    assert pointed_at(qtbot, button) == f"{WORDS}\nShow more"
    assert (label.text(), button.text()) == ("Where you are", WORDS), "as a screen reader has it"


def test_the_button_keeps_its_words_as_long_as_there_is_room_beside_the_label(
    qtbot: QtBot,
) -> None:
    bar, label, button = bar_of(qtbot, 900)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    bar.resize(button.sizeHint().width() + 60, 40)
    assert button.width() == button.sizeHint().width()
    assert pointed_at(qtbot, label) == "Where you are"
    assert pointed_at(qtbot, button) == "Show more"


def test_an_ampersand_in_the_words_of_a_button_is_one_and_makes_no_key(qtbot: QtBot) -> None:
    _bar, _label, button = bar_of(qtbot, 900)
    frame = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(WORDS)
    for words in ("Salt &Pepper", "Salt & Pepper", "Salt && Pepper"):
        button.setText(words)
        assert button.text() == words
        assert button.shortcut().isEmpty()
        needed = button.fontMetrics().horizontalAdvance(words)
        assert button.sizeHint().width() == needed + frame
