"""A patient at the desk asks: may I drink with this? From start to paper, keys alone."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

from viewer.render.theme_file import load_theme

from . import pixels, seen
from .conftest import Start
from .program import ROOT, Folders, Program

AMBER = load_theme(ROOT / "resources" / "themes" / "light.toml").lenses["amber"].tint


def text_of(pdf: Path) -> str:
    """The text of a PDF with single spaces."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_four_keys_lead_from_the_start_to_the_printed_section(
    program: Program, folders: Folders
) -> None:
    assert program.see(seen.title) == "Klonopin · Leaflet Viewer"
    assert program.see(seen.focus) == "leaflet_view"

    program.press("ctrl+1")
    assert program.see(seen.chips)["alcohol"][:3] == ("Alcohol", "5", True)
    counts = {"Dosage and how to take it": [1], "Interactions": [3], "Overdose": [1]}
    assert program.see(seen.tree_counts) == counts

    program.press("F3")
    assert program.see(seen.current_words) == "alcoholic drinks"
    assert program.see(seen.status_section) == "Dosage and how to take it · passage 1 of 5"
    assert program.see(seen.tree_current) == "dosage"
    assert program.see(seen.tree_cursor) == "Dosage and how to take it"
    (place,) = program.see(pixels.word_boxes, "alcoholic drinks")
    assert program.see(pixels.share_of, AMBER, place) > 0.3

    program.press("ctrl+p")
    assert program.see(seen.dialog) == "print_dialog"
    program.press("Return")
    program.until(seen.dialog, "")
    assert program.see(seen.notice) == "Saved as a PDF"
    program.take_focus()
    assert program.see(seen.focus) == "leaflet_view"

    (pdf,) = folders.home.glob("*.pdf")
    text = text_of(pdf)
    assert "Do not have alcoholic drinks during treatment and for 3 days after it ends." in text
    assert "Ethyl alcohol acts alike" not in text
    header, _, _ = text.partition("Your doctor decides")
    assert "Klonopin" in header
    assert "Dosage and how to take it" in header
    for words in (
        "not stated",
        "page 1 of 1",
        "authority’s current text prevails",
        str(date.today().year),
    ):
        assert words.lower() in text.lower(), words
    assert program.quit() == 0


def test_a_key_pressed_as_soon_as_the_leaflet_can_be_read_is_not_lost(start: Start) -> None:
    start().quit()
    program = start.early()
    program.take_focus()
    program.screen.keys("ctrl+1")
    program.ready()
    program.until(seen.lenses_on, ["alcohol"])
