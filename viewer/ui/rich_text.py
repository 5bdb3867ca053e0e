"""The Qt document that a leaflet's HTML becomes, before anything is known of the leaflet.

Apart from everything else so that the first frame needs nothing but this.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QTextCursor, QTextDocument

COLUMN_CHARACTERS = 72
"""Characters a line; 60 to 80 read best."""
GAP = 24
"""Least pixels between the column and the pane's edge."""
SIDE = 6
"""Pixels of the document at both sides of the text: room for a frame around the first word."""
LONG = 50_000
"""Characters of HTML that are more than a document is given at once: about 5 ms."""
_SAMPLE = "The leaflet says when to take the medicine, how much of it, and what to look out for."


class Measures(NamedTuple):
    """Type size in points; list indent, margin above and at both sides of the text in pixels."""

    points: float
    indent: float
    top: float = 0.0
    side: float = 0.0


class SealedDocument(QTextDocument):
    """A document that never opens a file or an address, whatever its HTML names.

    A `QTextDocument` that no view shows yet loads pictures and style sheets by itself (measured).
    What was added with `addResource` is found before this is asked.
    """

    def loadResource(self, type: int, name: QUrl | str) -> QImage:  # noqa: ARG002
        """An empty picture; nothing at all would not keep Qt from looking for itself."""
        empty = QImage(1, 1, QImage.Format.Format_ARGB32)
        empty.fill(0)
        return empty


def lay_out(html: str, font: QFont, measures: Measures) -> QTextDocument:
    """A document that shows `html` in `font` at the size of `measures`."""
    document = SealedDocument()
    prepare(document, font, measures)
    fill(document, html, measures)
    return document


def prepare(document: QTextDocument, font: QFont, measures: Measures) -> None:
    """Makes an empty document ready: what has to be set before its text."""
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    document.setIndentWidth(measures.indent)
    base = QFont(font)
    base.setPointSizeF(measures.points)
    document.setDefaultFont(base)


def fill(document: QTextDocument, html: str, measures: Measures) -> None:
    """Gives a prepared document its text; may be done on any thread, before it is laid out."""
    if len(html) <= LONG:
        document.setHtml(html)
    else:
        from viewer.ui.html_slices import html_slices

        fill_in_slices(document, html_slices(html))
    if measures.top or measures.side:
        frame = document.rootFrame()
        frame_format = frame.frameFormat()
        frame_format.setTopMargin(measures.top)
        frame_format.setLeftMargin(measures.side)
        frame_format.setRightMargin(measures.side)
        frame.setFrameFormat(frame_format)


def fill_in_slices(document: QTextDocument, slices: Iterable[str]) -> None:
    """Gives a document its text bit by bit, so that another thread may go on in between."""
    cursor = QTextCursor(document)
    for slice in slices:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        if document.isEmpty():
            document.setHtml(slice)
        else:
            cursor.insertHtml(slice)


def line_width(metrics: QFontMetricsF, characters: int) -> float:
    """Width of a line of so many characters of plain text, on average."""
    return metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * characters


def column_margin(document: QTextDocument, width: int) -> int:
    """Pixels to leave at both sides of a document in `width`.

    A line then holds `COLUMN_CHARACTERS`; `SIDE` is part of the document itself.
    """
    column = line_width(QFontMetricsF(document.defaultFont()), COLUMN_CHARACTERS)
    return max(GAP, round((width - column) / 2)) - SIDE
