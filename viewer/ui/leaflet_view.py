"""The leaflet on the screen: where the reader is in it, and what of it is selected.

How it is laid out and painted is told in the columns that it is made of: `reading_column`,
`figure_column`, `linked_column`, `growing_column` and `marked_column`.
"""

from __future__ import annotations

from bisect import bisect_right

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QFontMetricsF, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from viewer.render.excerpt import Excerpt
from viewer.render.html import render_html
from viewer.render.plain_text import plain_text
from viewer.render.stylesheet import print_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.linked_column import LEAD
from viewer.ui.marked_column import MarkedColumn

HEAD = -1
"""In place of a character: the leaflet's head, above the first section."""


class LeafletView(MarkedColumn):
    """Shows one `LeafletDocument`. Offsets are characters of the leaflet's text."""

    section_entered = Signal(str)
    """The reader scrolled into the section with this key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("leaflet_view")
        self.setAccessibleName("Leaflet")
        self._held_section = ""
        self._anchor: int | None = None
        self.verticalScrollBar().valueChanged.connect(self._follow_scroll)

    def show_document(self, document: LeafletDocument, theme: Theme) -> None:
        """Shows a document from its top, without highlights."""
        self._anchor = HEAD
        self._held_section = ""
        super().show_document(document, theme)

    # -- going somewhere ----------------------------------------------------------------------

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

    def go_to_fraction(self, fraction: float) -> None:
        """Shows what stands so far down the leaflet, from 0 to 1, in the middle of the view."""
        self._held_section = ""
        self.lay_out_all()
        middle = fraction * self.scroll_height() - self.visible().height() / 2
        self._scroll_to(middle)
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

    def go_to_match(self, start: int, end: int) -> None:
        """Brings a match into view as the current one; nothing selected hides it any more."""
        self.deselect()
        self.set_current((start, end) if end > start else None)
        self.reveal(start, end)

    def shift(self, pixels: int) -> None:
        """Scrolls by so many pixels without leaving the section that the reader is in."""
        self._scroll_to(self.verticalScrollBar().value() + pixels)

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

    # -- where the reader is ------------------------------------------------------------------

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

    def anchor(self) -> int:
        """The character whose line stays at the top when the column is laid out anew.

        `HEAD` stands for the leaflet's head. It is kept until the reader scrolls, so that
        zooming back and forth ends where it began.
        """
        if self._anchor is None:
            at_head = self.verticalScrollBar().value() <= 0
            self._anchor = HEAD if at_head else self.top_offset()
        return self._anchor

    def current_section(self) -> str:
        """The key of the section the reader is in; empty at the leaflet's head."""
        if self._held_section or self._shown is None:
            return self._held_section
        line = self.visible().top() + LEAD + 1
        index = bisect_right(self._places.section_tops(), line) - 1
        if index < 0:
            return ""
        return self._shown.text.sections[index].key

    def held_section(self) -> str:
        """The section that the reader jumped to and has not scrolled away from."""
        return self._held_section

    # -- what is selected ---------------------------------------------------------------------

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

    def deselect(self) -> bool:
        """Ends the selection, without going anywhere; False where nothing is selected."""
        if not self.textCursor().hasSelection():
            return False
        # Qt brings into view where it stands: in the middle of the view that moves nothing.
        cursor = self.cursorForPosition(self.viewport().rect().center())
        with self._moved_by_program():
            self.setTextCursor(cursor)
        return True

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

    # -- inside -------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the line at the top of the view where it is while the column is laid out anew."""
        if self._fitting:  # other margins make the viewport another size, which comes here again
            super().resizeEvent(event)
            return
        anchor, held, match = self.anchor(), self._held_section, self.match_in_view()
        if self._resize(event):
            self.restore(anchor, held, match)
        else:
            self.scrolled.emit()

    def _line_height(self) -> float:
        return QFontMetricsF(self.document().defaultFont()).height() * 1.5

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
