"""Numbers with signs between their thousands: 1.000 where the comma is the decimal sign.

Such a number is found as it is written, and without its signs too: for 1000 as well as for 1.000.
Which sign may stand there is the language's; where that is not known, or the number could be a
decimal one in it, the number is found as it is written alone. A plain space counts before 000
only, as "2 500 mg tablets" are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SIGNS = {"en": ",", "ar": "", "ta": "", "other": ""}
"""The thousands sign by the keys of `STEMMERS`; in all other languages it is the point."""

_NO_BREAK_SPACES = "\u00a0\u2009\u202f"


def thousands_signs(text: str, language: str) -> list[int]:
    """Where in a text signs stand between thousands; `language` is a key of `STEMMERS`."""
    signs = _SIGNS.get(language, ".") + _NO_BREAK_SPACES
    if " 000" in text:  # to stop at every space takes three times as long
        signs += " "
    pattern = (
        rf"[{signs}](?=(?:000|(?<! )[0-9]{{3}})(?![0-9]))"
        r"(?<=[0-9].)(?<!\b0.)(?<![0-9]{4}.)"
    )
    return [found.start() for found in re.finditer(pattern, text)]


def without(text: str, places: Iterable[int]) -> str:
    """A text without the characters at some places, which ascend."""
    parts: list[str] = []
    done = 0
    for place in places:
        parts.append(text[done:place])
        done = place + 1
    return "".join((*parts, text[done:]))


def joined_thousands(texts: Sequence[str], language: str) -> list[str]:
    """Those of some texts that have such a number, without its signs."""
    if not thousands_signs("\n".join(texts), language):  # as nearly always: one look for all
        return []
    found = ((text, thousands_signs(text, language)) for text in texts)
    return [without(text, signs) for text, signs in found if signs]
