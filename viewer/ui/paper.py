"""The paper that is offered, and how sizes of paper are named and told apart."""

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QPageSize

PAPER_SIZES = {
    "A4": QPageSize.PageSizeId.A4,
    "Letter": QPageSize.PageSizeId.Letter,
    "A5": QPageSize.PageSizeId.A5,
    "Legal": QPageSize.PageSizeId.Legal,
}
"""The paper that is offered, by the name that settings have for it."""

LEAST_PAPER = QPageSize.PageSizeId.A6
"""The smallest paper on which header, text and footer have room; labels are smaller."""

TOLERANCE = 3
"""Points by which a printer's paper may differ from the standard's, as Qt itself has it."""


def offered_paper(name: str) -> QPageSize:
    """One of `PAPER_SIZES`, by its name there. Qt's own name for it is another."""
    return QPageSize(QPageSize.sizePoints(PAPER_SIZES[name]), name)


def paper_name(paper: QPageSize) -> str:
    """What paper is called: of Qt's names, such as "Letter / ANSI A", the first."""
    return paper.name().partition(" / ")[0]


def is_as_large(one: QSizeF, other: QSizeF) -> bool:
    """Whether two sizes in points are those of the same paper."""
    width, height = one.width() - other.width(), one.height() - other.height()
    return max(abs(width), abs(height)) <= TOLERANCE
