"""The wheel as steps: of a mouse, whose notches are steps, and of a touchpad, which has none."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent

NOTCH = 120
"""What a notch of a mouse's wheel turns, in eighths of a degree (Qt's `angleDelta`)."""


class WheelSteps:
    """Sums what the wheel turns up or down; turning it sideways is no step."""

    def __init__(self) -> None:
        self._turned = 0

    def steps(self, event: QWheelEvent) -> list[int]:
        """The steps that are full with this event: +1 for each upwards, -1 for each downwards."""
        turned = event.angleDelta().y()
        if turned * self._turned < 0:  # what is left of the other way does not hold this one up
            self._turned = 0
        self._turned += turned
        way = 1 if self._turned > 0 else -1
        full = abs(self._turned) // NOTCH
        self._turned -= way * full * NOTCH
        return [way] * full
