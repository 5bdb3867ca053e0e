"""The flow of blocks that a narrative makes: paragraphs out of pieces, list items, annotations."""

from __future__ import annotations

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
from viewer.leaflet.narrative_glyphs import Font
from viewer.leaflet.narrative_list import BULLET, HAND_BULLETS, ListMarkers, without_bullet
from viewer.leaflet.narrative_look import Look
from viewer.leaflet.narrative_marks import Marks
from viewer.leaflet.narrative_text import LINE_BREAK, folded_runs, is_plain, visible_text

_TEXT = Font.TEXT


class Flow:
    """Takes text piece by piece; `blocks` is where blocks go: a section's body or a cell."""

    def __init__(self, context: NarrativeContext) -> None:
        self.blocks: list[Block] = []
        self.annotations: list[Annotation] = []
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
        if look.font is not _TEXT or not text.isprintable() or IMAGE_CHARACTER in text:
            text = self._visible(text, look.font)
        self.texts.append(text)
        self._looks.append(look)

    def _visible(self, text: str, font: Font) -> str:
        if font is _TEXT and is_plain(text):
            return text
        return visible_text(text, font, self._note)

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
        if runs[0].text[0] in HAND_BULLETS and marker in (None, "", BULLET):
            skipped, runs = without_bullet(runs)
        if skipped:
            level += marker is None or (marker == "" and level > 0)
            self.emit(ListItem(runs, level or 1, skipped))
        elif marker is None:
            self.emit(Paragraph(runs))
        else:
            self.emit(ListItem(runs, level, marker))
        if marker:
            self.marker = ""
        if self._marks:
            self._annotate(self._marks, runs, skipped)

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

    def _annotate(self, marks: Marks, runs: tuple[Run, ...], skipped: str) -> None:
        text = skipped + "".join(run.text for run in runs)
        for start, end, codes in marks.in_paragraph(text):
            first, last = max(start - len(skipped), 0), end - len(skipped)
            if first < last:
                self.annotations.append(Annotation(self._count, first, last, codes))
