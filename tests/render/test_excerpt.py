"""A selection as a leaflet of its own: the selected text and nothing else."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import BLOCK_SEPARATOR, LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import (
    Cell,
    Leaflet,
    ListItem,
    Note,
    Paragraph,
    Run,
    Section,
    Table,
)
from viewer.render.excerpt import Excerpt


def paragraph(*texts: str) -> Paragraph:
    return Paragraph(tuple(Run(text, bold=bool(n % 2)) for n, text in enumerate(texts)))


def cell(text: str, rows: int = 1) -> Cell:
    return Cell((paragraph(text),), row_span=rows)


SAMPLE = LeafletText(
    Leaflet(
        id="x",
        title="X",
        language="en",
        kind="label",
        product="X",
        sections=(
            Section("one", "First", blocks=(paragraph("Plain ", "bold", " 💊 end"),)),
            Section(
                "two",
                "",
                blocks=(
                    ListItem((Run("item one"),)),
                    Table(((cell("span", 2), cell("a1")), (cell("b1"),), (cell("c0"), cell("c1")))),
                    Note("Reader's note", (paragraph("inside"), paragraph("the note"))),
                ),
                children=(Section("deep", "Deep", 2, blocks=(paragraph("below"),)),),
            ),
            Section("empty", "Alone"),
        ),
    )
)
LENGTH = len(SAMPLE.text)


def words(text: str) -> str:
    return text.replace(BLOCK_SEPARATOR, "")


@given(st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_an_excerpt_holds_the_selected_text_and_no_other(first: int, second: int) -> None:
    start, end = sorted((first, second))
    assert words(Excerpt(SAMPLE, start, end).text.text) == words(SAMPLE.text[start:end])


@given(st.integers(0, LENGTH), st.integers(0, LENGTH), st.data())
def test_matches_stand_on_the_same_words_in_an_excerpt(
    first: int, second: int, data: st.DataObject
) -> None:
    start, end = sorted((first, second))
    spans = [
        (SAMPLE.text.index(word), SAMPLE.text.index(word) + len(word))
        for word in ("First", "bold", "💊", "item", "a1", "c1", "note", "below", "Alone")
    ]
    chosen = [span for span in spans if data.draw(st.booleans(), label=str(span))]
    matches = Matches(
        SAMPLE, "x", array("Q", [a for a, _ in chosen]), array("Q", [b for _, b in chosen]), ("x",)
    )
    excerpt = Excerpt(SAMPLE, start, end)
    clipped = excerpt.clip(matches)
    expected = [SAMPLE.text[max(a, start) : min(b, end)] for a, b in chosen]
    found = [excerpt.text.text[a:b] for a, b in zip(clipped.starts, clipped.ends, strict=True)]
    assert found == [text for text in expected if text]


@given(st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_every_character_of_an_excerpt_is_known_by_its_place_in_the_whole(
    first: int, second: int
) -> None:
    excerpt = Excerpt(SAMPLE, *sorted((first, second)))
    for offset, character in enumerate(excerpt.text.text):
        if character != BLOCK_SEPARATOR:
            assert SAMPLE.text[excerpt.original(offset)] == character


def test_a_selection_inside_a_note_keeps_its_box_and_label() -> None:
    start = SAMPLE.text.index("the note")
    (section,) = Excerpt(SAMPLE, start, start + 3).text.sections
    assert section.blocks == (Note("Reader's note", (paragraph("the"),)),)


def test_a_selection_inside_a_spanning_cell_keeps_its_columns() -> None:
    start = SAMPLE.text.index("b1")
    (section,) = Excerpt(SAMPLE, start, start + 2).text.sections
    blank = Cell((), row_span=2), Cell(())
    assert section.blocks == (Table((blank, (cell("b1"),))),)


def test_a_list_item_cut_at_its_start_has_no_bullet() -> None:
    start = SAMPLE.text.index("one", SAMPLE.text.index("item"))
    (section,) = Excerpt(SAMPLE, start, start + 3).text.sections
    assert section.blocks == (ListItem((Run("one"),), marker=""),)


def test_a_heading_selected_alone_does_not_pass_for_a_section_without_text() -> None:
    (section,) = Excerpt(SAMPLE, 0, 5).text.sections
    assert section.title == "First"
    assert section.blocks


def test_what_is_selected_whole_is_kept_as_it_is() -> None:
    sections = SAMPLE.leaflet.sections
    kept = Excerpt(SAMPLE, 0, len(SAMPLE.text)).text.leaflet.sections
    for before, after in zip(sections, kept, strict=True):
        for block in before.blocks:
            if isinstance(block, Paragraph | ListItem) and block.text:
                assert any(block is other for other in after.blocks)
