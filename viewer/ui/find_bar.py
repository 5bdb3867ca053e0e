"""Find in the open leaflet: a field, how to search, how many, and the way to each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.elided import ElidedLabel
from viewer.ui.focus_memory import FocusMemory, claims_key
from viewer.ui.icons import ICON_SIDE, tinted_icon
from viewer.ui.painting import MINIMUM_HIT, key_text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LONGEST_QUOTED = 18


@dataclass(frozen=True, slots=True)
class FindQuery:
    """What is to be found, and how."""

    text: str
    whole_words: bool = False
    match_case: bool = False


class FindBar(QWidget):
    """Finds as the reader types; Enter and Shift+Enter step, Esc closes."""

    find_changed = Signal(FindQuery)
    """What is to be found is another now; an empty text ends the finding."""
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()
    """The bar is gone, and with it what it marked."""

    def __init__(self, theme: Theme, icons: Path, parent: QWidget | None = None) -> None:
        """`icons` is the folder that holds the icons."""
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._memory = FocusMemory()
        self._missing = False
        self.setObjectName("find_bar")
        self.setAccessibleName("Find in this leaflet")
        self._field = QLineEdit(self)
        self._options = QWidget(self)
        self._count = ElidedLabel(self._options)
        self._upper = QHBoxLayout()
        self._lower = QHBoxLayout()
        self._previous = self._button("previous", "Previous", "Previous (Shift+Enter)")
        self._next = self._button("next", "Next", "Next (Enter)")
        self._whole_words = self._switch("whole_words", "Whole word", "Alt+W")
        self._match_case = self._switch("match_case", "Match case", "Alt+C")
        self._close = self._button("close", "Close", "Close (Esc)")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._set_up_field()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_count(0, 0)
        self.hide()

    def _button(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"find_{name}")
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setIconSize(QSize(ICON_SIDE, ICON_SIDE))
        button.setMinimumHeight(MINIMUM_HIT)
        return button

    def _switch(self, name: str, text: str, keys: str) -> QToolButton:
        button = self._button(name, text, f"{text} ({key_text(keys)})")
        button.setShortcut(keys)
        # A button that takes the focus from a click takes it from its key as well, and the
        # reader's next letter would be lost.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCheckable(True)
        return button

    def _set_up_field(self) -> None:
        self._field.setObjectName("find_field")
        self._field.setAccessibleName("Find")
        self._field.setPlaceholderText("Find in this leaflet")
        self._field.setToolTip(f"Find in this leaflet ({key_text('Ctrl+F')})")
        self._field.setMinimumSize(120, MINIMUM_HIT)
        self._field.setMaximumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._count.setObjectName("find_count")
        self._count.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def _lay_out(self) -> None:
        options = QHBoxLayout(self._options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(4)
        options.addWidget(self._whole_words)
        options.addWidget(self._match_case)
        options.addSpacing(8)
        options.addWidget(self._count, 1)
        self._upper.setSpacing(4)
        self._upper.addWidget(self._field, 3)
        self._upper.addWidget(self._previous)
        self._upper.addWidget(self._next)
        self._upper.addWidget(self._options, 4)
        self._upper.addWidget(self._close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 6, 8, 6)
        rows.setSpacing(4)
        rows.addLayout(self._upper)
        rows.addLayout(self._lower)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._width_of_one_row()
        row = self._lower if narrow else self._upper
        if row.indexOf(self._options) < 0:
            self._upper.removeWidget(self._options)
            self._lower.removeWidget(self._options)
            row.insertWidget(0 if narrow else self._upper.indexOf(self._close), self._options, 4)

    def _width_of_one_row(self) -> int:
        switches = self._whole_words.sizeHint().width() + self._match_case.sizeHint().width()
        words = self.fontMetrics().horizontalAdvance("No “alcohol” in this leaflet")
        return switches + words + self._field.minimumWidth() + 4 * MINIMUM_HIT + 40

    def _connect(self) -> None:
        self._close.clicked.connect(self.close_bar)
        self._field.textChanged.connect(self._ask)
        self._match_case.toggled.connect(self._ask)
        self._next.clicked.connect(self.next_requested)
        self._previous.clicked.connect(self.previous_requested)
        self._whole_words.toggled.connect(self._ask)

    # What is asked and shown

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        if not self.isHidden():
            self._tint()
        self._colour_count()
        self.update()

    def _tint(self) -> None:
        """Draws the icons, which nobody needs before the bar is opened."""
        for name, button in (
            ("previous", self._previous),
            ("next", self._next),
            ("close", self._close),
        ):
            button.setIcon(tinted_icon(self._icons, name, self._theme, self.devicePixelRatioF()))
            button.setMinimumWidth(0 if button.icon().isNull() else MINIMUM_HIT)

    @property
    def field(self) -> QLineEdit:
        """Where the words are typed."""
        return self._field

    def query(self) -> FindQuery:
        """What is to be found now."""
        return FindQuery(
            self._field.text(), self._whole_words.isChecked(), self._match_case.isChecked()
        )

    def open_with(self, text: str) -> None:
        """Shows the bar with `text`, or with what it held before where that is empty."""
        self._memory.remember_current(outside=self)
        if self.isHidden():
            self._tint()
        self.show()
        if text:
            blocked = self._field.blockSignals(True)
            self._field.setText(text)
            self._field.blockSignals(blocked)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        if self._field.text():
            self._ask()

    def close_bar(self) -> None:
        """Hides the bar and gives the focus back to where it was."""
        self._memory.restore()
        self.hide()
        self.closed.emit()

    def show_count(self, current: int, total: int) -> None:
        """Says which of how many is shown; `current` counts from 1, 0 is none of them."""
        self._missing = bool(self._field.text()) and not total
        if not self._field.text():
            words = ""
        elif self._missing:
            words = f"No “{_shortened(self._field.text())}” in this leaflet"
        elif not current:
            words = f"{total} in this leaflet"
        else:
            words = f"{current} of {total}"
        self._say(words)
        self._next.setEnabled(total > 0)
        self._previous.setEnabled(total > 0)

    def show_counting(self) -> None:
        """Says nothing of how many there are: one is found, the others are still being counted."""
        self._missing = False
        self._say("")
        self._next.setEnabled(True)
        self._previous.setEnabled(True)

    def _say(self, words: str) -> None:
        changed = words != self._count.text()
        self._count.short = "Not found" if self._missing else ""
        self._count.setText(words)
        self._count.setToolTip(words)
        self._colour_count()
        if changed and words and self.isVisible():
            announce(self._count, words)

    def _ask(self) -> None:
        if not self._field.text():
            self.show_count(0, 0)
        self.find_changed.emit(self.query())

    def _colour_count(self) -> None:
        palette = self._count.palette()
        colour = self._theme.warning if self._missing else self._theme.soft_text
        palette.setColor(self._count.foregroundRole(), QColor(colour))
        self._count.setPalette(palette)

    # Keyboard and painting

    def event(self, event: QEvent) -> bool:
        return claims_key(event, (Qt.Key.Key_Escape, *_ENTER)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        button = self.focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif isinstance(button, QToolButton) and button.hasFocus():
            button.click()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.previous_requested.emit()
        else:
            self.next_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.window))
        painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.hairline))


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_QUOTED:
        return text
    return text[: _LONGEST_QUOTED - 1].rstrip() + "…"
