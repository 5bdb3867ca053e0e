"""Regulators' leaflets read to the model, against a bare parse; their memory; the first paint.

The real ones lie outside the project, as for the lenses. One that is made here is always read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from statistics import median

from benchmarks.children import child, rounds
from benchmarks.lens_labels import CORPUS
from benchmarks.result import Outcome, Result, Skipped
from benchmarks.sample import BUNDLED, sample
from benchmarks.surroundings import Surroundings

FAMILIES = {"epi-xml": "XML ePIs", "epi-json": "JSON ePIs", "spl": "US labels"}
LARGEST = CORPUS / "epi-xml" / "106380007-large.xml"
MADE = 100_000
"""Characters of the leaflet that is made here."""
MOST_TIME, MOST_MEMORY, MOST_PAINT = 2.5, 12.0, 1.5
Series = dict[str, tuple[float, ...]]


def reading(around: Surroundings) -> Iterator[Outcome]:
    """Times by family, memory, and the first paint of the largest file."""
    made = around.folder / "made.xml"
    made.write_text(_epi(MADE), encoding="utf-8")
    series = _times(around, [made])
    yield _read("read: made, 100 kB", series, most_ratio=MOST_TIME)
    if not CORPUS.is_dir():
        yield Skipped("real leaflets read", f"{CORPUS} is not here")
        return
    for folder, words in FAMILIES.items():
        files = _files(folder)
        series = _times(around, files)
        yield _read(f"read: all {words}", series)
        ratios = _median_ratios(series)
        yield Result(f"median of {words}", ratios, unit="×", most=MOST_TIME)
    for folder, words in FAMILIES.items():
        yield _memory(f"memory: median of {words}", around, made, _files(folder))
    yield _memory("memory: the largest file", around, made, [LARGEST])
    yield _first_paint(around)


def _times(around: Surroundings, files: Sequence[Path]) -> Series:
    names = map(str, files)
    with child("reading_child", *names, environment=around.environment("reading")) as process:
        (series,) = rounds(around.runs, (process, "times"))
    return series


def _read(name: str, series: Series, most_ratio: float | None = None) -> Result:
    """All files of a series, one after the other."""
    read, parse = (
        tuple(sum(figures) for figures in zip(*_of(series, what), strict=True))
        for what in ("read", "parse")
    )
    return Result(name, read, "bare parse", parse, most_ratio=most_ratio)


def _median_ratios(series: Series) -> tuple[float, ...]:
    """For each round the median over the files."""
    ratios = (
        [taken / bare for taken, bare in zip(*both, strict=True)]
        for both in zip(_of(series, "read"), _of(series, "parse"), strict=True)
    )
    return tuple(median(of_round) for of_round in zip(*ratios, strict=True))


def _of(series: Series, what: str) -> list[tuple[float, ...]]:
    return [figures for name, figures in series.items() if name.endswith(what)]


def _memory(name: str, around: Surroundings, made: Path, files: Sequence[Path]) -> Outcome:
    """What reading takes, as a multiple of the file; each file in a process of its own."""
    multiples = []
    for file in files:
        names = str(made), str(file)
        with child("reading_child", *names, environment=around.environment("reading")) as process:
            figures = process.ask("memory")
        if "peak" in figures:
            multiples.append(figures["peak"] * 2**20 / file.stat().st_size)
    if not multiples:
        return Skipped(name, "this system does not tell it")
    return Result(name, (median(multiples),), unit="× the file", most=MOST_MEMORY)


def _first_paint(around: Surroundings) -> Result:
    arguments = str(BUNDLED), str(LARGEST)
    environment = around.environment("first paint")
    with child("reading_window_child", *arguments, environment=environment) as process:
        (series,) = rounds(around.runs, (process, "first_paint"))
    name = "first paint of the largest file"
    return Result(name, series["shown"], "Qt, and a parse", series["qt"], most_ratio=MOST_PAINT)


def _files(folder: str) -> list[Path]:
    """The leaflets of a family."""
    found = (CORPUS / folder).rglob("*")
    return sorted(file for file in found if file.suffix in (".xml", ".json"))


def _epi(size: int) -> str:
    """A FHIR document of about `size` characters, in ten sections."""
    lines = [escape(line) for line in sample(size).splitlines() if line]
    share = len(lines) // 10
    sections = "".join(
        f'<section><title value="Section {number}"/><text><div xmlns="http://www.w3.org/1999/xhtml">'
        + "".join(f"<p>{line}</p>" for line in lines[number * share : (number + 1) * share])
        + "</div></text></section>"
        for number in range(10)
    )
    return (
        '<Bundle xmlns="http://hl7.org/fhir"><entry><resource><Composition>'
        f'<language value="en"/><title value="Made"/>{sections}'
        "</Composition></resource></entry></Bundle>"
    )
