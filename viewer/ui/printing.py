"""A part of a leaflet as printed pages, and those pages on a device.

Nothing here knows of a window: the dialog, the command line and the preview use it alike. What
is printed is laid out anew in black on white, so that the theme and the shown document play no
part.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPainter

from viewer.highlight.leaflet_text import LeafletText
from viewer.render.html import render_html
from viewer.render.print_part import PrintPart, footer_words, product_words
from viewer.render.stylesheet import print_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument
from viewer.ui.match_painting import MatchLayer, MatchPainter
from viewer.ui.print_fitting import mark_table_headings, plain_links
from viewer.ui.printed_pages import UNITS_PER_INCH, Furniture, PrintedPages, PrintedSection

_GROUPS = 128
_GROUP_CHARACTERS = 8_000
"""Characters laid out at a time: less than a frame of the screen's."""


class PrintError(Exception):
    """Why nothing, or not everything, was printed, as a sentence for the reader."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What to print and how it looks.

    `layers` are highlights in the leaflet's own text; empty for none. `theme` gives the boxes of
    notes their colours and has to be a light one. `printed_on` is the date as it is printed.
    """

    part: PrintPart
    theme: Theme
    font: QFont
    printed_on: str
    layers: tuple[MatchLayer, ...] = ()


def printed_pages(job: PrintJob, layout: QPageLayout) -> PrintedPages:
    """The pages of a job on a paper, not laid out yet: see `PrintedPages.grow`."""
    leaflet = job.part.text.leaflet
    paper = layout.paintRect(QPageLayout.Unit.Point)
    size = QSizeF(paper.width(), paper.height()) * (UNITS_PER_INCH / 72)
    footer = footer_words(leaflet, job.printed_on)
    furniture = Furniture(product_words(leaflet), job.part.words, footer)
    font, style = paper_font(job.font), print_style()
    font.setPointSizeF(style.points(style.body_points))
    return PrintedPages(_sections(job, font), furniture, size, font)


def paper_font(font: QFont) -> QFont:
    """The font as paper wants it, so that the text of a PDF is the text of the leaflet.

    Contextual letters ("9:" with a raised colon) and ligatures have no character of their own
    and come out of a PDF as nothing, or as another character.
    """
    paper = QFont(font)
    paper.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for feature in ("calt", "clig", "liga"):
        paper.setFeature(QFont.Tag(feature), 0)
    return paper


def paint_pages(
    pages: PrintedPages,
    device: QPagedPaintDevice,
    broken_off: AbstractContextManager[None] | None = None,
) -> Generator[int, None, None]:
    """Paints all pages on a device, one at each step, and yields the number of the page.

    The steps before the first page lay the text out and yield 0. Whoever stops asking (closes
    the iterator) stops the printing. Where the pages are not all painted, the painter ends within
    `broken_off`: its end sends what there is. Raises PrintError.
    """
    while pages.grow():
        yield 0
    painter = QPainter()
    if not painter.begin(device) or not painter.isActive():
        raise PrintError("The printer or the file does not take the pages.")
    # A leaflet's pictures are drawings, which JPEG smears.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        scale = device.logicalDpiX() / UNITS_PER_INCH
        for number in range(pages.count):
            if number and not device.newPage():
                raise PrintError(f"Only {number} of {pages.count} pages could be printed.")
            painter.save()
            painter.scale(scale, scale)
            pages.paint(painter, number)
            painter.restore()
            yield number + 1
    except BaseException:
        with broken_off or nullcontext():
            painter.end()
        raise
    painter.end()


def _sections(job: PrintJob, font: QFont) -> Iterator[PrintedSection]:
    """The leaflet's head, where it is printed whole, and its sections, some at a time."""
    part, style = job.part, print_style()
    if part.whole:
        head = render_html(replace(part.text.leaflet, sections=()), style)
        yield _section(LeafletDocument(part.text, head, style, font), job.theme, ())
    layers = tuple(MatchLayer(part.matches(layer.matches), layer.colour) for layer in job.layers)
    for keys in _groups(part):
        rendered = render_html(part.text.leaflet, style, keys)
        if rendered.blocks:
            document = LeafletDocument(part.text, rendered, style, font)
            sections = (section for section in part.text.sections if section.key in keys)
            mark_table_headings(document.document, sections)
            yield _section(document, job.theme, layers)


def _section(
    document: LeafletDocument, theme: Theme, layers: Sequence[MatchLayer]
) -> PrintedSection:
    painting = MatchPainter(document, theme)
    plain_links(document.document)

    def paint_under(painter: QPainter, clip: QRectF) -> None:
        painting.paint_notes(painter, clip)
        if layers:
            painting.paint(painter, clip, layers)

    def boxes() -> Iterator[tuple[float, float]]:
        return ((top, bottom) for top, bottom, _ in painting.note_extents())

    return PrintedSection(document.document, paint_under, boxes)


def _groups(part: PrintPart) -> Iterator[set[str]]:
    """The keys of the part's sections, several to a group where they are short.

    A short leaflet is one document; a long one is a few, so that its first page is soon there.
    """
    longest = max(_GROUP_CHARACTERS, len(part.text.text) // _GROUPS)
    sizes = _section_sizes(part.text)
    group: set[str] = set()
    size = 0
    for key in part.sections:
        group.add(key)
        size += sizes[key]
        if size >= longest:
            yield group
            group, size = set(), 0
    if group:
        yield group


def _section_sizes(text: LeafletText) -> dict[str, int]:
    """Characters of each section, by key."""
    bounds = [*text.section_starts, len(text.text)]
    return {
        section.key: bounds[number + 1] - bounds[number]
        for number, section in enumerate(text.sections)
    }
