"""A table in a view of its own: at the size of body type, scrolled both ways where it is wide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont, QFontMetricsF, QTextDocument
from PySide6.QtWidgets import QTextEdit, QWidget

from viewer.render.excerpt import Excerpt
from viewer.render.html import render_html
from viewer.render.stylesheet import enlarged_style
from viewer.render.theme import Theme
from viewer.ui.appearance import ZOOM_STEPS
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.match_painting import MatchLayer
from viewer.ui.rich_text import GAP, SIDE, line_width

COLUMN_CHARACTERS = 26
"""Characters that a column of the table holds at most before its text is broken into lines."""


class EnlargedTable(LeafletView):
    """Shows the table that an excerpt of a leaflet is, with its matches."""

    zoom_changed = Signal(int)
    """Percent."""

    def __init__(
        self,
        excerpt: Excerpt,
        columns: int,
        layers: Sequence[MatchLayer],
        theme: Theme,
        font: QFont,
        parent: QWidget | None = None,
    ) -> None:
        """`layers` are those of the whole leaflet."""
        self._wanted = 0.0
        super().__init__(theme, parent)
        self.setObjectName("enlarged_table")
        self.setAccessibleName("Enlarged table")
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self._excerpt = excerpt
        self._columns = columns
        self._clipped = [MatchLayer(excerpt.clip(each.matches), each.colour) for each in layers]
        self._colours = theme
        self._type = font
        self._zoom = 100
        self.zoom_requested.connect(self.step_zoom)

    @property
    def zoom(self) -> int:
        """Percent."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Sets the size; what stands at the top stays there."""
        self._zoom = percent
        anchor, held = self.anchor(), self.held_section()
        style = enlarged_style(self._colours, percent)
        text = self._excerpt.text
        rendered = render_html(text.leaflet, style, [section.key for section in text.sections])
        document = LeafletDocument(text, rendered, style, self._type, screen_measures(style))
        self._wanted = self._natural_width(document.document)
        self.show_document(document, self._colours)
        self.set_layers(self._clipped)
        self.restore(anchor, held)
        self.zoom_changed.emit(percent)

    def step_zoom(self, step: int) -> None:
        """Goes one step larger (+1) or smaller (-1)."""
        further = [z for z in ZOOM_STEPS if (z - self._zoom) * step > 0]
        if further:
            self.set_zoom(further[0] if step > 0 else further[-1])

    def reset_zoom(self) -> None:
        """Shows the table at 100 %."""
        self.set_zoom(100)

    def natural_size(self) -> tuple[int, int]:
        """Width and height that show the whole table, in pixels."""
        bar = self.verticalScrollBar().sizeHint().width()
        height = self.document().size().height() + 2 * GAP
        return round(self._wanted) + 2 * GAP + bar, round(height)

    def copy_shown(self) -> None:
        """Copies what is selected, or else the whole table."""
        before = self.textCursor()
        if not before.hasSelection():
            self.selectAll()
        self.copy()
        self.setTextCursor(before)

    def fit_column(self, document: QTextDocument) -> None:  # noqa: ARG002
        """Gives the table the room of the view, or more where its columns want more."""
        self.setViewportMargins(GAP - SIDE, 0, GAP - SIDE, 0)
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - 2 * (GAP - SIDE) - bar
        width = max(room, round(self._wanted))
        if self.lineWrapColumnOrWidth() != width:  # setting it lays the table out in any case
            self.setLineWrapColumnOrWidth(width)
        self.column_fitted.emit(GAP)

    def _natural_width(self, document: QTextDocument) -> float:
        """The width at which no column is narrower than its text, or than it needs to be.

        The document is new, and as wide as its text until it is shown.
        """
        self.wrap(document)
        ideal = document.idealWidth()
        column = line_width(QFontMetricsF(document.defaultFont()), COLUMN_CHARACTERS)
        return min(ideal, column * max(1, self._columns)) + 2 * SIDE

    def _extend_range(self) -> None:
        """A table is scrolled to its end and no further."""
