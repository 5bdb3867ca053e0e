"""Long leaflets for measuring, made from the bundled one's words: the same in every run.

Each word follows one that it follows in the bundled leaflet; one word in sixteen is made up of
syllables, as names of substances are, so that the number of different words grows with the
text. Sections, lists, tables and notes come as often as in product information.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from benchmarks.surroundings import ROOT

BUNDLED = ROOT / "resources" / "leaflets" / "klonopin.en.md"
SEED = 20
SECTION = 3_000
"""Characters of a section, about."""
SYLLABLES = ("a", "ben", "clo", "dia", "e", "fen", "ga", "lo", "mid", "na", "pam", "sul", "xy")
END = ""


def write_sample(path: Path, size: int, id: str = "sample") -> None:
    """Writes a leaflet of about `size` characters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(sample(size, id), encoding="utf-8")


def sample(size: int, id: str = "sample") -> str:
    """A leaflet of about `size` characters, in the viewer's own Markdown."""
    writer = _Writer(random.Random(SEED))
    parts = [f"---\nid: {id}\ntitle: Sample {id}\nlanguage: en\nkind: smpc\nproduct: {id}\n---\n"]
    length = number = 0
    while length < size:
        parts.append(writer.section(number))
        length += len(parts[-1])
        number += 1
    return "\n".join(parts)


class _Writer:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._following: dict[str, list[str]] = defaultdict(list)
        _, _, body = BUNDLED.read_text(encoding="utf-8").partition("\n## ")
        prose = (line for line in body.split("\n") if not line.startswith(("#", "!")))
        for sentence in re.split(r"[.:;\n]+", "\n".join(prose)):
            words = [END, *re.findall(r"[A-Za-z][a-z-]*", sentence), END]
            for word, following in pairwise(words):
                self._following[word].append(following)

    def section(self, number: int) -> str:
        """A section of about `SECTION` characters; two of three stand below another."""
        level = "##" if number % 3 == 0 else "###"
        title = self._sentence().rstrip(".")[:60].rstrip()
        parts = [f"{level} {number + 1}. {title} {{#s{number}}}\n"]
        if number % 6 == 1:
            parts.append(self._table())
        if number % 5 == 2:
            parts.append(f'!!! note "Reader\'s note"\n    {self._paragraph(2)}\n')
        while sum(map(len, parts)) < SECTION:
            parts.append(self._paragraph(self._chance.randint(2, 5)) + "\n")
            if self._chance.random() < 0.3:
                parts.append("\n".join(f"- {self._sentence()}" for _ in range(5)) + "\n")
        return "\n".join(parts)

    def _paragraph(self, sentences: int) -> str:
        return " ".join(self._sentence() for _ in range(sentences))

    def _sentence(self) -> str:
        words: list[str] = []
        word = self._chance.choice(self._following[END])
        while word != END or len(words) < 6:
            if word != END:
                words.append(self._invented() if self._chance.random() < 1 / 16 else word)
            word = self._chance.choice(self._following[word])
        sentence = " ".join(words)
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _invented(self) -> str:
        return "".join(self._chance.choices(SYLLABLES, k=self._chance.randint(3, 5)))

    def _table(self) -> str:
        rows = [[self._invented(), self._sentence(), self._sentence()] for _ in range(6)]
        lines = ["| Name | Effect | Advice |", "|---|---|---|"]
        return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"
