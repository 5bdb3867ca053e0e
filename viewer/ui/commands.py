"""What each action does in the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QDialog

from viewer.highlight.matches import LensState
from viewer.leaflet.errors import ResourceError
from viewer.library.errors import LibraryError
from viewer.render.citation import citation
from viewer.render.html import PROVENANCE_LINK, RenderedFigure
from viewer.render.print_part import PrintScope, print_parts
from viewer.render.provenance import provenance_rows
from viewer.render.theme import Theme
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
_WHAT_NOTES_ARE = (
    "These remarks are the program's. They name what in the leaflet's file cannot be shown as it "
    "stands there; all else is shown whole."
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the commands work on."""

    window: MainWindow
    navigator: Navigator
    highlighting: Highlighting
    display: HighlightDisplay
    appearance: Appearance
    heads: Callable[[], Sequence[Head]]
    paper_theme: Theme
    """The light theme, for highlights on paper."""
    paper: str
    """Name of the paper size, empty for the locale's own."""
    print_highlights: bool


class Commands(QObject):
    """One method for every action that is more than one call."""

    def __init__(self, parts: Parts, actions: Mapping[ActionId, QAction]) -> None:
        super().__init__(parts.window)
        self._window = parts.window
        self._navigator = parts.navigator
        self._highlighting = parts.highlighting
        self._display = parts.display
        self._appearance = parts.appearance
        self._heads = parts.heads
        self._paper_theme = parts.paper_theme
        self.paper = parts.paper
        """Name of the paper size last printed on, empty for the locale's own."""
        self.print_highlights = parts.print_highlights
        """Whether highlights were printed last."""
        self._actions = actions
        full_screen = actions[ActionId.FULL_SCREEN]
        full_screen.setChecked(parts.window.isFullScreen())
        parts.window.full_screen_changed.connect(full_screen.setChecked)

    def by_action(self) -> dict[ActionId, Callable[[], object]]:
        """What is called when an action is triggered."""
        window, navigator, view = self._window, self._navigator, self._window.content.view
        return {
            ActionId.OPEN: self.open_file,
            ActionId.PRINT_SECTION: self.print_section,
            ActionId.PRINT: self.print_more,
            ActionId.PROVENANCE: self.show_provenance,
            ActionId.QUIT: window.close,
            ActionId.COPY: view.copy,
            ActionId.COPY_WITH_SOURCE: self.copy_with_source,
            ActionId.SELECT_ALL: view.selectAll,
            ActionId.FIND: self.find,
            ActionId.ZOOM_IN: lambda: self._appearance.step_zoom(+1),
            ActionId.ZOOM_OUT: lambda: self._appearance.step_zoom(-1),
            ActionId.ZOOM_RESET: lambda: self._appearance.set_zoom(100),
            ActionId.THEME: self._appearance.next_theme,
            ActionId.FULL_SCREEN: self.full_screen,
            ActionId.ENLARGE: self.enlarge_nearest,
            ActionId.READING_NOTES: self.show_reading_notes,
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
            f"{error.reason[:1].upper()}{error.reason[1:]}.",
            (f"{error.file}{place}",) if error.file else (),
            advice,
        )
        self.show_message(message)

    def show_message(self, message: Message) -> None:
        """Shows a message in place of the leaflet."""
        has_leaflet = self._navigator.present is not None
        self._window.content.show_message(message, can_go_back=has_leaflet)

    def follow_link(self, link: str) -> None:
        """Goes to a link's section; a link that leads outside is shown whole and asked about."""
        if link == PROVENANCE_LINK:
            self.show_provenance()
        elif not self._navigator.follow(link) and link.startswith(("http:", "https:", "mailto:")):
            self._ask_to_leave(link)

    def _ask_to_leave(self, link: str) -> None:
        from PySide6.QtGui import QDesktopServices
        from PySide6.QtWidgets import QMessageBox

        from viewer.ui.questions import show_plainly

        question = QMessageBox(self._window)
        question.setWindowTitle("Open outside this program?")
        question.setText("This link leads outside the leaflet and this program:")
        question.setInformativeText(link)
        question.setStandardButtons(
            QMessageBox.StandardButton.Open | QMessageBox.StandardButton.Cancel
        )
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        show_plainly(question)
        if question.exec() == QMessageBox.StandardButton.Open:
            QDesktopServices.openUrl(QUrl(link))

    def show_provenance(self) -> None:
        """Shows all that is known of where the leaflet came from."""
        opened = self._navigator.present
        if opened is not None:
            from viewer.ui.facts_dialog import FactsDialog

            rows = [row for row in provenance_rows(opened.leaflet) if row[1]]
            self._show_dialog(FactsDialog("Provenance", rows, "", self._window))

    def show_reading_notes(self) -> None:
        """Shows what the reader of the leaflet's file could not carry over."""
        opened = self._navigator.present
        if opened is not None and opened.leaflet.reading_notes:
            from viewer.ui.facts_dialog import FactsDialog

            notes = enumerate(opened.leaflet.reading_notes, 1)
            rows = [(str(number), note) for number, note in notes]
            self._show_dialog(FactsDialog("Reading notes", rows, _WHAT_NOTES_ARE, self._window))

    def enlarge_nearest(self) -> None:
        """Shows the table or image nearest to where the reader reads in a view of its own."""
        figure = self._window.content.view.nearest_figure()
        if figure is not None and not self._window.content.shows_message():
            self.enlarge(figure)
        else:
            self._navigator.noticed.emit("There is no table or image to enlarge")

    def enlarge(self, figure: RenderedFigure) -> None:
        """Shows a table or an image of the leaflet in a view of its own."""
        from viewer.ui.enlarging import enlarge

        view, appearance = self._window.content.view, self._appearance
        font = QGuiApplication.font()
        link = enlarge(view, figure, appearance.theme, font, appearance.zoom)
        if link:
            self.follow_link(link)

    def _show_dialog(self, dialog: QDialog) -> None:
        """Shows a dialog until it is closed, and lets it go then."""
        dialog.exec()
        dialog.deleteLater()

    # -- text ---------------------------------------------------------------------------------

    def copy_with_source(self) -> None:
        """Copies the selection, or else the section, with where it comes from."""
        opened, view = self._navigator.present, self._window.content.view
        if opened is None or not self._is_leaflet_shown("copied"):
            return
        span = view.selected_span()
        if span is None:
            here = self._navigator.section
            number = opened.text.sections.index(here) if here is not None else 0
            starts = [*opened.text.section_starts, len(opened.text.text) + 1]
            span = (starts[number], starts[number + 1] - 1)
        QGuiApplication.clipboard().setText(citation(opened.text, *span))
        self._navigator.noticed.emit("Copied with its source")

    def find(self) -> None:
        """Opens find in the leaflet, with the words that are selected in one paragraph of it."""
        self.find_words(self._navigator.selected_words())

    def find_words(self, words: str) -> None:
        """Opens find in the leaflet, with what it held before where `words` is empty."""
        self._window.content.show_leaflet()
        self._window.content.find_bar.open_with(words)

    def _is_leaflet_shown(self, done: str) -> bool:
        """Whether the leaflet is on show, or else a message, of which nothing is `done`."""
        if self._window.content.shows_message():
            self._navigator.noticed.emit(f"No leaflet is shown that could be {done}")
            return False
        return True

    def clear(self) -> None:
        """Esc: closes a message, then find; where neither is open, switches the lenses off."""
        content = self._window.content
        if self._navigator.cancel_opening():
            return
        if content.shows_message():
            content.show_leaflet()
        elif not content.find_bar.isHidden():
            content.find_bar.close_bar()
        else:
            self._window.lens_bar.set_own_terms("")
            self._highlighting.set_active(())

    def dim(self) -> None:
        """Dims sections without a passage, or shows all again."""
        on = self._actions[ActionId.DIM].isChecked()
        self._display.set_dimming(on)
        if not on:
            return
        if not self._highlighting.active:
            self._navigator.noticed.emit("Dimming shows once a lens is on")
        elif any(m.state is LensState.CANNOT_CHECK for m in self._highlighting.active_matches()):
            words = "Nothing is dimmed: a lens cannot check, having no terms for this language"
            self._navigator.noticed.emit(words)

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

    # -- print --------------------------------------------------------------------------------

    def print_section(self) -> None:
        """Opens the print dialog on the section the reader is in."""
        self._print(PrintScope.SECTION)

    def print_more(self) -> None:
        """Opens the print dialog on what is most likely meant: selection, passages, or all."""
        if self._window.content.view.selected_span() is not None:
            self._print(PrintScope.SELECTION)
        elif self._highlighting.passage_count:
            self._print(PrintScope.MATCHES)
        else:
            self._print(PrintScope.WHOLE)

    def _print(self, scope: PrintScope) -> None:
        from viewer.ui.print_action import PrintWishes, print_with_dialog

        opened = self._navigator.present
        if opened is None or not opened.text.sections or not self._is_leaflet_shown("printed"):
            return
        here = self._navigator.section or opened.text.sections[0]
        parts = print_parts(
            opened.text,
            here.key,
            self._highlighting.active_matches(),
            self._highlighting.lens_names(),
            self._window.content.view.selected_span(),
        )
        wishes = PrintWishes(
            self._paper_theme,
            tuple(self._display.layers(self._paper_theme)),
            self.paper,
            self.print_highlights,
        )
        request = print_with_dialog(self._window, parts, scope, wishes)
        if request is not None:
            self.paper = request.layout.pageSize().name()
            if self._highlighting.passage_count:
                self.print_highlights = request.highlights
            self._navigator.noticed.emit(
                "Saved as a PDF" if request.file else "Sent to the printer"
            )
