"""A reading column whose links are walked with Tab, from where the reader is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from viewer.ui.document import LeafletDocument
from viewer.ui.figure_column import FigureColumn
from viewer.ui.focus_frame import FocusFrame
from viewer.ui.links import Link, link_extent, next_link

LEAD = 16
"""Pixels left above a line that is brought to the top of the view."""


class LinkedColumn(FigureColumn):
    """Holds the link that has the keyboard, and says when one is followed."""

    link_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.link: Link | None = None
        """The link that has the keyboard."""
        self._linked: LeafletDocument | None = None
        self._ring = FocusFrame(self)
        self.column_fitted.connect(self._show_ring)
        # Not by Qt's keyboard: `focusNextPrevChild` walks the links.
        by_mouse = Qt.TextInteractionFlag.LinksAccessibleByMouse
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | by_mouse)
        self.anchorClicked.connect(self._follow_click)

    def set_linked(self, document: LeafletDocument) -> None:
        """Takes the links of another document; in another of the same text the link is kept."""
        if self._linked is None or self._linked.text is not document.text:
            self.link = None
            self._show_ring()
        self._linked = document

    def lay_out_to(self, position: int) -> None:
        """To be done where a document is not laid out at once: up to a position."""

    def visible(self) -> QRectF:
        """What of the document is in view."""
        return QRectF(
            self.horizontalScrollBar().value(),
            self.verticalScrollBar().value(),
            self.viewport().width(),
            self.viewport().height(),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.link is not None:
            self.link_chosen.emit(QUrl(self.link.address).toString())
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: N802
        """Tab goes from link to link, beginning in view, and behind the last one leaves."""
        link = None
        if self._linked is not None:
            link = next_link(self._linked, self.link, self.visible(), forward=next)
        self._hold_link(link)
        return link is not None or super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.note_arrival(event.reason())
        self._show_ring()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._ring.note_arrival(Qt.FocusReason.MouseFocusReason)
        self._hold_link(None)
        super().mousePressEvent(event)

    def _follow_click(self, url: QUrl) -> None:
        """Tells of a link that was clicked, which Qt selects: nobody has selected its words."""
        self._deselect(self.textCursor().position())
        self.link_chosen.emit(url.toString())

    def _hold_link(self, link: Link | None) -> None:
        """Gives a link the keyboard in place of what was selected, and brings it into view."""
        self.link = link
        self._show_ring()
        self.viewport().update()
        if link is None:
            return
        self.lay_out_to(link.end)
        box, room = link_extent(self.document(), link), self.viewport().size()
        for bar, low, high, length in (
            (self.horizontalScrollBar(), box.left(), box.right(), room.width()),
            (self.verticalScrollBar(), box.top(), box.bottom(), room.height()),
        ):
            if low < bar.value():
                bar.setValue(round(low) - LEAD)
            elif high > bar.value() + length:
                bar.setValue(round(high) - length + LEAD)
        self._deselect(link.start)

    def _show_ring(self) -> None:
        """Rings the view where a key brought the focus to it; a link that has it has its own."""
        upright, flat = self.verticalScrollBar(), self.horizontalScrollBar()
        self._ring.resize(  # beside the scroll bars, which Qt raises above it
            self.width() - upright.isVisible() * upright.width(),
            self.height() - flat.isVisible() * flat.height(),
        )
        self._ring.setVisible(self._ring.by_key and self.hasFocus() and self.link is None)

    def _deselect(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
