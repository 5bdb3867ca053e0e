"""Icons drawn as SVG in one colour, tinted for the theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

SIZES = (16, 20, 24, 32, 40, 48, 64)
"""Sides in pixels that an icon is drawn for: 16 to 32 at device pixel ratios 1 and 2."""


def tinted_icon(folder: Path, name: str, colour: str) -> QIcon:
    """The icon ``folder/name.svg`` with its currentColor drawn in `colour`.

    An icon that is missing or damaged comes back null: a button then shows its text.
    """
    from PySide6.QtSvg import QSvgRenderer  # heavy; nothing else needs it

    try:
        source = (folder / f"{name}.svg").read_bytes()
    except OSError:
        return QIcon()
    svg = QByteArray(source.replace(b"currentColor", colour.encode()))
    renderer = QSvgRenderer(svg)
    icon = QIcon()
    if not renderer.isValid():
        return icon
    for side in SIZES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
