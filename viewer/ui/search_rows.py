"""The results of a search as a model: a row for each leaflet, below it the passages in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QWidget

from viewer.library.entry import LibraryEntry
from viewer.library.identity import origin
from viewer.library.search_results import SearchHit
from viewer.render.provenance import kind_name
from viewer.ui.language_names import full_language_name
from viewer.ui.library_shelf import name_of
from viewer.ui.row_list import Index
from viewer.ui.search_answer import Snippet, counted
from viewer.ui.section_rows import one_line
from viewer.ui.snippet_text import snippet_text
from viewer.ui.tool_tips import plain_tip

_AT_ONCE = 40
"""Snippets asked for in one go; the next are asked for when these have come."""


@dataclass(slots=True)
class LeafletRow:
    """The head of so many passages found in one leaflet, which has others further up if `again`."""

    entry: LibraryEntry
    hits: int
    again: bool = False


@dataclass(slots=True)
class HitRow:
    """A passage; its snippet is empty until it has come, and `asked` for once."""

    hit: SearchHit
    snippet: Snippet = ()
    asked: bool = False

    @property
    def entry(self) -> LibraryEntry:
        return self.hit.entry


def section_name(hit: SearchHit) -> str:
    """The title of the section that a hit is in."""
    return one_line(hit.title) or "Without a heading"


def about(entry: LibraryEntry) -> str:
    """Language and kind of a leaflet."""
    return f"{full_language_name(entry.language)} · {kind_name(entry.kind)}"


def spoken(row: LeafletRow | HitRow) -> str:
    """A row as a screen reader says it."""
    if isinstance(row, LeafletRow):
        head = f"{name_of(row.entry)}, {about(row.entry).replace(' · ', ', ')}"
        return f"{head}, {counted(row.hits, 'more passage' if row.again else 'passage')}"
    words = f"{section_name(row.hit)}, {name_of(row.entry)}"
    snippet = one_line(snippet_text(row.snippet)[0])
    return f"{words}: {snippet}" if snippet else words


class SearchRows(QAbstractListModel):
    """Leaflets and hits. Snippets are asked for in one go, for the rows that were painted."""

    def __init__(
        self, want_snippets: Callable[[Sequence[SearchHit]], None], parent: QWidget
    ) -> None:
        """`want_snippets` must return at once; `take_snippets` is given what it brings."""
        super().__init__(parent)
        self._want_snippets = want_snippets
        self.rows: list[LeafletRow | HitRow] = []
        self._in_sight: list[HitRow] = []
        self._waiting = False
        self._ask = QTimer(self, singleShot=True, interval=0)
        self._ask.timeout.connect(self._ask_for_snippets)

    def replace(self, hits: Sequence[SearchHit], snippets: Sequence[Snippet] = ()) -> None:
        """Lists other hits; `snippets` are those of the first of them."""
        self.beginResetModel()
        self._in_sight, self._waiting = [], False
        self.rows = [row for group in _groups(hits, snippets) for row in group]
        self.endResetModel()

    def append(
        self,
        hits: Sequence[SearchHit],
        snippets: Sequence[Snippet] = (),
        in_sight: range = range(0),
    ) -> None:
        """Lists more hits with those of their leaflets, and further leaflets at the end.

        `snippets` are those of the first of them. Nothing comes between the rows `in_sight`: a
        leaflet whose hits end there is named again at the end.
        """
        heads = {row.entry.number: row for row in self.rows if isinstance(row, LeafletRow)}
        ends = {row.entry.number: place for place, row in enumerate(self.rows, 1)}
        last = len(self.rows)
        added: dict[int, list[LeafletRow | HitRow]] = {last: []}
        for head, *group in _groups(hits, snippets):
            known = heads.get(head.entry.number)
            end = ends.get(head.entry.number, last)
            if known is None or in_sight.start < end < in_sight.stop:
                added[last] += [LeafletRow(head.entry, len(group), again=known is not None), *group]
            else:
                known.hits += len(group)
                added[end] = [*group, *added.get(end, ())]
        for place, rows in sorted(added.items(), reverse=True):
            if rows:
                self.beginInsertRows(QModelIndex(), place, place + len(rows) - 1)
                self.rows[place:place] = rows
                self.endInsertRows()

    def hit(self, row: int) -> SearchHit | None:
        """The hit in a row; None for a leaflet's row and where there is no such row."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found.hit if isinstance(found, HitRow) else None

    def row_of(self, wanted: SearchHit) -> int:
        """The row of the same passage, maybe of another search; -1 where it is not listed."""
        places = (_place(row.hit) if isinstance(row, HitRow) else None for row in self.rows)
        return next((n for n, place in enumerate(places) if place == _place(wanted)), -1)

    # Snippets

    def come_in_sight(self, row: HitRow) -> None:
        """Notes that a row is painted; its snippet is asked for where it has none."""
        if not row.snippet and not row.asked:
            row.asked = True
            self._in_sight.append(row)
            self._ask.start()

    def _ask_for_snippets(self) -> None:
        if not self._in_sight or self._waiting:
            return
        for row in self._in_sight[:-_AT_ONCE]:  # scrolled past long ago
            row.asked = False
        rows, self._in_sight = self._in_sight[-_AT_ONCE:], []
        self._waiting = True
        self._want_snippets([row.hit for row in rows])

    def take_snippets(self, hits: Sequence[SearchHit], snippets: Sequence[Snippet]) -> None:
        """The snippets of hits of these results, one for each, in their order."""
        self._waiting = False
        self._ask.start()
        found = {id(hit): snippet for hit, snippet in zip(hits, snippets, strict=True)}
        for number, row in enumerate(self.rows):
            if isinstance(row, HitRow) and id(row.hit) in found:
                row.snippet = found[id(row.hit)]
                self.dataChanged.emit(self.index(number), self.index(number))

    # Model

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        selectable = Qt.ItemFlag.ItemIsSelectable
        is_hit = self.hit(index.row()) is not None
        return Qt.ItemFlag.ItemIsEnabled | (selectable if is_hit else Qt.ItemFlag.NoItemFlags)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return name_of(row.entry) if isinstance(row, LeafletRow) else section_name(row.hit)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            if isinstance(row, LeafletRow):
                return plain_tip(f"{one_line(row.entry.title)}\n{about(row.entry)}")
            return plain_tip(section_name(row.hit))
        return None


def _place(hit: SearchHit) -> tuple[str, str]:
    return origin(hit.entry), hit.section


def _groups(
    hits: Sequence[SearchHit], snippets: Sequence[Snippet]
) -> Iterator[list[LeafletRow | HitRow]]:
    """The head and the hits of each leaflet, where its best one stands."""
    groups: dict[int, list[HitRow]] = {}
    for hit, snippet in zip(hits, chain(snippets, repeat(())), strict=False):
        groups.setdefault(hit.entry.number, []).append(HitRow(hit, snippet))
    for group in groups.values():
        yield [LeafletRow(group[0].entry, len(group)), *group]
