from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QMainWindow, QTextEdit, QToolBar
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.goto_items import rank_items
from viewer.ui.goto_palette import GotoField, GotoItem, GotoKind

COMMANDS = [
    GotoItem(GotoKind.COMMAND, "Print section", "", "print", "Ctrl+P"),
    GotoItem(GotoKind.COMMAND, "Zoom in", "", "zoom_in", "Ctrl++"),
]
LEAFLETS = [GotoItem(GotoKind.LEAFLET, "Klonopin", "clonazepam · English", "klonopin")]
SECTIONS = [
    GotoItem(GotoKind.SECTION, title, "Klonopin", title.lower())
    for title in ("Indications", "Interactions", "Pregnancy and breast-feeding", "Overdose")
]
ITEMS = [*COMMANDS, *LEAFLETS, *SECTIONS]


class Window(QMainWindow):
    """A tool bar with the field over a text; Esc means something here too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = QTextEdit()
        self.setCentralWidget(self.text)
        self.field = GotoField(theme)
        self.field.set_provider(self._items)
        bar = QToolBar()
        bar.addWidget(self.field)
        self.addToolBar(bar)
        self.asked = 0
        self.escapes = 0
        QShortcut(QKeySequence("Esc"), self, self._count_escape)

    def _items(self) -> list[GotoItem]:
        self.asked += 1
        return ITEMS

    def _count_escape(self) -> None:
        self.escapes += 1

    @property
    def results(self) -> QListView:
        found = self.findChild(QListView, "goto_results")
        assert found is not None
        return found

    def titles(self) -> list[str]:
        model = self.results.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def marked(self) -> str:
        return str(self.results.currentIndex().data())


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[Window]:
    widget = Window(theme)
    qtbot.addWidget(widget)
    widget.resize(700, 500)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    widget.text.setFocus()
    yield widget
    widget.hide()


def test_nothing_typed_lists_everything_sections_first(window: Window) -> None:
    window.field.open_list()
    assert window.titles() == [item.title for item in [*SECTIONS, *LEAFLETS, *COMMANDS]]


def test_typing_lists_the_best_answer_first_and_finding_last(window: Window) -> None:
    window.field.open_list()
    QTest.keyClicks(window.field, "inter")
    assert window.titles()[0] == "Interactions"
    assert window.titles()[-1] == "Find “inter” in this leaflet"
    assert window.marked() == "Interactions"


def test_a_leaflet_is_found_by_its_substance() -> None:
    answers = [answer.item.title for answer in rank_items("clona", ITEMS)]
    assert answers == ["Klonopin", "Find “clona” in this leaflet"]


def test_a_detail_all_items_share_does_not_answer_by_chance() -> None:
    answers = [answer.item.title for answer in rank_items("np", ITEMS)]
    assert answers == ["Find “np” in this leaflet"] or "Overdose" not in answers


def test_the_letters_typed_are_told_for_emphasis() -> None:
    best = rank_items("pbf", ITEMS)[0]
    assert [best.item.title[place] for place in best.in_title] == ["P", "b", "f"]


def test_the_keyboard_stays_in_the_field(window: Window) -> None:
    window.field.open_list()
    QTest.keyClicks(window.field, "o")
    QTest.keyClick(window.field, Qt.Key.Key_Down)
    assert window.field.hasFocus()
    assert window.results.isVisible()
    assert not window.results.isWindow()


def test_arrow_and_page_keys_move_the_mark(window: Window) -> None:
    window.field.open_list()
    last = window.titles()[-1]
    QTest.keyClick(window.field, Qt.Key.Key_Down)
    assert window.marked() == "Interactions"
    QTest.keyClick(window.field, Qt.Key.Key_Up)
    QTest.keyClick(window.field, Qt.Key.Key_Up)
    assert window.marked() == last, "up from the first goes to the last"
    QTest.keyClick(window.field, Qt.Key.Key_PageUp)
    assert window.marked() == "Indications"
    QTest.keyClick(window.field, Qt.Key.Key_PageDown)
    assert window.marked() == last


def test_enter_chooses_and_the_focus_is_back_before_anyone_hears_of_it(
    qtbot: QtBot, window: Window
) -> None:
    focus: list[bool] = []
    window.field.item_chosen.connect(lambda _: focus.append(window.text.hasFocus()))
    window.field.open_list()
    QTest.keyClicks(window.field, "print")
    with qtbot.waitSignals([window.field.closed, window.field.item_chosen]):
        QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert focus == [True]
    assert not window.results.isVisible()
    assert window.field.text() == ""


def test_the_item_chosen_is_the_marked_one(qtbot: QtBot, window: Window) -> None:
    window.field.open_list()
    QTest.keyClicks(window.field, "breast milk")
    with qtbot.waitSignal(window.field.item_chosen) as chosen:
        QTest.keyClick(window.field, Qt.Key.Key_Enter)
    assert chosen.args == [
        GotoItem(GotoKind.FIND, "Find “breast milk” in this leaflet", "", "breast milk")
    ]


def test_a_click_on_an_answer_chooses_it(qtbot: QtBot, window: Window) -> None:
    window.field.open_list()
    second = window.results.visualRect(window.results.model().index(1, 0)).center()
    with qtbot.waitSignal(window.field.item_chosen) as chosen:
        QTest.mouseClick(window.results.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert chosen.args == [SECTIONS[1]]


def test_escape_closes_the_list_alone_and_gives_the_focus_back(
    qtbot: QtBot, window: Window
) -> None:
    window.field.open_list()
    QTest.keyClicks(window.field, "x")
    with (
        qtbot.waitSignal(window.field.closed),
        qtbot.assertNotEmitted(window.field.item_chosen),
    ):
        QTest.keyClick(window.field, Qt.Key.Key_Escape)
    assert window.text.hasFocus()
    assert not window.field.is_open()
    assert window.escapes == 0


def test_going_elsewhere_closes_the_list_and_leaves_the_focus_there(window: Window) -> None:
    window.field.open_list()
    window.text.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not window.field.is_open()
    assert window.text.hasFocus()


def test_the_provider_is_asked_anew_each_time_the_list_opens(window: Window) -> None:
    window.field.open_list()
    QTest.keyClicks(window.field, "int")
    QTest.keyClick(window.field, Qt.Key.Key_Escape)
    window.field.open_list()
    assert window.asked == 2


@pytest.mark.parametrize(
    "reason",
    [
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.OtherFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    ],
)
def test_coming_by_the_way_does_not_cover_the_window_until_a_key_is_typed(
    window: Window, reason: Qt.FocusReason
) -> None:
    window.field.setFocus(reason)
    assert not window.field.is_open()
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    assert not window.field.is_open()
    QTest.keyClick(window.field, Qt.Key.Key_Down)
    assert window.field.is_open()


def test_a_click_into_the_field_opens_the_list(window: Window) -> None:
    QTest.mouseClick(window.field, Qt.MouseButton.LeftButton)
    assert window.field.is_open()


def test_the_list_lies_inside_the_window_at_any_size(window: Window) -> None:
    window.field.open_list()
    for width, height in ((1000, 600), (400, 200)):
        window.resize(width, height)
        assert window.rect().contains(window.results.geometry())


def test_an_answer_is_heard_with_its_kind_and_key(window: Window) -> None:
    window.field.open_list()
    QTest.keyClicks(window.field, "print")
    first = window.results.model().index(0, 0)
    heard = first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "Print section, Command, Ctrl+P"


def test_a_switch_of_theme_repaints_the_list(
    window: Window, theme: Theme, dark_theme: Theme
) -> None:
    window.field.open_list()
    window.field.set_theme(dark_theme)
    image = window.results.viewport().grab().toImage()
    row = window.results.visualRect(window.results.currentIndex())
    assert image.pixelColor(row.center()).name() == dark_theme.current_row
    assert theme.page not in window.results.styleSheet()


def test_the_field_has_a_name_a_key_and_room_to_hit(window: Window) -> None:
    assert window.field.accessibleName() == "Go to"
    assert "Ctrl+K" in window.field.placeholderText()
    assert "Ctrl+K" in window.field.toolTip()
    assert window.field.height() >= 28


def test_the_row_that_leads_to_the_library_stands_behind_what_it_adds_to() -> None:
    more = GotoItem(GotoKind.LIBRARY, "… 12 more in the library", "", "more")
    sure = [GotoItem(GotoKind.LEAFLET, "Zeta", "", "zeta"), more]
    answers = [answer.item for answer in rank_items("more", ITEMS, sure)]
    assert answers[-3:-1] == sure
    assert answers[-1].kind is GotoKind.FIND
