"""The pictures of a leaflet on the screen: no wider than their line, and smooth at any scale.

Qt by itself lays a picture out at one size, however narrow the window is, and drops pixels where
it draws one smaller than it is. A page needs no more than the size of its pictures, which their
first bytes tell: unpacking them takes many times longer than all the rest of a leaflet.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QObject, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QImageReader,
    QPainter,
    QPen,
    QPyTextObject,
    QTextBlockFormat,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from viewer.leaflet.images import PictureError, picture_size

LEAST_FIGURE = 96
"""Pixels: a picture smaller than this in both directions is a sign within the text."""
_CELL_PADDING = 20.0
"""Pixels of a table cell that are not its picture's, at most."""
_SHARE_OF_CELL = 0.85
"""What a picture may have of its columns' share, so that there is room for the words beside it."""

_WORDS_MARGINS = QMarginsF(8, 8, 8, 8)
_WRAPPED = int(Qt.TextFlag.TextWordWrap)
_SHARP = 4.0
"""Pixels to a unit: words of so many stay sharp on paper."""


def is_figure(size: QSize) -> bool:
    """Whether a picture of so many pixels is worth a view of its own."""
    return max(size.width(), size.height()) >= LEAST_FIGURE


class LeafletPictures:
    """The pictures of one leaflet by the names that its HTML has for them.

    May be asked on any thread; where two ask for the same picture, both unpack it.
    """

    def __init__(self, files: Mapping[str, bytes], words: Mapping[str, str]) -> None:
        """`words` describe the pictures."""
        self._files = files
        self._words = words
        self._sizes = {name: _size(data) for name, data in files.items()}
        self._images: dict[str, QImage] = {}

    def __bool__(self) -> bool:
        return bool(self._files)

    @property
    def names(self) -> Collection[str]:
        return self._files.keys()

    def size(self, name: str) -> QSize:
        """Pixels of a picture, as its first bytes tell; none where there is no such picture."""
        return self._sizes.get(name, QSize(0, 0))

    def image(self, name: str) -> QImage:
        """A picture, unpacked when it is first asked for; a null one where it is damaged."""
        image = self._images.get(name)
        if image is None:
            image = self._images[name] = _unpacked(self._files.get(name, b""))
        return image

    def words(self, name: str) -> str:
        """What stands in the place of a picture that is damaged."""
        words = self._words.get(name)
        return f"[picture: {words}]" if words else "[picture]"

    def unpack(self, is_unwanted: Callable[[], bool]) -> None:
        """Unpacks all pictures until that `is_unwanted`, so that painting one takes no time."""
        for name in self._files:
            if is_unwanted():
                return
            self.image(name)


def _size(data: bytes) -> QSize:
    try:
        return QSize(*picture_size(data))
    except PictureError:
        return QSize(0, 0)


def _unpacked(data: bytes) -> QImage:
    """A picture. (A reader lets other threads go on meanwhile, `QImage.fromData` does not.)"""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer).read()


class PictureObject(QPyTextObject):
    """Lays out and paints the pictures of one document."""

    def __init__(
        self, parent: QObject, pictures: LeafletPictures, scale: float, side: float, room: float
    ) -> None:
        """A picture has one pixel to a pixel at a `scale` of 1.

        `side` are the margins of the document, `room` is left above a picture that is a figure;
        both in pixels.
        """
        super().__init__(parent)
        self._pictures = pictures
        self._scale = scale
        self._side = side
        self._room = room
        self._smooth: dict[str, QImage] = {}

    def intrinsicSize(  # noqa: N802
        self, document: QTextDocument, position: int, format: QTextFormat
    ) -> QSizeF:
        """The size of a picture where it stands, with the room above it."""
        pixels = self._pictures.size(format.toImageFormat().name())
        if pixels.isEmpty():
            return QSizeF(1, 1)
        size = QSizeF(pixels) * self._scale
        line = self._line(document, position)
        if line and size.width() > line:
            size.scale(line, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        return size + QSizeF(0, self._room_above(pixels))

    def _room_above(self, pixels: QSize) -> float:
        return self._room if is_figure(pixels) else 0.0

    def drawObject(  # noqa: N802
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        document: QTextDocument,
        position: int,  # noqa: ARG002
        format: QTextFormat,
    ) -> None:
        """Paints a picture; a see-through one on white, as it was drawn for paper.

        Of a damaged one its place is outlined and holds its words.
        """
        name = format.toImageFormat().name()
        image = self._pictures.image(name)
        if self._pictures.size(name).isEmpty():
            return
        if image.isNull():
            painter.setPen(QPen(Qt.GlobalColor.gray, 1))
            painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
            painter.setPen(format.foreground().color())
            painter.setFont(document.defaultFont())
            painter.drawText(
                QRectF(rect).marginsRemoved(_WORDS_MARGINS), _WRAPPED, self._pictures.words(name)
            )
            return
        place = QRectF(rect).adjusted(0, self._room_above(self._pictures.size(name)), 0, 0)
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


def drawn_words(words: str, font: QFont, width: float) -> QImage:
    """Words as a picture for paper, no wider than `width`, in the units of the font's metrics."""
    line = QRectF(0, 0, width, 0)
    place = QFontMetricsF(font).boundingRect(line, _WRAPPED, words)
    # With no more pixels than the line has units, or the picture would be made to fill the paper.
    ratio = min(_SHARP, width / place.width())
    image = QImage((place.size() * ratio).toSize(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(QRectF(0, 0, place.width(), place.height()), _WRAPPED, words)
    painter.end()
    return image


def paint_picture(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Paints a picture into a rectangle, smoothly; a see-through one on white."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if image.hasAlphaChannel():
        painter.fillRect(place, Qt.GlobalColor.white)
    painter.drawImage(place, image)
    painter.restore()
