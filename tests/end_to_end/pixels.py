"""What the screen shows, pixel by pixel; everything here runs inside the program."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QTextCursor

from .widgets import Box, application, main_window, view

KEPT = "picture kept by a test"


def _picture() -> QImage:
    """The window as the screen shows it."""
    window = main_window()
    shot = QGuiApplication.primaryScreen().grabWindow(int(window.winId()))
    return shot.toImage().convertToFormat(QImage.Format.Format_RGB32)


def keep_picture() -> None:
    """Keeps what the screen shows now, to compare with later."""
    application().setProperty(KEPT, _picture())


def changed_outside(boxes: list[Box]) -> list[tuple[int, int]]:
    """Pixels that are another colour than in the picture kept, but for those in some places.

    At most a hundred, each by its place in the window.
    """
    before, now = application().property(KEPT), _picture()
    assert isinstance(before, QImage)
    assert before.size() == now.size()
    for picture in (before, now):
        painter = QPainter(picture)
        for box in boxes:
            painter.fillRect(QRect(*box), QColor("black"))
        painter.end()
    return [
        (x, y)
        for y in range(now.height())
        if _row(before, y) != _row(now, y)
        for x in range(now.width())
        if before.pixel(x, y) != now.pixel(x, y)
    ][:100]


def _row(picture: QImage, y: int) -> bytes:
    line = picture.constScanLine(y)
    assert isinstance(line, memoryview)
    return line.tobytes()


def share_of(colour: str, box: Box) -> float:
    """How much of a place in the window has exactly this colour, from 0 to 1."""
    picture = _picture().copy(QRect(*box))
    wanted = QColor(colour).rgb()
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return sum(picture.pixel(x, y) == wanted for x, y in places) / len(places)


def _moved(place: QRect, by: QPoint) -> Box:
    return Box(place.x() + by.x(), place.y() + by.y(), place.width(), place.height())


def word_boxes(words: str) -> list[Box]:
    """Where these words stand in the window, wherever they are whole in view and on one line."""
    shown = view()
    port = shown.viewport()
    corner = port.mapTo(main_window(), port.rect().topLeft())
    boxes = []
    found = shown.document().find(words)
    while not found.isNull():
        ends = QTextCursor(shown.document()), QTextCursor(shown.document())
        ends[0].setPosition(found.selectionStart())
        ends[1].setPosition(found.selectionEnd())
        first, last = (shown.cursorRect(end) for end in ends)
        if first.top() == last.top() and port.rect().contains(first.united(last)):
            place = QRect(first.left(), first.top(), last.left() - first.left(), first.height())
            boxes.append(_moved(place, corner))
        found = shown.document().find(words, found)
    return boxes
