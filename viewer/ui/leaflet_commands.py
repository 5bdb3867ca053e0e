"""What can be done with the leaflet on show: copied from, looked into, and its links followed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication

from viewer.render.citation import citation
from viewer.render.html import PROVENANCE_LINK, RenderedFigure
from viewer.render.provenance import provenance_rows
from viewer.ui.actions import ActionId
from viewer.ui.appearance import Appearance
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet

_WHAT_NOTES_ARE = (
    "These remarks are the program's. They name what in the leaflet's file cannot be shown as it "
    "stands there; all else is shown whole."
)


class LeafletCommands:
    """One method for every such action."""

    def __init__(self, window: MainWindow, navigator: Navigator, appearance: Appearance) -> None:
        self._window = window
        self._navigator = navigator
        self._appearance = appearance
        self.may_leave = True
        """Whether a link may be opened outside the program."""

    def by_action(self) -> dict[ActionId, Callable[[], object]]:
        """What is called when an action is triggered."""
        return {
            ActionId.PROVENANCE: self.show_provenance,
            ActionId.COPY_WITH_SOURCE: self.copy_with_source,
            ActionId.ENLARGE: self.enlarge_nearest,
            ActionId.READING_NOTES: self.show_reading_notes,
        }

    def copy_with_source(self) -> None:
        """Copies the selection, or else the section, with where it comes from."""
        opened = leaflet_on_show(self._window, self._navigator, "copied")
        if opened is None:
            return
        span = self._window.content.view.selected_span()
        if span is None:
            here = self._navigator.section
            number = opened.text.sections.index(here) if here is not None else 0
            starts = [*opened.text.section_starts, len(opened.text.text) + 1]
            span = (starts[number], starts[number + 1] - 1)
        QGuiApplication.clipboard().setText(citation(opened.text, *span))
        self._navigator.noticed.emit("Copied with its source")

    def show_provenance(self) -> None:
        """Shows all that is known of where the leaflet came from."""
        opened = self._navigator.present
        if opened is not None:
            self._show_facts("Provenance", [r for r in provenance_rows(opened.leaflet) if r[1]])

    def show_reading_notes(self) -> None:
        """Shows what the reader of the leaflet's file could not carry over."""
        opened = self._navigator.present
        if opened is not None and opened.leaflet.reading_notes:
            notes = enumerate(opened.leaflet.reading_notes, 1)
            rows = [(str(number), note) for number, note in notes]
            self._show_facts("Reading notes", rows, _WHAT_NOTES_ARE)

    def _show_facts(
        self, title: str, rows: Sequence[tuple[str, str]], introduction: str = ""
    ) -> None:
        from viewer.ui.facts_dialog import FactsDialog

        dialog = FactsDialog(title, rows, introduction, self._window)
        dialog.exec()
        dialog.deleteLater()

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

    def follow_link(self, link: str) -> None:
        """Goes to a link's section; a link that leads outside is shown whole, and asked about
        where it may be opened.
        """
        if link == PROVENANCE_LINK:
            self.show_provenance()
        elif not self._navigator.follow(link) and link.startswith(("http:", "https:", "mailto:")):
            if self.may_leave:
                self._ask_to_leave(link)
            else:
                self._navigator.noticed.emit(f"This link leads outside the leaflet, to {link}")

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


def leaflet_on_show(window: MainWindow, navigator: Navigator, done: str) -> OpenLeaflet | None:
    """The open leaflet unless a message covers it, of which nothing is `done`; that is told."""
    if navigator.present is not None and window.content.shows_message():
        navigator.noticed.emit(f"No leaflet is shown that could be {done}")
        return None
    return navigator.present
