"""The packaged program: its start up to the screen, and its size.

The floor is an empty window, packaged with the same specification. Both are watched from outside,
by the pixels of the screen, and ended as soon as they have shown themselves.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.framebuffer import Framebuffer, framebuffer
from benchmarks.result import Outcome, Result, Skipped
from benchmarks.surroundings import ROOT, CannotRunError, Surroundings
from viewer.app.first_frame import FILE_NAME
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

PROGRAM = ROOT / "dist" / "leaflet-viewer" / "leaflet-viewer"
BARE = ROOT / "build" / "bare" / "bare" / "bare"
SPECIFICATION = ROOT / "packaging" / "bare.spec"
START = "first painted leaflet, packaged"
PATIENCE = 60
DARK = 80
LIGHT = 200
LEFT, WIDTH = 480, 220
"""Where on the screen a row of pixels crosses the title of the leaflet, or the empty window."""
ROWS = range(150, 210, 4)


def packaged(around: Surroundings) -> Iterator[Outcome]:
    """The start beside that of an empty packaged window, and the sizes."""
    reason = _missing()
    if reason:
        yield Skipped(START, reason)
        return
    yield from _sizes()
    _make_bare()
    with framebuffer(around.folder) as screen:
        environment = {**around.environment("packaged"), "DISPLAY": screen.display}
        environment.pop("PYTHONPATH")
        _warm_up(screen, environment)
        bare, program = [], []
        for _ in range(around.runs):
            bare.append(_shown_after(BARE, screen, environment, _is_window))
            _forget_the_end(environment)
            program.append(_shown_after(PROGRAM, screen, environment, _is_leaflet))
    yield Result(START, tuple(program), "bare window, packaged", tuple(bare), most_ratio=1.35)


def _missing() -> str:
    """Why this cannot be measured here; empty where it can."""
    if not sys.platform.startswith("linux"):
        return "the screen is watched on Linux only"
    if not PROGRAM.exists():
        return "nothing is packaged here: python3 run.py package"
    if not BARE.exists() and importlib.util.find_spec("PyInstaller") is None:
        return "PyInstaller is not installed here: python3 run.py package"
    return ""


def _sizes() -> Iterator[Outcome]:
    files = (each for each in PROGRAM.parent.rglob("*") if not each.is_symlink())
    size = sum(each.stat().st_size for each in files if each.is_file())
    yield Result("program folder", (size / 1e6,), unit="MB", most=130)
    for deb in PROGRAM.parent.parent.glob("*.deb"):
        yield Result("Debian package", (deb.stat().st_size / 1e6,), unit="MB", most=50)


def _make_bare() -> None:
    """Packages the empty window, where that was not done since the program was packaged."""
    if BARE.exists() and BARE.stat().st_mtime > PROGRAM.stat().st_mtime:
        return
    folder = BARE.parent.parent
    options = ["--noconfirm", "--log-level", "ERROR", "--distpath", str(folder)]
    work = ["--workpath", str(folder / "work"), str(SPECIFICATION)]
    done = subprocess.run(
        [sys.executable, "-P", "-m", "PyInstaller", *options, *work],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotRunError(f"the empty window cannot be packaged: {done.stderr[-300:]}")


def _warm_up(screen: Framebuffer, environment: dict[str, str]) -> None:
    """Each once; the program until it has kept what its next start shows first."""
    _shown_after(BARE, screen, environment, _is_window)
    cache = Path(environment[CACHE_VARIABLE])
    with subprocess.Popen([PROGRAM], env=environment) as process:
        _wait(lambda: any(cache.glob(FILE_NAME)), process)
        process.kill()
    _wait(lambda: not _is_window(screen), None)


def _forget_the_end(environment: dict[str, str]) -> None:
    """Leaves of the last run what makes a start fast, and no note that it was killed."""
    for variable in (CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE):
        for file in Path(environment[variable]).rglob("*"):
            if file.name != FILE_NAME and file.suffix != ".leaflet" and not file.is_dir():
                file.unlink()


def _shown_after(
    program: Path,
    screen: Framebuffer,
    environment: dict[str, str],
    is_shown: Callable[[Framebuffer], bool],
) -> float:
    """Milliseconds from the start of the process until it is on the screen."""
    began = time.perf_counter()
    with subprocess.Popen([program], env=environment) as process:
        _wait(lambda: is_shown(screen), process)
        taken = (time.perf_counter() - began) * 1000
        process.kill()
    _wait(lambda: not _is_window(screen), None)
    return taken


def _is_window(screen: Framebuffer) -> bool:
    return min(screen.row(LEFT, ROWS[0], WIDTH)) > 0


def _is_leaflet(screen: Framebuffer) -> bool:
    """Whether there is dark writing on light paper."""
    rows = [screen.row(LEFT, y, WIDTH) for y in ROWS]
    return min(row[-1] for row in rows) > LIGHT and min(map(min, rows)) < DARK


def _wait(happened: Callable[[], bool], process: subprocess.Popen[bytes] | None) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end or (process is not None and process.poll() is not None):
            raise CannotRunError("a packaged program did not show itself")
        time.sleep(0.0005)
