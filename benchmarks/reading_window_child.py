"""Opens a regulator's leaflet in the program's own window, and its HTML in Qt's browser.

usage: python -m benchmarks.reading_window_child FIRST LEAFLET

`FIRST` is the leaflet with which the window opens.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from lxml import etree
from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QTextBrowser

from benchmarks.children import Round, serve
from benchmarks.surroundings import ROOT
from benchmarks.window_child import Stage
from viewer.app import run_window
from viewer.leaflet.reader import read_leaflets
from viewer.open_request import OpenRequest
from viewer.render.html import IMAGE_SCHEME, render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme_file import load_theme


class Opening(Stage):
    """One file, opened again and again."""

    def __init__(self, first: str, file: str) -> None:
        super().__init__([first])
        self._file = file
        self._data = Path(file).read_bytes()
        self._leaflet = read_leaflets(Path(file))[0]
        theme = load_theme(ROOT / "resources" / "themes" / "light.toml")
        self._html = render_html(self._leaflet, screen_style(theme, 100)).html

    def first_paint(self) -> Round:
        """Until the leaflet is painted, and the same for its HTML in Qt's own browser."""
        before = self.view.document()
        began = time.perf_counter()
        self.window.file_dropped.emit(self._file)  # type: ignore[attr-defined]
        self._wait_until(lambda: self.view.document() is not before)
        _paint()
        ended = time.perf_counter()
        self._rest()
        return {"shown": (ended - began) * 1000, "qt": self._plain_qt()}

    def _plain_qt(self) -> float:
        """Milliseconds to parse the file, and to set and paint the HTML that is made of it."""
        browser = QTextBrowser()
        browser.resize(self.view.viewport().size())
        kind = QTextDocument.ResourceType.ImageResource.value
        for key, data in self._leaflet.images.items():
            browser.document().addResource(kind, QUrl(IMAGE_SCHEME + key), QByteArray(data))
        browser.show()
        QApplication.processEvents()
        began = time.perf_counter()
        etree.fromstring(self._data)
        browser.setHtml(self._html)
        _paint()
        return (time.perf_counter() - began) * 1000


def _paint() -> None:
    """Does all the painting that is due."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)


def _wait_to_be_asked(first: str, file: str) -> int:
    serve({"first_paint": Opening(first, file).first_paint})
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    first, file = sys.argv[1:]
    QApplication.exec = lambda *_: _wait_to_be_asked(first, file)  # type: ignore[method-assign]
    run_window(OpenRequest(first))
