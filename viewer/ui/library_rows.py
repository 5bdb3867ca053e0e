"""The rows of the library panel as a model, and what a screen reader hears of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QWidget

from viewer.library.entry import LibraryEntry
from viewer.render.provenance import NOT_STATED, kind_name
from viewer.ui.language_names import full_language_name
from viewer.ui.library_shelf import Head, Row, keys_of, name_of
from viewer.ui.row_list import Index
from viewer.ui.tool_tips import plain_tip


def leaflets(count: int) -> str:
    """The count in words: "1 leaflet", "50,000 leaflets"."""
    return f"{count:,} leaflet" if count == 1 else f"{count:,} leaflets"


def spoken(row: Row, pinned: bool = False) -> str:
    """A row as a screen reader says it."""
    if isinstance(row, Head):
        return f"{row.title}, {leaflets(row.count)}"
    parts = (
        name_of(row),
        row.active_substance,
        full_language_name(row.language),
        kind_name(row.kind),
        row.date or f"date {NOT_STATED}",
        "verified" if row.verified else "not verified",
        "pinned" if pinned else "",
    )
    return ", ".join(part for part in parts if part)


def told(entry: LibraryEntry) -> str:
    """All that the library knows of a leaflet, as a tool tip says it."""
    rows = (
        ("Title", entry.title),
        ("Active substance", entry.active_substance),
        ("Holder", entry.holder),
        ("Kind", kind_name(entry.kind)),
        ("Language", full_language_name(entry.language)),
        ("Version", entry.version),
        ("Date", entry.date),
        ("Verified", "yes" if entry.verified else "no"),
    )
    return "\n".join(f"{label}: {value or NOT_STATED}" for label, value in rows)


class LibraryRows(QStringListModel):
    """Heads and leaflets, in the order in which they are listed.

    A view asks for the number of rows anew for each row that it lays out. Qt's own list answers
    that ten times as fast as Python would; its strings stay empty, the words are made in `data`.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()
        self.pinned: frozenset[str] = frozenset()
        """Keys of the leaflets that are pinned."""
        self.opened = ""
        """Key of the leaflet on show."""

    def replace(self, rows: Sequence[Row]) -> None:
        """Lists other rows."""
        self.rows = rows
        self.setStringList([""] * len(rows))

    def entry(self, row: int) -> LibraryEntry | None:
        """The leaflet in a row; None for a head and where there is no such row."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, LibraryEntry) else None

    def is_pinned(self, entry: LibraryEntry) -> bool:
        return not self.pinned.isdisjoint(keys_of(entry))

    def flags(self, index: Index) -> Qt.ItemFlag:
        selectable = Qt.ItemFlag.ItemIsSelectable
        is_leaflet = self.entry(index.row()) is not None
        return Qt.ItemFlag.ItemIsEnabled | (selectable if is_leaflet else Qt.ItemFlag.NoItemFlags)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Head) else name_of(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row, isinstance(row, LibraryEntry) and self.is_pinned(row))
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, LibraryEntry):
            return plain_tip(told(row))
        return None
