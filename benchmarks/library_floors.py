"""What a library is measured beside: bare parsing by two processes, and ripgrep over the text."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from benchmarks.children import child
from benchmarks.library_queries import Kind, Question, percentile
from benchmarks.surroundings import Surroundings

PROCESSES = 2
RIPGREP = "rg"


def parse_seconds(around: Surroundings, files: Path) -> dict[str, float]:
    """Seconds that two processes take together to `parse` the files, and to `read` leaflets."""
    with ExitStack() as stack, ThreadPoolExecutor(PROCESSES) as threads:
        children = [
            stack.enter_context(
                child(
                    "library_parse_child",
                    *(str(files), str(number), str(PROCESSES)),
                    environment=around.environment("parse"),
                )
            )
            for number in range(PROCESSES)
        ]

        def seconds(what: str) -> float:
            asked = [threads.submit(each.ask, what) for each in children]
            return max(each.result()["seconds"] for each in asked)

        return {what: seconds(what) for what in ("parse", "read")}


def ripgrep(texts: Path, asked: Sequence[Question]) -> float | None:
    """The 95th percentile of its milliseconds for the questions; None where it is not installed.

    It looks for the words, whatever their case; a typing error it does not forgive.
    """
    if shutil.which(RIPGREP) is None:
        return None
    return percentile([_milliseconds(texts, question) for question in asked])


def _milliseconds(texts: Path, question: Question) -> float:
    command = [RIPGREP, "--ignore-case", "--fixed-strings", "--count", *_patterns(question)]
    began = time.perf_counter()
    subprocess.run([*command, str(texts)], stdout=subprocess.DEVNULL, check=False)
    return (time.perf_counter() - began) * 1000


def _patterns(question: Question) -> Iterator[str]:
    words = (question.typed,) if question.kind is Kind.ERROR else question.words
    for word in words:
        yield from ("--regexp", word)
