"""What lies beneath the words: seen in pixels, because that is what the reader sees."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import (
    Block,
    Cell,
    Leaflet,
    Note,
    NoteKind,
    Paragraph,
    Run,
    Section,
    Table,
)
from viewer.render.html import render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import LensColour, Theme, Underline
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.match_painting import MatchLayer, MatchPainter, draw_underline, underline_pen

SIZE = QSize(420, 700)
RED = LensColour("#ff0000", "#00ff00", Underline.SOLID)
BLUE = LensColour("#0000ff", "#ff00ff", Underline.DOTTED)
pytestmark = pytest.mark.usefixtures("qapp")


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


class Sheet:
    """A leaflet laid out 420 pixels wide, and what is painted beneath it."""

    def __init__(self, theme: Theme, *blocks: Block, language: str = "en") -> None:
        section = Section("only", "Title", blocks=blocks)
        leaflet = Leaflet("sample", "Sample", language, "label", "Sample", (section,))
        style = screen_style(theme)
        self.text = LeafletText(leaflet)
        self.shown = LeafletDocument(
            self.text, render_html(leaflet, style), style, QFont(), screen_measures(style)
        )
        self.shown.document.setTextWidth(SIZE.width())
        self.painter = MatchPainter(self.shown, theme)
        self.theme = theme

    def layer(self, *words: str, colour: LensColour = RED) -> MatchLayer:
        """The first place of each of these words."""
        starts = sorted(self.text.text.index(word) for word in words)
        lengths = {self.text.text.index(word): len(word) for word in words}
        ends = [start + lengths[start] for start in starts]
        return MatchLayer(
            Matches(self.text, "lens", array("Q", starts), array("Q", ends), ("x",)), colour
        )

    def boxes(self, word: str) -> list[QRectF]:
        """Where a word stands by Qt's own layout: one box for each of its lines."""
        start = self.shown.position(self.text.text.index(word))
        length = len(word.encode("utf-16-le")) // 2
        block = self.shown.document.findBlock(start)
        layout = block.layout()
        origin = self.shown.document.documentLayout().blockBoundingRect(block).topLeft()
        boxes = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            for run in line.glyphRuns(start - block.position(), length):
                boxes.append(run.boundingRect().translated(origin))
        return boxes

    def painted(
        self, *layers: MatchLayer, clip: QRectF | None = None, notes: bool = False
    ) -> QImage:
        image = QImage(SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        clip = clip or QRectF(0, 0, SIZE.width(), SIZE.height())
        if notes:
            self.painter.paint_notes(painter, clip)
        self.painter.paint(painter, clip, layers)
        painter.end()
        return image


def coloured(image: QImage, colours: Sequence[str] = ()) -> set[tuple[int, int]]:
    """The pixels of one of these colours; without colours, all that are not white."""
    wanted = {QColor(colour).rgb() for colour in colours}
    white = QColor("white").rgb()
    return {
        (x, y)
        for y in range(image.height())
        for x in range(image.width())
        if (image.pixel(x, y) in wanted if wanted else image.pixel(x, y) != white)
    }


def inside(pixels: set[tuple[int, int]], box: QRectF) -> set[tuple[int, int]]:
    return {(x, y) for x, y in pixels if box.contains(x + 0.5, y + 0.5)}


def test_where_no_tint_can_tell_a_match_is_boxed_on_each_of_its_lines(theme: Theme) -> None:
    words = "alcohol " * 9 + "beer"
    sheet = Sheet(replace(theme, outlined=True), paragraph(f"Drink no {words} with it."))
    lined = coloured(sheet.painted(sheet.layer(words)), [RED.line])
    boxes = sheet.boxes(words)
    assert len(boxes) > 1
    for box in boxes:
        sides = sorted(x for x, y in lined if y == round(box.center().y()))
        assert sides[0] <= round(box.left()), "the letters are clear of the box"
        assert sides[-1] >= round(box.right()) - 1
        assert len(sides) == 2
        across = {y for x, y in lined if x == round(box.center().x())}
        assert min(across) < box.center().y() < max(across)
    plain = Sheet(theme, paragraph(f"Drink no {words} with it."))
    lined = coloured(plain.painted(plain.layer(words)), [RED.line])
    assert not {y for _, y in lined} & {round(box.center().y()) for box in boxes}


def test_a_match_is_tinted_from_its_first_letter_to_its_last_and_nowhere_else(
    theme: Theme,
) -> None:
    sheet = Sheet(theme, paragraph("Drink no alcohol with it, and no wine."))
    tinted = coloured(sheet.painted(sheet.layer("alcohol")), [RED.tint])
    (box,) = sheet.boxes("alcohol")
    assert inside(tinted, box) >= {
        (x, round(box.center().y())) for x in range(round(box.left()) + 2, round(box.right()) - 2)
    }
    (before,), (after,) = sheet.boxes("no"), sheet.boxes("with")
    assert all(before.right() <= x + 1 and x <= after.left() for x, _ in tinted)
    assert all(box.top() - 12 < y < box.bottom() + 12 for _, y in tinted)


def test_every_visible_match_is_underlined(theme: Theme) -> None:
    words = ("alcohol", "wine", "beer")
    sheet = Sheet(theme, *(paragraph(f"Drink no {word} with it.") for word in words))
    lined = coloured(sheet.painted(sheet.layer(*words)), [RED.line])
    for word in words:
        (box,) = sheet.boxes(word)
        below = QRectF(box.left(), box.center().y(), box.width(), box.height() + 8)
        assert len({x for x, _ in inside(lined, below)}) >= box.width() - 4


def test_what_lies_outside_the_part_to_be_painted_is_not_painted(theme: Theme) -> None:
    sheet = Sheet(theme, *(paragraph(f"line {n} of them") for n in range(12)))
    clip = QRectF(0, 0, SIZE.width(), sheet.boxes("line 5")[0].top() - 20)
    image = sheet.painted(sheet.layer("line 1 ", "line 9"), clip=clip)
    assert {y for _, y in coloured(image)} <= set(range(round(sheet.boxes("line 2")[0].top())))
    assert coloured(image)


def test_no_layers_paint_nothing(theme: Theme) -> None:
    sheet = Sheet(theme, paragraph("Drink no alcohol."))
    assert coloured(sheet.painted()) == set()


def test_two_lenses_on_the_same_words_are_both_seen(theme: Theme) -> None:
    sheet = Sheet(theme, paragraph("Drink no alcohol with it."))
    image = sheet.painted(sheet.layer("no alcohol"), sheet.layer("alcohol", colour=BLUE))
    (box,) = sheet.boxes("alcohol")
    around = box.adjusted(0, -10, 0, 12)
    for colour in (RED.tint, BLUE.tint, RED.line, BLUE.line):
        assert len({x for x, _ in inside(coloured(image, [colour]), around)}) > box.width() / 3


def test_a_match_over_a_line_end_is_marked_on_both_lines(theme: Theme) -> None:
    text = "some words before the phrase that is " + "much longer than one line of this column"
    sheet = Sheet(theme, paragraph(text))
    phrase = "phrase that is much longer than one line of this"
    boxes = sheet.boxes(phrase)
    assert len({round(box.top()) for box in boxes}) == 2
    tinted = coloured(sheet.painted(sheet.layer(phrase)), [RED.tint])
    for box in boxes:
        assert len({x for x, _ in inside(tinted, box)}) >= box.width() - 4


@pytest.mark.parametrize(
    "text",
    [
        "😀😀 𝔘𝔘 before alcohol after 😀",
        "á́́ before alcohol after",
        "soft\u00adhyphens be\u00adfore alcohol af\u00adter",
        "no\u00a0break\u00a0before alcohol after",
    ],
    ids=["astral", "combining", "soft hyphen", "no-break space"],
)
def test_the_mark_stands_where_the_word_does_whatever_stands_before_it(
    theme: Theme, text: str
) -> None:
    sheet = Sheet(theme, paragraph(text))
    tinted = coloured(sheet.painted(sheet.layer("alcohol")), [RED.tint])
    (box,) = sheet.boxes("alcohol")
    columns = {x for x, _ in tinted}
    assert min(columns) == pytest.approx(box.left(), abs=3)
    assert max(columns) == pytest.approx(box.right(), abs=3)


def test_an_astral_word_is_marked_whole(theme: Theme) -> None:
    sheet = Sheet(theme, paragraph("before 𝔘𝔘𝔘 after"))
    columns = {x for x, _ in coloured(sheet.painted(sheet.layer("𝔘𝔘𝔘")), [RED.tint])}
    assert min(columns) >= sheet.boxes("before")[0].right()
    assert max(columns) <= sheet.boxes("after")[0].left()
    assert max(columns) - min(columns) > 15


@pytest.mark.parametrize(
    "text",
    ["אבג דהו גדה אחרון", "אבג alef גדה אחרון", "אבג גדה mg אחרון", "left of גדה right of it"],
    ids=["alone", "behind Latin", "before Latin", "within Latin"],
)
def test_a_word_from_right_to_left_is_marked_where_it_is_seen(theme: Theme, text: str) -> None:
    sheet = Sheet(theme, paragraph(text))
    tinted = coloured(sheet.painted(sheet.layer("גדה")), [RED.tint])
    (box,) = sheet.boxes("גדה")
    columns = {x for x, _ in tinted}
    assert min(columns) == pytest.approx(box.left(), abs=3)
    assert max(columns) == pytest.approx(box.right(), abs=3)


def test_a_match_in_a_table_is_marked_in_its_cell(theme: Theme) -> None:
    rows = ((Cell((paragraph("dose"),)), Cell((paragraph("alcohol"),))),)
    sheet = Sheet(theme, Table(rows))
    tinted = coloured(sheet.painted(sheet.layer("alcohol")), [RED.tint])
    (box,) = sheet.boxes("alcohol")
    assert inside(tinted, box)
    assert min(x for x, _ in tinted) > sheet.boxes("dose")[0].right()


def test_each_underline_style_looks_like_no_other() -> None:
    looks = {}
    for underline in Underline:
        image = QImage(90, 20, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = underline_pen(LensColour("#ffffff", "#000000", underline))
        draw_underline(painter, QRectF(5, 2, 80, 10), underline, pen)
        painter.end()
        looks[underline] = frozenset(coloured(image))
        assert looks[underline], f"{underline} is not seen"
    for one in Underline:
        for other in Underline:
            if one is not other:
                assert len(looks[one] ^ looks[other]) >= 12, f"{one} looks like {other}"


def test_the_rectangles_of_a_phrase_are_one_a_line(theme: Theme) -> None:
    sheet = Sheet(theme, paragraph("word " * 30))
    start = sheet.text.text.index("word")
    rectangles = sheet.painter.rectangles(start, start + len("word " * 30) - 1)
    tops = [rectangle.top() for rectangle in rectangles]
    assert len(tops) > 1
    assert tops == sorted(set(tops))


# -- notes ---------------------------------------------------------------------------------------


def note_of(kind: NoteKind) -> Note:
    return Note("Label", (paragraph("remark"), paragraph("end of it")), kind)


@pytest.mark.parametrize("kind", list(NoteKind))
def test_a_note_stands_in_a_box_with_a_bar(theme: Theme, kind: NoteKind) -> None:
    sheet = Sheet(theme, paragraph("before"), note_of(kind), paragraph("after"))
    image = sheet.painted(notes=True)
    page, bar = theme.note_page, theme.note_bar if kind is NoteKind.READER else theme.warning
    box = coloured(image, [page])
    for word in ("remark", "end of it"):
        (words,) = sheet.boxes(word)
        assert len(inside(box, words)) > 0.8 * words.width() * words.height()
    top, bottom = min(y for _, y in box), max(y for _, y in box)
    assert sheet.boxes("before")[0].bottom() <= top
    assert bottom <= sheet.boxes("after")[0].top()
    label_height = 12
    assert top < sheet.boxes("remark")[0].top() - label_height
    assert {y for _, y in coloured(image, [bar])} >= set(range(top + 1, bottom))


@pytest.mark.parametrize("outlined", [False, True])
@pytest.mark.parametrize(("language", "at_left"), [("en", True), ("ar", False)])
def test_the_bar_of_a_note_stands_where_reading_begins(
    theme: Theme, language: str, at_left: bool, outlined: bool
) -> None:
    theme = replace(theme, outlined=outlined)
    image = Sheet(theme, note_of(NoteKind.READER), language=language).painted(notes=True)
    box = coloured(image, [theme.note_page, theme.note_bar])
    bar = coloured(image, [theme.note_bar])
    left, right = min(x for x, _ in box), max(x for x, _ in box)
    middle = sorted(y for _, y in box)[len(box) // 2]
    inside_edge = left + 2 if at_left else right - 2
    other_edge = right - 2 if at_left else left + 2
    assert (inside_edge, middle) in bar
    assert (other_edge, middle) not in bar


def test_a_theme_of_outlines_draws_the_box_instead_of_filling_it(theme: Theme) -> None:
    sheet = Sheet(replace(theme, outlined=True), note_of(NoteKind.READER))
    image = sheet.painted(notes=True)
    assert coloured(image, [theme.note_page]) == set()
    pixels = coloured(image)
    assert max(x for x, _ in pixels) - min(x for x, _ in pixels) > 300
    (words,) = sheet.boxes("remark")
    assert inside(pixels, words) == set()


def test_a_note_out_of_view_is_not_painted(theme: Theme) -> None:
    sheet = Sheet(theme, *[paragraph("filler")] * 10, note_of(NoteKind.READER))
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    sheet.painter.paint_notes(painter, QRectF(0, 0, SIZE.width(), 60))
    painter.end()
    assert coloured(image) == set()


def test_painting_leaves_the_document_as_it_is(theme: Theme) -> None:
    sheet = Sheet(theme, paragraph("Drink no alcohol."), note_of(NoteKind.READER))
    document = sheet.shown.document
    before = (document.revision(), document.toHtml(), document.size())
    sheet.painted(sheet.layer("alcohol"), sheet.layer("no", colour=BLUE), notes=True)
    assert (document.revision(), document.toHtml(), document.size()) == before
