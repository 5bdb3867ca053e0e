"""Watches a start from inside, and ends the program once what is waited for was on the screen.

Python imports a module of this name when it starts. So the program is started by its own
commands, with its own imports in their own order, and nothing in it knows of being measured.
LEAFLET_BENCHMARK says what is waited for: `first`, the first paint of a leaflet, `frame`
the same to tell the memory held by then; `whole`, a window that is complete and at rest.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

PAINTERS = {"viewer.app.first_frame": "FirstPage", "viewer.ui.leaflet_view": "LeafletView"}
"""The classes that paint a leaflet, by module; with an empty cache the second is the first."""


class Watch:
    """Sees the modules come that paint leaflets."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._painted = False

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module as ever, its painter wrapped once it is there."""
        if name not in PAINTERS:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            load = spec.loader.exec_module

            def load_and_wrap(module: ModuleType) -> None:
                load(module)
                self._wrap(getattr(module, PAINTERS[name]))

            spec.loader.exec_module = load_and_wrap  # type: ignore[method-assign]
        return spec

    def _wrap(self, painter: type) -> None:
        paint = painter.paintEvent  # type: ignore[attr-defined]

        def paint_and_note(widget: object, event: object) -> None:
            first = not self._painted and getattr(widget, "shown", True)
            self._painted = self._painted or bool(first)
            if first and self._wanted in ("first", "frame"):
                _end_when_painted(self._wanted == "frame")
            paint(widget, event)
            if first and self._wanted == "whole":
                from benchmarks.observing.completion import observe

                observe()

        painter.paintEvent = paint_and_note  # type: ignore[attr-defined]


def _end_when_painted(telling_memory: bool) -> None:
    """Ends the process when the paint that begins now has been sent to the screen.

    This timer is the first to fire after it, before the one that makes the rest of the window.
    """
    from PySide6.QtCore import QTimer

    if telling_memory:
        from benchmarks.observing.memory import end

        QTimer.singleShot(0, end)
    else:
        QTimer.singleShot(0, lambda: os._exit(0))


if os.environ.get("LEAFLET_BENCHMARK"):
    sys.meta_path.insert(0, Watch(os.environ["LEAFLET_BENCHMARK"]))
