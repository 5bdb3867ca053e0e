"""The window: its panes, and the way among them by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.leaflet.model import Leaflet
from viewer.render.theme import Theme
from viewer.ui.main_window import MainWindow, Surroundings
from viewer.ui.side_pane import SidePage


class Listing(QWidget):
    """A page of the side pane: a field, and rows below it."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.rows = QListWidget()
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.rows)


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
    panes = [pane.control for pane in window.panes()]
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
    field = window.content.find_bar.field
    assert field not in [pane.control for pane in window.panes()]
    window.content.find_bar.open_with("x")
    assert field in [pane.control for pane in window.panes()]


def test_f6_goes_on_from_wherever_the_keyboard_is_in_a_pane(window: MainWindow) -> None:
    window.side.offer({SidePage.LIBRARY: lambda: Listing()}, {})
    listing = window.side.show_page(SidePage.LIBRARY)
    assert isinstance(listing, Listing)
    window.content.find_bar.open_with("x")
    window.content.banner.show_dimmed(6, 9, ["Alcohol"])
    back = window.findChild(QWidget, "button_theme")
    tabs = window.side.findChild(QWidget, "side_tabs")
    assert back is not None
    assert tabs is not None
    find_bar = window.content.find_bar
    for inside, after, before in (
        (back, window.lens_bar.first_control(), window.status_provenance),
        (listing.rows, window.content.banner.button, window.lens_bar.first_control()),
        (tabs, window.content.banner.button, window.lens_bar.first_control()),
        (window.content.banner.button, window.view, listing.field),
        (*find_bar.findChildren(QToolButton)[:1], window.status_provenance, window.view),
    ):
        for step, expected in ((+1, after), (-1, before)):
            inside.setFocus()
            assert window.focusWidget() is inside
            window.step_pane(step)
            assert window.focusWidget() is expected, inside.objectName()


def test_a_screen_reader_reads_what_the_status_bar_says(window: MainWindow) -> None:
    window.status_section.setText("Interactions · passage 1 of 2")
    window.status_provenance.setText("Package leaflet · English")
    told = [
        QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
        for part in (window.status_section, window.status_provenance)
    ]
    assert told == [
        "Where you are: Interactions · passage 1 of 2",
        "Provenance: Package leaflet · English",
    ]


PLACE = "Interactions · passage 1 of 2"
PROVENANCE = "Package leaflet · English · source and date not stated · demonstration content"


@pytest.mark.parametrize("place_first", [True, False])
def test_a_narrow_status_bar_cuts_the_provenance_and_not_the_place(
    window: MainWindow, place_first: bool
) -> None:
    window.resize(480, 500)
    QApplication.processEvents()
    place, provenance = window.status_section, window.status_provenance
    for told in (place_first, not place_first):
        if told:
            place.setText(PLACE)
        else:
            provenance.setText(PROVENANCE)
        QApplication.processEvents()
    assert place.width() >= place.fontMetrics().horizontalAdvance(PLACE)
    assert provenance.width() < provenance.sizeHint().width()
    assert provenance.geometry().right() < window.width()
    window.resize(1600, 500)
    QApplication.processEvents()
    assert provenance.width() == provenance.sizeHint().width()


def test_a_long_place_leaves_the_provenance_a_third(window: MainWindow) -> None:
    window.resize(600, 500)
    window.status_section.setText("Special warnings and precautions for use " * 4)
    window.status_provenance.setText(PROVENANCE)
    QApplication.processEvents()
    assert window.status_provenance.width() > 600 / 4


def test_the_leaflet_has_most_of_a_narrow_window_and_the_side_pane_comes_back(
    window: MainWindow,
) -> None:
    for width, side in ((600, 240), (480, 160), (1180, 260)):
        window.resize(width, 700)
        QApplication.processEvents()
        assert window.side.width() == pytest.approx(side, abs=1)
        assert window.tree_width == 260


def test_the_width_that_the_reader_drags_is_the_one_kept(window: MainWindow) -> None:
    handle = window.splitter.handle(1)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(0, 50))
    QTest.mouseMove(handle, QPoint(100, 50))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(100, 50))
    QApplication.processEvents()
    dragged = window.side.width()
    assert dragged > 300
    window.resize(600, 700)
    QApplication.processEvents()
    assert window.tree_width == dragged
    window.resize(1180, 700)
    QApplication.processEvents()
    assert window.side.width() == dragged


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
