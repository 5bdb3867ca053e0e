"""SearchIndex: finds any sentence of the library while it is typed.

The index is made from the library and holds nothing of its own: missing, damaged or made from
something else, it is made again, and whatever can be searched is searched meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from viewer.library.entry import LibraryEntry
from viewer.library.query import Query
from viewer.library.search_errors import is_engine_fault
from viewer.library.search_results import Passage, SearchHit, SearchResults, not_searched
from viewer.library.search_state import (
    IndexState,
    Record,
    discard,
    discard_others,
    identity_of,
    index_folders,
    mark_damaged,
    read_record,
    record_stamp,
    sole_writer,
)
from viewer.library.search_update import IndexProgress, IndexUpdate, LensSections
from viewer.library.text_analysis import Stems, stem_language

if TYPE_CHECKING:
    from tantivy import Index, Searcher

    from viewer.library.library import Library
    from viewer.library.search_terms import Compiled
    from viewer.library.two_cores import Found, TwoCores

MOST_HITS = 10_000
"""A search gives no hits behind this one."""

_SHOWN = 60
"""Characters of what was typed that a sentence quotes."""

NO_INDEX = "the search index is still to be made"
DAMAGED_INDEX = "the search index is damaged and has to be made anew"

_Stamp = tuple[Path, tuple[int, int] | None]


class _Reader(NamedTuple):
    """An index as it was after one commit."""

    stamp: _Stamp
    engine: Index
    searcher: Searcher
    cores: TwoCores
    stems: dict[str, Stems]


class _Known(NamedTuple):
    """What the library said of numbers while it was of one generation."""

    generation: int
    entries: dict[int, LibraryEntry | None]


class SearchIndex:
    """The full text of a library. Usable from any thread, also while another program writes."""

    def __init__(
        self, library: Library, folder: Path, lens_sections: LensSections, lens_stamp: str
    ) -> None:
        """The index of a library in a folder, which is made when it is first written to.

        `lens_sections` gives by section key the ids of the lenses that mark something in a
        leaflet; `lens_stamp` has to change with the lenses.
        """
        self.folder = folder
        self._library = library
        self._lens_sections = lens_sections
        self._identity = identity_of(library.id, lens_stamp)
        self._reader: _Reader | None = None
        self._damaged: _Stamp | None = None
        self._known = _Known(-1, {})
        self._stems: dict[str, Stems] = {}
        self._lock = Lock()

    @property
    def state(self) -> IndexState:
        """How the index on disk stands to the library now. Raises LibraryError."""
        folder = self._wanted_folder
        record = read_record(folder)
        if record is None:
            if record_stamp(folder) is not None:
                return IndexState.DAMAGED
            others = any(read_record(each) for each in index_folders(self.folder))
            return IndexState.OTHER if others else IndexState.MISSING
        if not self._can_be_read(folder):
            return IndexState.DAMAGED
        generation = self._library.generation
        if record.generation > generation:  # the library is an older copy of itself
            return IndexState.OTHER
        ready = record.complete and record.generation == generation
        return IndexState.READY if ready else IndexState.BEHIND

    @property
    def stamp(self) -> object:
        """Another one whenever a search may find something else. Raises LibraryError."""
        folder = self._searched_folder()
        return self._library.generation, folder, folder and record_stamp(folder)

    def update(self, cancelled: Callable[[], bool] = lambda: False) -> Iterator[IndexProgress]:
        """Brings the index to the library's generation, from nothing where need be.

        May be cancelled or killed at any time, and goes on from there the next time. Raises
        IndexBusyError where another program is at it, SearchIndexError where the index cannot be
        written, and LibraryError where the library cannot be read.
        """
        try:
            with sole_writer(self.folder):
                yield from self._update(cancelled)
        except OSError as error:
            from viewer.library.search_errors import SearchIndexError

            reason = f"the search index cannot be written ({error.strerror or error})"
            raise SearchIndexError(str(self.folder), "", reason) from error

    def _update(self, cancelled: Callable[[], bool]) -> Iterator[IndexProgress]:
        wanted = self._wanted_folder
        state = self.state
        if state is IndexState.READY:
            discard_others(self.folder, wanted)
            return
        if state is IndexState.DAMAGED or (state is IndexState.OTHER and read_record(wanted)):
            self._forget()
            discard(wanted)
        if not read_record(wanted) and not self._can_be_read(wanted):
            discard(wanted)  # ended before its first record
        update = IndexUpdate(self._library, wanted, self._identity, self._lens_sections)
        yield from update.run(cancelled)
        record = read_record(wanted)
        if record and record.complete:
            discard_others(self.folder, wanted)

    def search(
        self, query: Query, *, limit: int = 50, offset: int = 0, exact: bool = False
    ) -> SearchResults:
        """The sections that hold what is asked for, best first.

        Headings and product names come before the text. `exact` forgives no typing error.
        What cannot be found or searched is said in the results' note. Raises LibraryError where
        the library cannot be read.
        """
        if not (query.wanted or query.filters):
            return not_searched(query.note)
        reader = self._current_reader()
        if reader is None:
            damaged = record_stamp(self._wanted_folder) is not None
            return not_searched(DAMAGED_INDEX if damaged else NO_INDEX)
        try:
            return self._search(reader, query, limit, offset, exact=exact)
        except BaseException as error:
            from viewer.library.errors import LibraryError

            if isinstance(error, LibraryError) or not is_engine_fault(error):
                raise
            mark_damaged(reader.stamp[0])
            self._forget()
            return not_searched(DAMAGED_INDEX)

    def _search(
        self, reader: _Reader, query: Query, limit: int, offset: int, *, exact: bool
    ) -> SearchResults:
        from viewer.library.search_schema import NUMBER, stored_texts

        offset = min(max(0, offset), MOST_HITS)
        limit = min(max(1, limit), MOST_HITS - offset or 1)
        compiled, found = _look_up(reader, query, limit, offset, exact=exact)
        notes = [note for note in (query.note, *compiled.notes) if note]
        if found is None:
            note = "; ".join(notes) or _nothing(query)
            return SearchResults(0, (), compiled.corrections, note)
        addresses = [address for _, address in found.hits]
        numbers = reader.searcher.fast_field_values(NUMBER, addresses)
        entries = self._entries({int(number) for number in numbers if number is not None})
        find = self._passage_finder(compiled)
        hits = []
        for (score, address), number in zip(found.hits, numbers, strict=True):
            if entry := entries.get(int(number or 0)):
                section, texts = stored_texts(reader.searcher.doc(address))
                hits.append(SearchHit(entry, section, texts, float(score), find))
        if not found.total and not notes:
            notes.append(_nothing(query))
        told = compiled.corrections, "; ".join(notes)
        return SearchResults(found.total, tuple(hits), *told, next=offset + len(found.hits))

    def _entries(self, numbers: set[int]) -> dict[int, LibraryEntry]:
        """Those that the library shows: the index may not know yet of what was replaced."""
        generation = self._library.generation
        if self._known.generation != generation:
            self._known = _Known(generation, {})
        known = self._known.entries
        if missing := numbers - known.keys():
            known.update(dict.fromkeys(missing))
            current = (entry for entry in self._library.numbered(missing) if entry.current)
            known.update((entry.number, entry) for entry in current)
        return {number: entry for number in numbers if (entry := known[number]) is not None}

    def _passage_finder(self, compiled: Compiled) -> Callable[[str, tuple[str, ...]], Passage]:
        from viewer.library.snippets import PassageFinder

        finders: dict[str, PassageFinder] = {}

        def find(tag: str, texts: tuple[str, ...]) -> Passage:
            language = stem_language(tag)
            if language not in finders:
                finders[language] = PassageFinder(compiled.wanted, self._stems_of(language))
            return finders[language].find(texts)

        return find

    # Which index is searched

    @property
    def _wanted_folder(self) -> Path:
        return self.folder / self._identity.folder_name

    def _searched_folder(self) -> Path | None:
        """The wanted index once it has been complete; till then another one of this library."""
        record = read_record(self._wanted_folder)
        if record and record.complete:
            return self._wanted_folder
        for folder in index_folders(self.folder):
            other = read_record(folder)
            if other and other.complete and self._readable_identity(other):
                return folder
        return self._wanted_folder if record else None

    def _readable_identity(self, record: Record) -> bool:
        return record.identity == self._identity._replace(lenses=record.identity.lenses)

    def _current_reader(self) -> _Reader | None:
        with self._lock:
            folder = self._searched_folder()
            if folder is None:
                self._reader = None
                return None
            stamp = folder, record_stamp(folder)
            if self._reader is None or self._reader.stamp != stamp:
                self._reader = None if stamp == self._damaged else self._open(stamp)
            return self._reader

    def _open(self, stamp: _Stamp) -> _Reader | None:
        from tantivy import Index

        from viewer.library.search_schema import LANGUAGE
        from viewer.library.two_cores import TwoCores

        try:
            index = Index.open(str(stamp[0]))
            index.config_reader(reload_policy="manual")
            index.reload()
            searcher = index.searcher()
            tags = [tag for tag, _ in searcher.terms_with_prefix(LANGUAGE, "")]
        except BaseException as error:
            if not is_engine_fault(error):
                raise
            self._damaged = stamp
            return None
        self._damaged = None
        languages = dict.fromkeys(stem_language(tag) for tag in tags)
        stems = {name: self._stems_of(name) for name in languages}
        return _Reader(stamp, index, searcher, TwoCores(searcher, index.schema), stems)

    def _can_be_read(self, folder: Path) -> bool:
        stamp = folder, record_stamp(folder)
        with self._lock:
            if self._reader is not None and self._reader.stamp == stamp:
                return _lies_there(folder)
            return stamp != self._damaged and self._open(stamp) is not None

    def _forget(self) -> None:
        with self._lock:
            self._reader = self._damaged = None

    def _stems_of(self, tag: str) -> Stems:
        language = stem_language(tag)
        return self._stems.setdefault(language, Stems(language))


def _lies_there(folder: Path) -> bool:
    return (folder / "meta.json").exists()


def _look_up(
    reader: _Reader, query: Query, limit: int, offset: int, *, exact: bool, narrowed: bool = False
) -> tuple[Compiled, Found | None]:
    """What a query became, and what was found; None where nothing can be.

    Where filters leave nothing, a word that stands outside of them alone may be a typing error.
    """
    from viewer.library.search_terms import Compiler

    engine = reader.searcher, reader.engine.schema
    compiled = Compiler(*engine, reader.stems, exact=exact, narrowed=narrowed).compile(query)
    if compiled.query is None:
        return compiled, None
    found = reader.cores.search(compiled.query, limit, offset, compiled.compared)
    if found.total or narrowed or not query.filters:
        return compiled, found
    return _look_up(reader, query, limit, offset, exact=exact, narrowed=True)


def _nothing(query: Query) -> str:
    """Why there is nothing, where each part of the question by itself may well be found."""
    parts = [f'"{phrase.text.strip()[:_SHOWN]}"' for phrase in query.wanted]
    parts += [f"{filter_.field}:{filter_.text[:_SHOWN]}" for filter_ in query.filters]
    if len(parts) == 1:
        return f"nothing was found for {parts[0]}"
    return f"no section has all of {', '.join(parts[:8])}"
