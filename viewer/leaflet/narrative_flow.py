"""The flow of blocks that a narrative makes: paragraphs out of pieces, list items, annotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

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
from viewer.leaflet.narrative_list import BULLET, HAND_BULLETS, ListMarkers, without_bullet
from viewer.leaflet.narrative_look import Look
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
            if look.preformatted:
                self._lines(text, look)
                return
            text = self._visible(text, look)
        self.texts.append(text)
        self._looks.append(look)

    def _lines(self, text: str, look: Look) -> None:
        """Adds text that keeps its lines and blanks."""
        for number, line in enumerate(with_blanks_kept(text).split("\n")):
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
        level, marker, skipped = self.level, self.marker, ""
        if marker:
            self.marker = ""
        if runs[0].text[0] in HAND_BULLETS and marker in (None, "", BULLET):
            skipped, runs = without_bullet(runs)
        if skipped:
            level = level + (marker is None or (marker == "" and level > 0)) or 1
            marker = skipped
        weight = BLOCK_WEIGHT + PIECE_WEIGHT * len(texts) + len("".join(texts))
        self.weight += weight
        parts = [runs]
        if weight > MAX_WEIGHT and weight_of(runs) > MAX_WEIGHT:
            parts = list(in_parts(runs))
            self._note("a paragraph too long for one is shown as several")
        for part in parts:
            if marker is None:
                self.emit(Paragraph(part))
            else:
                self.emit(ListItem(part, level, marker))
                marker = ""
        if self._marks:
            self._annotate(self._marks, parts, skipped)

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

    def _annotate(self, marks: Marks, parts: Sequence[tuple[Run, ...]], skipped: str) -> None:
        """Notes what is annotated in the text blocks of the paragraph that has just ended."""
        texts = ["".join(run.text for run in part) for part in parts]
        starts = list(accumulate(map(len, texts), initial=len(skipped)))
        first_block = self._count - len(parts) + 1
        for start, end, codes in marks.in_paragraph(skipped + "".join(texts)):
            reached = range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end))
            for part in reached:
                first, last = max(start, starts[part]), min(end, starts[part + 1])
                place = first_block + part, first - starts[part], last - starts[part]
                self.annotations.append(Annotation(*place, codes))
