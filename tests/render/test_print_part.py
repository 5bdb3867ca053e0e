"""The words on paper that say what is printed, what is left out, and where it is from."""

from __future__ import annotations

from array import array

import pytest

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Leaflet, Paragraph, Provenance, Run, Section
from viewer.render.print_part import (
    PrintPart,
    PrintScope,
    chosen_sections,
    footer_words,
    print_parts,
    safe_file_name,
    section_part,
    sections_with_passages,
    selection_part,
    whole_leaflet,
)


def section(key: str, *children: Section, title: str = "") -> Section:
    body = (Paragraph((Run(f"Text of {key}."),)),)
    return Section(key, title or key.capitalize(), blocks=body, children=children)


LEAFLET = Leaflet(
    id="calmex",
    title="Calmex",
    language="en",
    kind="label",
    product="Calmex 5/10 mg",
    sections=(
        section("use"),
        section("risks", section("heart"), section("liver")),
        section("storage", title="Storage: where?"),
    ),
)
TEXT = LeafletText(LEAFLET)


def matches(*words: str, unchecked: str = "") -> Matches:
    starts = array("Q", [TEXT.text.index(f"Text of {word}") for word in words])
    ends = array("Q", [start + 4 for start in starts])
    return Matches(TEXT, "x", starts, ends, ("x",), unchecked=unchecked)


def unchecked(*words: str) -> Matches:
    return matches(*words, unchecked="no terms for this language")


def test_a_section_says_its_place_among_all() -> None:
    assert section_part(TEXT, "use").words == "Section 1 of 5: Use"


def test_a_section_brings_those_below_it_and_counts_them() -> None:
    part = section_part(TEXT, "risks")
    assert part.sections == ("risks", "heart", "liver")
    assert part.words == "Sections 2 to 4 of 5: Risks"


@pytest.mark.parametrize(
    ("words", "file"),
    [
        ("Distributed by Calmex Ltd.", "Calmex - Distributed by Calmex Ltd.pdf"),
        ("word " * 20, "Calmex - word word word word word word word word….pdf"),
        ("", "Calmex - without a heading.pdf"),
    ],
)
def test_a_section_without_a_heading_is_named_by_its_first_words(words: str, file: str) -> None:
    untitled = Section("51945-4", "", blocks=(Paragraph((Run(words),)),))
    text = LeafletText(Leaflet("calmex", "Calmex", "en", "label", "Calmex", (untitled,)))
    part = section_part(text, "51945-4")
    assert part.words == "Section 1 of 1: without a heading"
    assert part.file_name() == file


def test_chosen_sections_are_named_in_the_leaflets_order() -> None:
    part = chosen_sections(TEXT, ["storage", "use"])
    assert part.sections == ("use", "storage")
    assert part.words == "2 of 5 sections: Use; Storage: where?"


def test_an_unknown_section_is_an_error() -> None:
    with pytest.raises(KeyError):
        chosen_sections(TEXT, ["use", "gone"])


@pytest.mark.parametrize(
    ("lenses", "words"),
    [
        (["Alcohol"], "2 of 5 sections: those with an Alcohol passage"),
        (["Liver", "Kidneys"], "2 of 5 sections: those with a Liver or Kidneys passage"),
        (["A", "B", "C"], "2 of 5 sections: those with an A, B or C passage"),
    ],
)
def test_sections_with_passages_name_the_lenses(lenses: list[str], words: str) -> None:
    part = sections_with_passages(TEXT, [matches("use", "liver") for _ in lenses], lenses)
    assert part is not None
    assert part.sections == ("use", "liver")
    assert part.words == words


def test_passages_in_every_section_are_said_to_be_in_all() -> None:
    everywhere = matches("use", "risks", "heart", "liver", "storage")
    part = sections_with_passages(TEXT, [everywhere], ["Liver"])
    assert part is not None
    assert part.words == "All 5 sections: each has a Liver passage"


def test_what_cannot_be_printed_comes_with_its_reason() -> None:
    parts = print_parts(TEXT, "use")
    assert parts[PrintScope.MATCHES] == "no highlight is on"
    assert parts[PrintScope.SELECTION] == "no text is selected"
    without = print_parts(TEXT, "use", [matches()], ["Alcohol"], (3, 3))
    assert without[PrintScope.MATCHES] == "no Alcohol passage here"
    assert without[PrintScope.SELECTION] == "no text is selected"
    assert isinstance(without[PrintScope.WHOLE], PrintPart)


@pytest.mark.parametrize(
    ("found", "lenses", "words"),
    [
        (
            [unchecked()],
            ["Pregnancy"],
            "cannot check the words of Pregnancy: no terms for this language",
        ),
        (
            [unchecked(), matches(), unchecked(), matches()],
            ["Pregnancy", "Alcohol", "Driving", "own terms"],
            "no Alcohol or own terms passage here; "
            "cannot check the words of Pregnancy or Driving: no terms for this language",
        ),
    ],
)
def test_a_lens_that_cannot_check_is_not_said_to_find_nothing(
    found: list[Matches], lenses: list[str], words: str
) -> None:
    assert print_parts(TEXT, "use", found, lenses)[PrintScope.MATCHES] == words


def test_sections_with_passages_say_which_lens_was_not_checked() -> None:
    part = sections_with_passages(TEXT, [unchecked(), matches("use")], ["Pregnancy", "Alcohol"])
    assert part is not None
    assert part.words == (
        "1 of 5 sections: those with an Alcohol passage; "
        "cannot check the words of Pregnancy: no terms for this language"
    )
    assert part.name == "Alcohol passages"


def test_a_section_found_by_its_code_alone_is_not_said_to_be_all_there_is() -> None:
    part = sections_with_passages(TEXT, [unchecked("use")], ["Pregnancy"])
    assert part is not None
    assert part.words == (
        "1 of 5 sections: those with a Pregnancy passage; "
        "cannot check the words of Pregnancy: no terms for this language"
    )
    assert part.name == "Pregnancy passages"


def test_a_selection_over_two_sections_names_both() -> None:
    part = selection_part(TEXT, TEXT.text.index("of use"), TEXT.text.index("of risks"))
    assert part is not None
    assert part.words == "Selection from Use to Risks"


def test_a_selection_names_the_section_it_stands_in_and_not_the_one_above() -> None:
    start = TEXT.text.index("of heart")
    part = selection_part(TEXT, start, start + 8)
    assert part is not None
    assert part.words == "Selection from Heart"


def test_names_of_files_are_safe_on_every_system() -> None:
    assert section_part(TEXT, "storage").file_name() == "Calmex 5 10 mg - Storage where.pdf"
    assert whole_leaflet(TEXT).file_name() == "Calmex 5 10 mg.pdf"
    assert safe_file_name('a<b>:"/\\|?*\n.') == "a b.pdf"
    assert safe_file_name("...") == "Leaflet.pdf"
    assert len(safe_file_name("x" * 500)) < 130


def test_the_foot_of_a_page_says_what_the_source_does_not_state() -> None:
    source, printed = footer_words(LEAFLET, "29 July 2026")
    assert source == "Source: not stated · Version: not stated · Date: not stated"
    assert printed == "Printed on 29 July 2026. The authority’s current text prevails."


def test_a_notice_stands_at_the_foot_with_its_first_sentence() -> None:
    leaflet = Leaflet("x", "X", "en", "label", "X", (), notice="A demonstration. And more.")
    assert footer_words(leaflet, "today")[-1] == "A demonstration."


def test_words_without_end_are_cut_to_fit_a_page() -> None:
    leaflet = Leaflet("x", "X", "en", "label", "X", (), provenance=Provenance(source="y" * 9000))
    assert len(footer_words(leaflet, "today")[0]) < 400
