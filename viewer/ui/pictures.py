"""The pictures of a leaflet on the screen: no wider than their line, and smooth at any scale.

Qt by itself lays a picture out at one size, however narrow the window is, and drops pixels where
it draws one smaller than it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QImage,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

LEAST_FIGURE = 96
"""Pixels: a picture smaller than this in both directions is a sign within the text."""
_CELL_PADDING = 20.0
"""Pixels of a table cell that are not its picture's, at most."""
_SHARE_OF_CELL = 0.85
"""What a picture may have of its columns' share, so that there is room for the words beside it."""


def is_figure(image: QImage) -> bool:
    """Whether a picture is worth a view of its own."""
    return max(image.width(), image.height()) >= LEAST_FIGURE


class PictureObject(QPyTextObject):
    """Lays out and paints the pictures of one document."""

    def __init__(
        self, parent: QObject, images: Mapping[str, QImage], scale: float, side: float, room: float
    ) -> None:
        """`images` by the names that the document has for them.

        A picture has one pixel to a pixel at a `scale` of 1. `side` are the margins of the
        document, `room` is left above a picture that is a figure; both in pixels.
        """
        super().__init__(parent)
        self._images = images
        self._scale = scale
        self._side = side
        self._room = room
        self._smooth: dict[str, QImage] = {}

    def intrinsicSize(  # noqa: N802
        self, document: QTextDocument, position: int, format: QTextFormat
    ) -> QSizeF:
        """The size of a picture where it stands, with the room above it."""
        image = self._images.get(format.toImageFormat().name())
        if image is None or image.isNull():
            return QSizeF(1, 1)
        size = QSizeF(image.size()) * self._scale
        line = self._line(document, position)
        if line and size.width() > line:
            size.scale(line, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        return size + QSizeF(0, self.room_above(image))

    def room_above(self, image: QImage) -> float:
        """Pixels left above a picture."""
        return self._room if is_figure(image) else 0.0

    def drawObject(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,  # noqa: ARG002
        position: int,  # noqa: ARG002
        format: QTextFormat,
    ) -> None:
        """Paints a picture; a see-through one on white, as it was drawn for paper."""
        name = format.toImageFormat().name()
        image = self._images.get(name)
        if image is None or image.isNull():
            return
        place = QRectF(rect).adjusted(0, self.room_above(image), 0, 0)
        ratio = painter.device().devicePixelRatioF()
        kept = self._smooth.get(name)
        drawn = self._smooth[name] = scaled(image, place.size() * ratio, kept)
        paint_picture(painter, place, drawn)

    def _line(self, document: QTextDocument, position: int) -> float:
        """The width that a picture may have at a position; 0 where the document has no width."""
        width = document.textWidth() - 2 * self._side
        if width <= 0:
            return 0.0
        frame = document.frameAt(position)
        if isinstance(frame, QTextTable):
            share = frame.cellAt(position).columnSpan() / frame.columns()
            width = width * (share if share == 1 else share * _SHARE_OF_CELL) - _CELL_PADDING
        margins: QTextBlockFormat = document.findBlock(position).blockFormat()
        return max(16.0, width - margins.leftMargin() - margins.rightMargin())


def scaled(image: QImage, size: QSizeF, kept: QImage | None = None) -> QImage:
    """The picture for a place of `size` device pixels; `kept` is what was made for it last.

    Only made smaller: a painter does well with a picture that it has to enlarge.
    """
    wanted = QSize(round(size.width()), round(size.height())).expandedTo(QSize(1, 1))
    if wanted.width() >= image.width():
        return image
    if kept is not None and kept.size() == wanted:
        return kept
    return image.scaled(
        wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def paint_picture(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Paints a picture into a rectangle, smoothly; a see-through one on white."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if image.hasAlphaChannel():
        painter.fillRect(place, Qt.GlobalColor.white)
    painter.drawImage(place, image)
    painter.restore()
