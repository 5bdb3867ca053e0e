"""The library in the window: its list beside the sections, its search, and what they lead to.

Nothing of it is made, opened or imported before it is first wanted, so that a start costs the same
with fifty thousand leaflets as with none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from viewer.app.library_access import LibraryAccess, library_name
from viewer.app.newer_version import NewerVersion, open_at_same_topic
from viewer.app.search_desk import SearchDesk
from viewer.library.entry import LibraryEntry
from viewer.library.identity import origin
from viewer.render.provenance import kind_name, provenance_rows
from viewer.render.theme import Theme
from viewer.ui.actions import ActionId, action_spec
from viewer.ui.goto_items import GotoItem, GotoKind
from viewer.ui.highlighting import Highlighting
from viewer.ui.language_names import full_language_name
from viewer.ui.library_shelf import best_places, name_of
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator
from viewer.ui.shelf_keeper import ShelfKeeper
from viewer.ui.side_pane import SidePage
from viewer.ui.task_runner import TaskRunner

if TYPE_CHECKING:  # made when they are first wanted
    from viewer.app.importing import Importing
    from viewer.leaflet.model import Leaflet
    from viewer.ui.library_panel import LibraryPanel

T = TypeVar("T")

_GOTO_ITEMS = 20
"""Leaflets of the library among the answers of the go-to field."""
_GOTO, _LOOK, _CHANGE = "go to a leaflet", "look into the library", "change the library"


class LibraryDesk(QObject):
    """Makes the list of leaflets and does what is asked there; the search is its `SearchDesk`'s."""

    def __init__(
        self,
        window: MainWindow,
        navigator: Navigator,
        highlighting: Highlighting,
        access: LibraryAccess,
        pinned: Iterable[str],
        theme: Callable[[], Theme],
    ) -> None:
        """`pinned` are the keys of leaflets that stand first; `theme` gives the one of now."""
        super().__init__(window)
        self.may_change = True
        """Whether leaflets may be taken into the library and removed from it here."""
        self._window = window
        self._navigator = navigator
        self._access = access
        self._theme = theme
        self._pinned = frozenset(pinned)
        self._opened: list[str] = []
        self._listing = TaskRunner(self)
        self._looking = TaskRunner(self)
        self._search = SearchDesk(window, navigator, highlighting, access, theme)
        self._search.closed.connect(self._show_sections)
        self._shelf = ShelfKeeper(self._read_entries, self._generation, self._listing, self)
        self._library_panel: LibraryPanel | None = None
        self._importing: Importing | None = None
        self._shelf.filled.connect(self._show_shelf)
        self._shelf.ready.connect(self._answer_goto)
        window.header.goto_field.item_chosen.connect(self._show_more)
        self._newer = NewerVersion(window, navigator, access, self._looking)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.applicationStateChanged.connect(self._note_state)

    @property
    def pinned(self) -> tuple[str, ...]:
        """The keys of the leaflets that the reader has pinned."""
        return tuple(sorted(self._pinned))

    def offer(self) -> None:
        """Shows the tabs of the side pane."""
        self._window.side.offer(
            {SidePage.LIBRARY: self._make_library, SidePage.SEARCH: self._search.make_page},
            {
                SidePage.LIBRARY: action_spec(ActionId.LIBRARY).keys[0],
                SidePage.SEARCH: action_spec(ActionId.SEARCH).keys[0],
            },
        )
        self._window.side.page_changed.connect(self._note_page)

    def set_theme(self, theme: Theme) -> None:
        """Paints the pages that are made with the colours of `theme`."""
        if self._library_panel is not None:
            self._library_panel.set_theme(theme)
        self._search.set_theme(theme)

    def finish(self) -> None:
        """Ends what still runs; for the end of the program."""
        if self._importing is not None:
            self._importing.close()
        self._listing.finish()
        self._looking.finish()
        self._search.finish()

    def by_action(self) -> dict[ActionId, Callable[[], object]]:
        """What is called when an action of the library is triggered."""
        return {
            ActionId.IMPORT: lambda: self._import().ask(),
            ActionId.LIBRARY: self.show_library,
            ActionId.OTHER_LANGUAGE: self.open_translation,
            ActionId.SEARCH: self._search.show,
        }

    # -- pages --------------------------------------------------------------------------------

    def show_library(self, words: str = "") -> None:
        """Shows the list of leaflets and puts the keyboard on its filter, with `words` in it."""
        self._window.side.show_page(SidePage.LIBRARY)
        self._shelf.want()
        if self._library_panel is not None:
            self._library_panel.take_focus(words)

    def _note_page(self, page: SidePage) -> None:
        if page is SidePage.LIBRARY:
            self._shelf.want()
        elif page is SidePage.SEARCH:
            self._search.begin()
        self._newer.look()

    def _note_state(self, state: Qt.ApplicationState) -> None:
        """The reader may come back from where the library was changed."""
        if state is not Qt.ApplicationState.ApplicationActive:
            return
        if self._is_listed:
            self._shelf.want()
        if self._window.side.page() is SidePage.SEARCH:
            self._search.refresh()
        self._newer.look()

    def _make_library(self) -> QWidget:
        from viewer.ui.library_panel import LibraryPanel

        panel = LibraryPanel(self._theme(), self._listing)
        self._library_panel = panel
        panel.closed.connect(self._show_sections)
        panel.import_requested.connect(lambda: self._import().ask())
        panel.leaflet_chosen.connect(self._open)
        panel.pins_changed.connect(self._pin)
        panel.provenance_requested.connect(self._show_provenance)
        panel.remove_requested.connect(self._ask_to_remove)
        panel.versions_requested.connect(self._list_versions)
        panel.set_pinned(self._pinned)
        for leaflet in self._opened:
            panel.note_opened(leaflet)
        self._shelf.failed.connect(panel.show_failure)
        self._show_shelf()
        return panel

    def _show_shelf(self) -> None:
        shelf = self._shelf.shelf
        if self._library_panel is not None and shelf is not None:
            self._library_panel.set_read_only(self._access.read_only or not self.may_change)
            self._library_panel.show_shelf(shelf)

    def _show_sections(self) -> None:
        self._window.side.show_page(SidePage.SECTIONS)
        self._window.content.view.setFocus()

    # -- the library is another now -----------------------------------------------------------

    def import_files(self, paths: Sequence[Path]) -> None:
        """Takes files and folders into the library."""
        self._import().start(paths)

    def _import(self) -> Importing:
        from viewer.app.importing import Importing

        if self._importing is None:
            self._importing = Importing(self._window, self._access.folder)
            self._importing.library_changed.connect(self._refresh)
        return self._importing

    def _refresh(self) -> None:
        """Lists and searches the library anew."""
        if self._is_listed:
            self._shelf.fill()
        self._search.refresh()
        self._newer.look()

    @property
    def _is_listed(self) -> bool:
        """Whether anybody has wanted the list yet."""
        return self._shelf.shelf is not None or self._library_panel is not None

    def note_opened(self, leaflet: Leaflet) -> None:
        """A leaflet is on show; in memory alone, for the list of those opened since the start."""
        key = origin(leaflet)
        self._opened = [*(each for each in self._opened if each != key), key]
        if self._library_panel is not None:
            self._library_panel.note_opened(key)

    # -- what is asked in the list ------------------------------------------------------------

    def _read_entries(self) -> list[LibraryEntry]:
        library = self._access.library()
        return library.entries() if library is not None else []

    def _generation(self) -> object:
        """Another one whenever other leaflets are current."""
        library = self._access.library()
        return (library.id, library.generation) if library is not None else ()

    def _open(self, entry: LibraryEntry) -> None:
        self._navigator.open(library_name(entry))
        self._window.content.view.setFocus()

    def _pin(self, pinned: frozenset[str]) -> None:
        self._pinned = pinned

    def _list_versions(self, entry: LibraryEntry) -> None:
        def look() -> list[LibraryEntry]:
            library = self._access.library()
            return library.versions(entry.id, entry.language) if library is not None else []

        panel = self._library_panel
        if panel is not None:
            self._look(look, panel.show_versions)

    def _show_provenance(self, entry: LibraryEntry) -> None:
        from viewer.ui.facts_dialog import FactsDialog

        def look() -> list[tuple[str, str]]:
            leaflet = self._access.leaflet(library_name(entry))
            return [row for row in provenance_rows(leaflet) if row[1]] if leaflet else []

        def show(rows: Sequence[tuple[str, str]]) -> None:
            dialog = FactsDialog("Provenance", rows, "", self._window)
            dialog.exec()
            dialog.deleteLater()

        self._look(look, show)

    def _ask_to_remove(self, entry: LibraryEntry) -> None:
        from PySide6.QtWidgets import QMessageBox

        from viewer.ui.questions import show_plainly

        buttons = QMessageBox.StandardButton
        question = QMessageBox(self._window)
        question.setObjectName("remove_question")
        question.setWindowTitle("Remove from the library?")
        question.setText(f"Remove “{name_of(entry)}” from the library, in all its versions?")
        question.setInformativeText(
            f"{kind_name(entry.kind)}, {full_language_name(entry.language)}. "
            "The file that it was imported from stays where it is."
        )
        question.setStandardButtons(buttons.Discard | buttons.Cancel)
        question.button(buttons.Discard).setText("Remove")
        question.setDefaultButton(buttons.Cancel)
        show_plainly(question)
        if question.exec() == buttons.Discard:
            self._remove(entry)
        question.deleteLater()

    def _remove(self, entry: LibraryEntry) -> None:
        def remove() -> int:
            library = self._access.library()
            return library.remove([entry.id], entry.language) if library is not None else 0

        def removed(_: int) -> None:
            self._navigator.noticed.emit(f"{name_of(entry)} was removed from the library")
            self._refresh()

        self._look(remove, removed, _CHANGE)

    def _look(self, work: Callable[[], T], done: Callable[[T], None], name: str = _LOOK) -> None:
        self._looking.run(name, work, done, self._say_failure)

    def _say_failure(self, error: Exception) -> None:
        self._navigator.noticed.emit(str(error))

    # -- another language ---------------------------------------------------------------------

    def open_translation(self) -> None:
        """Opens the same leaflet in the next language, at the same topic."""
        opened = self._navigator.present
        if opened is None:
            return

        def look() -> list[LibraryEntry]:
            entry = self._access.entry(opened.name, opened.leaflet)
            library = self._access.library() if entry is not None else None
            if entry is None or library is None:
                return []
            others = library.translations(entry.number)
            later = [other for other in others if other.language > entry.language]
            return [*later, *others]

        def go(others: Sequence[LibraryEntry]) -> None:
            if not others:
                self._navigator.noticed.emit("The library has this leaflet in no other language")
                return
            open_at_same_topic(self._navigator, others[0])

        self._look(look, go)

    # -- go to --------------------------------------------------------------------------------

    def find_leaflets(self) -> None:
        """Looks for leaflets whose product, substance or holder has the words of the go-to field.

        None is offered before it is known that the list is that of the library as it is.
        """
        self._shelf.want()

    def _answer_goto(self) -> None:
        field = self._window.header.goto_field
        shelf, typed = self._shelf.shelf, field.text()
        if shelf is None or not field.is_open() or len(typed.strip()) < 2:
            return

        def look() -> list[GotoItem]:
            places, more = best_places(shelf, typed, _GOTO_ITEMS)
            items = [_goto_item(shelf.entries[place]) for place in places]
            if more:
                items.append(
                    GotoItem(GotoKind.LIBRARY, f"… {more:,} more in the library", "", typed)
                )
            return items

        self._look(look, partial(field.add_items, typed), _GOTO)

    def _show_more(self, item: GotoItem) -> None:
        if item.kind is GotoKind.LIBRARY:
            self.show_library(item.target)


def _goto_item(entry: LibraryEntry) -> GotoItem:
    detail = f"{full_language_name(entry.language)} · {kind_name(entry.kind)}"
    return GotoItem(GotoKind.LEAFLET, name_of(entry), detail, library_name(entry))
