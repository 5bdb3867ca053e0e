"""A leaflet laid out: a Qt document, and the way between its positions and the leaflet's text.

Offsets are characters of `LeafletText.text`; positions count UTF-16 units of the Qt document;
coordinates are the document's own (CSS pixels). The document never changes once it is built:
everything that comes and goes is painted beneath or above it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property

from PySide6.QtCore import QPointF, QRectF, Qt, QThread, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QTextBlock,
    QTextDocument,
    QTextFormat,
    QTextFrame,
    QTextTable,
)

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import Image, Leaflet, text_blocks
from viewer.render.html import IMAGE_SCHEME, Rendered, RenderedFigure, RenderedNote
from viewer.render.stylesheet import LIST_INDENT, MARK_ROOM, Style
from viewer.ui.pictures import LeafletPictures, PictureObject, drawn_words, is_figure
from viewer.ui.rich_text import (
    COLUMN_CHARACTERS,
    SIDE,
    Measures,
    SealedDocument,
    fill,
    line_width,
    prepare,
)

# What Qt puts between two blocks: the end of a paragraph, the edge of a table or its cell.
_BLOCK_EDGE = re.compile("[\u2029\ufdd0\ufdd1]")


TOP_MARGIN = 24
"""CSS pixels above the leaflet's head on the screen, at 100 %."""


def screen_measures(style: Style) -> Measures:
    """The measures of a document for the screen."""
    return paper_measures(style)._replace(top=style.pixels(TOP_MARGIN), side=SIDE)


def paper_measures(style: Style) -> Measures:
    """The measures of a document for paper, which has margins of its own."""
    return Measures(style.points(style.body_points), style.pixels(LIST_INDENT))


def _shown_pictures(leaflet: Leaflet, html: str) -> LeafletPictures:
    """The pictures that the HTML shows, and no others, by the names that it has for them."""
    images = {IMAGE_SCHEME + key: data for key, data in leaflet.images.items()}
    shown = {name: data for name, data in images.items() if name in html}
    words = {
        IMAGE_SCHEME + block.key: block.description
        for section in leaflet.walk()
        for block in (text_blocks(section.blocks) if shown else ())
        if isinstance(block, Image)
    }
    return LeafletPictures(shown, words)


def _add_images(document: QTextDocument, pictures: LeafletPictures) -> None:
    """Gives a document for paper its images; none is wider than a line.

    A wide one keeps all its pixels and gets more of them to a unit, so that it stays sharp. In the
    place of a damaged one stand its words.
    """
    kind = int(QTextDocument.ResourceType.ImageResource.value)
    widest = line_width(QFontMetricsF(document.defaultFont()), COLUMN_CHARACTERS)
    for name in pictures.names:
        held = QImage(pictures.image(name))
        if held.isNull():
            held = drawn_words(pictures.words(name), document.defaultFont(), widest)
        else:
            held.setDevicePixelRatio(max(1.0, held.width() / widest))
        document.addResource(kind, QUrl(name), held)


class LeafletDocument:
    """A rendered leaflet as a `QTextDocument`, with each text block's place in it."""

    def __init__(
        self,
        text: LeafletText,
        rendered: Rendered,
        style: Style,
        font: QFont,
        measures: Measures | None = None,
        laid_out: QTextDocument | None = None,
    ) -> None:
        """May be made on any thread, and is then handed over with `move_to`.

        `measures` are those of paper where none are given.

        `laid_out` is the document of the same HTML and measures where there is one already.

        Raises ValueError where the document shows another text than the leaflet has.
        """
        self.text = text
        self.notes = rendered.notes
        self.pictures = _shown_pictures(text.leaflet, rendered.html)
        self.style = style
        self._side = measures.side if measures is not None else None
        if laid_out is None:
            laid_out = SealedDocument()
            prepare(laid_out, font, measures or paper_measures(style))
            if measures is None:
                _add_images(laid_out, self.pictures)
            fill(laid_out, rendered.html, measures or paper_measures(style))
        self._filled = laid_out
        self.figures = tuple(
            figure
            for figure in rendered.figures
            if figure.columns or is_figure(self.pictures.size(IMAGE_SCHEME + figure.image))
        )
        """The tables, and the images that are no mere signs, in the order in which they end."""
        self._find_blocks(rendered)

    @cached_property
    def document(self) -> QTextDocument:
        """The Qt document; to be asked for on the thread that lays it out, and there alone."""
        if self.pictures and self._side is not None:
            room = MARK_ROOM if self.style.marked else 0
            handler = PictureObject(self._filled, self.pictures, self.style.scale, self._side, room)
            kind = int(QTextFormat.ObjectTypes.ImageObject.value)
            self._filled.documentLayout().registerHandler(kind, handler)
        return self._filled

    def move_to(self, thread: QThread) -> None:
        """Hands the document over to the thread that will lay it out and show it."""
        self._filled.moveToThread(thread)

    def _find_blocks(self, rendered: Rendered) -> None:
        """Notes the position of every rendered block.

        Qt adds empty blocks of its own around tables; they are passed over. Raises ValueError
        where the document shows another text than the leaflet has: nothing may be lost unseen.
        """
        self.positions = array("Q")
        """Position of each rendered block."""
        self._shown = array("Q")
        """Numbers of the text blocks shown, ascending."""
        self._shown_positions = array("Q")
        raw = self._filled.toRawText()
        position, expected = 0, 0
        for piece in _BLOCK_EDGE.split(raw):
            if expected < len(rendered.blocks):
                block = rendered.blocks[expected]
                lead = utf16_length(block.lead)
                if piece == block.lead + block.text.replace("\n", "\u2028"):
                    self.positions.append(position)
                    if block.number >= 0:
                        self._shown.append(block.number)
                        self._shown_positions.append(position + lead)
                    expected += 1
                elif piece:
                    raise ValueError(f"shown as {piece[:80]!r} instead of {block.text[:80]!r}")
            elif piece:
                raise ValueError(f"shown but not in the leaflet: {piece[:80]!r}")
            position += utf16_length(piece) + 1
        if expected < len(rendered.blocks):
            raise ValueError(f"not shown: {rendered.blocks[expected].text[:80]!r}")

    def position(self, offset: int) -> int:
        """The position of a character of the leaflet's text.

        In a text block that has none here (an untitled heading, a section left out) it is the
        position of the next one that is shown.
        """
        number = self.text.block_index(offset)
        index = bisect_right(self._shown, number) - 1
        if index >= 0 and self._shown[index] == number:
            start = self.text.starts[number]
            within = utf16_length(self.text.text[start:offset])
            return self._shown_positions[index] + within
        if index + 1 < len(self._shown):
            return self._shown_positions[index + 1]
        return max(0, self.document.characterCount() - 1)

    def offset(self, position: int) -> int:
        """The character of the leaflet's text at a position, or the nearest one before it."""
        index = bisect_right(self._shown_positions, position) - 1
        if index < 0:
            return self.text.starts[self._shown[0]] if self._shown else 0
        number = self._shown[index]
        start = self.text.starts[number]
        last = number + 1 >= len(self.text.starts)
        end = len(self.text.text) if last else self.text.starts[number + 1] - 1
        units = position - self._shown_positions[index]
        return start + characters(self.text.text[start:end], units)

    def notes_between(self, first: int, last: int) -> tuple[RenderedNote, ...]:
        """The notes that may reach into the positions `first` to `last`."""
        start = bisect_left(self.notes, first, key=lambda note: self.positions[note.last])
        end = bisect_right(self.notes, last, key=lambda note: self.positions[note.first])
        # The last block of a note begins before what is seen of it.
        return self.notes[max(0, start - 1) : end]

    def figures_between(self, first: int, last: int) -> tuple[RenderedFigure, ...]:
        """The figures that reach into the positions `first` to `last`."""
        start = bisect_left(self.figures, first, key=lambda figure: self._end(figure.last))
        return tuple(
            figure for figure in self.figures[start:] if self.positions[figure.first] <= last
        )

    def _end(self, number: int) -> int:
        """The last position of a rendered block."""
        block = self.document.findBlock(self.positions[number])
        return block.position() + block.length() - 1

    def figure_span(self, figure: RenderedFigure) -> tuple[int, int]:
        """The characters of the leaflet's text that a figure holds, from and to."""
        starts, after = self.text.starts, figure.last_number + 1
        end = starts[after] - 1 if after < len(starts) else len(self.text.text)
        return starts[figure.number], end

    def table_rectangle(self, number: int) -> QRectF:
        """Where the innermost table around a rendered block is laid out.

        Qt has the size of a table right, but puts it where the text of its first cell begins.
        """
        table = self.document.frameAt(self.positions[number])
        if not isinstance(table, QTextTable):
            return QRectF()
        box = self.document.documentLayout().frameBoundingRect(table)
        cell = table.cellAt(0, 0)
        style, border = cell.format().toTableCellFormat(), table.format().toTableFormat().border()
        corner = self.block_rectangle(cell.firstCursorPosition().block()).topLeft()
        box.moveTopLeft(corner - QPointF(style.leftPadding(), style.topPadding()))
        return box.adjusted(-border, -border, -border, -border)

    def block_rectangle(self, block: QTextBlock) -> QRectF:
        """Where a block is laid out, in document coordinates."""
        return self.document.documentLayout().blockBoundingRect(block)

    def top(self, offset: int) -> float:
        """The y coordinate of the top of the line that a character stands on."""
        position = self.position(offset)
        block = self.document.findBlock(position)
        rectangle = self.block_rectangle(block)
        line = block.layout().lineForTextPosition(position - block.position())
        return rectangle.top() + (line.y() if line.isValid() else 0.0)

    def position_at(self, point: QPointF) -> int:
        """The position nearest to a point of the document."""
        return self.document.documentLayout().hitTest(point, Qt.HitTestAccuracy.FuzzyHit)

    def visible_positions(self, clip: QRectF) -> tuple[int, int]:
        """The first and last position that may be seen in a part of the document.

        Found by bisection: a hit test above the first line looks at every block (1.7 ms for
        1 MB). A table counts as a whole, since its cells stand side by side. Nothing below is
        looked at, so that nothing has to be laid out for it.
        """
        below = self._outer(self.position_at(clip.bottomLeft()))[1] if clip.bottom() > 0 else 0
        blocks = range(bisect_right(self.positions, below))
        first = bisect_left(blocks, clip.top(), key=lambda number: self._extent(number)[1])
        last = bisect_right(blocks, clip.bottom(), key=lambda number: self._extent(number)[0]) - 1
        if not 0 <= first <= last:
            return 0, 0
        return self._outer(self.positions[first])[0], self._outer(self.positions[last])[1]

    def _extent(self, number: int) -> tuple[float, float]:
        """Top and bottom of a rendered block, or what stands above and below its table.

        (The extent of the table itself Qt only knows once all of the document is laid out.)
        """
        frame = self._table(self.positions[number])
        if frame is None:
            box = self.block_rectangle(self.document.findBlock(self.positions[number]))
            return box.top(), box.bottom()
        above = self.document.findBlock(frame.firstPosition() - 1)
        below = self.document.findBlock(frame.lastPosition() + 1)
        return self.block_rectangle(above).bottom(), self.block_rectangle(below).top()

    def _outer(self, position: int) -> tuple[int, int]:
        """First and last position of the block at a position, or of the table around it."""
        frame = self._table(position)
        if frame is not None:
            return frame.firstPosition(), frame.lastPosition()
        block = self.document.findBlock(position)
        return block.position(), block.position() + block.length() - 1

    def _table(self, position: int) -> QTextFrame | None:
        """The outermost table around a position."""
        root = self.document.rootFrame()
        frame, outermost = self.document.frameAt(position), None
        while frame is not None and frame != root:
            frame, outermost = frame.parentFrame(), frame
        return outermost


def utf16_length(text: str) -> int:
    """The number of UTF-16 units in a text."""
    if text.isascii() or max(text) <= "\uffff":
        return len(text)
    return len(text.encode("utf-16-le")) // 2


def characters(text: str, units: int) -> int:
    """How many characters of `text` its first `units` UTF-16 units hold."""
    if text.isascii() or not text or max(text) <= "\uffff":
        return min(units, len(text))
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))
