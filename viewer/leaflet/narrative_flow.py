"""The flow of blocks that a narrative makes: paragraphs out of pieces, list items, annotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from viewer.leaflet.model import (
    IMAGE_CHARACTER,
    Annotation,
    Block,
    Code,
    Image,
    ListItem,
    Paragraph,
    Run,
)
from viewer.leaflet.narrative_context import NarrativeContext
from viewer.leaflet.narrative_list import BULLET, HAND_BULLETS, ListMarkers, without_bullets
from viewer.leaflet.narrative_look import Look, Space
from viewer.leaflet.narrative_marks import Marks
from viewer.leaflet.narrative_text import LINE_BREAK, folded_runs, is_plain, visible_text
from viewer.leaflet.runs import (
    BLOCK_WEIGHT,
    MAX_WEIGHT,
    PIECE_WEIGHT,
    in_parts,
    weight_of,
    with_blanks_kept,
)

_Item = tuple[str, tuple[Run, ...]]
"""A bullet that a writer set by hand, empty where there is none, and the runs after it."""


class Flow:
    """Takes text piece by piece; `blocks` is where blocks go: a section's body or a cell."""

    def __init__(self, context: NarrativeContext) -> None:
        self.blocks: list[Block] = []
        self.annotations: list[Annotation] = []
        self.weight = 0
        """Of all text so far, in characters: how much there is to lay out at most."""
        self.level = 0
        self.marker: str | None = None
        """Of the present list item; empty once it is used."""
        self.markers: list[ListMarkers] = []
        self.texts: list[str] = []
        """The paragraph so far, piece by piece; empty where none is begun."""
        self._looks: list[Look] = []
        self._context = context
        self._note = context.notes.add
        self._count = 0
        self._marks = Marks() if context.annotated else None

    def text(self, text: str, look: Look) -> None:
        """Adds text to the paragraph."""
        if not self.texts and text.isspace():
            return  # what every paragraph in an indented source begins with
        if not look.ordinary or not text.isprintable() or IMAGE_CHARACTER in text:
            if look.space is not Space.FOLDED:
                self._lines(text, look)
                return
            text = self._visible(text, look)
        self.texts.append(text)
        self._looks.append(look)

    def _lines(self, text: str, look: Look) -> None:
        """Adds text that keeps its lines, and its blanks if the look says so."""
        text = with_blanks_kept(text) if look.space is Space.ALL else text
        for number, line in enumerate(text.split("\n")):
            if number:
                self.break_line(look)
            if line:
                self.texts.append(self._visible(line, look))
                self._looks.append(look)

    def _visible(self, text: str, look: Look) -> str:
        if look.ordinary and is_plain(text):
            return text
        return visible_text(text, look.font, self._note)

    def break_line(self, look: Look) -> None:
        """Adds a line break to the paragraph."""
        self.texts.append(LINE_BREAK)
        self._looks.append(look)

    def begin_mark(self, codes: tuple[Code, ...]) -> None:
        """From here on the text is annotated."""
        if self._marks is not None:
            self._marks.begin(codes, self.texts)

    def end_mark(self) -> None:
        """Here the innermost annotation ends."""
        if self._marks is not None:
            self._marks.end(self.texts)

    def end_paragraph(self) -> None:
        """Ends the paragraph, if one is begun."""
        if not self.texts:
            return
        texts, looks = self.texts, self._looks
        self.texts, self._looks = [], []
        runs = folded_runs(texts, looks, self._note)
        if not runs:
            if self._marks is not None:
                self._marks.forget()
            return
        level, marker, items = self.level, self.marker, [("", runs)]
        if marker:
            self.marker = ""
        if runs[0].text[0] in HAND_BULLETS and marker in (None, "", BULLET):
            items = without_bullets(runs)
            if items[0][0]:
                level = level + (marker is None or (marker == "" and level > 0)) or 1
        weight = BLOCK_WEIGHT * len(items) + PIECE_WEIGHT * len(texts) + len("".join(texts))
        self.weight += weight
        if weight > MAX_WEIGHT:
            items = self._in_parts(items)
        for bullet, part in items:
            marker = bullet or marker
            if marker is None:
                self.emit(Paragraph(part))
            else:
                self.emit(ListItem(part, level, marker))
                marker = ""
        if self._marks:
            self._annotate(self._marks, items)

    def _in_parts(self, items: list[_Item]) -> list[_Item]:
        """The items, those that are too long in parts; what follows a first part has no bullet."""
        parts: list[_Item] = []
        for bullet, runs in items:
            if weight_of(runs) <= MAX_WEIGHT:
                parts.append((bullet, runs))
                continue
            self._note("a paragraph too long for one is shown as several")
            first, *more = in_parts(runs)
            parts += ((bullet, first), *(("", part) for part in more))
        return parts

    def use_marker(self) -> None:
        """Shows the number of a list item that does not begin with text."""
        if self.marker and self.marker != BULLET:
            self.emit(ListItem((), self.level, self.marker))
            self.marker = ""

    def emit(self, block: Paragraph | ListItem | Image) -> None:
        """Adds a text block. Raises MalformedLeafletError where there are too many."""
        self._context.spend_block()
        self._count += 1
        self.blocks.append(block)

    def take_blocks(self) -> list[Block]:
        """The blocks so far, which are the flow's no longer: those of a cell."""
        self.end_paragraph()
        blocks, self.blocks = self.blocks, []
        return blocks

    def _annotate(self, marks: Marks, items: Sequence[_Item]) -> None:
        """Notes what is annotated in the text blocks of the paragraph that has just ended."""
        whole = ""
        starts: list[int] = []
        ends: list[int] = []
        for bullet, runs in items:
            starts.append(len(whole) + len(bullet))
            whole += bullet + "".join(run.text for run in runs)
            ends.append(len(whole))
        first_block = self._count - len(items) + 1
        for start, end, codes in marks.in_paragraph(whole):
            for item in range(bisect_right(ends, start), bisect_left(starts, end)):
                first, last = max(start, starts[item]), min(end, ends[item])
                place = first_block + item, first - starts[item], last - starts[item]
                self.annotations.append(Annotation(*place, codes))
