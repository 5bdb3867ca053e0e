"""A picture in a view of its own: as large as the view, or larger and moved about in it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QScrollBar, QWidget

from viewer.ui.pictures import paint_picture, scaled
from viewer.ui.rich_text import GAP
from viewer.ui.wheel_steps import WheelSteps

ZOOM_STEPS = (25, 33, 50, 67, 75, 100, 125, 150, 175, 200, 250, 300, 400, 500, 600, 800)
"""Percent of the picture's own size, a pixel of it to a pixel of the screen at 100 % scale."""
_MOST_FITTED = 400
"""Percent that a small picture is enlarged to, at most, before the reader asks for more."""
_MOST_SIDE = 32_000
"""Pixels that an enlarged picture is wide or high at most."""


class EnlargedPicture(QAbstractScrollArea):
    """Shows one picture. The arrow keys and dragging move it."""

    zoom_changed = Signal(int)
    """Percent."""

    def __init__(self, image: QImage, words: str, parent: QWidget | None = None) -> None:
        """`words` describe the picture to whoever does not see it; they may be empty."""
        super().__init__(parent)
        self.setObjectName("enlarged_picture")
        self.setAccessibleName(f"Enlarged image: {words}" if words else "Enlarged image")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Base)
        self._image = image
        self._drawn: QImage | None = None
        self._zoom = 0.0
        self._fitted = True
        self._dragged: QPoint | None = None
        self._wheel = WheelSteps()

    @property
    def zoom(self) -> int:
        """Percent."""
        return round(self._zoom)

    def step_zoom(self, step: int) -> None:
        """Goes one step larger (+1) or smaller (-1)."""
        further = [z for z in ZOOM_STEPS if (z - self._zoom) * step > 0.5]
        if further:
            self._fitted = False
            self._set_zoom(further[0] if step > 0 else further[-1])

    def reset_zoom(self) -> None:
        """Makes the picture as large as the view, and keeps it so."""
        self._fitted = True
        self._fit()

    def natural_size(self) -> tuple[int, int]:
        """Width and height that show the picture at twice its size, in pixels."""
        return 2 * self._image.width() + 2 * GAP, 2 * self._image.height() + 2 * GAP

    def copy_shown(self) -> None:
        """Copies the picture as it is in the leaflet."""
        QGuiApplication.clipboard().setImage(self._image)

    def picture_place(self) -> QRectF:
        """Where the picture stands in the viewport."""
        size, port = self._size(), self.viewport().size()
        x = max(GAP, (port.width() - size.width()) / 2) - self.horizontalScrollBar().value()
        y = max(GAP, (port.height() - size.height()) / 2) - self.verticalScrollBar().value()
        return QRectF(x, y, size.width(), size.height())

    # -- Qt -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        place = self.picture_place()
        painter.setClipRect(event.rect())
        wanted = place.size() * self.devicePixelRatioF()
        self._drawn = scaled(self._image, wanted, self._drawn)
        paint_picture(painter, place, self._drawn)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self._fit()
        else:
            self._set_ranges()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves: dict[int, tuple[QScrollBar, QScrollBar.SliderAction]] = {
            Qt.Key.Key_Home: (self.verticalScrollBar(), _Slider.SliderToMinimum),
            Qt.Key.Key_End: (self.verticalScrollBar(), _Slider.SliderToMaximum),
            Qt.Key.Key_PageUp: (self.verticalScrollBar(), _Slider.SliderPageStepSub),
            Qt.Key.Key_PageDown: (self.verticalScrollBar(), _Slider.SliderPageStepAdd),
        }
        if event.key() in moves:
            bar, action = moves[event.key()]
            bar.triggerAction(action)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for step in self._wheel.steps(event):
                self.step_zoom(step)
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is None:
            return
        now = event.position().toPoint()
        moved, self._dragged = now - self._dragged, now
        for bar, way in (
            (self.horizontalScrollBar(), moved.x()),
            (self.verticalScrollBar(), moved.y()),
        ):
            bar.setValue(bar.value() - way)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        del event
        self._dragged = None
        self._show_shape()

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802, ARG002
        self.viewport().update()

    # -- inside -------------------------------------------------------------------------------

    def _size(self) -> QSizeF:
        return QSizeF(self._image.size()) * (self._zoom / 100)

    def _fit(self) -> None:
        port = self.maximumViewportSize()
        wide = (port.width() - 2 * GAP) / self._image.width()
        high = (port.height() - 2 * GAP) / self._image.height()
        self._set_zoom(min(_MOST_FITTED, max(5.0, 100 * min(wide, high))))

    def _set_zoom(self, percent: float) -> None:
        """Enlarges about the middle of the view."""
        most = 100 * _MOST_SIDE / max(self._image.width(), self._image.height())
        port, before = self.viewport().rect().center(), self.picture_place()
        self._zoom, old = min(percent, most), self._zoom
        self._set_ranges()
        if old:
            bars = (self.horizontalScrollBar(), self.verticalScrollBar())
            corners = ((port.x(), before.x()), (port.y(), before.y()))
            for bar, (middle, corner) in zip(bars, corners, strict=True):
                bar.setValue(round((middle - corner) * self._zoom / old + GAP - middle))
        self._show_shape()
        self.viewport().update()
        self.zoom_changed.emit(self.zoom)

    def _set_ranges(self) -> None:
        size, port = self._size(), self.viewport().size()
        for bar, whole, seen in (
            (self.horizontalScrollBar(), size.width(), port.width()),
            (self.verticalScrollBar(), size.height(), port.height()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(max(20, seen // 10))
            bar.setRange(0, max(0, round(whole + 2 * GAP - seen)))

    def _show_shape(self) -> None:
        """A hand where there is something to move."""
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        movable = any(bar.maximum() for bar in bars)
        shape = Qt.CursorShape.OpenHandCursor if movable else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)


_Slider = QScrollBar.SliderAction
