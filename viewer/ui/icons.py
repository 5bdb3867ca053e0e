"""Icons drawn as SVG in one colour, tinted for the theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from viewer.render.theme import Theme
from viewer.ui.painting import blend

ICON_SIDE = 20
"""Width and height of an icon on a button, in device-independent pixels."""
_PROGRAM_SIDES = (16, 24, 32, 48, 64, 128)
FAINTNESS = 0.6
"""How far the icon of a disabled button goes towards the window's colour."""


def program_icon(folder: Path) -> QIcon:
    """The program's own icon, in the sizes that window managers ask for."""
    from PySide6.QtSvg import QSvgRenderer

    icon = QIcon()
    renderer = QSvgRenderer(str(folder / "app.svg"))
    for side in _PROGRAM_SIDES if renderer.isValid() else ():
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


def tinted_icon(folder: Path, name: str, theme: Theme, ratio: float) -> QIcon:
    """The icon ``folder/name.svg`` with its currentColor drawn in the theme's text colour.

    It has one size, `ICON_SIDE`, drawn for screens of `ratio` device pixels to a pixel, and is
    faint while its button is disabled. An icon that is missing or damaged comes back null: a
    button then shows its text.
    """
    from PySide6.QtSvg import QSvgRenderer  # heavy; nothing else needs it

    icon = QIcon()
    try:
        source = (folder / f"{name}.svg").read_bytes()
    except OSError:
        return icon
    renderer = QSvgRenderer(QByteArray(source.replace(b"currentColor", theme.text.encode())))
    if not renderer.isValid():
        return icon
    pixmap = QPixmap(round(ICON_SIDE * ratio), round(ICON_SIDE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, ICON_SIDE, ICON_SIDE))
    painter.end()
    icon.addPixmap(pixmap)
    icon.addPixmap(_in_colour(pixmap, blend(theme.text, theme.window, FAINTNESS)), _DISABLED)
    return icon


_DISABLED = QIcon.Mode.Disabled


def _in_colour(pixmap: QPixmap, colour: QColor) -> QPixmap:
    """The same shape in another colour."""
    other = QPixmap(pixmap)
    painter = QPainter(other)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(other.rect(), colour)
    painter.end()
    return other
