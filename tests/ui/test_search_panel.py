from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.library.entry import LibraryEntry
from viewer.library.search_results import (
    Correction,
    Passage,
    SearchHit,
    SearchResults,
    SnippetPart,
)
from viewer.render.theme import Theme
from viewer.ui.search_answer import SearchAnswer, SearchRequest, SnippetsWanted
from viewer.ui.search_panel import SearchPanel
from viewer.ui.snippet_text import fitted, snippet_text

from .library_entries import entry

PARTS = (SnippetPart("Not with ", False), SnippetPart("alcohol", True), SnippetPart(".", False))


def hit(entry: LibraryEntry, title: str) -> SearchHit:
    """A hit whose snippet nobody must work out on the GUI thread."""

    def work(language: str, texts: tuple[str, ...]) -> Passage:
        raise AssertionError(f"the snippet of {texts} in {language} was asked for")

    return SearchHit(entry, "section", (title,), 1.0, work)


def answer(
    request: SearchRequest,
    hits: Sequence[SearchHit] = (),
    *,
    total: int = -1,
    leaflets: int | None = None,
    corrections: Sequence[tuple[str, str]] = (),
    note: str = "",
    milliseconds: float = 0.0,
    bare: bool = False,
    gone: int = 0,
    searched: bool = True,
) -> SearchAnswer:
    """An answer with a snippet for each hit, or with `bare` hits; so many more are left out."""
    results = SearchResults(
        len(hits) if total < 0 else total,
        tuple(hits),
        tuple(Correction(*pair) for pair in corrections),
        note,
        next=request.offset + len(hits) + gone,
        searched=searched,
    )
    snippets = () if bare else [PARTS] * len(hits)
    return SearchAnswer(request, results, leaflets, snippets, milliseconds)


ALPHA, BETA = entry(1, "Alpha"), entry(2, "Beta", language="sv")
FIRST, SECOND, THIRD = hit(ALPHA, "Interactions"), hit(BETA, "Varningar"), hit(ALPHA, "Overdose")


class Window(QWidget):
    """The panel beside a text that has the focus at first; Esc and F3 mean something here too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.text = QTextEdit()
        self.panel = SearchPanel(theme)
        row = QHBoxLayout(self)
        row.addWidget(self.panel)
        row.addWidget(self.text)
        self.resize(800, 500)
        self.pressed: list[str] = []
        self.asked: list[SearchRequest] = []
        for key in ("Esc", "F3"):
            QShortcut(QKeySequence(key), self, lambda key=key: self.pressed.append(key))
        self.panel.search_changed.connect(self.asked.append)

    @property
    def rows(self) -> QListView:
        found = self.panel.findChild(QListView, "search_results")
        assert isinstance(found, QListView)
        return found

    def spoken(self) -> list[str]:
        model, role = self.rows.model(), Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(n, 0).data(role)) for n in range(model.rowCount())]

    def marked(self) -> str:
        return str(self.rows.currentIndex().data())

    def words(self, name: str) -> str:
        """What a label says; empty where it is not to be seen."""
        label = self.panel.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text() if label.isVisible() else ""

    def search(
        self, text: str, hits: Sequence[SearchHit] = (), total: int = -1, bare: bool = False
    ) -> SearchRequest:
        """Types a text and answers it."""
        self.panel.field.setText(text)
        found = answer(self.asked[-1], hits, total=total, leaflets=2, milliseconds=4.2, bare=bare)
        self.panel.show_results(found)
        return self.asked[-1]


def ink_in_row(window: Window, row: int) -> list[int]:
    """Where, from left to right, something darker than the ground is painted in a row."""
    rect = window.rows.visualRect(window.rows.model().index(row, 0)).adjusted(12, 4, -8, -4)
    image = window.rows.viewport().grab(rect).toImage()
    return [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 120 for y in range(image.height()))
    ]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    widget = Window(theme)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    widget.text.setFocus()
    widget.panel.take_focus()
    return widget


def press(window: Window, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key)


def test_every_letter_asks_anew_and_the_panel_itself_waits_for_nothing(window: Window) -> None:
    QTest.keyClicks(window.panel.field, "alc")
    assert [request.text for request in window.asked] == ["a", "al", "alc"]
    assert not any(request.exact for request in window.asked)


def test_hits_stand_below_their_leaflet_where_its_best_one_is(window: Window) -> None:
    window.search("alcohol", [FIRST, SECOND, THIRD])
    assert window.spoken() == [
        "Alpha, English, Package leaflet, 2 passages",
        "Interactions, Alpha: Not with alcohol.",
        "Overdose, Alpha: Not with alcohol.",
        "Beta, Swedish, Package leaflet, 1 passage",
        "Varningar, Beta: Not with alcohol.",
    ]
    assert window.marked() == "Interactions"


def test_the_kind_of_a_leaflet_is_to_be_seen_however_long_the_name_of_its_product(
    window: Window,
) -> None:
    window.panel.setFixedWidth(280)
    name = "Humira 40 mg solution for injection in a pre-filled syringe"
    kinds = [entry(n, name, kind=kind) for n, kind in enumerate(("smpc", "package-leaflet"))]
    window.search("alcohol", [hit(each, "Interactions") for each in kinds])
    QApplication.processEvents()
    heads = [window.rows.visualRect(window.rows.model().index(n, 0)) for n in (0, 2)]
    smpc, leaflet = (window.rows.viewport().grab(head).toImage() for head in heads)
    assert smpc.size() == leaflet.size()
    assert smpc != leaflet


def test_how_much_was_found_is_said_in_words(window: Window) -> None:
    request = window.search("x", [FIRST])
    assert window.words("search_status") == "1 passage in 2 leaflets, 4 ms"
    window.panel.field.setText("xy")
    found = answer(SearchRequest("xy"), [FIRST], total=1204, leaflets=312, milliseconds=1240)
    window.panel.show_results(found)
    status = window.words("search_status")
    assert status.startswith("1,204 passages in 312 leaflets, 1.2 s")
    assert "first 1,000" in status
    assert request != found.request


def test_an_answer_to_what_is_no_longer_typed_is_dropped(window: Window) -> None:
    window.search("alcohol", [FIRST])
    window.panel.field.setText("liver")
    stale = window.asked[-1]
    window.panel.field.setText("liver kidney")
    window.panel.show_results(answer(stale, [SECOND]))
    window.panel.show_failure(stale, "The index is gone.")
    assert window.marked() == "Interactions"
    window.panel.show_results(answer(window.asked[-1], [THIRD]))
    assert window.marked() == "Overdose"


def test_enter_before_the_answer_opens_the_first_hit_of_the_answer(
    qtbot: QtBot, window: Window
) -> None:
    window.search("alcohol", [FIRST])
    window.panel.field.setText("warning")
    with qtbot.assertNotEmitted(window.panel.hit_chosen):
        press(window, Qt.Key.Key_Return)
    with qtbot.waitSignal(window.panel.hit_chosen) as chosen:
        window.panel.show_results(answer(window.asked[-1], [SECOND]))
    assert chosen.args == [SECOND]


def test_arrows_go_from_hit_to_hit_over_leaflets_and_enter_opens(
    qtbot: QtBot, window: Window
) -> None:
    window.search("alcohol", [FIRST, SECOND])
    press(window, Qt.Key.Key_Down)
    assert window.marked() == "Varningar"
    press(window, Qt.Key.Key_Down)
    assert window.marked() == "Varningar"
    with qtbot.waitSignal(window.panel.hit_chosen) as chosen:
        press(window, Qt.Key.Key_Return)
    assert chosen.args == [SECOND]
    press(window, Qt.Key.Key_PageUp)
    assert window.marked() == "Interactions"


def test_a_click_opens_a_hit_and_a_click_on_a_leaflet_s_row_does_nothing(
    qtbot: QtBot, window: Window
) -> None:
    window.search("alcohol", [FIRST])
    model, left = window.rows.model(), Qt.MouseButton.LeftButton
    head, hit = (window.rows.visualRect(model.index(n, 0)).center() for n in (0, 1))
    with qtbot.assertNotEmitted(window.panel.hit_chosen):
        QTest.mouseClick(window.rows.viewport(), left, pos=head)
    with qtbot.waitSignal(window.panel.hit_chosen):
        QTest.mouseClick(window.rows.viewport(), left, pos=hit)


def test_escape_closes_and_gives_the_focus_back_and_other_keys_go_on(
    qtbot: QtBot, window: Window
) -> None:
    window.search("alcohol", [FIRST])
    press(window, Qt.Key.Key_F3)
    with qtbot.waitSignal(window.panel.closed):
        press(window, Qt.Key.Key_Escape)
    assert window.text.hasFocus()
    assert window.pressed == ["F3"]
    window.panel.take_focus()
    assert window.marked() == "Interactions", "what was found is still there"


def test_a_corrected_word_is_told_and_can_be_searched_as_it_is_typed(window: Window) -> None:
    window.panel.field.setText("alcool")
    pairs = (("alcool", "alcohol"),)
    window.panel.show_results(answer(window.asked[-1], [FIRST], corrections=pairs))
    assert window.words("search_correction") == "No “alcool”: showing “alcohol”."
    button = window.panel.findChild(QPushButton, "search_exactly")
    assert isinstance(button, QPushButton)
    button.setFocus()
    press(window, Qt.Key.Key_Return)
    assert window.asked[-1] == SearchRequest("alcool", exact=True)
    window.panel.show_results(answer(window.asked[-1], []))
    assert window.words("search_status") == "No passage has “alcool”."
    assert not button.isVisible()
    QTest.keyClicks(window.panel.field, "s")
    assert not window.asked[-1].exact


def test_nothing_found_and_a_note_are_sentences(window: Window) -> None:
    window.panel.field.setText("topic:xyz")
    note = "There is no topic “xyz”."
    window.panel.show_results(answer(window.asked[-1], [], note=note))
    assert window.words("search_panel_note") == note
    window.panel.field.setText("again")
    window.panel.show_failure(window.asked[-1], "The library cannot be read.")
    assert window.words("search_panel_note") == "The library cannot be read."


def test_a_field_that_is_emptied_ends_the_search_and_says_how_to_search(window: Window) -> None:
    window.search("alcohol", [FIRST])
    window.panel.field.clear()
    assert window.asked[-1].text == ""
    assert window.spoken() == []
    assert "Searches every leaflet" in window.words("search_panel_note")


def test_a_long_search_is_told(qtbot: QtBot, window: Window) -> None:
    window.panel.field.setText("alcohol")
    qtbot.waitUntil(lambda: window.words("search_status") == "Searching…")
    window.panel.show_results(answer(window.asked[-1], [FIRST]))
    assert window.words("search_status").startswith("1 passage")


def test_the_state_of_the_index_stands_above_until_it_is_ready(window: Window) -> None:
    window.panel.show_index_state("The index is being built: 40 %")
    assert window.words("search_banner") == "The index is being built: 40 %"
    window.panel.show_index_state("")
    assert window.words("search_banner") == ""


def many(count: int, start: int = 0) -> list[SearchHit]:
    return [hit(entry(n, f"Product {n}"), f"Section {n}") for n in range(start, start + count)]


def test_more_hits_are_asked_for_once_when_the_end_comes_in_sight(
    qtbot: QtBot, window: Window
) -> None:
    more: list[SearchRequest] = []
    window.panel.more_requested.connect(more.append)
    request = window.search("alcohol", many(20), total=40)
    qtbot.waitUntil(lambda: window.rows.verticalScrollBar().maximum() > 0)
    assert more == []
    window.rows.verticalScrollBar().setValue(window.rows.verticalScrollBar().maximum())
    window.rows.verticalScrollBar().setValue(window.rows.verticalScrollBar().maximum() - 1)
    assert more == [request.after(20)]
    window.panel.show_results(answer(more[0], many(20, 20), total=40))
    assert len(window.spoken()) == 80
    qtbot.waitUntil(lambda: window.rows.verticalScrollBar().value() > 0)
    window.rows.verticalScrollBar().setValue(window.rows.verticalScrollBar().maximum())
    assert len(more) == 1, "there are no more than forty"


def test_what_was_left_out_is_not_asked_for_again(qtbot: QtBot, window: Window) -> None:
    more: list[SearchRequest] = []
    window.panel.more_requested.connect(more.append)
    window.panel.field.setText("alcohol")
    request = window.asked[-1]
    window.panel.show_results(answer(request, total=40, gone=30))
    qtbot.waitUntil(lambda: more == [request.after(30)])
    window.panel.show_results(answer(more[0], many(8), total=40, gone=2))
    assert len(window.spoken()) == 16
    assert window.marked() == "Section 0"
    qtbot.wait(0)
    assert len(more) == 1, "the end is reached"


def test_where_nothing_could_be_searched_nothing_is_said_to_be_missing(window: Window) -> None:
    window.panel.field.setText("alcohol")
    why = "the search index is still to be made"
    window.panel.show_results(answer(window.asked[-1], note=why, searched=False))
    assert window.words("search_status") == ""
    assert why in window.words("search_panel_note")


def test_more_hits_of_the_last_leaflet_join_it_and_nothing_above_moves(window: Window) -> None:
    request = window.search("alcohol", [FIRST, SECOND], total=4)
    window.panel._ask_for_more()
    more = [hit(BETA, "Later"), THIRD]
    window.panel.show_results(answer(request.after(2), more, total=4))
    assert [words.partition(",")[0] for words in window.spoken()] == [
        *("Alpha", "Interactions", "Beta", "Varningar", "Later", "Alpha", "Overdose")
    ]


def test_more_hits_join_their_leaflets_out_of_sight_and_nothing_in_sight_moves(
    qtbot: QtBot, window: Window
) -> None:
    bar = window.rows.verticalScrollBar()
    request = window.search("alcohol", many(20), total=60)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    window.rows.scrollTo(window.rows.model().index(28, 0), QListView.ScrollHint.PositionAtTop)
    window.panel._ask_for_more()

    def seen() -> list[tuple[str, int]]:
        """The rows in sight, and where each of them stands."""
        height = window.rows.viewport().height()
        indexes = [window.rows.model().index(n, 0) for n in range(len(window.spoken()))]
        tops = [(str(each.data()), window.rows.visualRect(each).y()) for each in indexes]
        return [(words, y) for words, y in tops if 0 <= y < height]

    before = seen()
    again = [hit(one.entry, f"More {n}") for n, one in enumerate(many(20))]
    window.panel.show_results(answer(request.after(20), [*again, *many(20, 20)], total=60))
    assert seen() == before
    listed = [words.partition(",")[0] for words in window.spoken()]
    assert listed[:6] == ["Product 0", "Section 0", "More 0", "Product 1", "Section 1", "More 1"]
    assert "2 passages" in window.spoken()[0]
    twice = {words for words in listed if words.startswith("Product ") and listed.count(words) > 1}
    assert twice < {words for words, _ in before}
    heads = [words for words in window.spoken() if words.startswith("Product 15,")]
    assert [words.rpartition(", ")[2] for words in heads] == ["1 passage", "1 more passage"]
    assert len(listed) == 60 + 40 + len(twice)


def test_snippets_are_fetched_only_for_hits_in_sight_and_only_once(
    qtbot: QtBot, window: Window
) -> None:
    wanted: list[SnippetsWanted] = []
    window.panel.snippets_wanted.connect(wanted.append)
    hits = many(100)
    request = window.search("alcohol", hits, bare=True)
    qtbot.waitUntil(lambda: bool(wanted))
    first = wanted[0]
    window.rows.viewport().repaint()
    QApplication.processEvents()
    assert len(wanted) == 1, "they are on their way"
    window.rows.scrollToBottom()
    window.rows.viewport().repaint()
    QApplication.processEvents()
    assert len(wanted) == 1, "one request at a time"
    assert first.request == request
    assert 2 <= len(first.hits) < 20
    assert first.hits[0] == hits[0]
    said = [(SnippetPart(f"Words {n}", False),) for n in range(len(first.hits))]
    window.panel.show_snippets(first, said)
    assert window.spoken()[1] == "Section 0, Product 0: Words 0"
    qtbot.waitUntil(lambda: len(wanted) == 2)
    assert hits[-1] in wanted[1].hits
    assert not set(wanted[1].hits) & set(first.hits)
    window.panel.show_snippets(wanted[1], [PARTS] * len(wanted[1].hits))
    assert window.spoken()[-1] == "Section 99, Product 99: Not with alcohol."
    window.rows.viewport().repaint()
    QApplication.processEvents()
    assert len(wanted) == 2


def test_snippets_of_an_earlier_search_are_dropped(qtbot: QtBot, window: Window) -> None:
    wanted: list[SnippetsWanted] = []
    window.panel.snippets_wanted.connect(wanted.append)
    window.search("alcohol", [FIRST], bare=True)
    qtbot.waitUntil(lambda: bool(wanted))
    window.search("ethanol", [FIRST], bare=True)
    window.panel.show_snippets(wanted[0], [PARTS])
    assert window.spoken()[1] == "Interactions, Alpha"


def test_what_was_looked_for_is_marked_in_the_find_colour(
    window: Window, theme: Theme, dark_theme: Theme
) -> None:
    window.search("alcohol", [FIRST])
    for each in (theme, dark_theme):
        window.panel.set_theme(each)
        image = window.rows.viewport().grab().toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(16, image.width(), 2)
            for y in range(0, 110, 2)
        }
        assert each.find_tint in colours


def test_hits_of_a_leaflet_read_from_right_to_left_stand_at_the_right(window: Window) -> None:
    arabic = ALPHA._replace(language="ar")
    hits = [hit(arabic, "\u0627\u0628"), hit(BETA, "ab")]
    words = [SnippetPart("\u062a\u062b", False)], [SnippetPart("cd", False)]
    window.panel.field.setText("x")
    results = SearchResults(2, tuple(hits))
    window.panel.show_results(SearchAnswer(window.asked[-1], results, snippets=words))
    width = window.rows.viewport().width()
    assert min(ink_in_row(window, 1)) > width / 2
    assert max(ink_in_row(window, 3)) < width / 2


def test_every_control_has_a_name_and_no_input_method_learns_what_is_typed(
    window: Window,
) -> None:
    for widget in (window.panel, window.panel.field, window.rows):
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface.text(QAccessible.Text.Name)
    hints = window.panel.field.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert window.panel.minimumSizeHint().width() <= 160


def test_a_late_match_is_brought_into_a_short_snippet() -> None:
    words = "one two three four five six seven eight nine ten "
    text, places = snippet_text(
        [SnippetPart(words * 2, False), PARTS[1], SnippetPart(" after\nit", False)]
    )
    assert text.endswith("alcohol after it")
    shown, marks = fitted(text, places, 40)
    assert shown.startswith("… ")
    start, end = marks[0]
    assert shown[start:end] == "alcohol"
    assert end <= 40
    assert shown[2:].split()[0] in words.split(), "cut before a whole word"


@given(
    st.lists(st.tuples(st.text("ab \n\U0001d11e", max_size=30), st.booleans()), max_size=6),
    st.integers(10, 60),
)
def test_marks_stay_on_their_words_however_a_snippet_is_cut(
    parts: list[tuple[str, bool]], room: int
) -> None:
    text, places = snippet_text([SnippetPart(*part) for part in parts])
    marked = [text[start:end] for start, end in places]
    shown, marks = fitted(text, places, room)
    assert [shown[start:end] for start, end in marks] == marked
    if marks:
        assert marks[0][0] <= room


def test_the_same_is_asked_again_when_the_index_is_another(window: Window) -> None:
    window.panel.search_again()
    assert window.asked == [], "nothing is looked for"
    window.search("alcohol", [FIRST])
    window.panel.search_again()
    assert [request.text for request in window.asked] == ["alcohol", "alcohol"]
    window.panel.show_results(answer(window.asked[-1], [SECOND]))
    assert window.marked() == "Varningar"


def test_what_is_asked_again_leaves_the_mark_on_the_passage_that_had_it(window: Window) -> None:
    window.search("alcohol", [FIRST, SECOND])
    press(window, Qt.Key.Key_Down)
    assert window.marked() == "Varningar"
    window.panel.search_again()
    new = hit(entry(3, "Gamma"), "Warnings")
    renewed = hit(entry(4, "Beta", id=BETA.id, language="sv"), "Varningar")
    window.panel.show_results(answer(window.asked[-1], [new, FIRST, renewed]))
    assert window.marked() == "Varningar"
    window.panel.search_again()
    window.panel.show_results(answer(window.asked[-1], [new, FIRST]))
    assert window.marked() == "Warnings"
