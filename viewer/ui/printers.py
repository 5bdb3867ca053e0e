"""The installed printers and the paper they have.

Qt asks the print system for each of these, holds Python's lock meanwhile, and waits for minutes
where a server is there and does not answer. So a window asks by `viewer.ui.printer_search`.
"""

from __future__ import annotations

from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinterInfo

from viewer.ui.paper import LEAST_PAPER, PAPER_SIZES, is_as_large, offered_paper

_POINT = QPageSize.Unit.Point


def printers() -> tuple[str, ...]:
    """The names of the installed printers, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    names = QPrinterInfo.availablePrinterNames()
    return tuple(sorted(names, key=lambda name: (name != default, name.casefold())))


def own_paper(printer: str) -> QPageSize | None:
    """The paper that a printer has in it by itself, where it takes none of those offered.

    None where it takes one, or tells of none, or of one too small to hold a leaflet.
    """
    info = QPrinterInfo.printerInfo(printer)
    if info.isNull() or any(takes(info, offered_paper(name)) for name in PAPER_SIZES):
        return None
    own = info.defaultPageSize()
    least = QPageSize(LEAST_PAPER).size(_POINT).toSize()
    return own if own.isValid() and own.sizePoints().boundedTo(least) == least else None


def takes(info: QPrinterInfo, wanted: QPageSize) -> bool:
    """Whether the printer has such paper, as far as it tells."""
    sizes = info.supportedPageSizes()
    size = wanted.size(_POINT)
    if not sizes or any(is_as_large(each.size(_POINT), size) for each in sizes):
        return True
    if not info.supportsCustomPageSizes():
        return False
    largest = info.maximumPhysicalPageSize().size(_POINT)
    return largest.isEmpty() or is_as_large(largest.boundedTo(size), size)
