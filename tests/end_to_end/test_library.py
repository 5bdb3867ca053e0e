"""The round: eight leaflets in the library, one question to all of them, by keyboard alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from . import seen
from .conftest import Start
from .program import ROOT, Folders, Program
from .screen import Screen

HEAD = """---
id: {id}
title: {name}
language: {language}
kind: package-leaflet
product: {name}
holder: House
version: "1"
---
"""
FILLING = "Nothing of note stands in this paragraph, which is here to be scrolled past.\n\n" * 40


def write_leaflet(folder: Path, name: str, language: str, composition: str) -> Path:
    """A leaflet of two long sections; the last sentence of the first is its own."""
    file = folder / f"{name.lower()}.{language}.md"
    head = HEAD.format(id=name.lower(), name=name, language=language)
    file.write_text(
        f"{head}\n## Composition {{#composition}}\n\n{FILLING}{composition}\n\n"
        f"## Storage {{#storage loinc=44425-7}}\n\n{FILLING}",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def leaflets(tmp_path: Path) -> Path:
    """A folder of eight leaflets, three of which have benzyl alcohol, and one damaged file."""
    folder = tmp_path / "export"
    folder.mkdir()
    for name in ("Alpha", "Beta", "Gamma"):
        write_leaflet(folder, name, "en", f"{name} has 9 mg of benzyl alcohol in each ml.")
    for name in ("Delta", "Epsilon", "Zeta", "Eta"):
        write_leaflet(folder, name, "en", f"{name} is free of preservatives.")
    write_leaflet(folder, "Alpha", "es", "Alpha contiene 9 mg de alcohol bencílico por ml.")
    (folder / "damaged.md").write_text("---\nid: damaged\n---\n", encoding="utf-8")
    return folder


def command(screen: Screen, folders: Folders, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of the program for the same user."""
    return subprocess.run(
        [sys.executable, "-m", "viewer", *arguments],
        cwd=ROOT,
        env=folders.environment(screen.display),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def program(start: Start, screen: Screen, folders: Folders, leaflets: Path) -> Program:
    """The program with the eight leaflets in its library."""
    done = command(screen, folders, "import", str(leaflets))
    assert "damaged.md" in done.stderr
    assert done.returncode == 1
    return start()


def test_the_round_plays_by_keyboard_alone(program: Program) -> None:
    program.press("ctrl+shift+f")
    program.write('"benzyl alcohol"')
    hits = program.until_that(seen.search_rows, lambda rows: len(rows) == 6, "three hits")
    third = hits[-2].partition(",")[0]
    program.press("Down", "Down", "Return")
    program.until(seen.title, f"{third} · Leaflet Viewer")
    program.until(seen.status_section, "Composition")
    assert program.see(seen.current_words) == "benzyl alcohol"
    assert "9 mg of benzyl alcohol" in program.see(seen.words_in_view)
    program.press("alt+9")
    program.until(seen.status_section, "Storage")
    program.press("ctrl+shift+l")
    program.write("zeta")
    program.until_that(seen.library_rows, lambda rows: len(rows) == 1, "one leaflet")
    program.press("Return")
    program.until(seen.title, "Zeta · Leaflet Viewer")
    program.press("alt+9")
    program.until(seen.status_section, "Storage")


def test_an_import_in_a_shell_reaches_the_list_and_go_to_of_an_open_window(
    start: Start, screen: Screen, folders: Folders, leaflets: Path
) -> None:
    program = start()
    program.press("ctrl+shift+l")
    program.until(seen.focus, "library_filter")
    assert command(screen, folders, "import", str(leaflets)).returncode == 1
    program.press("ctrl+k")
    program.write("zeta")
    program.until_that(seen.goto_answers, lambda found: "Zeta" in found, "Zeta")
    program.press("Escape", "ctrl+shift+l")
    program.until_that(seen.library_rows, lambda rows: len(rows) == 8, "eight leaflets")
    zeta = write_leaflet(leaflets, "Zeta", "en", "Zeta has benzyl alcohol now.")
    zeta.write_text(zeta.read_text("utf-8").replace(FILLING, ""), encoding="utf-8")
    assert command(screen, folders, "import", str(zeta)).returncode == 0
    program.write("zeta")
    program.until_that(seen.library_rows, lambda rows: len(rows) == 1, "one leaflet")
    program.press("Return")
    program.until(seen.title, "Zeta · Leaflet Viewer")
    program.until_that(seen.words_in_view, lambda words: "alcohol now" in words, "its new text")


def test_results_come_while_typing_and_esc_goes_back(program: Program) -> None:
    program.press("F3")
    program.press("ctrl+Next", "ctrl+Next")
    before = program.see(seen.status_section)
    program.press("ctrl+shift+f")
    program.write("benz")
    program.until_that(seen.search_rows, lambda rows: len(rows) == 6, "three hits")
    program.press("Return")
    program.until_that(seen.title, lambda title: "Klonopin" not in title, "another leaflet")
    program.press("ctrl+shift+f", "Escape")
    program.until_that(seen.title, lambda title: title.startswith("Klonopin"), "Klonopin")
    program.until(seen.status_section, before)
    assert program.see(seen.focus) == "leaflet_view"
    assert program.see(seen.own_terms) == ""
    program.press("ctrl+shift+f", "Return")
    program.until_that(seen.title, lambda title: "Klonopin" not in title, "another leaflet")
    program.press("Escape")
    program.until_that(seen.title, lambda title: title.startswith("Klonopin"), "Klonopin")
    program.until(seen.own_terms, "")
    assert program.see(seen.focus) == "leaflet_view"


def test_a_search_goes_on_after_the_index_was_deleted_under_it(
    program: Program, folders: Folders
) -> None:
    program.press("ctrl+shift+f")
    program.write("benz")
    program.until_that(seen.search_rows, lambda rows: len(rows) == 6, "three hits")
    index = folders.home / "library" / "index"
    shutil.rmtree(index)
    program.write("yl")
    found_again = "three hits of an index made anew"
    program.until_that(seen.search_rows, lambda r: index.exists() and len(r) == 6, found_again)


def test_the_same_leaflet_in_another_language_is_one_key_away(program: Program) -> None:
    program.press("ctrl+k")
    program.write("alpha")
    program.until_that(seen.goto_answers, lambda found: found.count("Alpha") == 2, "both Alphas")
    program.press("Return")
    program.until(seen.title, "Alpha · Leaflet Viewer")
    first = program.see(seen.status_provenance)
    program.press("alt+9", "ctrl+l")
    program.until_that(seen.status_provenance, lambda words: words != first, "another language")
    program.until(seen.status_section, "Storage")


def test_nothing_that_was_searched_or_read_is_on_disk_afterwards(
    program: Program, folders: Folders
) -> None:
    program.press("ctrl+shift+f")
    program.write("preservatives")
    program.until_that(seen.search_rows, lambda rows: len(rows) == 8, "four hits")
    program.press("Return")
    program.until_that(seen.title, lambda title: "Klonopin" not in title, "another leaflet")
    name = program.see(seen.title).partition(" ")[0].lower().encode()
    assert program.quit() == 0
    kept = [file for file in (folders.config, folders.cache) if file.exists()]
    files = [file for folder in kept for file in folder.rglob("*") if file.is_file()]
    assert files
    for file in files:
        data = file.read_bytes().lower()
        assert b"preservatives" not in data, file
        assert name not in data, file
