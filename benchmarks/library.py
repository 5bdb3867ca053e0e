"""A library of any size: import, size, search, start, and the window meanwhile.

Two libraries are made, of a fifth of the leaflets and of all: so it is seen how things grow. The
targets are those of fifty thousand leaflets; a small library is measured to see that all works.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.children import child, rounds
from benchmarks.lens_labels import CORPUS
from benchmarks.library_floors import parse_seconds, ripgrep
from benchmarks.library_queries import Question, questions, write_questions
from benchmarks.library_sample import FOLDER, stocks
from benchmarks.library_stage import Stage, seconds_until_stored, set_up
from benchmarks.result import Outcome, Result, Skipped
from benchmarks.sample import BUNDLED
from benchmarks.start import OBSERVING, PROGRAM, timed
from benchmarks.surroundings import ROOT, Surroundings
from viewer.library.library import Library

LEAFLETS = 500
LARGE = 10_000
"""Leaflets from which on the targets hold."""
GROWTH = 5
MOST_RUNS = 5
MOST_MEMORY, MOST_GAP = 600.0, 50.0
_EACH = {0: 4, 2_000: 25}
"""Questions of each of the eight kinds, by the leaflets from which on they are so many."""


def library(
    around: Surroundings, leaflets: int = LEAFLETS, kept: Path | None = None
) -> Iterator[Outcome]:
    """With `kept`, a folder, what was made stays there and is used again the next time."""
    folder = (kept or around.folder / "library-benchmark").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    sentences = stocks(_sources())
    asked = questions(sentences, max(each for least, each in _EACH.items() if leaflets >= least))
    write_questions(folder / "questions.json", asked)
    stages = [
        set_up(around, folder / f"{count}", sentences, count)
        for count in (max(1, leaflets // GROWTH), leaflets)
    ]
    yield from _import(around, stages[-1])
    yield _size(stages[-1])
    yield from _search(around, stages, asked)
    yield _start(around, stages[-1])
    yield _gap(around, stages[0])


def _sources() -> list[Path]:
    """Real leaflets, which lie outside of the project; without them, the one that comes with it."""
    found = (file for file in CORPUS.rglob("*") if file.suffix in (".xml", ".json"))
    return sorted(found) or [BUNDLED]


def _import(around: Surroundings, stage: Stage) -> Iterator[Outcome]:
    if stage.imported is None:
        yield Skipped("import", f"the library in {stage.library} was there already")
        return
    large = stage.leaflets >= LARGE
    bare = parse_seconds(around, stage.files)
    stored = (seconds_until_stored(stage.imported),)
    floor = (bare["parse"],)
    count = f"{stage.leaflets:,} leaflets"
    most = 1 / 0.6 if large else None
    yield Result(f"{count} imported", stored, "bare parse, 2", floor, "s", most_ratio=most)
    yield Result("… beside reading them", stored, "read, 2", (bare["read"],), "s")
    whole = (stage.imported.seconds,)
    yield Result("… and made searchable", whole, "bare parse, 2", floor, "s")
    if stage.imported.megabytes:
        memory = (stage.imported.megabytes,)
        yield Result("… most memory, all together", memory, unit="MB", most=MOST_MEMORY)
    else:
        yield Skipped("… most memory, all together", "this system does not tell it")


def _size(stage: Stage) -> Result:
    """The library but for the sources, which are kept compressed, against the leaflets' text."""
    info = Library.open(stage.library).info()
    whole = _megabytes(stage.library) - info.source_bytes / 1e6
    text = (_megabytes(stage.texts),)
    return Result("library without sources", (whole,), "text", text, "MB", most_ratio=2.2)


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def _search(
    around: Surroundings, stages: Sequence[Stage], asked: Sequence[Question]
) -> Iterator[Outcome]:
    small, large = stages
    runs = min(around.runs, MOST_RUNS)
    file = large.folder.parent / "questions.json"
    arguments = str(file), str(BUNDLED)
    environments = [stage.environment(around, f"window-{stage.leaflets}") for stage in stages]
    with (
        child("library_window_child", *arguments, environment=environments[0]) as few,
        child("library_window_child", *arguments, environment=environments[1]) as many,
        child(
            "library_bare_child",
            *(str(large.library), str(large.bare), str(file)),
            environment=around.environment("bare"),
        ) as bare,
    ):
        series = rounds(runs, (few, "search"), (many, "search"), (bare, "search"))
    grown, searched, floor = (each["p95"] for each in series)
    judged = large.leaflets >= LARGE
    name = f"search, 95 of 100, {large.leaflets:,}"
    most = 3.0 if judged else None
    yield Result(name, searched, "bare tantivy", floor, most_ratio=most)
    grep = ripgrep(large.texts, asked)
    if grep is None:
        yield Skipped("… beside ripgrep", "ripgrep is not installed")
    else:
        most = 1 / 30 if judged else None
        yield Result("… beside ripgrep", searched, "ripgrep", (grep,), most_ratio=most)
    most = 1.5 if judged else None
    yield Result("… growth", searched, f"{small.leaflets:,} leaflets", grown, most_ratio=most)


def _start(around: Surroundings, stage: Stage) -> Result:
    """The first painted leaflet, with and without a library."""
    environments = [
        {**environment, "PYTHONPATH": f"{OBSERVING}{os.pathsep}{ROOT}"}
        for environment in (around.environment("start"), stage.environment(around, "start"))
    ]
    without, with_ = [], []
    for _ in range(around.runs + 1):
        without.append(timed(PROGRAM, environments[0]))
        with_.append(timed(PROGRAM, environments[1]))
    name = f"start with {stage.leaflets:,} leaflets"
    return Result(name, tuple(with_[1:]), "with none", tuple(without[1:]), most_ratio=1.1)


def _gap(around: Surroundings, stage: Stage) -> Outcome:
    """The longest time that the window is deaf while it imports some hundred leaflets."""
    if sys.platform == "win32":
        return Skipped("deaf while importing", "a drop cannot be made here")
    arguments = str(stage.folder.parent / "questions.json"), str(BUNDLED)
    environment = around.environment(
        "importing", LEAFLET_BENCHMARK_FOLDER=str(stage.files / f"{0:03}")
    )
    with child("library_window_child", *arguments, environment=environment) as window:
        figures = window.ask("importing")
    count = min(stage.leaflets, FOLDER)
    name = f"deaf while importing {count:,}"
    return Result(name, (figures["gap"],), "at rest", (figures["rest"],), most=MOST_GAP)
