"""A document that is made slice by slice is the one that its HTML makes at once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont

from viewer.leaflet.model import (
    Block,
    Cell,
    Leaflet,
    ListItem,
    Note,
    Paragraph,
    Run,
    Section,
    Table,
)
from viewer.render.html import render_html
from viewer.render.stylesheet import screen_style
from viewer.render.theme import Theme
from viewer.ui.document import screen_measures
from viewer.ui.html_slices import html_slices
from viewer.ui.rich_text import SealedDocument, fill_in_slices, prepare

WORDS = "Take one tablet with water, and ask your doctor before you drive. "
texts = st.integers(1, 4).map(lambda count: WORDS * count)
paragraphs = st.builds(lambda text: Paragraph((Run(text, bold=len(text) % 2 == 0),)), texts)
items = st.builds(
    lambda text, marker, level: ListItem((Run(text),), level, marker),
    texts,
    st.sampled_from(["•", "1.", "(b)", ""]),
    st.integers(1, 3),
)
tables = st.lists(paragraphs, min_size=1, max_size=4).map(
    lambda cells: Table((tuple(Cell((cell,)) for cell in cells),) * 2)
)
notes = st.lists(st.one_of(paragraphs, items, tables), min_size=1, max_size=3).map(
    lambda blocks: Note("Note", tuple(blocks))
)
bodies: st.SearchStrategy[list[Block]] = st.lists(
    st.one_of(paragraphs, items, tables, notes), max_size=6
)


@pytest.mark.usefixtures("qapp")
@settings(max_examples=40)
@given(st.lists(bodies, min_size=1, max_size=5), st.sampled_from(["en", "ar"]))
def test_slices_make_the_document_that_the_whole_makes(
    theme: Theme, parts: list[list[Block]], language: str
) -> None:
    style = screen_style(theme, 100)
    measures = screen_measures(style)
    sections = tuple(
        Section(f"s{number}", f"Section {number}" if number % 3 else "", blocks=tuple(blocks))
        for number, blocks in enumerate(parts)
    )
    html = render_html(Leaflet("x", "X", language, "label", "X", sections), style).html
    whole, sliced = SealedDocument(), SealedDocument()
    for each in (whole, sliced):
        prepare(each, QFont("DejaVu Sans"), measures)
    whole.setHtml(html)
    fill_in_slices(sliced, html_slices(html, 300))
    assert sliced.toHtml() == whole.toHtml()
