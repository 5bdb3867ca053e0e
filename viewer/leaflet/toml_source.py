"""TOML files written by hand: what they say, and where in them something is wrong.

The parser tells lines of syntax errors only. For all else a simple scan knows ``[table]`` headers
and ``key = …`` lines; a way of writing that it does not know is named by its key instead.
"""

from __future__ import annotations

import re

from viewer.leaflet.errors import ResourceError

_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(#.*)?$")
_KEY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""")
_QUOTES = "\"' \t"


class TomlSource:
    """The text of one file."""

    def __init__(self, file: str, data: bytes) -> None:
        """`data` is in UTF-8, with a byte order mark or none. Raises ResourceError."""
        self._file = file
        try:
            self._text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise ResourceError(file, f"line {line}", "this is not UTF-8 text") from error
        self._lines = self._text.split("\n")

    def table(self) -> dict[str, object]:
        """What the file says. Raises ResourceError."""
        import tomllib  # heavy, and not every start reads such a file

        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            message, _, where = str(error).partition(" (at ")
            found = re.search(r"line \d+", where)
            place = found[0] if found else f"line {max(1, len(self._text.splitlines()))}"
            raise ResourceError(self._file, place, f"this is not TOML: {message}") from error
        except RecursionError as error:
            reason = "its brackets are nested too deeply"
            raise ResourceError(self._file, "", reason) from error
        except ValueError as error:
            raise ResourceError(self._file, "", "a number in it has too many digits") from error

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
