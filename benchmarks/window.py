"""What happens in the open window: lenses, find, scrolling, opening, and how long it is deaf.

Two windows run side by side, on a leaflet of 100 kB and on one of 1 MB, and are asked in turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.children import Child, child, rounds
from benchmarks.result import Outcome, Result
from benchmarks.sample import write_sample
from benchmarks.surroundings import Surroundings

SIZES = {"100 kB": 100_000, "1 MB": 1_000_000}
OTHER_FILES = 4
"""The window keeps three documents: with five in turn, each is laid out anew."""
FRAME = 16.0
"""Milliseconds that a screen of 60 Hz shows a frame."""
PLAIN = "plain frame"
DENSE_LENS = """
id = "vowels"
order = 99
colour = "amber"
[name]
en = "Vowels"
[terms.en]
words = ["a*", "e*", "i*", "o*", "u*"]
"""
Series = dict[str, tuple[float, ...]]


def lens(around: Surroundings) -> Iterator[Outcome]:
    """A lens switched, sparse and dense, at both sizes."""
    with _windows(around) as windows:
        plain = _series(around, windows, "plain")
        sparse = _series(around, windows, "lens")
        dense = _series(around, windows, "dense")
        own = _series(around, windows, "own_term")
    for size in SIZES:
        yield Result(
            f"plain frame, {size}", plain[size]["plain"], "bare browser", plain[size]["qt"]
        )
    for size in SIZES:
        for words, both, most in (("lens", sparse, 2.0), ("dense lens", dense, 6.0)):
            series = both[size]
            plain_frame = series["plain"]
            for figure in ("on", "off"):
                name = f"{words} {figure}, {size}"
                yield Result(name, series[figure], PLAIN, plain_frame, most_ratio=most)
    for size in SIZES:
        series = own[size]
        for name, words in (("on", "entered"), ("off", "cleared"), ("lit", "painted again")):
            yield Result(
                f"own term a* {words}, {size}", series[name], PLAIN, series["plain"], most_ratio=6.0
            )
    for name, both, figure in (
        ("plain frame", plain, "plain"),
        ("lens on", sparse, "on"),
        ("dense lens on", dense, "on"),
    ):
        small, large = (both[size][figure] for size in SIZES)
        yield Result(f"{name}, 1 MB to 100 kB", large, "100 kB", small, most_ratio=1.2)


def find(around: Surroundings) -> Iterator[Outcome]:
    """A key pressed in the find bar, up to the frame that shows what it finds."""
    with _windows(around) as windows:
        figures = _series(around, windows, "find")
    keys = {"dense": "first letter, a", "typed": "slowest of lcohol", "erased": "letter erased"}
    for size, series in figures.items():
        for name, words in keys.items():
            yield Result(
                f"find: {words}, {size}",
                series[name],
                PLAIN,
                series["plain"],
                most_ratio=8.0,
                most=FRAME,
            )
        counted = f"find: first letter counted, {size}"
        yield Result(counted, series["counted"], PLAIN, series["plain"])


def scroll(around: Surroundings) -> Iterator[Outcome]:
    """Three lines down."""
    with _windows(around) as windows:
        figures = _series(around, windows, "scroll")
    for size, series in figures.items():
        plain = series["plain"]
        yield Result(f"scroll step, {size}", series["step"], PLAIN, plain, most=FRAME)
        yield Result(f"… with a lens on, {size}", series["step_lit"], PLAIN, plain, most=FRAME)


def gaps(around: Surroundings) -> Iterator[Outcome]:
    """The longest time that the window does not answer while something is asked of it."""
    with _windows(around) as windows:
        figures = _series(around, windows, "gaps")
    names = {"lens": "a lens switched", "own_term": "own term a* entered", "find": "find typed"}
    for size, series in figures.items():
        for name, words in names.items():
            yield Result(
                f"deaf: {words}, {size}", series[name], "at rest", series["rest"], most=FRAME
            )


def opening(around: Surroundings) -> Iterator[Outcome]:
    """A leaflet of 1 MB opened from its file while another is shown."""
    with _windows(around) as windows:
        series = _series(around, {"1 MB": windows["1 MB"]}, "open")["1 MB"]
    floor = "Qt's setMarkdown"
    yield Result("1 MB opened: shown after", series["shown"], floor, series["qt"])
    yield Result("1 MB opened: longest deaf", series["blocked"], floor, series["qt"], most=FRAME)


@contextmanager
def _windows(around: Surroundings) -> Iterator[dict[str, Child]]:
    """A window for each size. No two share folders: each keeps its own settings."""
    files = {size: [_file(around, size)] for size in SIZES}
    files["1 MB"] += [_file(around, "1 MB", number) for number in range(1, OTHER_FILES + 1)]
    for size in SIZES:
        write_dense_lens(around.folder / size)
    small, large = (
        child("window_child", *map(str, files[size]), environment=around.environment(size))
        for size in SIZES
    )
    with small as first, large as second:
        yield dict(zip(SIZES, (first, second), strict=True))


def _file(around: Surroundings, size: str, number: int = 0) -> Path:
    path = around.folder / f"{size.replace(' ', '-')}-{number}.md"
    if not path.exists():
        write_sample(path, SIZES[size], path.stem.lower())
    return path


def write_dense_lens(home: Path) -> None:
    """Adds a lens that marks every third word to those of a user."""
    folder = home / "config" / "lenses"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vowels.toml").write_text(DENSE_LENS, encoding="utf-8")


def _series(around: Surroundings, windows: dict[str, Child], name: str) -> dict[str, Series]:
    figures = rounds(around.runs, *((window, name) for window in windows.values()))
    return dict(zip(windows, figures, strict=True))
