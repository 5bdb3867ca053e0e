"""Tables and images that can be enlarged, as the HTML has them: which, where and how small."""

from __future__ import annotations

import pytest

from viewer.leaflet.model import Cell, Image, Leaflet, Note, Paragraph, Run, Section, Table
from viewer.render.html import Rendered, render_html
from viewer.render.stylesheet import MARK_ROOM, Style, cell_class

MARKED = Style("#111111", "#444444", "#0000ff", "#999999", marked=True)
PLAIN = Style("#111111", "#444444", "#0000ff", "#999999")
WHOLE = Style("#111111", "#444444", "#0000ff", "#999999", full_tables=True)


def cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell((Paragraph((Run(text),)),), column_span=columns, row_span=rows)


def table(columns: int, word: str = "ab") -> Table:
    return Table(tuple(tuple(cell(word) for _ in range(columns)) for _ in range(2)))


def rendered(*blocks: Table | Image | Note | Paragraph, style: Style = MARKED) -> Rendered:
    section = Section("only", "Title", blocks=blocks)
    return render_html(Leaflet("s", "S", "en", "label", "S", (section,)), style, {"only"})


def test_each_figure_tells_which_blocks_it_holds() -> None:
    inside = Note("Box", (table(2),))
    first, second, image = rendered(
        Paragraph((Run("before"),)), table(6), inside, Image("k", "A curve")
    ).figures
    assert (first.number, first.last_number, first.columns, first.small) == (2, 13, 6, True)
    assert (second.number, second.last_number, second.columns, second.small) == (14, 17, 2, False)
    assert (image.number, image.last_number, image.columns) == (18, 18, 0)
    assert (image.image, image.words) == ("k", "A curve")


def test_blocks_of_a_figure_are_those_of_the_document() -> None:
    shown = rendered(Paragraph((Run("before"),)), table(3, "x"))
    (figure,) = shown.figures
    assert [block.text for block in shown.blocks[figure.first : figure.last + 1]] == ["x"] * 6


def test_a_table_without_a_word_is_no_figure() -> None:
    assert rendered(table(3, "")).figures == ()


@pytest.mark.parametrize("style", [PLAIN, WHOLE])
def test_where_nothing_can_be_enlarged_there_is_neither_figure_nor_room(style: Style) -> None:
    shown = rendered(table(6), Image("k"), style=style)
    assert shown.figures == ()
    assert f"margin-top:{MARK_ROOM}px" not in shown.html
    assert "margin-top:0px" in shown.html


def test_a_table_set_small_has_room_for_its_mark_and_full_tables_are_never_small() -> None:
    assert f"margin-top:{MARK_ROOM}px" in rendered(table(6)).html
    assert 'class="cell-small"' in rendered(table(6)).html
    assert 'class="cell-small"' not in rendered(table(9), style=WHOLE).html
    assert 'class="cell-tiny"' not in rendered(table(9), style=WHOLE).html


def test_columns_of_long_words_are_set_smaller_than_as_many_of_short_ones() -> None:
    assert not rendered(table(4, "short")).figures[0].small
    assert rendered(table(4, "immunodeficiency-syndrome"[:16])).figures[0].small


def test_words_of_a_cell_over_several_columns_are_shared_among_them() -> None:
    word = "a" * 40
    spread = Table(((cell(word, columns=4),), tuple(cell("b") for _ in range(4))))
    assert not rendered(spread).figures[0].small
    beside = Table(
        (
            (cell(word, rows=2), cell("b")),
            (cell("c" * 40),),
        )
    )
    assert rendered(beside).figures[0].small


@pytest.mark.parametrize(
    ("columns", "characters", "wanted"),
    [
        (2, 0, "cell"),
        (4, 40, "cell"),
        (4, 51, "cell-small"),
        (5, 10, "cell-small"),
        (4, 60, "cell-tiny"),
        (8, 10, "cell-tiny"),
        (20, 400, "cell-tiny"),
    ],
)
def test_type_in_tables_shrinks_to_a_limit(columns: int, characters: int, wanted: str) -> None:
    assert cell_class(columns, characters) == wanted
