"""What a search of the library is asked, and what it answers, as the search panel takes it; no Qt.

A hit works out its snippet when first asked for it, which is no work for the GUI thread: here
snippets go beside their hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from viewer.library.search_results import SearchHit, SearchResults, SnippetPart

Snippet = Sequence[SnippetPart]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is looked for. `exact` forgives no typing error; `offset` hits are there already."""

    text: str
    exact: bool = False
    offset: int = 0

    def after(self, hits: int) -> SearchRequest:
        """The request for what follows that many hits."""
        return replace(self, offset=hits)


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What was found for `request`, and in how many leaflets (None: not counted).

    `snippets` are those of the first hits, as many as will be in sight at once; the others are
    asked for when they come in sight.
    """

    request: SearchRequest
    results: SearchResults
    leaflets: int | None = None
    snippets: Sequence[Snippet] = ()
    milliseconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SnippetsWanted:
    """Hits that came in sight without a snippet, of the answer to `request`."""

    request: SearchRequest
    hits: Sequence[SearchHit]


def counted(count: int, word: str) -> str:
    """A count in words: "1 passage", "1,204 passages"."""
    return f"{count:,} {word}" if count == 1 else f"{count:,} {word}s"


def in_words(answer: SearchAnswer) -> str:
    """How much was found and how long it took: "1,204 passages in 312 leaflets, 4 ms"."""
    words = counted(answer.results.total, "passage")
    if answer.leaflets is not None:
        words += f" in {counted(answer.leaflets, 'leaflet')}"
    took = answer.milliseconds
    time = f"{took / 1000:.1f} s" if took >= 1000 else f"{max(1, round(took))} ms"
    return f"{words}, {time}"


def corrected(corrections: Sequence[tuple[str, str]]) -> str:
    """What was searched in place of words that no leaflet has."""
    return " ".join(f"No “{typed}”: showing “{shown}”." for typed, shown in corrections)
