"""A section printed to PDF, against Qt's own print_ of the same text."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.children import child, rounds
from benchmarks.result import Outcome, Result
from benchmarks.sample import BUNDLED, write_sample
from benchmarks.surroundings import Surroundings

FLOOR = "Qt's print_"
SAMPLE = 100_000


def printing(around: Surroundings) -> Iterator[Outcome]:
    """A section of the bundled leaflet, and one of a long leaflet, with those below it."""
    long = around.folder / "long.md"
    write_sample(long, SAMPLE, "long")
    sections = {
        "Klonopin, Interactions": (str(BUNDLED), "interactions"),
        "a long section, 9 kB": (str(long), "s3"),
    }
    environment = around.environment("print", QT_QPA_PLATFORM="offscreen")
    for words, (file, key) in sections.items():
        with child(
            "print_child", file, key, str(around.folder), environment=environment
        ) as process:
            (series,) = rounds(around.runs, (process, "print"))
        for name, how in (("section", ""), ("lit", ", highlighted")):
            yield Result(f"{words}{how}", series[name], FLOOR, series["qt"], most_ratio=3.0)
