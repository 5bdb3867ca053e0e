from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.form_controls import CheckBox, Group, RadioButton

KINDS = [CheckBox, RadioButton]
Themed = Callable[[Theme], None]
Kind = type[CheckBox] | type[RadioButton]


def shown(qtbot: QtBot, kind: Kind, theme: Theme, themed: Themed) -> QAbstractButton:
    themed(theme)
    button = kind("Words")
    qtbot.addWidget(button)
    button.resize(200, 32)
    with qtbot.waitExposed(button):
        button.show()
    return button


def picture(button: QAbstractButton) -> QImage:
    return button.grab().toImage()


def strength(image: QImage, background: str) -> float:
    """How far the sign of a button stands out from its background at most, from 0 to 1."""
    ground = QColor(background).lightnessF()
    return max(
        abs(image.pixelColor(x, y).lightnessF() - ground) for x in range(5, 21) for y in range(32)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_sign_is_seen_in_every_theme(
    qtbot: QtBot,
    kind: Kind,
    theme: Theme,
    dark_theme: Theme,
    outlined_theme: Theme,
    themed: Themed,
) -> None:
    for each in (theme, dark_theme, outlined_theme):
        assert strength(picture(shown(qtbot, kind, each, themed)), each.window) > 0.3


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_chosen_has_the_accent_and_what_is_not_has_none(
    qtbot: QtBot, kind: Kind, theme: Theme, themed: Themed
) -> None:
    button = shown(qtbot, kind, theme, themed)
    button.clearFocus()
    assert theme.accent not in colours(picture(button))
    button.setChecked(True)
    assert theme.accent in colours(picture(button))


@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_a_ring_around_sign_and_words(
    qtbot: QtBot, kind: Kind, theme: Theme, themed: Themed
) -> None:
    button = shown(qtbot, kind, theme, themed)
    button.activateWindow()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    image = picture(button)
    for y in (0, 1, 30, 31):
        assert image.pixelColor(30, y).name() == theme.accent


@pytest.mark.parametrize("kind", KINDS)
def test_a_click_anywhere_on_the_row_chooses(
    qtbot: QtBot, kind: Kind, theme: Theme, themed: Themed
) -> None:
    button = shown(qtbot, kind, theme, themed)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())
    assert button.isChecked()


def test_a_group_s_controls_stand_below_its_heading(
    qtbot: QtBot, theme: Theme, themed: Themed
) -> None:
    themed(theme)
    group = Group("Paper")
    qtbot.addWidget(group)
    column = QVBoxLayout(group)
    group.hold(column)
    box = CheckBox("Words")
    column.addWidget(box)
    with qtbot.waitExposed(group):
        group.show()
    assert box.y() > group.fontMetrics().height()
    assert box.x() == 0


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
