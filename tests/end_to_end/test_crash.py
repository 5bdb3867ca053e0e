"""Real crashes: the leaflet that was open comes back, once, and nothing else of it is kept."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from . import breaking, seen
from .conftest import Start
from .program import Folders, Program
from .screen import Screen, virtual_screen
from .test_window import SAMPLE

GUIDE = "User guide · Leaflet Viewer"
KLONOPIN = "Klonopin · Leaflet Viewer"
AGAIN = "shown again"
NOT_AGAIN = "not opened again"


def notes(folders: Folders) -> list[Path]:
    return sorted((folders.config / "state").glob("open-*"))


def crash(program: Program, number: signal.Signals = signal.SIGKILL) -> None:
    program.may_complain = True
    program.process.send_signal(number)
    program.process.wait()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_after_a_hard_crash_the_leaflet_is_open_again_and_that_is_said(
    start: Start, number: signal.Signals
) -> None:
    program = start("user-guide")
    crash(program, number)
    program = start()
    assert program.see(seen.title) == GUIDE
    assert AGAIN in program.see(seen.notice_above)
    assert program.quit() == 0
    program = start()
    assert program.see(seen.title) == KLONOPIN
    assert program.see(seen.notice_above) == ""


@pytest.mark.parametrize("name", [b"sample.md", b"sample \xff.md"], ids=["plain", "not UTF-8"])
def test_a_file_from_elsewhere_comes_back_too(start: Start, tmp_path: Path, name: bytes) -> None:
    file = tmp_path / os.fsdecode(name)
    file.write_text(SAMPLE)
    crash(start(file))
    program = start()
    program.until(seen.title, "Samplex · Leaflet Viewer")


def test_for_a_file_that_is_gone_the_first_leaflet_is_shown_and_that_is_said(
    start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "sample.md"
    file.write_text(SAMPLE)
    crash(start(file))
    file.unlink()
    program = start()
    assert program.see(seen.title) == KLONOPIN
    assert "not there any more" in program.see(seen.notice_above)


def test_that_the_display_is_taken_away_is_no_crash(
    screen: Screen, folders: Folders, tmp_path: Path
) -> None:
    """As at the end of a login: the next one may be somebody else's."""
    with virtual_screen(tmp_path / "server.log") as passing:
        program = Program(passing, folders, ("user-guide",)).ready()
        program.may_complain = True
    program.process.wait(20)
    assert notes(folders)
    program = Program(screen, folders, ()).ready()
    assert program.see(seen.title) == KLONOPIN
    assert program.see(seen.notice_above) == ""
    assert program.quit() == 0


def test_a_leaflet_that_was_open_at_two_crashes_running_is_not_opened_by_itself(
    start: Start, folders: Folders
) -> None:
    crash(start("user-guide"))
    crash(start())
    program = start()
    assert program.see(seen.title) == KLONOPIN
    assert NOT_AGAIN in program.see(seen.notice_above)
    program.press("F1")
    program.until(seen.title, GUIDE)
    assert program.quit() == 0
    assert notes(folders) == []


def test_where_it_is_the_start_leaflet_a_page_stands_in_its_place(start: Start) -> None:
    crash(start())
    crash(start())
    program = start()
    assert NOT_AGAIN in program.see(seen.message)
    assert program.see(seen.words_in_view) == ""
    program.press("F1")
    program.until(seen.title, GUIDE)
    assert program.quit() == 0


def test_what_is_asked_for_comes_before_what_was_open(start: Start, folders: Folders) -> None:
    crash(start("user-guide"))
    program = start("klonopin")
    assert program.see(seen.title) == KLONOPIN
    assert len(notes(folders)) == 1


def test_a_normal_end_leaves_no_note_nor_does_that_of_the_session(
    start: Start, folders: Folders
) -> None:
    program = start("user-guide")
    assert "user-guide" in notes(folders)[0].read_text()
    assert program.quit() == 0
    assert notes(folders) == []
    program = start("user-guide")
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(20) == 128 + signal.SIGTERM
    assert notes(folders) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_once_what_it_is_at_is_done(
    start: Start, folders: Folders, number: signal.Signals
) -> None:
    program = start()
    assert program.see(breaking.ask_to_end, number)
    assert program.process.wait(20) == 128 + number
    assert notes(folders) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_program_while_a_dialog_is_open(
    start: Start, folders: Folders, number: signal.Signals
) -> None:
    program = start("user-guide")
    program.press("ctrl+p")
    program.until(seen.dialog, "print_dialog")
    program.process.send_signal(number)
    assert program.process.wait(20) == 128 + number
    assert notes(folders) == []


def test_the_note_of_a_window_that_is_open_is_left_alone(start: Start) -> None:
    start("user-guide")
    second = start("--new-window")
    assert second.see(seen.title) == KLONOPIN
    assert second.see(seen.notice_above) == ""


def test_an_unexpected_error_shows_a_page_once_that_can_be_left(
    start: Start, folders: Folders
) -> None:
    program = start()
    program.may_complain = True
    for _ in range(30):
        program.see(breaking.raise_in_a_slot, "secretword")
    program.until_that(seen.message, bool, "a page")
    message = program.see(seen.message)
    assert "Something went wrong in the program" in message
    assert "ValueError" in message
    assert "secretword" not in message
    program.press("space")
    assert program.see(seen.message) == ""
    assert program.see(seen.title) == KLONOPIN
    program.see(breaking.raise_in_a_slot, "secretword")
    program.press("F3")
    assert program.see(seen.message) == ""
    program.see(breaking.raise_on_a_thread, "secretword")
    program.until_that(seen.message, bool, "a page")
    program.press("Escape")
    assert program.quit() == 0
    log = (folders.config / "state" / "log" / "leaflet-viewer.log").read_text()
    assert log.count("ValueError") == 3
    assert "secretword" not in log
    assert "ValueError" in program.words(), "said in the terminal, too"
    assert "secretword" not in program.words()


def test_the_diagnostics_hold_versions_settings_and_errors_and_no_words(
    start: Start, folders: Folders
) -> None:
    (folders.config / "settings.toml").write_text("zoom = 125\nnonsense = 1\n")
    program = start("--term", "secretterm", "--find", "secretfind")
    program.may_complain = True
    program.see(breaking.raise_in_a_slot, "secretword")
    program.until_that(seen.message, bool, "a page")
    program.press("Tab", "space")
    copied = program.until_that(seen.clipboard, bool, "the diagnostics")
    for part in ("Leaflet Viewer 0", "Qt 6", "zoom = 125 (user file)", "'nonsense'", "ValueError"):
        assert part in copied
    for secret in ("secretterm", "secretfind", "secretword", "Klonopin", str(folders.home)):
        assert secret not in copied


def test_a_hard_crash_leaves_a_trace_of_where_it_was(start: Start, folders: Folders) -> None:
    crash(start(), signal.SIGSEGV)
    trace = (folders.config / "state" / "log" / "hard-crash.log").read_text()
    assert "Segmentation fault" in trace
    assert "viewer" in trace
