"""A part of a leaflet laid out on paper: pages that any painter can be asked for.

Preview, printer and PDF file paint the same pages. All lengths are 1/96 inch, whatever the
device: fonts laid out on a device of 1,200 dpi come out wrong where a size is in pixels, so the
text is laid out at 96 dpi and the painter is scaled.

The sections are laid out one after the other, each as a document of its own, so that a preview
can show the first page of a long leaflet before the last section is laid out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPalette,
    QPen,
    QTextBlock,
    QTextDocument,
    QTextOption,
)

from viewer.render.pagination import Slice, first_marks, paginate
from viewer.ui.print_extents import Column
from viewer.ui.print_fitting import fit_pictures
from viewer.ui.rich_text import line_width

UNITS_PER_INCH = 96
FURNITURE_POINTS = 8.5
"""Size of header and footer, in points."""
LONGEST_LINE = 95
"""Characters of a full line, on average, on paper laid across: longer ones tire the eye.

Upright paper of an office is as wide as a line may be.
"""
_PART = 0.58
"""Share of the width for what is printed, at the right of the header."""
_PAGE_NUMBER = 0.15
_GAP = 12.0
_HAIRLINE = 0.6
_TOUCH = 0.5


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands at the head and the foot of every page, as plain text."""

    product: str
    part: str
    footer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """One or more sections as a document; `PrintedPages` lays it out.

    `paint_under` paints what lies beneath the text in a rectangle of the document; `boxes` gives,
    once it is laid out, top and bottom of what is painted around paragraphs.
    """

    document: QTextDocument
    paint_under: Callable[[QPainter, QRectF], None]
    boxes: Callable[[], Iterable[tuple[float, float]]] = tuple


@dataclass(frozen=True, slots=True)
class _Placed:
    section: PrintedSection
    top: float
    bottom: float


class PrintedPages:
    """Pages of `size`, which is the paper within its margins.

    `font` is that of the text, in its size. `sections` is asked for one section at each `grow`;
    `complete` asks for the rest.
    """

    def __init__(
        self,
        sections: Iterable[PrintedSection],
        furniture: Furniture,
        size: QSizeF,
        font: QFont,
    ) -> None:
        self.size = size
        self._waiting: Iterator[PrintedSection] | None = iter(sections)
        self._placed: list[_Placed] = []
        self._column = Column()
        self._height = 0.0
        self._space_below = 0.0
        self._slices: list[Slice] = []
        self._marks: list[float] = []
        self._divided: dict[int, list[QTextBlock]] = {}
        self._device = reference_device()
        self._font = QFont(font)
        self._font.setPointSizeF(FURNITURE_POINTS)
        width = size.width()
        upright = width <= size.height()
        longest = line_width(QFontMetricsF(font, self._device), LONGEST_LINE)
        self._column_width = width if upright else min(width, longest)
        self._product = self._text(furniture.product, width * (1 - _PART - 0.02), bold=True)
        self._part = self._text(furniture.part, width * _PART, right=True)
        self._footer = self._text("\n".join(furniture.footer), width * (1 - _PAGE_NUMBER))
        self._head_height = max(self._product.size().height(), self._part.size().height())
        self._foot_height = self._footer.size().height()
        self._body_top = self._head_height + _GAP * 2
        self._body_height = size.height() - self._body_top - self._foot_height - _GAP * 1.5

    @property
    def complete(self) -> bool:
        """Whether all sections are laid out, so that `count` is that of all pages."""
        return self._waiting is None

    @property
    def count(self) -> int:
        """Number of pages laid out for good so far."""
        return len(self._slices)

    def grow(self) -> bool:
        """Lays out one more section. False where none was left."""
        if self._waiting is None:
            return False
        section = next(self._waiting, None)
        if section is None:
            self._waiting = None
            self._paginate()
            return False
        self._place(section)
        settled = self._slices[-1].bottom if self._slices else 0.0
        if self._height > settled + 3 * self._body_height:
            self._paginate()
        return True

    def finish(self) -> None:
        """Lays out all that is left."""
        while self.grow():
            pass

    def paint(self, painter: QPainter, number: int) -> None:
        """Paints page `number`, from 0; the painter's origin is the top left of `size`."""
        self._paint_header(painter)
        painter.save()
        painter.translate(0, self._body_top)
        page, top = self._slices[number], 0.0
        for repeat in self._column.repeats:
            if repeat.top < page.top < repeat.bottom and repeat.height <= self._body_height / 2:
                self._paint_slice(painter, Slice(repeat.top - repeat.height, repeat.top), 0.0)
                top = repeat.height
        divided = self._divided.get(number, [])
        self._paint_slice(painter, Slice(self._marks[number], page.bottom), top, divided)
        self._close_tables(painter, number, top)
        painter.restore()
        self._paint_footer(painter, number)

    def _close_tables(self, painter: QPainter, number: int, top: float) -> None:
        """Draws the line at the top and at the foot of what page `number` shows of a long table.

        `top` is where the page's own part begins, below a repeated heading.
        """
        page, mark = self._slices[number], self._marks[number]
        for table in self._column.tables:
            painter.setPen(table.line)
            if table.top < page.top and mark < table.bottom - _TOUCH:
                painter.drawLine(QPointF(table.left, 0), QPointF(table.right, 0))
            if table.top < page.bottom < table.bottom - _TOUCH:
                foot = top + page.bottom - mark
                painter.drawLine(QPointF(table.left, foot), QPointF(table.right, foot))

    def _place(self, section: PrintedSection) -> None:
        """Sets a section below what is there."""
        document = section.document
        prepare(document, self._device)
        fit_pictures(document, self._column_width, self._body_height)
        document.setTextWidth(self._column_width)
        boxes = tuple(section.boxes())
        height = document.size().height()
        # Qt drops the space above a document's first paragraph and below its last.
        first, last = document.firstBlock().blockFormat(), document.lastBlock().blockFormat()
        gap = max(first.topMargin(), self._space_below) if self._placed else 0.0
        self._space_below = last.bottomMargin()
        top = self._height + gap + max(0.0, -min((box[0] for box in boxes), default=0.0))
        self._height = top + max([height, *(box[1] for box in boxes)])
        self._placed.append(_Placed(section, top, self._height))
        self._column.add(document, top, boxes)

    def _paginate(self) -> None:
        """Adds the pages that are settled: all, or all but the last two while more may come."""
        start = self._slices[-1].bottom if self._slices else 0.0
        extents = self._column.extents()
        height, repeats = self._body_height, self._column.repeats
        pages = paginate(extents, self._height, height, repeats, start)
        pages = pages if self.complete else pages[:-2]
        first = len(self._slices)
        self._slices += pages
        self._marks += first_marks(extents, pages)
        for top, bottom, block in self._column.paragraphs:
            low, high = bisect_right(self._marks, top), bisect_left(self._marks, bottom)
            for number in range(max(low, first), high):
                self._divided.setdefault(number, []).append(block)
        if pages:
            self._column.forget(pages[-1].bottom)

    def _paint_slice(
        self, painter: QPainter, part: Slice, top: float, divided: Sequence[QTextBlock] = ()
    ) -> None:
        """Paints a part of the column at `top`; `divided` began on an earlier page."""
        index = bisect_right(self._placed, part.top, key=lambda placed: placed.bottom)
        for placed in self._placed[index:]:
            if placed.top >= part.bottom:
                break
            document = placed.section.document
            clip = QRectF(0, part.top - placed.top, self.size.width(), part.bottom - part.top)
            blocks = [block for block in divided if block.document() is document]
            painter.save()
            painter.translate(0, top + placed.top - part.top)
            painter.setClipRect(clip)
            placed.section.paint_under(painter, clip)
            # Of a paragraph Qt paints one line too many above the clip: unseen on paper, but
            # in the text of a PDF twice.
            for block in blocks:
                _paint_lines(painter, block, clip)
                block.setVisible(False)
            _paint_text(painter, document, clip)
            for block in blocks:
                block.setVisible(True)
            painter.restore()

    def _paint_header(self, painter: QPainter) -> None:
        width = self.size.width()
        _paint_at(painter, self._product, 0, 0)
        _paint_at(painter, self._part, width * (1 - _PART), 0)
        _paint_hairline(painter, width, self._head_height + _GAP / 2)

    def _paint_footer(self, painter: QPainter, number: int) -> None:
        width, top = self.size.width(), self.size.height() - self._foot_height
        total = str(self.count) if self.complete else "…"
        page = self._text(f"Page {number + 1} of {total}", width * _PAGE_NUMBER, right=True)
        _paint_hairline(painter, width, top - _GAP / 2)
        _paint_at(painter, self._footer, 0, top)
        _paint_at(painter, page, width * (1 - _PAGE_NUMBER), top)

    def _text(
        self, words: str, width: float, *, right: bool = False, bold: bool = False
    ) -> QTextDocument:
        """A few words of header or footer, laid out to a width."""
        document = QTextDocument()
        prepare(document, self._device)
        document.setDocumentMargin(0)
        font = QFont(self._font)
        font.setBold(bold)
        document.setDefaultFont(font)
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        document.setDefaultTextOption(QTextOption(align | Qt.AlignmentFlag.AlignAbsolute))
        document.setPlainText(words)
        document.setTextWidth(width)
        return document


def reference_device() -> QImage:
    """What documents are laid out for: a device of `UNITS_PER_INCH` on every machine."""
    device = QImage(1, 1, QImage.Format.Format_ARGB32)
    dots_per_metre = round(UNITS_PER_INCH / 0.0254)
    device.setDotsPerMeterX(dots_per_metre)
    device.setDotsPerMeterY(dots_per_metre)
    return device


def prepare(document: QTextDocument, device: QImage) -> None:
    """Has a document laid out for paper: no fitting of letters to the pixels of a screen.

    `device` has to outlive the document, which does not own it.
    """
    document.setUseDesignMetrics(True)
    document.documentLayout().setPaintDevice(device)


def _paint_hairline(painter: QPainter, width: float, top: float) -> None:
    painter.save()
    painter.setPen(QPen(QColor(Qt.GlobalColor.black), _HAIRLINE))
    painter.drawLine(QPointF(0, top), QPointF(width, top))
    painter.restore()


def _paint_at(painter: QPainter, text: QTextDocument, left: float, top: float) -> None:
    painter.save()
    painter.translate(left, top)
    _paint_text(painter, text, QRectF(QPointF(), text.size()))
    painter.restore()


def _paint_text(painter: QPainter, document: QTextDocument, clip: QRectF) -> None:
    """Paints the part `clip` of a document, with black text whatever the application's colours."""
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.Link):
        palette.setColor(role, QColor(Qt.GlobalColor.black))
    context.palette = palette
    # A line that only touches the clip belongs to the next page.
    context.clip = clip.adjusted(0, _TOUCH, 0, -_TOUCH)
    document.documentLayout().draw(painter, context)


def _paint_lines(painter: QPainter, block: QTextBlock, clip: QRectF) -> None:
    """Paints the lines of a block that reach into the part `clip` of its document."""
    layout = block.layout()
    place = block.document().documentLayout().blockBoundingRect(block).topLeft()
    painter.setPen(QColor(Qt.GlobalColor.black))
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        box = line.rect().translated(place)
        if box.bottom() > clip.top() + _TOUCH and box.top() < clip.bottom() - _TOUCH:
            line.draw(painter, place)
