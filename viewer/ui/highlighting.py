"""What is marked in the open leaflet: lenses that are on, own terms, find, and the walk.

This is state without a widget. Own terms and what is being found live here and nowhere else:
they are never written to disk.

What is typed is looked up near the reader at once and in all of a long leaflet when that is asked
for: `marks` are there for the next frame, while whatever counts waits for the whole. Lenses are
looked up at once, or, where their terms are still to be laid out, when they are asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from viewer.highlight.lens import OWN_LENS, Lens
from viewer.highlight.lookup import Lookup
from viewer.highlight.matcher import find_matches, find_text
from viewer.highlight.matches import Matches
from viewer.highlight.own_terms import own_terms_lens
from viewer.highlight.passages import Passages
from viewer.ui.find_bar import FindQuery
from viewer.ui.lens_search import LensSearch
from viewer.ui.open_leaflet import OpenLeaflet

OWN_NAME = "own terms"


class Highlighting(QObject):
    """The lenses of the program over one leaflet at a time."""

    lenses_changed = Signal()
    """Which lenses are on, or what they find, is another now."""
    find_changed = Signal()
    """What find marks is another now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lenses: tuple[Lens, ...] = ()
        self._active: frozenset[str] = frozenset()
        self._own: Lens | None = None
        self._open: OpenLeaflet | None = None
        self._lens_search: LensSearch | None = None
        self._own_lookup: Lookup | None = None
        self._passages: Passages | None = None
        self._query = FindQuery("")
        self._find_lookup: Lookup | None = None

    # -- lenses -------------------------------------------------------------------------------

    @property
    def lenses(self) -> tuple[Lens, ...]:
        """The lenses of the lens bar, in its order."""
        return self._lenses

    @property
    def active(self) -> frozenset[str]:
        """Ids of the lenses that are on, `OWN_LENS` among them."""
        return self._active

    def set_lenses(self, lenses: Sequence[Lens]) -> None:
        """Takes the lenses of the program and looks them up now; those that are on stay on."""
        self._lenses = tuple(lenses)
        self._look_up_all(now=True)

    def open(self, leaflet: OpenLeaflet | None) -> None:
        """Looks the lenses and the find text up in another leaflet."""
        self._open = leaflet
        self._look_up_all()
        self.find(self._query)

    def switch(self, lens: str, on: bool) -> None:
        """Switches a lens on or off by its id; one that is unknown as yet is kept for later."""
        self.set_active(self._active | {lens} if on else self._active - {lens})

    def set_active(self, lenses: Collection[str]) -> None:
        """Switches exactly these lenses on."""
        active = frozenset(lenses)
        if OWN_LENS not in active:
            self._own = self._own_lookup = None
        elif self._own is None:
            active -= {OWN_LENS}
        if active != self._active:
            self._active = active
            self._gather()

    def set_own_terms(self, words: str, around: int = 0) -> None:
        """Marks words of the reader's own; none where `words` holds no term.

        `around` is the character of the leaflet near which they are wanted first.
        """
        self._own = own_terms_lens(words)
        if self._own is None:
            self._active -= {OWN_LENS}
        else:
            self._active |= {OWN_LENS}
        self._look_up_own(around)
        self._gather()

    def results(self) -> Mapping[str, Matches]:
        """What each lens finds, by its id, whether it is on or off."""
        results = self._lens_search.whole if self._lens_search is not None else {}
        if self._own_lookup is None:
            return results
        return {**results, OWN_LENS: self._own_lookup.whole}

    def active_matches(self) -> list[Matches]:
        """The matches of the lenses that are on, in the order of the lens bar."""
        own = [self._own_lookup.whole] if self._own_lookup is not None else []
        return self._active_results() + own

    def marks(self) -> list[Matches]:
        """What is to be marked: the matches of the lenses that are on, then those of find.

        Of what is `unfinished` those near the reader, or none.
        """
        lenses = self._active_results() if self.lenses_looked_up else []
        return lenses + [lookup.known for lookup in self._lookups()]

    @property
    def lenses_looked_up(self) -> bool:
        """Whether it is known what the lenses find."""
        return self._lens_search is None or self._lens_search.is_whole

    def unfinished(self) -> list[Lookup | LensSearch]:
        """What is known near the reader alone as yet, or not at all."""
        lookups: list[Lookup | LensSearch] = [each for each in self._lookups() if not each.is_whole]
        if self._lens_search is not None and not self._lens_search.is_whole:
            lookups.append(self._lens_search)
        return lookups

    def lens_names(self) -> list[str]:
        """The names of the lenses that are on, in the order of the lens bar."""
        names = [lens.name() for lens in self._lenses if lens.id in self._active]
        return [*names, OWN_NAME] if OWN_LENS in self._active else names

    def colour(self, lens: str) -> str:
        """The name of a lens's colour; own terms and find have one of their own name."""
        return next((each.colour for each in self._lenses if each.id == lens), lens)

    def sections_without_passage(self) -> frozenset[str]:
        """Keys of the sections in which no lens that is on marks anything.

        None where no lens is on, or where one that is on could not check the words: its silence
        on a section would say nothing, whatever it finds by code in others.
        """
        active = self.active_matches()
        if self._open is None or not active or any(matches.unchecked for matches in active):
            return frozenset()
        found: set[str] = set()
        for matches in active:
            found.update(matches.count_by_section())
        return frozenset(s.key for s in self._open.text.sections if s.key not in found)

    def marks_at(self, offset: int) -> Iterator[tuple[str, str]]:
        """Lens name and term of every match of the active lenses at a character."""
        names = {lens.id: lens.name() for lens in self._lenses} | {OWN_LENS: OWN_NAME.capitalize()}
        for matches in self.active_matches():
            for number in matches.overlapping(offset, offset):
                if matches.starts[number] <= offset < matches.ends[number]:
                    yield names[matches.lens], matches[number].term

    # -- find ---------------------------------------------------------------------------------

    @property
    def query(self) -> FindQuery:
        return self._query

    @property
    def finding(self) -> bool:
        """Whether something is being found."""
        return self._find_lookup is not None

    @property
    def found(self) -> Matches | None:
        """What find marks; None while nothing is being found."""
        return self._find_lookup.whole if self._find_lookup is not None else None

    def first_found(self, offset: int) -> tuple[int, int] | None:
        """Start and end of the first match of find from a character on, or around the end."""
        return self._find_lookup.first_from(offset) if self._find_lookup is not None else None

    def find(self, query: FindQuery, around: int = 0) -> None:
        """Finds something else in the open leaflet; an empty text ends the finding.

        `around` is the character near which it is wanted first.
        """
        had = self.finding
        self._query = query
        self._find_lookup = None
        if query.text and self._open is not None:
            search = partial(
                find_text,
                text=query.text,
                whole_words=query.whole_words,
                match_case=query.match_case,
            )
            self._find_lookup = Lookup(self._open.index, search, around)
        if had or self.finding:
            self.find_changed.emit()

    # -- the walk -----------------------------------------------------------------------------

    @property
    def passages(self) -> Passages:
        """The matches of the lenses that are on, in reading order; made when first walked."""
        if self._passages is None:
            self._passages = Passages(self.active_matches())
        return self._passages

    @property
    def passage_count(self) -> int:
        """How many passages the walk has."""
        return sum(len(matches) for matches in self.active_matches())

    # -- inside -------------------------------------------------------------------------------

    def _lookups(self) -> list[Lookup]:
        return [each for each in (self._own_lookup, self._find_lookup) if each is not None]

    def _look_up_all(self, *, now: bool = False) -> None:
        opened = self._open
        self._lens_search = LensSearch(opened, self._lenses) if opened is not None else None
        if now and self._lens_search is not None:
            _ = self._lens_search.whole
        self._look_up_own()
        self._gather()

    def _look_up_own(self, around: int = 0) -> None:
        self._own_lookup = None
        if self._own is not None and self._open is not None:
            search = partial(find_matches, lens=self._own)
            self._own_lookup = Lookup(self._open.index, search, around)

    def _active_results(self) -> list[Matches]:
        if self._lens_search is None:
            return []
        results = self._lens_search.whole
        lenses = [lens.id for lens in self._lenses if lens.id in self._active]
        return [results[lens] for lens in lenses if lens in results]

    def _gather(self) -> None:
        self._passages = None
        self.lenses_changed.emit()


def marker_places(matches: Matches, tops: Sequence[float], bottom: float) -> array[float]:
    """How far down the leaflet the matches stand, as fractions of its height, for the strip.

    `tops` are the y coordinates of the leaflet's sections and `bottom` that of its end; between
    them a place is reckoned by its share of the text, which is as fine as a strip of a few
    hundred pixels shows and needs no layout of every match.
    """
    places = array("d")
    starts = matches.text.section_starts
    ends = [*starts[1:], len(matches.text.text) + 1]
    lower = [*tops[1:], bottom]
    step = max(1, len(matches) // 4_000)
    section = 0
    for number in range(0, len(matches), step):
        start = matches.starts[number]
        while section + 1 < len(starts) and start >= starts[section + 1]:
            section += 1
        share = (start - starts[section]) / max(1, ends[section] - starts[section])
        y = tops[section] + share * (lower[section] - tops[section])
        places.append(min(1.0, max(0.0, y / max(1.0, bottom))))
    return places
