"""Stopping a printing at a moment that keys cannot hit; everything here runs inside the program."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QPushButton

from .widgets import widget


def stop_after_first_page() -> None:
    """Will press Cancel as soon as one page is printed, and then no more."""
    cancel = widget(QPushButton, "print_cancel")
    pages = widget(QProgressBar, "print_progress")

    def stop(page: int) -> None:
        if page == 1:
            pages.valueChanged.disconnect(stop)
            cancel.click()

    pages.valueChanged.connect(stop)
