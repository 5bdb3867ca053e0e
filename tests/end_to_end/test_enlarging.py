"""A wide table is enlarged by a key and by the mouse, and left again for the same place."""

from __future__ import annotations

from . import enlarged, seen
from .conftest import Start
from .program import Folders, Program

COLUMNS = 9
LONG = "Words that stand before the table and after it fill the page. " * 12


def write_leaflet(folders: Folders) -> None:
    """A leaflet with one wide table in its second section."""
    head = "| " + " | ".join(f"Column {n}" for n in range(COLUMNS)) + " |"
    line = "|---" * COLUMNS + "|"
    rows = [
        "| " + " | ".join(f"alcohol {row}.{n}" for n in range(COLUMNS)) + " |" for row in range(4)
    ]
    text = "\n".join(
        [
            "---",
            "id: wide",
            "title: Wide tables",
            "language: en",
            "kind: label",
            "---",
            "",
            "## Before {#before}",
            "",
            *[LONG, ""] * 4,
            "## Results {#results}",
            "",
            "The results are these.",
            "",
            head,
            line,
            *rows,
            "",
            *[LONG, ""] * 6,
        ]
    )
    (folders.config / "leaflets" / "wide.en.md").write_text(text, encoding="utf-8")


def back_at(program: Program, top: int) -> None:
    program.until(seen.dialog, "")
    program.take_focus()
    assert program.see(seen.focus) == "leaflet_view"
    assert program.see(seen.top_line) == top


def test_a_wide_table_is_enlarged_and_left_for_the_same_place(
    start: Start, folders: Folders
) -> None:
    write_leaflet(folders)
    program = start("--section", "results", "wide")
    program.until(seen.status_section, "Results")
    top = program.see(seen.top_line)
    assert top > 0

    program.press("ctrl+e")
    assert program.see(seen.dialog) == "enlarged_dialog"
    assert program.see(enlarged.title) == "Table · Results"
    assert program.see(seen.focus) == "enlarged_table"
    assert "alcohol 3.8" in program.see(enlarged.words)
    assert "results are these" not in program.see(enlarged.words)
    assert program.see(enlarged.zoom) == "100 %"
    program.press(*["ctrl+plus"] * 5)
    assert program.see(enlarged.zoom) == "200 %"
    program.press("Right", "Right")
    assert program.see(enlarged.sideways) > 0
    program.press("ctrl+0", "ctrl+minus")
    assert program.see(enlarged.zoom) == "90 %"
    program.press("ctrl+a", "ctrl+c")
    assert "alcohol 0.0" in program.see(seen.clipboard)
    program.press("Escape")
    back_at(program, top)

    (mark,) = program.see(enlarged.marks)
    program.click(mark.x + mark.width // 2, mark.y + mark.height // 2)
    program.until(seen.dialog, "enlarged_dialog")
    program.take_focus()
    program.press("Escape")
    back_at(program, top)
    assert program.quit() == 0


def test_where_nothing_can_be_enlarged_the_key_says_so(program: Program) -> None:
    program.press("ctrl+e")
    assert program.see(seen.dialog) == ""
    assert program.see(seen.notice) == "There is no table or image to enlarge"
