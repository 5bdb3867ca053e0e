"""A leaflet kept as JSON comes back exactly, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viewer.leaflet.json_form import (
    FORMAT,
    leaflet_from_json,
    leaflet_from_lines,
    leaflet_to_json,
    leaflet_to_lines,
)
from viewer.leaflet.model import (
    Annotation,
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
ANNOTATIONS = st.lists(
    st.builds(Annotation, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), CODES),
    max_size=2,
).map(tuple)
SECTIONS = st.recursive(
    st.builds(
        Section,
        *(TEXT, TEXT, st.integers(1, 9), TEXT, CODES, BLOCKS),
        annotations=ANNOTATIONS,
        repeats=st.booleans(),
    ),
    lambda inner: st.builds(
        Section,
        *(TEXT, TEXT, st.integers(1, 9), TEXT, CODES, BLOCKS),
        children=st.lists(inner, max_size=2).map(tuple),
        annotations=ANNOTATIONS,
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
RUN = Run("word", bold=True)
PARAGRAPH = Paragraph((RUN,) * 101)
LONG = replace(
    SAMPLE,
    sections=(
        Section("runs", "", blocks=(Paragraph((RUN,) * 30_000), ListItem((RUN,) * 20_000))),
        Section("cells", "", blocks=(Table(((Cell((PARAGRAPH,)),) * 150,) * 2),)),
        Section("blocks", "", blocks=(Note("", (PARAGRAPH,) * 300),)),
        Section("codes", "", annotations=(Annotation(0, 0, 0, (Code("a", "b"),)),) * 1_000),
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
    lines = [json.loads(line) for line in leaflet_to_lines(SAMPLE)]
    node, key = lines, data.draw(st.integers(0, len(lines) - 1))
    while isinstance(node[key], list | dict) and node[key] and data.draw(st.booleans()):
        node = node[key]
        keys = sorted(node) if isinstance(node, dict) else range(len(node))
        key = data.draw(st.sampled_from(keys))
    node[key] = data.draw(JSON)
    try:
        leaflet = leaflet_from_json("\n".join(map(json.dumps, lines)))
    except ValueError:
        return
    assert leaflet_from_json(leaflet_to_json(leaflet)) == leaflet


def test_a_leaflet_with_a_line_too_many_or_too_few_is_refused() -> None:
    leaflet = replace(SAMPLE, sections=(Section("k", "t", blocks=(PARAGRAPH,) * 100),))
    lines = leaflet_to_lines(leaflet)
    for place, line in enumerate(lines):
        for instead in ([], [line, line]):
            changed = [*lines[:place], *instead, *lines[place + 1 :]]
            with pytest.raises(ValueError):  # noqa: PT011
                leaflet_from_json("\n".join(changed))


def test_leaflets_behind_one_another_come_back_one_by_one() -> None:
    lines = iter([*leaflet_to_lines(LONG), *leaflet_to_lines(SAMPLE), "further"])
    assert leaflet_from_lines(lines) == LONG
    assert leaflet_from_lines(lines) == SAMPLE
    assert next(lines) == "further"


def test_a_large_image_comes_back_exactly_and_in_pieces() -> None:
    images = {"empty": b"", "large": bytes(range(256)) * 20_000, "small": b"\xff\n"}
    lines = leaflet_to_lines(replace(SAMPLE, images=images))
    assert leaflet_from_lines(iter(lines)).images == images
    assert max(map(len, lines)) < 2_000_000
    with pytest.raises(ValueError):  # noqa: PT011
        leaflet_from_lines(iter(lines[:-1]))


def test_no_line_of_a_long_leaflet_is_long() -> None:
    """Python's parser lets no other thread run while it is at a line."""
    assert leaflet_from_json(leaflet_to_json(LONG)) == LONG
    assert max(map(len, leaflet_to_lines(LONG))) < 100_000
    assert len(leaflet_to_json(LONG)) > 1_000_000


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
    assert not any("\n" in line for line in leaflet_to_lines(leaflet))
    assert leaflet_from_json(text) == leaflet
