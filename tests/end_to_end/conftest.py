"""A screen for all tests of this folder, and a user with folders of their own for each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from .program import Folders, Program
from .screen import Screen, virtual_screen

NEEDED = ("Xvfb", "xdotool", "pdftotext")


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """The virtual screen."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        pytest.skip(f"not on this system: {', '.join(missing)}")
    with virtual_screen(tmp_path_factory.mktemp("screen") / "server.log") as screen:
        yield screen


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    """The folders of a user who never had the program before."""
    folders = Folders(tmp_path / "user")
    yield folders
    folders.remove_session()


class Start:
    """Starts the program for a user, as often as a test wants."""

    def __init__(self, screen: Screen, folders: Folders) -> None:
        self._screen = screen
        self._folders = folders
        self.runs: list[Program] = []

    def __call__(self, *arguments: str | Path) -> Program:
        """The program, its window complete."""
        return self.early(*arguments).ready()

    def early(self, *arguments: str | Path) -> Program:
        """The program, just started."""
        self._screen.put_mouse_aside()
        program = Program(self._screen, self._folders, tuple(map(str, arguments)))
        self.runs.append(program)
        return program


@pytest.fixture
def start(screen: Screen, folders: Folders) -> Iterator[Start]:
    """Starts the program; at the end nothing of it is left, and it has complained of nothing."""
    start = Start(screen, folders)
    yield start
    for program in start.runs:
        program.end()
    complaints = [program.words() for program in start.runs if not program.may_complain]
    assert not any(complaints), "\n".join(complaints)


@pytest.fixture
def program(start: Start) -> Program:
    """The program as it starts for the first time."""
    return start()
