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

from . import keyboard, launched, seen
from .conftest import Start
from .program import PATIENCE, ROOT, Folders
from .root_messages import Message, RootMessages
from .screen import Screen
from .test_window import SAMPLE

INFORMATION = ("_NET_STARTUP_INFO_BEGIN", "_NET_STARTUP_INFO")
"""The kinds of messages that say something of a start."""
GUIDE_TITLE = "User guide · Leaflet Viewer"
Again = Callable[..., int]


@pytest.fixture
def again(screen: Screen, folders: Folders, tmp_path: Path) -> Again:
    """Starts the program a second time in another folder, and gives its exit status."""

    def start_again(*arguments: str, **launch: str) -> int:
        environment = {**folders.environment(screen.display), "PYTHONPATH": str(ROOT), **launch}
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


def is_whole(parts: list[Message]) -> bool:
    """Whether the end of a message that came in parts has been heard."""
    return any(b"\0" in part.data for part in parts)


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


@pytest.mark.parametrize("name", ["sample.md", "sample.md#sample"])
def test_a_file_named_from_another_folder_is_found(
    start: Start, again: Again, tmp_path: Path, name: str
) -> None:
    (tmp_path / "sample.md").write_text(SAMPLE)
    program = start()
    assert again(name) == 0
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


def test_the_window_asks_for_the_focus_with_the_time_of_the_click_that_started_again(
    start: Start, again: Again, screen: Screen
) -> None:
    """As EWMH and the Startup Notification specification have it."""
    program = start()
    window = program.see(keyboard.window_in_front)
    startup_id = r'files/|usr|bin|viewer/7-0-a "desk"-viewer-1_TIME4711'
    with RootMessages(screen.display) as told:
        assert again("user-guide", DESKTOP_STARTUP_ID=startup_id) == 0
        program.until(seen.title, GUIDE_TITLE)
        (asked,) = told.wait_for("_NET_ACTIVE_WINDOW")
        assert (asked.window, asked.numbers()[:2]) == (window, (1, 4711))
        over = told.wait_for(*INFORMATION, enough=is_whole)
        assert over[0].kind == told.kind("_NET_STARTUP_INFO_BEGIN")
        assert {part.kind for part in over[1:]} == {told.kind("_NET_STARTUP_INFO")}
        words = b"".join(part.data for part in over).partition(b"\0")[0].decode()
    assert words == r"remove: ID=files/|usr|bin|viewer/7-0-a\ \"desk\"-viewer-1_TIME4711"


def test_in_a_terminal_a_second_start_claims_no_click(
    start: Start, again: Again, screen: Screen
) -> None:
    program = start()
    with RootMessages(screen.display) as told:
        assert again("user-guide") == 0
        program.until(seen.title, GUIDE_TITLE)
        assert told.heard("_NET_ACTIVE_WINDOW", *INFORMATION) == []


def test_what_the_desktop_gave_the_first_start_is_used_up_and_not_handed_on(
    start: Start, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_STARTUP_ID", "desk-1_TIME7")
    with RootMessages(screen.display) as told:
        program = start()
        over = told.wait_for(*INFORMATION, enough=is_whole)
    assert b"".join(part.data for part in over).startswith(b"remove: ID=desk-1_TIME7\0")
    program.until_that(launched.launch_variables, lambda names: not names, "none of them")


def test_what_the_desktop_gave_a_second_start_is_not_handed_on(start: Start, again: Again) -> None:
    program = start()
    given = {"XDG_ACTIVATION_TOKEN": "token", "DESKTOP_STARTUP_ID": "desk-1_TIME7"}
    assert again("user-guide", **given) == 0
    program.until(seen.title, GUIDE_TITLE)
    assert program.see(launched.launch_variables) == []


def test_a_file_that_the_system_asks_for_later_is_shown(start: Start, tmp_path: Path) -> None:
    """As macOS does by an event, where a double click never is an argument."""
    file = tmp_path / "a sample.md"
    file.write_text(SAMPLE)
    program = start()
    program.see(launched.open_file, str(file))
    program.until(seen.title, "Samplex · Leaflet Viewer")


def test_a_file_that_the_system_asks_for_waits_until_a_dialog_is_closed(
    start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "sample.md"
    file.write_text(SAMPLE)
    program = start()
    program.press("ctrl+p")
    program.see(launched.open_file, str(file))
    assert "Klonopin" in program.see(seen.title)
    program.press("Escape")
    program.until(seen.title, "Samplex · Leaflet Viewer")


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


def test_a_window_takes_the_place_of_the_one_that_second_starts_came_to(
    start: Start, again: Again
) -> None:
    first = start()
    second = start("--new-window")
    first.screen.focus(first.see(keyboard.window_in_front))
    second.until(keyboard.has_keyboard, False)
    assert first.quit() == 0
    second.take_focus()
    assert again("user-guide") == 0
    second.until(seen.title, GUIDE_TITLE)
