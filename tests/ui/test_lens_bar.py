from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeVar

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.highlight.lens import OWN_LENS, Lens
from viewer.highlight.matcher import NO_TERMS
from viewer.render.theme import Theme
from viewer.ui.lens_bar import LensBar, LensCount
from viewer.ui.lens_chip import LensChip

LENSES = [
    Lens(lens, order, colour, {"en": name, "es": f"{name} (es)"}, {}, {})
    for order, (lens, colour, name) in enumerate(
        [
            ("alcohol", "amber", "Alcohol"),
            ("pregnancy", "rose", "Pregnancy"),
            ("driving", "sky", "Driving and machines"),
            ("children", "green", "Children"),
            ("older", "orange", "Older people"),
        ],
        1,
    )
]
WIDE = 1100
NARROW = 480
Kind = TypeVar("Kind", bound=QWidget)


def part(bar: LensBar, kind: type[Kind], name: str) -> Kind:
    found = bar.findChild(kind, name)
    assert found is not None
    return found


def chip(bar: LensBar, lens: str) -> LensChip:
    return part(bar, LensChip, f"lens_{lens}")


def field(bar: LensBar) -> QLineEdit:
    return part(bar, QLineEdit, "term_field")


def more(bar: LensBar) -> QToolButton:
    return part(bar, QToolButton, "more_lenses")


def places(bar: LensBar) -> list[QRect]:
    controls = [chip(bar, lens.id) for lens in LENSES]
    return [control.geometry() for control in (*controls, more(bar), field(bar))]


@pytest.fixture
def bar(qtbot: QtBot, theme: Theme) -> Iterator[LensBar]:
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    before, widget, after = QPushButton("before"), LensBar(theme), QPushButton("after")
    for each in (before, widget, after):
        layout.addWidget(each)
    widget.set_lenses(LENSES, "en")
    window.resize(WIDE, 150)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    before.setFocus()
    yield widget
    window.hide()


def test_a_chip_for_each_lens_in_order_and_in_the_reader_s_language(bar: LensBar) -> None:
    bar.set_lenses(LENSES, "es")
    shown = sorted(bar.findChildren(LensChip), key=lambda each: each.x())
    assert [each.text() for each in shown if each.isVisible()][:2] == [
        "Alcohol (es)",
        "Pregnancy (es)",
    ]


@pytest.mark.parametrize(
    ("count", "words", "sign"),
    [
        (LensCount(7), "Alcohol, 7 passages", "7"),
        (LensCount(1), "Alcohol, 1 passage", "1"),
        (LensCount(2_345), "Alcohol, 2345 passages", "2k"),
        (LensCount(0), "Alcohol, checked: none", "0"),
        (LensCount(0, NO_TERMS), "Alcohol, cannot check: no terms for this language", "?"),
        (
            LensCount(1, NO_TERMS),
            "Alcohol, 1 passage by section code or annotation; the words could not be checked",
            "1?",
        ),
    ],
)
def test_each_state_of_a_lens_is_said_in_words_and_in_a_sign(
    bar: LensBar, count: LensCount, words: str, sign: str
) -> None:
    bar.show_results({"alcohol": count})
    assert chip(bar, "alcohol").accessibleName() == words
    assert count.sign == sign
    assert words.partition(", ")[2] in chip(bar, "alcohol").toolTip()
    assert "Ctrl+1" in chip(bar, "alcohol").toolTip()


def test_a_chip_is_a_check_box_for_a_screen_reader(bar: LensBar) -> None:
    interface = QAccessible.queryAccessibleInterface(chip(bar, "alcohol"))
    assert interface.role() == QAccessible.Role.CheckBox


def test_a_click_or_space_asks_for_the_lens(qtbot: QtBot, bar: LensBar) -> None:
    with qtbot.waitSignal(bar.lens_toggled) as toggled:
        QTest.mouseClick(chip(bar, "pregnancy"), Qt.MouseButton.LeftButton)
    assert toggled.args == ["pregnancy", True]
    with qtbot.waitSignal(bar.lens_toggled) as toggled:
        QTest.keyClick(chip(bar, "pregnancy"), Qt.Key.Key_Space)
    assert toggled.args == ["pregnancy", False]


def test_what_is_on_is_shown_without_a_signal(qtbot: QtBot, bar: LensBar) -> None:
    with qtbot.assertNotEmitted(bar.lens_toggled):
        bar.set_active({"alcohol"})
    assert chip(bar, "alcohol").isChecked()
    assert not chip(bar, "pregnancy").isChecked()


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_nothing_moves_whatever_is_on_or_counted(bar: LensBar, width: int) -> None:
    bar.window().resize(width, 150)
    before = places(bar)
    bar.set_active({lens.id for lens in LENSES} | {OWN_LENS})
    bar.show_results({lens.id: LensCount(123_456) for lens in LENSES})
    assert places(bar) == before
    bar.window().resize(width + 100, 150)
    bar.window().resize(width, 150)
    assert places(bar) == before, "nor at the next change of the window's size"
    bar.set_active(())
    bar.show_results({})
    assert places(bar) == before


def test_a_lens_that_is_on_is_ticked_and_tinted(bar: LensBar, theme: Theme) -> None:
    off = chip(bar, "alcohol").grab().toImage()
    bar.set_active({"alcohol"})
    on = chip(bar, "alcohol").grab().toImage()
    middle = QPoint(on.width() - 12, on.height() // 2)
    assert on.pixelColor(middle).name() == theme.lenses["amber"].tint
    assert off.pixelColor(middle).name() == theme.page


def test_what_does_not_fit_is_in_the_menu_with_its_count(qtbot: QtBot, bar: LensBar) -> None:
    bar.window().resize(NARROW, 150)
    qtbot.waitUntil(more(bar).isVisible)
    hidden = [lens for lens in LENSES if not chip(bar, lens.id).isVisible()]
    assert hidden
    assert more(bar).text() == f"More {len(hidden)}"
    bar.show_results({lens.id: LensCount(4) for lens in LENSES})
    bar.set_active({"older"})
    menu = more(bar).menu()
    menu.aboutToShow.emit()
    entry = menu.actions()[-1]
    assert "Older people" in entry.text()
    assert "4 passages" in entry.text()
    assert entry.isChecked()
    with qtbot.waitSignal(bar.lens_toggled) as toggled:
        entry.trigger()
    assert toggled.args == ["older", False]


def test_a_lens_that_is_on_but_out_of_sight_is_marked_on_the_button(
    qtbot: QtBot, bar: LensBar
) -> None:
    bar.window().resize(NARROW, 150)
    qtbot.waitUntil(more(bar).isVisible)
    before = more(bar).grab().toImage()
    bar.set_active({"older"})
    assert more(bar).grab().toImage() != before
    assert "on: Older people" in more(bar).accessibleName()


def test_nothing_overlaps_at_any_width(bar: LensBar) -> None:
    for width in range(bar.minimumSizeHint().width(), 1400, 37):
        bar.resize(width, 44)
        shown = [
            w for w in (*bar.findChildren(LensChip), more(bar), field(bar)) if not w.isHidden()
        ]
        spans = sorted((w.x(), w.x() + w.width()) for w in shown)
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert spans[-1][1] <= width
        assert field(bar).width() >= field(bar).minimumSizeHint().width()


def focused() -> QWidget | None:
    return QApplication.focusWidget()


def tab(bar: LensBar) -> None:
    QTest.keyClick(bar.window().focusWidget(), Qt.Key.Key_Tab)


def test_tab_enters_the_chips_once_and_arrows_walk_them(bar: LensBar) -> None:
    tab(bar)
    assert focused() is chip(bar, "alcohol")
    QTest.keyClick(chip(bar, "alcohol"), Qt.Key.Key_Right)
    assert focused() is chip(bar, "pregnancy")
    tab(bar)
    assert focused() is field(bar)
    QTest.keyClick(field(bar), Qt.Key.Key_Backtab)
    assert focused() is chip(bar, "pregnancy"), "Tab comes back to where the arrows were"
    QTest.keyClick(chip(bar, "pregnancy"), Qt.Key.Key_End)
    assert focused() is chip(bar, "older")
    QTest.keyClick(chip(bar, "older"), Qt.Key.Key_Home)
    QTest.keyClick(chip(bar, "alcohol"), Qt.Key.Key_Left)
    assert focused() is chip(bar, "alcohol")


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Down])
def test_up_and_down_stay_on_the_chip(bar: LensBar, key: Qt.Key) -> None:
    chip(bar, "pregnancy").setFocus()
    QTest.keyClick(chip(bar, "pregnancy"), key)
    assert focused() is chip(bar, "pregnancy")


def test_the_field_follows_the_last_button_at_the_distance_of_the_chips(
    qtbot: QtBot, bar: LensBar
) -> None:
    bar.window().resize(NARROW, 150)
    qtbot.waitUntil(more(bar).isVisible)
    shown = [each for each in bar.findChildren(LensChip) if each.isVisible()]
    last = max(shown, key=lambda each: each.x())
    between = more(bar).x() - last.geometry().right()
    assert field(bar).x() - more(bar).geometry().right() == between
    words = more(bar).fontMetrics().horizontalAdvance(more(bar).text())
    assert more(bar).width() - words < 50


def test_the_chip_with_the_focus_has_a_ring(bar: LensBar, theme: Theme) -> None:
    chip(bar, "alcohol").setFocus()
    image = chip(bar, "alcohol").grab().toImage()
    assert image.pixelColor(image.width() // 2, 0).name() == theme.accent
    assert image.pixelColor(image.width() // 2, 1).name() == theme.accent


def test_every_control_is_at_least_28_pixels_high_and_wide(bar: LensBar) -> None:
    for control in (*bar.findChildren(LensChip), field(bar)):
        assert control.height() >= 28
        assert control.width() >= 28


def test_enter_highlights_own_terms_once(bar: LensBar) -> None:
    entered: list[str] = []
    bar.own_terms_entered.connect(entered.append)
    QTest.keyClicks(field(bar), " wine, beer* ")
    assert entered == []
    QTest.keyClick(field(bar), Qt.Key.Key_Return)
    QTest.keyClick(field(bar), Qt.Key.Key_Return)
    assert entered == ["wine, beer*"]


def test_own_terms_that_do_not_fit_are_read_from_their_beginning(bar: LensBar) -> None:
    QTest.keyClicks(field(bar), "wine, beer*, sleep*, treatment, hangover")
    QTest.keyClick(field(bar), Qt.Key.Key_Return)
    assert field(bar).cursorPosition() == 0
    field(bar).setText("wine")
    QTest.keyClicks(field(bar), ", beer")
    QTest.keyClick(field(bar), Qt.Key.Key_Return)
    assert field(bar).cursorPosition() == len("wine, beer"), "short ones can be typed on"


@pytest.mark.parametrize("by_escape", [True, False])
def test_emptying_the_field_ends_own_terms(bar: LensBar, by_escape: bool) -> None:
    entered: list[str] = []
    QTest.keyClicks(field(bar), "w")
    QTest.keyClick(field(bar), Qt.Key.Key_Return)
    bar.own_terms_entered.connect(entered.append)
    QTest.keyClick(field(bar), Qt.Key.Key_Escape if by_escape else Qt.Key.Key_Backspace)
    assert entered == [""]
    assert field(bar).text() == ""


def test_own_terms_show_their_colour_and_their_count(bar: LensBar, theme: Theme) -> None:
    bar.set_own_terms("wine")
    bar.set_active({OWN_LENS})
    bar.show_results({OWN_LENS: LensCount(3)})
    assert field(bar).accessibleName() == "Own terms, 3 passages"
    image = field(bar).grab().toImage()
    assert image.pixelColor(image.width() - 10, image.height() // 2).name() == (
        theme.lenses["own"].tint
    )


def test_own_terms_ended_elsewhere_leave_the_field_empty_and_say_nothing(
    qtbot: QtBot, bar: LensBar
) -> None:
    bar.set_own_terms("wine")
    bar.set_active({OWN_LENS, "alcohol"})
    with qtbot.assertNotEmitted(bar.own_terms_entered):
        bar.set_active(())
    assert field(bar).text() == ""


def test_a_switch_of_theme_repaints_the_whole_bar(
    bar: LensBar, theme: Theme, dark_theme: Theme
) -> None:
    bar.set_active({"alcohol", OWN_LENS})
    bar.set_theme(dark_theme)
    image = bar.grab().toImage()
    seen = {
        image.pixelColor(x, y).name()
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 3)
    }
    gone = {theme.window, theme.page, theme.lenses["amber"].tint, theme.lenses["own"].tint}
    assert not seen & gone
    assert dark_theme.lenses["amber"].tint in seen


def test_a_lens_switched_elsewhere_is_told_and_a_chip_that_was_pressed_tells_itself(
    bar: LensBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda e: told.append(e.message()))
    none, unchecked = LensCount(0), LensCount(0, NO_TERMS)
    bar.show_results({"alcohol": LensCount(5), "pregnancy": none, "driving": unchecked})
    for on in ({"alcohol"}, {"alcohol", "pregnancy"}, {"pregnancy", "driving"}, {"children"}):
        bar.set_active(on)
        bar.set_active(on)
    bar.lens_toggled.connect(lambda lens, _: bar.set_active({"children", lens}))
    chip(bar, "older").click()
    assert told == [
        "Alcohol on, 5 passages",
        "Pregnancy on, checked: none",
        "Alcohol off; Driving and machines on, cannot check: no terms for this language",
        "Pregnancy off; Driving and machines off; Children on",
    ]
