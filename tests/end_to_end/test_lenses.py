"""Lenses and words of one's own: on and off by key, nothing else moves, nothing is hidden."""

from __future__ import annotations

from viewer.render.theme_file import load_theme

from . import pixels, seen, told
from .conftest import Start
from .program import ROOT, Program
from .widgets import Box

LIGHT = load_theme(ROOT / "resources" / "themes" / "light.toml")
ALCOHOL_WORDS = ("Ethyl", "drink", "alcohol")
"""What of Interactions the lens marks, a word each."""


def test_the_keys_of_the_lenses_switch_them_on_and_off(program: Program) -> None:
    lenses = list(program.see(seen.chips))
    for number, lens in enumerate(lenses[:9], 1):
        program.press(f"ctrl+{number}")
        assert program.see(seen.lenses_on) == [lens]
        program.press(f"ctrl+{number}")
        assert program.see(seen.lenses_on) == []


def test_several_lenses_are_counted_side_by_side(program: Program) -> None:
    program.press("ctrl+1", "ctrl+7")
    assert program.see(seen.lenses_on) == ["alcohol", "liver"]
    counts = program.see(seen.tree_counts)
    assert counts["Dosage and how to take it"] == [1, 1]
    assert counts["Interactions"] == [3]
    signs = {lens: int(chip.sign) for lens, chip in program.see(seen.chips).items()}
    assert sum(map(sum, counts.values())) == signs["alcohol"] + signs["liver"]
    program.press("F3")
    total = signs["alcohol"] + signs["liver"]
    assert program.see(seen.status_section).endswith(f"passage 1 of {total}")


def test_a_click_on_a_chip_switches_its_lens(program: Program) -> None:
    chip = program.see(seen.rectangle_of, "lens_bar")
    place = program.see(seen.chips)["pregnancy"].place
    program.click(chip.x + place.x + place.width // 2, place.y + place.height // 2)
    assert program.see(seen.lenses_on) == ["pregnancy"]


def test_a_lens_without_a_passage_says_that_it_was_checked(program: Program) -> None:
    assert program.see(seen.chips)["older"].sign == "0"
    program.press("ctrl+6")
    assert program.see(seen.lenses_on) == ["older"]
    assert program.see(seen.tree_counts) == {}


def test_nothing_moves_when_a_lens_is_switched_and_only_its_words_are_painted(
    program: Program,
) -> None:
    program.press(*["ctrl+Next"] * 6)
    assert program.see(seen.status_section) == "Interactions"
    chips, column = program.see(seen.chips), program.see(seen.column)
    top = program.see(seen.top_line)
    headings = program.see(seen.headings)
    before = program.see(seen.document)
    words = [box for each in ALCOHOL_WORDS for box in program.see(pixels.word_boxes, each)]
    assert len(words) == 5
    # The chip, the words, the numbers in the tree and the ticks of the strip; no place else.
    allowed = [Box(b.x - 3, b.y - 2, b.width + 6, b.height + 4) for b in words]
    allowed += [chips["alcohol"].place, *program.see(seen.places_of, "section_tree")]
    allowed += program.see(seen.places_of, "marker_strip")
    program.see(pixels.keep_picture)
    for on in (True, False):
        program.press("ctrl+1")
        assert program.see(seen.chips)["alcohol"].on is on
        assert [chip.place for chip in program.see(seen.chips).values()] == [
            chip.place for chip in chips.values()
        ]
        assert program.see(seen.column) == column
        assert program.see(seen.top_line) == top
        assert program.see(seen.headings) == headings
        assert program.see(pixels.changed_outside, allowed) == []
        tint = LIGHT.lenses["amber"].tint
        shares = [program.see(pixels.share_of, tint, box) for box in words]
        assert all(share > 0.3 if on else share == 0 for share in shares), shares
    assert program.see(pixels.changed_outside, []) == []
    assert program.see(seen.document) == before


def test_nothing_that_marks_ever_changes_the_document(program: Program) -> None:
    before = program.see(seen.document)
    program.press("ctrl+1", "ctrl+2", "ctrl+7", "ctrl+d", "F3", "F3", "ctrl+t")
    program.write("seizure*, fear")
    program.press("Return", "ctrl+f")
    program.write("the")
    program.press("Return", "Escape", "Escape")
    assert program.see(seen.document) == before


def test_own_terms_are_marked_like_a_lens(program: Program) -> None:
    program.press("ctrl+t")
    assert program.see(seen.focus) == "term_field"
    program.write("flumazenil, seizure*")
    program.press("Return")
    counts = program.see(seen.tree_counts)
    assert counts["Overdose"][0] >= 3
    assert program.see(told.told, "term_field").name.startswith("Own terms, ")
    program.press("F3")
    assert program.see(seen.current_words) == "seizures"
    program.press("shift+F3", "shift+F3")
    assert program.see(seen.status_section).startswith("Overdose")


def test_esc_clears_find_first_and_then_the_lenses(program: Program) -> None:
    program.press("ctrl+1", "ctrl+2", "ctrl+f")
    program.write("fear")
    program.press("Escape")
    assert not program.see(seen.find_open)
    assert program.see(seen.lenses_on) == ["alcohol", "pregnancy"]
    program.press("Escape")
    assert program.see(seen.lenses_on) == []
    assert program.see(seen.tree_counts) == {}


def test_dimming_is_said_in_a_banner_and_one_key_brings_all_back(program: Program) -> None:
    program.press("ctrl+d")
    assert program.see(seen.banner) == ""
    program.press("ctrl+1")
    assert program.see(seen.banner) == "6 of 9 sections dimmed: no Alcohol passage"
    program.press("ctrl+d")
    assert program.see(seen.banner) == ""
    program.press("ctrl+d")
    assert program.see(seen.banner).startswith("6 of 9")
    place = program.see(seen.rectangle_of, "dim_show_all")
    program.click(place.x + place.width // 2, place.y + place.height // 2)
    assert program.see(seen.banner) == ""
    assert program.see(seen.focus) == "leaflet_view"
    program.press("ctrl+d")
    assert program.see(seen.banner).startswith("6 of 9")


def test_dimmed_text_keeps_its_place_on_the_screen(program: Program) -> None:
    program.press(*["ctrl+Next"] * 6, "ctrl+1")
    before = program.see(pixels.word_boxes, "Ethyl alcohol")
    program.press("ctrl+d")
    assert program.see(seen.banner) != ""
    assert program.see(pixels.word_boxes, "Ethyl alcohol") == before
    program.press("ctrl+d")
    assert program.see(pixels.word_boxes, "Ethyl alcohol") == before


def test_the_title_of_the_leaflet_stays_below_the_banner(program: Program) -> None:
    program.press("ctrl+1")
    assert program.see(seen.top_line) == 0
    program.press("ctrl+d")
    assert program.see(seen.banner) != ""
    assert program.see(seen.top_line) == 0
    program.press("ctrl+d")
    assert program.see(seen.top_line) == 0


def test_the_tool_tip_of_a_match_names_its_lens(program: Program) -> None:
    program.press(*["ctrl+Next"] * 6, "ctrl+1")
    assert program.see(told.tooltip_over, "Pathological intoxication") == ""
    assert program.see(told.tooltip_over, "Ethyl alcohol").startswith("Alcohol: ")


def test_lenses_and_words_asked_for_at_the_start_are_on(start: Start) -> None:
    program = start("klonopin", "--section", "overdose", "--lens", "liver", "--term", "flumazenil")
    assert program.see(seen.lenses_on) == ["liver"]
    assert program.see(seen.own_terms) == "flumazenil"
    assert program.see(seen.status_section).startswith("Overdose")
    assert program.see(seen.tree_counts)["Overdose"] == [2]
