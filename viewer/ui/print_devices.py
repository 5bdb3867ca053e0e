"""Where printed pages go: a PDF file or a printer, and what can go wrong there, said in words.

Qt prints to a file it cannot write without a word, so everything is checked here. A PDF is
written beside its target and moved into place once it is whole: a failed print leaves no half
file and harms no older one.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QIODevice, QLocale, QMarginsF, QSaveFile
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from viewer.ui.paper import TOLERANCE, paper_name
from viewer.ui.printed_pages import PrintedPages
from viewer.ui.printing import PrintError, PrintJob, paint_pages, printed_pages

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

CREATOR = "Leaflet Viewer"
MARGIN = 18.0
"""Margin of the paper on all sides, in millimetres."""

_NAMED_PAPERS = 4
"""Papers of a printer that are named where it has not the wanted one."""
_LETTER = frozenset(
    {"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"}
)
"""Territories that print on Letter (Unicode CLDR, territory information, paper size)."""


def default_page_layout(locale: QLocale | None = None) -> QPageLayout:
    """Upright A4, or Letter where the locale's territory uses it; the system's locale if None."""
    territory = (locale or QLocale.system()).territory()
    letter = QLocale.territoryToCode(territory) in _LETTER
    size = QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4
    return QPageLayout(
        QPageSize(size),
        QPageLayout.Orientation.Portrait,
        QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN),
        QPageLayout.Unit.Millimeter,
    )


def printed_on(date: QDate | None = None) -> str:
    """A date as it is printed ("29 July 2026"); today's if None."""
    english = QLocale(QLocale.Language.English)
    return english.toString(date or QDate.currentDate(), "d MMMM yyyy")


def pdf_device(file: QIODevice, layout: QPageLayout, title: str) -> QPdfWriter:
    """A device that writes a PDF into an open file, which has to outlive it."""
    writer = QPdfWriter(file)
    writer.setPageLayout(layout)
    writer.setTitle(title)
    writer.setCreator(CREATOR)
    return writer


def print_pdf(job: PrintJob, target: Path, layout: QPageLayout) -> int:
    """Prints a job into a PDF file, replacing an older one; returns the number of pages.

    Raises PrintError, with the older file as it was.
    """
    pages = printed_pages(job, layout)
    return sum(1 for page in pdf_steps(pages, job_title(job), target, layout) if page)


def pdf_steps(
    pages: PrintedPages, title: str, target: Path, layout: QPageLayout
) -> Generator[int, None, None]:
    """As `print_pdf`, step by step: see `paint_pages`. `pages` are made for the same layout."""
    _check_target(target)
    file = QSaveFile(str(target))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        raise PrintError(_unwritable(target, file.errorString()))
    written = False
    try:
        yield from paint_pages(pages, pdf_device(file, layout, title))
        written = True
    finally:
        if not written:
            file.cancelWriting()
    if not file.commit():
        raise PrintError(_unwritable(target, file.errorString()))


def paper_steps(
    pages: PrintedPages, title: str, printer: str, layout: QPageLayout, copies: int = 1
) -> Generator[int, None, None]:
    """Prints pages made for the same layout on an installed printer: see `paint_pages`."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # heavy; only where one prints

    from viewer.ui.print_service import is_stopped, refusal

    info = QPrinterInfo.printerInfo(printer)
    if info.isNull():
        raise PrintError(f"The printer “{printer}” cannot be found any more. Nothing was sent.")
    if is_stopped(printer):
        raise PrintError(f"The printer “{printer}” is stopped. Nothing was sent to it.")
    _check_paper(info, layout.pageSize())
    device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
    if not device.setPageLayout(layout) and not _is_alike(device.pageLayout(), layout):
        raise PrintError(
            f"The printer “{printer}” does not print so near the edge: choose wider margins."
        )
    device.setCopyCount(copies)
    device.setDocName(title)
    device.setCreator(CREATOR)
    yield from paint_pages(pages, device, _thrown_away(device))
    if device.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintError(f"The printer “{printer}” did not take the pages.")
    if reason := refusal():
        raise PrintError(f"The printer “{printer}” did not take the pages: {reason.rstrip('.')}.")


def job_title(job: PrintJob) -> str:
    """The title of a printed job: in a PDF's properties and in the printer's queue."""
    return job.part.file_name().removesuffix(".pdf")


@contextmanager
def _thrown_away(device: QPrinter) -> Iterator[None]:
    """Has what ends meanwhile on the device reach no printer."""
    from viewer.ui.print_service import nothing_sent

    device.abort()
    with nothing_sent():
        yield


def _check_paper(info: QPrinterInfo, wanted: QPageSize) -> None:
    """Raises PrintError where the printer has no such paper; Qt would take another unasked."""
    from viewer.ui.printers import takes

    if takes(info, wanted):
        return
    sizes = info.supportedPageSizes()
    names = [paper_name(each) for each in sizes[:_NAMED_PAPERS]]
    more = " and others" if len(sizes) > len(names) else ""
    raise PrintError(
        f"The printer “{info.printerName()}” has no {paper_name(wanted)} paper, "
        f"only {', '.join(names)}{more}. Choose another paper or printer."
    )


def _is_alike(one: QPageLayout, other: QPageLayout) -> bool:
    """Whether two layouts place text alike, but for a rounding."""
    mine, theirs = one.paintRectPoints(), other.paintRectPoints()
    corners = (mine.topLeft() - theirs.topLeft(), mine.bottomRight() - theirs.bottomRight())
    return all(max(abs(apart.x()), abs(apart.y())) <= TOLERANCE for apart in corners)


def _check_target(target: Path) -> None:
    """Raises PrintError where Qt's own words would not help.

    Asked of `os.path`, to which a name too long for a file is only one that is not there.
    """
    folder = target.parent
    if not target.name:
        raise PrintError("The PDF needs the name of a file.")
    if "\0" in str(target):  # Qt takes it, and no file has it
        raise PrintError("The PDF cannot be saved: its name holds a zero character.")
    if not os.path.isdir(folder):  # noqa: PTH112
        raise PrintError(f"The PDF cannot be saved: there is no folder {folder}.")
    if os.path.isdir(target):  # noqa: PTH112
        raise PrintError(f"The PDF cannot be saved: {target} is a folder, not a file.")
    if os.path.exists(target) and not os.path.isfile(target):  # noqa: PTH110, PTH113
        raise PrintError(f"The PDF cannot be saved: {target} is not an ordinary file.")


def _unwritable(target: Path, reason: str) -> str:
    return f"The PDF cannot be saved as {target}: {reason.rstrip('.')}."
