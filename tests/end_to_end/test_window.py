"""The window itself: zoom, themes, panes, clipboard, guide, provenance, what is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from . import seen
from .conftest import Start
from .program import Folders, Program
from .test_moving import choose_theme

SECRETS = ("zolpidemsecret", "benzosecret", "gotosecret", "folderofsecrets")
SAMPLE = """\
---
id: sample
title: Sample medicine
language: en
kind: package-leaflet
product: Samplex
---

## What Samplex is {#what}

Samplex is for tests. It contains no alcohol.

## Dosage {#dosage}

Take none.
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A good leaflet file somewhere on the disk."""
    folder = tmp_path / "folderofsecrets"
    folder.mkdir()
    file = folder / "sample.md"
    file.write_text(SAMPLE)
    return file


def open_file(program: Program, file: Path) -> None:
    """Opens a file with the keyboard."""
    program.press("ctrl+o")
    assert program.see(seen.dialog) != ""
    program.write(str(file))
    program.press("Return")
    program.until(seen.dialog, "")


@pytest.mark.parametrize("zoomed", [[], ["ctrl+plus"] * 5, ["ctrl+plus"] * 5 + ["ctrl+0"]])
def test_a_line_holds_60_to_80_characters_at_any_width_and_zoom(
    program: Program, zoomed: list[str]
) -> None:
    for width in (1180, 1390):
        program.resize(width, 900)
        if zoomed:
            program.press(*zoomed)
        lengths = sorted(program.see(seen.line_lengths))
        # Words end where they end: what is meant is the line of middle length.
        middle = lengths[len(lengths) // 2]
        assert middle <= 80, lengths
        assert middle >= 60 or program.see(seen.fills_the_pane), lengths


def test_zoom_goes_from_50_to_300_percent_and_back_to_100(program: Program) -> None:
    natural = program.see(seen.text_size)
    program.press(*["ctrl+plus"] * 12)
    assert program.see(seen.text_size) == pytest.approx(3 * natural, rel=0.02)
    program.press(*["ctrl+minus"] * 15)
    assert program.see(seen.text_size) == pytest.approx(natural / 2, rel=0.02)
    program.press("ctrl+0")
    assert program.see(seen.text_size) == pytest.approx(natural)


def test_zoom_theme_lenses_dimming_and_size_are_kept_between_runs(start: Start) -> None:
    program = start()
    light = program.see(seen.colours)
    program.press("ctrl+plus", "ctrl+plus", "ctrl+2", "ctrl+d")
    choose_theme(program)
    program.resize(900, 600)
    size, colours, banner = (program.see(at) for at in (seen.text_size, seen.colours, seen.banner))
    assert colours != light
    assert program.quit() == 0
    for _ in range(2):
        program = start()
        assert program.see(seen.text_size) == size
        assert program.see(seen.colours) == colours
        assert program.see(seen.lenses_on) == ["pregnancy"]
        assert program.see(seen.banner) == banner
        assert program.see(seen.size) == (900, 600)
        assert program.quit() == 0


def test_no_words_and_no_reading_history_are_written_to_disk(
    start: Start, folders: Folders, sample: Path
) -> None:
    program = start()
    program.press("ctrl+f")
    program.write(SECRETS[0])
    program.press("Escape", "ctrl+t")
    program.write(SECRETS[1])
    program.press("Return", "ctrl+k")
    program.write(SECRETS[2])
    program.press("Escape")
    open_file(program, sample)
    program.until(seen.title, "Samplex · Leaflet Viewer")
    program.press("ctrl+f")
    program.write(SECRETS[0])
    assert program.quit() == 0
    settings = json.loads((folders.config / "settings.json").read_text())
    assert "lenses" not in settings
    written = [file for file in folders.home.rglob("*") if file.is_file()]
    assert written
    told = [
        f"{file} holds {secret}"
        for file in written
        for secret in (*SECRETS, "Samplex", "Sample medicine")
        if secret.encode() in file.read_bytes()
    ]
    assert told == []


def test_f6_goes_through_all_panes_and_back(program: Program) -> None:
    panes = [program.see(seen.focus)]
    for _ in range(6):
        program.press("F6")
        panes.append(program.see(seen.focus))
    assert panes[:6] == [
        "leaflet_view",
        "status_provenance",
        "goto_field",
        "lens_alcohol",
        "section_tree",
        "leaflet_view",
    ]
    program.press("F6", "shift+F6", "shift+F6")
    assert program.see(seen.focus) == panes[0]


def test_a_narrow_window_shows_the_leaflet_and_the_passage_without_scrolling_sideways(
    program: Program,
) -> None:
    program.press("ctrl+1", "F3")
    for width in (700, 600, 560, 480):
        program.resize(width, 800)
        program.until(seen.hidden_sideways, 0)
        place = program.see(seen.rectangle_of, "status_section")
        assert place.width >= program.see(seen.width_of_words, "status_section"), width


def test_f11_fills_the_screen_and_gives_it_back(program: Program) -> None:
    program.press("F11")
    assert program.see(seen.full_screen)
    program.press("F11")
    assert not program.see(seen.full_screen)


def test_copy_with_source_names_product_section_source_and_date(program: Program) -> None:
    program.press(*["ctrl+Next"] * 8, "ctrl+shift+c")
    assert program.see(seen.clipboard) == (
        "Driving and using machines\n"
        "Do not drive during treatment and for 3 days after it ends. "
        "Do not operate moving machinery in this time either.\n\n"
        "— Klonopin · Driving and using machines · Package leaflet · source: not stated"
        " · version: not stated · date: not stated · Demonstration content\n"
    )


def test_the_selection_is_copied_alone_or_with_its_source(program: Program) -> None:
    program.press("ctrl+a", "ctrl+c")
    assert "Ethyl alcohol acts alike." in program.see(seen.clipboard)
    program.press("ctrl+shift+c")
    assert "Ethyl alcohol acts alike." in program.see(seen.clipboard)
    assert "What Klonopin is and what it does to Overdose" in program.see(seen.clipboard)


def test_f1_opens_the_guide_and_back_returns(program: Program) -> None:
    program.press(*["ctrl+Next"] * 3, "F1")
    program.until_that(seen.title, lambda title: "Klonopin" not in title, "the guide's")
    assert program.see(seen.message) == ""
    assert program.see(seen.status_provenance) == "User guide"
    program.press("ctrl+f")
    program.write("Ctrl+K")
    assert program.see(seen.find_count).startswith("1 of ")
    program.press("Escape", "alt+Left")
    program.until(seen.title, "Klonopin · Leaflet Viewer")
    assert program.see(seen.status_section) == "Contraindications"


def test_the_provenance_line_opens_all_of_it(program: Program) -> None:
    assert program.see(seen.status_provenance) == (
        "Package leaflet · English · source and date not stated · demonstration content"
    )
    place = program.see(seen.rectangle_of, "status_provenance")
    program.click(place.x + place.width // 2, place.y + place.height // 2)
    words = program.see(seen.dialog_words)
    for part in ("clonazepam", "N03AE01", "not stated", "SHA-256", "klonopin.en.md"):
        assert part in words
    program.press("Escape")
    assert program.see(seen.dialog) == ""


def test_a_file_chosen_by_keys_is_opened(program: Program, sample: Path) -> None:
    open_file(program, sample)
    program.until(seen.title, "Samplex · Leaflet Viewer")
    assert program.see(seen.tree_titles)[1:] == ["What Samplex is", "Dosage"]
    assert program.see(seen.chips)["alcohol"].sign == "1"


def test_a_file_dropped_on_the_window_is_opened(program: Program, sample: Path) -> None:
    assert program.see(seen.drop, str(sample))
    program.until(seen.title, "Samplex · Leaflet Viewer")


def test_a_leaflet_put_into_the_users_folder_is_found_by_go_to(
    start: Start, folders: Folders
) -> None:
    (folders.config / "leaflets" / "sample.md").write_text(SAMPLE)
    program = start()
    program.press("ctrl+k")
    program.write("sample")
    assert program.see(seen.goto_answers)[0] == "Sample medicine"
    program.press("Return")
    program.until(seen.title, "Samplex · Leaflet Viewer")


def test_ctrl_home_and_ctrl_end_go_to_the_ends_of_the_leaflet(program: Program) -> None:
    program.press("ctrl+End")
    assert program.see(seen.status_section) == "Overdose"
    program.press("ctrl+Home")
    assert program.see(seen.top_line) == 0
    assert program.see(seen.status_section) == "Beginning of the leaflet"


def test_the_print_dialog_offers_sections_with_a_passage(program: Program) -> None:
    program.press("ctrl+1", "ctrl+shift+p")
    assert program.see(seen.dialog) == "print_dialog"
    assert program.see(seen.focus) == "print_scope_matches"
    program.press("Escape")
    assert program.see(seen.dialog) == ""
