"""The banner that says what is dimmed, for as long as something is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.painting import MINIMUM_HIT, key_text

_INDENT = 24


class DimBanner(QFrame):
    """ "6 of 9 sections dimmed: no Alcohol passage", with a way back to all of them."""

    show_all_requested = Signal()
    """The reader wants nothing dimmed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("dim_banner")
        self.setAccessibleName("Dimmed sections")
        self._words = QLabel(self)
        self._words.setObjectName("dim_words")
        self._words.setWordWrap(True)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._show_all = QPushButton("Show all", self)
        self._show_all.setObjectName("dim_show_all")
        self._show_all.setToolTip(f"Show all sections undimmed ({key_text('Ctrl+D')})")
        self._show_all.setCursor(Qt.CursorShape.PointingHandCursor)
        self._show_all.clicked.connect(self.show_all_requested)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(_INDENT, 1, 20, 1)
        layout.setSpacing(16)
        layout.addWidget(self._words)
        layout.addWidget(self._show_all)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self._show_all.setStyleSheet(
            f"QPushButton {{ color: {theme.accent}; background: transparent; border-radius: 6px;"
            f" border: 2px solid transparent; padding: 0 4px; min-height: {MINIMUM_HIT - 4}px;"
            f" text-decoration: underline; }}"
            f"QPushButton:focus {{ border-color: {theme.accent}; }}"
        )
        self.update()

    def set_indent(self, pixels: int) -> None:
        """Puts the words where the text below them begins, `pixels` from the left edge."""
        margins = self._layout.contentsMargins()
        margins.setLeft(max(12, pixels))
        self._layout.setContentsMargins(margins)

    def show_dimmed(self, dimmed: int, total: int, names: Sequence[str]) -> None:
        """Says that `dimmed` of `total` sections have no passage of the lenses `names`."""
        words = f"{dimmed} of {total} sections dimmed: {_nothing_on(names)}"
        changed = self.isHidden() or words != self._words.text()
        self._words.setText(words)
        self.setAccessibleDescription(words)
        self.show()
        if changed:
            announce(self, words, urgent=True)

    def hide_banner(self) -> None:
        """Ends the banner: nothing is dimmed."""
        self.hide()

    def words(self) -> str:
        """What the banner says."""
        return self._words.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.banner))
        if self._theme.outlined:
            painter.setPen(QColor(self._theme.text))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


def _nothing_on(names: Sequence[str]) -> str:
    if not names:
        return "no passage"
    if len(names) == 1:
        return f"no {names[0]} passage"
    return f"no passage on {', '.join(names[:-1])} or {names[-1]}"
