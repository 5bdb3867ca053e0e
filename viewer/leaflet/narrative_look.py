"""How foreign text looks: the few looks that the model knows, out of tags and style attributes.

Only weight, slant, underline and position carry over; colours, sizes and all else are dropped, so
that nothing in a file can hide text. What hides text in the source is told, for a reading note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from viewer.leaflet.model import Run, Script
from viewer.leaflet.narrative_glyphs import Font, font_of

HIDDEN = "text that the source hides is shown"
TINY = "text that the source makes too small to read is shown"
STRUCK = "text that the source strikes out is shown as ordinary text"

_BOLD = frozenset(("b", "strong", "h1", "h2", "h3", "h4", "h5", "h6"))
_ITALIC = frozenset(("i", "em", "cite", "dfn", "var"))
_UNDERLINE = frozenset(("u", "ins"))
_STRUCK = frozenset(("s", "strike", "del"))
LOOK_TAGS = frozenset((*_BOLD, *_ITALIC, *_UNDERLINE, *_STRUCK, "sub", "sup"))

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
    """The look of a stretch of text, and the looks derived from it so far."""

    run: Run = field(default_factory=lambda: Run(""))
    font: Font = Font.TEXT
    derived: dict[tuple[str, Style | None, str], Look] = field(default_factory=dict)

    def inside(self, tag: str, style: Style | None, link: str = "") -> Look:
        """The look inside an element. Equal looks are the same object while a file is read."""
        key = (tag, style, link)
        look = self.derived.get(key)
        if look is None:
            run = _tagged(self.run, tag, link)
            font = self.font
            if style is not None:
                run = _styled(run, style)
                font = style.font or font
            same = run == self.run and font is self.font
            look = self.derived[key] = self if same else Look(run, font)
        return look


def parsed_style(text: str) -> Style:
    """The parts of a style attribute that matter here."""
    values: dict[str, str] = {}
    for declaration in text.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            values[name.strip().casefold()] = value.replace("!important", "").strip()
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


def is_struck(tag: str) -> bool:
    """Whether the element strikes its text out."""
    return tag in _STRUCK


def _tagged(run: Run, tag: str, link: str) -> Run:
    if tag in _BOLD:
        run = replace(run, bold=True)
    elif tag in _ITALIC:
        run = replace(run, italic=True)
    elif tag in _UNDERLINE:
        run = replace(run, underline=True)
    elif tag == "sub":
        run = replace(run, script=Script.SUB)
    elif tag == "sup":
        run = replace(run, script=Script.SUP)
    return replace(run, link=link) if link else run


def _styled(run: Run, style: Style) -> Run:
    return replace(
        run,
        bold=run.bold if style.bold is None else style.bold,
        italic=run.italic if style.italic is None else style.italic,
        underline=run.underline if style.underline is None else style.underline,
        script=style.script or run.script,
    )


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
