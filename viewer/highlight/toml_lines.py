"""Finds the line of a TOML source that a table, a key or a value stands in.

The parser tells lines of syntax errors only. This simple scan knows ``[table]`` headers and
``key = …`` lines; a way of writing that it does not know is named by its key instead.
"""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""")
_QUOTES = "\"' \t"


class TomlLines:
    """The lines of one source."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")

    def place(self, table: str, key: str, value: str = "") -> str:
        """ "line 12", or the dotted key where the scan finds no line, or empty for the whole file.

        Without `key` it is the line of the table's header; with `value` the first line, from the
        key on, that holds it in quotation marks.
        """
        number = self._find(table, key)
        if number is None:
            return ".".join(part for part in (table, key) if part)
        if value:
            below = range(number, len(self._lines))
            written = (f'"{value}"', f"'{value}'")
            number = next(
                (line for line in below if any(text in self._lines[line] for text in written)),
                number,
            )
        return f"line {number + 1}"

    def _find(self, table: str, key: str) -> int | None:
        current = ""
        wanted = f"{table}.{key}".strip(".") + "."
        for number, line in enumerate(self._lines):
            if header := _HEADER.match(line):
                current = ".".join(part.strip(_QUOTES) for part in header[1].split("."))
                # A table is also there where only one inside it has a header.
                if f"{current}.".startswith(wanted):
                    return number
            elif (
                current == table and (found := _KEY.match(line)) and found[1].strip(_QUOTES) == key
            ):
                return number
        return None
