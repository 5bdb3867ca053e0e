"""What a turned wheel counts for, with Ctrl: a mouse's notches and a touchpad's small turns."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication
from pytestqt.qtbot import QtBot

from viewer.ui.enlarged_picture import EnlargedPicture
from viewer.ui.reading_column import ReadingColumn
from viewer.ui.wheel_steps import WheelSteps


def turned(x: int, y: int) -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(x, y),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )


@pytest.mark.parametrize(
    ("turns", "steps"),
    [
        ([120, 120], [1, 1]),
        ([-120], [-1]),
        ([240], [1, 1]),
        ([0, 0], []),
        ([8] * 14, []),
        ([8] * 30, [1, 1]),
        ([-50, -50, -50], [-1]),
        ([100, -120], [-1]),
    ],
)
def test_a_step_is_as_much_as_a_notch(turns: list[int], steps: list[int]) -> None:
    wheel = WheelSteps()
    assert [step for turn in turns for step in wheel.steps(turned(0, turn))] == steps


def turn(view: QAbstractScrollArea, *turns: tuple[int, int]) -> None:
    for x, y in turns:
        QApplication.sendEvent(view.viewport(), turned(x, y))


def test_text_is_zoomed_by_whole_notches_up_and_down_alone(qtbot: QtBot) -> None:
    column = ReadingColumn()
    qtbot.addWidget(column)
    zooms: list[int] = []
    column.zoom_requested.connect(zooms.append)
    turn(column, (120, 0), (0, 0), (0, 60))
    assert zooms == []
    turn(column, (0, 60), (0, -120))
    assert zooms == [1, -1]


def test_a_picture_is_zoomed_by_whole_notches_up_and_down_alone(qtbot: QtBot) -> None:
    image = QImage(100, 100, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.blue)
    picture = EnlargedPicture(image, "")
    qtbot.addWidget(picture)
    picture.resize(300, 300)
    picture.show()
    before = picture.zoom
    turn(picture, (-120, 0), (0, 0), (0, -60))
    assert picture.zoom == before
    turn(picture, (0, -60))
    assert picture.zoom < before
