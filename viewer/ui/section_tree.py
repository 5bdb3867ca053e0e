"""The tree of a leaflet's sections: where the reader is, and what each section holds.

Two things are marked apart. The *current section* is the one in view; it has the accent bar and
follows the scroll. The *cursor* is the row that the arrow keys are on; it has the focus ring.
As long as the reader walks with the keys the cursor stays theirs: the current section moves its
bar only, and nothing scrolls under their eyes. The walk ends when they choose a row or leave the
tree; from then on the cursor goes with the current section.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from viewer.leaflet.model import Leaflet
from viewer.render.html import is_right_to_left
from viewer.render.theme import Theme
from viewer.ui.painting import row_height
from viewer.ui.section_row_painter import RowLook, chevron_hit, paint_row
from viewer.ui.section_rows import (
    LEAFLET_START,
    Pill,
    RowCounts,
    SectionRow,
    passages,
    section_rows,
)
from viewer.ui.tool_tips import plain_tip

__all__ = ["LEAFLET_START", "Pill", "SectionTree"]


class _Item(QTreeWidgetItem):
    """A row; what changes with the lenses is computed when Qt asks for it."""

    def __init__(self, row: SectionRow, depth: int, counts: RowCounts) -> None:
        super().__init__([row.title])
        self.row = row
        self.depth = depth
        self._counts = counts

    @property
    def folded(self) -> bool:
        return self.childCount() > 0 and not self.isExpanded()

    @property
    def pills(self) -> tuple[Pill, ...]:
        return self._counts.pills(self.row, self.folded)

    @property
    def quiet(self) -> bool:
        return self._counts.is_quiet(self.row, self.folded)

    def data(self, column: int, role: int) -> object:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            total = sum(pill.count for pill in self.pills)
            words = f"{self.row.title}, {passages(total)}" if total else self.row.title
            return plain_tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        tree = self.treeWidget()
        if role == Qt.ItemDataRole.SizeHintRole and tree is not None:
            return QSize(0, row_height(tree.fontMetrics()))
        return super().data(column, role)


class SectionTree(QTreeWidget):
    """The product and its sections, with the active lenses' counts at the right edge."""

    section_chosen = Signal(str)
    """The reader wants to go to this section; `LEAFLET_START` is the product's own row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._counts = RowCounts()
        self._items: dict[str, _Item] = {}
        self._current = LEAFLET_START
        self._marked: _Item | None = None
        self._hovered: _Item | None = None
        self._walking = False
        self._folding = False
        self.setObjectName("section_tree")
        self.setAccessibleName("Sections")
        self._set_up_view()
        self.itemExpanded.connect(self._mark_current)
        self.itemCollapsed.connect(self._mark_current)
        self.set_theme(theme)

    def _set_up_view(self) -> None:
        self.setHeaderHidden(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIndentation(0)  # rows are indented where they are painted
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.viewport().setMouseTracking(True)

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self._counts.set_order(tuple(theme.lenses))
        self.viewport().update()

    def show_leaflet(self, leaflet: Leaflet) -> None:
        """Shows the sections of a leaflet, unfolded, without counts; its start is current."""
        right_to_left = is_right_to_left(leaflet.language)
        direction = Qt.LayoutDirection
        self.setLayoutDirection(direction.RightToLeft if right_to_left else direction.LeftToRight)
        self._marked = self._hovered = None
        self._walking = False
        self._counts.set_counts({})
        self._counts.set_quiet(())
        self.clear()
        self._items = {}
        root = self._add_rows(section_rows(leaflet))
        self.addTopLevelItem(root)
        self.expandAll()
        self.set_current_section(LEAFLET_START)

    def _add_rows(self, top: SectionRow) -> _Item:
        root = _Item(top, 0, self._counts)
        waiting = [root]
        while waiting:
            item = waiting.pop()
            self._items.update(dict.fromkeys(item.row.keys, item))
            children = [_Item(r, item.depth + 1, self._counts) for r in item.row.children]
            item.addChildren(children)
            waiting.extend(children)
        return root

    def show_counts(self, counts: Mapping[str, Sequence[Pill]]) -> None:
        """Shows the passages of each section, by its key and without those below it."""
        if self._counts.set_counts(counts):
            self.viewport().update()

    def show_quiet(self, keys: Collection[str]) -> None:
        """Softens the names of the sections in which the active lenses found nothing."""
        if self._counts.set_quiet(keys):
            self.viewport().update()

    def set_current_section(self, key: str) -> None:
        """Marks the section in view and keeps its row in sight; emits nothing.

        A section inside a folded row marks that row: what the reader folded stays folded.
        """
        if key != self._current or self._marked is None:
            self._current = key
            self._mark_current()

    def current_section(self) -> str:
        """The key of the section in view, as last set."""
        return self._current

    def _mark_current(self) -> None:
        item = self._items.get(self._current)
        parent = item.parent() if item is not None else None
        while isinstance(parent, _Item):
            if not parent.isExpanded():
                item = parent
            parent = parent.parent()
        before, self._marked = self._marked, item
        if item is not None and not self._walking and not self._folding:
            self.setCurrentItem(item)
            self.scrollToItem(item, QAbstractItemView.ScrollHint.EnsureVisible)
        for each in (before, item):  # the other rows look as they did
            if each is not None:
                self.viewport().update(self._row_rect(each))

    # Keyboard and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentItem())
            return
        self._folding = True
        super().keyPressEvent(event)
        self._folding = False
        self._walking = self.currentItem() is not self._marked

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if self._walking and event.reason() not in passing:
            self._walking = False
            self._mark_current()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        item = self._item_at(event.position().y())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if item.childCount() and self._chevron_hit(item).contains(event.position().toPoint()):
            item.setExpanded(not item.isExpanded())
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.setCurrentItem(item)
        self._choose(item)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()  # the press has done it

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self._item_at(event.position().y())
        if item is not None and self._chevron_hit(item).contains(event.position().toPoint()):
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._item_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        if isinstance(item, _Item):
            self._walking = False
            self.section_chosen.emit(item.row.key)

    def _hover(self, item: _Item | None) -> None:
        if item is not self._hovered:
            self._hovered = item
            self.viewport().update()

    def _item_at(self, y: float) -> _Item | None:
        item = self.itemAt(1, round(y))
        return item if isinstance(item, _Item) else None

    # Painting

    def drawRow(  # noqa: N802
        self,
        painter: QPainter,
        options: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item = self.itemFromIndex(index)
        if not isinstance(item, _Item):
            return
        rect = QRect(0, options.rect.y(), self.viewport().width(), options.rect.height())
        look = RowLook(
            name=item.row.title,
            depth=item.depth,
            pills=item.pills,
            unfolded=item.isExpanded() if item.childCount() else None,
            quiet=item.quiet,
            current=item is self._marked,
            hovered=item is self._hovered,
            focused=item is self.currentItem() and self.hasFocus(),
            mirrored=self.isRightToLeft(),
        )
        painter.setFont(self.font())
        paint_row(painter, rect, look, self._theme)

    def _row_rect(self, item: _Item) -> QRect:
        rect = self.visualItemRect(item)
        return QRect(0, rect.y(), self.viewport().width(), rect.height())

    def _chevron_hit(self, item: _Item) -> QRect:
        return chevron_hit(self._row_rect(item), item.depth, self.isRightToLeft())
