"""Tables and images enlarged: what is offered, what is shown, and the way back."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QBuffer, QEvent, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QImage,
    QPainter,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Block, Cell, Image, Leaflet, Paragraph, Run, Section, Table
from viewer.render.html import RenderedFigure, render_html
from viewer.render.stylesheet import MARK_ROOM, screen_style
from viewer.render.theme import LensColour, Theme, Underline
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.enlarged_dialog import EnlargedDialog
from viewer.ui.enlarged_picture import EnlargedPicture
from viewer.ui.enlarged_table import EnlargedTable
from viewer.ui.enlarging import enlarge, figure_title
from viewer.ui.figure_column import TIP
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.match_painting import MatchLayer

from .tips import shown as tip_shown

RED = LensColour("#ff0000", "#00ff00", Underline.SOLID)
WIDE, SIGN, SEE_THROUGH, DAMAGED = "a" * 64, "b" * 64, "c" * 64, "d" * 64


def png(width: int, height: int, colour: str = "blue") -> bytes:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    assert image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def paragraph(text: str, link: str = "") -> Paragraph:
    return Paragraph((Run(text, link=link),))


def table(columns: int, word: str = "value") -> Table:
    rows = range(3)
    return Table(
        tuple(
            tuple(Cell((paragraph(f"{word} {row}.{column}"),)) for column in range(columns))
            for row in rows
        )
    )


def leaflet(*blocks: Block) -> Leaflet:
    long = paragraph(" ".join(["Words of the leaflet that fill its lines."] * 40))
    sections = (
        Section("first", "Before it", blocks=(long,)),
        Section("second", "Where it stands", blocks=(paragraph("Above."), *blocks, long)),
    )
    images = {WIDE: png(1600, 800), SIGN: png(20, 16), SEE_THROUGH: png(300, 100, "transparent")}
    images[DAMAGED] = images[WIDE][:33]
    return Leaflet("sample", "Sample", "en", "label", "Sample", sections, images=images)


@dataclass
class Reader:
    """A leaflet on screen, and the figures that the reader asked for."""

    qtbot: QtBot
    view: LeafletView
    theme: Theme
    asked: list[RenderedFigure]

    def show(self, *blocks: Block, zoom: int = 100, width: int = 800) -> LeafletDocument:
        self.view.resize(width, 500)
        known, style = leaflet(*blocks), screen_style(self.theme, zoom)
        text, font = LeafletText(known), QFont("DejaVu Sans")
        rendered = render_html(known, style)
        document = LeafletDocument(text, rendered, style, font, screen_measures(style))
        self.view.show_document(document, self.theme)
        QApplication.processEvents()
        return document

    def bring_up(self, figure: RenderedFigure) -> None:
        assert self.view.shown is not None
        text = self.view.shown.text
        self.view.go_to_offset(text.starts[figure.number] - 1)
        QApplication.processEvents()

    def place(self, point: QPointF) -> QPoint:
        """A point of the document as one of the viewport."""
        shift = QPoint(
            self.view.horizontalScrollBar().value(), self.view.verticalScrollBar().value()
        )
        return point.toPoint() - shift

    def mark(self, figure: RenderedFigure) -> QPoint:
        assert self.view.figure_marks is not None
        return self.place(self.view.figure_marks.mark(figure).center())

    def middle(self, figure: RenderedFigure) -> QPoint:
        assert self.view.figure_marks is not None
        return self.place(self.view.figure_marks.box(figure).center())

    def click(self, place: QPoint) -> None:
        left = Qt.MouseButton.LeftButton
        QTest.mouseClick(self.view.viewport(), left, Qt.KeyboardModifier.NoModifier, place)

    def dialog(self) -> EnlargedDialog:
        found = QApplication.activeModalWidget()
        assert isinstance(found, EnlargedDialog)
        return found

    def enlarge(self, figure: RenderedFigure, look: list[object]) -> str:
        """Enlarges a figure, calls what is in `look` in its dialog, and closes it by Esc."""

        def act() -> None:
            dialog = self.dialog()
            self.qtbot.waitUntil(dialog.isActiveWindow)
            try:
                for call in look:
                    assert callable(call)
                    call(dialog)
            finally:
                if dialog.isVisible():
                    QTest.keyClick(dialog.shown, Qt.Key.Key_Escape)

        QTimer.singleShot(0, act)
        with self.qtbot.captureExceptions() as raised:
            link = enlarge(self.view, figure, self.theme, QFont("DejaVu Sans"), 100)
        assert raised == []
        return link


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Iterator[Reader]:
    view = LeafletView(theme)
    qtbot.addWidget(view)
    reader = Reader(qtbot, view, theme, [])
    view.enlarge_requested.connect(reader.asked.append)
    view.resize(800, 500)
    view.show()
    qtbot.waitExposed(view)
    yield reader
    view.close()


def painted(view: LeafletView, place: QPoint, radius: int = 12) -> set[str]:
    image = view.viewport().grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(place.x() - radius, place.x() + radius)
        for y in range(place.y() - radius // 2, place.y() + radius // 2)
    }


# -- what is offered --------------------------------------------------------------------------


def test_a_picture_is_as_wide_as_its_line_at_most_in_any_window(reader: Reader) -> None:
    for width in (1200, 800, 400):
        document = reader.show(Image(WIDE), width=width)
        (figure,) = document.figures
        assert reader.view.figure_marks is not None
        box = reader.view.figure_marks.box(figure)
        line = document.document.textWidth() - 12
        assert box.width() == pytest.approx(line, abs=1)
        assert box.height() == pytest.approx(line / 2, abs=1)
        assert reader.view.horizontalScrollBar().maximum() == 0


def test_a_picture_in_a_table_leaves_the_table_within_its_line(reader: Reader) -> None:
    beside = Table(((Cell((Image(WIDE),)), Cell((paragraph("Words beside it."),))),))
    reader.show(beside)
    assert reader.view.horizontalScrollBar().maximum() == 0


def test_a_see_through_picture_is_painted_on_white_in_the_dark(
    qtbot: QtBot, dark_theme: Theme, themed: Callable[[Theme], None]
) -> None:
    themed(dark_theme)
    view = LeafletView(dark_theme)
    qtbot.addWidget(view)
    reader = Reader(qtbot, view, dark_theme, [])
    view.show()
    (figure,) = reader.show(Image(SEE_THROUGH)).figures
    reader.bring_up(figure)
    assert painted(view, reader.middle(figure)) == {"#ffffff"}


def test_a_sign_within_the_text_is_not_offered(reader: Reader) -> None:
    assert reader.show(Image(SIGN)).figures == ()
    assert reader.view.nearest_figure() is None


def test_an_image_and_its_mark_show_a_hand_say_so_and_ask_when_clicked(reader: Reader) -> None:
    (figure,) = reader.show(Image(WIDE)).figures
    reader.bring_up(figure)
    for place in (reader.mark(figure), reader.middle(figure)):
        QTest.mouseMove(reader.view.viewport(), QPoint(5, 5))
        QTest.mouseMove(reader.view.viewport(), place)
        assert reader.view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
        assert reader.view.figure_tip(place) == TIP
        reader.click(place)
    assert reader.asked == [figure, figure]
    QTest.mouseMove(reader.view.viewport(), QPoint(20, 3))
    assert reader.view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_a_table_set_small_has_a_mark_and_its_words_are_left_to_be_selected(
    reader: Reader,
) -> None:
    (figure,) = reader.show(table(6)).figures
    reader.bring_up(figure)
    mark = reader.mark(figure)
    assert len(painted(reader.view, mark)) > 2
    reader.click(reader.middle(figure))
    assert reader.asked == []
    reader.click(mark)
    assert reader.asked == [figure]


def test_a_table_at_the_size_of_the_text_has_no_mark_until_it_is_too_wide(
    reader: Reader,
) -> None:
    words = "pharmacokinetics"
    (figure,) = reader.show(table(3, words)).figures
    assert reader.view.figure_marks is not None
    assert not reader.view.figure_marks.is_marked(figure)
    (figure,) = reader.show(table(3, words), width=380).figures
    assert reader.view.figure_marks.is_marked(figure)
    assert reader.view.horizontalScrollBar().maximum() > 0
    reader.bring_up(figure)
    assert reader.view.viewport().rect().contains(reader.mark(figure))
    reader.click(reader.mark(figure))
    assert reader.asked == [figure]


def test_numbers_in_a_wide_table_are_never_broken(reader: Reader) -> None:
    document = reader.show(table(8, "302,8"), width=420)
    block = document.document.begin()
    while block.isValid():
        if block.text().startswith("302,8"):
            lines = [block.layout().lineAt(n) for n in range(block.layout().lineCount())]
            first = block.text()[: lines[0].textLength()].strip()
            assert first in ("302,8", block.text())
        block = block.next()


def test_the_mark_stands_in_room_of_its_own(reader: Reader) -> None:
    document = reader.show(table(6), Image(WIDE))
    marks = reader.view.figure_marks
    assert marks is not None
    above = document.top(document.text.text.index("Above."))
    for figure in document.figures:
        mark, box = marks.mark(figure), marks.box(figure)
        assert mark.height() == MARK_ROOM
        assert mark.bottom() == pytest.approx(box.top(), abs=1)
        assert mark.top() > above + 10
        assert mark.right() <= document.document.textWidth()


def test_dragging_over_an_image_selects_and_does_not_enlarge(reader: Reader) -> None:
    (figure,) = reader.show(Image(WIDE)).figures
    reader.bring_up(figure)
    viewport, left = reader.view.viewport(), Qt.MouseButton.LeftButton
    middle, aside = reader.middle(figure), QPoint(200, 0)
    QTest.mousePress(viewport, left, Qt.KeyboardModifier.NoModifier, middle - aside)
    QTest.mouseMove(viewport, middle + aside)
    QTest.mouseRelease(viewport, left, Qt.KeyboardModifier.NoModifier, middle + aside)
    assert reader.view.textCursor().hasSelection()
    assert reader.asked == []


def test_the_figure_nearest_to_the_reader_is_the_one_that_a_key_means(reader: Reader) -> None:
    first, second = reader.show(table(2), *[paragraph("Between.")] * 40, table(6)).figures
    for figure in (first, second):
        reader.bring_up(figure)
        assert reader.view.nearest_figure() == figure


# -- a table enlarged -------------------------------------------------------------------------


def test_an_enlarged_table_holds_the_table_and_nothing_else_at_the_size_of_the_text(
    reader: Reader,
) -> None:
    document = reader.show(table(9))
    (figure,) = document.figures
    reader.bring_up(figure)
    before = reader.view.verticalScrollBar().value()

    def look(dialog: EnlargedDialog) -> None:
        shown = dialog.shown
        assert isinstance(shown, EnlargedTable)
        assert dialog.windowTitle() == "Table · Where it stands"
        assert shown.hasFocus()
        words = shown.document().toPlainText().split("\n")
        assert [word for word in words if word] == [
            f"value {row}.{column}" for row in range(3) for column in range(9)
        ]
        sizes = set()
        block = shown.document().begin()
        while block.isValid():
            if block.text():
                sizes.add(block.charFormat().fontPointSize())
            block = block.next()
        assert sizes == {11.5}

    assert reader.enlarge(figure, [look]) == ""
    assert reader.view.verticalScrollBar().value() == before
    assert figure_title(document, figure) == "Table · Where it stands"


def test_an_enlarged_table_is_scrolled_both_ways_and_zoomed_by_its_keys(reader: Reader) -> None:
    (figure,) = reader.show(table(9, "a few words")).figures

    def look(dialog: EnlargedDialog) -> None:
        shown, label = dialog.shown, dialog.findChild(QLabel, "enlarged_zoom")
        assert isinstance(label, QLabel)
        control = Qt.KeyboardModifier.ControlModifier
        for _ in range(8):
            QTest.keyClick(dialog, Qt.Key.Key_Plus, control)
        assert label.text() == "300 %"
        dialog.resize(500, 400)
        QApplication.processEvents()
        assert shown.horizontalScrollBar().maximum() > 0
        assert shown.verticalScrollBar().maximum() > 0
        QTest.keyClick(dialog, Qt.Key.Key_Minus, control)
        assert label.text() == "250 %"
        QTest.keyClick(dialog, Qt.Key.Key_0, control)
        assert label.text() == "100 %"
        assert isinstance(shown, EnlargedTable)
        line = shown.document().find("a few words 0.0").block().layout()
        assert line.lineCount() == 1
        button = dialog.findChild(QPushButton, "enlarged_in")
        assert isinstance(button, QPushButton)
        assert button.accessibleName() == "Zoom in"
        button.click()
        assert label.text() == "110 %"

    reader.enlarge(figure, [look])


def test_an_enlarged_table_that_keeps_its_width_is_not_laid_out_for_another_window(
    reader: Reader,
) -> None:
    (figure,) = reader.show(table(20, "a few words")).figures

    def look(dialog: EnlargedDialog) -> None:
        assert isinstance(dialog.shown, EnlargedTable)
        dialog.resize(700, 400)
        QApplication.processEvents()
        seen: list[None] = []
        layout = dialog.shown.document().documentLayout()
        layout.update.connect(lambda *_: seen.append(None))
        dialog.resize(700, 380)
        QApplication.processEvents()
        assert seen == []

    reader.enlarge(figure, [look])


def test_the_words_of_an_enlarged_table_are_copied(reader: Reader) -> None:
    (figure,) = reader.show(table(5)).figures

    def look(dialog: EnlargedDialog) -> None:
        QGuiApplication.clipboard().clear()
        (copy,) = [b for b in dialog.findChildren(QPushButton) if b.accessibleName() == "Copy"]
        copy.click()
        assert "value 2.4" in QGuiApplication.clipboard().text()
        assert "Above." not in QGuiApplication.clipboard().text()
        shown = dialog.shown
        assert isinstance(shown, EnlargedTable)
        assert not shown.textCursor().hasSelection()
        found = shown.document().find("value 1.1")
        shown.setTextCursor(found)
        QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text().strip() == "value 1.1"

    reader.enlarge(figure, [look])


def test_matches_are_marked_in_an_enlarged_table(reader: Reader) -> None:
    document = reader.show(table(6))
    text = document.text
    starts = [n for n in range(len(text.text)) if text.text.startswith("value 1", n)]
    ends = [start + 7 for start in starts]
    matches = Matches(text, "lens", array("Q", starts), array("Q", ends), ("value",))
    reader.view.set_layers([MatchLayer(matches, RED)])
    (figure,) = document.figures

    def look(dialog: EnlargedDialog) -> None:
        image = dialog.shown.viewport().grab().toImage()
        colours = {
            image.pixelColor(x, y).name()
            for x in range(0, image.width(), 2)
            for y in range(image.height())
        }
        assert RED.tint in colours

    reader.enlarge(figure, [look])


def test_a_tool_tip_in_an_enlarged_table_says_what_the_leaflets_own_says(reader: Reader) -> None:
    document = reader.show(paragraph("Before it."), table(6))
    at = document.text.text.index("value 1")
    reader.view.set_match_description(lambda offset: "Alcohol: value" if offset == at else "")
    (figure,) = document.figures

    def look(dialog: EnlargedDialog) -> None:
        shown = dialog.shown
        assert isinstance(shown, EnlargedTable)
        assert shown.shown is not None
        inside = shown.shown.text.text.index("value 1")
        cursor = QTextCursor(shown.document())
        cursor.setPosition(shown.shown.position(inside))
        place = shown.cursorRect(cursor).center() + QPoint(2, 0)
        where = shown.viewport().mapToGlobal(place)
        QApplication.sendEvent(shown.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, where))
        assert tip_shown(QToolTip.text()) == "Alcohol: value"

    reader.enlarge(figure, [look])


def test_a_link_in_an_enlarged_table_leads_back_to_the_leaflet(reader: Reader) -> None:
    rows = tuple(
        tuple(Cell((paragraph(f"see {row}.{column}", "#first"),)) for column in range(5))
        for row in range(2)
    )
    (figure,) = reader.show(Table(rows)).figures

    def look(dialog: EnlargedDialog) -> None:
        assert isinstance(dialog.shown, EnlargedTable)
        dialog.shown.anchorClicked.emit(QUrl("#first"))
        assert not dialog.isVisible()

    assert reader.enlarge(figure, [look]) == "#first"


def test_a_link_in_a_wide_enlarged_table_is_reached_and_followed_with_the_keyboard(
    reader: Reader,
) -> None:
    words = [Cell((paragraph("value"),)) for _ in range(39)]
    (figure,) = reader.show(Table(((*words, Cell((paragraph("see", "#first"),))),))).figures

    def look(dialog: EnlargedDialog) -> None:
        assert isinstance(dialog.shown, EnlargedTable)
        assert dialog.shown.horizontalScrollBar().maximum() > 0
        QTest.keyClick(dialog.shown, Qt.Key.Key_Tab)
        end = dialog.shown.document().find("see")
        assert dialog.shown.viewport().rect().contains(dialog.shown.cursorRect(end))
        dialog.shown.copy_shown()
        assert QGuiApplication.clipboard().text().startswith("value")
        QTest.keyClick(dialog.shown, Qt.Key.Key_Return)
        assert not dialog.isVisible()

    assert reader.enlarge(figure, [look]) == "#first"


def test_an_enlarged_table_loads_no_file(reader: Reader, tmp_path: object) -> None:
    file = f"{tmp_path}/red.png"
    picture = QImage(50, 50, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert picture.save(file)
    (figure,) = reader.show(table(5)).figures

    def look(dialog: EnlargedDialog) -> None:
        shown = dialog.shown
        assert isinstance(shown, EnlargedTable)
        assert shown.shown is not None
        image = int(QTextDocument.ResourceType.ImageResource.value)
        for source in (shown, shown.shown.document):
            held = source.loadResource(image, QUrl.fromLocalFile(file))
            assert isinstance(held, QImage)
            assert held.width() == 1
        shown.setSource(QUrl.fromLocalFile(file))
        assert "value" in shown.toPlainText()

    reader.enlarge(figure, [look])


# -- an image enlarged ------------------------------------------------------------------------


def test_an_enlarged_image_fills_its_view_and_is_copied_as_it_is(reader: Reader) -> None:
    document = reader.show(Image(WIDE, "A curve that falls"))
    (figure,) = document.figures

    def look(dialog: EnlargedDialog) -> None:
        shown = dialog.shown
        assert isinstance(shown, EnlargedPicture)
        assert shown.accessibleName() == "Enlarged image: A curve that falls"
        place, port = shown.picture_place(), shown.viewport().rect()
        assert max(place.width() / port.width(), place.height() / port.height()) > 0.85
        assert place.width() == pytest.approx(2 * place.height(), rel=0.01)
        shown.copy_shown()
        assert QGuiApplication.clipboard().image().width() == 1600

    reader.enlarge(figure, [look])
    assert figure_title(document, figure) == "Image · Where it stands"


def test_an_enlarged_image_keeps_its_middle_when_it_grows_and_is_moved_by_keys(
    qtbot: QtBot,
) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    shown = EnlargedPicture(image, "")
    qtbot.addWidget(shown)
    shown.resize(460, 360)
    shown.show()
    for _ in range(4):
        shown.step_zoom(+1)
    assert shown.zoom > 150
    place, port = shown.picture_place(), shown.viewport().rect()
    assert place.center().x() == pytest.approx(port.center().x(), abs=4)
    assert place.center().y() == pytest.approx(port.center().y(), abs=4)
    QTest.keyClick(shown, Qt.Key.Key_End)
    assert shown.verticalScrollBar().value() == shown.verticalScrollBar().maximum() > 0
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shown.picture_place().x() < place.x()
    shown.reset_zoom()
    assert shown.verticalScrollBar().maximum() == 0
    assert shown.accessibleName() == "Enlarged image"


def test_a_reduced_picture_keeps_thin_lines(qtbot: QtBot) -> None:
    image = QImage(2000, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    for x in range(1, 2000, 20):
        painter.fillRect(x, 0, 1, 1000, QColor("black"))
    painter.end()
    shown = EnlargedPicture(image, "")
    qtbot.addWidget(shown)
    shown.resize(300, 200)
    shown.show()
    seen = shown.viewport().grab().toImage()
    place = shown.picture_place().toRect()
    row = [seen.pixelColor(x, place.center().y()).lightness() for x in range(60, 240)]
    # A line of one pixel in twenty darkens the whole evenly; where pixels are dropped most of
    # them would be pure white and some black.
    assert min(row) > 150
    assert sum(value < 255 for value in row) > len(row) * 0.4


@pytest.mark.qt_log_ignore("libpng", "QImageReader")
def test_a_damaged_picture_leaves_its_place_and_has_nothing_to_enlarge(reader: Reader) -> None:
    (figure,) = reader.show(Image(DAMAGED)).figures
    reader.bring_up(figure)
    assert reader.view.figure_marks is not None
    box = reader.view.figure_marks.box(figure)
    assert box.width() == pytest.approx(2 * box.height(), rel=0.02)
    assert enlarge(reader.view, figure, reader.theme, QFont("DejaVu Sans"), 100) == ""
