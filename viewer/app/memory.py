"""What is kept between runs: settings and the first frame, never a word of what was read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from viewer import paths
from viewer.app.first_frame import FirstFrame, save_first_frame, system_colour
from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError
from viewer.leaflet.model import Leaflet
from viewer.render.html import render_html
from viewer.render.stylesheet import screen_style
from viewer.rollout import RollOut, settings_files
from viewer.ui.appearance import SYSTEM, Appearance
from viewer.ui.document import screen_measures
from viewer.ui.main_window import PROGRAM, MainWindow


def window_title(leaflet: Leaflet) -> str:
    """The window's title while a leaflet is open."""
    return f"{leaflet.product or leaflet.title} · {PROGRAM}"


class Memory:
    """Keeps how the window looks, for the next start."""

    def __init__(
        self,
        app: QApplication,
        window: MainWindow,
        appearance: Appearance,
        bundled: BundledLeaflets,
        resources: Path,
        rollout: RollOut,
    ) -> None:
        self._app = app
        self._window = window
        self._appearance = appearance
        self._bundled = bundled
        self._resources = resources
        self._rollout = rollout

    def save(
        self,
        *,
        lenses: tuple[str, ...],
        dim: bool,
        paper: str,
        print_highlights: bool,
        pinned: tuple[str, ...],
    ) -> str:
        """Saves the settings; gives a sentence where that was not possible."""
        settings, _ = self._rollout.store.load()
        return self._rollout.save(
            replace(
                settings,
                theme=self._appearance.chosen,
                zoom=self._appearance.zoom,
                lenses=lenses,
                dim=dim,
                tree_width=self._window.tree_width,
                geometry=self._geometry(),
                paper=paper,
                print_highlights=print_highlights,
                pinned=pinned,
            )
        )

    def keep_first_frame(self) -> None:
        """Keeps the start leaflet as it would be shown now."""
        try:
            leaflet = self._bundled.open(self._rollout.start_leaflet)
        except LeafletError:
            return
        theme = self._appearance.theme
        style = screen_style(theme, self._appearance.zoom)
        frame = FirstFrame(
            leaflet.id,
            window_title(leaflet),
            screen_measures(style),
            (theme.window, theme.page, theme.text, theme.accent),
            system_colour(self._app) if self._appearance.chosen == SYSTEM else "",
            self._geometry(),
            self._window.surroundings(),
            render_html(leaflet, style).html,
        )
        files = (
            Path(leaflet.provenance.file),
            self._resources / "topics.toml",
            self._resources / "themes" / f"{theme.id}.toml",
            self._rollout.store.path,
            *settings_files(),
        )
        save_first_frame(paths.cache_folder(), frame, files)

    def _geometry(self) -> str:
        return bytes(self._window.saveGeometry().toBase64().data()).decode()
