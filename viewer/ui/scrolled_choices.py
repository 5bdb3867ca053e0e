"""Groups of choices that a small screen has no room for all at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

_LEAST_CHOICES = 120
_BESIDE_FOCUS = 28
"""Pixels: what follows shows that there is more to come."""


class ScrolledChoices(QScrollArea):
    """Groups of choices one below the other, scrolled where a small screen has no room for all."""

    def __init__(self, groups: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("print_choices")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        for group in groups:
            column.addWidget(group)
        column.addStretch(1)
        self.setWidget(self._holder)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves every key to the dialog: PgUp and PgDn turn the pages."""
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        """As wide as the choices are, beside a scroll bar; any height will do."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._holder.minimumSizeHint().width() + bar, _LEAST_CHOICES)

    def sizeHint(self) -> QSize:
        return self._holder.sizeHint().expandedTo(self.minimumSizeHint())

    def _follow_focus(self, _left: QWidget | None, now: QWidget | None) -> None:
        """Brings into view what the keyboard came to."""
        if now is not None and self.isAncestorOf(now):
            middle = now.mapTo(self._holder, now.rect().center())
            self.ensureVisible(0, middle.y(), 0, now.height() // 2 + _BESIDE_FOCUS)
