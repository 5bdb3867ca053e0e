"""What a reader could not carry over, gathered while it reads.

Each note is a plain sentence part for the leaflet's *Reading notes*; the same remark on the same
section is counted, not repeated.
"""

from __future__ import annotations

MAX_NOTES = 500
"""More notes than a person reads: beyond it only their number is told."""


class ReadingNotes:
    """Collects notes on one leaflet; `place` is the section that is being read."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}
        self._left_out = 0
        self.place = ""

    def add(self, remark: str) -> None:
        """Notes a remark, such as "hidden text is shown", on the present place."""
        key = (self.place, remark)
        if key not in self._counts and len(self._counts) >= MAX_NOTES:
            self._left_out += 1
            return
        self._counts[key] = self._counts.get(key, 0) + 1

    def lines(self) -> tuple[str, ...]:
        """The notes in the order in which they came up, each with its place."""
        lines = [
            (f"{place}: " if place else "") + remark + (f" ({count} times)" if count > 1 else "")
            for (place, remark), count in self._counts.items()
        ]
        if self._left_out:
            lines.append(f"{self._left_out:,} more remarks of the same kinds")
        return tuple(lines)
