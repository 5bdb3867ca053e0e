"""A day's work leaves nothing behind in memory."""

from __future__ import annotations

from . import seen
from .conftest import Start
from .program import Folders, Program

WARM_UP = 40
SWITCHES = 200
ALLOWED_GROWTH = 4 * 1024
"""KiB. A document of the smallest leaflet takes some 500; 200 that stayed would be 100,000."""
OTHER = """\
---
id: other
title: Other medicine
language: en
kind: package-leaflet
product: Otherin
---

"""


def switch(program: Program, number: int) -> None:
    """Goes from the one leaflet to the other, or back, and waits until it is shown."""
    key, product = ("alt+Left", "Klonopin") if number % 2 == 0 else ("alt+Right", "Otherin")
    program.screen.keys(key)
    program.until(seen.title, f"{product} · Leaflet Viewer")


def test_two_hundred_switches_of_leaflets_leave_memory_flat(start: Start, folders: Folders) -> None:
    sections = [
        f"## Section {number} {{#s{number}}}\n\n"
        + "Do not drink alcohol if your liver hurts. " * 20
        for number in range(12)
    ]
    (folders.config / "leaflets" / "other.md").write_text(OTHER + "\n\n".join(sections) + "\n")
    program = start()
    program.press("ctrl+1", "ctrl+7", "ctrl+k")
    program.write("other medicine")
    program.press("Return")
    program.until(seen.title, "Otherin · Leaflet Viewer")
    for number in range(WARM_UP):
        switch(program, number)
    held, memory, threads = program.see(seen.holdings), program.memory(), program.threads()
    for number in range(SWITCHES):
        switch(program, number)
    assert program.see(seen.holdings) == held
    assert program.threads() == threads
    grown = program.memory() - memory
    assert grown < ALLOWED_GROWTH, f"{grown} KiB more after {SWITCHES} switches"
    assert program.see(seen.lenses_on) == ["alcohol", "liver"]


def test_dialogs_and_lists_that_closed_are_gone(program: Program) -> None:
    def open_and_close() -> None:
        for keys in (("ctrl+p", "Escape"), ("ctrl+k", "Escape"), ("ctrl+f", "Escape")):
            program.press(keys[0])
            program.press(keys[1])
        program.press("F6", "F6")
        program.press("shift+F6", "space")
        program.until(seen.dialog, "facts_dialog")
        program.press("Escape")
        program.until(seen.dialog, "")
        program.press("shift+F6")

    open_and_close()
    held = program.see(seen.holdings)
    for _ in range(3):
        open_and_close()
    assert program.see(seen.holdings) == held


def test_the_program_keeps_no_source_text_of_what_it_imports_after_the_first_frame(
    program: Program,
) -> None:
    assert program.see(seen.kept_sources) < 40
