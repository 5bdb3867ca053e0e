"""How foreign text looks: the few looks that the model knows, out of tags and style attributes.

Only weight, slant, underline and position carry over; colours, sizes and all else are dropped, so
that nothing in a file can hide text. What hides text in the source is told, for a reading note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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
        *("list-style", "list-style-type"),
    )
)

_FONT = re.compile(
    r"(?:.*\s)?(?P<size>[\d.]+(?:[a-z]+|%)|0|(?:xx?-|xxx-)?(?:small|large)|smaller|larger|medium)"
    r"(?:\s*/\s*[^\s,]+)?\s+(?P<family>.+)",
    re.IGNORECASE,
)
"""Size and family in a `font` property (CSS Fonts Module Level 4, 2.7)."""
_TINY = re.compile(r"(0*(\.\d+)?|0*[12](\.\d+)?(px|pt)?)(px|pt|em|rem|%)?")


@dataclass(frozen=True, eq=False, slots=True)
class Style:
    """What one style attribute asks for; None leaves things as they are. Each is its own key."""

    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    script: Script | None = None
    font: Font | None = None
    list_type: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(eq=False, slots=True)
class Look:
    """The look of a stretch of text, and the looks derived from it so far.

    Text that is `preformatted` keeps its lines and blanks.
    """

    run: Run = field(default_factory=lambda: Run(""))
    font: Font = Font.TEXT
    preformatted: bool = False
    derived: dict[tuple[str, Style | None, str], Look] = field(default_factory=dict)
    ordinary: bool = field(init=False)
    """Whether the text needs nothing but folding."""

    def __post_init__(self) -> None:
        self.ordinary = self.font is Font.TEXT and not self.preformatted

    def inside(self, tag: str, style: Style | None, link: str = "") -> Look:
        """The look inside an element. Equal looks are the same object while a file is read."""
        key = (tag, style, link)
        look = self.derived.get(key)
        if look is None:
            run = _run_inside(self.run, tag, style, link)
            font = style.font or self.font if style is not None else self.font
            preformatted = self.preformatted or tag == "pre"
            same = run == self.run and font is self.font and preformatted == self.preformatted
            look = self.derived[key] = self if same else Look(run, font, preformatted)
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
