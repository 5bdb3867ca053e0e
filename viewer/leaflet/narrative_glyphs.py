"""Characters that stand for another sign: glyphs of symbol fonts.

Word processors write a bullet, an arrow or a Greek letter as a character of a symbol font. Shown in
any other font it is another sign ("m" for "µ", "£" for "≤"): such text is mapped to the Unicode
characters meant. What has no mapping is shown as its code, "[U+F0E1]", and noted: so is all text
in a symbol font other than Symbol and Wingdings. The mappings follow the character charts of these
two (Adobe's Symbol encoding; Microsoft's Wingdings).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum

from viewer.leaflet.runs import as_code

_GREEK = dict(
    zip(
        "ABGDEZHQIKLMNXOPRSTUFCYWabgdezhqiklmnxoprstufcywVJj",
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλµνξοπρστυφχψωςϑϕ",
        strict=True,
    )
)
_SYMBOL = {
    **_GREEK,
    **{"\x22": "∀", "\x24": "∃", "\x27": "∋", "\x2a": "∗", "\x2d": "−", "\x40": "≅", "\\": "∴"},
    **{"\x5e": "⊥", "\x76": "ϖ", "\x7e": "∼", "\xa1": "ϒ", "\xa2": "′", "\xa3": "≤", "\xa4": "⁄"},
    **{"\xa5": "∞", "\xa6": "ƒ", "\xa7": "♣", "\xa8": "♦", "\xa9": "♥", "\xaa": "♠", "\xab": "↔"},
    **{"\xac": "←", "\xad": "↑", "\xae": "→", "\xaf": "↓", "\xb0": "°", "\xb1": "±", "\xb2": "″"},
    **{"\xb3": "≥", "\xb4": "×", "\xb5": "∝", "\xb6": "∂", "\xb7": "•", "\xb8": "÷", "\xb9": "≠"},
    **{"\xba": "≡", "\xbb": "≈", "\xbc": "…", "\xbf": "↵", "\xc5": "⊕", "\xc6": "∅", "\xc7": "∩"},
    **{"\xc8": "∪", "\xce": "∈", "\xcf": "∉", "\xd0": "∠", "\xd1": "∇", "\xd2": "®", "\xd3": "©"},
    **{"\xd4": "™", "\xd5": "∏", "\xd6": "√", "\xd7": "⋅", "\xd8": "¬", "\xd9": "∧", "\xda": "∨"},
    **{"\xdb": "⇔", "\xdc": "⇐", "\xdd": "⇑", "\xde": "⇒", "\xdf": "⇓", "\xe0": "◊", "\xe2": "®"},
    **{"\xe3": "©", "\xe4": "™", "\xe5": "∑", "\xf2": "∫"},
    # Signs that are the same in Symbol and in any other font.
    **{sign: sign for sign in " !#%&()+,./0123456789:;<=>?[]_{|}"},
}
_WINGDINGS = {
    **{"\x21": "✏", "\x22": "✂", "\x28": "☎", "\x29": "✆", "\x2a": "✉", "\x36": "⌛"},
    **{"\x43": "👍", "\x44": "👎", "\x45": "☜", "\x46": "☞", "\x47": "☝", "\x48": "☟"},
    **{"\x4a": "☺", "\x4c": "☹", "\x4e": "☠", "\x6c": "●", "\x6d": "❍", "\x6e": "■"},
    **{"\x6f": "□", "\x71": "❑", "\x72": "❒", "\x73": "⬧", "\x74": "⧫", "\x75": "◆"},
    **{"\x76": "❖", "\x77": "⬥", "\x9e": "·", "\x9f": "•", "\xa0": "▪", "\xa1": "○"},
    **{"\xa4": "◉", "\xa7": "▪", "\xa8": "◻", "\xb6": "☆", "\xd8": "➢", "\xdf": "←"},
    **{"\xe0": "→", "\xe1": "↑", "\xe2": "↓", "\xe8": "➔", "\xef": "⇦", "\xf0": "⇨"},
    **{"\xf1": "⇧", "\xf2": "⇩", "\xf3": "⬄", "\xfb": "✗", "\xfc": "✓", "\xfd": "☒"},
    **{"\xfe": "☑", " ": " "},
    **{chr(0x80 + digit): sign for digit, sign in enumerate("⓪①②③④⑤⑥⑦⑧⑨⑩")},
    **{chr(0x8B + digit): sign for digit, sign in enumerate("⓿❶❷❸❹❺❻❼❽❾❿")},
}
# Characters of the private use area without a named font: these mean the same in all documents.
_PRIVATE = {"\xb7": "•", "\xa7": "▪", "\xa8": "◻", "\xd8": "➢", "\xfc": "✓"}
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


_UNMAPPED = re.compile("^(wingdings|webdings|marlett|monotype sorts|mt extra)|dingbats")


class Font(Enum):
    """How the characters of a text are to be understood."""

    TEXT = "text"
    SYMBOL = "symbol"
    WINGDINGS = "wingdings"
    UNMAPPED = "unmapped"
    """One of signs that are not known here."""


_TABLES: Mapping[Font, Mapping[str, str]] = {
    Font.SYMBOL: _SYMBOL,
    Font.WINGDINGS: _WINGDINGS,
    Font.UNMAPPED: {},
    Font.TEXT: _PRIVATE,
}


def font_of(family: str) -> Font:
    """What the first name in a font-family value says about the text."""
    name = family.split(",")[0].strip(" \"'").casefold()
    if name in ("symbol", "standard symbols l", "standard symbols ps", "symbolmt", "symbol mt"):
        return Font.SYMBOL
    if name == "wingdings":
        return Font.WINGDINGS
    return Font.UNMAPPED if _UNMAPPED.search(name) else Font.TEXT


def in_unicode(text: str, font: Font, note: Callable[[str], None]) -> str:
    """The text with each glyph of a symbol font as the Unicode character that it looks like."""
    table = _TABLES[font]

    def mapped(character: str) -> str:
        code = ord(character)
        low = chr(code - 0xF000) if 0xF020 <= code <= 0xF0FF else character
        if sign := table.get(low):
            return sign
        if character.isspace() or (low is character and code > 0xFF and code < 0xE000):
            return character  # white space, or Unicode already
        note(f"a sign without a known meaning is shown as {as_code(character)}")
        return as_code(character)

    if font is Font.TEXT:
        return _PRIVATE_USE.sub(lambda found: mapped(found[0]), text)
    return "".join(map(mapped, text))
