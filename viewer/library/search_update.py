"""Brings an index up to its library: each changed leaflet out, and in again as it now is.

Doing the same twice does no harm, and that is all that being killed at any moment comes to: the
record tells up to which generation everything is in, and what follows is done (again).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from viewer.highlight.folded_leaflet import FoldedLeaflet
from viewer.library.errors import LibraryError
from viewer.library.search_errors import is_engine_fault, writing_told
from viewer.library.search_schema import NUMBER, documents, register_analyzers, search_schema
from viewer.library.search_state import Identity, Record, read_record, write_record

if TYPE_CHECKING:
    from tantivy import Index, IndexWriter

    from viewer.library.library import Library

HEAP = 100_000_000
"""Bytes that the writer may take for what is not yet on disk."""
BETWEEN_COMMITS = 2_000
"""Leaflets: a commit takes half a second, and makes what was done findable and safe."""
_BETWEEN_TOLD = 20

LensSections = Callable[[FoldedLeaflet], Mapping[str, Sequence[str]]]
"""Gives by section key the ids of the lenses that mark something in it."""


class IndexProgress(NamedTuple):
    """Leaflets done, of `total`, which grows where the library changes meanwhile.

    `fault` is why the last one could not be taken in, mostly None.
    """

    done: int
    total: int
    fault: LibraryError | None = None


class IndexUpdate:
    """One bringing up to date of the index in `folder`, which is made where there is none."""

    def __init__(
        self, library: Library, folder: Path, identity: Identity, lens_sections: LensSections
    ) -> None:
        self._library = library
        self._folder = folder
        self._lens_sections = lens_sections
        self._schema = search_schema()
        self._folded: dict[str, str] = {}
        """What single characters fold to."""
        self._record = read_record(folder) or Record(identity, 0, complete=False)

    def run(self, cancelled: Callable[[], bool]) -> Iterator[IndexProgress]:
        """Does it, telling how far it has come; cancelled, it keeps what is done.

        Raises SearchIndexError, and LibraryError where the library cannot be read.
        """
        with writing_told(self._folder):
            index = self._open()
            empty = index.searcher().num_docs == 0
            writer = index.writer(HEAP, 1)
            if self._record.generation == 0 and not empty:
                writer.delete_all_documents()  # a beginning that was cut short
        try:
            yield from self._follow(writer, cancelled, fresh=self._record.generation == 0)
        finally:
            _let_go(writer)

    def _open(self) -> Index:
        # Opened anew for every update: a writer goes on from the state it was opened with.
        from tantivy import Index

        self._folder.mkdir(parents=True, exist_ok=True)
        index = Index(self._schema, str(self._folder))
        register_analyzers(index)
        index.config_reader(reload_policy="manual")
        return index

    def _follow(
        self, writer: IndexWriter, cancelled: Callable[[], bool], *, fresh: bool
    ) -> Iterator[IndexProgress]:
        from tantivy import Query

        target = self._library.generation
        generation = self._record.generation
        total = self._library.count_changes(generation)
        done = since_commit = 0
        yield IndexProgress(0, total)
        for change in self._library.changes(generation):
            # All generations before this change's are in; of its own, some may be.
            if since_commit >= BETWEEN_COMMITS:
                self._commit(writer, change.generation - 1)
                since_commit = 0
            if cancelled():
                self._commit(writer, max(self._record.generation, change.generation - 1))
                return
            generation = change.generation
            leaflet = FoldedLeaflet(change.leaflet, self._folded) if change.leaflet else None
            lenses = self._lens_sections(leaflet) if leaflet else {}
            with writing_told(self._folder):
                if not fresh:
                    # By query: by term tantivy-py 0.27 takes the number for a signed one and
                    # deletes nothing.
                    writer.delete_documents_by_query(
                        Query.term_query(self._schema, NUMBER, change.number)
                    )
                if leaflet:
                    for document in documents(change.number, leaflet, lenses):
                        writer.add_document(document)
            done += 1
            since_commit += 1
            if change.fault or done % _BETWEEN_TOLD == 0:
                yield IndexProgress(done, max(done, total), change.fault)
        self._commit(writer, max(target, generation), complete=True)
        yield IndexProgress(done, done)

    def _commit(self, writer: IndexWriter, generation: int, *, complete: bool = False) -> None:
        with writing_told(self._folder):
            writer.commit()
            self._record = self._record._replace(
                generation=generation, complete=complete or self._record.complete
            )
            write_record(self._folder, self._record)


def _let_go(writer: IndexWriter) -> None:
    """Lets segments be merged, and gives up the lock also where an error still holds the writer."""
    try:
        writer.wait_merging_threads()
    except BaseException as error:
        if not is_engine_fault(error):
            raise
