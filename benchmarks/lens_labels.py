"""The paragraphs labelled by a reader, and how far the lenses agree with the labels.

They lie in `tests/lens_labels`, whose tests use this as well: `corpus.LANGUAGE.toml` labels
paragraphs of real leaflets that lie outside the project, by file and digest; `own.LANGUAGE.toml`
holds paragraphs written for this, with their text. A paragraph counts as marked by a lens where at
least one match lies in it. A label with a question mark is a case on which readers may differ; it
counts neither way.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.lens_paragraphs import digest, paragraphs
from benchmarks.surroundings import ROOT
from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section

LABELS = ROOT / "tests" / "lens_labels"
CORPUS = ROOT.parent / "shared" / "corpus"
LANGUAGES = ("en", "es", "pt", "da")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph with the ids of the lenses that should mark it, and of those left open."""

    text: str
    lenses: frozenset[str]
    open: frozenset[str]


class _Verdict(NamedTuple):
    """Whether a lens should mark a paragraph, and whether it does."""

    lens: str
    text: str
    wanted: bool
    marked: bool


@dataclass(slots=True)
class Count:
    """How often a lens marked rightly, marked amiss, and missed."""

    right: int = 0
    amiss: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        marked = self.right + self.amiss
        return self.right / marked if marked else 1.0

    @property
    def recall(self) -> float:
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0


def own_paragraphs(language: str) -> list[Labelled]:
    """Those written for this."""
    pairs: list[list[str]] = _read(f"own.{language}.toml")["paragraphs"]
    return [_labelled(text, labels) for text, labels in pairs]


def corpus_paragraphs(language: str, corpus: Path = CORPUS) -> list[Labelled]:
    """Those of real leaflets. Raises KeyError where a labelled paragraph is not in its file."""
    files: dict[str, dict[str, str]] = _read(f"corpus.{language}.toml")
    found: list[Labelled] = []
    for file, labels in files.items():
        texts = {digest(text): text for text in paragraphs(corpus / file)}
        found += [_labelled(texts[key], wanted) for key, wanted in labels.items()]
    return found


def judge(
    lenses: Mapping[str, Lens], language: str, labelled: Sequence[Labelled]
) -> dict[str, Count]:
    """How each lens does on these paragraphs, by lens id."""
    counts = {lens_id: Count() for lens_id in lenses}
    for verdict in _verdicts(lenses, language, labelled):
        count = counts[verdict.lens]
        count.right += verdict.wanted and verdict.marked
        count.amiss += verdict.marked and not verdict.wanted
        count.missed += verdict.wanted and not verdict.marked
    return counts


def disagreements(
    lenses: Mapping[str, Lens], language: str, labelled: Sequence[Labelled]
) -> list[str]:
    """A line for each paragraph that a lens marks amiss or misses."""
    return [
        f"{verdict.lens} {'misses' if verdict.wanted else 'marks amiss'}: {verdict.text}"
        for verdict in _verdicts(lenses, language, labelled)
        if verdict.wanted != verdict.marked
    ]


def macro(counts: Mapping[str, Count]) -> tuple[float, float]:
    """Precision and recall as the mean over the lenses."""
    return (
        sum(count.precision for count in counts.values()) / len(counts),
        sum(count.recall for count in counts.values()) / len(counts),
    )


def table(counts: Mapping[str, Count], heading: str) -> str:
    """Precision and recall per lens, with the number of paragraphs that should be marked."""
    lines = [f"{heading:<16}{'precision':>10}{'recall':>8}{'wanted':>8}{'amiss':>7}{'missed':>8}"]
    for lens, count in counts.items():
        wanted = count.right + count.missed
        lines.append(
            f"{lens:<16}{count.precision:>10.3f}{count.recall:>8.3f}"
            f"{wanted:>8}{count.amiss:>7}{count.missed:>8}"
        )
    precision, recall = macro(counts)
    lines.append(f"{'macro':<16}{precision:>10.3f}{recall:>8.3f}")
    return "\n".join(lines)


def _verdicts(
    lenses: Mapping[str, Lens], language: str, labelled: Sequence[Labelled]
) -> Iterator[_Verdict]:
    """One per lens and paragraph, but for the cases left open."""
    blocks = tuple(Paragraph((Run(each.text),)) for each in labelled)
    section = Section("text", "", blocks=blocks)
    leaflet = Leaflet("labelled", "Labelled", language, "smpc", "Labelled", (section,))
    index = WordIndex(LeafletText(leaflet))
    for lens_id, lens in lenses.items():
        marked = {match.block - 1 for match in find_matches(index, lens)}
        for number, each in enumerate(labelled):
            if lens_id not in each.open:
                yield _Verdict(lens_id, each.text, lens_id in each.lenses, number in marked)


def _labelled(text: str, labels: str) -> Labelled:
    names = labels.split()
    return Labelled(
        text,
        frozenset(name for name in names if not name.endswith("?")),
        frozenset(name.removesuffix("?") for name in names if name.endswith("?")),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((LABELS / name).read_text(encoding="utf-8"))
