"""The search in the window: its page beside the sections, its index, and the hits that are opened.

Nothing of it is made or imported before it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from viewer.app.library_access import LibraryAccess, library_name
from viewer.highlight.leaflet_text import Place
from viewer.render.theme import Theme
from viewer.ui.highlighting import Highlighting
from viewer.ui.history import Spot
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator
from viewer.ui.side_pane import SidePage
from viewer.ui.task_runner import TaskRunner

if TYPE_CHECKING:  # made when they are first wanted
    from viewer.app.index_keeper import IndexKeeper
    from viewer.library.search_results import SearchHit
    from viewer.ui.search_panel import SearchPanel

_SELECTED = 80
"""Characters that a selection may have to be searched for."""


class SearchDesk(QObject):
    """Makes the search page and does what is asked on it."""

    closed = Signal()
    """The reader is done with the search, and is back where it began."""

    def __init__(
        self,
        window: MainWindow,
        navigator: Navigator,
        highlighting: Highlighting,
        access: LibraryAccess,
        theme: Callable[[], Theme],
    ) -> None:
        """`theme` gives the one of now."""
        super().__init__(window)
        self._window = window
        self._navigator = navigator
        self._highlighting = highlighting
        self._access = access
        self._theme = theme
        self._tasks = TaskRunner(self)
        self._panel: SearchPanel | None = None
        self._index: IndexKeeper | None = None
        self._index_words = ""
        self._before: Spot | None = None
        self._own_before: str | None = None
        """The reader's own terms from before those of a hit; None where no hit has set any."""
        self._own_set = ""

    def make_page(self) -> QWidget:
        """The page of the side pane."""
        from viewer.ui.search_panel import SearchPanel
        from viewer.ui.searching import Searching

        self._panel = panel = SearchPanel(self._theme())
        Searching(panel, self._access.index, self._tasks)
        panel.closed.connect(self._end)
        panel.hit_chosen.connect(self._open_hit)
        panel.show_index_state(self._index_words)
        return panel

    def show(self) -> None:
        """Shows the search and puts the keyboard on its field, with what is selected in it."""
        selected = self._window.content.view.textCursor().selectedText().strip()
        words = selected if len(selected) < _SELECTED and "\u2029" not in selected else ""
        self._window.side.show_page(SidePage.SEARCH)
        if self._panel is not None:
            self._panel.take_focus(words)

    def begin(self) -> None:
        """The page has come in sight: notes where the reader is, and looks at the index."""
        self._before = self._navigator.spot()
        self._keep_index()

    def refresh(self) -> None:
        """Asks again what is being searched: the library is another now."""
        if self._panel is not None:
            self._panel.search_again()
            self._keep_index()

    def set_theme(self, theme: Theme) -> None:
        """Paints the page, if it is made, with the colours of `theme`."""
        if self._panel is not None:
            self._panel.set_theme(theme)

    def finish(self) -> None:
        """Ends what still runs; for the end of the program."""
        if self._index is not None:
            self._index.close()
        self._tasks.finish()

    # -- the index ----------------------------------------------------------------------------

    def _keep_index(self) -> None:
        """Has the index looked at, and made where it has to be."""
        from viewer.app.index_keeper import IndexKeeper

        if self._index is None:
            self._index = IndexKeeper(self._access, self._tasks, self)
            self._index.told.connect(self._show_index_state)
            self._index.made.connect(self._search_again)
        self._index.look()

    def _show_index_state(self, words: str) -> None:
        self._index_words = words
        if self._panel is not None:
            self._panel.show_index_state(words)

    def _search_again(self) -> None:
        if self._panel is not None:
            self._panel.search_again()

    # -- hits ---------------------------------------------------------------------------------

    def _open_hit(self, hit: SearchHit) -> None:
        """Opens a hit at its sentence, with what was found marked in the whole leaflet."""
        typed = self._panel.field.text() if self._panel is not None else ""

        def locate() -> tuple[Place, str]:
            from viewer.library.query import parse_query

            place = Place(hit.section, hit.block, hit.start, hit.end)
            # The words in the forms that were found, too: the leaflet's language has others.
            words = [part.text.replace(",", " ") for part in hit.snippet if part.match]
            for phrase in parse_query(typed).wanted:
                words.append(" ".join(phrase.words) + ("*" if phrase.open_end else ""))
            return place, ", ".join({word.casefold(): word for word in reversed(words)}.values())

        def go(located: tuple[Place, str]) -> None:
            place, words = located
            self._window.content.show_leaflet()
            self._mark(words)
            self._navigator.open_at_place(library_name(hit.entry.number), place)
            self._window.content.view.setFocus()

        self._tasks.run(
            "open a hit", locate, go, lambda error: self._navigator.noticed.emit(str(error))
        )

    def _mark(self, words: str) -> None:
        """Marks what was searched for as own terms, in place of those that the reader has."""
        if self._own_before is None or not self._marks_hit:
            self._own_before = self._window.lens_bar.own_terms
        self._own_set = words
        self._set_own_terms(words)

    @property
    def _marks_hit(self) -> bool:
        """Whether the own terms are those of the last hit: the reader has typed none since."""
        return self._window.lens_bar.own_terms == self._own_set

    def _set_own_terms(self, words: str) -> None:
        self._window.lens_bar.set_own_terms(words)
        self._highlighting.set_own_terms(words)

    def _end(self) -> None:
        """Goes back to where the reader was before the search, with the own terms of then.

        Own terms that were typed since a hit was opened stay.
        """
        spot, self._before = self._before, None
        self.closed.emit()
        words, self._own_before = self._own_before, None
        if words is not None and self._marks_hit:
            self._set_own_terms(words)
        if spot is not None and spot.leaflet:
            self._navigator.return_to(spot)
