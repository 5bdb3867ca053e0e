"""A lens as a chip: a check button with its swatch, its name and its count."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from viewer.render.lens_words import BY_CODE
from viewer.render.theme import LensColour, Theme
from viewer.ui.painting import (
    HALO,
    MINIMUM_HIT,
    blend,
    body,
    focus_ring,
    key_text,
    lens_colour,
    paint_swatch,
    rounded,
)
from viewer.ui.section_rows import passages
from viewer.ui.tool_tips import plain_tip

_BEFORE_COUNT = 8
"""Pixels between a lens's name and its count."""


@dataclass(frozen=True, slots=True)
class LensCount:
    """What is known of a lens in the open leaflet: how many passages, and whether those are all.

    `unchecked` is why the words could not be checked, empty where they could.
    """

    count: int
    unchecked: str = ""

    @property
    def sign(self) -> str:
        """The count as a chip has room for it: "7", "0", "2k", "?", "1?"."""
        number = str(self.count) if self.count < 1000 else f"{self.count // 1000}k"
        if not self.unchecked:
            return number
        return f"{number}?" if self.count else "?"

    @property
    def words(self) -> str:
        """The count in words, as a tool tip and a screen reader have it."""
        if not self.unchecked:
            return passages(self.count) if self.count else "checked: none"
        if not self.count:
            return f"cannot check: {self.unchecked}"
        return f"{passages(self.count)} {BY_CODE}"


def chip_height(metrics: QFontMetrics) -> int:
    """Height of a chip with its halo, in device-independent pixels."""
    return max(MINIMUM_HIT, metrics.height() + 12) + 2 * HALO


class LensChip(QAbstractButton):
    """One lens. Its width is that of its name and of two digits, so that nothing ever moves."""

    def __init__(
        self, lens: str, name: str, colour: str, keys: str, theme: Theme, parent: QWidget
    ) -> None:
        """`lens` is the lens's id, `colour` its colour name, `keys` its key or empty."""
        super().__init__(parent)
        self.lens = lens
        self.colour = colour
        self.count: LensCount | None = None
        self.keys = keys
        self._theme = theme
        self.setText(name)
        self.setShortcut(QKeySequence())  # an ampersand in a name is no key
        self.setObjectName(f"lens_{lens}")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self.update()

    def show_count(self, count: LensCount | None) -> None:
        """Shows what is known of the lens; None where nothing is yet."""
        if count != self.count:
            self.count = count
            self._describe()
            self.update()

    @property
    def switched_words(self) -> str:
        """What a screen reader is told when a key switches the lens on or off."""
        if not self.isChecked():
            return f"{self.text()} off"
        return f"{self.text()} on, {self.count.words}" if self.count else f"{self.text()} on"

    def _describe(self) -> None:
        """Says the count in words too."""
        count = self.count
        words = f", {count.words}" if count else ""
        self.setAccessibleName(self.text() + words)
        keys = f" ({key_text(self.keys)})" if self.keys else ""
        told = f"{self.text()}{words.replace(',', ':', 1)}{keys}"
        self.setAccessibleDescription(told)  # else a screen reader would be given the tip's marks
        self.setToolTip(plain_tip(told))

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        digits = metrics.horizontalAdvance("00")
        name = metrics.horizontalAdvance(self.text())
        inside = 10 + _swatch(metrics) + 6 + name + _BEFORE_COUNT + digits + 7
        return QSize(inside + 2 * HALO, chip_height(metrics))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._theme
        colour = lens_colour(theme, self.colour)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = body(self.rect())
        radius = inside.height() / 2 - 1
        rounded(painter, inside, radius, self._border(colour), self._fill(colour))
        metrics = self.fontMetrics()
        side = _swatch(metrics)
        swatch = QRect(HALO + 10, (self.height() - side) // 2, side, side)
        paint_swatch(painter, swatch, theme, colour, self.isChecked())
        self._paint_text(painter, swatch.right() + 7, metrics)
        if self.hasFocus():
            focus_ring(painter, self.rect(), radius + HALO, theme)

    def _paint_text(self, painter: QPainter, left: int, metrics: QFontMetrics) -> None:
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), flags, self.text())
        if self.count is None:
            return
        left += metrics.horizontalAdvance(self.text()) + _BEFORE_COUNT
        soft = not self.count.count and not self.isChecked()
        painter.setPen(QColor(self._theme.soft_text if soft else self._theme.text))
        painter.drawText(QRect(left, 0, self.width() - left, self.height()), flags, self.count.sign)

    def _fill(self, colour: LensColour) -> QColor:
        theme = self._theme
        if self.isChecked() and not theme.outlined:
            return QColor(colour.tint)
        hovered = self.underMouse() and not theme.outlined
        return blend(theme.page, theme.text, 0.06 if hovered else 0.0)

    def _border(self, colour: LensColour) -> QPen:
        if self.isChecked():
            return QPen(QColor(colour.line), 2.0 if self._theme.outlined else 1.2)
        return QPen(QColor(self._theme.hairline), 1.0)


def _swatch(metrics: QFontMetrics) -> int:
    return max(13, metrics.height() - 4)
