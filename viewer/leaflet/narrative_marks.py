"""Where annotated elements begin and end in the text, before and after its white space is folded.

Folding changes white space alone. So a place in a paragraph is told by the number of other
characters before it, and found again in the finished text by counting them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from viewer.leaflet.model import Code


class Marks:
    """The annotated elements of one narrative, those that are open and those of the paragraph."""

    def __init__(self) -> None:
        self._open: list[tuple[tuple[Code, ...], int]] = []
        self._closed: list[tuple[tuple[Code, ...], int, int]] = []
        self._seen = 0  # pieces of this paragraph whose letters are counted
        self._letters = 0

    def __bool__(self) -> bool:
        return bool(self._open or self._closed)

    def begin(self, codes: tuple[Code, ...], pieces: Sequence[str]) -> None:
        """An element begins after the pieces that the paragraph has so far."""
        self._open.append((codes, self._letters_in(pieces)))

    def end(self, pieces: Sequence[str]) -> None:
        """The innermost open element ends after the pieces that the paragraph has so far."""
        codes, start = self._open.pop()
        if pieces:
            self._closed.append((codes, start, self._letters_in(pieces)))

    def forget(self) -> None:
        """The paragraph had no text: what was marked in it is nothing."""
        self._seen = self._letters = 0
        if self:
            self._closed = []
            self._open = [(codes, 0) for codes, _ in self._open]

    def in_paragraph(self, text: str) -> Iterator[tuple[int, int, tuple[Code, ...]]]:
        """Start, end and codes of each marked stretch of a finished paragraph's text."""
        places = [index for index, character in enumerate(text) if not character.isspace()]
        marked = [*self._closed, *((codes, start, len(places)) for codes, start in self._open)]
        self.forget()
        for codes, start, end in sorted(marked, key=lambda mark: mark[1:]):
            if start < min(end, len(places)):
                yield places[start], places[min(end, len(places)) - 1] + 1, codes

    def _letters_in(self, pieces: Sequence[str]) -> int:
        """How many characters other than white space the pieces hold; each is counted once."""
        for text in pieces[self._seen :]:
            self._letters += len("".join(text.split()))
        self._seen = len(pieces)
        return self._letters
