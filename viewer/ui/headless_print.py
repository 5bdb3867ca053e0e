"""Prints to a PDF without a window, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens_file import load_lenses
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Leaflet
from viewer.render.print_part import chosen_sections, whole_leaflet
from viewer.render.theme_file import load_theme
from viewer.ui.match_painting import MatchLayer
from viewer.ui.painting import lens_colour
from viewer.ui.print_devices import default_page_layout, print_pdf, printed_on
from viewer.ui.printing import PrintJob


def print_to_file(
    leaflet: Leaflet,
    sections: Sequence[str],
    matches: Sequence[Matches],
    file: Path,
    resources: Path,
) -> int:
    """Prints the whole leaflet, or these sections and those below them; gives the pages.

    Raises PrintError.
    """
    app = QApplication.instance() or QApplication(["leaflet-viewer"])
    theme = load_theme(resources / "themes" / "light.toml")
    lenses, _ = load_lenses((resources / "lenses",), frozenset(theme.lenses))
    colours = {lens.id: lens.colour for lens in lenses}
    layers = tuple(
        MatchLayer(found, lens_colour(theme, colours.get(found.lens, found.lens)))
        for found in matches
    )
    text = matches[0].text if matches else LeafletText(leaflet)
    wanted = {s.key for key in sections for s in leaflet.section(key).walk()}
    part = chosen_sections(text, wanted) if sections else whole_leaflet(text)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    pages = print_pdf(
        PrintJob(part, theme, font, printed_on(), layers), file, default_page_layout()
    )
    del app
    return pages
