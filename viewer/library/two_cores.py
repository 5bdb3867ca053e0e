"""Looks through an index on two cores: each sees to the leaflets of one half of the numbers.

Both halves are asked of the same index, so that a hit scores the same as if one core had found it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from viewer.library.search_schema import NUMBER

if TYPE_CHECKING:
    from tantivy import DocAddress, Query, Schema, Searcher, SearchResult

WORTH = 50_000
"""Sections to be compared from which on two cores are quicker; till then one takes some 3 ms.

Of 1.2 million sections a frequent phrase takes 19.6 ms on one core and 11.6 on two, two frequent
words 5.4 and 4.1. Less than half is saved, as each has to leave out the other's sections.
"""

Hit = tuple[float, "DocAddress"]


class Found(NamedTuple):
    """How many sections were found, and some of them, best first, with their scores."""

    total: int
    hits: Sequence[Hit]


class TwoCores:
    """Searches one state of an index, on two cores where that is worth it. For any thread."""

    def __init__(self, searcher: Searcher, schema: Schema) -> None:
        self._searcher = searcher
        self._schema = schema

    def search(self, query: Query, limit: int, offset: int, compared: int) -> Found:
        """The best so many sections from `offset` on; about `compared` need a closer look."""
        if compared < WORTH or os.cpu_count() == 1:
            return _found(self._searcher.search(query, limit, offset=offset))
        lower, upper = self._half(query, upper=False), self._half(query, upper=True)
        last = offset + limit
        awaited = self._other.submit(self._searcher.search, upper, last)
        mine = _found(self._searcher.search(lower, last))
        theirs = _found(awaited.result())
        hits = sorted((*mine.hits, *theirs.hits), key=_place)
        return Found(mine.total + theirs.total, hits[offset:last])

    def _half(self, query: Query, *, upper: bool) -> Query:
        """What a query finds in leaflets of numbers up to the middle, or in those above it."""
        from tantivy import FieldType, Occur
        from tantivy import Query as Tantivy

        kind, middle = FieldType.Unsigned, self._middle
        bounds = (middle + 1, None) if upper else (None, middle)
        numbers = Tantivy.range_query(self._schema, NUMBER, kind, *bounds)
        unscored = Tantivy.const_score_query(numbers, 0.0)
        return Tantivy.boolean_query([(Occur.Must, query), (Occur.Must, unscored)])

    @cached_property
    def _other(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1)

    @cached_property
    def _middle(self) -> int:
        from tantivy import Query as Tantivy

        asked = {"middle": {"avg": {"field": NUMBER}}}
        told = self._searcher.aggregate(Tantivy.all_query(), asked)
        return int(told["middle"]["value"] or 0)


def _found(result: SearchResult) -> Found:
    return Found(int(getattr(result, "count", None) or 0), result.hits)  # its stub lacks the count


def _place(hit: Hit) -> tuple[float, int, int]:
    """What puts hits in the order in which one core would have found them."""
    score, address = hit
    return -score, address.segment_ord, address.doc
