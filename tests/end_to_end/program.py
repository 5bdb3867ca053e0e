"""The program as a test has it: a process that is started, driven with keys and looked at."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import ParamSpec, TypeVar

from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE, MACHINE_VARIABLE

from . import keyboard, seen
from .observed import TELL
from .screen import Screen

ROOT = Path(__file__).resolve().parents[2]
OBSERVED = Path(__file__).with_name("observed.py")
PATIENCE = 20.0
"""Seconds after which a thing that does not happen has failed; far more than it ever takes."""
_numbers = count(1)
P = ParamSpec("P")
T = TypeVar("T")


class Folders:
    """The folders of one user: settings with leaflets and lenses, cache, home and documents."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.config = home / "config"
        self.cache = home / "cache"
        self.machine = home / "machine"
        # Short, as the system allows a socket's path no more than a hundred characters.
        self.session = Path(mkdtemp(prefix="session-"))
        for folder in (self.config / "leaflets", self.config / "lenses", self.cache):
            folder.mkdir(parents=True)

    def remove_session(self) -> None:
        """Ends the session: the system clears its folder."""
        rmtree(self.session)

    def environment(self, display: str) -> dict[str, str]:
        """The variables of a process of this user on a screen."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("QT_", "XDG_", "LC_"))}
        kept.pop("WAYLAND_DISPLAY", None)
        return {
            **kept,
            "DISPLAY": display,
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            # No printer of this machine: what is printed goes to a file.
            "CUPS_SERVER": "/nonexistent",
            # Qt is to say on stderr, and not in a journal, what it has to complain of.
            "QT_LOGGING_TO_CONSOLE": "1",
            CONFIG_VARIABLE: str(self.config),
            CACHE_VARIABLE: str(self.cache),
            LIBRARY_VARIABLE: str(self.cache.parent / "library"),
            MACHINE_VARIABLE: str(self.machine),
            "XDG_RUNTIME_DIR": str(self.session),
        }


class Program:
    """One run of the program."""

    def __init__(
        self,
        screen: Screen,
        folders: Folders,
        arguments: tuple[str, ...],
        under: Sequence[str] = (),
    ) -> None:
        """`under` is a command, with its options, that runs the program and ends as it does."""
        self.screen = screen
        self.may_complain = False
        """Whether words on its streams are what a test wants."""
        self._log = folders.home.parent / f"words-of-{next(_numbers)}.log"
        here, there = Pipe()
        self._connection: Connection[object, tuple[bool, object]] = here
        command = [*under, sys.executable, str(OBSERVED), str(there.fileno()), *arguments]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=folders.environment(screen.display),
                pass_fds=[there.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        there.close()

    # -- looking ------------------------------------------------------------------------------

    def see(self, look: Callable[P, T], *arguments: P.args, **none: P.kwargs) -> T:
        """What a function of `seen` sees in the program now."""
        assert not none
        self._connection.send((look.__module__, look.__name__, arguments))
        if not self._connection.poll(PATIENCE):
            raise AssertionError(f"no answer to {look.__name__}; it said and is: {self._where()}")
        try:
            well, value = self._connection.recv()
        except (EOFError, ConnectionResetError):
            raise AssertionError(f"the program has ended; it said: {self.words()}") from None
        assert well, value
        return value  # type: ignore[return-value]  # `look` itself gave it

    def until(self, look: Callable[[], T], expected: T, *, seconds: float = PATIENCE) -> None:
        """Waits until what is seen is what is expected."""
        self.until_that(look, lambda value: value == expected, f"{expected!r}", seconds=seconds)

    def until_that(
        self,
        look: Callable[[], T],
        is_right: Callable[[T], bool],
        wanted: str,
        *,
        seconds: float = PATIENCE,
    ) -> T:
        """Waits until what is seen `is_right`, described by `wanted`, and gives it."""
        end = time.monotonic() + seconds
        while not is_right(value := self.see(look)):
            if time.monotonic() > end:
                raise AssertionError(
                    f"{look.__name__}: {value!r}, wanted {wanted} within {seconds:.0f} s;"
                    f" it said: {self.words()}"
                )
            time.sleep(0.01)
        return value

    def words(self) -> str:
        """All that the program said on its streams, complaints of Qt among it."""
        return self._log.read_text(errors="replace")

    def _where(self) -> str:
        """What the program said, and at last where in its code each thread of it is."""
        self.process.send_signal(TELL)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1.0)
        return self.words()

    def memory(self) -> int:
        """Resident memory in KiB."""
        return self._status("VmRSS")

    def threads(self) -> int:
        return self._status("Threads")

    def _status(self, name: str) -> int:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1])
        raise AssertionError(f"no {name}")

    # -- driving ------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Presses keys one after the other and waits until the program has dealt with them."""
        self._drive(lambda: self.screen.keys(*keys))

    def write(self, text: str) -> None:
        """Types a text and waits until the program has dealt with it."""
        self._drive(lambda: self.screen.words(text))

    def click(self, x: int, y: int) -> None:
        """Clicks a point of the screen."""
        self._drive(lambda: self.screen.click(x, y))

    def resize(self, width: int, height: int) -> None:
        """Gives the window another size and waits until everything in it has its place."""
        self._drive(lambda: self.see(seen.resize, width, height))
        self.until(seen.size, (width, height))

    def _drive(self, act: Callable[[], None]) -> None:
        """Acts, and then has one more key come through: what came before it is dealt with."""
        self.take_focus()
        self.see(keyboard.expect_mark)
        act()
        end = time.monotonic() + PATIENCE
        while not self._mark_comes():
            assert time.monotonic() < end, f"keys do not arrive; it said: {self.words()}"

    def _mark_comes(self) -> bool:
        """Sends the key that marks the end; a dialog that opens just now swallows it."""
        self.screen.keys("Shift_L")
        end = time.monotonic() + 0.5
        while not (came := self.see(keyboard.mark_came)) and time.monotonic() < end:
            time.sleep(0.005)
        if not came:
            self.take_focus()
        return came

    def take_focus(self) -> None:
        """Gives the keyboard to the window in front, as a window manager does by itself."""
        window = self.until_that(keyboard.window_in_front, bool, "a window")
        if not self.see(keyboard.has_keyboard):
            self.screen.focus(window)
            self.until(keyboard.has_keyboard, True)

    def ready(self) -> Program:
        """Waits until the window is complete and shows its first page."""
        self.until(seen.is_complete, True)
        self.take_focus()
        return self

    def quit(self) -> int:
        """Ends the program by its key; gives the exit status."""
        self.take_focus()
        self.screen.keys("ctrl+q")
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        """Ends the process, however it is."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._connection.close()
