"""The library's leaflets: pinned ones, those opened since the start, and all the others.

The list comes ready made from a `ShelfKeeper`, and every change of the filter arranges the rows
off the GUI thread. Until the rows for what is typed have come, Enter
waits for them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from viewer.library.entry import LibraryEntry
from viewer.library.identity import origin
from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.elided import ElidedLabel
from viewer.ui.focus_memory import FocusMemory, claims_key
from viewer.ui.form_controls import ChoiceBox
from viewer.ui.library_menu import PIN_KEY, LibraryMenu
from viewer.ui.library_row_painter import LibraryRowPainter
from viewer.ui.library_rows import LibraryRows, leaflets
from viewer.ui.library_shelf import Grouping, Listing, Shelf, arrange, keys_of
from viewer.ui.painting import MINIMUM_HIT
from viewer.ui.panel_note import PanelNote
from viewer.ui.row_list import STEPS, RowList
from viewer.ui.task_runner import TaskRunner

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAST_CHOICE = 72
"""Width that is left of the choice in a narrow pane."""
_ARRANGE = "arrange the library panel"


class LibraryPanel(QWidget):
    """Lists, filters and groups leaflets; what is asked of one goes out as a signal.

    Leaflets in signals are `LibraryEntry`s.
    """

    leaflet_chosen = Signal(object)
    """The reader wants to read this leaflet, in this version."""
    pins_changed = Signal(frozenset)
    """These leaflets, by their keys, are pinned now; the list shows it already."""
    versions_requested = Signal(object)
    """Older versions are asked for; `show_versions` answers."""
    provenance_requested = Signal(object)
    remove_requested = Signal(object)
    import_requested = Signal()
    closed = Signal()
    """The reader is done here; the focus is back where it was, if that is still there."""

    def __init__(self, theme: Theme, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._memory = FocusMemory()
        self._shelf: Shelf | None = None
        self._opened: list[str] = []
        self._enter_waits = False
        self.setObjectName("library_panel")
        self.setAccessibleName("Library")
        self._field = QLineEdit(self)
        self._count = ElidedLabel(self)
        self._grouping = ChoiceBox(self)
        self._rows = LibraryRows(self)
        self._list = RowList(LibraryRowPainter(theme), self._field, self)
        self._note = PanelNote(self)
        self._pages = QStackedWidget(self)
        self._menu = LibraryMenu(self)
        self._set_up()
        self._lay_out()
        self._connect()
        self._say_count(0)
        self._show_note("Reading the library…")

    def _set_up(self) -> None:
        self._field.setObjectName("library_filter")
        self._field.setAccessibleName("Filter the library")
        self._field.setPlaceholderText("Filter leaflets")
        self._field.setToolTip("Product, substance, holder, language, kind, ATC code or date")
        self._field.setMinimumHeight(MINIMUM_HIT)
        self._count.setObjectName("library_count")
        self._count.setProperty("soft", True)
        self._count.setMinimumWidth(self.fontMetrics().horizontalAdvance("00,000"))
        self._grouping.setObjectName("library_grouping")
        self._grouping.setAccessibleName("Group leaflets")
        self._grouping.setToolTip("How leaflets are grouped")
        self._grouping.setMinimumHeight(MINIMUM_HIT)
        self._grouping.setMinimumWidth(_LEAST_CHOICE)
        for grouping in Grouping:
            self._grouping.addItem(grouping.value, grouping)
        self._list.setObjectName("library_list")
        self._list.setAccessibleName("Leaflets")
        self._list.setUniformItemSizes(True)
        self._list.setModel(self._rows)

    def _lay_out(self) -> None:
        about = QHBoxLayout()
        about.setContentsMargins(16, 0, 12, 4)
        about.setSpacing(8)
        about.addWidget(self._count, 1)
        about.addWidget(self._grouping)
        field = QHBoxLayout()
        field.setContentsMargins(12, 8, 12, 8)
        field.addWidget(self._field)
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(field)
        column.addLayout(about)
        column.addWidget(self._pages, 1)
        QWidget.setTabOrder(self._field, self._list)
        QWidget.setTabOrder(self._list, self._grouping)

    def _connect(self) -> None:
        self._field.textChanged.connect(lambda: self._arrange(keep_mark=False))
        self._grouping.currentIndexChanged.connect(lambda: self._arrange(keep_mark=True))
        self._list.menu_requested.connect(self._open_menu)
        self._list.row_chosen.connect(self._choose)
        self._menu.open_requested.connect(self.leaflet_chosen)
        self._menu.pin_requested.connect(lambda entry: self._toggle_pin(entry))
        self._menu.provenance_requested.connect(self.provenance_requested)
        self._menu.remove_requested.connect(self.remove_requested)
        self._menu.versions_requested.connect(self.versions_requested)
        self._note.button_clicked.connect(self.import_requested)
        pin = QShortcut(QKeySequence(PIN_KEY), self)
        pin.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        pin.activated.connect(lambda: self._toggle_pin(self.marked_leaflet()))

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._list.set_theme(theme)

    def show_shelf(self, shelf: Shelf) -> None:
        """Lists these leaflets; what was typed and marked stays."""
        self._shelf = shelf
        self._arrange(keep_mark=True)

    def show_failure(self, words: str) -> None:
        """Says why there is no list."""
        self._show_note(words)

    def set_pinned(self, leaflets: Collection[str]) -> None:
        """The leaflets, by their keys, that stand first."""
        self._rows.pinned = frozenset(leaflets)
        self._arrange(keep_mark=True)

    def note_opened(self, leaflet: str) -> None:
        """A leaflet, by its origin, is on show now; it stands among those opened since the start.

        One that the library does not have only ends that another one is marked as on show.
        """
        self._rows.opened = leaflet
        self._opened = [leaflet, *(each for each in self._opened if each != leaflet)]
        self._arrange(keep_mark=True)

    def set_read_only(self, read_only: bool) -> None:
        """Whether the library cannot be changed, so that neither import nor removal is offered."""
        self._menu.can_remove = not read_only

    def show_versions(self, versions: Sequence[LibraryEntry]) -> None:
        """Lists the versions of the leaflet that they were asked for, the newest first."""
        entry = self.marked_leaflet()
        if self.isVisible() and entry is not None and any(v.id == entry.id for v in versions):
            self._menu.show_versions(versions, self._list.menu_place())

    def take_focus(self, text: str = "") -> None:
        """Puts the keyboard on the filter, with `text` in it, or with what it held before.

        Closing gives the focus back.
        """
        self._memory.remember_current(outside=self)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self._field.setText(text)
        self._field.selectAll()

    @property
    def field(self) -> QLineEdit:
        """Where the filter is typed."""
        return self._field

    def marked_leaflet(self) -> LibraryEntry | None:
        """The leaflet that the mark is on."""
        return self._rows.entry(self._list.marked_row())

    # Rows

    def _arrange(self, *, keep_mark: bool) -> None:
        shelf, typed, grouping = self._shelf, self._field.text(), self._grouping.currentData()
        pinned, opened = self._rows.pinned, tuple(self._opened)
        marked = self.marked_leaflet() if keep_mark else None
        keep = origin(marked) if marked is not None else ""
        if shelf is None:
            return
        self._tasks.run(
            _ARRANGE,
            lambda: arrange(shelf, typed, grouping, pinned, opened, keep),
            self._show_rows,
            lambda error: self._show_note(f"The library cannot be listed: {error}"),
        )

    def _show_rows(self, listing: Listing) -> None:
        scrolled = self._list.verticalScrollBar().value()
        self._rows.replace(listing.rows)
        self._say_count(listing.leaflets)
        if listing.kept < 0:
            self._list.mark_first()
        else:
            self._list.verticalScrollBar().setValue(scrolled)
            self._list.mark(listing.kept)
        waited, self._enter_waits = self._enter_waits, False
        if waited:
            self._choose(self._list.marked_row())

    def _say_count(self, count: int) -> None:
        total = len(self._shelf.entries) if self._shelf is not None else 0
        typed = self._field.text().strip()
        words = leaflets(total) if count == total else f"{count:,} of {leaflets(total)}"
        if self._shelf is None:
            words = ""
        elif not total:
            self._say_empty()
        elif not count:
            words = f"No leaflet of {total:,}"
            self._show_note(f"No leaflet matches “{typed}”.")
        else:
            self._pages.setCurrentWidget(self._list)
        self._count.short = f"{count:,} of {total:,}" if count != total else f"{total:,}"
        if words != self._count.text():
            self._count.setText(words)
            if typed and self._field.hasFocus():
                announce(self._count, words)

    def _say_empty(self) -> None:
        if self._menu.can_remove:
            self._show_note(
                "The library is empty.\n\nImport leaflets as your regulator publishes them: "
                "File > Import…, or drop files or a folder on the window.",
                "Import…",
            )
        else:
            self._show_note("The library is empty.")

    def _show_note(self, words: str, button: str = "") -> None:
        self._note.say(words, button)
        self._pages.setCurrentWidget(self._note)

    # What is asked

    def _choose(self, row: int) -> None:
        entry = self._rows.entry(row)
        if entry is not None:
            self.leaflet_chosen.emit(entry)

    def _toggle_pin(self, entry: LibraryEntry | None) -> None:
        if entry is None:
            return
        others, pinned = self._rows.pinned - {*keys_of(entry)}, not self._rows.is_pinned(entry)
        self.set_pinned(others | {origin(entry)} if pinned else others)
        self.pins_changed.emit(self._rows.pinned)
        announce(self._field, "Pinned" if pinned else "No longer pinned")

    def _open_menu(self, row: int, place: QPoint) -> None:
        entry = self._rows.entry(row)
        if entry is not None:
            self._menu.show_for(entry, self._rows.is_pinned(entry), place)

    # Keyboard

    def event(self, event: QEvent) -> bool:
        return claims_key(event, (Qt.Key.Key_Escape, *_ENTER)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key in STEPS and self._pages.currentWidget() is self._list:
            self._list.step(key)
        elif key not in _ENTER:
            super().keyPressEvent(event)
        elif self._note.button_has_focus():
            self.import_requested.emit()
        elif self._tasks.is_awaited(_ARRANGE):
            self._enter_waits = True
        else:
            self._choose(self._list.marked_row())

    def _escape(self) -> None:
        self._enter_waits = False
        if self._field.text():
            self._field.clear()
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._memory.restore()
            self.closed.emit()
