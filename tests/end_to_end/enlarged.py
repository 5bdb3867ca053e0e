"""What can be seen of a table or an image enlarged; everything here runs inside the program."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from viewer.ui.enlarged_dialog import EnlargedDialog

from .widgets import Box, application, view


def dialog() -> EnlargedDialog:
    found = application().activeModalWidget()
    assert isinstance(found, EnlargedDialog)
    return found


def title() -> str:
    return dialog().windowTitle()


def words() -> str:
    """The text of the enlarged table."""
    shown = dialog().shown
    return shown.toPlainText() if hasattr(shown, "toPlainText") else ""


def zoom() -> str:
    label = dialog().findChild(QLabel, "enlarged_zoom")
    assert isinstance(label, QLabel)
    return label.text()


def sideways() -> int:
    """How far the enlarged table is scrolled to the side, in pixels."""
    return dialog().shown.horizontalScrollBar().value()


def marks() -> list[Box]:
    """Where on the screen the marks stand that offer to enlarge, and that are in view."""
    shown = view()
    assert shown.shown is not None
    assert shown.figure_marks is not None
    port, found = shown.viewport(), []
    for figure in shown.shown.figures:
        if shown.figure_marks.is_marked(figure):
            mark = shown.figure_marks.mark(figure).toRect()
            mark.translate(0, -shown.verticalScrollBar().value())
            if port.rect().contains(mark):
                corner = port.mapToGlobal(mark.topLeft())
                found.append(Box(corner.x(), corner.y(), mark.width(), mark.height()))
    return found
