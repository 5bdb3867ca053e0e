"""Tool tips that show words as they are.

Qt takes a tool tip that looks like mark-up for mark-up, has no other format for it, and opens the
files that it names (QToolTip, "Rich text"; `Qt::mightBeRichText`). Titles, names and reasons come
from leaflets, so what they hold is escaped, and the tip says for certain what it is.
"""

from __future__ import annotations

from html import escape

_LONGEST = 60
"""Characters of a line up to which it is not broken: Qt would break mark-up where it likes."""


def plain_tip(words: str) -> str:
    """A tool tip that shows these words and nothing else; where there are none to see, no tip."""
    words = words.strip("\n")  # Qt would drop one at either end
    if not words.strip():
        return ""
    breaks = any(len(line) > _LONGEST for line in words.split("\n"))
    return f'<div style="white-space: {"pre-wrap" if breaks else "pre"}">{escape(words)}</div>'


def no_mnemonic(words: str) -> str:
    """The text of a menu entry or a button that shows these words, ampersands among them."""
    return words.replace("&", "&&")
