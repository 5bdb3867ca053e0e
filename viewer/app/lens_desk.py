"""The lenses in the window: offered in menu and lens bar, and switched on as the last time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from viewer.highlight.lens import Lens
from viewer.ui.highlighting import Highlighting
from viewer.ui.lens_bar import LensBar
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.window_menus import WindowMenus


class LensDesk:
    """Knows which of the lenses that are on the reader has chosen, and which a start has lent."""

    def __init__(self, highlighting: Highlighting, menus: WindowMenus, bar: LensBar) -> None:
        self._highlighting = highlighting
        self._menus = menus
        self._bar = bar
        self._offered = False
        self._lent: set[str] = set()

    def offer(self, lenses: Sequence[Lens], opened: OpenLeaflet | None) -> None:
        """Offers these lenses, and looks them up in the leaflet that is open."""
        self._offered = True
        self._menus.add_lenses(lenses, self._highlighting.switch)
        self._bar.set_lenses(lenses, "en")
        self._highlighting.open(opened)
        self._highlighting.set_lenses(lenses)

    def open(self, opened: OpenLeaflet) -> None:
        """Looks the lenses up in another leaflet, once there are any."""
        if self._offered:
            self._highlighting.open(opened)

    def switch_on(self, chosen: Iterable[str], asked: Iterable[str]) -> None:
        """Switches on those chosen the last time, and those asked for at this start alone."""
        chosen, asked = {*chosen}, {*asked}
        self._highlighting.set_active(chosen | asked)
        self._lent = asked - chosen

    def note_switched(self) -> None:
        """Other lenses are on: what was switched off is the reader's own from now on."""
        self._menus.check_lenses(self._highlighting.active)
        self._lent &= self._highlighting.active

    @property
    def chosen(self) -> tuple[str, ...]:
        """The lenses to switch on at the next start."""
        known = {lens.id for lens in self._highlighting.lenses}
        return tuple(sorted((self._highlighting.active - self._lent) & known))
