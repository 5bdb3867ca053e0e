"""The ring of a pane that the keyboard came to by key; who clicked knows where they are."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QWidget

from viewer.ui.painting import RING

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_COME_BACK = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


class FocusFrame(QWidget):
    """Lies above all of a pane, so that nothing of it stays behind when the pane scrolls."""

    def __init__(self, pane: QWidget) -> None:
        super().__init__(pane)
        self.by_key = False
        """Whether a key brought the focus to the pane."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def note_arrival(self, reason: Qt.FocusReason) -> None:
        """The focus came to the pane; from a menu or another window it comes back as it was."""
        if reason not in _COME_BACK:
            self.by_key = reason in _BY_KEY

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        pen = QPen(self.palette().color(QPalette.ColorRole.Accent), RING)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = RING / 2
        painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
