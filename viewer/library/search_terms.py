"""Turns a query into one that tantivy can answer, with what of it had to be put otherwise.

A wanted word is any of: its forms in the text, by language; its forms in the heading, which count
more; the product's name, which counts most. Everything goes to tantivy as terms: nothing typed is
ever parsed there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from viewer.library.query import Phrase, Query
from viewer.library.search_clauses import Clause, begun_by, either, quoted
from viewer.library.search_filters import FilterCompiler
from viewer.library.search_results import Correction
from viewer.library.search_schema import (
    BEGINNINGS,
    HEADING_WORDS,
    PRODUCT,
    WORDS,
    body_field,
    heading_field,
)
from viewer.library.snippets import Wanted
from viewer.library.spelling import may_be_mistyped, nearest_word
from viewer.library.text_analysis import Stems, beginning, wanted_tokens

if TYPE_CHECKING:
    import tantivy
    from tantivy import Schema, Searcher

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
_ANY_ENDING = "*"


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
    forgiven; `narrowed`: a word that no section within the filters has is one.
    """

    def __init__(
        self,
        searcher: Searcher,
        schema: Schema,
        stems: Mapping[str, Stems],
        *,
        exact: bool = False,
        narrowed: bool = False,
    ) -> None:
        self._searcher = searcher
        self._schema = schema
        self._stems = stems
        self._exact = exact
        self._narrowed = narrowed
        self._within: list[Clause] = []
        self._wanted: list[Wanted] = []
        self._corrections: list[Correction] = []
        self._notes: list[str] = []

    def compile(self, query: Query) -> Compiled:
        from tantivy import Occur
        from tantivy import Query as Tantivy

        filters = FilterCompiler(self._searcher, self._schema, exact=self._exact)
        narrowing = filters.compile(query.filters)
        possible = narrowing is not None and bool(query.wanted or query.filters)
        clauses = list(narrowing or ())
        self._within = list(clauses) if self._narrowed else []
        for phrase in query.wanted:
            options = self._phrase(phrase)
            if not self._stand(options):
                options = self._corrected(phrase)
            possible = possible and bool(options)
            clauses.append((Occur.Must, either(options)))
        if not any(occur == Occur.Must for occur, _ in clauses):
            clauses.append((Occur.Must, Tantivy.const_score_query(Tantivy.all_query(), 0.0)))
        kept = tuple(self._wanted)  # nothing of what follows is to be marked
        for phrase in query.unwanted:
            clauses += [(Occur.MustNot, option) for option in self._phrase(phrase)]
        whole = Tantivy.boolean_query(clauses) if possible else None
        corrections = (*filters.corrections, *self._corrections)
        notes = (*filters.notes, *self._notes)
        return Compiled(whole, kept, corrections, notes, self._compared(query))

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
        if option := self._in_a_row(PRODUCT, tokens):
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
        for ending, _ in self._searcher.terms_with_prefix(PRODUCT, tokens[-1], limit=most):
            if product := self._in_a_row(PRODUCT, (*tokens[:-1], ending)):
                options.append(Tantivy.boost_query(product, _PRODUCT))
        return options

    def _begun_word(self, token: str, *, in_product_alone: bool = False) -> list[tantivy.Query]:
        from tantivy import Query as Tantivy

        options = self._begun_products(token)
        if in_product_alone:
            return options
        if field := BEGINNINGS.get(len(token)):
            term = beginning(token)
            if self._searcher.doc_freq(field, term):
                options.append(Tantivy.term_query(self._schema, field, term))
        elif self._begins_a_word(token):
            in_heading = begun_by(self._schema, HEADING_WORDS, token)
            options.append(Tantivy.boost_query(in_heading, _BEGUN_HEADING))
            options.append(begun_by(self._schema, WORDS, token))
        return options

    def _begun_products(self, token: str) -> list[tantivy.Query]:
        """Word for word where they are few: tantivy is twice as fast with terms alone."""
        from tantivy import Query as Tantivy

        words = self._searcher.terms_with_prefix(PRODUCT, token, limit=_MOST_ENDINGS)
        if len(words) == _MOST_ENDINGS:
            return [Tantivy.boost_query(begun_by(self._schema, PRODUCT, token), _BEGUN_PRODUCT)]
        terms = (Tantivy.term_query(self._schema, PRODUCT, word) for word, _ in words)
        return [Tantivy.boost_query(term, _PRODUCT) for term in terms]

    def _begins_a_word(self, token: str) -> bool:
        return any(
            self._searcher.terms_with_prefix(field, token, limit=1) for field in (WORDS, PRODUCT)
        )

    def _in_a_row(self, field: str, forms: Sequence[str]) -> tantivy.Query | None:
        from tantivy import Query as Tantivy

        if not all(self._searcher.doc_freq(field, form) for form in forms):
            return None
        if len(forms) == 1:
            return Tantivy.term_query(self._schema, field, forms[0])
        return Tantivy.phrase_query(self._schema, field, list(forms))

    # A word that stands nowhere

    def _stand(self, options: Sequence[tantivy.Query]) -> bool:
        """Whether any section has one of them, within the filters where these count."""
        return bool(options) and (not self._within or self._count_within(options) > 0)

    def _count_within(self, options: Sequence[tantivy.Query]) -> int:
        from tantivy import Occur
        from tantivy import Query as Tantivy

        query = Tantivy.boolean_query([*self._within, (Occur.Must, either(options))])
        return int(getattr(self._searcher.search(query, 1), "count", None) or 0)

    def _corrected(self, phrase: Phrase) -> list[tantivy.Query]:
        """The phrase with the nearest word in the place of each that stands nowhere."""
        words = []
        for number, word in enumerate(phrase.words):
            last = number == len(phrase.words) - 1
            shown = word if self._known(word, begun=last and phrase.open_end) else ""
            if not shown and not (last and phrase.open_end and not phrase.typing):
                shown = self._meant(word, may_go_on=last and not phrase.open_end)
                if shown:
                    self._corrections.append(Correction(word, shown))
            words.append(shown)
        if not all(words):
            where = "within the filters" if self._within else "here"
            missing = (word for word, shown in zip(phrase.words, words, strict=True) if not shown)
            self._notes += [f"no section {where} has the word {quoted(word)}" for word in missing]
            return []
        if tuple(words) == phrase.words:
            return []
        if words[-1].endswith(_ANY_ENDING):
            words[-1] = phrase.words[-1]
            phrase = phrase._replace(open_end=True, typing=False)
        self._wanted.pop()
        return self._phrase(phrase._replace(words=tuple(words), joined=False))

    def _meant(self, word: str, *, may_go_on: bool) -> str:
        """The word with any ending where others begin with it, or else the nearest one."""
        goes_on = may_go_on and not self._exact and may_be_mistyped(word)
        if goes_on and self._stand(self._begun_word(word)):
            return word + _ANY_ENDING
        return "" if self._exact else nearest_word(word, self._frequency)

    def _known(self, word: str, *, begun: bool) -> bool:
        """Whether a word stands anywhere, in any form."""
        return any(
            self._stand(self._whole((token,))) or (begun and self._stand(self._begun_word(token)))
            for token in wanted_tokens((word,))[0]
        )

    def _frequency(self, word: str) -> int:
        doc_freq = self._searcher.doc_freq
        count = doc_freq(WORDS, word) + doc_freq(PRODUCT, word)
        if not (count and self._within):
            return count
        from tantivy import Query as Tantivy

        fields = (WORDS, PRODUCT)
        return self._count_within([Tantivy.term_query(self._schema, f, word) for f in fields])
