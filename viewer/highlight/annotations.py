"""What the leaflet's publisher has tied to a lens's concepts, and how a tool tip says so.

An ePI ties codes of medical terminologies (SNOMED CT, ICPC-2, LOINC ...) to elements of its text
by the extension HtmlElementLink; a lens file lists under ``[concepts]`` those that belong to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.leaflet.model import Annotation, Code

_SIGN = "annotation "


def annotated_places(text: LeafletText, lens: Lens) -> Iterator[tuple[str, int, int]]:
    """Annotations with a code of the lens: its term, and start and end in the leaflet's text."""
    if not any(lens.concepts.values()):
        return
    for number, section in enumerate(text.sections):
        wanted = [(_code_of(each, lens), each) for each in section.annotations]
        if not any(code for code, _ in wanted):
            continue
        blocks = section.texts()
        firsts = list(accumulate((len(b) + 1 for b in blocks), initial=text.section_starts[number]))
        for code, place in wanted:
            if code and place.block < len(blocks):
                end = min(place.end, len(blocks[place.block]))
                if place.start < end:
                    first = firsts[place.block]
                    yield _term(code), first + place.start, first + end


def term_words(term: str) -> str:
    """A match's term as a reader is told it: an annotation says whose it is."""
    if not term.startswith(_SIGN):
        return term
    system, _, code = term.removeprefix(_SIGN).partition(" ")
    name = system if ":" in system else system.upper()
    return f"publisher's annotation ({name} {code})"


def _term(code: Code) -> str:
    return f"{_SIGN}{code.system} {code.code}"


def _code_of(annotation: Annotation, lens: Lens) -> Code | None:
    """The first of an annotation's codes that the lens lists."""
    listed = (c for c in annotation.codes if c.code in lens.concepts.get(c.system, ()))
    return next(listed, None)
