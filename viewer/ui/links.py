"""The links of a leaflet that is laid out, as the keyboard walks them.

Qt's own walk begins at the head of the document, wherever the reader is, and selects the link
that has the keyboard, so that it counts as words selected. Here a link is held apart from that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock, QTextDocument

from viewer.ui.document import LeafletDocument


class Link(NamedTuple):
    """A link: its first position, the one behind it, and where it leads."""

    start: int
    end: int
    address: str


def next_link(
    shown: LeafletDocument, held: Link | None, view: QRectF, *, forward: bool
) -> Link | None:
    """The link behind `held`, or before it where not `forward`; None where there is none.

    Where `held` is not in `view` (document coordinates), it is the first link in view or below,
    or the last one in view or above: Tab never leads away from what is read.
    """
    if held is not None and _is_in(view, link_extent(shown.document, held)):
        links = _links(shown.document, held.start, forward=forward)
        return next((link for link in links if (link > held if forward else link < held)), None)
    first, last = shown.visible_positions(view)
    for link in _links(shown.document, first if forward else last, forward=forward):
        extent = link_extent(shown.document, link)
        if extent.bottom() > view.top() if forward else extent.top() < view.bottom():
            return link
    return None


def link_boxes(document: QTextDocument, link: Link) -> list[QRectF]:
    """Where a link stands, in document coordinates: one rectangle a line."""
    block = document.findBlock(link.start)
    layout, boxes = block.layout(), []
    origin = document.documentLayout().blockBoundingRect(block).topLeft()
    start, end = link.start - block.position(), link.end - block.position()
    for line in (layout.lineAt(number) for number in range(layout.lineCount())):
        across = QRectF()
        # In a line of both directions a link need not lie between its ends: its glyphs tell.
        for run in line.glyphRuns(start, end - start):
            across |= run.boundingRect()
        if not across.isEmpty():
            box = QRectF(across.left(), line.y(), across.width(), line.height())
            boxes.append(box.translated(origin))
    return boxes


def link_extent(document: QTextDocument, link: Link) -> QRectF:
    """The rectangle around all of a link, in document coordinates."""
    extent = QRectF()
    for box in link_boxes(document, link):
        extent |= box
    return extent


def _links(document: QTextDocument, position: int, *, forward: bool) -> Iterator[Link]:
    """The links from the block at a position to the end, or back to the beginning."""
    block = document.findBlock(position)
    while block.isValid():
        links = _links_of(block)
        yield from links if forward else reversed(links)
        block = block.next() if forward else block.previous()


def _links_of(block: QTextBlock) -> list[Link]:
    """The links of a block, each of them whole whatever type it is set in."""
    links: list[Link] = []
    for part in block.textFormats():
        address, start = part.format.anchorHref(), block.position() + part.start
        if links and links[-1].end == start and links[-1].address == address:
            links[-1] = links[-1]._replace(end=start + part.length)
        elif address:
            links.append(Link(start, start + part.length, address))
    return links


def _is_in(view: QRectF, extent: QRectF) -> bool:
    return extent.bottom() > view.top() and extent.top() < view.bottom()
