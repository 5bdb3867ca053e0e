"""The menus, made from the table of actions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from viewer.highlight.lens import Lens
from viewer.ui.actions import ACTIONS, LENS_KEYS, SUBMENUS, Menu
from viewer.ui.menus import choices, fill_menu_bar, lens_actions, make_actions


@pytest.fixture
def parent(qapp: QObject) -> QObject:
    return QObject(qapp)


def test_no_two_actions_share_a_key_of_this_platform_either(parent: QObject) -> None:
    keys = [key.toString() for each in make_actions(parent).values() for key in each.shortcuts()]
    keys += LENS_KEYS
    assert len(keys) == len(set(keys))


def test_the_key_of_the_table_is_the_one_that_is_shown(parent: QObject) -> None:
    actions = make_actions(parent)
    for spec in ACTIONS:
        shown = actions[spec.id].shortcut().toString()
        assert shown == (spec.keys[0] if spec.keys else shown)


def test_every_action_is_in_its_menu_once_and_none_elsewhere(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions = make_actions(bar)
    menus = fill_menu_bar(bar, actions)
    titles = [menu.value for menu in Menu if menu not in SUBMENUS]
    assert [entry.text() for entry in bar.actions()] == titles
    for spec in ACTIONS:
        holders = [menu for menu, widget in menus.items() if actions[spec.id] in widget.actions()]
        assert holders == [spec.menu]


def test_topics_are_a_menu_inside_go_between_sections_and_passages(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    entries = fill_menu_bar(bar, make_actions(bar))[Menu.GO].actions()
    names = [entry.text() for entry in entries]
    at = names.index(Menu.TOPIC.value)
    assert names[at - 1] == "P&revious section"
    assert entries[at + 1].isSeparator()
    topics = entries[at].menu()
    assert isinstance(topics, QMenu)
    assert [each.shortcut().toString() for each in topics.actions()] == [
        f"Alt+{number}" for number in range(1, 10)
    ]


def test_no_menu_begins_or_ends_with_a_line_between_groups(qtbot: QtBot) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    for widget in fill_menu_bar(bar, make_actions(bar)).values():
        lines = [entry.isSeparator() for entry in widget.actions()]
        assert not lines[0]
        assert not lines[-1]


def test_the_first_nine_lenses_have_keys_and_the_others_can_still_be_switched(
    parent: QObject,
) -> None:
    lenses = [Lens(f"l{n}", n, "amber", {"en": f"Lens {n}"}, {}, {}) for n in range(12)]
    switches = lens_actions(parent, lenses)
    assert [each.shortcut().toString() for each in switches] == [*LENS_KEYS, "", "", ""]
    assert [each.data() for each in switches] == [lens.id for lens in lenses]
    assert all(each.isCheckable() and not each.isChecked() for each in switches)


def test_of_choices_one_is_made(parent: QObject) -> None:
    group, actions = choices(parent, [("light", "Light"), ("dark", "Dark")], "dark")
    assert [each.isChecked() for each in actions] == [False, True]
    actions[0].trigger()
    assert [each.isChecked() for each in actions] == [True, False]
    assert group.checkedAction() is actions[0]
