"""The runs of a paragraph out of its pieces, with words of a length that can be laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from viewer.leaflet.model import IMAGE_CHARACTER, Run
from viewer.leaflet.narrative_glyphs import Font, in_unicode
from viewer.leaflet.narrative_look import Look
from viewer.leaflet.runs import RunBuilder, folded, with_refused_shown, with_text

LINE_BREAK = ""
"""The piece that stands for a line break: no piece of text is empty."""
MAX_WORD = 10_000
"""Longer words are broken: one of a million letters keeps Qt busy for 40 seconds."""

_WORDS = re.compile(r"([ \n]+)")


def visible_text(text: str, font: Font, note: Callable[[str], None]) -> str:
    """The text with glyphs of symbol fonts mapped, and characters that deceive shown as codes."""
    text = in_unicode(text, font, note)
    visible = with_refused_shown(text)
    if visible != text:
        note("characters that control or turn round text are shown as codes")
    return visible


def plain_line(text: str, note: Callable[[str], None]) -> str:
    """A heading or a name as one line of text, by the same rules as a paragraph."""
    if text.isprintable() and IMAGE_CHARACTER not in text and len(text) <= MAX_WORD:
        return folded(text)  # as nearly all are
    look = Look()
    runs = folded_runs([visible_text(text, look.font, note)], [look], note) if text else ()
    return "".join(run.text for run in runs)


def is_plain(text: str) -> bool:
    """Whether the text has, white space aside, only characters that can be shown as they are.

    Some texts of which this is true are not told: soft hyphens are such characters.
    """
    return IMAGE_CHARACTER not in text and "".join(text.split()).isprintable()


def folded_runs(
    texts: Sequence[str], looks: Sequence[Look], note: Callable[[str], None]
) -> tuple[Run, ...]:
    """The runs of one text block out of its pieces, each with a look; none where it is blank."""
    whole = "".join(texts)
    if not whole or whole.isspace():
        return ()
    if looks.count(looks[0]) == len(looks) and LINE_BREAK not in texts:
        runs: tuple[Run, ...] = (with_text(looks[0].run, folded(whole)),)
    else:
        runs = _mixed_runs(texts, looks)
    if len(whole) > MAX_WORD:
        broken = _with_words_broken(runs)
        if broken != runs:
            note(f"a word of more than {MAX_WORD:,} letters is broken")
        return broken
    return runs


def _mixed_runs(texts: Sequence[str], looks: Sequence[Look]) -> tuple[Run, ...]:
    builder = RunBuilder()
    for text, look in zip(texts, looks, strict=True):
        if text:
            builder.add(text, look.run)
        else:
            builder.break_line()
    return builder.runs()


def _with_words_broken(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """The runs with a blank after each `MAX_WORD` letters that have none between them."""
    result: list[Run] = []
    length = 0
    for run in runs:
        parts: list[str] = []
        for index, part in enumerate(_WORDS.split(run.text)):
            if index % 2:
                length = 0
                parts.append(part)
                continue
            start = 0
            while length + len(part) - start > MAX_WORD:
                end = start + MAX_WORD - length
                parts += [part[start:end], " "]
                start, length = end, 0
            parts.append(part[start:])
            length += len(part) - start
        result.append(with_text(run, "".join(parts)))
    return tuple(result)
