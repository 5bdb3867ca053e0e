"""The word index of a leaflet, which opening one makes once, and a look-up in it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.result import Outcome, Result
from benchmarks.sample import write_sample
from benchmarks.surroundings import ROOT, Surroundings
from benchmarks.window import SIZES
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.lens_file import load_lenses
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.reader import read_leaflets
from viewer.leaflet.topics import load_topics
from viewer.render.theme_file import load_theme


def index(around: Surroundings) -> Iterator[Outcome]:
    """Building against one pass of `re` over the lowered text; looking up all lenses."""
    resources = ROOT / "resources"
    topics = load_topics(resources / "topics.toml")
    theme = load_theme(resources / "themes" / "light.toml")
    lenses, _ = load_lenses((resources / "lenses",), frozenset(theme.lenses))
    for size, characters in SIZES.items():
        file = around.folder / f"index-{characters}.md"
        write_sample(file, characters, f"index-{characters}")
        text = LeafletText(read_leaflets(file, topics)[0])
        built, looked, pass_ = _in_turn(
            around.runs,
            partial(WordIndex, text),
            partial(_look_up, WordIndex(text), lenses),
            partial(_split, text),
        )
        yield Result(f"index built, {size}", built, "re over the text", pass_)
        yield Result(f"{len(lenses)} lenses looked up, {size}", looked, "re over the text", pass_)


def _look_up(index: WordIndex, lenses: Sequence[Lens]) -> None:
    for lens in lenses:
        find_matches(index, lens)


def _split(text: LeafletText) -> None:
    re.findall(r"\w+", text.text.lower())


def _in_turn(runs: int, *acts: Callable[[], object]) -> list[tuple[float, ...]]:
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(runs + 1):
        for series, act in zip(taken, acts, strict=True):
            began = time.perf_counter()
            act()
            series.append((time.perf_counter() - began) * 1000)
    return [tuple(series[1:]) for series in taken]
