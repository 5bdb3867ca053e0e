"""Keys of sections that stay the same from one export to the next."""

from __future__ import annotations

from viewer.leaflet.model import Code
from viewer.leaflet.plain import plain_words

_MAX_WORDS = 60


class SectionKeys:
    """Gives each section of a leaflet a key of its own: by its code, else by its heading."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def key(self, codes: tuple[Code, ...], title: str) -> str:
        """A key that no other section of the leaflet has."""
        name = next((f"{c.system}-{c.code}" for c in codes if c.system in ("ema", "loinc")), "")
        if not name or name in self._used:
            words = plain_words(title).replace(" ", "-")[:_MAX_WORDS].rstrip("-") or "section"
            name = f"{name}-{words}" if name else words
        number, first = 2, name
        while name in self._used:
            name, number = f"{first}-{number}", number + 1
        self._used.add(name)
        return name
