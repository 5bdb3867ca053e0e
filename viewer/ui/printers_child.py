"""The process that asks for printers; `printer_search` starts it and says why.

It writes one line of JSON: the names of the printers, and the first one's own paper by its name,
width and height in points, or null.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPageSize

from viewer.ui.printer_search import SECONDS
from viewer.ui.printers import own_paper, printers


def main(asked: Sequence[str]) -> int:
    """Answers about the printers `asked` for by their names; with none, about all."""
    if hasattr(signal, "alarm"):  # for where nobody is left to end it
        signal.alarm(2 * SECONDS)
    app = QCoreApplication([])
    names = tuple(asked) or printers()
    own = own_paper(names[0]) if names else None
    os.write(1, json.dumps({"printers": names, "paper": own and _told(own)}).encode("ascii"))
    del app
    return 0


def _told(paper: QPageSize) -> tuple[str, float, float]:
    size = paper.size(QPageSize.Unit.Point)
    return paper.name(), size.width(), size.height()
