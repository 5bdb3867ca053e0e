"""The way from a print command to paper: the dialog with what the reader last wished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import QApplication, QWidget

from viewer.render.print_part import PrintPart, PrintScope
from viewer.render.theme import Theme
from viewer.ui.match_painting import MatchLayer
from viewer.ui.paper import PAPER_SIZES, offered_paper
from viewer.ui.print_devices import default_page_layout, printed_on
from viewer.ui.print_dialog import PrintDialog, PrintRequest
from viewer.ui.printer_search import PrinterSearch
from viewer.ui.printing import PrintJob


class PrintWishes(NamedTuple):
    """How to print: a light theme, the highlights that are on, paper ("" for the locale's)."""

    theme: Theme
    layers: tuple[MatchLayer, ...]
    paper: str
    highlights: bool


def print_with_dialog(
    window: QWidget,
    parts: Mapping[PrintScope, PrintPart | str],
    scope: PrintScope,
    wishes: PrintWishes,
    *,
    to_file: bool = True,
) -> PrintRequest | None:
    """Opens the print dialog with `scope` chosen; what was printed, None where nothing was.

    `to_file` tells whether a PDF file may be saved.
    Its paper is one of `PAPER_SIZES`, to be wished for the next time.
    """
    whole = parts[PrintScope.WHOLE]
    assert isinstance(whole, PrintPart)  # a leaflet can always be printed whole
    job = PrintJob(whole, wishes.theme, QApplication.font(), printed_on(), wishes.layers)
    dialog = PrintDialog(
        parts,
        job,
        _layout(wishes.paper),
        scope=scope,
        highlights=wishes.highlights,
        to_file=to_file,
        parent=window,
    )
    done: list[PrintRequest] = []
    dialog.printed.connect(done.append)
    search = PrinterSearch(dialog)
    search.found.connect(dialog.show_printers)
    search.failed.connect(dialog.show_no_printers)
    dialog.printer_chosen.connect(search.ask)
    search.ask()
    dialog.exec()
    search.close()
    dialog.deleteLater()
    return _as_remembered(done[0], wishes) if done else None


def _as_remembered(request: PrintRequest, wishes: PrintWishes) -> PrintRequest:
    """What was printed, but on the paper wished for where a printer took only its own."""
    if request.layout.pageSize().name() in PAPER_SIZES:
        return request
    layout = QPageLayout(request.layout)
    name = wishes.paper or _layout("").pageSize().id().name
    layout.setPageSize(offered_paper(name))
    return replace(request, layout=layout)


def _layout(paper: str) -> QPageLayout:
    layout = default_page_layout()
    if paper in PAPER_SIZES:
        layout.setPageSize(QPageSize(PAPER_SIZES[paper]))
    return layout
