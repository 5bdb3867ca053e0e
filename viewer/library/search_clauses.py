"""Parts that questions to the index are put together from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy
    from tantivy import Occur, Schema

Clause = tuple["Occur", "tantivy.Query"]


def either(options: Sequence[tantivy.Query]) -> tantivy.Query:
    return _combined(options, lambda occur: occur.Should)


def every(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return _combined(parts, lambda occur: occur.Must)


def _combined(parts: Sequence[tantivy.Query], how: Callable[[type[Occur]], Occur]) -> tantivy.Query:
    from tantivy import Occur
    from tantivy import Query as Tantivy

    if len(parts) == 1:
        return parts[0]
    return Tantivy.boolean_query([(how(Occur), part) for part in parts])


def begun_by(schema: Schema, field: str, letters: str) -> tantivy.Query:
    """Any word of a field that begins so."""
    from tantivy import Query as Tantivy

    return Tantivy.fuzzy_term_query(schema, field, letters, distance=0, prefix=True)


def quoted(word: str) -> str:
    """As much of a word as a sentence shows."""
    return f'"{word[:60]}"'
