from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.library.entry import LibraryEntry
from viewer.library.errors import LibraryError
from viewer.library.identity import origin
from viewer.render.theme import Theme
from viewer.ui.library_panel import LibraryPanel
from viewer.ui.shelf_keeper import ShelfKeeper
from viewer.ui.task_runner import TaskRunner

from .library_entries import entry

ENTRIES = [
    entry(1, "Alpha", active_substance="alphazine", verified=True),
    entry(2, "Beta", language="sv"),
    entry(3, "Gamma 5 mg", date=""),
    entry(4, "Gamma 10 mg"),
]

# Without a screen no menu can hold the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Window(QWidget):
    """The panel beside a text that has the focus at first; Esc means something here too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.tasks = TaskRunner(self)
        self.text = QTextEdit()
        self.panel = LibraryPanel(theme, self.tasks)
        self.entries: Callable[[], Iterable[LibraryEntry]] = list
        self.keeper = ShelfKeeper(lambda: self.entries(), object, self.tasks, self)
        self.keeper.filled.connect(self._show_shelf)
        self.keeper.failed.connect(self.panel.show_failure)
        row = QHBoxLayout(self)
        row.addWidget(self.panel)
        row.addWidget(self.text)
        self.resize(700, 600)
        self.escapes = 0
        QShortcut(QKeySequence("Esc"), self, self._count_escape)

    def _show_shelf(self) -> None:
        assert self.keeper.shelf is not None
        self.panel.show_shelf(self.keeper.shelf)

    def _count_escape(self) -> None:
        self.escapes += 1

    @property
    def rows(self) -> QListView:
        found = self.panel.findChild(QListView, "library_list")
        assert isinstance(found, QListView)
        return found

    def shown(self) -> list[str]:
        """What a screen reader says of each row, up to the first comma."""
        model, role = self.rows.model(), Qt.ItemDataRole.AccessibleTextRole
        spoken = [str(model.index(n, 0).data(role)) for n in range(model.rowCount())]
        return [words.partition(",")[0] for words in spoken]

    def marked(self) -> str:
        return str(self.rows.currentIndex().data())

    def words(self, name: str) -> str:
        label = self.panel.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text() if label.isVisible() else ""


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    widget = Window(theme)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    widget.text.setFocus()
    fill(qtbot, widget, ENTRIES)
    widget.panel.take_focus()
    yield widget
    widget.tasks.finish()


def settle(qtbot: QtBot, window: Window) -> None:
    """Waits for what was asked of the list, and for what the answer asked of it."""
    for _ in range(2):
        with qtbot.waitCallback() as answered:  # tasks are done in turn
            window.tasks.run("settle", lambda: None, answered)


def fill(qtbot: QtBot, window: Window, entries: Iterable[LibraryEntry]) -> None:
    window.entries = lambda: entries
    window.keeper.fill()
    settle(qtbot, window)


def type_in(qtbot: QtBot, window: Window, text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or window, text)
    settle(qtbot, window)


def press(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def test_all_leaflets_are_listed_and_counted(window: Window) -> None:
    assert window.shown() == ["Alpha", "Beta", "Gamma 5 mg", "Gamma 10 mg"]
    assert window.words("library_count") == "4 leaflets"


def test_typing_filters_and_says_how_many_are_left(qtbot: QtBot, window: Window) -> None:
    type_in(qtbot, window, "gam")
    assert window.shown() == ["Gamma 5 mg", "Gamma 10 mg"]
    assert window.words("library_count") == "2 of 4 leaflets"
    assert window.marked() == "Gamma 5 mg"


def test_arrows_in_the_filter_move_the_mark_and_enter_opens(qtbot: QtBot, window: Window) -> None:
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Up)
    with qtbot.waitSignal(window.panel.leaflet_chosen) as chosen:
        press(window, Qt.Key.Key_Return)
    assert chosen.args == [ENTRIES[1]]
    assert window.panel.field.hasFocus()


def test_enter_pressed_before_the_rows_have_come_opens_the_one_that_was_typed(
    qtbot: QtBot, window: Window
) -> None:
    with qtbot.waitSignal(window.panel.leaflet_chosen) as chosen:
        QTest.keyClicks(window.panel.field, "beta")
        press(window, Qt.Key.Key_Return)
    assert chosen.args == [ENTRIES[1]]


def test_letters_typed_in_the_list_go_on_in_the_filter(qtbot: QtBot, window: Window) -> None:
    type_in(qtbot, window, "ga")
    window.rows.setFocus()
    type_in(qtbot, window, "m")
    assert window.panel.field.text() == "gam"
    assert window.panel.field.hasFocus()


def test_escape_clears_the_filter_and_then_gives_the_focus_back(
    qtbot: QtBot, window: Window
) -> None:
    type_in(qtbot, window, "beta")
    press(window, Qt.Key.Key_Escape)
    settle(qtbot, window)
    assert len(window.shown()) == 4
    assert window.panel.field.hasFocus()
    with qtbot.waitSignal(window.panel.closed):
        press(window, Qt.Key.Key_Escape)
    assert window.text.hasFocus()
    assert window.escapes == 0


def test_a_pinned_leaflet_moves_to_the_top_by_key_and_keeps_the_mark(
    qtbot: QtBot, window: Window
) -> None:
    for _ in range(3):
        press(window, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.panel.pins_changed) as pinned:
        QTest.keyClick(window.panel.field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert pinned.args == [{origin(ENTRIES[3])}]
    assert window.shown()[:3] == ["Pinned", "Gamma 10 mg", "Other leaflets"]
    assert window.marked() == "Gamma 10 mg"
    with qtbot.waitSignal(window.panel.pins_changed) as pinned:
        QTest.keyClick(window.panel.field, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert pinned.args == [frozenset()]


def test_heads_are_stepped_over(qtbot: QtBot, window: Window) -> None:
    window.panel.set_pinned({"leaflet-2"})
    settle(qtbot, window)
    window.rows.setFocus()
    press(window, Qt.Key.Key_Home)
    assert window.marked() == "Beta"
    press(window, Qt.Key.Key_Down)
    assert window.marked() == "Alpha"
    press(window, Qt.Key.Key_Up)
    press(window, Qt.Key.Key_Up)
    assert window.marked() == "Beta"
    press(window, Qt.Key.Key_PageDown)
    assert window.marked() == "Gamma 10 mg"


def test_a_leaflet_opened_stands_among_those_opened_since_the_start(
    qtbot: QtBot, window: Window
) -> None:
    window.panel.note_opened("leaflet-3")
    window.panel.note_opened("leaflet-1")
    settle(qtbot, window)
    assert window.shown()[:3] == ["Opened since the start", "Alpha", "Gamma 5 mg"]


def test_an_empty_library_says_what_to_do_and_offers_it(qtbot: QtBot, window: Window) -> None:
    fill(qtbot, window, [])
    assert window.words("library_panel_note").startswith("The library is empty.")
    assert "File > Import…" in window.words("library_panel_note")
    button = window.panel.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    with qtbot.waitSignal(window.panel.import_requested):
        button.setFocus()
        press(window, Qt.Key.Key_Return)


def test_a_filter_that_nothing_matches_is_said_in_words(qtbot: QtBot, window: Window) -> None:
    type_in(qtbot, window, "xyzzy")
    assert window.words("library_panel_note") == "No leaflet matches “xyzzy”."
    press(window, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(window.panel.leaflet_chosen):
        press(window, Qt.Key.Key_Return)


def test_a_library_that_cannot_be_read_is_said_in_words(qtbot: QtBot, window: Window) -> None:
    def fail() -> list[LibraryEntry]:
        raise LibraryError("library.sqlite", "", "it is damaged")

    window.entries = fail
    window.keeper.fill()
    settle(qtbot, window)
    assert "it is damaged" in window.words("library_panel_note")


def test_what_is_typed_and_marked_stays_when_the_library_has_changed(
    qtbot: QtBot, window: Window
) -> None:
    type_in(qtbot, window, "gamma")
    press(window, Qt.Key.Key_Down)
    fill(qtbot, window, [*ENTRIES, entry(5, "Gamma 2 mg")])
    assert window.shown() == ["Gamma 2 mg", "Gamma 5 mg", "Gamma 10 mg"]
    assert window.marked() == "Gamma 10 mg"


def test_leaflets_are_grouped_as_chosen(qtbot: QtBot, window: Window) -> None:
    choice = window.panel.findChild(QComboBox, "library_grouping")
    assert isinstance(choice, QComboBox)
    choice.setCurrentIndex(choice.findText("By language"))
    settle(qtbot, window)
    assert window.shown() == ["English", "Alpha", "Gamma 5 mg", "Gamma 10 mg", "Swedish", "Beta"]


def menu_of(window: Window, name: str) -> QMenu:
    menus = [menu for menu in window.panel.findChildren(QMenu, name) if menu.isVisible()]
    assert len(menus) == 1
    return menus[0]


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("&Open", "leaflet_chosen"),
        ("&Versions…", "versions_requested"),
        ("P&rovenance…", "provenance_requested"),
        ("Re&move from the library…", "remove_requested"),
    ],
)
def test_the_menu_of_a_row_asks_for_what_is_chosen(
    qtbot: QtBot, window: Window, text: str, signal: str
) -> None:
    rows = window.rows
    place = rows.visualRect(rows.model().index(1, 0)).center()
    rows.menu_requested.emit(1, rows.viewport().mapToGlobal(place))  # type: ignore[attr-defined]
    menu = menu_of(window, "library_menu")
    action = next(action for action in menu.actions() if action.text() == text)
    with qtbot.waitSignal(getattr(window.panel, signal)) as asked:
        action.trigger()
    assert asked.args == [ENTRIES[1]]
    menu.close()


def test_removing_is_not_offered_where_the_library_cannot_be_changed(window: Window) -> None:
    window.panel.set_read_only(True)
    window.rows.menu_requested.emit(1, QPoint(5, 5))  # type: ignore[attr-defined]
    menu = menu_of(window, "library_menu")
    assert not any("move" in action.text() for action in menu.actions())
    menu.close()


def test_versions_are_listed_and_an_older_one_can_be_opened(qtbot: QtBot, window: Window) -> None:
    older = ENTRIES[0]._replace(number=9, version="0", date="2020-01-01", current=False)
    window.panel.show_versions([ENTRIES[0], older])
    menu = menu_of(window, "library_versions")
    words = [action.text() for action in menu.actions()]
    assert words == ["Version 1 · 2024-03-01 · current", "Version 0 · 2020-01-01"]
    with qtbot.waitSignal(window.panel.leaflet_chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [older]
    menu.close()


def test_versions_of_a_leaflet_that_is_no_longer_marked_are_not_shown(window: Window) -> None:
    window.panel.show_versions([ENTRIES[3]])
    assert not any(menu.isVisible() for menu in window.panel.findChildren(QMenu))


def test_a_row_is_read_aloud_with_all_that_it_shows(qtbot: QtBot, window: Window) -> None:
    window.panel.set_pinned({"leaflet-1"})
    settle(qtbot, window)
    role = Qt.ItemDataRole.AccessibleTextRole
    model = window.rows.model()
    assert [model.index(n, 0).data(role) for n in range(4)] == [
        "Pinned, 1 leaflet",
        "Alpha, alphazine, English, Package leaflet, 2024-03-01, verified, pinned",
        "Other leaflets, 3 leaflets",
        "Beta, Swedish, Package leaflet, 2024-03-01, not verified",
    ]


def test_every_control_has_a_name(window: Window) -> None:
    for widget in (window.panel, window.panel.field, window.rows):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)
    choice = window.panel.findChild(QComboBox)
    assert isinstance(choice, QComboBox)
    assert choice.accessibleName()


def test_the_leaflet_on_show_has_a_bar_in_the_accent_colour(
    qtbot: QtBot, window: Window, theme: Theme
) -> None:
    window.panel.note_opened(origin(ENTRIES[1]))
    settle(qtbot, window)
    rows = window.rows
    rect = rows.visualRect(rows.model().index(1, 0))
    image = rows.viewport().grab().toImage()
    assert image.pixelColor(5, rect.center().y()).name() == theme.accent


def test_the_panel_fits_into_a_narrow_pane(window: Window) -> None:
    assert window.panel.minimumSizeHint().width() <= 160
