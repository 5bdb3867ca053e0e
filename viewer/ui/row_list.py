"""A list of painted rows below the field that fills it; the keyboard works from either.

Arrows in the field move the mark in the list, and letters typed in the list go to the field: so
that a reader never has to know which of the two has the focus. Rows that only head others are
stepped over. What stands in the list is a model's; a row that cannot be selected is a head.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.painting import blend, focus_ring, rounded

Index = QModelIndex | QPersistentModelIndex
STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
}
"""Keys that move the mark, from the field as well, and which way."""
_PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_NO_TEXT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_EDGE = 4
_BAR = 3


@dataclass(frozen=True, slots=True)
class RowState:
    """What is to be seen of a row beside its words."""

    marked: bool
    hovered: bool
    focused: bool


class RowLooks(Protocol):
    """Paints rows, and knows how high they are."""

    theme: Theme

    def height(self, index: Index, widget: QWidget) -> int: ...
    def paint(self, painter: QPainter, rect: QRect, index: Index, state: RowState) -> None: ...


class RowList(QListView):
    """Rows of which one is marked; the panel around it says what choosing one means."""

    row_chosen = Signal(int)
    """The reader clicked on a row."""
    menu_requested = Signal(int, QPoint)
    """The menu of a row is asked for: its number, and the place on the screen."""

    def __init__(self, looks: RowLooks, field: QLineEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._looks = looks
        self._field = field
        self._hovered = -1
        self.setItemDelegate(_RowDelegate(looks, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setMouseTracking(True)
        self.set_theme(looks.theme)

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._looks.theme = theme
        name = type(self).__name__
        self.setStyleSheet(
            f"{name} {{ background: {theme.window}; border: none; }}"
            f"{name} QScrollBar {{ background: {theme.window}; }}"
        )
        self.viewport().update()

    # The mark

    def marked_row(self) -> int:
        """The number of the marked row, -1 where there is none."""
        return self.currentIndex().row()

    def mark(self, row: int) -> bool:
        """Marks a row and brings it in sight; False where that row is a head or is not there."""
        index = self._index(row)
        if not index.isValid() or not self._can_be_marked(row):
            return False
        self.setCurrentIndex(index)
        above = row - 1
        if above >= 0 and not self._can_be_marked(above):
            self.scrollTo(self._index(above))  # a head is read with its first row
        self.scrollTo(index)
        return True

    def mark_first(self) -> None:
        """Marks the first row that can be."""
        row = self._from(0, 1)
        if row >= 0:
            self.mark(row)
            self.scrollToTop()

    def step(self, key: Qt.Key) -> None:
        """Moves the mark as a key of `STEPS` says, over heads, and has the row read aloud."""
        way = STEPS[key]
        start = self.marked_row()
        target = self._a_page_from(start, way) if key in _PAGES else start + way
        row = self._from(target, way)
        self.mark(row if row >= 0 else self._from(target, -way))
        if self.marked_row() == start and way < 0:
            self.scrollToTop()
        index = self.currentIndex()
        if index.isValid() and not self.hasFocus():
            announce(self._field, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    @contextmanager
    def stays_in_sight(self) -> Iterator[range]:
        """Gives the rows in sight, which stay where they are while rows are added around them."""
        box = self.viewport().rect()
        top = QPersistentModelIndex(self.indexAt(box.topLeft()))
        first, y = top.row(), self.visualRect(self._index(top.row())).y()
        below = self.indexAt(box.bottomLeft()).row()
        yield range(first, below + 1 if below >= 0 else self.model().rowCount())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(self._index(top.row())).y() - y)
        if self._hovered >= 0:
            self._hover(self._hovered + top.row() - first)

    def _a_page_from(self, row: int, way: int) -> int:
        height, top = self.viewport().height() * 0.9, self.visualRect(self._index(row)).y()
        rows, target = self.model().rowCount(), row + way
        while 0 <= target + way < rows:
            if abs(self.visualRect(self._index(target + way)).y() - top) > height:
                break
            target += way
        return target

    def _from(self, row: int, way: int) -> int:
        """The first row that can be marked from `row` on in that way, or -1."""
        rows = self.model().rowCount()
        row = min(max(row, 0), rows - 1)
        while 0 <= row < rows:
            if self._can_be_marked(row):
                return row
            row += way
        return -1

    def _can_be_marked(self, row: int) -> bool:
        flags = self.model().flags(self._index(row))
        return bool(flags & Qt.ItemFlag.ItemIsSelectable)

    def _index(self, row: int) -> QModelIndex:
        return self.model().index(row, 0)

    # Keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in STEPS:
            self.step(key)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            home = key == Qt.Key.Key_Home
            self.mark(self._from(0 if home else self.model().rowCount(), 1 if home else -1))
        elif key == Qt.Key.Key_Backspace or _is_text(event):
            self._type(event)
        else:
            event.ignore()

    def _type(self, event: QKeyEvent) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.deselect()
        self._field.end(False)
        QCoreApplication.sendEvent(self._field, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().toPoint())
        if self.mark(row) and event.button() == Qt.MouseButton.LeftButton:
            self.row_chosen.emit(row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the press has done it

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._row_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        asked = event.reason() == QContextMenuEvent.Reason.Mouse
        row = self._row_at(event.pos()) if asked else self.marked_row()
        if self.mark(row):
            self.menu_requested.emit(row, event.globalPos() if asked else self.menu_place())

    def menu_place(self) -> QPoint:
        """Where on the screen the menu of the marked row opens for the keyboard."""
        rect = self.visualRect(self.currentIndex())
        return self.viewport().mapToGlobal(rect.bottomLeft() + QPoint(16, 0))

    def _row_at(self, point: QPoint) -> int:
        return self.indexAt(point).row()

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._hovered = row
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        return super().event(event)

    # Painting

    def state_of(self, index: Index) -> RowState:
        """What there is to be seen of a row beside its words."""
        marked = index.row() == self.marked_row()
        return RowState(marked, index.row() == self._hovered, marked and self.hasFocus())


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, looks: RowLooks, rows: RowList) -> None:
        super().__init__(rows)
        self._looks = looks
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        return QSize(0, self._looks.height(index, self._rows))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._rows.font())
        self._looks.paint(painter, option.rect, index, self._rows.state_of(index))
        painter.restore()


def _is_text(event: QKeyEvent) -> bool:
    text = event.text()
    return bool(text) and text.isprintable() and not event.modifiers() & _NO_TEXT


def paint_row_ground(
    painter: QPainter, rect: QRect, state: RowState, theme: Theme, *, current: bool = False
) -> None:
    """The ground of a row: marked, under the mouse, with the focus; a bar where it is current."""
    box = rect.adjusted(_EDGE, 0, -_EDGE, 0)
    if state.marked and theme.outlined:
        rounded(painter, box, 4, QPen(QColor(theme.accent), 1), QColor(theme.window))
    elif state.marked:
        rounded(painter, box, 4, QPen(QColor(theme.current_row), 1), QColor(theme.current_row))
    elif state.hovered and not theme.outlined:
        tint = blend(theme.window, theme.text, 0.05)
        rounded(painter, box, 4, QPen(tint, 1), tint)
    if current:
        painter.fillRect(box.x(), box.y(), _BAR, box.height(), QColor(theme.accent))
    if state.focused:
        focus_ring(painter, box, 4, theme)
