"""A reading column whose leaflet is laid out bit by bit while the reader reads.

What can be scrolled through grows with it. Whoever asks for what stands further down has the
leaflet laid out up to there first.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QWidget

from viewer.render.html import RenderedFigure
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.figure_marks import FigureMarks
from viewer.ui.leaflet_places import LeafletPlaces
from viewer.ui.linked_column import LEAD, LinkedColumn


class GrowingColumn(LinkedColumn):
    """Shows one `LeafletDocument` at a time. Offsets are characters of the leaflet's text."""

    scrolled = Signal()
    """What is visible changed: by scrolling, resizing or a new layout."""
    laid_out = Signal()
    """The whole document is laid out: where everything in it stands is known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: LeafletDocument | None = None
        self._places = LeafletPlaces(self)
        self._moving = False
        self._fitting = False
        self._laid_out_for = self._line()
        self.verticalScrollBar().rangeChanged.connect(self._extend_range)
        self._places.steps.grew.connect(self._extend_range)
        self._places.steps.finished.connect(self._mark_figures)
        self._places.steps.finished.connect(self.laid_out)

    @property
    def shown(self) -> LeafletDocument | None:
        """The document on show."""
        return self._shown

    def show_document(self, document: LeafletDocument, theme: Theme) -> None:
        """Shows a document from its top."""
        left, self._shown = self._shown, None
        self._theme = theme
        self.set_linked(document)
        self.set_figure_marks(None)
        self._places.steps.stop()
        with self._moved_by_program(), self._fitted_by_program():
            self.put_on_show(document.document)
        self._shown = document
        if left is not None and left is not document:
            left.document.documentLayout().documentSizeChanged.disconnect(self._extend_range)
            # PySide6 takes every document shown for a child of the view and never lets it go.
            left.document.setParent(None)
        if left is not document:
            document.document.documentLayout().documentSizeChanged.connect(self._extend_range)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self.viewport().setUpdatesEnabled(True)

    def hold_still(self) -> None:
        """Leaves on the screen what is there until another document is shown."""
        self.viewport().setUpdatesEnabled(False)

    # -- how far it is laid out ---------------------------------------------------------------

    @property
    def is_laid_out(self) -> bool:
        """Whether the whole document is laid out."""
        return self._places.steps.is_finished

    def lay_out_to(self, position: int) -> None:
        self._places.steps.reach(position)

    def lay_out_all(self) -> None:
        """Lays out whatever of the document is not laid out yet; 0.3 s for 1 MB of it."""
        self._places.lay_out_all()

    def section_tops(self) -> array[float]:
        """The y coordinate of each section's heading, in the order of the leaflet.

        Lays out all of the document.
        """
        self._places.lay_out_all()
        return self._places.section_tops()

    def nearest_figure(self) -> RenderedFigure | None:
        """The table or image nearest to where the reader reads; None where there is none."""
        self.lay_out_all()
        if self.figure_marks is None:
            return None
        visible = self.visible()
        return self.figure_marks.nearest(visible.top() + visible.height() / 3)

    # -- what of it is in view ----------------------------------------------------------------

    def visible_offsets(self) -> tuple[int, int]:
        """First and last character in view."""
        if self._shown is None:
            return (0, 0)
        visible = self.visible()
        return (
            self._shown.offset(self._shown.position_at(visible.topLeft())),
            self._shown.offset(self._shown.position_at(visible.bottomRight())),
        )

    def view_range(self) -> tuple[float, float]:
        """The visible part of the leaflet, as fractions of its height."""
        visible = self.visible()
        height = self.scroll_height()
        return visible.top() / height, min(1.0, visible.bottom() / height)

    def fraction(self, offset: int) -> float:
        """How far down the leaflet a character stands, from 0 to 1."""
        if self._shown is None:
            return 0.0
        self.lay_out_all()
        return self._shown.top(offset) / self.scroll_height()

    def scroll_height(self) -> float:
        """The height of what can be scrolled through, in pixels."""
        bar = self.verticalScrollBar()
        return max(1.0, bar.maximum() + self.viewport().height())

    # -- inside -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_End:
            self.lay_out_all()
        super().keyPressEvent(event)

    @contextmanager
    def _moved_by_program(self) -> Iterator[None]:
        """While this lasts scrolling is not the reader's own; may be entered within itself."""
        before, self._moving = self._moving, True
        try:
            yield
        finally:
            self._moving = before

    @contextmanager
    def _fitted_by_program(self) -> Iterator[None]:
        """While this lasts the viewport gets another size by other margins."""
        self._fitting = True
        try:
            yield
        finally:
            self._fitting = False

    def _resize(self, event: QResizeEvent) -> bool:
        """Fits the column to the view's new size; whether its lines are others now."""
        with self._moved_by_program(), self._fitted_by_program():
            # The document on show may not be set yet: setting the margins comes here by itself.
            self.fit_column(self._shown.document if self._shown is not None else self.document())
            if self.viewport().size() == event.size():  # else it was laid out for other margins
                super().resizeEvent(event)
        if self._shown is None or self._laid_out_for == self._line():
            self._extend_range()
            return False
        self.set_figure_marks(None)
        self._lay_out()
        return True

    def _line(self) -> tuple[int, QTextOption.WrapMode]:
        """What the lines depend on: the viewport's width, and whether words are broken."""
        return self.viewport().width(), self.wordWrapMode()

    def _lay_out(self) -> None:
        """Begins to lay the document out in the width that it has now."""
        self._laid_out_for = self._line()
        if self._shown is None:
            return
        self._places.begin(self._shown)
        self._extend_range()
        if self._places.steps.is_finished:
            self._mark_figures()

    def _mark_figures(self) -> None:
        """Offers the figures to be enlarged; where they stand Qt tells only of a whole layout."""
        if self._shown is not None and self._shown.figures and self.figure_marks is None:
            self.set_figure_marks(FigureMarks(self._shown, self._theme))
            self.viewport().update()

    def _top(self, offset: int) -> float:
        """The top of a character's line, which can be scrolled to the top of the view then."""
        return self._places.top(offset, room=self.height())

    def _extend_range(self) -> None:
        """Lets all that is laid out be scrolled to; the last sections to the top of the view."""
        if self._shown is None:
            return
        steps, bar = self._places.steps, self.verticalScrollBar()
        wanted = max(0, round(steps.bottom() - self.viewport().height()))
        tops = self._places.section_tops()
        if not steps.is_finished:
            wanted = max(wanted, bar.maximum())
        elif tops:
            wanted = max(wanted, round(tops[-1] - LEAD))
        if bar.maximum() != wanted:
            bar.setMaximum(wanted)
