"""The program as anybody starts it, with nothing of the tests inside."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from .program import PATIENCE, ROOT, Folders
from .screen import Screen


@pytest.fixture
def process(screen: Screen, folders: Folders) -> Iterator[subprocess.Popen[str]]:
    """The program itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "viewer"],
        cwd=ROOT,
        env=folders.environment(screen.display),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def test_the_window_opens_and_its_key_ends_it_without_a_word(
    screen: Screen, process: subprocess.Popen[str]
) -> None:
    screen.wait_for_window("Klonopin · Leaflet Viewer")
    screen.keys("ctrl+q")
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert said == ""


def test_an_interrupt_in_the_terminal_ends_the_program(
    screen: Screen, process: subprocess.Popen[str]
) -> None:
    screen.wait_for_window("Klonopin · Leaflet Viewer")
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in said
