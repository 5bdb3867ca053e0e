"""What the command line does with files from elsewhere: another process reads them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import viewer
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

ROOT = Path(viewer.__file__).parent.parent
GOOD = "---\nid: sample\ntitle: Sample\nlanguage: en\nkind: smpc\n---\n## A\n\ntext\n"
PATIENCE = 20.0
TICKS = 20
"""Hundredths of a second on the processor after which a process surely reads."""

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")


TWO = ROOT.parent / "shared" / "corpus" / "epi-xml" / "60151.xml"


@pytest.mark.skipif(not TWO.exists(), reason="the real leaflets are not beside the project")
def test_each_leaflet_of_a_file_can_be_asked_for(tmp_path: Path) -> None:
    def show(leaflet: str) -> tuple[int | None, str, str]:
        with running(tmp_path, "show", leaflet) as process:
            out, err = process.communicate(timeout=PATIENCE)
            return process.returncode, out, err

    status, first, told = show(str(TWO))
    other = f"{TWO}#60151-package-leaflet-es"
    assert (status, told.count(other)) == (0, 1)
    status, second, told = show(other)
    assert (status, told) == (0, "")
    assert "Prospecto" in second.splitlines()[0]
    assert "Prospecto" not in first.splitlines()[0]
    status, out, told = show(f"{TWO}#none")
    assert (status, out) == (1, "")
    assert "holds no leaflet 'none', but: 60151-smpc-es, 60151-package-leaflet-es" in told


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A leaflet that takes seconds."""
    path = tmp_path / "slow.xml"
    path.write_text(
        '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource>'
        '<Composition><language value="en"/><type><coding><code value="100000155538"/></coding>'
        '</type><title value="T"/><section><title value="1. A"/><text>'
        '<div xmlns="http://www.w3.org/1999/xhtml">'
        + "<p>a <b>b</b> c <i>d</i> e <b>f</b></p>" * 45_000
        + "</div></text></section></Composition></resource></entry></Bundle>"
    )
    return path


@contextmanager
def running(tmp_path: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """The program at work."""
    variables = (CONFIG_VARIABLE, CACHE_VARIABLE, LIBRARY_VARIABLE)
    folders = {variable: str(tmp_path / variable) for variable in variables}
    with subprocess.Popen(
        [sys.executable, "-m", "viewer", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **folders},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def reading(program: subprocess.Popen[str], known: tuple[int, ...] = ()) -> int:
    """The process that reads for the program, once it is at it; `known` ones are others."""
    found = list[int]()

    def is_there() -> bool:
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text()
        with suppress(OSError):
            found.extend(
                child for child in map(int, children.split()) if child not in known and busy(child)
            )
        return bool(found)

    wait_until(is_there)
    assert b"--reading-child" in Path(f"/proc/{found[0]}/cmdline").read_bytes()
    return found[0]


def busy(process: int) -> bool:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) >= TICKS


def wait_until(happens: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < end, "it does not happen"
        time.sleep(0.01)


@pytest.mark.parametrize(
    "command",
    [
        *(["check"], ["show"], ["sections"], ["highlight", "--term", "a"]),
        *(["print", "--pdf", "/dev/null"], ["open", "--section", "A"]),
    ],
)
def test_a_file_from_elsewhere_is_read_in_a_process_that_ends_with_the_command(
    tmp_path: Path, slow: Path, command: list[str]
) -> None:
    with running(tmp_path, *command, slow) as program:
        child = reading(program)
        program.kill()
    wait_until(lambda: has_ended(child))


def has_ended(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"  # ended, and for the system's first process to clear away


def test_a_file_that_fells_the_process_that_reads_it_does_not_fell_the_check_of_others(
    tmp_path: Path, slow: Path
) -> None:
    good = tmp_path / "good.md"
    good.write_text(GOOD)
    with running(tmp_path, "check", good, slow, good) as program:
        first = reading(program)
        os.kill(first, signal.SIGSEGV)
        second = reading(program, (first,))
        os.kill(second, signal.SIGSEGV)
        told, errors = program.communicate(timeout=PATIENCE)
    reason = "the process that reads it was ended by the signal SIGSEGV"
    assert [line.split()[0] for line in told.splitlines()] == ["ok", "fault", "ok"]
    assert errors == f"leaflet-viewer: {slow}: {reason}\n"
    assert program.returncode == 1
