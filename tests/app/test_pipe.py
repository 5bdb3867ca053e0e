"""Second starts by Qt's own way, which Windows needs and every system has."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from viewer.app.pipe import Pipe, hand_over
from viewer.instance import Meeting
from viewer.open_request import OpenRequest

ROOT = Path(__file__).parents[2]
CALL = """
import sys
from pathlib import Path
from viewer.app.pipe import hand_over
from viewer.instance import Meeting
from viewer.open_request import OpenRequest
print(hand_over(Meeting(Path(sys.argv[1]), sys.argv[2]), OpenRequest("klonopin", find="Übel")))
"""


@pytest.fixture
def place() -> Iterator[Meeting]:
    with TemporaryDirectory(prefix="pipe-") as folder:
        yield Meeting(Path(folder) / "pipe", "key")


def call(place: Meeting, key: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CALL, str(place.socket), key]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize(("key", "taken"), [("key", "True"), ("another", "False")])
def test_a_request_of_another_process_arrives_and_one_with_another_key_does_not(
    qtbot: QtBot, place: Meeting, key: str, taken: str
) -> None:
    heard: list[OpenRequest] = []
    owner = QObject()
    pipe = Pipe(place, lambda request, _: heard.append(request), owner)
    with call(place, key) as caller:
        qtbot.waitUntil(lambda: caller.poll() is not None, timeout=20_000)
        assert caller.stdout is not None
        assert caller.stdout.read().strip() == taken
    assert heard == ([OpenRequest("klonopin", find="Übel")] if taken == "True" else [])
    pipe.close()


def test_where_nobody_listens_nothing_is_handed_over(place: Meeting) -> None:
    assert not hand_over(place, OpenRequest())
