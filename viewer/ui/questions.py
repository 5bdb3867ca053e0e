"""Questions in a dialog of their own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLabel, QMessageBox


def show_plainly(question: QMessageBox) -> None:
    """Has all that a question says shown as it stands: names and links come from leaflets.

    Qt would take what looks like it for markup, and open the files that it names. Its buttons
    bear words alone, as those of every other dialog do.
    """
    for label in question.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
    for button in question.buttons():
        button.setIcon(QIcon())
