"""Searches the library as the reader types, and lists what was found by leaflet.

The panel asks and is answered: it never searches itself, so nothing here can make the window
wait. Answers to anything but the last request are dropped. What is typed is kept in the field
and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from viewer.library.search_results import SearchHit
from viewer.render.theme import Theme
from viewer.ui.announce import announce
from viewer.ui.focus_memory import FocusMemory, claims_key
from viewer.ui.painting import MINIMUM_HIT
from viewer.ui.panel_note import PanelNote
from viewer.ui.row_list import STEPS, RowList
from viewer.ui.search_answer import (
    SearchAnswer,
    SearchRequest,
    Snippet,
    SnippetsWanted,
    corrected,
    in_words,
)
from viewer.ui.search_row_painter import SearchRowPainter
from viewer.ui.search_rows import SearchRows

MOST = 1_000
"""Hits that are listed; who looks further down needs another word."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PATIENCE = 300
"""Milliseconds without an answer, after which the panel says that it is searching."""
_HOW_TO = (
    "Searches every leaflet of the library.\n\n"
    "liver kidney – both words\n"
    "“benzyl alcohol” – these words together\n"
    "alc* – words that begin so\n"
    "-child – not this word\n"
    "product: topic: lang: kind: lens: – only there, as in lens:alcohol"
)

_TRY = "Fewer words find more; a star ends a stem, as in alc*."


class SearchPanel(QWidget):
    """A field, how much was found, and the hits; Enter opens one, Esc goes back."""

    search_changed = Signal(SearchRequest)
    """Another text is looked for; an empty one ends the search."""
    more_requested = Signal(SearchRequest)
    """The hits after `offset` are coming in sight."""
    snippets_wanted = Signal(SnippetsWanted)
    """These hits are in sight; `show_snippets` takes what they say, and only then are more asked
    for. Where a snippet cannot be had an empty one is to be shown."""
    hit_chosen = Signal(object)
    """The reader wants to go to this `SearchHit`."""
    closed = Signal()
    """The reader is done here; the focus is back where it was, if that is still there."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._memory = FocusMemory()
        self._request = SearchRequest("")
        self._awaited: SearchRequest | None = None
        self._listed = self._request
        self._total = self._next = 0
        self._enter_waits = False
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._look_below = QTimer(self, singleShot=True, interval=0)
        self.setObjectName("search_panel")
        self.setAccessibleName("Search the library")
        self._field = QLineEdit(self)
        self._banner = QLabel(self)
        self._status = QLabel(self)
        self._correction = QLabel(self)
        self._exactly = QPushButton("Search exactly", self)
        self._rows = SearchRows(self._ask_for_snippets, self)
        self._list = RowList(SearchRowPainter(theme), self._field, self)
        self._note = PanelNote(self)
        self._pages = QStackedWidget(self)
        self._set_up()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self._clear()

    def _set_up(self) -> None:
        hints = Qt.InputMethodHint  # an input method must not learn what is searched
        self._field.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        self._field.setObjectName("search_field")
        self._field.setAccessibleName("Search the library")
        self._field.setPlaceholderText("Search all leaflets")
        self._field.setToolTip("Words, “phrases”, stem*, -not, product:, topic:, lang:, lens:")
        self._field.setMinimumHeight(MINIMUM_HIT)
        self._list.setObjectName("search_results")
        self._list.setAccessibleName("Search results")
        self._list.setModel(self._rows)
        for label, name in (
            (self._banner, "search_banner"),
            (self._status, "search_status"),
            (self._correction, "search_correction"),
        ):
            label.setObjectName(name)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._banner.hide()
        self._status.setProperty("soft", True)
        self._exactly.setObjectName("search_exactly")
        self._exactly.setToolTip("Search the words as they are typed")
        self._exactly.setCursor(Qt.CursorShape.PointingHandCursor)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 8, 12, 4)
        head.setSpacing(4)
        head.addWidget(self._field)
        for label in (self._status, self._correction):
            label.setContentsMargins(4, 2, 0, 2)
            head.addWidget(label)
        head.addWidget(self._exactly, 0, Qt.AlignmentFlag.AlignLeft)
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addLayout(head)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._exactly.clicked.connect(self._search_exactly)
        self._field.textChanged.connect(lambda: self._search(exact=False))
        self._late.timeout.connect(lambda: self._say("Searching…"))
        self._list.row_chosen.connect(self._choose)
        self._list.verticalScrollBar().valueChanged.connect(self._ask_for_more)
        self._look_below.timeout.connect(self._ask_for_more)

    # What is shown

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._list.set_theme(theme)
        border = f"border: 1px solid {theme.text};" if theme.outlined else ""
        self._banner.setStyleSheet(
            f"QLabel {{ background: {theme.banner}; padding: 6px 16px; {border} }}"
        )
        self._exactly.setStyleSheet(
            f"QPushButton {{ color: {theme.accent}; background: transparent; border-radius: 6px;"
            f" border: 2px solid transparent; padding: 0 2px; min-height: {MINIMUM_HIT - 4}px;"
            f" text-decoration: underline; }}"
            f"QPushButton:focus {{ border-color: {theme.accent}; }}"
        )

    @property
    def field(self) -> QLineEdit:
        """Where the words are typed."""
        return self._field

    def take_focus(self, text: str = "") -> None:
        """Puts the keyboard on the field, with `text` in it, or with what it held before."""
        self._memory.remember_current(outside=self)
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self._field.setText(text)
        self._field.selectAll()

    def show_index_state(self, words: str) -> None:
        """Says how it stands with the index, above everything; nothing where it is ready."""
        changed = bool(words) and self._banner.isHidden()
        self._banner.setText(words)
        self._banner.setVisible(bool(words))
        if changed and self.isVisible():
            announce(self._banner, words)

    def search_again(self) -> None:
        """Asks the same again, for an index that is another now."""
        if self._field.text().strip():
            self._search(exact=self._request.exact)

    def show_results(self, answer: SearchAnswer) -> None:
        """Lists what was found; an answer to another request than the last one is dropped."""
        if answer.request != self._awaited:
            return
        results, self._awaited = answer.results, None
        self._late.stop()
        at_end = results.next <= answer.request.offset
        self._total, self._next = (0, 0) if at_end else (results.total, results.next)
        self._look_below.start()
        if answer.request.offset:
            with self._list.stays_in_sight() as in_sight:
                self._rows.append(results.hits, answer.snippets, in_sight)
            if self._list.marked_row() < 0:
                self._list.mark_first()
            return
        again = answer.request == self._listed
        marked = self._rows.hit(self._list.marked_row()) if again else None
        scrolled = self._list.verticalScrollBar().value()
        self._listed = answer.request
        self._rows.replace(results.hits, answer.snippets)
        if marked is not None and self._list.mark(self._rows.row_of(marked)):
            self._list.verticalScrollBar().setValue(scrolled)
        else:
            self._list.mark_first()
        correction = corrected(results.corrections)
        self._correction.setText(correction)
        self._correction.setVisible(bool(correction))
        self._exactly.setVisible(bool(correction))
        if results.total:
            self._pages.setCurrentWidget(self._list)
            shown = f"; the first {MOST:,} are listed" if results.total > MOST else ""
            self._say(f"{in_words(answer)}{shown}" + (f". {results.note}" if results.note else ""))
        else:
            nothing = f"No passage has “{self._request.text.strip()}”."
            self._say(nothing if results.searched else "")
            self._say_in_place(results.note or _TRY)
        announce(self._status, f"{self._status.text() or results.note} {correction}".strip())
        waited, self._enter_waits = self._enter_waits, False
        if waited:
            self._choose(self._list.marked_row())

    def show_snippets(self, wanted: SnippetsWanted, snippets: Sequence[Snippet]) -> None:
        """What the wanted hits say, one snippet each; dropped where other hits are listed."""
        if wanted.request == self._listed:
            self._rows.take_snippets(wanted.hits, snippets)

    def show_failure(self, request: SearchRequest, words: str) -> None:
        """Says in a sentence why a request has no answer."""
        if request == self._awaited:
            self._awaited = None
            self._late.stop()
            self._enter_waits = False
            if not request.offset:
                self._rows.replace(())
                self._say("")
                self._say_in_place(words)
                announce(self._status, words)

    def _say(self, words: str) -> None:
        self._status.setText(words)
        self._status.setVisible(bool(words))

    def _say_in_place(self, words: str) -> None:
        self._note.say(words)
        self._pages.setCurrentWidget(self._note)

    def _clear(self) -> None:
        """Shows how to search, where nothing is looked for."""
        self._rows.replace(())
        self._total = self._next = 0
        self._say("")
        self._correction.hide()
        self._exactly.hide()
        self._say_in_place(_HOW_TO)

    # What is asked

    def _search(self, *, exact: bool) -> None:
        self._enter_waits = False
        self._request = SearchRequest(self._field.text(), exact)
        if self._request.text.strip():
            self._awaited = self._request
            self._late.start()
        else:
            self._awaited = None
            self._late.stop()
            self._clear()
        self.search_changed.emit(self._request)

    def _search_exactly(self) -> None:
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._search(exact=True)

    def _ask_for_more(self) -> None:
        bar = self._list.verticalScrollBar()
        below = bar.maximum() - bar.value()
        near = self.isVisible() and below <= self._list.viewport().height()
        if near and not self._awaited and 0 < self._next < min(self._total, MOST):
            self._awaited = self._request.after(self._next)
            self.more_requested.emit(self._awaited)

    def _ask_for_snippets(self, hits: Sequence[SearchHit]) -> None:
        self.snippets_wanted.emit(SnippetsWanted(self._listed, hits))

    def _choose(self, row: int) -> None:
        hit = self._rows.hit(row)
        if hit is not None:
            self.hit_chosen.emit(hit)

    # Keyboard

    def event(self, event: QEvent) -> bool:
        return claims_key(event, (Qt.Key.Key_Escape, *_ENTER)) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self._enter_waits = False
            self._memory.restore()
            self.closed.emit()
        elif key in STEPS:
            self._list.step(key)
        elif key not in _ENTER:
            super().keyPressEvent(event)
        elif self._exactly.hasFocus():
            self._search_exactly()
        elif self._awaited is not None and not self._awaited.offset:
            self._enter_waits = True
        else:
            self._choose(self._list.marked_row())
