"""A second start shows in the open window what it was asked for, and never waits for the dead."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import seen
from .conftest import Start
from .program import PATIENCE, ROOT, Folders
from .screen import Screen
from .test_window import SAMPLE

GUIDE_TITLE = "User guide · Leaflet Viewer"
Again = Callable[..., int]


@pytest.fixture
def again(screen: Screen, folders: Folders, tmp_path: Path) -> Again:
    """Starts the program a second time in another folder, and gives its exit status."""

    def start_again(*arguments: str) -> int:
        environment = {**folders.environment(screen.display), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-P", "-m", "viewer", *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, timeout=PATIENCE, capture_output=True
        )
        assert not done.stdout + done.stderr, done.stderr
        return done.returncode

    return start_again


@pytest.fixture
def windows(screen: Screen, folders: Folders) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Starts programs that are expected to open windows of their own."""
    begun: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "viewer", *arguments]
        environment = folders.environment(screen.display)
        begun.append(subprocess.Popen(command, cwd=ROOT, env=environment))
        return begun[-1]

    yield begin
    for process in begun:
        process.kill()
        process.wait()


def sockets(folders: Folders) -> list[Path]:
    return [path for path in folders.session.iterdir() if path.is_socket()]


def test_a_second_start_ends_at_once_and_its_leaflet_is_in_the_open_window(
    start: Start, again: Again
) -> None:
    program = start()
    assert again("user-guide") == 0
    program.until(seen.title, GUIDE_TITLE)
    assert again() == 0
    assert program.see(seen.title) == GUIDE_TITLE


def test_a_file_named_from_another_folder_is_found(
    start: Start, again: Again, tmp_path: Path
) -> None:
    (tmp_path / "sample.md").write_text(SAMPLE)
    program = start()
    assert again("sample.md") == 0
    program.until(seen.title, "Samplex · Leaflet Viewer")


def test_section_lens_own_terms_and_find_are_handed_over(start: Start, again: Again) -> None:
    program = start()
    program.press("ctrl+2")
    asked = ("--section", "dosage", "--lens", "alcohol", "--term", "sleep*", "--find", "dose")
    assert again("klonopin", *asked) == 0
    program.until_that(seen.find_count, lambda count: " of " in count, "a count")
    assert sorted(program.see(seen.lenses_on)) == ["alcohol", "pregnancy"]
    assert program.see(seen.own_terms) == "sleep*"
    assert program.see(seen.status_section).startswith("Dosage")


def test_a_start_while_a_dialog_is_open_waits_until_it_is_closed(
    start: Start, again: Again
) -> None:
    program = start()
    program.press("ctrl+p")
    assert program.see(seen.dialog) == "print_dialog"
    assert again("user-guide") == 0
    assert "Klonopin" in program.see(seen.title)
    program.press("Escape")
    program.until(seen.title, GUIDE_TITLE)


def test_a_minimized_window_comes_back(start: Start, again: Again) -> None:
    program = start()
    program.see(seen.minimize)
    assert program.see(seen.is_minimized)
    assert again() == 0
    program.until(seen.is_minimized, False)


def test_another_window_opens_where_it_is_asked_for(
    start: Start, again: Again, folders: Folders
) -> None:
    first = start()
    second = start("user-guide", "--new-window")
    assert second.see(seen.title) == GUIDE_TITLE
    assert "Klonopin" in first.see(seen.title)
    # The second window is not the one that hears of further starts.
    assert second.quit() == 0
    assert again("user-guide") == 0
    first.until(seen.title, GUIDE_TITLE)
    assert len(sockets(folders)) == 1


def test_after_the_end_nothing_is_left_to_meet_at_and_a_start_opens_a_window(
    start: Start, folders: Folders
) -> None:
    program = start()
    assert len(sockets(folders)) == 1
    assert program.quit() == 0
    assert sockets(folders) == []
    assert start().see(seen.message) == ""


def test_the_socket_of_a_killed_program_stops_no_start(start: Start, folders: Folders) -> None:
    program = start()
    program.process.kill()
    program.process.wait()
    assert len(sockets(folders)) == 1
    program = start()
    assert "Klonopin" in program.see(seen.title)
    assert len(sockets(folders)) == 1


def test_a_program_that_hangs_is_given_up_and_another_window_opens(
    start: Start, folders: Folders
) -> None:
    hung = start()
    os.utime(sockets(folders)[0], (0, 0))  # it has been open for long
    os.kill(hung.process.pid, signal.SIGSTOP)
    try:
        program = start("user-guide")
        assert program.see(seen.title) == GUIDE_TITLE
    finally:
        os.kill(hung.process.pid, signal.SIGCONT)
    assert program.quit() == 0


def test_a_second_start_finds_a_first_that_has_no_window_yet(start: Start, again: Again) -> None:
    program = start.early()
    for _ in range(3):
        assert again("user-guide") == 0
    program.until(seen.is_complete, True)
    program.until(seen.title, GUIDE_TITLE)


def test_other_folders_are_another_program(start: Start, folders: Folders, tmp_path: Path) -> None:
    first = start()
    folders.config = tmp_path / "elsewhere"
    folders.config.mkdir()
    second = start("user-guide")
    assert second.see(seen.title) == GUIDE_TITLE
    assert "Klonopin" in first.see(seen.title)


@pytest.mark.parametrize(
    "words", [b"", b"\n", b"GET / HTTP/1.1\r\n\r\n", b"[]\n", b'{"key": 1}\n', b"x" * 200_000]
)
def test_nonsense_at_the_socket_is_hung_up_on(
    start: Start, again: Again, folders: Folders, words: bytes
) -> None:
    program = start()
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(PATIENCE)
        caller.connect(str(sockets(folders)[0]))
        try:
            caller.sendall(words)
            caller.shutdown(socket.SHUT_WR)
            assert caller.recv(100) == b""
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert again("user-guide") == 0
    program.until(seen.title, GUIDE_TITLE)
