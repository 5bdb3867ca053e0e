"""What a screen reader is told; everything here runs inside the program."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QToolTip, QWidget

from viewer.ui.tool_tips import plain_tip

from .pixels import word_boxes
from .widgets import application, chip_widgets, main_window, tree, view, widget

_WRAPPED = re.compile(r"^<div[^>]*>|</div>$")


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
    return _tip_over(port, place)


def tip_of(name: str) -> str:
    """What the tool tip of the widget with this object name says."""
    found = widget(QWidget, name)
    return _tip_over(found, found.rect().center())


def row_tips(name: str) -> list[str]:
    """What the tool tips of all rows that are in sight in a list or a tree say."""
    rows = widget(QAbstractItemView, name)
    index, port = rows.indexAt(QPoint(9, 9)), rows.viewport()
    tips = []
    while index.isValid() and rows.visualRect(index).bottom() < port.height():
        tips.append(_tip_over(port, rows.visualRect(index).center()))
        index = rows.indexAt(rows.visualRect(index).bottomLeft() + QPoint(9, 9))
    return tips


def _tip_over(found: QWidget, place: QPoint) -> str:
    """The words of the tool tip at a place of a widget, shown in earnest."""
    QToolTip.hideText()
    QApplication.sendEvent(found, QHelpEvent(QEvent.Type.ToolTip, place, found.mapToGlobal(place)))
    tips = [top for top in application().topLevelWidgets() if top.inherits("QTipLabel")]
    for tip in tips:
        tip.grab()  # painted, whether or not the screen has come to it
    words = unescape(_WRAPPED.sub("", QToolTip.text()))
    assert QToolTip.text() in ("", plain_tip(words)), "Qt may take it for mark-up"
    return words
