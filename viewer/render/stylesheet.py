"""Type and colour of a leaflet as the small CSS that Qt's rich text understands.

Sizes are points for type and CSS pixels (1/96 inch) for spaces; spaces keep to steps of 4 and
grow with the type, so that a zoomed leaflet keeps its proportions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from viewer.render.theme import Theme

BODY_POINTS = 11.5
"""Body type at 100 %; everything else is measured against it."""
LINE_HEIGHT = 150
"""Percent of the type's own line height."""
LIST_INDENT = 24.0
"""CSS pixels a list level is set in, at 100 %."""
NOTE_INDENT = 20
"""CSS pixels between a note's edge and its text, at 100 %."""
MARK_ROOM = 28
"""CSS pixels above a figure for the mark that offers to enlarge it, at any zoom."""
SPARE_ROOM = 20
"""As `MARK_ROOM`, above a table that needs its mark in a narrow window only."""
LINE_CHARACTERS = 60
"""Characters that a line holds at least, in body type however wide."""
PADDING_CHARACTERS = 2.5
"""What the padding of a table cell takes, in characters of body type."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a leaflet is set; two equal styles give the same HTML. Colours are "#rrggbb"."""

    text: str
    soft_text: str
    accent: str
    hairline: str
    scale: float = 1.0
    body_points: float = BODY_POINTS
    marked: bool = False
    """Whether images and tables that are set small can be enlarged, and are marked as such."""
    full_tables: bool = False
    """Whether tables keep the size of body type however many columns they have."""

    def pixels(self, size: float) -> int:
        """A space of `size` CSS pixels at 100 %, scaled."""
        return round(size * self.scale)

    def points(self, size: float) -> float:
        """A type size in points at 100 %, scaled."""
        return round(size * self.scale, 2)


def screen_style(theme: Theme, zoom: int = 100) -> Style:
    """The style for the window; `zoom` in percent."""
    colours = (theme.text, theme.soft_text, theme.accent, theme.hairline)
    return Style(*colours, scale=zoom / 100, marked=True)


def enlarged_style(theme: Theme, zoom: int = 100) -> Style:
    """The style of a table in a view of its own; `zoom` in percent."""
    return replace(screen_style(theme, zoom), marked=False, full_tables=True)


def print_style() -> Style:
    """The style for paper: black on white whatever the theme, 10.5 pt."""
    return Style("#000000", "#444444", "#000000", "#999999", scale=10.5 / BODY_POINTS)


def cell_class(columns: int, characters: int = 0) -> str:
    """The class of a paragraph in a table: where much stands side by side it is set smaller.

    `characters` is how many the longest words of the columns have together. 8.5 pt is as small
    as it gets; what is still too wide then is scrolled, or enlarged.
    """
    needed = characters + PADDING_CHARACTERS * columns
    if columns < 5 and needed <= LINE_CHARACTERS:
        return "cell"
    if columns < 8 and needed <= LINE_CHARACTERS * 1.05:
        return "cell-small"
    return "cell-tiny"


def mark_room(columns: int, small: bool) -> int:
    """CSS pixels left above a figure for its mark; `columns` is 0 for an image."""
    if small or not columns:
        return MARK_ROOM
    return SPARE_ROOM if columns > 2 else 0


def stylesheet(style: Style) -> str:
    """The CSS for the HTML that `render_html` makes. Qt honours the selectors used here."""
    body = style.points(style.body_points)
    px = style.pixels
    line = f"line-height:{LINE_HEIGHT}%"
    return (
        f"body{{white-space:pre-wrap;font-size:{body}pt;color:{style.text}}}"
        f"p{{margin:0 0 {px(8)}px 0;{line}}}"
        f"li{{margin:0 0 {px(2)}px 0;{line}}}"
        f"ul,ol{{margin:0 0 {px(6)}px 0}}"
        f"h1{{font-size:{style.points(21)}pt;font-weight:600;"
        f"margin:0 0 {px(4)}px 0}}"
        f"h2{{font-size:{style.points(15.5)}pt;font-weight:600;"
        f"margin:{px(28)}px 0 {px(12)}px 0}}"
        f"h3{{font-size:{style.points(13)}pt;font-weight:600;margin:{px(20)}px 0 {px(8)}px 0}}"
        f"h4,h5,h6{{font-size:{body}pt;font-weight:600;margin:{px(16)}px 0 {px(4)}px 0}}"
        f".soft{{color:{style.soft_text};font-size:{style.points(10)}pt}}"
        f".label{{font-size:{style.points(10)}pt;color:{style.soft_text};"
        f"margin:{px(20)}px 0 {px(2)}px 0}}"
        f".note{{margin:0 {px(NOTE_INDENT)}px 0 {px(NOTE_INDENT)}px}}"
        f"a{{color:{style.accent}}}"
        f"td,th{{border:1px solid {style.hairline};padding:{px(4)}px {px(8)}px}}"
        f".cell-small-box{{padding:{px(4)}px {px(6)}px}}"
        f".cell-tiny-box{{padding:{px(3)}px {px(4)}px}}"
        f"th{{font-weight:600;text-align:left}}"
        f".cell{{margin:0;line-height:125%}}"
        f".cell-small{{margin:0;line-height:120%;font-size:{style.points(10)}pt}}"
        f".cell-tiny{{margin:0;line-height:115%;font-size:{style.points(8.5)}pt}}"
        f".image{{margin:0 0 {px(8)}px 0;line-height:100%}}"
        f".gap{{margin:0;line-height:100%;font-size:{style.points(7)}pt}}"
    )
