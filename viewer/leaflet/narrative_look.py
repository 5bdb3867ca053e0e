"""How foreign text looks: the few looks that the model knows, out of tags and style attributes.

Only weight, slant, underline and position carry over; colours, sizes and all else are dropped, so
that nothing in a file can hide text. What hides text in the source is told, for a reading note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

from viewer.leaflet.model import Run, Script
from viewer.leaflet.narrative_glyphs import Font, font_of

HIDDEN = "text that the source hides is shown"
TINY = "text that the source makes too small to read is shown"
STRUCK = "text that the source strikes out is shown as ordinary text"

_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITALIC = frozenset(("i", "em", "cite", "dfn", "var"))
_UNDERLINE = frozenset(("u", "ins"))
STRUCK_TAGS = frozenset(("s", "strike", "del"))
LOOK_TAGS = frozenset((*_BOLD, *_ITALIC, *_UNDERLINE, *STRUCK_TAGS, "sub", "sup", "pre"))
_SCRIPTS = {"sub": Script.SUB, "sup": Script.SUP}
_PROPERTIES = frozenset(
    (
        *("display", "visibility", "font", "font-size", "font-weight", "font-style"),
        "font-family",
        *("text-decoration", "text-decoration-line", "vertical-align"),
        *("list-style", "list-style-type", "white-space"),
    )
)

_FONT = re.compile(
    r"(?:.*\s)?(?P<size>[\d.]+(?:[a-z]+|%)|0|(?:xx?-|xxx-)?(?:small|large)|smaller|larger|medium)"
    r"(?:\s*/\s*[^\s,]+)?\s+(?P<family>.+)",
    re.IGNORECASE,
)
"""Size and family in a `font` property (CSS Fonts Module Level 4, 2.7)."""
_TINY = re.compile(r"(0*(\.\d+)?|0*[12](\.\d+)?(px|pt)?)(px|pt|em|rem|%)?")


class Space(Enum):
    """What of a text's white space is kept."""

    FOLDED = "folded"
    LINES = "lines"
    ALL = "all"


_SPACES = {
    **dict.fromkeys(("normal", "nowrap"), Space.FOLDED),
    **dict.fromkeys(("pre", "pre-wrap", "break-spaces"), Space.ALL),
    "pre-line": Space.LINES,
}
"""The values of the `white-space` property (CSS Text Module Level 3, 3)."""


@dataclass(frozen=True, eq=False, slots=True)
class Style:
    """What one style attribute asks for; None leaves things as they are. Each is its own key."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    script: Script | None = None
    font: Font | None = None
    list_type: str = ""
    space: Space | None = None
    remarks: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Look:
    """The look of a stretch of text, and the looks derived from it so far."""

    run: Run = field(default_factory=lambda: Run(""))
    font: Font = Font.TEXT
    space: Space = Space.FOLDED
    derived: dict[tuple[str, Style | None, str], Look] = field(default_factory=dict)
    ordinary: bool = field(init=False)
    """Whether the text needs nothing but folding."""

    def __post_init__(self) -> None:
        self.ordinary = self.font is Font.TEXT and self.space is Space.FOLDED

    def inside(self, tag: str, style: Style | None, link: str = "") -> Look:
        """The look inside an element. Equal looks are the same object while a file is read."""
        key = (tag, style, link)
        look = self.derived.get(key)
        if look is None:
            run = _run_inside(self.run, tag, style, link)
            font, space = self.font, Space.ALL if tag == "pre" else self.space
            if style is not None:
                font, space = style.font or font, style.space or space
            same = run == self.run and font is self.font and space is self.space
            look = self.derived[key] = self if same else Look(run, font, space)
        return look


class Styles(dict[str, Style]):
    """What style attributes ask for, by their text; each is parsed once."""

    def __missing__(self, text: str) -> Style:
        style = self[text] = parsed_style(text)
        return style


def parsed_style(text: str) -> Style:
    """The parts of a style attribute that matter here."""
    values: dict[str, str] = {}
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().casefold()
        if colon and name in _PROPERTIES:
            values[name] = value = value.replace("!important", "").strip()
            if name == "font" and (found := _FONT.fullmatch(value)):
                values |= {"font-size": found["size"], "font-family": found["family"]}
    if not values:
        return Style()
    low = {name: value.casefold() for name, value in values.items()}
    decoration = low.get("text-decoration", "") + low.get("text-decoration-line", "")
    remarks: list[str] = []
    if low.get("display") == "none" or low.get("visibility") in ("hidden", "collapse"):
        remarks.append(HIDDEN)
    if (size := low.get("font-size")) and _TINY.fullmatch(size):
        remarks.append(TINY)
    if "line-through" in decoration:
        remarks.append(STRUCK)
    return Style(
        bold=_weight(low.get("font-weight", "")),
        italic=_slant(low.get("font-style", "")),
        underline=True if "underline" in decoration else None,
        script=_script(low.get("vertical-align", "")),
        font=font_of(values["font-family"]) if "font-family" in values else None,
        list_type=low.get("list-style-type", low.get("list-style", "").partition(" ")[0]),
        space=_SPACES.get(low.get("white-space", "")),
        remarks=tuple(remarks),
    )


def _run_inside(run: Run, tag: str, style: Style | None, link: str) -> Run:
    bold = tag in _BOLD or run.bold
    italic = tag in _ITALIC or run.italic
    underline = tag in _UNDERLINE or run.underline
    script = _SCRIPTS.get(tag, run.script)
    if style is not None:
        bold = bold if style.bold is None else style.bold
        italic = italic if style.italic is None else style.italic
        underline = underline if style.underline is None else style.underline
        script = style.script or script
    return Run("", bold, italic, underline, script, link or run.link)


def _weight(value: str) -> bool | None:
    if value in ("bold", "bolder"):
        return True
    if value in ("normal", "lighter"):
        return False
    return int(value) >= 600 if value.isascii() and value.isdigit() and len(value) < 5 else None


def _slant(value: str) -> bool | None:
    if value.startswith(("italic", "oblique")):
        return True
    return False if value == "normal" else None


def _script(value: str) -> Script | None:
    return {"super": Script.SUP, "sub": Script.SUB, "baseline": Script.NORMAL}.get(value)
