"""Find in the leaflet, and the one field that goes anywhere."""

from __future__ import annotations

from . import seen
from .conftest import Start
from .program import Program


def test_find_counts_as_one_types_and_enter_steps(program: Program) -> None:
    program.press("ctrl+f")
    assert program.see(seen.focus) == "find_field"
    for letter, at_least in (("a", 300), ("l", 50), ("c", 5), ("o", 5)):
        program.write(letter)
        current, _, total = program.see(seen.find_count).split()
        assert current == "1"
        assert int(total) >= at_least
    program.write("hol")
    assert program.see(seen.find_count) == "1 of 5"
    assert program.see(seen.current_words) == "alcohol"
    program.press("Return", "Return")
    assert program.see(seen.find_count) == "3 of 5"
    program.press("shift+Return")
    assert program.see(seen.find_count) == "2 of 5"
    program.press("shift+Return", "shift+Return")
    assert program.see(seen.find_count) == "5 of 5"
    assert program.see(seen.notice) == "Found from the end"
    program.press("Return")
    assert program.see(seen.find_count) == "1 of 5"
    assert program.see(seen.notice) == "Found from the start again"
    assert program.see(seen.focus) == "find_field"


def test_find_keeps_tree_and_status_bar_in_step(program: Program) -> None:
    program.press("ctrl+f")
    program.write("flumazenil")
    assert program.see(seen.status_section) == "Overdose"
    assert program.see(seen.tree_cursor) == "Overdose"


def test_whole_words_and_case_are_options(program: Program) -> None:
    program.press("ctrl+f")
    program.write("ethyl ALCOHOL")
    assert program.see(seen.find_count) == "1 of 1"
    program.press("alt+c")
    program.until(seen.find_count, "No “ethyl ALCOHOL” in this leaflet")
    program.press("alt+c")
    program.until(seen.find_count, "1 of 1")
    program.press("ctrl+f")
    program.write("alcohol")
    assert program.see(seen.find_count) == "1 of 5"
    program.press("alt+w")
    program.until(seen.find_count, "1 of 4")


def test_nothing_found_is_said_in_words(program: Program) -> None:
    program.press("ctrl+f")
    program.write("zolpidem")
    assert program.see(seen.find_count) == "No “zolpidem” in this leaflet"
    assert program.see(seen.top_line) == 0


def test_esc_closes_find_and_puts_the_focus_back(program: Program) -> None:
    program.press("shift+F6")
    assert program.see(seen.focus) == "section_tree"
    program.press("ctrl+f")
    program.write("alcohol")
    program.press("Escape")
    assert not program.see(seen.find_open)
    assert program.see(seen.focus) == "section_tree"
    assert program.see(seen.current_words) == ""


def test_find_begins_with_the_words_that_are_selected(program: Program) -> None:
    program.press("ctrl+f")
    program.write("abrupt")
    program.press("Escape", "ctrl+f")
    assert program.see(seen.find_text) == "abrupt"


def test_find_asked_for_again_leaves_the_reader_at_the_match(program: Program) -> None:
    program.press("ctrl+f")
    program.write("klonopin")
    program.press(*["Return"] * 4, "ctrl+f")
    assert program.see(seen.find_count) == "5 of 11"
    assert program.see(seen.focus) == "find_field"
    program.press("Return")
    assert program.see(seen.find_count) == "6 of 11"


def test_find_leaves_the_reader_in_the_section_that_they_jumped_to(program: Program) -> None:
    program.press("ctrl+f")
    program.write("depress")
    program.press("ctrl+k")
    program.write("overdose")
    program.press("Return", "ctrl+f")
    assert program.see(seen.status_section) == "Overdose"
    program.write("zolpidem")
    assert program.see(seen.find_count) == "No “zolpidem” in this leaflet"
    assert program.see(seen.status_section) == "Overdose"


def test_go_to_reaches_sections_leaflets_and_commands(program: Program) -> None:
    program.press("ctrl+k")
    assert program.see(seen.focus) == "goto_field"
    answers = program.see(seen.goto_answers)
    assert {"Overdose", "Side effects", "Print section", "User guide"} <= set(answers)
    program.write("ovrd")
    assert program.see(seen.goto_answers)[0] == "Overdose"
    program.press("Return")
    assert program.see(seen.status_section) == "Overdose"
    assert program.see(seen.focus) == "leaflet_view"
    assert program.see(seen.goto_answers) == []
    assert program.see(seen.goto_text) == ""
    program.press("ctrl+k")
    program.write("zoom in")
    program.press("Return")
    assert program.see(seen.notice) == "Zoom 110 %"


def test_go_to_offers_to_find_what_was_typed(program: Program) -> None:
    program.press("ctrl+k")
    program.write("glaucoma")
    assert program.see(seen.goto_answers)[-1] == "Find “glaucoma” in this leaflet"
    program.press("Up", "Return")
    assert program.see(seen.find_count) == "1 of 1"
    assert program.see(seen.status_section) == "Contraindications"


def test_esc_leaves_go_to_and_puts_the_focus_back(program: Program) -> None:
    program.press("shift+F6", "ctrl+k")
    program.write("over")
    program.press("Escape")
    assert program.see(seen.goto_answers) == []
    assert program.see(seen.focus) == "section_tree"
    assert program.see(seen.status_section) == "Beginning of the leaflet"


def test_text_to_find_can_be_asked_for_at_the_start(start: Start) -> None:
    program = start("--find", "glaucoma")
    program.until(seen.find_count, "1 of 1")
    assert program.see(seen.status_section) == "Contraindications"
