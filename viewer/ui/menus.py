"""The program's actions as Qt actions, and the menus that show them, made from the one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from viewer.highlight.lens import Lens
from viewer.ui.actions import ACTIONS, LENS_KEYS, SUBMENUS, ActionId, ActionSpec, Menu
from viewer.ui.painting import key_text
from viewer.ui.tool_tips import no_mnemonic


def make_actions(parent: QObject) -> dict[ActionId, QAction]:
    """A Qt action for every row of the table, with its keys; no two get the same key."""
    taken = {key for spec in ACTIONS for key in spec.keys} | set(LENS_KEYS)
    actions = {}
    for spec in ACTIONS:
        action = QAction(spec.text, parent)
        action.setObjectName(f"action_{spec.id.name.lower()}")
        action.setIconText(spec.name)
        action.setCheckable(spec.checkable)
        action.setShortcuts(_keys(spec, taken))
        keys = f" ({key_text(spec.keys[0])})" if spec.keys else ""
        action.setToolTip(f"{spec.says}{keys}")
        action.setStatusTip("")
        if spec.id is ActionId.QUIT:
            action.setMenuRole(QAction.MenuRole.QuitRole)
        if spec.id is ActionId.ABOUT:
            action.setMenuRole(QAction.MenuRole.AboutRole)
        actions[spec.id] = action
    return actions


def _keys(spec: ActionSpec, taken: set[str]) -> list[QKeySequence]:
    """The keys of the table, then those that the platform has for it and nothing else uses."""
    keys = [QKeySequence(key) for key in spec.keys]
    if spec.standard:
        standard = QKeySequence.StandardKey[spec.standard]
        for key in QKeySequence.keyBindings(standard):
            name = key.toString(QKeySequence.SequenceFormat.PortableText)
            if name not in taken:
                taken.add(name)
                keys.append(key)
    return keys


def fill_menu_bar(bar: QMenuBar, actions: Mapping[ActionId, QAction]) -> dict[Menu, QMenu]:
    """Puts every action into its menu; returns the menus."""
    menus = {menu: bar.addMenu(menu.value) for menu in Menu if menu not in SUBMENUS}
    for spec in ACTIONS:
        if spec.menu not in menus:
            menus[spec.menu] = menus[SUBMENUS[spec.menu]].addMenu(spec.menu.value)
        into = menus[spec.menu]
        if spec.group and into.actions():
            into.addSeparator()
        into.addAction(actions[spec.id])
    for menu, widget in menus.items():
        widget.setObjectName(f"menu_{menu.name.lower()}")
        widget.setToolTipsVisible(False)
    return menus


def lens_actions(parent: QObject, lenses: Sequence[Lens]) -> list[QAction]:
    """A switch for every lens, in the order of the lens bar; the first nine have keys.

    `data` of each is the lens's id.
    """
    switches = []
    for number, lens in enumerate(lenses):
        switch = QAction(no_mnemonic(lens.name()), parent)
        switch.setObjectName(f"lens_{lens.id}")
        switch.setCheckable(True)
        switch.setData(lens.id)
        if number < len(LENS_KEYS):
            switch.setShortcut(QKeySequence(LENS_KEYS[number]))
        switches.append(switch)
    return switches


def choices(
    parent: QObject, options: Iterable[tuple[str, str]], chosen: str
) -> tuple[QActionGroup, list[QAction]]:
    """Actions of which exactly one is checked; options are (data, text)."""
    group = QActionGroup(parent)
    actions = []
    for data, text in options:
        action = QAction(text, group)
        action.setCheckable(True)
        action.setData(data)
        action.setChecked(data == chosen)
        actions.append(action)
    return group, actions
