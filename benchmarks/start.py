"""From the start of the process to the leaflet on the screen, and what is there after it.

The floor is a bare QMainWindow. Both are started by the same Python in the same way, and both
end as soon as their first paint has been sent to the screen.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.children import Round
from benchmarks.result import Outcome, Result, Skipped
from benchmarks.surroundings import ROOT, CannotRunError, Surroundings
from viewer.paths import CONFIG_VARIABLE

OBSERVING = ROOT / "benchmarks" / "observing"
PROGRAM = (sys.executable, "-P", "-m", "viewer")
BARE = (sys.executable, "-P", str(OBSERVING / "bare.py"))
PATIENCE = 60
FLOOR = "bare window"


def start(around: Surroundings) -> Iterator[Outcome]:
    """Start, completion, memory, and the start through run.py."""
    warm = _environment(around, "warm")
    for command in (BARE, PROGRAM, PROGRAM):
        observed(command, warm, "whole")
    yield from _first_paint(around, warm)
    yield from _completion(around, warm)
    yield _through_run(around, warm)


def _first_paint(around: Surroundings, warm: Mapping[str, str]) -> Iterator[Outcome]:
    bare, program, cold = [], [], []
    for number in range(around.runs):
        bare.append(timed(BARE, warm))
        program.append(timed(PROGRAM, warm))
        cold.append(timed(PROGRAM, _environment(around, f"cold-{number}")))
    floor = tuple(bare)
    yield Result("first painted leaflet", tuple(program), FLOOR, floor, most_ratio=1.30)
    yield Result("first start ever (no cache)", tuple(cold), FLOOR, floor)


def _completion(around: Surroundings, warm: Mapping[str, str]) -> Iterator[Outcome]:
    bare: list[Round] = []
    program: list[Round] = []
    for _ in range(max(2, around.runs // 3)):
        bare.append(observed(BARE, warm, "whole"))
        program.append(observed(PROGRAM, warm, "whole"))
    yield Result("complete after first paint", tuple(each["complete"] for each in program))
    frames = tuple(each["frames"] for each in program)
    yield Result("frames until complete", frames, unit="frames", most=2)
    if "memory" not in bare[0]:
        yield Skipped("peak memory", "this system does not tell it")
        return
    yield _memory("peak memory, complete", bare, program)
    first_bare = [observed(BARE, warm, "frame") for _ in bare]
    first_program = [observed(PROGRAM, warm, "frame") for _ in bare]
    yield _memory("peak memory, first frame", first_bare, first_program, most_ratio=1.25)


def _memory(
    name: str, bare: Sequence[Round], program: Sequence[Round], most_ratio: float | None = None
) -> Result:
    floor = tuple(each["memory"] for each in bare)
    values = tuple(each["memory"] for each in program)
    return Result(name, values, FLOOR, floor, unit="MB", most_ratio=most_ratio)


def _through_run(around: Surroundings, warm: Mapping[str, str]) -> Outcome:
    """The second start through run.py against the installed command, where both are here."""
    name = "second start through run.py"
    # As a person has it: not the Python of .venv, nor a script that looks for one.
    python = str(Path(sys.executable).resolve())
    installed = ROOT / ".venv" / "bin" / "leaflet-viewer"
    ready = "import sys; sys.path.insert(0, sys.argv[1]); import run; "
    ready += "sys.exit(not run.is_set_up(run.expected_stamp(False)))"
    asked = subprocess.run([python, "-B", "-c", ready, str(ROOT)], check=False)
    if asked.returncode or not installed.exists():
        return Skipped(name, "run.py has not set up the .venv here")
    plain = {**warm, "PYTHONPATH": str(OBSERVING)}
    through, command = [], []
    for _ in range(around.runs):
        command.append(timed((str(installed),), plain))
        through.append(timed((python, str(ROOT / "run.py")), plain))
    return Result(name, tuple(through), "command", tuple(command), most_ratio=1.30)


def timed(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Milliseconds from the start of the process to its first paint."""
    began = time.perf_counter()
    observed(command, environment, "first")
    return (time.perf_counter() - began) * 1000


def observed(command: Sequence[str], environment: Mapping[str, str], until: str) -> Round:
    """What the process tells of itself once it was watched until then."""
    # A process that is watched ends as in a crash; the next one is not to take it for one.
    for note in Path(environment[CONFIG_VARIABLE], "state").glob("open-*"):
        note.unlink()
    done = subprocess.run(
        command,
        env={**environment, "LEAFLET_BENCHMARK": until},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise CannotRunError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    lines = (line.split() for line in done.stdout.splitlines())
    return {name: float(value) for name, value in lines}


def _environment(around: Surroundings, name: str) -> dict[str, str]:
    environment = around.environment(name)
    return {**environment, "PYTHONPATH": f"{OBSERVING}{os.pathsep}{ROOT}"}
