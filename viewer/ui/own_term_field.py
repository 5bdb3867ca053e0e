"""The field for words of the reader's own, highlighted like a lens."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from viewer.highlight.lens import OWN_LENS
from viewer.render.theme import Theme
from viewer.ui.focus_memory import claims_key
from viewer.ui.lens_chip import LensCount, chip_height
from viewer.ui.painting import HALO, body, focus_ring, lens_colour, rounded

_TIP = "Highlight words of your own: commas between them, * ends a stem. Enter shows, Esc clears."
_PAD = HALO + 14


class OwnTermField(QLineEdit):
    """A dashed pill to type into; Enter highlights, Esc or emptying it ends that."""

    own_terms_entered = Signal(str)
    """The words as typed; empty where there are none any more."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entered = ""
        self._active = False
        self._count: LensCount | None = None
        self.setObjectName("term_field")
        self.setPlaceholderText("+ own term")
        self.setToolTip(_TIP)
        self.setFrame(False)
        self.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0; }")
        digits = self.fontMetrics().horizontalAdvance("00")
        self.setTextMargins(_PAD, 0, digits + _PAD + 2, 0)
        self.textChanged.connect(self._note_emptied)
        self.returnPressed.connect(self._enter)
        self.show_count(None)

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self.update()

    @property
    def terms(self) -> str:
        """The terms as they were entered last."""
        return self._entered

    def set_terms(self, text: str) -> None:
        """Shows terms that come from elsewhere (a command line), without a signal."""
        self._entered = text
        self.setText(text)
        self.home(False)

    def set_active(self, active: bool) -> None:
        """Shows whether own terms are highlighted; ending that elsewhere empties the field."""
        if self._active and not active:
            self._entered = ""
            self.clear()
        self._active = active
        self.update()

    def show_count(self, count: LensCount | None) -> None:
        """Shows how many passages the own terms have."""
        self._count = count
        self.setAccessibleName(f"Own terms, {count.words}" if count else "Own terms")
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 16 + 52, chip_height(metrics))

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.placeholderText() + "00") + 40
        return QSize(width, chip_height(metrics))

    def event(self, event: QEvent) -> bool:
        return (bool(self.text()) and claims_key(event, (Qt.Key.Key_Escape,))) or super().event(
            event
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing:
            self.home(False)

    def _enter(self) -> None:
        self._emit(self.text().strip())
        margins = self.textMargins()
        room = self.width() - margins.left() - margins.right() - 4
        if self.fontMetrics().horizontalAdvance(self.text()) > room:
            self.home(False)  # what does not fit is read from its beginning

    def _note_emptied(self, text: str) -> None:
        if not text:
            self._emit("")

    def _emit(self, terms: str) -> None:
        if terms != self._entered:
            self._entered = terms
            self.own_terms_entered.emit(terms)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = body(self.rect())
        radius = inside.height() / 2 - 1
        rounded(painter, inside, radius, self._border(), self._fill())
        if self.hasFocus():
            focus_ring(painter, self.rect(), radius + HALO, theme)
        if self._active and self._count is not None:
            painter.setPen(QColor(theme.text))
            place = QRect(0, 0, self.width() - _PAD, self.height())
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count.sign
            )
        painter.end()
        super().paintEvent(event)

    def _fill(self) -> QColor:
        if self._active and not self._theme.outlined:
            return QColor(lens_colour(self._theme, OWN_LENS).tint)
        return QColor(self._theme.page if self.hasFocus() else self._theme.window)

    def _border(self) -> QPen:
        theme = self._theme
        if self._active:
            line = QColor(lens_colour(theme, OWN_LENS).line)
            return QPen(line, 2.0 if theme.outlined else 1.2)
        return QPen(QColor(theme.soft_text), 1.0, Qt.PenStyle.DashLine)
