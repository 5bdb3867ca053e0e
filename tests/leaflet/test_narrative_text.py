"""Headings and names follow the rules of paragraphs."""

from __future__ import annotations

from html import escape
from typing import cast
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.model import text_blocks
from viewer.leaflet.narrative import Element, NarrativeContext, narrative_blocks
from viewer.leaflet.narrative_text import MAX_WORD, plain_line

WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from(" \n\t\u00a0\u00ad\u202e\ufffc")
)


def as_paragraph(text: str) -> str:
    """The text of a paragraph without a bullet of its own."""
    element = ElementTree.fromstring(f"<div><p>x{escape(text)}</p></div>")
    blocks = narrative_blocks(cast(Element, element), NarrativeContext("f"))
    return "".join(block.text for block in text_blocks(blocks))


@given(WRITTEN)
def test_a_heading_reads_as_the_same_text_does_in_a_paragraph(text: str) -> None:
    notes: list[str] = []
    assert plain_line(f"x{text}", notes.append) == as_paragraph(text)


def test_a_heading_of_one_endless_word_is_broken() -> None:
    notes: list[str] = []
    assert plain_line("a" * (MAX_WORD + 1), notes.append) == "a" * MAX_WORD + " a"
    assert len(notes) == 1
