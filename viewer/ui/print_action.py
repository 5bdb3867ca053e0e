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
from viewer.ui.print_choices import PAPER_SIZES, offered_paper
from viewer.ui.print_devices import default_page_layout, printed_on, printers
from viewer.ui.print_dialog import PrintDialog, PrintRequest
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
) -> PrintRequest | None:
    """Opens the print dialog with `scope` chosen; what was printed, None where nothing was.

    Its paper is one of `PAPER_SIZES`, to be wished for the next time.
    """
    whole = parts[PrintScope.WHOLE]
    assert isinstance(whole, PrintPart)  # a leaflet can always be printed whole
    job = PrintJob(whole, wishes.theme, QApplication.font(), printed_on(), wishes.layers)
    dialog = PrintDialog(
        parts,
        job,
        _layout(wishes.paper),
        printers(),
        scope=scope,
        highlights=wishes.highlights,
        parent=window,
    )
    done: list[PrintRequest] = []
    dialog.printed.connect(done.append)
    dialog.exec()
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
