"""Tool tips as a reader sees them."""

from __future__ import annotations

from PySide6.QtGui import QTextDocument

from viewer.ui.tool_tips import plain_tip


def shown(tip: str) -> str:
    """The words of a tool tip that may hold foreign ones; fails where Qt may read mark-up there."""
    document = QTextDocument()
    document.setHtml(tip)
    words = document.toPlainText()
    assert tip == plain_tip(words), f"not made to be shown as it is: {tip}"
    return words
