"""The banner that says what is dimmed, for as long as something is or should be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from viewer.render.theme import Theme
from viewer.ui.banner import Banner
from viewer.ui.painting import key_text


class DimBanner(Banner):
    """ "6 of 9 sections dimmed: no Alcohol passage", with a way back to all of them."""

    show_all_requested = Signal()
    """The reader wants nothing dimmed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        tip = f"Show all sections undimmed ({key_text('Ctrl+D')})"
        super().__init__(theme, "dim_banner", "Show all", tip, parent)
        self.setAccessibleName("Dimmed sections")
        self.button_clicked.connect(self.show_all_requested)

    def show_dimmed(self, dimmed: int, total: int, names: Sequence[str]) -> None:
        """Says that `dimmed` of `total` sections have no passage of the lenses `names`."""
        self.button.setText("Show all")
        self.say(f"{dimmed} of {total} sections dimmed: {_nothing_on(names)}")

    def show_unchecked(self, why: str) -> None:
        """Says that nothing is dimmed and `why`: no section can be called one without a passage."""
        self.button.setText("End dimming")
        self.say(f"Nothing is dimmed: {why}")

    def hide_banner(self) -> None:
        """Ends the banner: nothing is dimmed."""
        self.hide()


def _nothing_on(names: Sequence[str]) -> str:
    if not names:
        return "no passage"
    if len(names) == 1:
        return f"no {names[0]} passage"
    return f"no passage on {', '.join(names[:-1])} or {names[-1]}"
