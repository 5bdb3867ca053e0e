"""A leaflet kept as JSON comes back exactly, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.leaflet.json_form import FORMAT, leaflet_from_json, leaflet_to_json
from viewer.leaflet.model import (
    Block,
    Cell,
    Code,
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
)

TEXT = st.text(max_size=8)
RUNS = st.lists(
    st.builds(
        Run,
        *(TEXT, st.booleans(), st.booleans(), st.booleans()),
        script=st.sampled_from(Script),
        link=TEXT,
    ),
    max_size=3,
).map(tuple)
PLAIN_BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, RUNS),
    st.builds(ListItem, RUNS, st.integers(1, 8), TEXT),
    st.builds(Image, TEXT, TEXT),
)


def nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    some = st.lists(inner, max_size=3).map(tuple)
    cells = st.builds(Cell, some, st.booleans(), st.integers(1, 9), st.integers(1, 9))
    rows = st.lists(st.lists(cells, max_size=2).map(tuple), max_size=2).map(tuple)
    return st.one_of(st.builds(Table, rows), st.builds(Note, TEXT, some, st.sampled_from(NoteKind)))


BLOCKS = st.lists(st.recursive(PLAIN_BLOCKS, nested, max_leaves=4), max_size=3).map(tuple)
CODES = st.lists(st.builds(Code, TEXT, TEXT), max_size=2).map(tuple)
SECTIONS = st.recursive(
    st.builds(Section, TEXT, TEXT, st.integers(1, 9), TEXT, CODES, BLOCKS),
    lambda inner: st.builds(
        Section,
        *(TEXT, TEXT, st.integers(1, 9), TEXT, CODES, BLOCKS),
        children=st.lists(inner, max_size=2).map(tuple),
    ),
    max_leaves=3,
)
LEAFLETS = st.builds(
    Leaflet,
    *(TEXT, TEXT, TEXT, TEXT, TEXT),
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
    active_substance=TEXT,
    atc=TEXT,
    notice=TEXT,
    language_assumed=st.booleans(),
    provenance=st.builds(Provenance, *[TEXT] * 7, verified=st.booleans()),
    reading_notes=st.lists(TEXT, max_size=2).map(tuple),
    images=st.dictionaries(TEXT, st.binary(max_size=9), max_size=2),
)
SAMPLE = Leaflet(
    *("a", "b", "en", "smpc", "p"),
    sections=(
        Section("k", "t", blocks=(Table(((Cell((Paragraph((Run("x", bold=True),)),)),),)),)),
    ),
)


@settings(max_examples=60)
@given(LEAFLETS)
def test_a_leaflet_comes_back_exactly(leaflet: Leaflet) -> None:
    back = leaflet_from_json(leaflet_to_json(leaflet))
    assert back == leaflet
    assert back.images == leaflet.images


@given(st.text())
def test_text_that_is_no_leaflet_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (a plain one is what is promised)
        leaflet_from_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
def test_a_leaflet_with_any_one_value_replaced_is_refused_or_read(data: st.DataObject) -> None:
    """Whatever comes of it is a leaflet made of the right types, or a ValueError."""
    tree = json.loads(leaflet_to_json(SAMPLE))
    node, key = tree, data.draw(st.sampled_from(sorted(tree)))
    while isinstance(node[key], list) and node[key] and data.draw(st.booleans()):
        node, key = node[key], data.draw(st.integers(0, len(node[key]) - 1))
    node[key] = data.draw(JSON)
    try:
        leaflet = leaflet_from_json(json.dumps(tree))
    except ValueError:
        return
    assert leaflet_from_json(leaflet_to_json(leaflet)) == leaflet


def test_another_format_is_refused() -> None:
    text = leaflet_to_json(SAMPLE)
    other = text.replace(f'"format":{FORMAT}', f'"format":{FORMAT + 1}')
    assert other != text
    with pytest.raises(ValueError, match="not a leaflet of form"):
        leaflet_from_json(other)


def test_text_nested_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="nested"):
        leaflet_from_json("[" * 100_000)


def test_it_is_compact_and_plain_ascii() -> None:
    leaflet = replace(SAMPLE, title="é\u2029\ud800")
    text = leaflet_to_json(leaflet)
    assert text.isascii()
    assert "\n" not in text
    assert leaflet_from_json(text) == leaflet
