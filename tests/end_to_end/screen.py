"""A private virtual screen, with a keyboard and a mouse that work through the X server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SIZE = "1400x1000x24"


class Screen:
    """A running X server."""

    def __init__(self, display: str) -> None:
        self.display = display
        """As the variable DISPLAY has it."""

    def keys(self, *keys: str) -> None:
        """Presses and releases keys, such as "ctrl+1" or "F3", one after the other."""
        self._send("key", "--delay", "2", *keys)

    def words(self, text: str) -> None:
        """Types a text; ASCII only, so that the keyboard need not be mapped anew."""
        assert text.isascii()
        self._send("type", "--delay", "2", "--", text)

    def click(self, x: int, y: int) -> None:
        """Clicks a point of the screen with the left button."""
        # Not with --sync: that waits for ever so long where the mouse is there already.
        self._send("mousemove", str(x), str(y), "click", "1")

    def put_mouse_aside(self) -> None:
        """Moves the mouse to the corner of the screen, off every window."""
        self._send("mousemove", "1399", "999")

    def focus(self, window: int) -> None:
        """Gives a window the keyboard, as a window manager would."""
        self._send("windowfocus", "--sync", str(window))

    def wait_for_window(self, title: str) -> int:
        """Waits until a window with these words in its title is shown, and gives it the keys."""
        found = self._run("search", "--sync", "--onlyvisible", "--name", title).stdout.split()
        self.focus(int(found[-1]))
        return int(found[-1])

    def _send(self, *command: str) -> None:
        done = self._run(*command)
        assert done.returncode == 0, f"xdotool {' '.join(command)}: {done.stderr}"

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *command],
            env={**os.environ, "DISPLAY": self.display},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )


@contextmanager
def virtual_screen(log: Path) -> Iterator[Screen]:
    """An X server of its own on a free display, without key repeat; its words go to `log`."""
    reading, writing = os.pipe()
    options = ["-displayfd", str(writing), "-noreset", "-nolisten", "tcp", "-r"]
    with log.open("wb") as words:
        server = subprocess.Popen(
            ["Xvfb", *options, "-screen", "0", SIZE],
            pass_fds=[writing],
            stdout=words,
            stderr=words,
        )
    os.close(writing)
    with os.fdopen(reading) as numbers:
        number = numbers.readline().strip()
    try:
        assert number, f"no virtual screen: {log.read_text()}"
        yield Screen(f":{number}")
    finally:
        server.terminate()
        server.wait()
