"""The content pane: banner, find bar and the leaflet with its marker strip, or a message."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from viewer.render.theme import Theme
from viewer.ui.banner import Banner
from viewer.ui.dim_banner import DimBanner
from viewer.ui.find_bar import FindBar
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.marker_strip import MarkerStrip
from viewer.ui.rich_text import SIDE, column_margin

if TYPE_CHECKING:
    from viewer.ui.message_page import Message, MessagePage


class ContentPane(QStackedWidget):
    """Everything right of the tree."""

    diagnostics_requested = Signal()
    """The reader wants the facts about the program, from a message."""
    open_requested = Signal()
    """The reader wants to open another leaflet, from a message."""

    def __init__(
        self, view: LeafletView, theme: Theme, icons: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.view = view
        self.banner = DimBanner(theme)
        self.notice = Banner(theme, "notice_banner", "Details", "Show what is wrong and where")
        self.notice.setAccessibleName("Notice")
        self.newer = Banner(theme, "newer_banner", "Open it", "Show the newer version")
        self.newer.setAccessibleName("Newer version")
        self.find_bar = FindBar(theme, icons)
        self.strip = MarkerStrip(theme)
        self.can_open = True
        """Whether messages offer to open another leaflet."""
        self._message: MessagePage | None = None
        reading = QWidget()
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.view)
        across.addWidget(self.strip)
        column = self._column = QVBoxLayout(reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bands = (self.notice, self.newer, self.banner)
        for band in bands:
            column.addWidget(band)
            view.column_fitted.connect(band.set_indent)
        column.addLayout(across)
        column.addWidget(self.find_bar)
        self.addWidget(reading)

    def show_dimmed(
        self, dimmed: int, total: int, names: Sequence[str], unchecked: str = ""
    ) -> None:
        """Shows the banner that says what is dimmed, or by `unchecked` why nothing can be.

        Where there is nothing to say the banner is hidden.

        The leaflet scrolls by the banner's height, so that no text moves on the screen; at its
        very top it stays there, or the banner would cover its title.
        """
        top = self.view.y()
        if unchecked:
            self.banner.show_unchecked(unchecked)
        elif dimmed:
            self.banner.show_dimmed(dimmed, total, names)
        else:
            self.banner.hide_banner()
        self._column.activate()
        scrolled = self.view.verticalScrollBar().value() > 0
        if self.isVisible() and scrolled and self.view.y() != top:
            self.view.shift(self.view.y() - top)

    def set_theme(self, theme: Theme) -> None:
        """Paints all parts with the colours of `theme`."""
        for part in (self.notice, self.newer, self.banner, self.find_bar, self.strip):
            part.set_theme(theme)

    def show_message(self, message: Message, *, can_go_back: bool) -> None:
        """Shows a message in place of the leaflet."""
        if self._message is None:
            from viewer.ui.message_page import MessagePage

            self._message = MessagePage(self._margin_beside)
            self._message.left.connect(self.show_leaflet)
            self._message.diagnostics_requested.connect(self.diagnostics_requested)
            self._message.open_requested.connect(self.open_requested)
            self.addWidget(self._message)
        self._message.show_message(message, can_go_back=can_go_back, can_open=self.can_open)
        self.setCurrentWidget(self._message)
        self._message.take_focus()

    def _margin_beside(self, width: int) -> int:
        """Pixels left of the leaflet's text in a pane of that width."""
        taken = self.strip.sizeHint().width() + self.view.verticalScrollBar().sizeHint().width()
        return column_margin(self.view.document(), width - taken) + SIDE

    def show_leaflet(self) -> None:
        """Shows the leaflet again in place of a message."""
        if self.shows_message():
            self.setCurrentIndex(0)
            self.view.setFocus()

    def shows_message(self) -> bool:
        """Whether a message stands where the leaflet would."""
        return self._message is not None and self.currentWidget() is self._message

    def reading_widget(self) -> QWidget:
        """What the keyboard reads in this pane: the leaflet, or the message in its place."""
        if self._message is not None and self.shows_message():
            return self._message
        return self.view
