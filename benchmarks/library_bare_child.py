"""The floor of a search: tantivy by itself over the same sections, with snippets of the first hits.

Its index has the text as it stands, in one field, and the language. A question is put as tantivy's
own queries: terms, a phrase, the beginning of a term, a term with one error.

usage: python -m benchmarks.library_bare_child LIBRARY INDEX QUESTIONS
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from benchmarks.children import Round, serve
from benchmarks.library_queries import Kind, Question, percentile, read_questions
from viewer.library.library import Library
from viewer.ui.searching import HITS

SNIPPETS = 12
"""As many as the window has with its list."""


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", stored=True)
    builder.add_text_field("lang", tokenizer_name="raw", index_option="basic")
    return builder.build()


def make(library: Path, folder: Path) -> None:
    """Makes the index, unless it is there."""
    if (folder / "done").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema(), str(folder))
    writer = index.writer(100_000_000, 1)
    for change in Library.open(library).changes(0):
        if change.leaflet:
            for section in change.leaflet.walk():
                document = tantivy.Document()
                document.add_text("text", "\n".join(section.texts()))
                document.add_text("lang", change.leaflet.language)
                writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    (folder / "done").touch()


class Bare:
    """The index, and what is asked of it."""

    def __init__(self, folder: Path, asked: list[Question]) -> None:
        self._index = tantivy.Index.open(str(folder))
        self._searcher = self._index.searcher()
        self._asked = asked

    def search(self) -> Round:
        """The 95th percentile of the times in milliseconds."""
        return {"p95": percentile([self._time(question) for question in self._asked])}

    def _time(self, question: Question) -> float:
        began = time.perf_counter()
        query = self._query(question)
        found = self._searcher.search(query, HITS)
        documents = [self._searcher.doc(address) for _, address in found.hits]
        generator = tantivy.SnippetGenerator.create(
            self._searcher, query, self._index.schema, "text"
        )
        for document in documents[:SNIPPETS]:
            generator.snippet_from_doc(document).highlighted()
        return (time.perf_counter() - began) * 1000

    def _query(self, question: Question) -> Query:
        schema, words = self._index.schema, [word.lower() for word in question.words]
        if question.kind is Kind.PHRASE:
            return Query.phrase_query(schema, "text", list(words[0].split()))
        if question.kind is Kind.PREFIX:
            return Query.fuzzy_term_query(schema, "text", words[0], distance=0, prefix=True)
        if question.kind is Kind.ERROR:
            return Query.fuzzy_term_query(schema, "text", question.typed.lower(), distance=1)
        parts = [Query.term_query(schema, "text", word) for word in words]
        if question.kind is Kind.FILTER:
            parts.append(Query.term_query(schema, "lang", question.language))
        return Query.boolean_query([(Occur.Must, part) for part in parts])


def main(library: str, folder: str, asked: str) -> None:
    make(Path(library), Path(folder))
    serve({"search": Bare(Path(folder), read_questions(Path(asked))).search})


if __name__ == "__main__":
    main(*sys.argv[1:])
