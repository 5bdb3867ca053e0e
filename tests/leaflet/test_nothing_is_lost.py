"""Laws of the Markdown reader: text neither vanishes nor does anything but a refusal come out."""

from __future__ import annotations

import string
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.errors import LeafletError
from viewer.leaflet.markdown_reader import read_markdown
from viewer.leaflet.model import Leaflet, ListItem, Note, text_blocks
from viewer.leaflet.runs import refused_character

HEAD = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n"


@dataclass(frozen=True)
class Piece:
    """Markdown lines and the text that a reader of it sees, without white space."""

    lines: tuple[str, ...]
    visible: str


def read(body: str) -> Leaflet:
    return read_markdown("sample.md", (HEAD + body).encode("utf-8", "surrogatepass"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def seen(leaflet: Leaflet) -> str:
    """All text of a leaflet in reading order, list markers and notes' labels left out."""
    return squeezed("".join(text for section in leaflet.walk() for text in section.texts()))


# Combining marks aside: words need no more than letters, and what leaflets write between them.
WORDS = st.from_regex(
    r"[A-Za-zäéñøßΩЖ中][A-Za-z0-9äéñøßΩЖ中%.,;:()/°µ\u00ad-]{0,8}", fullmatch=True
)


@st.composite
def inline(draw: st.DrawFn) -> Piece:
    """One or two lines of words with looks."""
    parts: list[str] = []
    visible = ""
    for word in draw(st.lists(WORDS, min_size=1, max_size=6)):
        look = draw(st.sampled_from(["{}", "{}", "**{}**", "*{}*", "***{}***", "`{}`", "[{}](#k)"]))
        gap = draw(st.sampled_from([" ", "   ", "\n", "\\\n", "\t"]))
        parts += [look.format(word), gap]
        visible += word
    lines = "".join(parts[:-1]).replace("\t", "    ").split("\n")
    return Piece(tuple(lines), visible)


def paragraphs() -> st.SearchStrategy[Piece]:
    return inline()


@st.composite
def tables(draw: st.DrawFn) -> Piece:
    width = draw(st.integers(1, 3))
    row = st.lists(WORDS, min_size=width, max_size=width)
    rows = draw(st.lists(row, min_size=1, max_size=3))
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    lines.insert(1, "|" + "---|" * width)
    return Piece(tuple(lines), "".join(word for cells in rows for word in cells))


def joined(pieces: Sequence[Piece]) -> Piece:
    lines: list[str] = []
    for piece in pieces:
        lines += [*piece.lines, ""]
    return Piece(tuple(lines[:-1]), "".join(piece.visible for piece in pieces))


def indented(piece: Piece, first: str, others: str) -> Piece:
    lines = tuple(
        ((others if index else first) + line).rstrip() for index, line in enumerate(piece.lines)
    )
    return Piece(lines, piece.visible)


def nested(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    body = st.lists(inner, min_size=1, max_size=3).map(joined)
    # An item begins with a paragraph here: what else it may begin with is tested by example.
    item = st.tuples(inline(), st.lists(inner, max_size=2)).map(
        lambda pair: joined([pair[0], *pair[1]])
    )
    return st.one_of(
        item.map(lambda piece: indented(piece, "- ", "  ")),
        item.map(lambda piece: indented(piece, "7. ", "   ")),
        body.map(lambda piece: indented(piece, "> ", "> ")),
        body.map(
            lambda piece: Piece(
                ('!!! note "L"', *indented(piece, "    ", "    ").lines), piece.visible
            )
        ),
    )


PIECES = st.recursive(st.one_of(paragraphs(), tables()), nested, max_leaves=8)


@given(st.lists(st.tuples(WORDS, st.lists(PIECES, max_size=3)), min_size=1, max_size=3))
def test_the_text_of_a_leaflet_is_what_its_source_shows(
    sections: list[tuple[str, list[Piece]]],
) -> None:
    lines: list[str] = ["## Target {#k}", ""]
    visible = "Target"
    for title, pieces in sections:
        body = joined(pieces) if pieces else Piece((), "")
        lines += [f"## {title}", "", *body.lines, ""]
        visible += title + body.visible
    assert seen(read("\n".join(lines))) == visible


def escaped(text: str) -> str:
    return "".join("\\" + c if c in string.punctuation else c for c in text)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_text_at_all_can_be_written_and_comes_out_as_it_is(text: str) -> None:
    if refused_character(text) or not squeezed(text):
        return
    assert seen(read(f"## K\n\nx{escaped(' '.join(text.split()))}\n")) == f"Kx{squeezed(text)}"


# Only what shows: no attributes, no link targets, no names of boxes or of code.
MARKUP = st.text("ab  \n\n\t>|-+*_#[]\\=:.&;'\"12", max_size=60)


@given(MARKUP)
def test_letters_never_vanish_whatever_the_markup_around_them(text: str) -> None:
    body = f"## K\n\n{text}\n"
    try:
        leaflet = read(body)
    except LeafletError:
        return
    letters = [c for c in seen(leaflet) if c in "abK"]
    assert letters == [c for c in body if c in "abK"]


@given(st.text("ab  \n\n>|-*_#[]()`!<&;{}=\"'\\1.:/~\t\x00\u2028\ud800", max_size=80))
def test_any_markup_gives_a_leaflet_with_folded_text_or_a_refusal(text: str) -> None:
    try:
        leaflet = read(text)
    except LeafletError:
        return
    for section in leaflet.walk():
        for block in section.texts():
            assert "  " not in block
            assert block == block.strip(" \n")
            assert " \n" not in block
            assert "\n " not in block
        for inner in text_blocks(section.blocks):
            assert inner.text or isinstance(inner, ListItem)
            assert not isinstance(inner, Note)


@given(st.text())
def test_any_front_matter_gives_a_leaflet_or_a_refusal(text: str) -> None:
    with suppress(LeafletError):
        read_markdown("f", f"---\n{text}\n---\n## A\n".encode("utf-8", "surrogatepass"))


@given(st.text("id:title languge kin smpc\n-[]{}&*!|>'\"%@`#,?~\\x0\t", max_size=60))
def test_any_yaml_gives_a_leaflet_or_a_refusal(text: str) -> None:
    with suppress(LeafletError):
        read_markdown("f", f"---\n{text}\n---\n## A\n".encode())


@given(st.binary())
def test_any_bytes_give_a_leaflet_or_a_refusal(data: bytes) -> None:
    for given_data in (data, HEAD.encode() + data):
        with suppress(LeafletError):
            read_markdown("f", given_data)
