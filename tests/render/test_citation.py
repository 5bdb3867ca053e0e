"""Copy with source: the words, and where they are from, so that neither goes without the other."""

from __future__ import annotations

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import (
    Block,
    Cell,
    Leaflet,
    ListItem,
    Note,
    Paragraph,
    Provenance,
    Run,
    Script,
    Section,
    Table,
)
from viewer.render.citation import citation


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def leaflet_of(*sections: Section, provenance: Provenance | None = None) -> LeafletText:
    return LeafletText(
        Leaflet(
            "sample",
            "Sample leaflet",
            "en",
            "package-leaflet",
            "Sample 5 mg",
            sections,
            notice="Demonstration content. It replaces nothing.",
            provenance=provenance or Provenance("The agency", version="7", date="2024-05-01"),
        )
    )


def section(key: str, *blocks: Block, title: str | None = None) -> Section:
    return Section(key, key.capitalize() if title is None else title, blocks=blocks)


TEXT = leaflet_of(
    section("use", paragraph("Take one tablet."), ListItem((Run("with water"),), 1, "1.")),
    section("driving", paragraph("Do not drive. 😀 Not at all.")),
    section("note", Note("Reader's note", (paragraph("A remark."),))),
)


def cite(words: str, text: LeafletText = TEXT) -> tuple[str, str]:
    """The citation of these words of the leaflet: what is cited, and the line of its source."""
    start = text.text.index(words)
    cited, _, source = citation(text, start, start + len(words)).partition("\n\n— ")
    return cited, source


def test_the_words_come_with_product_section_kind_source_version_and_date() -> None:
    assert cite("Do not drive.") == (
        "Do not drive.",
        "Sample 5 mg · Driving · Package leaflet · source: The agency · version: 7 · "
        "date: 2024-05-01 · Demonstration content\n",
    )


def test_what_is_not_known_of_the_source_is_said_not_to_be_stated() -> None:
    text = leaflet_of(section("use", paragraph("Take one.")), provenance=Provenance())
    _, source = cite("Take one.", text)
    assert "source: not stated · version: not stated · date: not stated" in source


def test_words_that_run_over_sections_name_the_first_and_the_last_of_them() -> None:
    cited, source = cite("tablet.\u2029with water\u2029Driving\u2029Do not")
    assert source.startswith("Sample 5 mg · Use to Driving · ")
    assert cited.split("\n")[0] == "tablet."
    assert cited.split("\n")[-1] == "Do not"


def test_words_that_end_with_a_section_do_not_name_the_next_one() -> None:
    _, source = cite("with water")
    assert " · Use · " in source


def test_half_a_sentence_stays_half_a_sentence() -> None:
    assert cite("😀 Not")[0] == "😀 Not"


def test_a_whole_section_keeps_the_markers_of_its_lists() -> None:
    cited, _ = cite("Use\u2029Take one tablet.\u2029with water")
    assert cited == "Use\nTake one tablet.\n1. with water"


def test_an_editors_remark_is_marked_as_one() -> None:
    assert cite("A remark.")[0] == "[Reader's note: A remark.]"


def test_the_cells_of_a_row_stay_apart() -> None:
    row = (Cell((paragraph("0.5 mg"),)), Cell((paragraph("twice a day"),)))
    text = leaflet_of(section("dosage", Table((row,))))
    assert cite("0.5 mg\u2029twice a day", text)[0] == "0.5 mg\ttwice a day"


def test_a_section_without_a_title_is_left_out_of_the_source() -> None:
    text = leaflet_of(section("untitled", paragraph("Words."), title=""))
    _, source = cite("Words.", text)
    assert source.startswith("Sample 5 mg · Package leaflet · ")


def test_raised_and_lowered_figures_are_copied_as_what_they_say() -> None:
    runs = (Run("10"), Run("9", script=Script.SUP), Run("/l H"), Run("2", script=Script.SUB))
    letters = (Run("x"), Run("ab", script=Script.SUP))
    cell = Cell((ListItem((*runs, Run("O")), 1, "•"),))
    text = leaflet_of(section("use", Paragraph(runs), Paragraph(letters), Table(((cell,),))))
    cited, _, _ = citation(text, 0, len(text.text)).partition("\n\n— ")
    assert cited == "Use\n10⁹/l H₂\nx^ab\n• 10⁹/l H₂O"
