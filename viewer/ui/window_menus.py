"""The window's menus: the table's, and those that follow from themes, leaflets and lenses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from viewer.highlight.lens import Lens
from viewer.ui.actions import ActionId, Menu, action_spec
from viewer.ui.appearance import Appearance
from viewer.ui.main_window import MainWindow
from viewer.ui.menus import choices, fill_menu_bar, lens_actions
from viewer.ui.tool_tips import no_mnemonic


class Head(Protocol):
    """A leaflet as a list shows it."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


class WindowMenus:
    """Fills the menu bar and keeps what is checked in it true."""

    def __init__(
        self,
        window: MainWindow,
        actions: Mapping[ActionId, QAction],
        appearance: Appearance,
        heads: Callable[[], Sequence[Head]],
        open_leaflet: Callable[[str], None],
    ) -> None:
        self._window = window
        self._actions = actions
        self._appearance = appearance
        self._heads = heads
        self._open_leaflet = open_leaflet
        self._lens_actions: list[QAction] = []
        self._theme_actions: list[QAction] = []

    def fill(self) -> None:
        """Makes the menus, and gives the tool bar its actions."""
        self._menus = fill_menu_bar(self._window.menuBar(), self._actions)
        self._window.addActions(list(self._actions.values()))
        self.count_reading_notes(0)
        themes = QMenu("T&heme", self._window)
        group, self._theme_actions = choices(
            themes, self._appearance.options(), self._appearance.chosen
        )
        group.triggered.connect(lambda action: self._appearance.choose(action.data()))
        themes.addActions(self._theme_actions)
        self._menus[Menu.VIEW].insertMenu(self._actions[ActionId.THEME], themes)
        self._window.header.set_actions(self._actions, themes)
        leaflets = QMenu("&Leaflets", self._window)
        leaflets.setObjectName("menu_leaflets")
        leaflets.aboutToShow.connect(lambda: self._list_leaflets(leaflets))
        self._menus[Menu.FILE].insertMenu(self._actions[ActionId.PRINT_SECTION], leaflets)

    def add_lenses(self, lenses: Sequence[Lens], switch: Callable[[str, bool], None]) -> None:
        """Puts a switch for every lens into the Highlight menu."""
        menu = self._menus[Menu.HIGHLIGHT]
        self._lens_actions = lens_actions(self._window, lenses)
        before = menu.actions()[0]
        menu.insertActions(before, self._lens_actions)
        menu.insertSeparator(before)
        for action in self._lens_actions:
            action.toggled.connect(partial(switch, action.data()))

    def check_lenses(self, active: Collection[str]) -> None:
        """Checks the switches of the lenses that are on; emits nothing."""
        for action in self._lens_actions:
            blocked = action.blockSignals(True)
            action.setChecked(action.data() in active)
            action.blockSignals(blocked)

    def check_theme(self) -> None:
        """Checks the theme that is chosen."""
        for action in self._theme_actions:
            action.setChecked(action.data() == self._appearance.chosen)

    def count_reading_notes(self, count: int) -> None:
        """Says how many reading notes the leaflet has; without one there is nothing to show."""
        action = self._actions[ActionId.READING_NOTES]
        text = action_spec(ActionId.READING_NOTES).text
        action.setText(text.replace("…", f" ({count})…") if count else text)
        action.setEnabled(count > 0)

    def _list_leaflets(self, menu: QMenu) -> None:
        menu.clear()
        for head in self._heads():
            action = menu.addAction(no_mnemonic(head.title))
            action.triggered.connect(lambda _=False, id=head.id: self._open_leaflet(id))
