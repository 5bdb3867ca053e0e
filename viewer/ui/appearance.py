"""Theme and zoom: what the reader chose, and what that means on this machine."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from viewer.render.theme import Theme
from viewer.ui.theme import apply_theme

SYSTEM = "system"
"""Chosen in place of a theme: light or dark as the desktop is."""
ZOOM_STEPS = (50, 60, 70, 80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Percent."""


class Appearance(QObject):
    """The theme on show and the zoom; applies themes to the whole application."""

    theme_changed = Signal()
    zoom_changed = Signal()

    def __init__(self, app: QApplication, themes: Sequence[Theme], chosen: str, zoom: int) -> None:
        super().__init__(app)
        self._app = app
        self._themes = {theme.id: theme for theme in themes}
        self._chosen = chosen if chosen in self._themes else SYSTEM
        self._zoom = zoom
        self._theme = self._meant()
        apply_theme(app, self._theme)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def theme(self) -> Theme:
        """The theme on show."""
        return self._theme

    @property
    def chosen(self) -> str:
        """The id of the theme chosen, or "system"."""
        return self._chosen

    @property
    def zoom(self) -> int:
        """Percent."""
        return self._zoom

    def options(self) -> list[tuple[str, str]]:
        """What can be chosen: (id, name), the system's own first."""
        return [(SYSTEM, "As the system"), *((t.id, t.name) for t in self._themes.values())]

    def choose(self, theme: str) -> None:
        """Chooses a theme by its id, or the system's own."""
        self._chosen = theme
        self._show(self._meant())

    def next_theme(self) -> None:
        """Chooses the theme after the one on show."""
        ids = list(self._themes)
        self.choose(ids[(ids.index(self._theme.id) + 1) % len(ids)])

    def set_zoom(self, percent: int) -> None:
        """Sets the zoom, within the steps there are."""
        percent = min(max(percent, ZOOM_STEPS[0]), ZOOM_STEPS[-1])
        if percent != self._zoom:
            self._zoom = percent
            self.zoom_changed.emit()

    def step_zoom(self, step: int) -> None:
        """Goes one step larger (+1) or smaller (-1)."""
        if step > 0:
            self.set_zoom(next((z for z in ZOOM_STEPS if z > self._zoom), ZOOM_STEPS[-1]))
        else:
            self.set_zoom(next((z for z in reversed(ZOOM_STEPS) if z < self._zoom), ZOOM_STEPS[0]))

    def _meant(self) -> Theme:
        if self._chosen != SYSTEM:
            return self._themes[self._chosen]
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        plain = (theme for theme in self._themes.values() if not theme.outlined)
        return next((theme for theme in plain if theme.dark == dark), self._first())

    def _first(self) -> Theme:
        return next(iter(self._themes.values()))

    def _follow_system(self) -> None:
        if self._chosen == SYSTEM:
            self._show(self._meant())

    def _show(self, theme: Theme) -> None:
        if theme is not self._theme:
            self._theme = theme
            apply_theme(self._app, theme)
            self.theme_changed.emit()
