"""The button for the lenses that have no room in the bar, and their menu."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from viewer.render.theme import Theme
from viewer.ui.lens_chip import LensChip, chip_height
from viewer.ui.painting import (
    HALO,
    blend,
    body,
    focus_ring,
    key_text,
    lens_colour,
    paint_chevron,
    paint_swatch,
    rounded,
)
from viewer.ui.tool_tips import no_mnemonic, plain_tip

_PAD = HALO + 12
_CHEVRON = 7
_BEFORE_CHEVRON = 6
_DASH = QSize(10, 3)
_DASHES = 3
"""As many active lenses are shown on the button; more say no more."""


class MoreLenses(QToolButton):
    """ "More 5" with a menu of the chips out of sight, and a dash for each active one of them.

    The dashes lie below the words, where no room has to be kept for them.
    """

    lens_toggled = Signal(str, bool)
    """Lens id, and whether it is to be on."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: tuple[LensChip, ...] = ()
        self.setObjectName("more_lenses")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        self.setMenu(menu)

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self.update()

    def set_chips(self, chips: Sequence[LensChip]) -> None:
        """Takes the chips that have no room, in their order."""
        self._chips = tuple(chips)
        self.refresh()

    def refresh(self) -> None:
        """Says anew which of the lenses out of sight are on."""
        on = [chip.text() for chip in self._active()]
        named = f", on: {', '.join(on)}" if on else ""
        self.setText(f"More {len(self._chips)}")
        told = f"{len(self._chips)} more lenses{named}"
        self.setAccessibleName(told)
        self.setAccessibleDescription(told)  # else a screen reader would be given the tip's marks
        self.setToolTip(plain_tip(told))
        self.update()

    def sizeHint(self) -> QSize:
        return self._size("More 00")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def fitted_width(self) -> int:
        """Width for the number of chips that it has now."""
        return self._size(self.text()).width()

    def _size(self, words: str) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(words) + _BEFORE_CHEVRON + _CHEVRON
        return QSize(2 * _PAD + width, chip_height(metrics))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Down)
        if event.key() in opens:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def _active(self) -> list[LensChip]:
        return [chip for chip in self._chips if chip.isChecked()]

    def _fill_menu(self) -> None:
        menu = self.menu()
        menu.clear()
        for chip in self._chips:
            menu.addAction(self._action(chip, menu))

    def _action(self, chip: LensChip, menu: QMenu) -> QAction:
        words = f"   {chip.count.words}" if chip.count else ""
        keys = f"\t{key_text(chip.keys)}" if chip.keys else ""
        action = QAction(f"{no_mnemonic(chip.text())}{words}{keys}", menu)
        action.setCheckable(True)
        action.setChecked(chip.isChecked())
        action.setIcon(self._swatch(chip))
        action.triggered.connect(lambda on, lens=chip.lens: self.lens_toggled.emit(lens, on))
        return action

    def _swatch(self, chip: LensChip) -> QIcon:
        pixmap = QPixmap(QSize(16, 16) * self.devicePixelRatioF())
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = lens_colour(self._theme, chip.colour)
        paint_swatch(painter, QRect(1, 1, 14, 14), self._theme, colour, chip.isChecked())
        painter.end()
        return QIcon(pixmap)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = body(self.rect())
        radius = inside.height() / 2 - 1
        if self.underMouse() or self.isDown():
            border = QPen(QColor(theme.text if theme.outlined else theme.hairline), 1)
            rounded(painter, inside, radius, border, blend(theme.window, theme.text, 0.04))
        width = self.fontMetrics().horizontalAdvance(self.text())
        painter.setPen(QColor(theme.text))
        place = QRect(_PAD, 0, width + 4, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
        middle = _PAD + width + _BEFORE_CHEVRON + _CHEVRON / 2
        centre = QPointF(middle, self.height() / 2 + 0.5)
        paint_chevron(painter, centre, _CHEVRON, QColor(theme.soft_text), True)
        self._paint_dashes(painter)
        if self.hasFocus():
            focus_ring(painter, self.rect(), radius + HALO, theme)

    def _paint_dashes(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        bottom = (self.height() + self.fontMetrics().height()) // 2 + 1
        for number, chip in enumerate(self._active()[:_DASHES]):
            painter.setBrush(QColor(lens_colour(self._theme, chip.colour).line))
            place = QPoint(_PAD + number * (_DASH.width() + 3), bottom)
            painter.drawRoundedRect(QRect(place, _DASH), 1.5, 1.5)
