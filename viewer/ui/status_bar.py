"""The status bar: where the reader is, and where the leaflet came from."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStatusBar, QWidget

from viewer.ui.elided import ElidedButton, ElidedLabel
from viewer.ui.painting import MINIMUM_HIT

_SIDE = 8
_BETWEEN = 16
"""Pixels that the bar keeps between its parts and at its ends."""
_LEAST_PLACE = 48
_MOST_OF_PLACE = 2 / 3
"""Share of the bar that the place may take from the provenance, which is cut first."""


class PlaceLabel(ElidedLabel):
    """Says where the reader is; a screen reader hears the same words."""

    said = Signal()

    def setText(self, words: str) -> None:  # noqa: N802
        super().setText(words)
        self.setAccessibleName(_named("Where you are", words))
        self.said.emit()


class ProvenanceButton(ElidedButton):
    """Says where the leaflet came from; a screen reader hears the same words."""

    def setText(self, words: str) -> None:  # noqa: N802
        super().setText(words)
        self.setAccessibleName(_named("Provenance", words))


class StatusBar(QStatusBar):
    """The place at the left and the provenance at the right, which yields where it is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(_SIDE, 0, _SIDE, 0)
        self.place = PlaceLabel(self)
        self.place.setObjectName("status_section")
        self.place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.place.setMinimumWidth(_LEAST_PLACE)
        self.place.setProperty("soft", True)
        self.place.setText("")
        self.provenance = ProvenanceButton(self)
        self.provenance.setObjectName("status_provenance")
        self.provenance.setMinimumHeight(MINIMUM_HIT)
        self.provenance.setText("")
        self.addWidget(self.place, 1)
        self.addPermanentWidget(self.provenance)
        self.place.said.connect(self._share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Leaves the provenance what the words of the place do not need."""
        room = self.contentsRect().width() - _BETWEEN
        place = min(self.place.sizeHint().width(), round(room * _MOST_OF_PLACE))
        self.provenance.setMaximumWidth(max(0, room - place))


def _named(name: str, words: str) -> str:
    return f"{name}: {words}" if words else name
