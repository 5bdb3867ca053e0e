from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.icons import tinted_icon
from viewer.ui.theme import STYLED, apply_theme, build_palette, build_style_sheet

GROUPS = [
    QPalette.ColorGroup.Active,
    QPalette.ColorGroup.Inactive,
    QPalette.ColorGroup.Disabled,
]


def application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def known_colours(theme: Theme) -> set[str]:
    values = (getattr(theme, name) for name in theme.__slots__)
    return {value for value in values if isinstance(value, str) and value.startswith("#")}


def test_a_switch_of_theme_leaves_no_colour_of_the_theme_before(
    qtbot: QtBot, theme: Theme, dark_theme: Theme
) -> None:
    field = QLineEdit()
    menu = QMenu()
    qtbot.addWidget(field)
    qtbot.addWidget(menu)
    apply_theme(application(), theme)
    apply_theme(application(), dark_theme)
    gone = known_colours(theme) - known_colours(dark_theme)
    for palette in (field.palette(), menu.palette()):
        for group in GROUPS:
            for role in QPalette.ColorRole:
                if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
                    assert palette.color(group, role).name() not in gone
    assert not gone & set(re.findall(r"#[0-9a-f]{6}", application().styleSheet()))


def test_a_tool_tip_has_the_colours_of_the_theme_on_show(
    qtbot: QtBot, theme: Theme, dark_theme: Theme
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    for each in (theme, dark_theme):
        apply_theme(application(), each)
        QToolTip.showText(field.mapToGlobal(QPoint(2, 2)), f"Words in {each.name}", field)
        tip = next(w for w in application().topLevelWidgets() if w.inherits("QTipLabel"))
        assert tip.grab().toImage().pixelColor(3, 3).name() == each.page
        QToolTip.hideText()
        qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_what_was_painted_before_the_switch_is_painted_anew(
    qtbot: QtBot, theme: Theme, dark_theme: Theme
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.resize(200, 40)
    apply_theme(application(), theme)
    assert field.grab().toImage().pixelColor(100, 20) == QColor(theme.page)
    apply_theme(application(), dark_theme)
    assert field.grab().toImage().pixelColor(100, 20) == QColor(dark_theme.page)


def test_a_window_behind_has_the_same_colours_as_one_in_front(theme: Theme) -> None:
    palette = build_palette(theme)
    assert palette.isEqual(QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive)


def test_links_and_hints_have_the_theme_s_colours(dark_theme: Theme) -> None:
    palette = build_palette(dark_theme)
    assert palette.color(QPalette.ColorRole.Link).name() == dark_theme.accent
    assert palette.color(QPalette.ColorRole.PlaceholderText).name() == dark_theme.soft_text


def test_the_focus_ring_is_two_pixels_of_the_accent(theme: Theme) -> None:
    assert f"QLineEdit:focus {{ border: 2px solid {theme.accent}" in build_style_sheet(theme)


def test_text_around_the_leaflet_is_ten_points(qtbot: QtBot, theme: Theme) -> None:
    application().setProperty(STYLED, False)  # as at the start of a program
    apply_theme(application(), theme)
    field = QLineEdit()
    qtbot.addWidget(field)
    assert field.font().pointSizeF() == 10.0


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_an_icon_takes_the_text_s_colour_and_is_sharp_on_its_screen(
    qtbot: QtBot, icons: Path, dark_theme: Theme, ratio: float
) -> None:
    del qtbot
    pixmap = tinted_icon(icons, "close", dark_theme, ratio).pixmap(QSize(20, 20), ratio)
    side = round(20 * ratio)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (side, ratio)
    assert ink(pixmap).name() == dark_theme.text


def test_the_icon_of_a_disabled_button_is_faint_in_every_theme(
    qtbot: QtBot, icons: Path, theme: Theme, dark_theme: Theme, outlined_theme: Theme
) -> None:
    del qtbot
    for each in (theme, dark_theme, outlined_theme):
        icon = tinted_icon(icons, "close", each, 1.0)
        faint = ink(icon.pixmap(QSize(20, 20), 1.0, QIcon.Mode.Disabled))
        enabled, window = QColor(each.text).lightness(), QColor(each.window).lightness()
        assert abs(faint.lightness() - window) < 0.5 * abs(enabled - window)


def ink(pixmap: QPixmap) -> QColor:
    """The colour at the crossing of the two lines of the icon that closes."""
    colour = pixmap.toImage().pixelColor(pixmap.width() // 2, pixmap.height() // 2)
    assert colour.alpha() == 255
    return colour


@pytest.mark.parametrize("content", [None, b"this is no picture"])
def test_an_icon_that_is_missing_or_damaged_is_null(
    qtbot: QtBot, tmp_path: Path, theme: Theme, content: bytes | None
) -> None:
    del qtbot
    if content is not None:
        (tmp_path / "close.svg").write_bytes(content)
    assert tinted_icon(tmp_path, "close", theme, 1.0).isNull()
