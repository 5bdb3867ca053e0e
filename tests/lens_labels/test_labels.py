"""How far the lenses agree with a reader, in each language.

The floors are what was reached, rounded down, and never below the aim: precision 0.95 and recall
0.97 as the mean over the ten lenses. The tables are printed (`pytest -s`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.lens_labels import (
    CORPUS,
    LANGUAGES,
    Labelled,
    corpus_paragraphs,
    disagreements,
    judge,
    macro,
    own_paragraphs,
    table,
)
from benchmarks.lens_paragraphs import digest
from viewer.highlight.lens import Lens
from viewer.highlight.lens_file import load_lenses
from viewer.render.theme_file import load_themes

RESOURCES = Path(__file__).parents[2] / "resources"
PRECISION, RECALL = 0.95, 0.97
FLOORS = {"en": (0.98, 0.99), "es": (0.99, 0.99), "pt": (0.99, 0.99), "da": (0.99, 0.99)}
"""Precision and recall that all paragraphs of a language together reach."""

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the real leaflets (../shared/corpus) are not here"
)


@pytest.fixture(scope="module")
def lenses() -> dict[str, Lens]:
    loaded, errors = load_lenses(
        [RESOURCES / "lenses"], load_themes(RESOURCES / "themes")[0].lenses
    )
    assert errors == ()
    return {lens.id: lens for lens in loaded}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lenses_agree_with_a_reader_on_paragraphs_written_for_this(
    lenses: dict[str, Lens], language: str
) -> None:
    assert_reached(lenses, language, own_paragraphs(language), (PRECISION, RECALL), "own")


@needs_corpus
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lenses_agree_with_a_reader_on_all_labelled_paragraphs(
    lenses: dict[str, Lens], language: str
) -> None:
    labelled = [*corpus_paragraphs(language), *own_paragraphs(language)]
    assert_reached(lenses, language, labelled, FLOORS[language], "all")


@needs_corpus
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lens_is_judged_on_fifteen_paragraphs_it_should_mark(language: str) -> None:
    labelled = [*corpus_paragraphs(language), *own_paragraphs(language)]
    wanted = Counter(lens for each in labelled for lens in each.lenses)
    assert {lens: number for lens, number in wanted.items() if number < 15} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_label_names_a_lens_that_is_not_there(lenses: dict[str, Lens], language: str) -> None:
    for each in own_paragraphs(language):
        assert each.lenses | each.open <= set(lenses), each.text


def test_a_paragraph_is_called_the_same_whatever_its_white_space() -> None:
    assert digest("Do  not\u00a0drink.\n") == digest("Do not drink.")
    assert digest("Do not drink.") != digest("do not drink.")


def assert_reached(
    lenses: dict[str, Lens],
    language: str,
    labelled: Sequence[Labelled],
    floors: tuple[float, float],
    kind: str,
) -> None:
    counts = judge(lenses, language, labelled)
    print(f"\n{table(counts, f'{language}, {kind} {len(labelled)}')}")
    wrong = "\n".join(disagreements(lenses, language, labelled))
    precision, recall = macro(counts)
    assert precision >= floors[0], wrong
    assert recall >= floors[1], wrong
