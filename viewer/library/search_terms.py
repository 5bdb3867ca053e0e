"""Turns a query into one that tantivy can answer, with what of it had to be put otherwise.

A wanted word is any of: its forms in the text, by language; its forms in the heading, which count
more; the product's name, which counts most. Everything goes to tantivy as terms: nothing typed is
ever parsed there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viewer.library.query import Filter, Phrase, Query
from viewer.library.search_results import Correction
from viewer.library.search_schema import (
    BEGINNINGS,
    HEADING_WORDS,
    KIND,
    LANGUAGE,
    LENS,
    PRODUCT,
    TOPIC,
    WORDS,
    body_field,
    heading_field,
)
from viewer.library.snippets import Wanted
from viewer.library.spelling import nearest_word
from viewer.library.text_analysis import Stems, beginning, wanted_tokens

if TYPE_CHECKING:
    import tantivy
    from tantivy import Occur, Schema, Searcher

_HEADING = 4.0
_PRODUCT = 8.0
"""How much more a word in the heading, and one in the product's name, count than in the text."""
_BEGUN_HEADING = 8.0
_BEGUN_PRODUCT = 16.0
"""The same where words that begin so are not asked for by themselves: they count 1 in the text."""
OFTEN = 20_000
"""Sections with a word, from which on what only begins with it is looked for in product names
alone: nobody reads on to where it would come."""
_NEARLY_ALL = 0.9
"""Share of a word among its forms from which on their order hardly changes what is read."""
_MOST_ENDINGS = 50
"""Words that the last one of a phrase may go on to, the most frequent first."""
_FEW_ENDINGS = 8
"""The same while but one letter of it is typed, as in 10m."""
_SHORTEST_TYPED = 2
"""Letters from which on a word being typed stands for those that begin with it."""
_MOST_LISTED = 12

_FIELDS = {"lang": LANGUAGE, "kind": KIND, "topic": TOPIC, "lens": LENS}
_MISSING = {
    "lang": "no leaflet here is in the language",
    "kind": "no leaflet here is of the kind",
    "topic": "no section here is about the topic",
    "lens": "no section here is marked by a lens",
}

Clause = tuple["Occur", "tantivy.Query"]


class Compiled(NamedTuple):
    """`query` is None where nothing can be found; `wanted` is what a snippet marks.

    `compared`: about how many sections it takes a closer look at, to see whether words stand in a
    row there or beside something else that is asked for.
    """

    query: tantivy.Query | None
    wanted: tuple[Wanted, ...]
    corrections: tuple[Correction, ...]
    notes: tuple[str, ...]
    compared: int


class Compiler:
    """Compiles queries against one state of the index.

    `stems` has the languages that leaflets of the index are in; `exact`: no typing error is
    forgiven.
    """

    def __init__(
        self, searcher: Searcher, schema: Schema, stems: Mapping[str, Stems], *, exact: bool = False
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._stems = stems
        self._exact = exact
        self._wanted: list[Wanted] = []
        self._corrections: list[Correction] = []
        self._notes: list[str] = []

    def compile(self, query: Query) -> Compiled:
        from tantivy import Occur
        from tantivy import Query as Tantivy

        clauses: list[Clause] = []
        possible = bool(query.wanted or query.filters)
        for phrase in query.wanted:
            options = self._phrase(phrase) or self._corrected(phrase)
            possible = possible and bool(options)
            clauses.append((Occur.Must, _either(options)))
        for filter_ in _joined(query.filters):
            found = self._filter(filter_)
            if filter_.without:
                if found is not None:
                    clauses.append((Occur.MustNot, found))
                continue
            possible = possible and found is not None
            if found is not None:
                clauses.append((Occur.Must, Tantivy.const_score_query(found, 0.0)))
        if not any(occur == Occur.Must for occur, _ in clauses):
            clauses.append((Occur.Must, Tantivy.const_score_query(Tantivy.all_query(), 0.0)))
        kept = tuple(self._wanted)  # nothing of what follows is to be marked
        for phrase in query.unwanted:
            clauses += [(Occur.MustNot, option) for option in self._phrase(phrase)]
        whole = Tantivy.boolean_query(clauses) if possible else None
        told = tuple(self._corrections), tuple(self._notes)
        return Compiled(whole, kept, *told, self._compared(query))

    def _compared(self, query: Query) -> int:
        """Those with the rarest of the words; none for a word by itself, which has its list."""
        phrases = [wanted_tokens(phrase.words)[0] for phrase in query.wanted]
        if len(phrases) + len(query.filters) < 2 and all(len(tokens) < 2 for tokens in phrases):
            return 0
        frequencies = (self._sections_with(token) for tokens in phrases for token in tokens)
        return min(filter(None, frequencies), default=0)

    def _sections_with(self, token: str) -> int:
        """How many have a word in any form, counted once for each language that has it."""
        return sum(
            self._searcher.doc_freq(body_field(language), stems.stem(token))
            for language, stems in self._stems.items()
        )

    def _phrase(self, phrase: Phrase) -> list[tantivy.Query]:
        """All ways in which a phrase may stand in a section; none where it cannot."""
        tokens, unfinished = wanted_tokens(phrase.words)
        beginning = phrase.open_end or unfinished
        if phrase.typing and not unfinished and len(phrase.words[-1]) < _SHORTEST_TYPED:
            beginning = False
        whole = not phrase.open_end or phrase.typing
        self._wanted.append(Wanted(tokens, whole, beginning))
        options = self._whole(tokens) if whole else []
        if beginning:
            options += self._begun(tokens, beside_whole=whole)
        if phrase.joined:
            options += self._phrase(phrase._replace(words=("".join(phrase.words),), joined=False))
        return options

    def _whole(self, tokens: Sequence[str]) -> list[tantivy.Query]:
        from tantivy import Query as Tantivy

        options = []
        for language, stems in self._stems.items():
            forms = [stems.stem(token) for token in tokens]
            for field, boost in ((body_field(language), 1.0), (heading_field(language), _HEADING)):
                if option := self._in_a_row(field, forms):
                    options.append(option if boost == 1.0 else Tantivy.boost_query(option, boost))
        if option := self._all_of(PRODUCT, tokens):
            options.append(Tantivy.boost_query(option, _PRODUCT))
        if len(tokens) == 1 and options and self._comes_before_its_forms(tokens[0]):
            options.append(Tantivy.term_query(self._schema, WORDS, tokens[0]))
        return options

    def _comes_before_its_forms(self, token: str) -> bool:
        """Whether to count the very word more: hardly ever where it is its only form.

        Where it stands very often, to ask for it too takes as long as for all forms together.
        """
        frequency = self._searcher.doc_freq(WORDS, token)
        if frequency <= OFTEN:
            return frequency > 0
        return frequency < _NEARLY_ALL * self._sections_with(token)

    def _begun(self, tokens: Sequence[str], *, beside_whole: bool) -> list[tantivy.Query]:
        """The ways in which tokens may stand whose last one goes on.

        `beside_whole`: the tokens as they are are looked for as well.
        """
        from tantivy import Query as Tantivy

        if len(tokens) == 1:
            often = beside_whole and self._searcher.doc_freq(WORDS, tokens[0]) > OFTEN
            return self._begun_word(tokens[0], in_product_alone=often)
        few = beside_whole and len(tokens[-1]) < _SHORTEST_TYPED
        most = _FEW_ENDINGS if few else _MOST_ENDINGS
        endings = self._searcher.terms_with_prefix(WORDS, tokens[-1], limit=most)
        phrases: dict[tuple[str, tuple[str, ...]], tantivy.Query | None] = {}
        for language, stems in self._stems.items():
            before = tuple(stems.stem(token) for token in tokens[:-1])
            for ending, _ in endings:
                forms = (*before, stems.stem(ending))
                if (language, forms) not in phrases:
                    phrases[language, forms] = self._in_a_row(body_field(language), forms)
        options = [option for option in phrases.values() if option is not None]
        if product := self._all_of(PRODUCT, tokens[:-1]):
            product = _all((product, self._beginning(PRODUCT, tokens[-1])))
            options.append(Tantivy.boost_query(product, _PRODUCT))
        return options

    def _begun_word(self, token: str, *, in_product_alone: bool) -> list[tantivy.Query]:
        from tantivy import Query as Tantivy

        options = self._begun_products(token)
        if in_product_alone:
            return options
        if field := BEGINNINGS.get(len(token)):
            term = beginning(token)
            if self._searcher.doc_freq(field, term):
                options.append(Tantivy.term_query(self._schema, field, term))
        elif self._begins_a_word(token):
            in_heading = self._beginning(HEADING_WORDS, token)
            options.append(Tantivy.boost_query(in_heading, _BEGUN_HEADING))
            options.append(self._beginning(WORDS, token))
        return options

    def _begun_products(self, token: str) -> list[tantivy.Query]:
        """Word for word where they are few: tantivy is twice as fast with terms alone."""
        from tantivy import Query as Tantivy

        words = self._searcher.terms_with_prefix(PRODUCT, token, limit=_MOST_ENDINGS)
        if len(words) == _MOST_ENDINGS:
            return [Tantivy.boost_query(self._beginning(PRODUCT, token), _BEGUN_PRODUCT)]
        terms = (Tantivy.term_query(self._schema, PRODUCT, word) for word, _ in words)
        return [Tantivy.boost_query(term, _PRODUCT) for term in terms]

    def _begins_a_word(self, token: str) -> bool:
        return any(
            self._searcher.terms_with_prefix(field, token, limit=1) for field in (WORDS, PRODUCT)
        )

    def _beginning(self, field: str, token: str) -> tantivy.Query:
        from tantivy import Query as Tantivy

        return Tantivy.fuzzy_term_query(self._schema, field, token, distance=0, prefix=True)

    def _in_a_row(self, field: str, forms: Sequence[str]) -> tantivy.Query | None:
        from tantivy import Query as Tantivy

        if not all(self._searcher.doc_freq(field, form) for form in forms):
            return None
        if len(forms) == 1:
            return Tantivy.term_query(self._schema, field, forms[0])
        return Tantivy.phrase_query(self._schema, field, list(forms))

    def _all_of(self, field: str, tokens: Sequence[str]) -> tantivy.Query | None:
        from tantivy import Query as Tantivy

        if not all(self._searcher.doc_freq(field, token) for token in tokens):
            return None
        return _all([Tantivy.term_query(self._schema, field, token) for token in tokens])

    # A word that stands nowhere

    def _corrected(self, phrase: Phrase) -> list[tantivy.Query]:
        """The phrase with the nearest word in the place of each that stands nowhere."""
        words = []
        for number, word in enumerate(phrase.words):
            last = number == len(phrase.words) - 1
            shown = word if self._known(word, begun=last and phrase.open_end) else ""
            if not shown and not (last and phrase.open_end and not phrase.typing):
                shown = self._nearest(word, self._frequency)
                if shown:
                    self._corrections.append(Correction(word, shown))
            words.append(shown)
        if not all(words):
            missing = (word for word, shown in zip(phrase.words, words, strict=True) if not shown)
            self._notes += [f"no section here has the word {_quoted(word)}" for word in missing]
            return []
        if tuple(words) == phrase.words:
            return []
        self._wanted.pop()
        return self._phrase(phrase._replace(words=tuple(words), joined=False))

    def _nearest(self, word: str, frequency: Callable[[str], int]) -> str:
        return "" if self._exact else nearest_word(word, frequency)

    def _known(self, word: str, *, begun: bool) -> bool:
        """Whether a word stands anywhere, in any form."""
        return any(
            self._whole((token,)) or (begun and self._begins_a_word(token))
            for token in wanted_tokens((word,))[0]
        )

    def _frequency(self, word: str) -> int:
        doc_freq = self._searcher.doc_freq
        return doc_freq(WORDS, word) + doc_freq(PRODUCT, word)

    # Filters

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
                self._notes.append(f"{_MISSING[filter_.field]} {_quoted(value)}{there_are}")
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
            if option is None and not begun:
                option = self._corrected_product(words)
            if option is None:
                self._notes.append(f"no product here is called {_quoted(value)}")
            else:
                options.append(option)
        return _either(options) if options else None

    def _product_words(self, words: Sequence[str], *, begun: bool) -> tantivy.Query | None:
        tokens, unfinished = wanted_tokens(words)
        if not (begun or unfinished):
            return self._all_of(PRODUCT, tokens)
        if not self._searcher.terms_with_prefix(PRODUCT, tokens[-1], limit=1):
            return None
        last = self._beginning(PRODUCT, tokens[-1])
        if len(tokens) == 1:
            return last
        before = self._all_of(PRODUCT, tokens[:-1])
        return None if before is None else _all((before, last))

    def _corrected_product(self, words: Sequence[str]) -> tantivy.Query | None:
        def frequency(word: str) -> int:
            return self._searcher.doc_freq(PRODUCT, word)

        shown = [word if frequency(word) else self._nearest(word, frequency) for word in words]
        if not all(shown) or shown == list(words):
            return None
        changed = [pair for pair in zip(words, shown, strict=True) if pair[0] != pair[1]]
        self._corrections += [Correction(*pair) for pair in changed]
        return self._product_words(shown, begun=False)


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


def _either(options: Sequence[tantivy.Query]) -> tantivy.Query:
    return _combined(options, lambda occur: occur.Should)


def _all(parts: Sequence[tantivy.Query]) -> tantivy.Query:
    return _combined(parts, lambda occur: occur.Must)


def _combined(parts: Sequence[tantivy.Query], how: Callable[[type[Occur]], Occur]) -> tantivy.Query:
    from tantivy import Occur
    from tantivy import Query as Tantivy

    if len(parts) == 1:
        return parts[0]
    return Tantivy.boolean_query([(how(Occur), part) for part in parts])


def _quoted(word: str) -> str:
    return f'"{word[:60]}"'
