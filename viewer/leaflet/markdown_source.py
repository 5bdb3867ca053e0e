"""The source text of a Markdown leaflet: bytes checked and turned into lines.

Also the one place that says where in the source a fault stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from viewer.leaflet.errors import MalformedLeafletError
from viewer.leaflet.runs import refused_character
from viewer.leaflet.source_file import MAX_LEAFLET_BYTES, too_large_error

MAX_LINES = 15_000
MARKUP_LIMITS = {
    **{"[": 20_000, "<": 5_000, "*": 50_000, "_": 50_000},
    **{"|": 50_000, "\\": 100_000, "&": 100_000},
}
"""What costs the Markdown parser most: a whole file of one of these would take it many seconds."""
_LINE_BREAKS = str.maketrans("\x85\u2028\u2029", "   ")


@dataclass(frozen=True, slots=True)
class MarkdownSource:
    """The lines of the file `file`, without line ends."""

    file: str
    lines: Sequence[str]

    def error(self, line: int, reason: str) -> MalformedLeafletError:
        """The refusal of what stands in this line, counted from 1."""
        return MalformedLeafletError(self.file, f"line {line}", reason)


def decode(file: str, data: bytes) -> MarkdownSource:
    """Text lines of UTF-8 bytes; a byte order mark and all line ends are taken.

    Raises UnreadableFileError where the file is too large, else MalformedLeafletError.
    """
    if len(data) > MAX_LEAFLET_BYTES:
        raise too_large_error(file, MAX_LEAFLET_BYTES)
    if not data.strip():
        raise MalformedLeafletError(file, "", "the file is empty")
    if (nul := data.find(b"\0")) >= 0:
        raise MalformedLeafletError(
            file, _line_of(data, nul), "the file is binary, not text (it holds a zero byte)"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedLeafletError(
            file,
            _line_of(data, error.start),
            f"the text is not UTF-8 (byte {data[error.start]:#04x} at offset {error.start:,})",
        ) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_BREAKS)
    source = MarkdownSource(file, text.split("\n"))
    _check_limits(source, text)
    return source


def _check_limits(source: MarkdownSource, text: str) -> None:
    if len(source.lines) > MAX_LINES:
        raise source.error(MAX_LINES + 1, f"the file has more than {MAX_LINES:,} lines")
    for character, limit in MARKUP_LIMITS.items():
        if text.count(character) > limit:
            reason = f"the file holds the character {character} more than {limit:,} times"
            raise MalformedLeafletError(source.file, "", reason)
    if refused_character(text):
        for number, line in enumerate(source.lines, start=1):
            if refused := refused_character(line):
                raise source.error(number, f"the character {refused} is not allowed in a leaflet")


def _line_of(data: bytes, offset: int) -> str:
    """Lines end at \\n, \\r\\n or \\r, as in the text that is made of the bytes."""
    before = data[:offset]
    ends = before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
    return f"line {ends + 1}"
