"""Folds a text so that what reads alike compares alike, with an exact way back to the text.

Ignored are case, diacritics (a letter's accent, not a vowel sign that is part of the word),
ligatures, soft hyphens and other invisible characters, and which hyphen, apostrophe or white
space is used; a run of white space counts as one space. Decomposition and case folding follow
the Unicode standard (UAX #15 and the default caseless matching of chapter 3.13).

Folding can change a text's length ("ß", "ﬁ", a soft hyphen); `Folded` keeps the way back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from viewer.highlight.folded import Folded, WayBack
from viewer.highlight.leaflet_text import BLOCK_SEPARATOR

FOLDED_SEPARATOR = "\n"
"""Stands in a folded text for `BLOCK_SEPARATOR`; a line break inside a block folds to a space."""

_APOSTROPHES = "'`´‘’‛ʼ＇"
_QUOTES = '"“”„‟'
_MINUS = "\u2212"
_TATWEEL = "\u0640"
_CONTROL_SPACES = "\t\r\x0b\x0c\x1c\x1d\x1e\x1f"
_ASCII_SPACED = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
# Letters that readers write without the stroke or apart, but Unicode does not decompose.
_PLAIN_LETTERS = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i"}


def is_word_character(character: str) -> bool:
    """Whether it is part of a word: a letter, a digit, or a sign that belongs to a letter."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd"


def _is_diacritic(character: str) -> bool:
    """Whether it only modifies a letter, by its canonical combining class.

    Classes 10 to 36 are the Hebrew, Arabic and Syriac points, 200 and above the accents of all
    scripts. Viramas, kana voicing and the like (1 to 9, 84 to 132) make another letter.
    """
    combining = unicodedata.combining(character)
    return 10 <= combining <= 36 or combining >= 200


def _is_invisible(character: str) -> bool:
    """Whether it is a soft hyphen, joiner, direction mark, variation selector or stretcher."""
    return (
        unicodedata.category(character) == "Cf"
        or "\ufe00" <= character <= "\ufe0f"
        or character == _TATWEEL
    )


def _fold_look(character: str) -> str:
    """The one sign for all that differ by looks alone: white space, hyphens, quotation marks."""
    if _is_invisible(character):
        return ""
    if character.isspace() and character != FOLDED_SEPARATOR:
        return " "
    if character == _MINUS or unicodedata.category(character) == "Pd":
        return "-"
    if character in _APOSTROPHES:
        return "'"
    return '"' if character in _QUOTES else character


def _fold_letter(character: str) -> str:
    """What a character folds to: mostly one, none for a diacritic, several for a ligature."""
    # A raised sign is a trade or footnote mark: it must not grow together with its word.
    if unicodedata.decomposition(character).startswith("<super>"):
        return character
    look = _fold_look(character)
    if look != character:
        return look
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    letters = unicodedata.normalize("NFC", "".join(c for c in parts if not _is_diacritic(c)))
    return "".join(_PLAIN_LETTERS.get(c, _fold_look(c)) for c in letters)


def fold(text: str, *, keep_letters: bool = False, known: dict[str, str] | None = None) -> Folded:
    """The text folded; with `keep_letters` case, diacritics and ligatures are left alone.

    Who folds many texts alike hands the same `known` each time, which keeps what single
    characters fold to.
    """
    if not text.isprintable():
        text = text.replace("\n", " ").replace(BLOCK_SEPARATOR, FOLDED_SEPARATOR)
        for control in _CONTROL_SPACES:
            text = text.replace(control, " ")
    text = text.replace("`", "'")
    # Only the few different characters beyond ASCII are looked at one by one.
    foreign = sorted(c for c in set(text) if c > "\x7f") if not text.isascii() else []
    change = _fold_look if keep_letters else _fold_letter
    known = {} if known is None else known
    known.update((character, change(character)) for character in foreign if character not in known)
    changes = {character: known[character] for character in foreign}
    for character, folded in changes.items():
        if len(folded) == 1 and folded != character:
            text = text.replace(character, folded)
    resized = {character: folded for character, folded in changes.items() if len(folded) != 1}
    marks = "".join(filter(_is_diacritic, foreign)) if keep_letters else ""
    text, way_back = _resize(text, resized, marks)
    signs = frozenset(
        c for c in "".join(changes.values()) if c > "\x7f" and not is_word_character(c)
    )
    return Folded(text if keep_letters else text.lower(), signs, way_back)


def fold_wanted(text: str, *, keep_letters: bool = False) -> Folded:
    """What is looked for, folded as the text is that it is looked for in."""
    return fold(text.replace(BLOCK_SEPARATOR, " "), keep_letters=keep_letters)


def _resize(text: str, resized: dict[str, str], marks: str) -> tuple[str, WayBack | None]:
    """Replaces what changes length: `resized` characters, white space runs, letters with marks."""
    pattern = _resizing_pattern(text, resized, marks)
    if pattern is None:
        return text, None

    def replacement(stretch: str) -> str:
        if stretch in resized:
            return resized[stretch]
        return " " if stretch[0] == " " else unicodedata.normalize("NFC", stretch)

    return _replace(text, pattern, replacement)


def _resizing_pattern(text: str, resized: dict[str, str], marks: str) -> re.Pattern[str] | None:
    """What `_replace` has to look for in this very text; None where nothing changes length."""
    invisible = re.escape("".join(c for c, folded in resized.items() if not folded))
    choices = []
    if marks:
        choices.append(rf"\w[{re.escape(marks)}]+")
    if invisible and re.search(f" [{invisible}]+ ", text):
        choices.append(f" (?:[{invisible}]* )+")
    elif "  " in text:
        choices.append("  +")
    if resized:
        choices.append(f"[{re.escape(''.join(resized))}]")
    return re.compile("|".join(choices)) if choices else None


def _replace(
    text: str, pattern: re.Pattern[str], replacement: Callable[[str], str]
) -> tuple[str, WayBack]:
    """The text with each stretch replaced, and the way back."""
    way_back = WayBack()
    parts: list[str] = []
    done = length = 0
    for found in pattern.finditer(text):
        first, after = found.span()
        new = replacement(found[0])
        if new == found[0]:
            continue
        parts += (text[done:first], new)
        length += first - done
        way_back.add(length, len(new), first, after)
        length += len(new)
        done = after
    parts.append(text[done:])
    return "".join(parts), way_back


def spaced(folded: Folded) -> str:
    """A folded text with a space for every character that is not part of a word."""
    text = folded.text
    for character in folded.signs:
        text = text.replace(character, " ")
    if text.isascii():
        return text.translate(_ASCII_SPACED)
    for code, spaced_sign in enumerate(_ASCII_SPACED):
        if spaced_sign == " ":
            text = text.replace(chr(code), " ")
    return text


def find_all(text: str, wanted: str) -> list[int]:
    """Where `wanted` stands in `text`, from left to right, without overlaps; linear in time."""
    return [found.start() for found in re.finditer(re.escape(wanted), text)]
