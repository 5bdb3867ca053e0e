"""The leaflet on the screen: a reading column that follows sections and carries highlights.

The document is never changed while it is shown. Matches and the boxes of notes are painted
beneath the text, dimming above it, and only for what is visible. A long document is laid out bit
by bit while the reader reads; whatever goes further down lays it out up to there first.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QToolTip, QWidget

from viewer.render.excerpt import Excerpt
from viewer.render.html import RenderedFigure, render_html
from viewer.render.plain_text import plain_text
from viewer.render.stylesheet import print_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.figure_marks import FigureMarks
from viewer.ui.leaflet_paint import LeafletPaint
from viewer.ui.leaflet_places import LeafletPlaces
from viewer.ui.linked_column import LEAD, LinkedColumn
from viewer.ui.match_painting import MatchLayer
from viewer.ui.tool_tips import plain_tip

HEAD = -1
"""In place of a character: the leaflet's head, above the first section."""


class LeafletView(LinkedColumn):
    """Shows one `LeafletDocument`. Offsets are characters of the leaflet's text."""

    section_entered = Signal(str)
    """The reader scrolled into the section with this key."""
    scrolled = Signal()
    """What is visible changed: by scrolling, resizing or a new layout."""
    laid_out = Signal()
    """The whole document is laid out: where everything in it stands is known."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("leaflet_view")
        self.setAccessibleName("Leaflet")
        self._theme = theme
        self._shown: LeafletDocument | None = None
        self._paint: LeafletPaint | None = None
        self._places = LeafletPlaces(self)
        self._held_section = ""
        self._anchor: int | None = None
        self._moving = False
        self._fitting = False
        self._laid_out_for = self._line()
        self._describe: Callable[[int], str] = lambda _offset: ""
        self.verticalScrollBar().valueChanged.connect(self._follow_scroll)
        self.verticalScrollBar().rangeChanged.connect(self._extend_range)
        self._places.steps.grew.connect(self._extend_range)
        self._places.steps.finished.connect(self._mark_figures)
        self._places.steps.finished.connect(self.laid_out)

    # -- what is shown ------------------------------------------------------------------------

    @property
    def shown(self) -> LeafletDocument | None:
        """The document on show."""
        return self._shown

    def show_document(self, document: LeafletDocument, theme: Theme) -> None:
        """Shows a document from its top, without highlights."""
        left, self._shown = self._shown, document
        self._theme = theme
        self._paint = LeafletPaint(document, theme)
        self.set_linked(document)
        self.set_figure_marks(None)
        self._places.steps.stop()
        self._anchor = HEAD
        self._held_section = ""
        with self._moved_by_program():
            # In this order, or the one before would be laid out anew in the other's column.
            self.setDocument(document.document)
            self.fit_column(document.document)
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

    def set_layers(self, layers: Sequence[MatchLayer]) -> None:
        """The matches to paint, later ones above."""
        if self._paint is not None:
            self._paint.layers = layers
            self.viewport().update()

    def set_current(self, span: tuple[int, int] | None) -> None:
        """The match that the walk or find is at: characters from and to."""
        if self._paint is not None:
            self._paint.current = span
            self.viewport().update()

    @property
    def layers(self) -> Sequence[MatchLayer]:
        """The matches that are painted."""
        return self._paint.layers if self._paint is not None else ()

    def current(self) -> tuple[int, int] | None:
        """The match that the walk or find is at."""
        return self._paint.current if self._paint is not None else None

    def set_dimmed(self, sections: Collection[str]) -> None:
        """The sections to dim, by key. Their text stays readable."""
        if self._paint is not None:
            self._paint.dimmed = sections
            self.viewport().update()

    def set_match_description(self, describe: Callable[[int], str]) -> None:
        """What a tool tip says of the matches at a character; nothing where there are none."""
        self._describe = describe

    def describe(self, offset: int) -> str:
        """What a tool tip says of the matches at a character."""
        return self._describe(offset)

    # -- where the reader is ------------------------------------------------------------------

    def go_to_section(self, key: str) -> None:
        """Brings a section's heading to the top of the view."""
        if self._shown is None:
            return
        text = self._shown.text
        for index, section in enumerate(text.sections):
            if section.key == key:
                self._scroll_to(self._top(text.section_starts[index]) - LEAD)
                self._anchor = text.section_starts[index]
                self._hold(key)
                return

    def go_to_offset(self, offset: int) -> None:
        """Brings the line with this character to the top of the view."""
        if self._shown is not None:
            self._scroll_to(self._top(offset) - LEAD)
            self._anchor = offset
            self._hold(self._section_at(offset))

    def go_to_top(self) -> None:
        """Shows the leaflet's head."""
        self._scroll_to(0)
        self._held_section = ""
        self._announce_section()

    def reveal(self, start: int, end: int) -> None:
        """Brings a match into view, in the upper third unless it is well in view already."""
        if self._shown is None:
            return
        top = self._top(start)
        bottom = self._top(max(start, end - 1)) + self._line_height()
        visible = self.visible()
        margin = 2 * self._line_height()
        if top < visible.top() + margin or bottom > visible.bottom() - margin:
            self._scroll_to(top - visible.height() / 3)
        self._hold(self._section_at(start))

    def top_offset(self) -> int:
        """The character at the top of the view."""
        if self._shown is None:
            return 0
        visible = self.visible()
        if visible.top() <= 0:
            return 0
        point = visible.topLeft()
        point.setY(point.y() + LEAD)
        return self._shown.offset(self._shown.position_at(point))

    def visible_offsets(self) -> tuple[int, int]:
        """First and last character in view."""
        if self._shown is None:
            return (0, 0)
        visible = self.visible()
        return (
            self._shown.offset(self._shown.position_at(visible.topLeft())),
            self._shown.offset(self._shown.position_at(visible.bottomRight())),
        )

    def match_in_view(self) -> tuple[int, int] | None:
        """The match that the walk or find is at, where it is in view."""
        current = self.current()
        if current is None:
            return None
        first, last = self.visible_offsets()
        return current if first <= current[0] <= last else None

    def current_section(self) -> str:
        """The key of the section the reader is in; empty at the leaflet's head."""
        if self._held_section or self._shown is None:
            return self._held_section
        line = self.visible().top() + LEAD + 1
        index = bisect_right(self._places.section_tops(), line) - 1
        if index < 0:
            return ""
        return self._shown.text.sections[index].key

    def shift(self, pixels: int) -> None:
        """Scrolls by so many pixels without leaving the section that the reader is in."""
        self._scroll_to(self.verticalScrollBar().value() + pixels)

    def nearest_figure(self) -> RenderedFigure | None:
        """The table or image nearest to where the reader reads; None where there is none."""
        self.lay_out_all()
        if self.figure_marks is None:
            return None
        visible = self.visible()
        return self.figure_marks.nearest(visible.top() + visible.height() / 3)

    def selected_span(self) -> tuple[int, int] | None:
        """The selected characters, or None where nothing is selected."""
        cursor = self.textCursor()
        if self._shown is None or not cursor.hasSelection():
            return None
        start = self._shown.offset(cursor.selectionStart())
        end = self._shown.offset(cursor.selectionEnd())
        return (start, end) if start < end else None

    def select(self, start: int, end: int) -> None:
        """Selects the characters from `start` to `end`, without going there."""
        if self._shown is None:
            return
        cursor = self.textCursor()
        cursor.setPosition(self._shown.position(start))
        cursor.setPosition(self._shown.position(end), QTextCursor.MoveMode.KeepAnchor)
        with self._moved_by_program():
            self.setTextCursor(cursor)

    def fraction(self, offset: int) -> float:
        """How far down the leaflet a character stands, from 0 to 1."""
        if self._shown is None:
            return 0.0
        self.lay_out_all()
        return self._shown.top(offset) / self.scroll_height()

    def go_to_fraction(self, fraction: float) -> None:
        """Shows what stands so far down the leaflet, from 0 to 1, in the middle of the view."""
        self._held_section = ""
        self.lay_out_all()
        middle = fraction * self.scroll_height() - self.visible().height() / 2
        self._scroll_to(middle)
        self._announce_section()

    def view_range(self) -> tuple[float, float]:
        """The visible part of the leaflet, as fractions of its height."""
        visible = self.visible()
        height = self.scroll_height()
        return visible.top() / height, min(1.0, visible.bottom() / height)

    # -- Qt -----------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """The selection for the clipboard, with a reader's note marked as one."""
        span, data = self.selected_span(), QMimeData()
        if self._shown is None or span is None:
            return super().createMimeDataFromSelection()
        leaflet = Excerpt(self._shown.text, *span).text.leaflet
        data.setText(plain_text(leaflet))
        keys = [section.key for section in leaflet.walk()]
        data.setHtml(render_html(leaflet, print_style(), keys).html)
        return data

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._paint is None:
            super().paintEvent(event)
            return
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        clip = QRectF(event.rect().translated(shift))
        with self._painter(shift) as painter:
            self._paint.paint_beneath(painter, clip)
            if self.link is not None and self.hasFocus():
                self._paint.paint_focus(painter, self.link)
        super().paintEvent(event)
        with self._painter(shift) as painter:
            if self.figure_marks is not None:
                self.figure_marks.paint(painter, clip, self.hovered)
            self._paint.paint_dimming(painter, clip, self._places.section_extents())

    @contextmanager
    def _painter(self, shift: QPoint) -> Iterator[QPainter]:
        """A painter whose coordinates are the document's."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-shift)
        yield painter
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the line at the top of the view where it is while the column is laid out anew."""
        if self._fitting:  # other margins make the viewport another size, which comes here again
            super().resizeEvent(event)
            return
        anchor, held, match = self.anchor(), self._held_section, self.match_in_view()
        self._fitting = True
        with self._moved_by_program():
            # The document on show may not be set yet: setting the margins comes here by itself.
            self.fit_column(self._shown.document if self._shown is not None else self.document())
            super().resizeEvent(event)
        self._fitting = False
        before, self._laid_out_for = self._laid_out_for, self._line()
        if self._shown is not None and self._laid_out_for != before:
            self.set_figure_marks(None)
            self._lay_out()
            self.restore(anchor, held, match)
        else:
            self._extend_range()
            self.scrolled.emit()

    def _line(self) -> tuple[int, QTextOption.WrapMode]:
        """What the lines depend on: the viewport's width, and whether words are broken."""
        return self.viewport().width(), self.wordWrapMode()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_End:
            self.lay_out_all()
        super().keyPressEvent(event)

    def restore(self, anchor: int, held_section: str, match: tuple[int, int] | None = None) -> None:
        """Puts a character, or the leaflet's head, back to the top of the view.

        Where that leaves `match` out of view, it is brought into view instead.
        """
        if self._shown is None:
            return
        self._scroll_to(self._top(anchor) - LEAD if anchor >= 0 else 0)
        self._anchor = anchor
        if match is not None:
            self.reveal(*match)
        self._held_section = held_section
        self._announce_section()

    def held_section(self) -> str:
        """The section that the reader jumped to and has not scrolled away from."""
        return self._held_section

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cursor = self.cursorForPosition(event.pos())
            words = self._describe(self._shown.offset(cursor.position())) if self._shown else ""
            words = words or self.figure_tip(event.pos())
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().viewportEvent(event)

    # -- inside -------------------------------------------------------------------------------

    def anchor(self) -> int:
        """The character whose line stays at the top when the column is laid out anew.

        `HEAD` stands for the leaflet's head. It is kept until the reader scrolls, so that
        zooming back and forth ends where it began.
        """
        if self._anchor is None:
            at_head = self.verticalScrollBar().value() <= 0
            self._anchor = HEAD if at_head else self.top_offset()
        return self._anchor

    def _line_height(self) -> float:
        return QFontMetricsF(self.document().defaultFont()).height() * 1.5

    def scroll_height(self) -> float:
        """The height of what can be scrolled through, in pixels."""
        bar = self.verticalScrollBar()
        return max(1.0, bar.maximum() + self.viewport().height())

    @contextmanager
    def _moved_by_program(self) -> Iterator[None]:
        """While this lasts scrolling is not the reader's own; may be entered within itself."""
        before, self._moving = self._moving, True
        try:
            yield
        finally:
            self._moving = before

    def _scroll_to(self, y: float) -> None:
        self._extend_range()
        with self._moved_by_program():
            self.verticalScrollBar().setValue(max(0, round(y)))
        self._anchor = None
        self.scrolled.emit()

    def _hold(self, key: str) -> None:
        self._held_section = key
        self._announce_section()

    def _section_at(self, offset: int) -> str:
        if self._shown is None or not self._shown.text.sections:
            return ""
        return self._shown.text.sections[self._shown.text.section_index(offset)].key

    def _announce_section(self) -> None:
        self.section_entered.emit(self.current_section())

    def _follow_scroll(self) -> None:
        if self._moving or self._shown is None:
            return
        self._held_section = ""
        self._anchor = None
        if not self._places.steps.is_finished:  # what is seen may be further down than that
            self.lay_out_to(self._shown.position_at(self.visible().bottomLeft()))
        self._announce_section()
        self.scrolled.emit()

    # -- layout -------------------------------------------------------------------------------

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

    def _lay_out(self) -> None:
        """Begins to lay the document out in the width that it has now."""
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
