"""The actions that print, and what the next print takes over from the last."""

from __future__ import annotations

from collections.abc import Callable

from viewer.render.print_part import PrintScope, print_parts
from viewer.render.theme import Theme
from viewer.ui.actions import ActionId
from viewer.ui.highlight_display import HighlightDisplay
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_commands import leaflet_on_show
from viewer.ui.main_window import MainWindow
from viewer.ui.navigator import Navigator


class PrintCommands:
    """Opens the print dialog on a part of the leaflet on show."""

    def __init__(
        self,
        window: MainWindow,
        navigator: Navigator,
        highlighting: Highlighting,
        display: HighlightDisplay,
        theme: Theme,
        paper: str,
        highlights: bool,
    ) -> None:
        """`theme` is a light one, for highlights on paper."""
        self._window = window
        self._navigator = navigator
        self._highlighting = highlighting
        self._display = display
        self._theme = theme
        self.paper = paper
        """Name of the paper size last printed on, empty for the locale's own."""
        self.highlights = highlights
        """Whether highlights were printed last."""
        self.to_file = True
        """Whether a PDF file may be saved."""

    def by_action(self) -> dict[ActionId, Callable[[], object]]:
        """What is called when an action is triggered."""
        return {
            ActionId.PRINT_SECTION: lambda: self._print(PrintScope.SECTION),
            ActionId.PRINT: lambda: self._print(self._likely_scope()),
        }

    def _likely_scope(self) -> PrintScope:
        """What is most likely meant: selection, passages, or all."""
        if self._window.content.view.selected_span() is not None:
            return PrintScope.SELECTION
        return PrintScope.MATCHES if self._highlighting.passage_count else PrintScope.WHOLE

    def _print(self, scope: PrintScope) -> None:
        from viewer.ui.print_action import PrintWishes, print_with_dialog

        opened = leaflet_on_show(self._window, self._navigator, "printed")
        if opened is None or not opened.text.sections:
            return
        here = self._navigator.section or opened.text.sections[0]
        parts = print_parts(
            opened.text,
            here.key,
            self._highlighting.active_matches(),
            self._highlighting.lens_names(),
            self._window.content.view.selected_span(),
        )
        layers = tuple(self._display.layers(self._theme))
        wishes = PrintWishes(self._theme, layers, self.paper, self.highlights)
        request = print_with_dialog(self._window, parts, scope, wishes, to_file=self.to_file)
        if request is not None:
            self.paper = request.layout.pageSize().name()
            if self._highlighting.passage_count:
                self.highlights = request.highlights
            self._navigator.noticed.emit(
                "Saved as a PDF" if request.file else "Sent to the printer"
            )
