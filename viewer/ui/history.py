"""Back and forward: the places that were left for another, as a browser keeps them.

Kept in memory only: the machine is shared and there is no reading history on disk.
"""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 200
"""Places kept; the oldest go first."""


class Spot(NamedTuple):
    """A place to come back to: what a leaflet is opened by, and a character of its text."""

    leaflet: str
    offset: int


class History:
    """Two stacks of places around the present one."""

    def __init__(self) -> None:
        self._back: list[Spot] = []
        self._forward: list[Spot] = []

    @property
    def can_go_back(self) -> bool:
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._forward)

    def leave(self, spot: Spot) -> None:
        """Notes the place that is left for a new one; what lay ahead is forgotten."""
        self._forward.clear()
        if not self._back or self._back[-1] != spot:
            self._back.append(spot)
            del self._back[:-LONGEST]

    def back(self, present: Spot) -> Spot | None:
        """The place to go back to, noting the present one for the way forward."""
        return _step(self._back, self._forward, present)

    def forward(self, present: Spot) -> Spot | None:
        """The place to go forward to, noting the present one for the way back."""
        return _step(self._forward, self._back, present)


def _step(source: list[Spot], target: list[Spot], present: Spot) -> Spot | None:
    if not source:
        return None
    target.append(present)
    return source.pop()
