"""A leaflet as one text: each offset has one place in it."""

from __future__ import annotations

import pytest

from viewer.highlight.leaflet_text import BLOCK_SEPARATOR, LeafletText, Place
from viewer.leaflet.model import (
    Block,
    Cell,
    Image,
    Leaflet,
    ListItem,
    Note,
    Paragraph,
    Run,
    Section,
    Table,
)


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def leaflet_of(*sections: Section) -> Leaflet:
    return Leaflet("sample", "Sample", "en-GB", "label", "Sample", sections)


BODY: tuple[Block, ...] = (
    paragraph("one"),
    ListItem((Run("t"), Run("wo", bold=True)), 2, "a)"),
    Table(((Cell((paragraph("three"),)), Cell(()), Cell((paragraph("four"), Image("k")))),)),
    Note("A label is no text", (paragraph("five 😀"), Table(((Cell((paragraph("six"),)),),)))),
)
LEAFLET = leaflet_of(
    Section("a", "Heading A", blocks=BODY, children=(Section("b", "", 2),)),
    Section("c", "Heading C", blocks=(paragraph("seven"),)),
)
BLOCKS = ["Heading A", "one", "two", "three", "four", "\ufffc", "five 😀", "six", ""]
BLOCKS += ["Heading C", "seven"]


def test_it_is_all_text_blocks_in_reading_order() -> None:
    assert LeafletText(LEAFLET).text.split(BLOCK_SEPARATOR) == BLOCKS


def test_each_character_has_its_place_and_each_place_its_character() -> None:
    text = LeafletText(LEAFLET)
    offset = 0
    for section in text.sections:
        for number, words in enumerate(section.texts()):
            for start in range(len(words) + 1):
                assert text.place(offset + start, offset + len(words)) == Place(
                    section.key, number, start, len(words)
                )
                assert text.text[offset : offset + start] == words[:start]
            offset += len(words) + 1


def test_the_end_of_a_text_block_belongs_to_it_and_the_next_character_to_the_next() -> None:
    text = LeafletText(LEAFLET)
    heading = len("Heading A")
    assert text.block_index(heading) == 0
    assert text.block_index(heading + 1) == 1


def test_a_section_begins_with_its_heading_also_where_that_is_empty() -> None:
    text = LeafletText(LEAFLET)
    assert [section.key for section in text.sections] == ["a", "b", "c"]
    assert [text.section_index(start) for start in text.section_starts] == [0, 1, 2]
    assert text.text[text.section_starts[2] :].startswith("Heading C")


def test_an_offset_beyond_the_end_is_in_the_last_section() -> None:
    text = LeafletText(LEAFLET)
    assert text.section_index(len(text.text) + 100) == 2


def test_an_empty_leaflet_has_an_empty_text() -> None:
    text = LeafletText(leaflet_of())
    assert text.text == ""
    assert text.section_index(0) == text.block_index(0) == 0


@pytest.mark.parametrize("language", ["en", "da"])
def test_it_knows_its_language(language: str) -> None:
    leaflet = Leaflet("sample", "Sample", language, "label", "", ())
    assert LeafletText(leaflet).language == language
