"""What the commands print, and how it reaches terminals, files and pipes whole."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence

from viewer.commands.command import PROGRAM
from viewer.render.text_wrap import Marks, clean, display_width

PLAIN_WIDTH = 80
"""Columns where the output is no terminal."""


def prepare_output() -> None:
    """Makes every character printable: none raises an error, and none turns into another one.

    Files and pipes get UTF-8 on every system, unless PYTHONIOENCODING asks for something else. A
    character that the encoding lacks is written as its number; a "?" for a "≤" could mislead.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:  # no stream at all, or a test's own
            continue
        if stream.isatty() or os.environ.get("PYTHONIOENCODING"):
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_output() -> None:
    """Sends what is still buffered nowhere: it cannot be written, and must not end as a trace."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    if sys.stdout is not None:
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def tell(sentence: str) -> None:
    """Says something to the person at the terminal, apart from the data."""
    print(f"{PROGRAM}: {clean(sentence)}", file=sys.stderr)


def print_json(data: Mapping[str, object]) -> None:
    """Prints an object as JSON, its control characters escaped, non-ASCII text as it is."""
    import json

    encoding = (getattr(sys.stdout, "encoding", None) or "").lower()
    text = json.dumps(data, indent=2, ensure_ascii=not encoding.startswith("utf"))
    print(text.translate(_ESCAPED))


_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
"""What JSON allows raw but a terminal would obey; it can stand inside JSON's texts only."""


def on_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def output_width() -> int:
    """The terminal's width in columns; `PLAIN_WIDTH` where the output is no terminal."""
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns if on_terminal() else PLAIN_WIDTH


def output_marks() -> Marks:
    """How to mark matches: in reverse video on a terminal, and not at all in files and pipes.

    Between signs on a terminal that is not to show colours (NO_COLOR), that knows none
    (TERM=dumb), or on Windows one that may not know the codes.
    """
    if not on_terminal():
        return Marks.NONE
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    if sys.platform == "win32" and not (os.environ.get("WT_SESSION") or os.environ.get("TERM")):
        plain = "yes"
    return Marks.SIGNS if plain else Marks.ANSI


def print_columns(rows: Sequence[Sequence[object]]) -> None:
    """Prints rows under each other in aligned columns, whole numbers to the right."""
    texts = [[_cell(str(value)) for value in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*texts, strict=True)]
    for row, values in zip(texts, rows, strict=True):
        cells = []
        for text, value, width in zip(row, values, widths, strict=True):
            room = " " * (width - display_width(text))
            cells.append(room + text if isinstance(value, int) else text + room)
        print("  ".join(cells).rstrip())


def _cell(text: str) -> str:
    """The text fit to print; spaces at its start stay, they show how deep it stands."""
    return " " * (len(text) - len(text.lstrip(" "))) + clean(text)


def counted(number: int, word: str) -> str:
    """ "1 section", "2 sections"."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
