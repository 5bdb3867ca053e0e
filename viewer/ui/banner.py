"""A band above the leaflet that says one thing, with one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.painting import MINIMUM_HIT

_INDENT = 24
_LEAST_INDENT = 12


class Banner(QFrame):
    """Words at the left, a button that looks like a link at the right; hidden until said."""

    button_clicked = Signal()

    def __init__(
        self, theme: Theme, name: str, button: str, tip: str, parent: QWidget | None = None
    ) -> None:
        """`name` is the object name; those of its parts begin with its first word."""
        super().__init__(parent)
        self._theme = theme
        prefix = name.partition("_")[0]
        self.setObjectName(name)
        self._words = QLabel(self)
        self._words.setObjectName(f"{prefix}_words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setContentsMargins(0, 5, 0, 5)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._button = QPushButton(button, self)
        self._button.setObjectName(f"{prefix}_{button.lower().replace(' ', '_')}")
        self._button.setToolTip(tip)
        self._button.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.setAutoDefault(True)  # Enter presses it, too, and not the space bar alone
        self._button.clicked.connect(self.button_clicked)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(_INDENT, 1, 20, 1)
        layout.setSpacing(16)
        layout.addWidget(self._words)
        layout.addWidget(self._button)
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self._button.setStyleSheet(
            f"QPushButton {{ color: {theme.accent}; background: transparent; border-radius: 6px;"
            f" border: 2px solid transparent; padding: 0 4px; min-height: {MINIMUM_HIT - 4}px;"
            f" text-decoration: underline; }}"
            f"QPushButton:focus {{ border-color: {theme.accent}; }}"
        )
        self.update()

    def set_indent(self, pixels: int) -> None:
        """Puts the words where the text below them begins, `pixels` from the left edge."""
        margins = self._layout.contentsMargins()
        margins.setLeft(max(_LEAST_INDENT, pixels))
        self._layout.setContentsMargins(margins)

    def say(self, words: str) -> None:
        """Shows the banner with these words, and has them read aloud if they are new."""
        changed = self.isHidden() or words != self._words.text()
        self._words.setText(words)
        self.setAccessibleDescription(words)
        self.show()
        if changed:
            announce(self, words, urgent=True)

    @property
    def button(self) -> QPushButton:
        """What can be done about it."""
        return self._button

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
