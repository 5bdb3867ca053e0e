"""Lays leaflets out for the screen, and keeps the last few documents.

Making the document of 1 MB takes a tenth of a second, showing one that is there 10 ms.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from PySide6.QtCore import QThread
from PySide6.QtGui import QFont, QTextDocument

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.model import Leaflet
from viewer.render.html import render_html
from viewer.render.stylesheet import Style
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.open_leaflet import OpenLeaflet

KEPT = 3
"""Documents kept; 1 MB of HTML takes about 50 MB of memory as a document."""
QUICK = 50_000
"""So many characters of text become a document within a frame."""


class DocumentMaker:
    """Makes the document of a leaflet in a style, or gives the one made before."""

    def __init__(self, font: QFont, laid_out: Mapping[str, QTextDocument] | None = None) -> None:
        """To be made on the GUI thread. `laid_out` holds documents that are there already, by
        their HTML."""
        self._font = font
        self._thread = QThread.currentThread()
        self._laid_out = dict(laid_out or {})
        self._kept: OrderedDict[tuple[str, str, Style], LeafletDocument] = OrderedDict()

    def document(self, leaflet: OpenLeaflet, style: Style) -> LeafletDocument:
        """The document, made here and now unless it is kept. Raises LeafletError."""
        return self.keep(self.kept(leaflet, style) or self._made(leaflet, style, self._laid_out))

    def is_quick(self, leaflet: OpenLeaflet, style: Style) -> bool:
        """Whether `document` takes less than a frame."""
        return len(leaflet.text.text) <= QUICK or self.kept(leaflet, style) is not None

    def make(self, leaflet: OpenLeaflet, style: Style) -> LeafletDocument:
        """The document, made on whatever thread this is, for the GUI thread to `keep` and show.

        Raises LeafletError where the document shows another text than the leaflet has.
        """
        document = self.kept(leaflet, style)
        if document is None:
            document = self._made(leaflet, style, {})
            document.move_to(self._thread)
        return document

    def keep(self, document: LeafletDocument) -> LeafletDocument:
        """Keeps a document for when it is asked for again, and lets go of the oldest."""
        key = _key(document.text.leaflet, document.style)
        self._kept[key] = document
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return document

    def kept(self, leaflet: OpenLeaflet, style: Style) -> LeafletDocument | None:
        """The document where it was made before; may be asked on any thread."""
        document = self._kept.get(_key(leaflet.leaflet, style))
        same = document is not None and document.text.leaflet is leaflet.leaflet
        return document if same else None

    def _made(
        self, opened: OpenLeaflet, style: Style, laid_out: dict[str, QTextDocument]
    ) -> LeafletDocument:
        rendered = render_html(opened.leaflet, style)
        measures, there = screen_measures(style), laid_out.pop(rendered.html, None)
        try:
            return LeafletDocument(opened.text, rendered, style, self._font, measures, there)
        except ValueError as error:
            file = opened.leaflet.provenance.file
            raise LeafletError(file, "", f"cannot be shown whole: {error}") from error


def _key(leaflet: Leaflet, style: Style) -> tuple[str, str, Style]:
    return leaflet.id, leaflet.provenance.sha256, style
