"""Moving in a leaflet: tree, sections, back and forward, the walk from passage to passage."""

from __future__ import annotations

import pytest

from . import seen
from .conftest import Start
from .program import ROOT, Program

LEAFLETS = sorted(file.name.split(".")[0] for file in (ROOT / "resources/leaflets").glob("*.md"))
UPPER_THIRD = 1 / 3


def choose_theme(program: Program) -> None:
    """Goes on to the next theme by the go-to field."""
    program.press("ctrl+k")
    program.write("next theme")
    program.press("Return")


def heading_in_place(program: Program, row: int) -> None:
    """Holds the heading of a row of the tree to be at the top of the view, from its edge down."""
    title, y = program.see(seen.headings)[row]
    assert 0 <= y <= UPPER_THIRD, f"{title} stands at {y:.2f} of the view"


def visit_every_row(program: Program) -> None:
    """Goes to each row of the tree by its keys; its heading comes to the top of the view."""
    titles = program.see(seen.tree_titles)
    assert [title for title, _ in program.see(seen.headings)] == titles
    program.press("shift+F6")
    assert program.see(seen.focus) == "section_tree"
    program.press("Home", "Return")
    heading_in_place(program, 0)
    for row, title in enumerate(titles[1:], 1):
        program.press("shift+F6", "Down", "Return")
        heading_in_place(program, row)
        assert program.see(seen.status_section) == title
        assert program.see(seen.tree_cursor) == title
        assert program.see(seen.focus) == "leaflet_view"


@pytest.mark.parametrize("leaflet", LEAFLETS)
def test_every_row_of_the_tree_brings_its_heading_to_the_top(start: Start, leaflet: str) -> None:
    program = start(leaflet)
    visit_every_row(program)
    program.press(*["ctrl+plus"] * 5)
    assert program.see(seen.notice) == "Zoom 200 %"
    visit_every_row(program)
    program.press("ctrl+0", *["ctrl+minus"] * 5)
    assert program.see(seen.notice) == "Zoom 50 %"
    visit_every_row(program)
    program.press("ctrl+0")
    for size in ((500, 700), (1390, 990)):
        program.resize(*size)
        visit_every_row(program)
    choose_theme(program)
    visit_every_row(program)


def test_zoom_size_and_theme_leave_the_reader_where_they_are(program: Program) -> None:
    for row in range(1, len(program.see(seen.tree_titles))):
        program.press("ctrl+Next")
        heading_in_place(program, row)
        program.press("ctrl+plus", "ctrl+plus", "ctrl+plus")
        heading_in_place(program, row)
        program.resize(600, 700)
        heading_in_place(program, row)
        choose_theme(program)
        heading_in_place(program, row)
        program.press("ctrl+0", "ctrl+minus")
        heading_in_place(program, row)
        program.resize(1180, 780)
        program.press("ctrl+0")
        heading_in_place(program, row)


def test_next_and_previous_section_go_through_all_and_stop_at_the_ends(program: Program) -> None:
    titles = program.see(seen.tree_titles)[1:]
    assert program.see(seen.status_section) == "Beginning of the leaflet"
    for title in titles:
        program.press("ctrl+Next")
        assert program.see(seen.status_section) == title
    program.press("ctrl+Next")
    assert program.see(seen.notice) == "This is the last section"
    for title in [*reversed(titles[:-1]), "Beginning of the leaflet"]:
        program.press("ctrl+Prior")
        assert program.see(seen.status_section) == title
    program.press("ctrl+Prior")
    assert program.see(seen.notice) == "This is the beginning"


def test_back_and_forward_return_to_what_was_left(program: Program) -> None:
    program.press("ctrl+Next", "ctrl+Next", "ctrl+Next")
    there = program.see(seen.top_line)
    program.press("alt+Left")
    assert program.see(seen.status_section) == "Indications"
    program.press("alt+Left")
    assert program.see(seen.status_section) == "What Klonopin is and what it does"
    program.press("alt+Left")
    assert program.see(seen.status_section) == "Beginning of the leaflet"
    assert program.see(seen.top_line) == 0
    program.press("alt+Left")
    assert program.see(seen.top_line) == 0
    program.press("alt+Right", "alt+Right", "alt+Right")
    assert program.see(seen.status_section) == "Contraindications"
    assert program.see(seen.top_line) == there


def test_the_tree_follows_the_scroll(program: Program) -> None:
    entered = [program.see(seen.tree_current)]
    for _ in range(12):
        program.press("Next")
        if program.see(seen.tree_current) != entered[-1]:
            entered.append(program.see(seen.tree_current))
        assert program.see(seen.tree_cursor) == (
            program.see(seen.status_section)
            if program.see(seen.tree_current)
            else program.see(seen.tree_titles)[0]
        )
    assert len(entered) > 3
    assert entered == sorted(set(entered), key=entered.index), "the reader only went down"
    program.press("Home")
    assert program.see(seen.tree_current) == ""


def test_letters_typed_in_the_tree_move_its_cursor_and_enter_jumps(program: Program) -> None:
    program.press("shift+F6")
    program.write("ov")
    assert program.see(seen.tree_cursor) == "Overdose"
    assert program.see(seen.status_section) == "Beginning of the leaflet"
    program.press("Return")
    assert program.see(seen.status_section) == "Overdose"


def test_the_walk_goes_through_all_passages_and_wraps_with_a_notice(program: Program) -> None:
    program.press("ctrl+1")
    walked = []
    for number in range(1, 6):
        program.press("F3")
        walked.append(program.see(seen.current_words))
        section, passage = program.see(seen.status_section).split(" · ")
        assert passage == f"passage {number} of 5"
        assert program.see(seen.tree_cursor) == section
    assert walked == ["alcoholic drinks", "Ethyl alcohol", "drink alcohol", "alcohol", "alcohol"]
    program.press("F3")
    assert program.see(seen.notice) == "Past the last passage: this is the first one"
    assert program.see(seen.current_words) == "alcoholic drinks"
    program.press("shift+F3")
    assert program.see(seen.notice) == "Before the first passage: this is the last one"
    assert program.see(seen.status_section) == "Overdose · passage 5 of 5"
    program.press("shift+F3")
    assert program.see(seen.status_section) == "Interactions · passage 4 of 5"


def test_walking_without_a_lens_says_what_to_do(program: Program) -> None:
    program.press("F3")
    assert program.see(seen.notice) == "No lens is on: Ctrl+1 to Ctrl+9 switch one on"
    program.press("ctrl+6", "F3")
    assert program.see(seen.notice) == "No passage on Older people in this leaflet"


def test_a_click_on_the_marker_strip_shows_the_passage_there(program: Program) -> None:
    program.press("ctrl+1")
    strip = program.see(seen.rectangle_of, "marker_strip")
    program.click(strip.x + strip.width // 2, strip.y + round(strip.height * 0.6))
    assert program.see(seen.top_line) > 0
    assert program.see(seen.tree_current) != ""
