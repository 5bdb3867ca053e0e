"""What a document needs on paper that it does not need on a screen.

Paper cannot be scrolled sideways and its links lead nowhere, and a table goes on over the page.
These change a document that was made to be printed, never the one that is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QImage,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)

from viewer.leaflet.model import Block, Note, Section, Table


def plain_links(document: QTextDocument) -> None:
    """Takes the line away from links, which would pass for a lens's."""
    plain = QTextCharFormat()
    plain.setFontUnderline(False)
    for cursor, _ in _spans(document, QTextCharFormat.isAnchor):
        cursor.mergeCharFormat(plain)


def fit_pictures(document: QTextDocument, width: float, height: float) -> None:
    """Makes pictures that are larger than a page as small as it takes, in proportion."""
    for cursor, style in _spans(document, QTextCharFormat.isImageFormat):
        picture = style.toImageFormat()
        kind = int(QTextDocument.ResourceType.ImageResource.value)
        image = document.resource(kind, QUrl(picture.name()))
        if not isinstance(image, QImage) or image.isNull():
            continue
        scale = min(width / image.width(), height / image.height())
        if scale < 1:
            picture.setWidth(image.width() * scale)
            picture.setHeight(image.height() * scale)
            cursor.setCharFormat(picture)


def mark_table_headings(document: QTextDocument, sections: Iterable[Section]) -> None:
    """Tells Qt's tables which rows are headings; `sections` are those that the document shows."""
    frames = document.rootFrame().childFrames()
    shown = [frame for frame in frames if isinstance(frame, QTextTable)]
    tables = [table for section in sections for table in _tables(section.blocks)]
    for frame, table in zip(shown, tables, strict=False):
        rows = takewhile(lambda row: row and all(cell.header for cell in row), table.rows)
        style = frame.format().toTableFormat()
        style.setHeaderRowCount(sum(1 for _ in rows))
        frame.setFormat(style)


def _tables(blocks: tuple[Block, ...]) -> Iterator[Table]:
    """The tables among the blocks and in their notes; those inside a table are its own."""
    for block in blocks:
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Note):
            yield from _tables(block.blocks)


def _spans(
    document: QTextDocument, wanted: Callable[[QTextCharFormat], bool]
) -> Iterator[tuple[QTextCursor, QTextCharFormat]]:
    """A selection of each stretch whose format is `wanted`, and that format."""
    cursor = QTextCursor(document)
    block = document.begin()
    while block.isValid():
        for span in block.textFormats():
            if wanted(span.format):
                start = block.position() + span.start
                cursor.setPosition(start)
                cursor.setPosition(start + span.length, QTextCursor.MoveMode.KeepAnchor)
                yield cursor, span.format
        block = block.next()
