"""What of a leaflet goes on paper, and the words that say so there.

A sheet of paper outlives the screen it came from: it has to say by itself what was left out,
where the text is from, and that it may be out of date. These words are made here, without Qt,
so that the dialog, the command line and the paper say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Leaflet
from viewer.render.excerpt import Excerpt
from viewer.render.lens_words import answering_names, cannot_check, either
from viewer.render.provenance import notice_lead, provenance_line

LONGEST = 90
"""Characters of a product's or section's name on paper; some names fill a paragraph."""
_FIRST_WORDS = 40
"""Characters of a section's text that name it where it has no heading."""


class PrintScope(Enum):
    """The parts that a reader chooses among."""

    SECTION = "section"
    MATCHES = "matches"
    SELECTION = "selection"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class PrintPart:
    """The part of a leaflet to print.

    `sections` are keys in `text` in reading order; `whole` tells that the leaflet's own head is
    printed above them. `words` go into the page header, `name` into a file's name. Where it is a
    selection, `text` is the selection's own and `excerpt` leads to it from the leaflet's.
    """

    text: LeafletText
    sections: tuple[str, ...]
    words: str
    name: str = ""
    whole: bool = False
    excerpt: Excerpt | None = None

    def matches(self, matches: Matches) -> Matches:
        """The leaflet's matches as offsets in `text`."""
        return matches if self.excerpt is None else self.excerpt.clip(matches)

    def file_name(self) -> str:
        """A name for a PDF of it, safe on every system ("Klonopin - Interactions.pdf")."""
        leaflet = self.text.leaflet
        return safe_file_name(" - ".join(filter(None, (product_words(leaflet), self.name))))


def print_parts(
    text: LeafletText,
    section: str,
    matches: Sequence[Matches] = (),
    lens_names: Sequence[str] = (),
    selection: tuple[int, int] | None = None,
) -> dict[PrintScope, PrintPart | str]:
    """What can be printed while `section` (a key) is being read; in place of a part, why not.

    `matches` and `lens_names` are those of the lenses that are on, `selection` the characters
    from and to. Raises KeyError where the leaflet has no such section.
    """
    passages = sections_with_passages(text, matches, lens_names)
    selected = selection_part(text, *selection) if selection else None
    no_passages = _no_passages(matches, lens_names) if matches else "no highlight is on"
    return {
        PrintScope.SECTION: section_part(text, section),
        PrintScope.MATCHES: passages or no_passages,
        PrintScope.SELECTION: selected or "no text is selected",
        PrintScope.WHOLE: whole_leaflet(text),
    }


def whole_leaflet(text: LeafletText) -> PrintPart:
    """All of it."""
    keys = tuple(section.key for section in text.sections)
    return PrintPart(text, keys, "Whole leaflet", whole=True)


def section_part(text: LeafletText, key: str) -> PrintPart:
    """A section with those below it. Raises KeyError where the leaflet has none of that key."""
    section = text.leaflet.section(key)
    keys = tuple(below.key for below in section.walk())
    total = len(text.sections)
    first = [candidate.key for candidate in text.sections].index(key) + 1
    if len(keys) > 1:
        place = f"Sections {first} to {first + len(keys) - 1} of {total}"
    else:
        place = f"Section {first} of {total}"
    title = shorten(section.title)
    first_words = shorten(next(filter(None, section.texts()), ""), _FIRST_WORDS)
    name = title or first_words or "without a heading"
    return PrintPart(text, keys, f"{place}: {title or 'without a heading'}", name)


def chosen_sections(text: LeafletText, keys: Collection[str]) -> PrintPart:
    """The sections with these keys, each with those below it, in the leaflet's order.

    Raises KeyError where the leaflet has none of one of the keys.
    """
    if len(keys) == 1:
        return section_part(text, next(iter(keys)))
    wanted = {below.key for key in keys for below in text.leaflet.section(key).walk()}
    chosen = [section for section in text.sections if section.key in wanted]
    titles = "; ".join(filter(None, (shorten(section.title, 40) for section in chosen)))
    words = f"{len(chosen)} of {len(text.sections)} sections: {shorten(titles, 2 * LONGEST)}"
    return PrintPart(text, tuple(section.key for section in chosen), words, titles)


def sections_with_passages(
    text: LeafletText, matches: Sequence[Matches], lens_names: Sequence[str]
) -> PrintPart | None:
    """The sections that a match of any of `matches` stands in; None where there is none.

    `lens_names` name the lenses that were asked for, for the reader of the paper.
    """
    found = {key for one in matches for key in one.count_by_section()}
    keys = tuple(section.key for section in text.sections if section.key in found)
    if not keys:
        return None
    total = len(text.sections)
    names = shorten(either(answering_names(matches, lens_names)))
    unchecked = shorten(cannot_check(matches, lens_names))
    beside = f"; {unchecked}" if unchecked else ""
    article = "an" if names.lower().startswith(tuple("aeiou")) else "a"
    if len(keys) == total:
        words = f"All {total} sections: each has {article} {names} passage"
    else:
        words = f"{len(keys)} of {total} sections: those with {article} {names} passage"
    return PrintPart(text, keys, words + beside, f"{names} passages")


def selection_part(text: LeafletText, start: int, end: int) -> PrintPart | None:
    """The selected characters from `start` to `end`; None where they hold no text."""
    excerpt = Excerpt(text, start, end)
    keys = tuple(section.key for section in excerpt.text.sections)
    if not any(section.texts() != ("",) for section in excerpt.text.sections):
        return None
    own = [key for key in keys if any(excerpt.text.leaflet.section(key).texts())]
    titles = [shorten(text.leaflet.section(key).title) for key in own]
    first, last = titles[0] or "without a heading", titles[-1] or "without a heading"
    place = first if len(own) == 1 else f"{first} to {last}"
    words = f"Selection from {place}"
    return PrintPart(excerpt.text, keys, words, words, excerpt=excerpt)


def product_words(leaflet: Leaflet) -> str:
    """What the leaflet is about, for the head of a page."""
    return shorten(leaflet.product or leaflet.title or leaflet.id)


def footer_words(leaflet: Leaflet, printed_on: str) -> tuple[str, ...]:
    """The lines at the foot of a page: source, date of printing, the notice where there is one."""
    if leaflet.kind == "guide":
        return (f"Printed on {printed_on}.",)
    lead = notice_lead(leaflet)
    return (
        shorten(provenance_line(leaflet.provenance), 3 * LONGEST),
        f"Printed on {printed_on}. The authority’s current text prevails.",
        *((f"{shorten(lead, 2 * LONGEST)}.",) if lead else ()),
    )


def _no_passages(matches: Sequence[Matches], lens_names: Sequence[str]) -> str:
    """Why no section can be printed for its passages; what was not checked is not called none."""
    answering = shorten(either(answering_names(matches, lens_names)))
    none = f"no {answering} passage here" if answering else ""
    return "; ".join(filter(None, (none, shorten(cannot_check(matches, lens_names)))))


def shorten(text: str, longest: int = LONGEST) -> str:
    """The text on one line, cut with an ellipsis where it is longer than that."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def safe_file_name(name: str) -> str:
    """`name`.pdf without what Windows, macOS or Linux forbid in the name of a file."""
    kept = "".join(" " if letter in '<>:"/\\|?*' or ord(letter) < 32 else letter for letter in name)
    return (shorten(kept, 120).strip(". ") or "Leaflet") + ".pdf"
