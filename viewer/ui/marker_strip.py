"""The strip beside the scroll bar: where in the whole leaflet the passages are.

The strip is divided into slots of one tick and one gap; a slot asks each lens how many passages
lie in it. So its cost goes with its height, not with the number of passages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from viewer.render.theme import Theme
from viewer.ui.painting import blend, lens_colour
from viewer.ui.section_rows import passages

WIDTH = 14
TICK = 3
GAP = 2
SNAP = 6
"""How far from a passage, in pixels, a click still means that passage."""

_SIDE = 2
_COLUMNS = 5
"""More lenses than this in one slot have no room beside each other."""


class MarkerStrip(QWidget):
    """One tick for the passages of each stretch of the leaflet; a click goes there."""

    fraction_chosen = Signal(float)
    """The reader wants to go to this place, 0 (top) to 1 (bottom) of the document's height."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layers: tuple[tuple[str, Sequence[float]], ...] = ()
        self._view_range = (0.0, 0.0)
        self._ticks: QPixmap | None = None
        self.setObjectName("marker_strip")
        self.setAccessibleName("Passages in the leaflet")
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self._forget_ticks()

    def show_marks(self, layers: Sequence[tuple[str, Sequence[float]]]) -> None:
        """Shows the passages: per lens its colour name and where they are.

        Places are fractions of the document's height, 0 to 1, ascending.
        """
        self._layers = tuple((colour, places) for colour, places in layers if len(places))
        total = sum(len(places) for _, places in self._layers)
        self.setAccessibleDescription(passages(total) if total else "No passages marked")
        self._forget_ticks()

    def set_view_range(self, top: float, bottom: float) -> None:
        """Shows quietly which part of the document is in view; equal ends show nothing."""
        if (top, bottom) != self._view_range:
            self._view_range = (top, bottom)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            count = self.count_near(event.pos().y())
            QToolTip.showText(event.globalPos(), f"{passages(count)} here" if count else "", self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.fraction_chosen.emit(self._fraction_at(event.position().y()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self.count_near(event.position().y()) > 0
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def count_near(self, y: float) -> int:
        """How many passages are so near to this height that a click would go to one of them."""
        low, high = ((y + side) / max(1, self.height()) for side in (-SNAP, SNAP))
        return sum(bisect_left(at, high) - bisect_left(at, low) for _, at in self._layers)

    def _fraction_at(self, y: float) -> float:
        height = max(1, self.height())
        wanted = min(1.0, max(0.0, y / height))
        nearest = [
            places[number]
            for _, places in self._layers
            for number in _around(bisect_left(places, wanted), len(places))
        ]
        best = min(nearest, key=lambda place: abs(place - wanted), default=wanted)
        return best if abs(best - wanted) * height <= SNAP else wanted

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.page))
        self._paint_view_range(painter)
        if self._ticks is None or self._ticks.deviceIndependentSize().toSize() != self.size():
            self._ticks = self._draw_ticks()
        painter.drawPixmap(0, 0, self._ticks)

    def _paint_view_range(self, painter: QPainter) -> None:
        top, bottom = (round(end * self.height()) for end in self._view_range)
        if bottom <= top:
            return
        band = QRect(0, top, self.width(), bottom - top)
        if self._theme.outlined:
            painter.setPen(QColor(self._theme.hairline))
            painter.drawRect(band.adjusted(0, 0, -1, -1))
        else:
            painter.fillRect(band, blend(self._theme.page, self._theme.text, 0.05))

    def _draw_ticks(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        for slot, colours in enumerate(self._slots()):
            top = slot * (TICK + GAP)
            for colour, left, width in _columns(colours, self.width() - 2 * _SIDE):
                line = lens_colour(self._theme, colour).line
                painter.fillRect(_SIDE + left, top, width, TICK, QColor(line))
        painter.end()
        return pixmap

    def _slots(self) -> Iterator[list[str]]:
        """For each slot from the top, the colours of the lenses that have a passage there."""
        slots = max(1, self.height() // (TICK + GAP))
        at = [0] * len(self._layers)
        for slot in range(1, slots + 1):
            here: list[str] = []
            for number, (colour, places) in enumerate(self._layers):
                first = at[number]
                last = slot == slots
                end = len(places) if last else bisect_left(places, slot / slots, first)
                at[number] = end
                if end > first:
                    here.append(colour)
            yield here

    def _forget_ticks(self) -> None:
        self._ticks = None
        self.update()


def _around(place: int, length: int) -> range:
    return range(max(0, place - 1), min(length, place + 1))


def _columns(colours: list[str], room: int) -> Iterator[tuple[str, int, int]]:
    """Colour, left edge and width of each tick of a slot, beside each other."""
    shown = colours[:_COLUMNS]
    for number, colour in enumerate(shown):
        left = number * room // len(shown)
        right = (number + 1) * room // len(shown)
        yield colour, left, right - left
