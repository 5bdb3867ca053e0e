"""Processes that measure a round whenever they are asked for one.

So rounds of several processes, and of the program and its floor, are taken in turn: what else
the machine does in the meantime meets them all alike.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from benchmarks.surroundings import ROOT, CannotRunError

Round = dict[str, float]
"""What one round took, in milliseconds by name."""


class Child:
    """A measuring process, seen from outside."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, name: str) -> Round:
        """The figures of one round. Raises CannotRunError where the process has ended."""
        asking, answers = self._process.stdin, self._process.stdout
        assert asking is not None
        assert answers is not None
        try:
            asking.write(f"{name}\n")
            asking.flush()
            answer = answers.readline()
        except OSError:
            answer = ""
        if not answer:
            raise CannotRunError(f"a measuring process ended at {name!r}")
        figures: Round = json.loads(answer)
        return figures


@contextmanager
def child(module: str, *arguments: str, environment: Mapping[str, str]) -> Iterator[Child]:
    """Starts `module` of this package."""
    command = [sys.executable, "-P", "-m", f"benchmarks.{module}", *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Child(process)
        finally:
            process.kill()


def rounds(runs: int, *asked: tuple[Child, str]) -> list[dict[str, tuple[float, ...]]]:
    """Each child's figures by name, after one round to warm up; rounds are taken in turn."""
    taken: list[list[Round]] = [[] for _ in asked]
    for _ in range(runs + 1):
        for series, (process, name) in zip(taken, asked, strict=True):
            series.append(process.ask(name))
    return [{name: tuple(each[name] for each in s[1:]) for name in s[0]} for s in taken]


def serve(measures: Mapping[str, Callable[[], Round]]) -> None:
    """Answers every name that comes in with a round of that measure, until there are no more."""
    for name in sys.stdin:
        print(json.dumps(measures[name.strip()]()), flush=True)
