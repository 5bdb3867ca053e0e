"""The command: runs the benchmarks that are named, or all, and says what they found."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from benchmarks.index import index
from benchmarks.lenses import lenses
from benchmarks.library import LEAFLETS, library
from benchmarks.packaged import packaged
from benchmarks.paper import printing
from benchmarks.reading import reading
from benchmarks.result import HEADINGS, Outcome, Result
from benchmarks.start import start
from benchmarks.surroundings import CannotRunError, Surroundings, surroundings
from benchmarks.window import find, gaps, lens, opening, scroll

Benchmark = Callable[[Surroundings], Iterator[Outcome]]

BENCHMARKS: dict[str, Benchmark] = {
    "start": start,
    "lens": lens,
    "find": find,
    "print": printing,
    "scroll": scroll,
    "open": opening,
    "gaps": gaps,
    "index": index,
    "lenses": lenses,
    "reading": reading,
    "package": packaged,
    "library": library,
}
RUNS = 15
CANNOT_RUN = 2


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 however the figures are, 2 where nothing can be measured."""
    parser = argparse.ArgumentParser(
        prog="python3 run.py bench", description="Measures the program against floors."
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=", ".join(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--runs", type=int, default=RUNS, metavar="N", help="rounds of each")
    parser.add_argument(
        "--leaflets", type=int, default=LEAFLETS, metavar="N", help="leaflets of the library"
    )
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="keep the library there, and use it the next time"
    )
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    names = chosen.names or list(BENCHMARKS)
    sized = partial(library, leaflets=max(1, chosen.leaflets), kept=chosen.keep)
    benchmarks: dict[str, Benchmark] = {**BENCHMARKS, "library": sized}
    try:
        with surroundings(max(1, chosen.runs)) as around:
            found = {
                name: _run(name, benchmarks[name](around), as_table=not chosen.json)
                for name in names
            }
    except CannotRunError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return CANNOT_RUN
    if chosen.json:
        results = [{"benchmark": n, **each.data()} for n, all_ in found.items() for each in all_]
        print(json.dumps({**_machine(), "results": results}, indent=2, ensure_ascii=False))
    else:
        _print_end([each for all_ in found.values() for each in all_])
    return 0


def _run(name: str, found: Iterator[Outcome], *, as_table: bool) -> list[Outcome]:
    outcomes = list(found)
    if as_table:
        rows = [HEADINGS, *(outcome.cells() for outcome in outcomes)]
        rows[0] = (name, *HEADINGS[1:])
        _print_rows(rows)
    return outcomes


def _print_rows(rows: Sequence[tuple[str, ...]]) -> None:
    whole = [row for row in rows if len(row) == len(HEADINGS)]
    widths = [max(len(row[column]) for row in whole) for column in range(len(HEADINGS))]
    for row in rows:
        print("  ".join(map(str.ljust, row, widths)).rstrip())
    print(flush=True)


def _print_end(outcomes: Sequence[Outcome]) -> None:
    aims = [each for each in outcomes if isinstance(each, Result) and each.met is not None]
    machine = _machine()
    print(f"{sum(bool(each.met) for each in aims)} of {len(aims)} targets met")
    print(", ".join(f"{value}" for value in machine.values()))


def _machine() -> dict[str, object]:
    """What the figures depend on, and when they were taken."""
    return {
        "date": date.today().isoformat(),
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "python": f"Python {platform.python_version()}",
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
