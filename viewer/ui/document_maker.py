"""Lays leaflets out for the screen, and keeps the last few documents.

Laying out 1 MB takes a tenth of a second, showing a document that is there 10 ms.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping

from PySide6.QtGui import QFont, QTextDocument

from viewer.render.html import Rendered, render_html
from viewer.render.stylesheet import Style
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.open_leaflet import OpenLeaflet

KEPT = 3
"""Documents kept; 1 MB of HTML takes about 50 MB of memory as a document."""


class DocumentMaker:
    """Makes the document of a leaflet in a style, or gives the one made before."""

    def __init__(self, font: QFont, laid_out: Mapping[str, QTextDocument] | None = None) -> None:
        """`laid_out` holds documents that are there already, by their HTML."""
        self._font = font
        self._laid_out = dict(laid_out or {})
        self._kept: OrderedDict[tuple[str, str, Style], LeafletDocument] = OrderedDict()

    def document(
        self, leaflet: OpenLeaflet, style: Style, rendered: Rendered | None = None
    ) -> LeafletDocument:
        """The document; `rendered` saves making the HTML where that has been done already."""
        known = leaflet.leaflet
        key = (known.id, known.provenance.sha256, style)
        document = self._kept.pop(key, None)
        if document is None or document.text.leaflet is not known:
            rendered = rendered or render_html(known, style)
            laid_out = self._laid_out.pop(rendered.html, None)
            measures = screen_measures(style)
            document = LeafletDocument(
                leaflet.text, rendered, style, self._font, measures, laid_out
            )
        self._kept[key] = document
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return document
