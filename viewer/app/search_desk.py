"""The search in the window: its page beside the sections, its index, and the hits that are opened.

Nothing of it is made or imported before it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from viewer.app.library_access import LibraryAccess, library_name
from viewer.highlight.leaflet_text import Place
from viewer.render.theme import Theme
from viewer.ui.focus_memory import claims_key
from viewer.ui.highlighting import Highlighting
from viewer.ui.history import Spot
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator
from viewer.ui.side_pane import SidePage
from viewer.ui.task_runner import TaskRunner

if TYPE_CHECKING:  # made when they are first wanted
    from viewer.app.index_keeper import IndexKeeper
    from viewer.library.search_results import SearchHit
    from viewer.ui.search_answer import SearchRequest
    from viewer.ui.search_panel import SearchPanel


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
        self._stamp: object = None
        """Of what was last searched; None before the first look at it."""
        self._unanswered: SearchRequest | None = None
        """What was last asked of an index that was not there, or could not be read."""
        self._before: Spot | None = None
        """Where the reader was before the hits; None where they did not lead to what is open."""
        self._hit = ""
        """What the last hit's leaflet is opened by."""
        self._own_before = ""
        """The reader's own terms from before those of the hits."""
        self._own_set = ""
        self._arrives = False
        """Whether the next place that is gone to is the hit."""
        self._lenses: frozenset[str] | None = None
        """Those that are on at the hit; None where the reader is not at one any more."""
        navigator.leaflet_shown.connect(self._note_leaflet)
        navigator.jumped.connect(self._note_jump)

    def make_page(self) -> QWidget:
        """The page of the side pane."""
        from viewer.ui.search_panel import SearchPanel
        from viewer.ui.searching import Searching

        self._panel = panel = SearchPanel(self._theme())
        searching = Searching(panel, self._access.index, self._tasks)
        searching.not_searched.connect(self._mend_index)
        panel.closed.connect(self._end)
        panel.hit_chosen.connect(self._open_hit)
        panel.show_index_state(self._index_words)
        self._window.content.view.installEventFilter(self)
        return panel

    def show(self) -> None:
        """Shows the search and puts the keyboard on its field, with what is selected in it."""
        words = self._navigator.selected_words()
        self._window.side.show_page(SidePage.SEARCH)
        self.refresh()
        if self._panel is not None:
            self._panel.take_focus(words)

    def begin(self) -> None:
        """The page has come in sight: what is open now is what its hits will lead away from."""
        self._before = None
        self.refresh()

    def refresh(self) -> None:
        """Looks whether the library is another now, and brings the index and the hits up to it."""
        if self._panel is not None:
            self._look()
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
            self._index.made.connect(self._look)
        self._index.look()

    def _mend_index(self, request: SearchRequest) -> None:
        """Has an index made where a search found none to look into.

        Not twice for the same: it may be what breaks the index.
        """
        if request != self._unanswered:
            self._unanswered = request
            self._keep_index()

    def _show_index_state(self, words: str) -> None:
        self._index_words = words
        if self._panel is not None:
            self._panel.show_index_state(words)

    def _look(self) -> None:
        """Asks again what is being searched, where something else may be found by now."""

        def stamp() -> object:
            index = self._access.index()
            return index.stamp if index is not None else ()

        # What goes wrong here goes wrong in a search, too, which says so.
        self._tasks.run("look at the library", stamp, self._compare, lambda _: self._compare(()))

    def _compare(self, stamp: object) -> None:
        known, self._stamp = self._stamp, stamp
        if self._panel is not None and known not in (None, stamp):
            self._panel.search_again()

    # -- hits ---------------------------------------------------------------------------------

    def _open_hit(self, hit: SearchHit) -> None:
        """Opens a hit at its sentence, with what was found marked in the whole leaflet."""
        typed = self._panel.field.text() if self._panel is not None else ""

        def locate() -> tuple[Place, str] | str:
            from viewer.library.query import parse_query

            library = self._access.library()
            if library is not None and library.current_of(hit.entry).number != hit.entry.number:
                # Its sentence need not be in the version of today.
                return "This leaflet has changed since it was searched"
            if library is not None and library.entry(hit.entry.number) is None:
                return "This leaflet was removed from the library"
            place = Place(hit.section, hit.block, hit.start, hit.end)
            # The words in the forms that were found, too: the leaflet's language has others.
            words = [part.text.replace(",", " ") for part in hit.snippet if part.match]
            for phrase in parse_query(typed).wanted:
                words.append(" ".join(phrase.words) + ("*" if phrase.open_end else ""))
            return place, ", ".join({word.casefold(): word for word in reversed(words)}.values())

        def go(located: tuple[Place, str] | str) -> None:
            if isinstance(located, str):
                self._navigator.noticed.emit(located)
                self.refresh()
                return
            place, words = located
            self._window.content.show_leaflet()
            self._leave_for(library_name(hit.entry), words)
            self._arrives = True
            self._navigator.open_at_place(self._hit, place)
            self._window.content.view.setFocus()

        self._tasks.run(
            "open a hit", locate, go, lambda error: self._navigator.noticed.emit(str(error))
        )

    def _leave_for(self, name: str, words: str) -> None:
        """Marks what was searched for as own terms; notes what Esc gives back for them."""
        if self._before is None or not self._marks_hit:
            self._own_before = self._window.lens_bar.own_terms
        self._before = self._before or self._navigator.spot()
        self._hit, self._own_set = name, words
        self._set_own_terms(words)

    @property
    def _marks_hit(self) -> bool:
        """Whether the own terms are those of the last hit: the reader has typed none since."""
        return self._window.lens_bar.own_terms == self._own_set

    def _note_leaflet(self) -> None:
        """A leaflet that the reader opened in another way than as a hit is not gone back from."""
        present = self._navigator.present
        if present is not None and present.name != self._hit:
            self._before = None

    def _note_jump(self) -> None:
        present, arrives = self._navigator.present, self._arrives
        at_hit = arrives and present is not None and present.name == self._hit
        self._arrives, self._lenses = False, self._highlighting.active if at_hit else None

    def _is_at_hit(self) -> bool:
        """Whether the reader has only read since a hit was opened."""
        as_it_was = self._marks_hit and self._lenses == self._highlighting.active
        return as_it_was and self._before is not None and self._window.content.find_bar.isHidden()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Has Esc in the leaflet go back from a hit."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._is_at_hit():
            if claims_key(event, (Qt.Key.Key_Escape,)):
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._end()
                return True
        return super().eventFilter(watched, event)

    def _set_own_terms(self, words: str) -> None:
        self._window.lens_bar.set_own_terms(words)
        self._highlighting.set_own_terms(words)

    def _end(self) -> None:
        """Goes back to where the reader was before the hits, with the own terms of then.

        Own terms that were typed since a hit was opened stay.
        """
        spot, self._before, self._lenses = self._before, None, None
        self.closed.emit()
        if spot is None:
            return
        if self._marks_hit:
            self._set_own_terms(self._own_before)
        if spot.leaflet:
            self._window.content.show_leaflet()  # the hit may have led to a page that says why not
            self._navigator.return_to(spot)
