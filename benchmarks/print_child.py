"""Prints a section to PDF, as the program does and as Qt would by itself.

usage: python -m benchmarks.print_child LEAFLET SECTION FOLDER
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QApplication

from benchmarks.children import Round, serve
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens_file import load_lenses
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.reader import read_leaflets
from viewer.leaflet.topics import load_topics
from viewer.paths import resource_folder
from viewer.render.html import render_html
from viewer.render.print_part import section_part
from viewer.render.stylesheet import print_style
from viewer.render.theme_file import load_theme
from viewer.ui.match_painting import MatchLayer
from viewer.ui.painting import lens_colour
from viewer.ui.print_devices import default_page_layout, print_pdf, printed_on
from viewer.ui.printing import PrintJob, paper_font


class Press:
    """One section, ready to be printed in three ways."""

    def __init__(self, file: Path, section: str, folder: Path) -> None:
        resources = resource_folder()
        leaflet = read_leaflets(file, load_topics(resources / "topics.toml"))[0]
        text = LeafletText(leaflet)
        theme = load_theme(resources / "themes" / "light.toml")
        lenses, _ = load_lenses((resources / "lenses",), frozenset(theme.lenses))
        alcohol = next(lens for lens in lenses if lens.id == "alcohol")
        matches = find_matches(WordIndex(text), alcohol)
        layers = (MatchLayer(matches, lens_colour(theme, alcohol.colour)),)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        part = section_part(text, section)
        self._job = PrintJob(part, theme, font, printed_on())
        self._lit = PrintJob(part, theme, font, printed_on(), layers)
        self._html = render_html(leaflet, print_style(), set(part.sections)).html
        self._font = paper_font(font)
        self._folder = folder
        self._layout = default_page_layout()

    def round(self) -> Round:
        """Qt alone, the program, the program with highlights."""
        target = self._folder / "section.pdf"
        return {
            "qt": _milliseconds(self._print_as_qt_does),
            "section": _milliseconds(lambda: print_pdf(self._job, target, self._layout)),
            "lit": _milliseconds(lambda: print_pdf(self._lit, target, self._layout)),
        }

    def _print_as_qt_does(self) -> None:
        document = QTextDocument()
        document.setDefaultFont(self._font)
        document.setHtml(self._html)
        writer = QPdfWriter(str(self._folder / "qt.pdf"))
        writer.setPageLayout(self._layout)
        document.print_(writer)


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    app = QApplication(["leaflet-viewer"])
    press = Press(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    serve({"print": press.round})
