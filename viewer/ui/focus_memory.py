"""Where the keyboard focus was before a bar or a list took it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid


class FocusMemory:
    """Remembers one widget and gives the focus back to it if it can still take it."""

    def __init__(self) -> None:
        self._widget: QWidget | None = None

    def remember(self, widget: QWidget | None, *, outside: QWidget) -> None:
        """Keeps `widget`, unless it is `outside` itself or lies in it."""
        if widget is not None and widget is not outside and not outside.isAncestorOf(widget):
            self._widget = widget

    def remember_current(self, *, outside: QWidget) -> None:
        """Keeps the widget that has the focus now."""
        self.remember(QApplication.focusWidget(), outside=outside)

    def restore(self) -> None:
        """Gives the focus back, once."""
        widget, self._widget = self._widget, None
        if widget is not None and isValid(widget) and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)


def claims_key(event: QEvent, keys: tuple[Qt.Key, ...]) -> bool:
    """True, and `event` accepted, where it asks whether one of `keys` is ours.

    Without that claim a shortcut of the window that uses the same key would swallow it.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.key() not in keys:
        return False
    event.accept()
    return True
