"""The markers of lists: as HTML numbers them, and as writers set them by hand."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase, ascii_uppercase

from viewer.leaflet.model import Run
from viewer.leaflet.runs import in_lines, with_text

BULLET = "•"
# A dash needs a blank after it: "-5 °C" is no bullet.
_DASHES = "-–—"
_BULLETS = "•·●∙‣▪■□◦○►➢✓❖◆◻\u2043"
HAND_BULLETS = _DASHES + _BULLETS
"""What writers set before an item by hand."""
_BLANKS = " \u00a0"
_STYLES = {
    **{"1": "1", "decimal": "1", "decimal-leading-zero": "1", "none": ""},
    **{"a": "a", "lower-alpha": "a", "lower-latin": "a", "A": "A", "upper-alpha": "A"},
    **{"upper-latin": "A", "i": "i", "lower-roman": "i", "I": "I", "upper-roman": "I"},
    "lower-greek": "α",
    **{"disc": BULLET, "circle": BULLET, "square": BULLET},
}
_ALPHABETS = {"a": ascii_lowercase, "A": ascii_uppercase, "α": "αβγδεζηθικλμνξοπρστυφχψω"}
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
MAX_NUMBER = 1_000_000_000


class ListMarkers:
    """The markers of one list, item by item."""

    def __init__(self, ordered: bool, attributes: Mapping[str, str], css_type: str) -> None:
        default = "1" if ordered else BULLET
        self._style = _STYLES.get(css_type, _STYLES.get(attributes.get("type", ""), default))
        self._next = _number(attributes.get("start"), 1)
        self._step = -1 if "reversed" in attributes else 1

    def marker(self, value: str | None) -> str:
        """The next item's marker; `value` is the number that the item itself states, if any."""
        number = _number(value, self._next)
        self._next = number + self._step
        if self._style in ("", BULLET):
            return self._style
        return _numeral(self._style, number) + "."


def without_bullet(runs: tuple[Run, ...]) -> tuple[str, tuple[Run, ...]]:
    """A bullet that a writer set by hand, and the runs after it; "" where there is none."""
    first = runs[0].text
    sign = first[0]
    if sign not in HAND_BULLETS:
        return "", runs
    rest = (with_text(runs[0], first[1:]), *runs[1:]) if len(first) > 1 else runs[1:]
    if not rest or (sign in _DASHES and rest[0].text[0] not in _BLANKS):
        return "", runs
    while rest and not (text := rest[0].text.lstrip(_BLANKS + "\n")):
        rest = rest[1:]
    return (sign, (with_text(rest[0], text), *rest[1:])) if rest else ("", runs)


def without_bullets(runs: tuple[Run, ...]) -> list[tuple[str, tuple[Run, ...]]]:
    """The items that a writer set by hand, each with its bullet: one a line if all have the same.

    The bullet is "" where there is none.
    """
    whole = without_bullet(runs)
    if whole[0] and any("\n" in run.text for run in runs):
        items = list(map(without_bullet, in_lines(runs)))
        if all(sign == whole[0] for sign, _ in items):
            return items
    return [whole]


def _number(text: str | None, default: int) -> int:
    try:
        number = int(text) if text and len(text) < 12 else default
    except ValueError:
        return default
    return number if abs(number) < MAX_NUMBER else default


def _numeral(style: str, number: int) -> str:
    if (alphabet := _ALPHABETS.get(style)) and number > 0:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, len(alphabet))
            letters = alphabet[letter] + letters
        return letters
    if style in "iI" and 0 < number < 4000:
        letters = ""
        for value, numeral in _ROMAN:
            letters += numeral * (number // value)
            number %= value
        return letters if style == "i" else letters.upper()
    return str(number)
