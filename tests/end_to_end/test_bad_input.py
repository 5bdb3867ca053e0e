"""What a damaged file does to the window: a page that says so, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.paths import CONFIG_VARIABLE

from . import seen
from .conftest import Start
from .program import ROOT, Folders, Program
from .screen import Screen
from .test_window import open_file

SOON = 5.0
"""Seconds in which a reason is to be on the screen."""
FIFTY_MEGABYTES = 50 * 1024 * 1024


def make(kind: str, file: Path) -> str:
    """Makes a file that is no leaflet; gives a word of the reason that is to be said."""
    match kind:
        case "empty":
            file.touch()
            return "empty"
        case "binary":
            file.write_bytes(bytes(range(256)) * 64)
            return ""
        case "50 MB":
            with file.open("wb") as big:
                big.write(b"---\nid: big\ntitle: Big\n---\n\n## A {#a}\n\n")
                big.truncate(FIFTY_MEGABYTES)
            return "larger than"
        case "a pipe":
            os.mkfifo(file)
            return "pipe"
        case "a folder":
            file.mkdir()
            return "folder"
        case "brackets":
            file.write_text("---\nid: b\ntitle: B\n---\n\n## A {#a}\n\n" + "[" * 20_000)
            return ""
        case _:
            file.write_text("---\nid: sample\ntitle: [unclosed\nlanguage: en\n---\n\n## A {#a}\n")
            return "line "


KINDS = ("empty", "binary", "50 MB", "a pipe", "a folder", "bad front matter")


def told_in_detail(program: Program) -> str:
    """What the page says that the banner over the leaflet leads to."""
    assert program.see(seen.notice_banner).startswith("1 file could not be used")
    assert program.see(seen.status_section) == "Beginning of the leaflet"
    place = program.see(seen.rectangle_of, "notice_details")
    program.click(place.x + place.width // 2, place.y + place.height // 2)
    return program.see(seen.message)


def guide_opens(program: Program) -> None:
    """Holds the program to be alive: the guide opens by its key, the leaflet by go-to."""
    program.press("F1")
    program.until(seen.status_provenance, "User guide")
    assert program.see(seen.message) == ""
    program.press("ctrl+k")
    program.write("klonopin")
    program.press("Return")
    program.until(seen.title, "Klonopin · Leaflet Viewer")
    program.press("ctrl+1")
    assert program.see(seen.tree_counts) != {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_no_leaflet_is_named_with_the_reason(
    start: Start, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "damaged.md"
    reason = make(kind, file)
    program = start.early(file)
    words = program.until_that(seen.message_early, bool, "a page that says why", seconds=SOON)
    assert str(file) in words
    assert reason in words
    guide_opens(program.ready())


def test_a_leaflet_that_only_looks_bad_opens_within_five_seconds(
    start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "brackets.md"
    make("brackets", file)
    program = start.early(file)
    program.until(seen.is_complete, True, seconds=SOON)


def test_a_damaged_file_opened_by_keys_leaves_the_leaflet_behind_it(
    program: Program, tmp_path: Path
) -> None:
    file = tmp_path / "damaged.md"
    reason = make("bad front matter", file)
    program.press("ctrl+Next", "ctrl+Next")
    open_file(program, file)
    words = program.until_that(seen.message, bool, "a page that says why", seconds=SOON)
    assert str(file) in words
    assert reason in words
    program.press("Escape")
    assert program.see(seen.message) == ""
    assert program.see(seen.focus) == "leaflet_view"
    assert program.see(seen.status_section) == "Indications"


def test_the_page_that_says_why_is_copied_and_left_by_key(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "damaged.md"
    make("empty", file)
    open_file(program, file)
    program.until_that(seen.message, bool, "a page that says why", seconds=SOON)
    assert program.see(seen.focus) == "message_back"
    place = program.see(seen.rectangle_of, "message_faults")
    program.click(place.x + 4, place.y + place.height // 2)
    program.press("Home", "shift+End", "ctrl+c")
    copied = program.see(seen.clipboard)  # a line of it: the path may take several
    assert copied
    assert copied in str(file)
    program.press("Tab")
    assert program.see(seen.focus) == "message_back"
    program.press("Return")
    assert program.see(seen.message) == ""
    assert program.see(seen.focus) == "leaflet_view"


def test_a_damaged_settings_file_is_named_and_kept(start: Start, folders: Folders) -> None:
    settings = folders.config / "settings.json"
    settings.write_text('{\n  "zoom": 200,\n  "theme": ')
    program = start()
    words = told_in_detail(program)
    assert str(settings) in words
    assert "line 3" in words
    assert "defaults" in words
    assert (folders.config / "settings.json.damaged").read_text().startswith('{\n  "zoom": 200')
    program.press("Escape")
    assert program.see(seen.message) == ""
    assert program.see(seen.status_section) == "Beginning of the leaflet"
    assert program.quit() == 0
    assert start().see(seen.notice_banner) == ""


def test_a_faulty_lens_is_named_with_its_line_and_the_others_work(
    start: Start, folders: Folders
) -> None:
    bad = folders.config / "lenses" / "bad.toml"
    bad.write_text('id = "bad"\norder = 50\ncolour = "amber"\n[name\nen = "Bad"\n')
    good = folders.config / "lenses" / "good.toml"
    good.write_text(
        'id = "good"\norder = 51\ncolour = "amber"\n[name]\nen = "Good"\n'
        '[terms.en]\nwords = ["flumazenil"]\n'
    )
    program = start()
    words = told_in_detail(program)
    assert str(bad) in words
    assert "line 4" in words
    program.press("Escape", "ctrl+1")
    chips = program.see(seen.chips)
    assert "bad" not in chips
    assert chips["good"].sign == "2"
    assert chips["alcohol"].on


def test_settings_that_cannot_be_saved_are_said_when_the_program_ends(
    start: Start, folders: Folders
) -> None:
    # A folder that cannot be made, even by an administrator.
    folders.config = Path("/proc/leaflet-viewer")
    program = start()
    program.may_complain = True
    program.press("ctrl+plus")
    assert program.quit() == 0
    said = program.words()
    assert said.startswith("leaflet-viewer: Settings could not be saved in /proc/leaflet-viewer")
    assert said.count("\n") == 1


def test_missing_resources_are_said_in_one_sentence(
    screen: Screen, folders: Folders, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "viewer", tmp_path / "copy" / "viewer")
    done = subprocess.run(
        [sys.executable, "-m", "viewer"],
        cwd=tmp_path / "copy",
        env=folders.environment(screen.display),
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("leaflet-viewer: ")
    assert "install the program again" in done.stderr
    assert done.stderr.count("\n") == 1
    assert CONFIG_VARIABLE not in done.stderr
