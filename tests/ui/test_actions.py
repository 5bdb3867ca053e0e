"""The table of actions: one key for one thing, and words for each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from viewer.leaflet.topics import load_topics
from viewer.ui.actions import (
    ACTIONS,
    LENS_KEYS,
    SUBMENUS,
    TOPICS,
    ActionId,
    ActionSpec,
    Menu,
    action_spec,
    key_table,
)

FIND_BAR_KEYS = ("Alt+W", "Alt+C")
TOPICS_FILE = Path(__file__).parents[2] / "resources" / "topics.toml"


def test_every_action_has_one_row() -> None:
    assert Counter(spec.id for spec in ACTIONS) == Counter(ActionId)


def test_no_two_actions_share_a_key() -> None:
    keys = [key for spec in ACTIONS for key in spec.keys] + list(LENS_KEYS) + list(FIND_BAR_KEYS)
    assert [key for key, count in Counter(keys).items() if count > 1] == []


@pytest.mark.parametrize("key", [key for spec in ACTIONS for key in spec.keys])
def test_every_key_is_one_that_qt_knows_by_the_same_name(key: str) -> None:
    assert QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText) == key


def test_no_menu_takes_a_key_of_the_find_bar() -> None:
    mnemonics = {QKeySequence.mnemonic(menu.value).toString() for menu in Menu}
    assert len(mnemonics) == len(Menu)
    assert mnemonics.isdisjoint(FIND_BAR_KEYS)
    assert mnemonics.isdisjoint(key for spec in ACTIONS for key in spec.keys)


@pytest.mark.parametrize("menu", list(Menu))
def test_no_two_actions_of_a_menu_share_a_letter(menu: Menu) -> None:
    letters = [QKeySequence.mnemonic(spec.text).toString() for spec in ACTIONS if spec.menu is menu]
    assert all(letters)
    assert len(letters) == len(set(letters))


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id.name)
def test_every_action_has_a_name_and_says_what_it_does(spec: ActionSpec) -> None:
    assert spec.name
    assert not set(spec.name) & {"&", "…"}
    assert spec.says[0].isupper()
    assert not spec.says.endswith(".")
    assert action_spec(spec.id) is spec


def test_the_topics_of_the_menu_are_those_that_sections_have() -> None:
    known = load_topics(TOPICS_FILE)
    assert [topic.key for topic in TOPICS if topic.key not in known.names] == []
    for topic in TOPICS:
        assert known.name(topic.key).startswith(topic.name)


def test_a_submenu_stands_before_the_name_of_its_actions_where_they_are_listed_alone() -> None:
    assert action_spec(ActionId.TOPIC_SIDE_EFFECTS).full_name == "Topic: Side effects"
    assert action_spec(ActionId.BACK).full_name == "Back"
    assert not set(SUBMENUS) & set(SUBMENUS.values())


def test_the_keys_that_the_product_promises_are_there() -> None:
    keys = {key for spec in ACTIONS for key in spec.keys}
    assert keys >= {
        *("Ctrl+K", "Ctrl+F", "F3", "Shift+F3", "Esc", "Ctrl+D", "Ctrl+PgDown", "Ctrl+PgUp"),
        *("Alt+Left", "Alt+Right", "F6", "Shift+F6", "Ctrl+P", "Ctrl+Shift+P", "Ctrl+O"),
        *(f"Alt+{number}" for number in range(1, 10)),
        *("Ctrl++", "Ctrl+-", "Ctrl+0", "Ctrl+Shift+C", "F1", "F11", "Ctrl+Q"),
    }
    assert tuple(f"Ctrl+{number}" for number in range(1, 10)) == LENS_KEYS


def test_the_table_of_the_guide_has_a_row_for_every_key() -> None:
    table = key_table(["Alcohol", "Pregnancy"])
    for spec in ACTIONS:
        if spec.keys:
            assert any(
                " or ".join(spec.keys) in row and spec.says in row for row in table.splitlines()
            )
    assert "| Ctrl+2" in table
    assert "Pregnancy" in table
    assert len({row.index("|", 1) for row in table.splitlines()}) == 1
