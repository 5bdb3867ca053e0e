"""Paints a row of the section tree: ground, chevron, name, pills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen

from viewer.render.theme import Theme
from viewer.ui.painting import (
    MINIMUM_HIT,
    blend,
    focus_ring,
    lens_colour,
    paint_chevron,
    paint_pill,
    pill_width,
)
from viewer.ui.section_rows import Pill

_EDGE = 4
_BAR = 3
_SLOT = 22
"""Width of the place of a chevron, left of the name."""
_STEP = 14
"""Indentation of each level; from the ninth on rows go no further right."""
_DEEPEST = 8
_MARGIN = 12
"""Between the last pill and the row's right end."""
_BETWEEN = 4
_REST = 40
"""Room kept for the pill that counts the lenses without room."""


@dataclass(frozen=True, slots=True)
class RowLook:
    """What is to be seen of one row. `unfolded` is None where there is nothing to fold.

    A `mirrored` row reads from right to left.
    """

    name: str
    depth: int
    pills: Sequence[Pill]
    unfolded: bool | None
    quiet: bool
    current: bool
    hovered: bool
    focused: bool
    mirrored: bool = False


def paint_row(painter: QPainter, rect: QRect, look: RowLook, theme: Theme) -> None:
    """Paints one row into `rect` with the painter's font, the product's in bold."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setBold(look.depth == 0)
    painter.setFont(font)
    _paint_ground(painter, rect, look, theme)
    pills_left = _paint_pills(painter, rect, look, theme)
    _paint_name(painter, rect, look, pills_left, theme)
    painter.restore()


def name_left(depth: int) -> int:
    """Where the name of a row of that depth begins."""
    return _EDGE + _SLOT + _STEP * min(depth, _DEEPEST)


def turned(rect: QRect, box: QRect, mirrored: bool) -> QRect:
    """A box laid out in a row from left to right, at its place in a row that may be mirrored."""
    if not mirrored:
        return box
    return QRect(rect.left() + rect.right() - box.right(), box.y(), box.width(), box.height())


def chevron_hit(rect: QRect, depth: int, mirrored: bool = False) -> QRect:
    """Where a click on a row folds it: at least 28 pixels wide, whatever the chevron's size."""
    left = name_left(depth)
    start = max(0, left - MINIMUM_HIT - 2)
    box = QRect(start, rect.y(), max(MINIMUM_HIT, left - 2 - start), rect.height())
    return turned(rect, box, mirrored)


def _paint_ground(painter: QPainter, rect: QRect, look: RowLook, theme: Theme) -> None:
    box = rect.adjusted(_EDGE, 0, -_EDGE, 0)
    if look.current:
        if theme.outlined:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(box.adjusted(1, 0, -1, -1))
        else:
            painter.fillRect(box, QColor(theme.current_row))
        bar = QRect(box.x(), box.y(), _BAR, box.height())
        painter.fillRect(turned(rect, bar, look.mirrored), QColor(theme.accent))
    elif look.hovered and not theme.outlined:
        painter.fillRect(box, blend(theme.window, theme.text, 0.05))
    if look.focused:
        focus_ring(painter, box, 4, theme)


def _paint_pills(painter: QPainter, rect: QRect, look: RowLook, theme: Theme) -> int:
    """Paints the pills from the far edge and returns where the name must end, unmirrored.

    The name keeps half the row; lenses beyond that are counted in a last, quiet pill.
    """
    metrics, pills = painter.fontMetrics(), look.pills
    widths = [pill_width(metrics, str(pill.count)) + _BETWEEN for pill in pills]
    shown = len(pills)
    while shown and sum(widths[:shown]) + _REST * (shown < len(pills)) > rect.width() // 2:
        shown -= 1
    labels = [(str(pill.count), lens_colour(theme, pill.colour)) for pill in pills[:shown]]
    rest = [(f"+{len(pills) - shown}", None)] if shown < len(pills) else []
    height = metrics.height() + 2
    top = rect.y() + (rect.height() - height) // 2
    right = rect.right() - _MARGIN
    for text, colour in reversed([*labels, *rest]):
        width = pill_width(metrics, text)
        box = QRect(right - width + 1, top, width, height)
        paint_pill(painter, turned(rect, box, look.mirrored), text, theme, colour)
        right -= width + _BETWEEN
    return right


def _paint_name(painter: QPainter, rect: QRect, look: RowLook, right: int, theme: Theme) -> None:
    left = name_left(look.depth)
    if look.unfolded is not None:
        slot = turned(rect, QRect(left - 20, rect.y(), 20, rect.height() + 2), look.mirrored)
        painter.save()
        painter.translate(QRectF(slot).center())
        painter.scale(-1 if look.mirrored else 1, 1)
        paint_chevron(painter, QPointF(0, 0), 7, QColor(theme.soft_text), look.unfolded)
        painter.restore()
    if look.quiet and theme.outlined:  # where soft text has the text's own colour
        font = QFont(painter.font())
        font.setItalic(True)
        painter.setFont(font)
    painter.setPen(QColor(theme.soft_text if look.quiet else theme.text))
    room = right - left - 8
    name = painter.fontMetrics().elidedText(look.name, Qt.TextElideMode.ElideRight, room)
    box = QRect(left, rect.y(), right - left, rect.height())
    side = Qt.AlignmentFlag.AlignRight if look.mirrored else Qt.AlignmentFlag.AlignLeft
    if look.mirrored:
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute | side
    painter.drawText(turned(rect, box, look.mirrored), align, name)
