"""A reading column whose figures can be enlarged with the mouse."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from viewer.render.html import RenderedFigure
from viewer.ui.figure_marks import FigureMarks
from viewer.ui.reading_column import ReadingColumn

TIP = "Click to enlarge"


class FigureColumn(ReadingColumn):
    """Shows by the mouse's shape what can be enlarged, and says when that is asked for."""

    enlarge_requested = Signal(RenderedFigure)
    """A figure was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure_marks: FigureMarks | None = None
        """The figures of the document on show; None where it has none."""
        self.hovered: RenderedFigure | None = None
        """The figure under the mouse."""
        self._pressed: RenderedFigure | None = None
        self.setMouseTracking(True)

    def set_figure_marks(self, marks: FigureMarks | None) -> None:
        """Takes the figures of another document."""
        self.figure_marks = marks
        self.hovered = self._pressed = None

    def figure_tip(self, place: QPoint) -> str:
        """What a tool tip says at a place of the viewport; nothing where no figure is."""
        return TIP if self._figure_at(place) is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self._figure_at(event.position().toPoint()) if left else None
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click enlarges; pressing and dragging selects, as anywhere."""
        super().mouseReleaseEvent(event)
        event.accept()
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.textCursor().hasSelection():
            return
        if self._figure_at(event.position().toPoint()) == pressed:
            self.enlarge_requested.emit(pressed)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        before, self.hovered = self.hovered, self._figure_at(event.position().toPoint())
        if self.hovered is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif before is not None:
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        if before != self.hovered:
            self.viewport().update()

    def _figure_at(self, place: QPoint) -> RenderedFigure | None:
        if self.figure_marks is None:
            return None
        shift = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return self.figure_marks.figure_at(QPointF(place + shift))
