"""Words on lines of a terminal: display widths, wrapping, and nothing that could steer it.

Text is laid out as pieces, each with its look; only `paint` turns looks into characters. What a
leaflet holds of control characters and direction overrides is made visible here, so that no
leaflet can move the cursor, change a title or turn a dose around.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple


class Marks(Enum):
    """How matches are marked."""

    NONE = "none"
    SIGNS = "signs"
    """Between ‹ and ›, in plain text."""
    ANSI = "ansi"
    """In reverse video; headings are bold as well."""


class Piece(NamedTuple):
    """A stretch of text with one look."""

    text: str
    marked: bool = False
    strong: bool = False


class Line(NamedTuple):
    """One line; `width` is what it takes on the terminal, in columns."""

    pieces: tuple[Piece, ...] = ()
    width: int = 0


EMPTY_LINE = Line()

_SPACE = re.compile("(\n|[^\\S\n\u00a0\u2007\u202f]+)")
"""Where a line may break: at white space, but for the no-break spaces."""

_NO_BREAK_SPACES = {0x00A0: " ", 0x2007: " ", 0x202F: " "}

_HIDDEN = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r"},
    0x7F: "␡",
    **{
        code: f"<U+{code:04X}>"
        for code in (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
        if code != 0x85
    },
    0xAD: None,
}
"""Control characters and direction overrides made visible; a soft hyphen needs no mark."""


def clean(text: str) -> str:
    """The text on one line, with control characters visible: safe to print."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text with control characters visible; spaces and line breaks stay."""
    return text if text.isascii() and text.isprintable() else text.translate(_HIDDEN)


def display_width(text: str) -> int:
    """How many columns a text takes: wide East Asian characters two, combining marks none."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class _Word(NamedTuple):
    """What stays together on a line. `space` stands before it; None where there is none."""

    pieces: tuple[Piece, ...]
    width: int
    space: Piece | None


def wrap(pieces: Iterable[Piece], width: int, *, first: int = 0, rest: int = 0) -> list[Line]:
    """The text on lines of at most `width` columns, at least one line.

    `first` columns are left free at the start of the first line and `rest` on the others. A word
    that is longer than a line is broken; a line break in the text starts a new line.
    """
    lines: list[Line] = []
    line = _LineBuilder(first)
    for word in _words(pieces):
        if word is None or not line.has_room(word, width):
            lines.append(line.done())
            line = _LineBuilder(rest)
        if word is not None:
            for part in _broken(word, width - rest):
                if not line.has_room(part, width):
                    lines.append(line.done())
                    line = _LineBuilder(rest)
                line.add(part)
    lines.append(line.done())
    return lines


class _LineBuilder:
    def __init__(self, indent: int) -> None:
        self._pieces: list[Piece] = [Piece(" " * indent)] if indent else []
        self._width = indent
        self._empty = True

    def has_room(self, word: _Word, width: int) -> bool:
        space = 1 if word.space else 0
        return self._empty or self._width + space + word.width <= width

    def add(self, word: _Word) -> None:
        if word.space and not self._empty:
            self._pieces.append(word.space)
            self._width += 1
        self._pieces.extend(word.pieces)
        self._width += word.width
        self._empty = False

    def done(self) -> Line:
        return Line(tuple(self._pieces), self._width) if not self._empty else EMPTY_LINE


def longest_word(pieces: Iterable[Piece]) -> int:
    """The width in columns that a text needs if no word is to be broken."""
    return max((word.width for word in _words(pieces) if word), default=0)


def _words(pieces: Iterable[Piece]) -> Iterator[_Word | None]:
    """The words in order; None is a line break."""
    current: list[Piece] = []
    space: Piece | None = None
    for piece in pieces:
        for number, text in enumerate(_SPACE.split(piece.text)):
            if number % 2:  # white space, caught by the pattern's group
                yield from _word(current, space)
                current, space = [], piece._replace(text=" ")
                if text == "\n":
                    yield None
            elif text:
                current.append(piece._replace(text=text.translate(_NO_BREAK_SPACES)))
    yield from _word(current, space)


def _word(pieces: list[Piece], space: Piece | None) -> Iterator[_Word]:
    """A word, or its parts where wide characters let a line break anywhere."""
    if not pieces:
        return
    width = sum(display_width(piece.text) for piece in pieces)
    if width == sum(len(piece.text) for piece in pieces):
        yield _Word(tuple(pieces), width, space)
        return
    part: list[Piece] = []
    after_wide = False
    for piece in pieces:
        for character in piece.text:
            wide = _character_width(character) == 2
            if part and (wide or (after_wide and _character_width(character))):
                yield _Word(tuple(part), sum(display_width(p.text) for p in part), space)
                part, space = [], None
            if part and part[-1][1:] == piece[1:]:
                part[-1] = piece._replace(text=part[-1].text + character)
            else:
                part.append(piece._replace(text=character))
            after_wide = wide or (after_wide and not _character_width(character))
    yield _Word(tuple(part), sum(display_width(p.text) for p in part), space)


def _broken(word: _Word, width: int) -> Iterator[_Word]:
    """The word itself, or where it is too long for any line its parts."""
    if word.width <= width:
        yield word
        return
    space = word.space
    part: list[Piece] = []
    used = 0
    for piece in word.pieces:
        part.append(piece._replace(text=""))
        for character in piece.text:
            columns = _character_width(character)
            if used and used + columns > width:
                yield _Word(tuple(part), used, space)
                part, used, space = [piece._replace(text="")], 0, None
            part[-1] = piece._replace(text=part[-1].text + character)
            used += columns
    yield _Word(tuple(part), used, space)


def paint(line: Line, marks: Marks) -> str:
    """The line as it goes to the terminal. Looks end with the line, so that lines can be cut."""
    pieces = list(line.pieces)
    while pieces and not pieces[-1].text.strip():
        pieces.pop()
    if pieces:
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip())
    if marks is not Marks.ANSI:
        return "".join(piece.text for piece in pieces)
    text = ""
    marked = strong = False
    for piece in pieces:
        if piece.strong != strong:
            text += "\x1b[1m" if piece.strong else "\x1b[22m"
        if piece.marked != marked:
            text += "\x1b[7m" if piece.marked else "\x1b[27m"
        marked, strong = piece.marked, piece.strong
        text += piece.text
    return text + "\x1b[0m" if marked or strong else text


def after(prefix: str, line: Line) -> Line:
    """The line with a text before it."""
    return Line((Piece(prefix), *line.pieces), display_width(prefix) + line.width)
