"""Somebody at the desk: a desktop with a starter and a leaflet on it, a mouse and a keyboard.

The file manager runs in the clean system and draws the desktop; what is looked at are the windows
on the screen, and which program each belongs to.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from configparser import ConfigParser
from itertools import product
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, TypeVar

from PySide6.QtGui import QImage

from ..screen import Screen  # noqa: TID252
from .clean_system import NAME, CleanSystem

PATIENCE = 30.0
PROGRAM = f"/usr/lib/{NAME}/{NAME}"
STARTER = (5, 60)
FILE = (5, 220)
_ICON = (96, 60)
_MIDDLE_OF_ICON = (48, 30)
_COLOURS_OF_AN_ICON = 4
LEAFLET = "At the desk.leaflet"
PRODUCT = "Deskin"
"""What it is about."""
_LIBFM = "[config]\nsingle_click=0\nquick_exec=1\n"
_PCMANFM = "[*]\nwallpaper_mode=color\ndesktop_bg=#3b6ea5\ndesktop_fg=#ffffff\nshow_trash=0\n"
_PLACE = "[{name}]\nx={x}\ny={y}\n\n"
T = TypeVar("T")


class Window(NamedTuple):
    """A window on the screen: its number, its title and the process it belongs to."""

    number: int
    title: str
    process: int


class Desk:
    """Use it in a `with`: at the end nothing of the user's is running."""

    def __init__(self, system: CleanSystem, screen: Screen, pictures: Path) -> None:
        self._system = system
        self._screen = screen
        self._pictures = pictures
        self._begun: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Desk:
        self._system.new_user()
        starter = self._system.root / "usr/share/applications" / f"{NAME}.desktop"
        give = self._system.give
        give(f"Desktop/{NAME}.desktop", starter.read_bytes())
        give(f"Desktop/{LEAFLET}", _leaflet())
        give(".config/libfm/libfm.conf", _LIBFM)
        places = {f"{NAME}.desktop": STARTER, LEAFLET: FILE}
        drawn = "".join(_PLACE.format(name=n, x=x, y=y) for n, (x, y) in places.items())
        give(".config/pcmanfm/default/desktop-items-0.conf", _PCMANFM + drawn)
        self._begin("pcmanfm", "--desktop")
        self.until(lambda: all(self._is_drawn(place) for place in (STARTER, FILE)))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        for begun in self._begun:
            begun.kill()
            begun.wait()

    # -- what the hand does ----------------------------------------------------------------------

    def double_click(self, place: tuple[int, int]) -> None:
        """Clicks an icon of the desktop twice."""
        x, y = (a + b for a, b in zip(place, _MIDDLE_OF_ICON, strict=True))
        self._xdotool("mousemove", str(x), str(y), "click", "--repeat", "2", "--delay", "60", "1")

    def choose_action(self, name: str) -> None:
        """Chooses an action of the installed desktop entry, which menus of a desktop show.

        The file manager here shows none, and no command for it is in every system. So its command
        is read and run as the Desktop Entry specification has it.
        """
        entry = ConfigParser(interpolation=None, delimiters=("=",))
        entry.read(self._system.root / "usr/share/applications" / f"{NAME}.desktop")
        assert name in entry["Desktop Entry"]["Actions"].split(";")
        words = shlex.split(entry[f"Desktop Action {name}"]["Exec"])
        self._begin(*(word for word in words if not word.startswith("%")))

    def press(self, *keys: str) -> None:
        self._screen.keys(*keys)

    def write(self, text: str) -> None:
        self._screen.words(text)

    # -- what the eye sees -----------------------------------------------------------------------

    def windows(self) -> list[Window]:
        """The windows of the installed program."""
        found = []
        for process in self.processes():
            numbers = self._xdotool(
                "search", "--all", "--onlyvisible", "--pid", str(process), "--name", "."
            )
            for number in numbers.split():
                title = self._xdotool("getwindowname", number).strip()
                found.append(Window(int(number), title, process))
        return found

    def wait_for_window(self, words: str) -> Window:
        """The window of the installed program with these words in its title, once it is there."""
        return self.until(lambda: next((w for w in self.windows() if words in w.title), None))

    def processes(self) -> list[int]:
        """The processes whose program is the one that the package installed."""
        inside = f"{self._system.root}{PROGRAM}"
        return [number for number in _numbers() if _program_of(number) == inside]

    def active(self) -> int:
        """The number of the window that the keys go to."""
        return int(self._xdotool("getactivewindow").strip() or 0)

    def until(self, look: Callable[[], T | None]) -> T:
        """Waits until there is something to see, and gives it."""
        end = time.monotonic() + PATIENCE
        while not (seen := look()):
            if time.monotonic() > end:
                picture = self.picture("nothing came")
                raise AssertionError(f"nothing came; see {picture}; windows: {self.windows()}")
            time.sleep(0.05)
        return seen

    def picture(self, name: str) -> Path:
        """Takes a picture of the screen and keeps it beside the build."""
        self._pictures.mkdir(exist_ok=True)
        file = self._pictures / f"{name.replace(' ', '-')}.png"
        code = (
            "import sys; from PySide6.QtGui import QGuiApplication as App; app = App([]);"
            "sys.exit(not app.primaryScreen().grabWindow(0).save(sys.argv[1]))"
        )
        environment = {**os.environ, "DISPLAY": self._screen.display, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run([sys.executable, "-P", "-c", code, str(file)], env=environment, check=True)
        return file

    def _begin(self, *command: str) -> None:
        """Starts a program of the clean system; its words are kept in the user's home."""
        with (self._system.home / f"{command[0]}.log").open("ab") as words:
            process = subprocess.Popen(
                self._system.command(*command),
                env=self._system.environment(DISPLAY=self._screen.display),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )
        self._begun.append(process)

    def _is_drawn(self, icon: tuple[int, int]) -> bool:
        """Whether there is more than the plain desktop where an icon has its place."""
        screen = QImage(str(self.picture("desktop")))
        (x, y), (width, height) = icon, _ICON
        points = product(range(x, x + width, 4), range(y, y + height, 4))
        return len({screen.pixel(*point) for point in points}) > _COLOURS_OF_AN_ICON

    def _xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self._screen.display},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout


def _leaflet() -> bytes:
    """The bundled leaflet as that of another medicine, `PRODUCT`, in somebody's own file."""
    bundled = Path(__file__).resolve().parents[3] / "resources" / "leaflets" / "klonopin.en.md"
    text = bundled.read_text(encoding="utf-8")
    return text.replace("id: klonopin", "id: desk").replace("Klonopin", PRODUCT).encode()


def _numbers() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def _program_of(process: int) -> str:
    try:
        return str(Path(f"/proc/{process}/exe").readlink())
    except OSError:
        return ""
