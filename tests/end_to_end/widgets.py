"""The widgets of the program by their names; everything here runs inside it."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from viewer.ui.leaflet_view import LeafletView
from viewer.ui.lens_chip import LensChip
from viewer.ui.section_tree import SectionTree

W = TypeVar("W", bound=QWidget)


class Box(NamedTuple):
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int


def application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def main_window() -> QMainWindow:
    return next(w for w in application().topLevelWidgets() if isinstance(w, QMainWindow))


def widget(kind: type[W], name: str) -> W:
    """The one widget with this object name, in the window or in a dialog."""
    found = [w for w in application().allWidgets() if w.objectName() == name]
    assert len(found) == 1, f"{len(found)} widgets are named {name}"
    assert isinstance(found[0], kind), found[0]
    return found[0]


def view() -> LeafletView:
    return widget(LeafletView, "leaflet_view")


def tree() -> SectionTree:
    return widget(SectionTree, "section_tree")


def chip_widgets() -> list[LensChip]:
    return main_window().findChildren(LensChip)


def name_of(found: QWidget | None) -> str:
    while found is not None and not found.objectName():
        found = found.parentWidget()
    return found.objectName() if found is not None else ""


def box_of(found: QWidget) -> Box:
    corner = found.mapTo(found.window(), found.rect().topLeft())
    return Box(corner.x(), corner.y(), found.width(), found.height())
