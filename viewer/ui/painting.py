"""Small pieces of painting that several widgets share: pills, swatches, focus rings."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPen, QPolygonF

from viewer.highlight.finder import FIND
from viewer.render.theme import LensColour, Theme, Underline

MINIMUM_HIT = 28
"""The least width and height of what can be clicked, in device-independent pixels."""

RING = 2.0
"""Width of the focus ring, in device-independent pixels."""

HALO = 3
"""Room around a chip for its focus ring, so that the ring is never taken for a border."""


def blend(first: str, second: str, amount: float) -> QColor:
    """The colour that lies `amount` (0 to 1) of the way from `first` to `second`."""
    low, high = QColor(first), QColor(second)
    return QColor(
        round(low.red() + (high.red() - low.red()) * amount),
        round(low.green() + (high.green() - low.green()) * amount),
        round(low.blue() + (high.blue() - low.blue()) * amount),
    )


def lens_colour(theme: Theme, name: str) -> LensColour:
    """The lens colour of that name; that of own terms where the theme has no such name.

    What find marks is painted like a lens, under the name "find".
    """
    if name == FIND:
        return LensColour(theme.find_tint, theme.find_line, Underline.SOLID)
    return theme.lenses.get(name, theme.lenses["own"])


def key_text(keys: str) -> str:
    """A key sequence as this platform writes it: "Ctrl+1" is "⌘1" on macOS."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def row_height(metrics: QFontMetrics) -> int:
    """Height of a row that can be clicked: 30 pixels at 10 pt, more with a larger font."""
    return max(30, metrics.height() + 12)


def rounded(painter: QPainter, rect: QRect, radius: float, border: QPen, fill: QColor) -> None:
    """A rounded box whose border lies wholly inside `rect`."""
    inset = border.widthF() / 2
    painter.setPen(border)
    painter.setBrush(fill)
    painter.drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius)


def body(rect: QRect) -> QRect:
    """The chip inside its halo."""
    return rect.adjusted(HALO, HALO, -HALO, -HALO)


def focus_ring(painter: QPainter, rect: QRect, radius: float, theme: Theme) -> None:
    """A ring of the accent colour just inside `rect`."""
    rounded(
        painter, rect, radius, QPen(QColor(theme.accent), RING), QColor(Qt.GlobalColor.transparent)
    )


def pill_width(metrics: QFontMetrics, text: str) -> int:
    """Width of the pill that holds `text`."""
    return max(metrics.height() + 8, metrics.horizontalAdvance(text) + 14)


def paint_pill(
    painter: QPainter, rect: QRect, text: str, theme: Theme, colour: LensColour | None
) -> None:
    """A count in a lens's tint, in an outline where the theme wants that; no lens: quiet."""
    fill = QColor(theme.hairline if colour is None else colour.tint)
    border = fill
    if theme.outlined:
        fill = QColor(theme.window)
        border = QColor(theme.text if colour is None else colour.line)
    rounded(painter, rect, rect.height() / 2, QPen(border, 1), fill)
    painter.setPen(QColor(theme.text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def paint_swatch(
    painter: QPainter, rect: QRect, theme: Theme, colour: LensColour, ticked: bool
) -> None:
    """A lens's colour as a small check box; the tick, not the fill, says that it is on."""
    rounded(painter, rect, 3, QPen(QColor(colour.line), 1.2), QColor(colour.tint))
    if ticked:
        paint_tick(painter, QRectF(rect), QColor(theme.text))


def paint_tick(painter: QPainter, rect: QRectF, colour: QColor) -> None:
    """A tick that fills a square."""
    side = rect.width()
    tick = [(0.24, 0.52), (0.43, 0.71), (0.78, 0.30)]
    pen = QPen(colour, max(1.6, side / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(
        QPolygonF([QPointF(rect.x() + x * side, rect.y() + y * side) for x, y in tick])
    )


def paint_chevron(
    painter: QPainter, centre: QPointF, size: float, colour: QColor, down: bool
) -> None:
    """A small chevron that points down, or to the right."""
    half, quarter = size / 2, size / 4
    offsets = [(-half, -quarter), (0, quarter), (half, -quarter)]
    if not down:
        offsets = [(y, x) for x, y in offsets]
    pen = QPen(colour, 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([centre + QPointF(x, y) for x, y in offsets]))
