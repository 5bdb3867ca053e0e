"""A theme: every colour that the window, the leaflet and the lenses use, as data.

Colours are "#rrggbb". Qt-free, so that contrast is tested without a window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Underline(Enum):
    """The line drawn under a lens's words: the sign that does not depend on colour."""

    SOLID = "solid"
    DOUBLE = "double"
    DASHED = "dashed"
    DOTTED = "dotted"
    WAVE = "wave"
    DASH_DOT = "dash-dot"
    THICK = "thick"
    THICK_DASHED = "thick-dashed"
    THICK_DOTTED = "thick-dotted"
    ZIGZAG = "zigzag"
    DASH_DOT_DOT = "dash-dot-dot"


@dataclass(frozen=True, slots=True)
class LensColour:
    """How a lens looks: `tint` behind its words, `line` for its underline, tick and border."""

    tint: str
    line: str
    underline: Underline


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. `outlined` themes (high contrast) draw borders where others use a tint."""

    id: str
    name: str
    dark: bool
    outlined: bool
    window: str
    page: str
    text: str
    soft_text: str
    hairline: str
    accent: str
    accent_text: str
    """Text on the accent, as of a selected row or a default button."""
    current_row: str
    banner: str
    note_page: str
    note_bar: str
    warning: str
    """Text of an error."""
    find_tint: str
    find_line: str
    lenses: Mapping[str, LensColour]
    """By colour name as lens files use it; "own" is that of the reader's own terms."""
