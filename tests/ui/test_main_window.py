"""The window: its panes, and the way among them by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from viewer.leaflet.model import Leaflet
from viewer.render.theme import Theme
from viewer.ui.main_window import MainWindow, Surroundings


@pytest.fixture
def window(qtbot: QtBot, theme: Theme, icons: Path, nested_leaflet: Leaflet) -> MainWindow:
    window = MainWindow()
    qtbot.addWidget(window)
    window.furnish(theme, icons, 260)
    window.tree.show_leaflet(nested_leaflet)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    QApplication.processEvents()
    return window


def test_every_part_has_the_name_that_scripts_and_readers_know_it_by(window: MainWindow) -> None:
    names = ["section_tree", "leaflet_view", "marker_strip", "lens_bar", "term_field", "find_bar"]
    names += ["find_field", "find_count", "goto_field", "dim_banner", "status_section"]
    for name in [*names, "status_provenance"]:
        part = window.findChild(QWidget, name)
        assert part is not None, name
        assert part.accessibleName() or name in {"dim_banner", "find_count", "term_field"}, name


def test_f6_goes_through_all_panes_and_back_again(window: MainWindow) -> None:
    window.view.setFocus()
    panes = window.panes()
    forward = []
    for _ in panes:
        window.step_pane(+1)
        forward.append(window.focusWidget())
    assert set(forward) == set(panes)
    assert window.focusWidget() is window.view
    backward = []
    for _ in panes:
        window.step_pane(-1)
        backward.append(window.focusWidget())
    assert backward[:-1] == forward[:-1][::-1]


def test_the_find_field_is_a_pane_while_it_is_open(window: MainWindow) -> None:
    assert window.content.find_bar.field not in window.panes()
    window.content.find_bar.open_with("x")
    assert window.content.find_bar.field in window.panes()


def test_the_tree_is_as_wide_as_it_was_left(window: MainWindow) -> None:
    assert window.tree_width == pytest.approx(260, abs=2)


def test_the_place_held_for_the_leaflet_is_where_the_leaflet_is(
    qtbot: QtBot, window: MainWindow
) -> None:
    room = window.surroundings()
    early = MainWindow()
    qtbot.addWidget(early)
    page = QWidget()
    early.hold_place(page, room)
    early.resize(window.size())
    early.show()
    QApplication.processEvents()
    corner = window.content.mapTo(window, QPoint(0, 0))
    assert page.mapTo(early, QPoint(0, 0)) == corner
    assert isinstance(room, Surroundings)
    assert page.height() == window.content.height()


def test_a_file_dropped_on_it_is_told_and_an_address_is_not(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    def drop(url: QUrl) -> None:
        data = QMimeData()
        data.setUrls([url])
        event = QDropEvent(
            QPointF(50, 50),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        window.dropEvent(event)

    with qtbot.waitSignal(window.file_dropped, timeout=1_000) as told:
        drop(QUrl.fromLocalFile(str(tmp_path / "leaflet.md")))
    assert told.args == [str(tmp_path / "leaflet.md")]
    with qtbot.assertNotEmitted(window.file_dropped):
        drop(QUrl("https://example.org/leaflet.md"))


def test_closing_is_told_before_the_window_is_gone(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closing, timeout=1_000):
        window.close()
