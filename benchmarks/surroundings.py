"""What the measured processes run in: a screen of their own, folders of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

ROOT = Path(__file__).resolve().parent.parent
SCREEN = "1400x1000x24"


class CannotRunError(Exception):
    """Why nothing can be measured here, as a sentence."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A folder that is gone afterwards, a screen, and how often everything is measured."""

    folder: Path
    display: dict[str, str]
    runs: int

    def environment(self, name: str, **more: str) -> dict[str, str]:
        """The variables of a process whose user has the configuration and cache of this name."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "PYTHON"))}
        kept.pop("WAYLAND_DISPLAY", None)
        home = self.folder / name
        session = home / "session"  # where a running program can be spoken to
        session.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {
            **kept,
            **self.display,
            "XDG_RUNTIME_DIR": str(session),
            CONFIG_VARIABLE: str(home / "config"),
            CACHE_VARIABLE: str(home / "cache"),
            LIBRARY_VARIABLE: str(home / "library"),
            "PYTHONPATH": str(ROOT),
            **more,
        }


@contextmanager
def surroundings(runs: int) -> Iterator[Surroundings]:
    """Raises CannotRunError."""
    with TemporaryDirectory(prefix="leaflet-benchmarks-") as folder, virtual_screen() as display:
        yield Surroundings(Path(folder), display, runs)


@contextmanager
def virtual_screen(*options: str) -> Iterator[dict[str, str]]:
    """The variables that lead to a virtual screen; where the system is not X11, to its own.

    `options` are further ones of Xvfb. Raises CannotRunError.
    """
    if sys.platform in ("win32", "darwin"):
        yield {}
        return
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp"]
    try:
        server = subprocess.Popen(
            [*command, "-screen", "0", SCREEN, *options],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        os.close(reading)
        raise CannotRunError(f"the virtual screen Xvfb does not start: {error}") from error
    finally:
        os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    try:
        if not number:
            raise CannotRunError("the virtual screen Xvfb does not start")
        yield {"DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()
