"""Prints to a PDF without a window, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Leaflet
from viewer.render.print_part import chosen_sections, whole_leaflet
from viewer.render.theme import Theme
from viewer.ui.match_painting import MatchLayer
from viewer.ui.painting import lens_colour
from viewer.ui.print_devices import default_page_layout, print_pdf, printed_on
from viewer.ui.printing import PrintJob


def print_to_file(
    leaflet: Leaflet,
    sections: Sequence[str],
    lenses: Sequence[Lens],
    matches: Sequence[Matches],
    file: Path,
    theme: Theme,
) -> int:
    """Prints the whole leaflet, or these sections and those below them; gives the pages.

    `matches` are those of `lenses`, in the same order. Raises PrintError.
    """
    app = QApplication.instance() or QApplication(["leaflet-viewer"])
    layers = tuple(
        MatchLayer(found, lens_colour(theme, lens.colour))
        for lens, found in zip(lenses, matches, strict=True)
    )
    text = matches[0].text if matches else LeafletText(leaflet)
    part = chosen_sections(text, sections) if sections else whole_leaflet(text)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    pages = print_pdf(
        PrintJob(part, theme, font, printed_on(), layers), file, default_page_layout()
    )
    del app
    return pages
