"""Where keys go, and when they have arrived; everything here runs inside the program."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QMainWindow

from .widgets import application

MARK = Qt.Key.Key_Shift
"""The key that tests press when they have done something."""


class _Mark(QObject):
    """Waits for one key to come through, and then for all that the keys before it set off."""

    came = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        released = event.type() == QEvent.Type.KeyRelease and isinstance(watched, QWindow)
        if released and isinstance(event, QKeyEvent) and event.key() == MARK:
            application().removeEventFilter(self)
            QTimer.singleShot(0, lambda: QTimer.singleShot(0, self._note))
        return False

    def _note(self) -> None:
        self.came = True


def expect_mark() -> None:
    """Begins to wait for the key that marks the end of what a test does."""
    for old in application().findChildren(_Mark):
        old.deleteLater()
    application().installEventFilter(_Mark(application()))


def mark_came() -> bool:
    """Whether it came, and all before it has had its effect."""
    return any(mark.came for mark in application().findChildren(_Mark))


def window_in_front() -> int:
    """The number on the screen of the dialog that is open, or else of the window."""
    app = application()
    modal = app.activeModalWidget()
    shown = [w for w in app.topLevelWidgets() if isinstance(w, QMainWindow) and w.isVisible()]
    front = modal or (shown[0] if shown else None)
    handle = front.windowHandle() if front is not None else None
    return int(handle.winId()) if handle is not None and handle.isExposed() else 0


def has_keyboard() -> bool:
    """Whether keys reach the window in front, or the list that is open over it."""
    focus = QGuiApplication.focusWindow()
    if application().activePopupWidget() is not None:
        return focus is not None
    return focus is not None and int(focus.winId()) == window_in_front()
