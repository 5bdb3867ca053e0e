"""A leaflet as text for a terminal."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import (
    Block,
    Cell,
    Image,
    Leaflet,
    ListItem,
    Note,
    NoteKind,
    Paragraph,
    Provenance,
    Run,
    Script,
    Section,
    Table,
    text_blocks,
)
from viewer.render.text import render_text
from viewer.render.text_wrap import Marks, Piece, display_width, wrap


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def leaflet_of(*blocks: Block) -> Leaflet:
    section = Section("interactions", "Interactions", blocks=blocks)
    return Leaflet(
        "sample",
        "Sample medicine",
        "en",
        "package-leaflet",
        "Sample",
        (section,),
        notice="A made-up leaflet. It serves to test.",
        provenance=Provenance(source="A test", version="3", date="2024-05-01"),
    )


def body(leaflet: Leaflet, width: int = 80, marks: Marks = Marks.NONE) -> str:
    """What stands between the section's heading and the foot."""
    text = render_text(leaflet, width=width, marks=marks)
    rule = "\n" + "-" * max(40, min(width, 100)) + "\nSource: A test"
    return text.split("Interactions\n------------\n\n")[1].split(rule)[0].rstrip("\n")


def matches_of(leaflet: Leaflet, *words: str) -> Matches:
    text = LeafletText(leaflet)
    spans = sorted(m.span() for word in words for m in re.finditer(word, text.text))
    starts, ends = array("Q", (s for s, _ in spans)), array("Q", (e for _, e in spans))
    return Matches(text, "alcohol", starts, ends, ["word"])


def test_the_head_names_the_leaflet_and_its_notice_and_the_foot_its_provenance() -> None:
    lines = render_text(leaflet_of(paragraph("Text."))).splitlines()
    assert lines[:6] == [
        "Sample medicine",
        "===============",
        "Sample · Package leaflet",
        "",
        "| Reader's note (by the editor, not part of the leaflet)",
        "| A made-up leaflet. It serves to test.",
    ]
    assert lines[lines.index("-" * 80) + 1 :] == [
        "Source: A test · Version: 3 · Date: 2024-05-01",
        "Language: English",
        "The authority's current text prevails.",
    ]


def test_one_section_comes_with_those_below_it_and_says_what_was_left_out() -> None:
    child = Section("food", "Food", level=2, blocks=(paragraph("Eat."),))
    first = Section("interactions", "Interactions", children=(child,))
    other = Section("storage", "Storage", blocks=(paragraph("Keep dry."),))
    leaflet = replace(leaflet_of(), sections=(first, other))
    text = render_text(leaflet, sections=("interactions",))
    assert "Eat." in text
    assert "Keep dry." not in text
    assert "2 of 3 sections are shown here." in text
    with pytest.raises(KeyError):
        render_text(leaflet, sections=("nowhere",))


def test_a_section_without_text_says_so() -> None:
    assert body(leaflet_of()) == "No text in the source."


def test_paragraphs_are_wrapped_and_kept_apart() -> None:
    text = body(leaflet_of(paragraph("word " * 20), paragraph("Second.")), width=40)
    assert text.splitlines() == [
        "word word word word word word word word",
        "word word word word word word word word",
        "word word word word",
        "",
        "Second.",
    ]


def test_a_width_below_40_or_above_100_is_taken_as_those() -> None:
    leaflet = leaflet_of(paragraph("word " * 60))
    assert render_text(leaflet, width=1) == render_text(leaflet, width=40)
    assert render_text(leaflet, width=900) == render_text(leaflet, width=100)


def test_list_items_hang_under_their_text_at_each_level() -> None:
    items = (
        ListItem((Run("alpha " * 8),), marker="1."),
        ListItem((Run("and more of the first"),), marker=""),
        ListItem((Run("beta"),), level=2),
    )
    assert body(leaflet_of(*items), width=40).splitlines() == [
        "1. alpha alpha alpha alpha alpha alpha",
        "   alpha alpha",
        "   and more of the first",
        "  • beta",
    ]


def test_a_readers_note_is_set_apart_and_said_to_be_no_part_of_the_leaflet() -> None:
    note = Note("Reader's note", (paragraph("Mind this."),))
    assert body(leaflet_of(note)).splitlines() == [
        "| Reader's note (by the editor, not part of the leaflet)",
        "| Mind this.",
    ]
    named = body(leaflet_of(replace(note, label="On ages")))
    assert "Reader's note: On ages (by the editor" in named


def test_a_warning_of_the_leaflets_own_is_not_called_a_readers_note() -> None:
    note = Note("Warning", (paragraph("Stop."),), NoteKind.WARNING)
    assert body(leaflet_of(note)).splitlines() == ["! Warning", "! Stop."]


def cells(*texts: str, header: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell((paragraph(text),), header) for text in texts)


def test_a_table_that_fits_stands_in_aligned_columns() -> None:
    table = Table((cells("Age", "Dose", header=True), cells("adult", "2 mg"), cells("10", "1 mg")))
    assert body(leaflet_of(table)).splitlines() == [
        "Age    Dose",
        "-----  ----",
        "adult  2 mg",
        "10     1 mg",
    ]


def test_a_wide_cell_wraps_within_its_column() -> None:
    table = Table((cells("Age", "Advice", header=True), cells("adult", "take it " * 8)))
    assert body(leaflet_of(table), width=40).splitlines() == [
        "Age    Advice",
        "-----  ---------------------------------",
        "adult  take it take it take it take it",
        "       take it take it take it take it",
    ]


def test_a_table_too_wide_for_columns_becomes_rows_of_header_and_value() -> None:
    names = [f"{letter}{'e' * 14}" for letter in "ABC"]
    table = Table((cells(*names, header=True), cells("one", "two", "three"), cells("4", "5", "6")))
    assert body(leaflet_of(table), width=40).splitlines() == [
        f"{names[0]}: one",
        f"{names[1]}: two",
        f"{names[2]}: three",
        "",
        f"{names[0]}: 4",
        f"{names[1]}: 5",
        f"{names[2]}: 6",
    ]


def test_a_header_over_no_value_is_shown_all_the_same() -> None:
    names = [f"{letter}{'e' * 14}" for letter in "ABC"]
    table = Table((cells(*names, header=True), cells("one", "two", "")))
    assert body(leaflet_of(table), width=40).splitlines() == [
        names[2],
        "",
        f"{names[0]}: one",
        f"{names[1]}: two",
    ]


def test_cells_over_several_rows_and_columns_keep_the_others_in_their_columns() -> None:
    tall = Cell((paragraph("adult"),), row_span=2)
    wide = Cell((paragraph("see the doctor"),), column_span=2)
    table = Table(((tall, *cells("day", "1")), cells("night", "2"), (*cells("child"), wide)))
    assert body(leaflet_of(table)).splitlines() == [
        "adult  day    1",
        "       night  2",
        "child  see the doctor",
    ]


def test_an_image_is_named_by_its_description() -> None:
    assert body(leaflet_of(Image("00", "A tablet"), Image("01"))) == "[image: A tablet]\n\n[image]"


def test_raised_and_lowered_figures_stay_apart_from_those_beside_them() -> None:
    runs = (
        Run("10"),
        Run("9", script=Script.SUP),
        Run("/l, H"),
        Run("2", script=Script.SUB),
        Run("O, x"),
        Run("ab", script=Script.SUP),
    )
    assert body(leaflet_of(Paragraph(runs))) == "10⁹/l, H₂O, x^ab"


def test_an_address_behind_a_link_is_shown() -> None:
    runs = (Run("the agency", link="https://example.org"), Run(", "), Run("here", link="#food"))
    assert body(leaflet_of(Paragraph(runs))) == "the agency (https://example.org), here"


def test_matches_are_marked_in_reverse_video_or_between_signs_or_not_at_all() -> None:
    leaflet = leaflet_of(paragraph("No alcohol, no ethyl alcohol."))
    matches = matches_of(leaflet, "ethyl alcohol", "alcohol")

    def line(marks: Marks) -> str:
        text = render_text(leaflet, matches=(matches,), marks=marks)
        return next(line for line in text.splitlines() if line.startswith("No "))

    assert line(Marks.NONE) == "No alcohol, no ethyl alcohol."
    assert line(Marks.SIGNS) == "No ‹alcohol›, no ‹ethyl alcohol›."
    assert line(Marks.ANSI) == ("No \x1b[7malcohol\x1b[27m, no \x1b[7methyl alcohol\x1b[27m.")


def test_overlapping_matches_of_two_lenses_are_marked_as_one() -> None:
    leaflet = leaflet_of(paragraph("No ethyl alcohol abuse, please."))
    matches = (matches_of(leaflet, "ethyl alcohol"), matches_of(leaflet, "alcohol abuse"))
    text = render_text(leaflet, matches=matches, marks=Marks.SIGNS)
    assert "No ‹ethyl alcohol abuse›, please." in text


def test_a_match_in_a_heading_and_one_in_a_table_within_a_note_are_marked() -> None:
    table = Table((cells("wine", "none"), cells("beer", "wine")))
    leaflet = leaflet_of(paragraph("tea"), Note("Note", (table,)), paragraph("wine"))
    matches = matches_of(leaflet, "wine", "Interactions")
    text = render_text(leaflet, matches=(matches,), marks=Marks.SIGNS)
    assert text.count("‹wine›") == 3
    assert "‹Interactions›" in text


def test_a_mark_that_runs_over_a_line_end_does_not_reach_into_the_margin() -> None:
    leaflet = leaflet_of(paragraph("word " * 7 + "ethyl alcohol"))
    text = render_text(
        leaflet, matches=(matches_of(leaflet, "ethyl alcohol"),), width=40, marks=Marks.ANSI
    )
    assert "\x1b[7methyl\x1b[0m\n\x1b[7malcohol\x1b[0m\n" in text


def test_no_control_character_or_direction_override_of_a_leaflet_reaches_the_terminal() -> None:
    nasty = "dose \x1b[2J\x07\x9b5m\u202e5.0\u2066 mg\x7f"
    note = Note(nasty, (ListItem((Run(nasty, link="http://x\x1b"),), marker=f"1{nasty}"),))
    table = Table((cells(nasty, header=True), cells(nasty)))
    section = Section("s", nasty, blocks=(paragraph(nasty), note, table, Image("0", nasty)))
    leaflet = Leaflet(
        nasty,
        nasty,
        nasty,
        nasty,
        nasty,
        (section,),
        active_substance=nasty,
        notice=nasty,
        provenance=Provenance(nasty, nasty, nasty, nasty, nasty),
        reading_notes=(nasty,),
    )
    text = render_text(leaflet, remarks=(nasty,))
    shown = {c for c in text if unicodedata.category(c) == "Cc" or c in "\u202e\u2066"}
    assert shown == {"\n"}
    assert "dose ␛[2J␇<U+009B>5m<U+202E>5.0<U+2066> mg␡" in text


def test_no_break_spaces_hold_words_together_and_come_out_as_spaces() -> None:
    text = body(leaflet_of(paragraph("word " * 7 + "0.5\u00a0mg")), width=40)
    assert text.splitlines()[1] == "0.5 mg"


def test_wide_characters_take_two_columns_and_may_break_anywhere() -> None:
    lines = wrap([Piece("服用前に必ずこの説明書を")], 8)
    assert ["".join(p.text for p in line.pieces) for line in lines] == [
        "服用前に",
        "必ずこの",
        "説明書を",
    ]
    assert display_width("e\u0301ご") == 3


LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")).filter(
        lambda c: c not in "‹›\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ),
    max_size=60,
)
WORD = st.text("abcdéß服", min_size=1, max_size=12) | st.builds(
    lambda letter, count: letter * count, st.sampled_from("ab服"), st.integers(20, 130)
)
WORDS = st.lists(WORD, max_size=20).map(" ".join)
TEXTS = LETTERS | WORDS
FLOW: st.SearchStrategy[Block] = st.builds(paragraph, TEXTS) | st.builds(
    lambda text, level, marker: ListItem((Run(text),), level, marker),
    TEXTS,
    st.integers(1, 30),
    st.sampled_from(["•", "", "1.", "10.1.2.3)"]),
)
TABLES: st.SearchStrategy[Block] = st.lists(
    st.lists(
        st.builds(
            Cell,
            st.lists(FLOW, max_size=2).map(tuple),
            st.booleans(),
            st.integers(1, 3),
            st.integers(1, 3),
        ),
        max_size=5,
    ).map(tuple),
    max_size=5,
).map(lambda rows: Table(tuple(rows)))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def in_order(wanted: str, text: str) -> bool:
    remaining = iter(text)
    return all(character in remaining for character in wanted)


@given(st.lists(FLOW, max_size=6), st.integers(1, 130))
def test_no_text_is_lost_or_reordered_at_any_width(blocks: list[Block], width: int) -> None:
    leaflet = leaflet_of(*blocks, Note("Note", tuple(blocks)))
    text = squeezed(body(leaflet, width))
    wanted = squeezed("".join(b.text for b in text_blocks(leaflet.sections[0].blocks)))
    assert in_order(wanted, text)


@given(TABLES, st.integers(1, 130))
def test_no_text_of_a_table_is_lost_at_any_width(table: Table, width: int) -> None:
    text = Counter(squeezed(body(leaflet_of(table), width)))
    wanted = Counter(squeezed("".join(b.text for b in text_blocks((table,)))))
    assert wanted <= text


@given(st.lists(FLOW | TABLES, max_size=6), st.integers(40, 100))
def test_no_line_is_wider_than_asked_for(blocks: list[Block], width: int) -> None:
    for line in render_text(leaflet_of(*blocks), width=width).splitlines():
        assert display_width(line) <= width


@given(st.lists(FLOW | TABLES, max_size=4), st.sampled_from(["a", "[a-d]+", "[a-d ]+"]))
def test_marks_add_signs_and_change_nothing_else(blocks: list[Block], pattern: str) -> None:
    leaflet = leaflet_of(*blocks)
    matches = (matches_of(leaflet, pattern),)
    plain = render_text(leaflet)
    painted = render_text(leaflet, matches=matches, marks=Marks.ANSI)
    signed = render_text(leaflet, matches=matches, marks=Marks.SIGNS)
    assert re.sub(r"\x1b\[\d+m", "", painted) == plain
    assert signed.count("‹") == signed.count("›")
