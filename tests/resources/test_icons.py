"""The icons are of one style, so that they look drawn by one hand in any theme."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ElementTree
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

pytestmark = pytest.mark.usefixtures("qapp")

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
NAMES = {
    "back",
    "chevron-right",
    "close",
    "copy",
    "find",
    "forward",
    "full-screen",
    "guide",
    "highlight",
    "info",
    "more",
    "next",
    "open",
    "previous",
    "print",
    "theme",
    "warning",
    "zoom-in",
    "zoom-out",
}
SVG = "{http://www.w3.org/2000/svg}"


def drawn(name: str, side: int) -> QImage:
    source = (FOLDER / f"{name}.svg").read_bytes().replace(b"currentColor", b"#000000")
    renderer = QSvgRenderer(QByteArray(source))
    assert renderer.isValid()
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def inked(image: QImage) -> list[tuple[int, int]]:
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).lightness() < 128
    ]


def test_the_set_is_complete() -> None:
    assert {file.stem for file in FOLDER.glob("*.svg")} == NAMES | {"app"}


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_icon_is_drawn_in_the_one_style(name: str) -> None:
    root = ElementTree.parse(FOLDER / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("fill") == "none"
    assert root.get("stroke") == "currentColor"
    # Three dots alone need to be a little bolder than a line to look alike.
    assert root.get("stroke-width") == ("2.5" if name == "more" else "1.75")
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")
    assert {child.tag for child in root} <= {f"{SVG}path", f"{SVG}circle", f"{SVG}rect"}


@pytest.mark.parametrize("name", sorted(NAMES | {"app"}))
def test_an_icon_can_be_seen_at_its_smallest_and_is_not_cut_off(name: str) -> None:
    assert inked(drawn(name, 16))
    edge = 95
    for x, y in inked(drawn(name, edge + 1)):
        assert 0 < x < edge
        assert 0 < y < edge


def test_no_two_icons_look_alike() -> None:
    pictures = {name: frozenset(inked(drawn(name, 48))) for name in NAMES}
    assert len(set(pictures.values())) == len(NAMES)


def test_the_application_icon_keeps_its_colours() -> None:
    picture = drawn("app", 48)
    hues = {picture.pixelColor(x, y).hsvHue() // 30 for x in range(48) for y in range(48)}
    assert len(hues - {-1}) >= 2
