"""What a screen reader is told; everything here runs inside the program."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from .pixels import word_boxes
from .widgets import application, chip_widgets, main_window, tree, view, widget


class Told(NamedTuple):
    """What is told of a widget."""

    name: str
    role: str
    description: str


def told(name: str) -> Told:
    """What a screen reader is told of the widget with this object name."""
    return _told(widget(QWidget, name))


def _told(found: QWidget) -> Told:
    interface = QAccessible.queryAccessibleInterface(found)
    assert interface is not None
    assert interface.isValid()
    texts = (QAccessible.Text.Name, QAccessible.Text.Description)
    name, description = (interface.text(text) for text in texts)
    return Told(name, interface.role().name, description)


def told_chips() -> dict[str, Told]:
    """What is told of each lens of the lens bar, by its id."""
    return {chip.lens: _told(chip) for chip in chip_widgets()}


def told_rows() -> list[str]:
    """What is told of each row of the tree."""
    interface = QAccessible.queryAccessibleInterface(tree())
    rows = [interface.child(number) for number in range(interface.childCount())]
    return [
        row.text(QAccessible.Text.Name)
        for row in rows
        if row.role() == QAccessible.Role.TreeItem and row.text(QAccessible.Text.Name)
    ]


def nameless() -> list[str]:
    """Visible widgets that take the keyboard and of which a screen reader is told no name."""
    front = application().activeModalWidget() or main_window()
    return [
        f"{type(found).__name__} {found.objectName()}"
        for found in front.findChildren(QWidget)
        if found.isVisible()
        and found.focusPolicy() & Qt.FocusPolicy.TabFocus
        and found.focusProxy() is None
        and not _told(found).name
    ]


def tooltip_over(words: str) -> str:
    """What the tool tip says with the mouse over these words of the leaflet."""
    box = word_boxes(words)[0]
    port = view().viewport()
    place = port.mapFrom(main_window(), QPoint(box.x + box.width // 2, box.y + box.height // 2))
    QToolTip.hideText()
    help_event = QHelpEvent(QEvent.Type.ToolTip, place, port.mapToGlobal(place))
    QApplication.sendEvent(port, help_event)
    return QToolTip.text()
