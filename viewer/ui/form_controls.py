"""The controls of a form, painted where neither Fusion nor a style sheet will do.

Fusion outlines check boxes in a darker window colour, which nobody sees on a dark window, and a
style sheet could only show ticks and arrows as pictures, one file for each theme. All colours
come from the palette, so that these follow a switch of theme by themselves.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLayout,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from viewer.ui.painting import RING, paint_chevron, paint_tick

_SIDE = 16
"""Width and height of a check box or a radio button's circle."""
_LEFT = 5
_GAP = 8
_LINE = 1.5
_ARROW = 7
_BELOW_HEADING = 8
_Role = QPalette.ColorRole


class Group(QGroupBox):
    """Controls below a heading, without a box around them."""

    def hold(self, layout: QLayout) -> None:
        """Makes a layout leave room for the heading, and for nothing around it."""
        layout.setContentsMargins(0, self.fontMetrics().height() + _BELOW_HEADING, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self.palette().color(_Role.WindowText))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft, self.title())


class RadioButton(QRadioButton):
    """One of several: a circle with a dot in the accent colour when it is the one."""

    def sizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        box = _begin(painter, self)
        painter.drawEllipse(box)
        if self.isChecked():
            painter.setBrush(_line(self))
            painter.drawEllipse(box.adjusted(4.5, 4.5, -4.5, -4.5))
        _finish(painter, self)


class CheckBox(QCheckBox):
    """On or off: a box, filled with the accent colour and ticked when on."""

    def sizeHint(self) -> QSize:
        return _size(self)

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        box = _begin(painter, self)
        if self.isChecked():
            painter.setBrush(_line(self))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            paint_tick(painter, box, self.palette().color(_Role.HighlightedText))
        _finish(painter, self)


class ChoiceBox(QComboBox):
    """A choice of one from a list."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        _paint_arrow(painter, self, self.height() / 2, 1)


class NumberBox(QSpinBox):
    """A number with an arrow up and one down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lineEdit().setTextMargins(9, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        for direction in (-1, 1):
            _paint_arrow(painter, self, self.height() / 2 + 5 * direction, direction)


def _size(button: QAbstractButton) -> QSize:
    metrics = button.fontMetrics()
    words = metrics.size(Qt.TextFlag.TextShowMnemonic, button.text())
    height = max(button.minimumHeight(), words.height() + 8)
    return QSize(_LEFT + _SIDE + _GAP + words.width() + _LEFT, height)


def _line(button: QAbstractButton) -> QColor:
    """The colour of a button's outline, and of its inside when it is checked."""
    palette = button.palette()
    if not button.isEnabled():
        return palette.color(_Role.WindowText)
    return palette.color(_Role.Accent if button.isChecked() else _Role.Dark)


def _begin(painter: QPainter, button: QAbstractButton) -> QRectF:
    """Makes a painter ready to draw the sign of a button; returns the place of the sign."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_line(button), _LINE))
    painter.setBrush(button.palette().color(_Role.Base))
    inset = _LINE / 2
    box = QRectF(_LEFT, (button.height() - _SIDE) // 2, _SIDE, _SIDE)
    return box.adjusted(inset, inset, -inset, -inset)


def _finish(painter: QPainter, button: QAbstractButton) -> None:
    """Writes a button's words, and rings it where it has the focus."""
    left = _LEFT + _SIDE + _GAP
    room = QRect(left, 0, button.width() - left, button.height())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
    painter.setPen(button.palette().color(_Role.WindowText))
    painter.drawText(room, flags, button.text())
    if button.hasFocus():
        width = min(button.width(), _size(button).width())
        ring = QRectF(1, 1, width - 2, button.height() - 2)
        painter.setPen(QPen(button.palette().color(_Role.Accent), RING))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(ring, 6, 6)


def _paint_arrow(painter: QPainter, control: QWidget, y: float, direction: int) -> None:
    """Paints a chevron at a control's right end, up (-1) or down (+1)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.translate(control.width() - 15, y)
    painter.scale(1, direction)
    paint_chevron(painter, QPointF(0, 0.5), _ARROW, control.palette().color(_Role.Dark), True)
    painter.restore()
