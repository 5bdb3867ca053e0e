"""Side pane and leaflet side by side, as the reader divided the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST_SIDE = 160
"""Pixels."""
_OF_LEAFLET = 0.6
_LEAST_LEAFLET, _ENOUGH_LEAFLET = 320, 480
"""Pixels: the leaflet keeps its share of the window, between these bounds."""


class SideSplitter(QSplitter):
    """Divides the window as the reader did; in a narrow one the side pane is narrower."""

    def __init__(self, side: QWidget, content: QWidget, side_width: int) -> None:
        """`side_width` in pixels is what the reader chose last."""
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("splitter")
        self.setHandleWidth(1)
        self.addWidget(side)
        self.addWidget(content)
        self.setStretchFactor(1, 1)
        self.setCollapsible(1, False)
        side.setMinimumWidth(_LEAST_SIDE)
        self._chosen = side_width
        self.splitterMoved.connect(self._choose)

    @property
    def side_width(self) -> int:
        """Pixels that the reader gave the side pane; in a narrow window it has fewer."""
        return self._chosen

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divides the new width before anything is laid out in it, so that this happens once."""
        width = self.width()
        leaflet = min(max(round(width * _OF_LEAFLET), _LEAST_LEAFLET), _ENOUGH_LEAFLET)
        side = min(self._chosen, max(width - leaflet, _LEAST_SIDE))
        self.setSizes([side, width - self.handleWidth() - side])
        super().resizeEvent(event)

    def _choose(self) -> None:
        self._chosen = self.sizes()[0]
