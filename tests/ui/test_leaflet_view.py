"""The reading column as the reader meets it: where it stands, what it follows, what it refuses."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QPainter,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Image, Leaflet, ListItem, Note, Paragraph, Run, Section
from viewer.render.html import PROVENANCE_LINK, render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import LensColour, Theme, Underline
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.linked_column import LEAD
from viewer.ui.match_painting import MatchLayer
from viewer.ui.rich_text import Measures, lay_out
from viewer.ui.tool_tips import plain_tip

RED = LensColour("#ff0000", "#00ff00", Underline.SOLID)


def paragraph(text: str, link: str = "") -> Paragraph:
    return Paragraph((Run(text, link=link),))


LONG = " ".join(f"Sentence {n} tells what the medicine does to the body." for n in range(30))

KEYS = [f"part{n}" for n in range(8)]
LEAFLET = Leaflet(
    "sample",
    "Sample",
    "en",
    "package-leaflet",
    "Sample",
    (
        *(
            Section(key, f"Title of {key}", blocks=(paragraph(f"alcohol in {key}. {LONG}"),))
            for key in KEYS
        ),
        Section("short", "A short one", blocks=(paragraph("One line.", "#part3"),)),
        Section("last", "The last one", blocks=(paragraph("Its only line."),)),
    ),
)


def document_of(leaflet: Leaflet, theme: Theme, zoom: int = 100) -> LeafletDocument:
    style = screen_style(theme, zoom)
    text = LeafletText(leaflet)
    return LeafletDocument(
        text, render_html(leaflet, style), style, QFont("DejaVu Sans"), screen_measures(style)
    )


@dataclass
class Reader:
    """A view on screen, and what it said."""

    qtbot: QtBot
    view: LeafletView
    theme: Theme
    entered: list[str]
    links: list[str]
    zooms: list[int]

    def show(self, leaflet: Leaflet, zoom: int = 100) -> LeafletDocument:
        document = document_of(leaflet, self.theme, zoom)
        self.view.show_document(document, self.theme)
        QApplication.processEvents()
        return document

    def heading_y(self, key: str) -> float:
        """How far below the view's top edge a section's heading stands, in pixels."""
        shown = self.view.shown
        assert shown is not None
        number = [section.key for section in shown.text.sections].index(key)
        return self.view.section_tops()[number] - self.view.verticalScrollBar().value()

    def offset_of(self, words: str) -> int:
        assert self.view.shown is not None
        return self.view.shown.text.text.index(words)

    def layer(self, word: str) -> MatchLayer:
        assert self.view.shown is not None
        text = self.view.shown.text
        starts = [n for n in range(len(text.text)) if text.text.startswith(word, n)]
        ends = [start + len(word) for start in starts]
        matches = Matches(text, "lens", array("Q", starts), array("Q", ends), (word,))
        return MatchLayer(matches, RED)

    def picture(self) -> QImage:
        return self.view.viewport().grab().toImage()

    def pixels(self, colour: str) -> int:
        image, wanted = self.picture(), QColor(colour).rgb()
        return sum(
            image.pixel(x, y) == wanted for y in range(image.height()) for x in range(image.width())
        )


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Iterator[Reader]:
    view = LeafletView(theme)
    qtbot.addWidget(view)
    reader = Reader(qtbot, view, theme, [], [], [])
    view.section_entered.connect(reader.entered.append)
    view.link_chosen.connect(reader.links.append)
    view.zoom_requested.connect(reader.zooms.append)
    view.resize(800, 400)
    view.show()
    qtbot.waitExposed(view)
    reader.show(LEAFLET)
    yield reader
    view.close()


# -- sections ------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [*KEYS, "short", "last"])
def test_a_section_gone_to_has_its_heading_at_the_top_however_short_it_is(
    reader: Reader, key: str
) -> None:
    reader.view.go_to_section(key)
    assert reader.heading_y(key) == pytest.approx(LEAD, abs=1)
    assert reader.view.current_section() == key
    assert reader.entered[-1] == key


def test_scrolling_tells_which_section_the_reader_is_in(reader: Reader) -> None:
    bar = reader.view.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, 40):
        bar.setValue(value)
    bar.setValue(bar.maximum())
    told = list(dict.fromkeys(reader.entered))
    assert told == ["", *KEYS, "short", "last"][1 - (told[0] == "") :]
    bar.setValue(0)
    assert reader.view.current_section() == ""


def test_a_section_jumped_to_stays_the_current_one_until_the_reader_scrolls(
    reader: Reader,
) -> None:
    reader.view.reveal(reader.offset_of("One line."), reader.offset_of("One line.") + 3)
    assert reader.view.current_section() == "short"
    reader.view.go_to_section("part2")
    bar = reader.view.verticalScrollBar()
    bar.setValue(bar.value() - 60)
    assert reader.view.current_section() == "part1"


def test_an_unknown_section_moves_nothing(reader: Reader) -> None:
    reader.view.go_to_section("part3")
    before = reader.view.verticalScrollBar().value()
    reader.view.go_to_section("no such section")
    assert reader.view.verticalScrollBar().value() == before


def test_the_top_is_the_leaflets_head(reader: Reader) -> None:
    reader.view.go_to_section("part3")
    reader.view.go_to_top()
    assert reader.view.verticalScrollBar().value() == 0
    assert reader.entered[-1] == ""


def test_another_document_is_shown_from_its_top_without_marks(reader: Reader) -> None:
    reader.view.go_to_section("part3")
    reader.view.set_layers([reader.layer("alcohol")])
    reader.view.set_current((10, 20))
    reader.show(LEAFLET)
    assert reader.view.verticalScrollBar().value() == 0
    assert reader.view.current() is None
    assert reader.view.current_section() == ""
    assert reader.pixels(RED.tint) == 0


# -- the column ----------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [50, 100, 200])
@pytest.mark.parametrize("width", [900, 1200, 1600, 2400])
def test_a_line_holds_sixty_to_eighty_characters_at_any_width(
    reader: Reader, width: int, zoom: int
) -> None:
    reader.view.resize(width, 500)
    QApplication.processEvents()
    document = reader.show(LEAFLET, zoom)
    metrics = QFontMetricsF(document.document.defaultFont())
    if 60 * metrics.horizontalAdvance("e") > width - 60:
        pytest.skip("the window is narrower than a column of this type")
    lengths = []
    block = document.document.findBlock(document.position(reader.offset_of("alcohol in part0")))
    for number in range(block.layout().lineCount() - 1):
        lengths.append(block.layout().lineAt(number).textLength())
    assert 60 <= sum(lengths) / len(lengths) <= 80


def test_a_narrow_window_still_shows_every_word_within_it(reader: Reader) -> None:
    reader.view.resize(300, 500)
    QApplication.processEvents()
    assert reader.view.horizontalScrollBar().maximum() == 0


def test_the_column_stands_in_the_middle(reader: Reader) -> None:
    reader.view.resize(1600, 500)
    QApplication.processEvents()
    left = reader.view.viewport().x()
    bar = reader.view.verticalScrollBar().width()
    right = reader.view.width() - bar - left - reader.view.viewport().width()
    assert left > 200
    assert left == pytest.approx(right, abs=4)


# -- staying where the reader is -----------------------------------------------------------------


def layouts(document: LeafletDocument) -> list[None]:
    """Grows by one each time that Qt lays the document out anew."""
    seen: list[None] = []
    document.document.documentLayout().update.connect(lambda *_: seen.append(None))
    return seen


def test_a_document_is_laid_out_once_when_it_is_shown_in_another_size(
    reader: Reader, theme: Theme
) -> None:
    assert reader.view.shown is not None
    larger = document_of(reader.view.shown.text.leaflet, theme, 150)
    reader.view.wrap(larger.document)
    seen = layouts(larger)
    reader.view.show_document(larger, theme)
    assert len(seen) == 1


@pytest.mark.parametrize("width", [1210, 640])
def test_a_document_is_laid_out_once_when_the_window_changes_its_width(
    reader: Reader, width: int
) -> None:
    reader.view.resize(1200, 400)
    assert reader.view.shown is not None
    seen = layouts(reader.view.shown)
    reader.view.resize(width, 400)
    assert len(seen) == 1


@pytest.mark.parametrize("width", [420, 640, 1500])
def test_the_line_at_the_top_stays_there_when_the_window_changes_its_width(
    reader: Reader, width: int
) -> None:
    offset = reader.offset_of("alcohol in part4") + 900
    reader.view.go_to_offset(offset)
    reader.view.resize(width, 400)
    QApplication.processEvents()
    assert reader.view.shown is not None
    y = reader.view.shown.top(offset) - reader.view.verticalScrollBar().value()
    assert y == pytest.approx(LEAD, abs=2)


def test_resizing_there_and_back_ends_where_it_began(reader: Reader) -> None:
    reader.view.go_to_offset(reader.offset_of("alcohol in part4") + 700)
    before = reader.view.verticalScrollBar().value()
    for width in (500, 1300, 350, 800):
        reader.view.resize(width, 400)
        QApplication.processEvents()
    assert reader.view.verticalScrollBar().value() == pytest.approx(before, abs=2)


@pytest.mark.parametrize("key", ["part3", "short", "last"])
def test_a_heading_at_the_top_stays_there_when_the_window_changes_its_size(
    reader: Reader, key: str
) -> None:
    reader.view.go_to_section(key)
    for width, height in ((500, 300), (1200, 700), (800, 400)):
        reader.view.resize(width, height)
        QApplication.processEvents()
        assert reader.heading_y(key) == pytest.approx(LEAD, abs=2)
        assert reader.view.current_section() == key


@pytest.mark.parametrize("key", ["part3", "short", "last"])
def test_a_heading_at_the_top_stays_there_in_another_size_of_type(reader: Reader, key: str) -> None:
    reader.view.go_to_section(key)
    for zoom in (50, 200, 300, 100):
        anchor, held = reader.view.anchor(), reader.view.held_section()
        reader.show(LEAFLET, zoom)
        reader.view.restore(anchor, held)
        assert reader.heading_y(key) == pytest.approx(LEAD, abs=2)
        assert reader.view.current_section() == key


# -- marks ---------------------------------------------------------------------------------------


def test_marks_are_seen_on_and_gone_when_switched_off_and_the_document_never_changes(
    reader: Reader,
) -> None:
    document = reader.view.document()
    before = (document.revision(), document.toHtml())
    assert reader.pixels(RED.tint) == 0
    reader.view.set_layers([reader.layer("alcohol")])
    assert reader.pixels(RED.tint) > 100
    reader.view.set_dimmed({"part0"})
    reader.picture()
    reader.view.set_current((reader.offset_of("alcohol"), reader.offset_of("alcohol") + 7))
    reader.picture()
    reader.view.set_layers([])
    reader.view.set_dimmed(())
    reader.view.set_current(None)
    assert reader.pixels(RED.tint) == 0
    assert (document.revision(), document.toHtml()) == before


def test_dimmed_sections_are_paler_and_others_are_as_they_were(reader: Reader) -> None:
    reader.view.go_to_section("short")
    plain = reader.picture()
    reader.view.set_dimmed({"last"})
    dimmed = reader.picture()
    edge = round(reader.heading_y("last"))
    above = plain.copy(0, 0, plain.width(), edge - 1)
    assert dimmed.copy(0, 0, plain.width(), edge - 1) == above

    def darkest(image: QImage) -> int:
        return min(
            QColor(image.pixel(x, y)).lightness()
            for y in range(edge, edge + 30)
            for x in range(image.width())
        )

    assert darkest(dimmed) > darkest(plain) + 40
    assert darkest(dimmed) < 160, "dimmed text has to stay readable"


def test_the_current_match_has_a_frame_of_its_own(reader: Reader, theme: Theme) -> None:
    start = reader.offset_of("alcohol")
    before = reader.pixels(theme.accent)
    reader.view.set_current((start, start + 7))
    assert reader.pixels(theme.accent) > before + 50


def test_the_view_is_ringed_where_a_key_brought_the_focus_and_not_after_a_click(
    reader: Reader, theme: Theme, themed: Callable[[Theme], None]
) -> None:
    themed(theme)
    view = reader.view

    def is_ringed() -> bool:
        image = view.grab().toImage()
        right = view.width() - view.verticalScrollBar().width() - 1
        edges = [(0, 200), (400, 0), (right, 200), (400, view.height() - 1)]
        return all(image.pixelColor(*edge).name() == theme.accent for edge in edges)

    assert not is_ringed()
    view.activateWindow()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    assert is_ringed()
    view.resize(900, 500)
    QApplication.processEvents()
    assert is_ringed()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 300))
    assert not is_ringed()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    assert not is_ringed()


def test_bullets_are_seen_in_a_selection(
    reader: Reader,
    theme: Theme,
    dark_theme: Theme,
    outlined_theme: Theme,
    themed: Callable[[Theme], None],
) -> None:
    bullet = ListItem((Run("One of them."),))
    for each in (theme, dark_theme, outlined_theme):
        themed(each)
        reader.theme = each
        reader.show(Leaflet("l", "L", "en", "label", "L", (Section("a", "A", blocks=(bullet,)),)))
        view = reader.view
        shown = view.shown
        assert shown is not None
        position = shown.position(reader.offset_of("One of"))
        cursor = QTextCursor(view.document())
        cursor.setPosition(position)
        place = view.cursorRect(cursor)
        beside = place.translated(-20, 0).adjusted(0, 0, 17, 0)
        view.selectAll()
        image = reader.picture().copy(beside)
        colours = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        assert each.text in colours


def test_a_match_is_brought_into_view_and_one_in_view_moves_nothing(reader: Reader) -> None:
    start = reader.offset_of("alcohol in part5")
    reader.view.reveal(start, start + 7)
    assert reader.view.shown is not None
    bar = reader.view.verticalScrollBar()
    y = reader.view.shown.top(start) - bar.value()
    assert 0 < y < reader.view.viewport().height() / 2
    before = bar.value()
    reader.view.reveal(start + 60, start + 67)
    assert bar.value() == before
    first, last = reader.view.visible_offsets()
    assert first <= start <= last


def test_fractions_lead_there_and_back(reader: Reader) -> None:
    for key in KEYS[1:-1]:
        offset = reader.offset_of(f"alcohol in {key}")
        reader.view.go_to_fraction(reader.view.fraction(offset))
        first, last = reader.view.visible_offsets()
        assert first <= offset <= last
    top, bottom = reader.view.view_range()
    assert 0 <= top < bottom <= 1


# -- mouse ---------------------------------------------------------------------------------------


def wheel(view: LeafletView, up: bool, modifiers: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(50, 50),
        view.viewport().mapToGlobal(QPointF(50, 50)),
        QPoint(),
        QPoint(0, 120 if up else -120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_zooms_with_ctrl_and_scrolls_without(reader: Reader) -> None:
    wheel(reader.view, True, Qt.KeyboardModifier.ControlModifier)
    wheel(reader.view, False, Qt.KeyboardModifier.ControlModifier)
    assert reader.zooms == [+1, -1]
    assert reader.view.verticalScrollBar().value() == 0
    wheel(reader.view, False, Qt.KeyboardModifier.NoModifier)
    assert reader.zooms == [+1, -1]
    assert reader.view.verticalScrollBar().value() > 0


def test_a_tool_tip_says_what_is_marked_under_the_mouse_and_nothing_elsewhere(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, _widget: shown.append(words))
    document = reader.view.shown
    assert document is not None
    start = reader.offset_of("alcohol in part0")
    reader.view.set_match_description(
        lambda offset: "Alcohol: alcohol*" if start <= offset < start + 7 else ""
    )
    y = round(document.top(start)) + 8
    for x in (20, 500):
        place = QPoint(x, y)
        event = QHelpEvent(QEvent.Type.ToolTip, place, reader.view.viewport().mapToGlobal(place))
        QApplication.sendEvent(reader.view.viewport(), event)
    assert shown == [plain_tip("Alcohol: alcohol*"), ""]


def test_a_tool_tip_says_nothing_in_the_empty_page_below_the_last_words(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, words, _widget: shown.append(words))
    section = Section("a", "A", blocks=(paragraph("alcohol"),))
    reader.show(Leaflet("one", "One", "en", "label", "One", (section,)))
    start = reader.offset_of("alcohol")
    reader.view.set_match_description(
        lambda offset: "Alcohol" if start <= offset < start + 7 else ""
    )
    place = QPoint(30, 390)
    event = QHelpEvent(QEvent.Type.ToolTip, place, reader.view.viewport().mapToGlobal(place))
    QApplication.sendEvent(reader.view.viewport(), event)
    assert shown == [""]


# -- links and what must not be loaded -------------------------------------------------------------


def click_on(reader: Reader, words: str) -> None:
    document = reader.view.shown
    assert document is not None
    raw = document.document.toPlainText().replace("\u2028", "\n")
    cursor = reader.view.textCursor()
    cursor.setPosition(raw.index(words) + 2)
    place = reader.view.cursorRect(cursor).center()
    QTest.mouseClick(
        reader.view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        place,
    )


@pytest.mark.parametrize(
    "link", ["#part3", "https://example.org/?a=1&b=2", "mailto:a@example.org", "file:///etc/passwd"]
)
def test_a_link_is_told_and_never_followed_by_the_view(reader: Reader, link: str) -> None:
    section = Section("a", "A", blocks=(paragraph("a link to somewhere", link), paragraph("rest")))
    leaflet = Leaflet("one", "One", "en", "label", "One", (section,))
    reader.show(leaflet)
    before = reader.view.toPlainText()
    click_on(reader, "a link to somewhere")
    assert reader.links == [link]
    assert reader.view.toPlainText() == before
    assert reader.view.source().isEmpty()


def test_the_line_of_the_source_leads_to_the_provenance(reader: Reader) -> None:
    click_on(reader, "Source: not stated")
    assert reader.links == [PROVENANCE_LINK]


def test_the_view_loads_no_file(reader: Reader, tmp_path: Path) -> None:
    picture = QImage(30, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    file = tmp_path / "secret.png"
    assert picture.save(str(file))
    (tmp_path / "secret.css").write_text("p { color: #ff0000 }")
    image = int(QTextDocument.ResourceType.ImageResource.value)
    for kind in (image, int(QTextDocument.ResourceType.StyleSheetResource.value)):
        for name in (file, tmp_path / "secret.css"):
            loaded = reader.view.loadResource(kind, QUrl.fromLocalFile(str(name)))
            assert isinstance(loaded, QImage)
            assert (loaded.width(), loaded.height()) == (1, 1)
            assert loaded.pixelColor(0, 0).alpha() == 0


@pytest.mark.usefixtures("qapp")
def test_a_document_of_a_leaflet_opens_no_file_whatever_its_html_names(tmp_path: Path) -> None:
    picture = QImage(30, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    file = tmp_path / "secret.png"
    assert picture.save(str(file))
    for address in (file.as_uri(), str(file)):
        html = f'<p>before<img src="{address}" width="30" height="30">after</p>'
        document = lay_out(html, QFont(), Measures(12, 20))
        image = QImage(200, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        document.drawContents(painter)
        painter.end()
        red = QColor("#ff0000").rgb()
        assert not any(image.pixel(x, y) == red for x in range(200) for y in range(100))


def test_no_address_opens_another_page(reader: Reader, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>another page</p>")
    before = reader.view.toPlainText()
    reader.view.setSource(QUrl.fromLocalFile(str(page)))
    reader.view.setSource(QUrl("http://localhost:9/"))
    assert reader.view.toPlainText() == before


def test_an_image_that_the_leaflet_does_not_hold_leaves_its_place_empty(reader: Reader) -> None:
    section = Section("a", "A", blocks=(Image("0" * 64), paragraph("after")))
    reader.show(Leaflet("one", "One", "en", "label", "One", (section,)))
    assert "after" in reader.view.toPlainText()


# -- the clipboard -------------------------------------------------------------------------------


def test_what_is_selected_is_copied_as_it_stands_and_a_remark_stays_marked(reader: Reader) -> None:
    note = Note("Reader's note", (paragraph("A remark."),))
    section = Section("a", "A", blocks=(paragraph("First line."), note))
    reader.show(Leaflet("one", "One", "en", "label", "One", (section,)))
    reader.view.selectAll()
    assert reader.view.selected_span() == (0, len("A\u2029First line.\u2029A remark."))
    data = reader.view.createMimeDataFromSelection()
    assert data.text() == "A\nFirst line.\n[Reader's note: A remark.]"
    assert "A remark." in data.html()


def test_without_a_selection_there_is_no_span(reader: Reader) -> None:
    assert reader.view.selected_span() is None


def test_home_and_end_go_to_the_ends_of_the_leaflet(reader: Reader) -> None:
    bar = reader.view.verticalScrollBar()
    QTest.keyClick(reader.view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(reader.view, Qt.Key.Key_Home)
    assert bar.value() == 0


def test_an_empty_view_answers_every_question(qtbot: QtBot, theme: Theme) -> None:
    view = LeafletView(theme)
    qtbot.addWidget(view)
    view.go_to_section("a")
    view.go_to_offset(3)
    view.reveal(1, 2)
    view.restore(3, "a")
    assert view.current_section() == ""
    assert view.visible_offsets() == (0, 0)
    assert view.top_offset() == 0
    assert view.fraction(3) == 0.0
    assert view.selected_span() is None
