"""The runs of a paragraph out of its pieces, with words of a length that can be laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from viewer.leaflet.model import Run
from viewer.leaflet.narrative_glyphs import Font, in_unicode
from viewer.leaflet.narrative_look import Look
from viewer.leaflet.runs import RunBuilder, folded_run, with_refused_shown

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
    look = Look()
    runs = folded_runs([(look, visible_text(text, look.font, note))], note) if text else ()
    return "".join(run.text for run in runs)


def is_plain(text: str) -> bool:
    """Whether the text has, white space aside, only characters that can be shown as they are.

    Some texts of which this is true are not told: soft hyphens are such characters.
    """
    if not text.isprintable() and not "".join(text.split()).isprintable():
        return False
    return text.isascii() or "\ufffc" not in text


def is_blank(text: str) -> bool:
    """Whether the text holds nothing but white space, no-break spaces included."""
    return not text or text.isspace()


def folded_runs(pieces: Sequence[tuple[Look, str]], note: Callable[[str], None]) -> tuple[Run, ...]:
    """The runs of one text block; none where its text is blank."""
    look, whole = pieces[0]
    same = len(pieces) == 1
    if not same:
        whole = "".join([text for _, text in pieces])
        same = all(piece[0] is look and piece[1] for piece in pieces)
    if not whole or whole.isspace():
        return ()
    runs = folded_run(whole, look.run) if same else _mixed_runs(pieces)
    if len(whole) > MAX_WORD:
        broken = _with_words_broken(runs)
        if broken != runs:
            note(f"a word of more than {MAX_WORD:,} letters is broken")
        return broken
    return runs


def _mixed_runs(pieces: Sequence[tuple[Look, str]]) -> tuple[Run, ...]:
    builder = RunBuilder()
    for look, text in pieces:
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
        result.append(replace(run, text="".join(parts)))
    return tuple(result)
