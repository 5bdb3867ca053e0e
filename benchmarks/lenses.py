"""How far the lenses agree with a reader, per language, and how long they take to load.

The table of each language goes to standard error.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.lens_labels import (
    CORPUS,
    LANGUAGES,
    corpus_paragraphs,
    judge,
    macro,
    own_paragraphs,
    table,
)
from benchmarks.result import Outcome, Result, Skipped
from benchmarks.surroundings import ROOT, Surroundings
from viewer.highlight.lens_file import load_lenses
from viewer.render.theme_file import load_themes

RESOURCES = ROOT / "resources"
MOST_AMISS, MOST_MISSED = 5.0, 3.0
"""What may be marked amiss and missed, in per cent, as the mean over the ten lenses."""


def lenses(around: Surroundings) -> Iterator[Outcome]:
    """What the lenses mark amiss and miss, and the time their files take."""
    colours = load_themes(RESOURCES / "themes")[0].lenses
    folders: list[Path] = [RESOURCES / "lenses"]
    taken = []
    for _ in range(around.runs + 1):
        began = time.perf_counter()
        loaded, _ = load_lenses(folders, colours)
        taken.append((time.perf_counter() - began) * 1000)
    yield Result("all lens files loaded", tuple(taken[1:]))
    by_id = {lens.id: lens for lens in loaded}
    for language in LANGUAGES:
        labelled = own_paragraphs(language)
        if CORPUS.is_dir():
            labelled += corpus_paragraphs(language)
        else:
            yield Skipped(f"real leaflets ({language})", f"{CORPUS} is not here")
        counts = judge(by_id, language, labelled)
        print(f"{table(counts, f'{language}, {len(labelled)}')}\n", file=sys.stderr)
        precision, recall = macro(counts)
        amiss, missed = 100 * (1 - precision), 100 * (1 - recall)
        yield Result(f"marked amiss ({language})", (amiss,), unit="%", most=MOST_AMISS)
        yield Result(f"missed ({language})", (missed,), unit="%", most=MOST_MISSED)
