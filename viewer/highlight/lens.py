"""A lens: a named reason to highlight, as data.

Its terms are literal words and phrases per language with an optional trailing ``*``; there are
no regular expressions, which can hang. `never` phrases win over `words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from viewer.highlight.terms import TermTable

OWN_LENS = "own"
"""Id of the lens made of the reader's own terms; no lens file may use it."""

ANY_LANGUAGE = "*"
"""Key in `Lens.terms` of terms that hold whatever the leaflet's language."""


@dataclass(frozen=True)
class Terms:
    """What a lens looks for in one language, as written; the tables are made when first used."""

    words: tuple[str, ...]
    never: tuple[str, ...] = ()

    @property
    def is_laid_out(self) -> bool:
        """Whether the tables are there; to make those of ten lenses takes 0.1 s."""
        return {"word_table", "never_table"} <= self.__dict__.keys()

    @cached_property
    def word_table(self) -> TermTable:
        return TermTable(self.words)

    @cached_property
    def never_table(self) -> TermTable:
        return TermTable(self.never)


@dataclass(frozen=True, slots=True)
class Lens:
    """One lens. `names` and `terms` are by language ("en"); the codes are by code system.

    `codes` are those of sections ("loinc"), `concepts` those that a publisher ties to stretches
    of the text ("snomed"): what carries one belongs to the lens whatever its words.
    `colour` names a lens colour of the themes; `order` gives its place in the lens bar.
    """

    id: str
    order: int
    colour: str
    names: Mapping[str, str]
    terms: Mapping[str, Terms]
    codes: Mapping[str, tuple[str, ...]]
    concepts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name(self, language: str = "en") -> str:
        """The name in a language, in English where it has none there."""
        return self.names.get(language) or self.names.get("en") or self.id
