#!/usr/bin/env python3
"""Makes the pictures in the README: the running program, driven by keys alone.

    .venv/bin/python docs/make_pictures.py

It needs what `python3 run.py test` sets up: the packages in .venv, Xvfb and xdotool. The window
stands on a virtual screen of its own and its settings begin empty, so nothing of the desk at
which this is run gets into the pictures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SIZE = ("1180", "780")
SCREEN = "1180x780x24"
THEMES = ("light", "dark")
KEYS = ("ctrl+1", "ctrl+2", "ctrl+d", "ctrl+k", "type interactions", "Return", "F3")
"""Alcohol and pregnancy on, dimming on, to a section by its name, to its first passage."""
PATIENCE = 20.0
"""Seconds that the window may take to appear."""
PAUSE = 0.4
"""Seconds between two keys, and until the last one's outcome is on the screen."""


@contextmanager
def virtual_screen() -> Iterator[str]:
    """The name of a display that lasts for the block; the server picks a free number itself."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            sys.exit("make_pictures.py: Xvfb did not start")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def running_viewer(theme: str, folder: Path) -> Iterator[str]:
    """The id of the program's window, with nothing set but the theme; it ends with the block."""
    folder.mkdir()
    (folder / "settings.json").write_text(json.dumps({"theme": theme}), encoding="utf-8")
    environment = {
        **os.environ,
        "LEAFLET_VIEWER_CONFIG": str(folder),
        "LEAFLET_VIEWER_CACHE": str(folder / "cache"),
        "LEAFLET_VIEWER_LIBRARY": str(folder / "library"),
    }
    command = [sys.executable, "-m", "viewer"]
    program = subprocess.Popen(command, cwd=FOLDER.parent, env=environment)
    try:
        yield window_of(program)
    finally:
        program.terminate()
        program.wait()


def window_of(program: subprocess.Popen[bytes]) -> str:
    """The id of the program's window once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and program.poll() is None:
        found = xdotool("search", "--onlyvisible", "--name", "Leaflet Viewer", check=False)
        if found:
            return found.split()[0]
        time.sleep(PAUSE)
    sys.exit("make_pictures.py: the window did not appear")


def xdotool(*arguments: str, check: bool = True) -> str:
    """What xdotool answers."""
    run = subprocess.run(["xdotool", *arguments], check=check, capture_output=True, text=True)
    return run.stdout.strip()


def press(keys: tuple[str, ...]) -> None:
    """Presses keys as xdotool names them; what follows "type" is typed letter by letter."""
    for key in keys:
        word, _, letters = key.partition(" ")
        xdotool(*(("type", letters) if word == "type" else ("key", key)))
        time.sleep(PAUSE)


def take_picture(window: str, file: Path) -> None:
    """Saves what the window shows."""
    from PySide6.QtGui import QGuiApplication

    picture = QGuiApplication.primaryScreen().grabWindow(int(window))
    if not picture.save(str(file)):
        sys.exit(f"make_pictures.py: {file} cannot be written")
    print(f"{file.name}: {picture.width()} x {picture.height()}, {file.stat().st_size:,} bytes")


def main() -> None:
    """Takes the window once in each theme."""
    with virtual_screen() as display, tempfile.TemporaryDirectory() as empty:
        os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        from PySide6.QtGui import QGuiApplication

        grabber = QGuiApplication([])
        for theme in THEMES:
            with running_viewer(theme, Path(empty, theme)) as window:
                xdotool("windowmove", window, "0", "0", "windowsize", window, *SIZE)
                xdotool("windowfocus", "--sync", window, "mousemove", *SIZE)
                time.sleep(5 * PAUSE)  # the lenses are read after the first frame
                press(KEYS)
                take_picture(window, FOLDER / f"viewer-{theme}.png")
        del grabber


if __name__ == "__main__":
    main()
