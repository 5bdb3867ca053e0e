"""Turns the filters of a query into clauses that tantivy can answer.

Of filters everything counts alike: they say where to look, not what is worth more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from viewer.library.query import Filter
from viewer.library.search_clauses import Clause, begun_by, either, every, quoted
from viewer.library.search_results import Correction
from viewer.library.search_schema import KIND, LANGUAGE, LENS, PRODUCT, TOPIC
from viewer.library.spelling import nearest_word
from viewer.library.text_analysis import wanted_tokens

if TYPE_CHECKING:
    import tantivy
    from tantivy import Schema, Searcher

_MOST_LISTED = 12
_FIELDS = {"lang": LANGUAGE, "kind": KIND, "topic": TOPIC, "lens": LENS}
_MISSING = {
    "lang": "no leaflet here is in the language",
    "kind": "no leaflet here is of the kind",
    "topic": "no section here is about the topic",
    "lens": "no section here is marked by a lens",
}


class FilterCompiler:
    """Compiles filters against one state of the index; `exact`: no typing error is forgiven.

    `corrections` and `notes` are what of them had to be put otherwise.
    """

    def __init__(self, searcher: Searcher, schema: Schema, *, exact: bool) -> None:
        self._searcher = searcher
        self._schema = schema
        self._exact = exact
        self.corrections: list[Correction] = []
        self.notes: list[str] = []

    def compile(self, filters: Sequence[Filter]) -> list[Clause] | None:
        """What a section has to be for all of them; None where none is, and a note says so."""
        from tantivy import Occur
        from tantivy import Query as Tantivy

        clauses: list[Clause] = []
        possible = True
        for filter_ in _joined(filters):
            found = self._filter(filter_)
            possible = possible and (filter_.without or found is not None)
            if found is not None:
                occur = Occur.MustNot if filter_.without else Occur.Must
                clauses.append((occur, Tantivy.const_score_query(found, 0.0)))
        return clauses if possible else None

    def _filter(self, filter_: Filter) -> tantivy.Query | None:
        """What a section has to be for the filter; None where none is, and a note says so."""
        if filter_.field == "product":
            return self._product(filter_)
        from tantivy import Query as Tantivy

        field = _FIELDS[filter_.field]
        values: list[str] = []
        for value in filter_.values:
            found = self._values(field, value)
            if not found:
                known = [term for term, _ in self._searcher.terms_with_prefix(field, "")]
                listed = ", ".join(sorted(known)[:_MOST_LISTED])
                there_are = f"; there are: {listed}" if listed else ""
                self.notes.append(f"{_MISSING[filter_.field]} {quoted(value)}{there_are}")
            values += found
        if len(values) == 1:
            return Tantivy.term_query(self._schema, field, values[0])
        return Tantivy.term_set_query(self._schema, field, values) if values else None

    def _values(self, field: str, value: str) -> list[str]:
        """The value itself or, where there is none such, those that begin with it."""
        if self._searcher.doc_freq(field, value):
            return [value]
        return [term for term, _ in self._searcher.terms_with_prefix(field, value)]

    def _product(self, filter_: Filter) -> tantivy.Query | None:
        options = []
        for number, value in enumerate(filter_.values):
            begun = filter_.open_end and number == len(filter_.values) - 1
            words = value.split()
            option = self._product_words(words, begun=begun)
            if option is None and not (begun or self._exact):
                option = self._corrected_product(words)
            if option is None:
                self.notes.append(f"no product here is called {quoted(value)}")
            else:
                options.append(option)
        return either(options) if options else None

    def _product_words(self, words: Sequence[str], *, begun: bool) -> tantivy.Query | None:
        tokens, unfinished = wanted_tokens(words)
        if not (begun or unfinished):
            return self._all_of(tokens)
        if not self._searcher.terms_with_prefix(PRODUCT, tokens[-1], limit=1):
            return None
        last = begun_by(self._schema, PRODUCT, tokens[-1])
        if len(tokens) == 1:
            return last
        before = self._all_of(tokens[:-1])
        return None if before is None else every((before, last))

    def _corrected_product(self, words: Sequence[str]) -> tantivy.Query | None:
        def frequency(word: str) -> int:
            return self._searcher.doc_freq(PRODUCT, word)

        shown = [word if frequency(word) else nearest_word(word, frequency) for word in words]
        if not all(shown) or shown == list(words):
            return None
        changed = [pair for pair in zip(words, shown, strict=True) if pair[0] != pair[1]]
        self.corrections += [Correction(*pair) for pair in changed]
        return self._product_words(shown, begun=False)

    def _all_of(self, tokens: Sequence[str]) -> tantivy.Query | None:
        from tantivy import Query as Tantivy

        if not all(self._searcher.doc_freq(PRODUCT, token) for token in tokens):
            return None
        return every([Tantivy.term_query(self._schema, PRODUCT, token) for token in tokens])


def _joined(filters: Sequence[Filter]) -> Iterator[Filter]:
    """One filter for all of a field of which a section has one value: either of them will do."""
    merged: dict[tuple[str, bool], Filter] = {}
    for filter_ in filters:
        if filter_.field == "lens":
            yield filter_
            continue
        key = filter_.field, filter_.without
        before = merged.get(key)
        values = filter_.values if before is None else before.values + filter_.values
        merged[key] = filter_._replace(values=values)
    yield from merged.values()
