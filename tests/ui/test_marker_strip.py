from __future__ import annotations

from array import array

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.marker_strip import GAP, TICK, WIDTH, MarkerStrip

HEIGHT = 500


@pytest.fixture
def strip(qtbot: QtBot, theme: Theme) -> MarkerStrip:
    widget = MarkerStrip(theme)
    qtbot.addWidget(widget)
    widget.resize(WIDTH, HEIGHT)
    return widget


def colours_in_row(strip: MarkerStrip, y: int) -> list[str]:
    image = strip.grab().toImage()
    return [image.pixelColor(x, y).name() for x in range(WIDTH)]


def test_a_mark_is_a_tick_of_its_lens_at_its_place(strip: MarkerStrip, theme: Theme) -> None:
    strip.show_marks([("amber", [0.5])])
    line = theme.lenses["amber"].line
    column = [strip.grab().toImage().pixelColor(7, y).name() for y in range(HEIGHT)]
    marked = [y for y in range(HEIGHT) if column[y] == line]
    assert len(marked) == TICK
    assert abs(marked[0] - HEIGHT / 2) <= TICK + GAP


def test_marks_at_both_ends_of_the_document_are_seen(strip: MarkerStrip, theme: Theme) -> None:
    strip.show_marks([("amber", [0.0, 1.0])])
    line = theme.lenses["amber"].line
    assert line in colours_in_row(strip, 1)
    assert line in colours_in_row(strip, HEIGHT - TICK - GAP + 1)


def test_lenses_at_one_place_stand_beside_each_other(strip: MarkerStrip, theme: Theme) -> None:
    strip.show_marks([("amber", [0.5]), ("rose", [0.5])])
    seen = colours_in_row(strip, HEIGHT // 2 + 1)
    first, second = theme.lenses["amber"].line, theme.lenses["rose"].line
    assert 0 <= seen.index(first) < seen.index(second)


def test_a_click_near_a_mark_goes_to_the_mark(qtbot: QtBot, strip: MarkerStrip) -> None:
    strip.show_marks([("amber", [0.2, 0.5]), ("rose", [0.504])])
    assert chosen(qtbot, strip, 245) == 0.5
    assert chosen(qtbot, strip, 254) == 0.504


def test_a_click_far_from_any_mark_goes_to_that_place(qtbot: QtBot, strip: MarkerStrip) -> None:
    strip.show_marks([("amber", [0.2])])
    assert chosen(qtbot, strip, 300) == pytest.approx(0.6)


def test_a_click_on_an_empty_strip_goes_to_that_place(qtbot: QtBot, strip: MarkerStrip) -> None:
    strip.show_marks([("amber", [])])
    assert chosen(qtbot, strip, 250) == pytest.approx(0.5)


def chosen(qtbot: QtBot, strip: MarkerStrip, y: int) -> float:
    with qtbot.waitSignal(strip.fraction_chosen) as signal:
        QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(7, y))
    assert signal.args is not None
    return float(signal.args[0])


def test_the_strip_says_how_many_passages_are_here(strip: MarkerStrip) -> None:
    strip.show_marks([("amber", [0.5, 0.505, 0.9]), ("rose", [0.5])])
    assert strip.count_near(250) == 3
    assert strip.count_near(100) == 0


def test_the_part_in_view_is_shown_quietly(strip: MarkerStrip, theme: Theme) -> None:
    strip.set_view_range(0.2, 0.4)
    assert colours_in_row(strip, 150)[0] != theme.page
    assert colours_in_row(strip, 300)[0] == theme.page
    strip.set_view_range(0.0, 0.0)
    assert colours_in_row(strip, 150)[0] == theme.page


def test_a_switch_of_theme_paints_the_ticks_anew(
    strip: MarkerStrip, theme: Theme, dark_theme: Theme
) -> None:
    strip.show_marks([("amber", [0.5])])
    strip.grab()
    strip.set_theme(dark_theme)
    seen = {colour for y in range(HEIGHT) for colour in colours_in_row(strip, y)[:1]} | set(
        colours_in_row(strip, HEIGHT // 2 + 1)
    )
    assert theme.lenses["amber"].line not in seen
    assert dark_theme.lenses["amber"].line in seen
    assert QColor(dark_theme.page).name() in seen


def test_the_strip_is_named_and_counts_its_passages(strip: MarkerStrip) -> None:
    strip.show_marks([("amber", [0.1, 0.2]), ("rose", [0.3])])
    assert strip.accessibleName() == "Passages in the leaflet"
    assert strip.accessibleDescription() == "3 passages"
    assert strip.width() == 14


def test_eighty_thousand_marks_fill_the_strip_from_top_to_bottom(strip: MarkerStrip) -> None:
    dense = array("d", (n / 80_000 for n in range(80_000)))
    strip.show_marks([("amber", dense), ("rose", dense)])
    assert strip.accessibleDescription() == "160000 passages"
    strip.grab()
    assert strip.count_near(strip.height() / 2) > 0
