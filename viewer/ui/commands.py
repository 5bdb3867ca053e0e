"""What the actions of the window do; those of the open leaflet have a module of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from viewer.leaflet.errors import ResourceError
from viewer.leaflet.sentence import sentence
from viewer.library.errors import LibraryError
from viewer.ui.actions import ACTIONS, TOPICS, ActionId
from viewer.ui.appearance import Appearance
from viewer.ui.goto_items import GotoItem, GotoKind
from viewer.ui.highlight_display import HighlightDisplay
from viewer.ui.highlighting import Highlighting
from viewer.ui.main_window import MainWindow
from viewer.ui.message_page import Message
from viewer.ui.navigator import Navigator
from viewer.ui.window_menus import Head

GUIDE = "user-guide"
"""Id of the leaflet that F1 opens."""


class Commands(QObject):
    """One method for every action that is more than one call."""

    def __init__(
        self,
        window: MainWindow,
        navigator: Navigator,
        highlighting: Highlighting,
        display: HighlightDisplay,
        appearance: Appearance,
        heads: Callable[[], Sequence[Head]],
        actions: Mapping[ActionId, QAction],
    ) -> None:
        """`heads` gives the leaflets that the go-to field offers."""
        super().__init__(window)
        self._window = window
        self._navigator = navigator
        self._highlighting = highlighting
        self._display = display
        self._appearance = appearance
        self._heads = heads
        self._actions = actions
        full_screen = actions[ActionId.FULL_SCREEN]
        full_screen.setChecked(window.isFullScreen())
        window.full_screen_changed.connect(full_screen.setChecked)

    def by_action(self) -> dict[ActionId, Callable[[], object]]:
        """What is called when an action is triggered."""
        window, navigator, view = self._window, self._navigator, self._window.content.view
        return {
            ActionId.OPEN: self.open_file,
            ActionId.QUIT: window.close,
            ActionId.COPY: view.copy,
            ActionId.SELECT_ALL: view.selectAll,
            ActionId.FIND: self.find,
            ActionId.ZOOM_IN: lambda: self._appearance.step_zoom(+1),
            ActionId.ZOOM_OUT: lambda: self._appearance.step_zoom(-1),
            ActionId.ZOOM_RESET: lambda: self._appearance.set_zoom(100),
            ActionId.THEME: self._appearance.next_theme,
            ActionId.FULL_SCREEN: self.full_screen,
            ActionId.NEXT_PANE: lambda: window.step_pane(+1),
            ActionId.PREVIOUS_PANE: lambda: window.step_pane(-1),
            ActionId.GO_TO: window.header.goto_field.open_list,
            ActionId.BACK: navigator.go_back,
            ActionId.FORWARD: navigator.go_forward,
            ActionId.NEXT_SECTION: lambda: navigator.step_section(+1),
            ActionId.PREVIOUS_SECTION: lambda: navigator.step_section(-1),
            **{each.id: partial(navigator.go_to_topic, each.key, each.name) for each in TOPICS},
            ActionId.NEXT_PASSAGE: lambda: navigator.step_passage(+1),
            ActionId.PREVIOUS_PASSAGE: lambda: navigator.step_passage(-1),
            ActionId.OWN_TERM: window.lens_bar.term_field.setFocus,
            ActionId.DIM: self.dim,
            ActionId.CLEAR: self.clear,
            ActionId.USER_GUIDE: lambda: navigator.open(GUIDE),
        }

    # -- files and leaflets -------------------------------------------------------------------

    def open_file(self) -> None:
        """Asks for a leaflet's file and opens it."""
        from viewer.ui.file_dialogs import ask_file

        kinds = "Leaflets (*.leaflet *.md *.xml *.json *.zip);;All files (*)"
        name = ask_file(self._window, "Open a leaflet", kinds)
        if name:
            self._navigator.open_file(Path(name))

    def show_error(self, error: ResourceError) -> None:
        """Shows why a leaflet does not open, on a page in place of the leaflet."""
        place = f", {error.place}" if error.place else ""
        advice = "Nothing else is affected."
        if not isinstance(error, LibraryError):  # their reasons say what to do
            advice += (
                " Mend the file, or ask whoever gave it to you for another copy, and open it again."
            )
        message = Message(
            "This leaflet cannot be shown",
            sentence(error.reason),
            (f"{error.file}{place}",) if error.file else (),
            advice,
        )
        self.show_message(message)

    def show_message(self, message: Message) -> None:
        """Shows a message in place of the leaflet."""
        has_leaflet = self._navigator.present is not None
        self._window.content.show_message(message, can_go_back=has_leaflet)

    # -- find, highlights and screen ----------------------------------------------------------

    def find(self) -> None:
        """Opens find in the leaflet, with the words that are selected in one paragraph of it."""
        self.find_words(self._navigator.selected_words())

    def find_words(self, words: str) -> None:
        """Opens find in the leaflet, with what it held before where `words` is empty."""
        self._window.content.show_leaflet()
        self._window.content.find_bar.open_with(words)

    def clear(self) -> None:
        """Esc: closes a message, then find, ends a selection, and then switches the lenses off."""
        content = self._window.content
        if self._navigator.cancel_opening():
            return
        if content.shows_message():
            content.show_leaflet()
        elif not content.find_bar.isHidden():
            content.find_bar.close_bar()
        elif not content.view.deselect():
            self._window.lens_bar.set_own_terms("")
            self._highlighting.set_active(())

    def dim(self) -> None:
        """Dims sections without a passage, or shows all again."""
        on = self._actions[ActionId.DIM].isChecked()
        self._display.set_dimming(on)
        if on and not self._highlighting.active:
            self._navigator.noticed.emit("Dimming shows once a lens is on")

    def show_all(self) -> None:
        """Ends the dimming."""
        self._actions[ActionId.DIM].setChecked(False)
        self._display.set_dimming(False)
        self._window.content.view.setFocus()

    def full_screen(self) -> None:
        """Fills the screen, or goes back to a window."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    # -- go to --------------------------------------------------------------------------------

    def goto_items(self) -> list[GotoItem]:
        """Everything the go-to field reaches: sections, leaflets, lenses and commands."""
        items: list[GotoItem] = []
        opened = self._navigator.present
        if opened is not None:
            items += [
                GotoItem(GotoKind.SECTION, section.title, "", section.key)
                for section in opened.text.sections
                if section.title
            ]
        items += [
            GotoItem(GotoKind.LEAFLET, head.title, "", head.id)
            for head in self._heads()
            if opened is None or head.id != opened.name
        ]
        items += [
            GotoItem(
                GotoKind.COMMAND,
                spec.full_name,
                spec.says,
                spec.id.name,
                spec.keys[0] if spec.keys else "",
            )
            for spec in ACTIONS
            if spec.id is not ActionId.GO_TO and self._actions[spec.id].isEnabled()
        ]
        return items

    def go_to(self, item: GotoItem) -> None:
        """Goes to what was chosen in the go-to field."""
        match item.kind:
            case GotoKind.SECTION:
                self._navigator.go_to_section(item.target)
            case GotoKind.LEAFLET:
                self._navigator.open(item.target)
            case GotoKind.COMMAND:
                self._actions[ActionId[item.target]].trigger()
            case GotoKind.FIND:
                self.find_words(item.target)
