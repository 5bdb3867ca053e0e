"""Answers a search panel: searches the index off the GUI thread, the last request alone."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from viewer.leaflet.sentence import sentence
from viewer.ui.search_answer import SearchAnswer, SearchRequest, SnippetsWanted
from viewer.ui.search_panel import SearchPanel
from viewer.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from viewer.library.search_index import SearchIndex

HITS = 30
"""Hits of an answer; more come as the reader scrolls."""
_IN_SIGHT = 7
"""Hits whose snippets come with the answer, as they are painted at once."""
_SEARCH, _SNIPPETS = "search", "snippets"
NO_LIBRARY = "There is no library yet: File > Import… makes one."


class Searching(QObject):
    """Stands between a search panel and the index."""

    not_searched = Signal(SearchRequest)
    """There was no index to look this up in, or none that can be read."""

    def __init__(
        self, panel: SearchPanel, index: Callable[[], SearchIndex | None], tasks: TaskRunner
    ) -> None:
        """`index` is called off the GUI thread; None: there is no library. It may raise."""
        super().__init__(panel)
        self._panel = panel
        self._index = index
        self._tasks = tasks
        panel.search_changed.connect(self._search)
        panel.more_requested.connect(self._search)
        panel.snippets_wanted.connect(self._find_snippets)

    def _search(self, request: SearchRequest) -> None:
        if not request.text.strip():
            self._tasks.cancel(_SEARCH)
            return
        self._tasks.run(
            _SEARCH,
            lambda: self._answer(request),
            self._show,
            lambda error: self._panel.show_failure(request, sentence(str(error))),
        )

    def _show(self, answer: SearchAnswer) -> None:
        self._panel.show_results(answer)
        if not answer.results.searched:
            self.not_searched.emit(answer.request)

    def _answer(self, request: SearchRequest) -> SearchAnswer:
        from viewer.library.query import parse_query
        from viewer.library.search_results import not_searched

        begun = perf_counter()
        index = self._index()
        if index is None:
            return SearchAnswer(request, not_searched(NO_LIBRARY))
        query = parse_query(request.text, typing=not request.exact)
        results = index.search(query, limit=HITS, offset=request.offset, exact=request.exact)
        snippets = [hit.snippet for hit in results.hits[:_IN_SIGHT]]
        took = (perf_counter() - begun) * 1000
        return SearchAnswer(request, results, snippets=snippets, milliseconds=took)

    def _find_snippets(self, wanted: SnippetsWanted) -> None:
        self._tasks.run(
            _SNIPPETS,
            lambda: [hit.snippet for hit in wanted.hits],
            lambda found: self._panel.show_snippets(wanted, found),
            lambda _: self._panel.show_snippets(wanted, [()] * len(wanted.hits)),
        )
