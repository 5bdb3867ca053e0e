"""The bar above everything: back and forward, the go-to field, print, type size, theme."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from viewer.render.theme import Theme
from viewer.ui.actions import ActionId
from viewer.ui.goto_palette import GotoField
from viewer.ui.icons import ICON_SIDE, tinted_icon
from viewer.ui.painting import MINIMUM_HIT

_ICONS = {
    ActionId.BACK: "back",
    ActionId.FORWARD: "forward",
    ActionId.PRINT_SECTION: "print",
    ActionId.ZOOM_OUT: "zoom-out",
    ActionId.ZOOM_IN: "zoom-in",
    ActionId.THEME: "theme",
}
_WORDED = (ActionId.PRINT_SECTION,)
"""Buttons that show their name beside the icon."""


class HeaderBar(QWidget):
    """Buttons for what is done most, each the same action as in the menus."""

    def __init__(self, theme: Theme, icons: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self.setObjectName("header_bar")
        self.setAccessibleName("Tool bar")
        self.goto_field = GotoField(theme, self)
        self._buttons: dict[ActionId, QToolButton] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(12, 6, 12, 6)
        self._layout.setSpacing(4)
        self._add(ActionId.BACK)
        self._add(ActionId.FORWARD)
        self._layout.addSpacing(4)
        self._layout.addWidget(self.goto_field, 1)
        self._layout.addSpacing(4)
        for action in (
            ActionId.PRINT_SECTION,
            ActionId.ZOOM_OUT,
            ActionId.ZOOM_IN,
            ActionId.THEME,
        ):
            self._add(action)

    def _add(self, action: ActionId) -> None:
        button = QToolButton(self)
        button.setObjectName(f"button_{action.name.lower()}")
        button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        button.setMinimumSize(MINIMUM_HIT + 4, MINIMUM_HIT + 4)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if action in _WORDED:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._layout.addWidget(button)
        self._buttons[action] = button

    def set_actions(self, actions: Mapping[ActionId, QAction], theme_menu: QMenu) -> None:
        """Gives the buttons their actions; the theme's opens a menu of all themes."""
        for id, button in self._buttons.items():
            action = actions[id]
            tip, words = action.toolTip(), action.iconText()
            if id is ActionId.THEME:
                button.setMenu(theme_menu)
                button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
                tip = words = "Theme"
            else:
                action.setIconVisibleInMenu(False)  # most other entries have none
                button.setDefaultAction(action)
            button.setText(words)
            button.setToolTip(tip)
            button.setAccessibleName(words)
        self._tint()

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self.goto_field.set_theme(theme)
        self._tint()
        self.update()

    def _tint(self) -> None:
        for id, button in self._buttons.items():
            icon = tinted_icon(self._icons, _ICONS[id], self._theme, self.devicePixelRatioF())
            action = button.defaultAction()
            (action or button).setIcon(icon)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._tint()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.window))
        bottom = self.rect().adjusted(0, self.height() - 1, 0, 0)
        painter.fillRect(bottom, QColor(self._theme.hairline))
