"""Go to: one field over the sections, the leaflets and the commands.

The list of answers lies over the window below the field as one of its children, not as a window
of its own: so the keyboard focus stays in the field and no window manager has a say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.focus_memory import FocusMemory, claims_key
from viewer.ui.goto_items import GotoItem, GotoKind, rank_items
from viewer.ui.goto_results import ROWS_SHOWN, GotoResults, spoken
from viewer.ui.painting import MINIMUM_HIT, key_text

__all__ = ["GotoField", "GotoItem", "GotoKind"]

_LEAST_WIDTH = 440
_OUR_KEYS = (
    Qt.Key.Key_Escape,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


def _no_items() -> Sequence[GotoItem]:
    return ()


class GotoField(QLineEdit):
    """The field in the tool bar; its list opens by its key, a click, Down or typing."""

    item_chosen = Signal(GotoItem)
    """The reader wants to go there; the focus is back where it was."""
    closed = Signal()
    """The list is gone, whether something was chosen or not."""
    typed = Signal(str)
    """This is looked for now; who knows more that answers to it may `add_items`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._provider: Callable[[], Sequence[GotoItem]] = _no_items
        self._items: Sequence[GotoItem] = ()
        self._more: Sequence[GotoItem] = ()
        self._results: GotoResults | None = None
        self._memory = FocusMemory()
        keys = key_text("Ctrl+K")
        self.setObjectName("goto_field")
        self.setAccessibleName("Go to")
        self.setPlaceholderText(f"Go to a section, a leaflet, a command…   {keys}")
        self.setToolTip(f"Go to a section, a leaflet, a command ({keys})")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumSize(160, MINIMUM_HIT)
        self.textEdited.connect(self._look_up)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._note_focus)

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        if self._results is not None:
            self._results.set_theme(theme)

    def set_provider(self, provider: Callable[[], Sequence[GotoItem]]) -> None:
        """`provider` gives what can be gone to; it is asked each time the list opens."""
        self._provider = provider

    def is_open(self) -> bool:
        """True while the list of answers is shown."""
        return self._results is not None and not self._results.isHidden()

    def open_list(self) -> None:
        """Takes the focus and lists what can be gone to."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        if not self.is_open():
            self._show_answers()

    def add_items(self, typed: str, items: Sequence[GotoItem]) -> None:
        """Lists further items that answer to `typed`, unless something else is typed by now."""
        results = self._results
        if results is None or not self.is_open() or typed != self.text():
            return
        moved = results.marked_item() if results.marked_row() > 0 else None
        self._more = items
        answers = rank_items(typed, self._items, items)
        results.show_answers(answers)
        results.mark(next((n for n, each in enumerate(answers) if each.item == moved), 0))
        self._place(results)

    # The list

    def _look_up(self) -> None:
        self._more = ()
        self._show_answers()
        self.typed.emit(self.text())

    def _show_answers(self) -> None:
        results = self._results_in_window()
        if not self.is_open():
            self._items = self._provider()
        results.show_answers(rank_items(self.text(), self._items, self._more))
        self._place(results)
        results.show()
        results.raise_()
        self._announce_marked()

    def _results_in_window(self) -> GotoResults:
        """The list, made when it is first needed, as a child of the window of today."""
        window = self.window()
        if self._results is None:
            self._results = GotoResults(self._theme, window)
            self._results.item_clicked.connect(self._choose)
            window.installEventFilter(self)
        return self._results

    def _place(self, results: GotoResults) -> None:
        window = self.window()
        corner = self.mapTo(window, QPoint(0, self.height() + 4))
        width = min(max(self.width(), _LEAST_WIDTH), window.width() - 16)
        left = max(8, min(corner.x(), window.width() - 8 - width))
        height = min(results.wanted_height(), max(60, window.height() - corner.y() - 16))
        results.setGeometry(left, corner.y(), width, height)

    def _close_list(self, *, restore_focus: bool) -> None:
        if not self.is_open() or self._results is None:
            return
        self._results.hide()
        self.clear()
        if restore_focus:
            self._memory.restore()
        self.closed.emit()

    def _choose(self, item: GotoItem | None) -> None:
        if item is not None:
            self._close_list(restore_focus=True)
            self.item_chosen.emit(item)

    def _announce_marked(self) -> None:
        item = self._results.marked_item() if self._results is not None else None
        if item is not None:
            announce(self, spoken(item))

    # Keyboard, mouse and focus

    def event(self, event: QEvent) -> bool:
        return (self.is_open() and claims_key(event, _OUR_KEYS)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.is_open():
            if key == Qt.Key.Key_Down:
                self._show_answers()
            else:
                super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self._close_list(restore_focus=True)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._results.marked_item() if self._results is not None else None)
        elif key in _OUR_KEYS:
            self._move_mark(key)
        else:
            super().keyPressEvent(event)

    def _move_mark(self, key: Qt.Key) -> None:
        results = self._results
        if results is None or not results.row_count():
            return
        row, rows = results.marked_row(), results.row_count()
        targets = {
            Qt.Key.Key_Up: (row - 1) % rows,
            Qt.Key.Key_Down: (row + 1) % rows,
            Qt.Key.Key_PageUp: row - ROWS_SHOWN + 1,
            Qt.Key.Key_PageDown: row + ROWS_SHOWN - 1,
        }
        results.mark(targets[key])
        self._announce_marked()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.is_open():
            self._show_answers()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if event.reason() not in passing:
            self._close_list(restore_focus=False)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._close_list(restore_focus=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if moved and watched is self.window() and self.is_open() and self._results is not None:
            self._place(self._results)
        return super().eventFilter(watched, event)

    def _note_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if new is self:
            self._memory.remember(old, outside=self)
