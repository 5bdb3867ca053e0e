"""Work off the GUI thread: the answer comes back on it, once, or not at all where it is stale."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.leaflet.errors import ResourceError
from viewer.ui.task_runner import TaskRunner


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[TaskRunner]:
    assert qapp is not None
    runner = TaskRunner()
    yield runner
    runner.finish()


def fail(_error: Exception) -> None:
    raise AssertionError("this task does not fail")


def waiting(gate: threading.Event, answer: str) -> Callable[[], str]:
    def work() -> str:
        gate.wait(5)
        return answer

    return work


def test_the_work_is_done_elsewhere_and_the_answer_arrives_here(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    arrived: list[tuple[threading.Thread, threading.Thread]] = []
    tasks.run(
        "a",
        threading.current_thread,
        lambda t: arrived.append((t, threading.current_thread())),
        fail,
    )
    assert tasks.is_awaited("a")
    qtbot.waitUntil(lambda: bool(arrived), timeout=5_000)
    assert arrived[0][0] is not arrived[0][1]
    assert arrived[0][1] is threading.main_thread()
    assert not tasks.is_awaited("a")


def test_a_failure_arrives_as_one(qtbot: QtBot, tasks: TaskRunner) -> None:
    failures: list[ResourceError] = []

    def work() -> None:
        raise ResourceError("file", "", "no such thing")

    tasks.run("a", work, lambda _: pytest.fail("it failed"), failures.append)
    qtbot.waitUntil(lambda: bool(failures), timeout=5_000)
    assert failures[0].reason == "no such thing"


def test_an_error_of_the_program_is_for_whoever_watches_over_it(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    def work() -> None:
        raise KeyError("a slip")

    with qtbot.captureExceptions() as caught:
        tasks.run("a", work, lambda _: pytest.fail("it failed"), fail)
        tasks.run("b", work, lambda _: pytest.fail("it failed"))
        qtbot.waitUntil(lambda: not tasks.is_awaited("b"), timeout=5_000)
    assert [kind for kind, _, _ in caught] == [KeyError, KeyError]


def test_what_nobody_awaits_ends_on_the_thread_of_the_window(
    qtbot: QtBot, tasks: TaskRunner
) -> None:
    ended: list[threading.Thread] = []

    class Result:
        def __del__(self) -> None:
            ended.append(threading.current_thread())

    begun, gate = threading.Event(), threading.Event()

    def work() -> Result:
        begun.set()
        gate.wait(5)
        return Result()

    tasks.run("a", work, lambda _: None)
    begun.wait(5)
    tasks.cancel("a")
    gate.set()
    qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    assert ended == [threading.main_thread()]


def test_an_answer_that_a_later_task_made_stale_is_dropped(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate, arrived = threading.Event(), list[str]()
    tasks.run("a", waiting(gate, "old"), arrived.append, fail)
    tasks.run("a", waiting(gate, "new"), arrived.append, fail)
    tasks.run("b", waiting(gate, "other"), arrived.append, fail)
    gate.set()
    qtbot.waitUntil(lambda: "other" in arrived, timeout=5_000)
    assert arrived == ["new", "other"]


def test_a_task_called_off_gives_no_answer(qtbot: QtBot, tasks: TaskRunner) -> None:
    gate, arrived = threading.Event(), list[str]()
    tasks.run("a", waiting(gate, "unwanted"), arrived.append, fail)
    tasks.cancel("a")
    tasks.run("b", waiting(gate, "wanted"), arrived.append, fail)
    gate.set()
    qtbot.waitUntil(lambda: bool(arrived), timeout=5_000)
    assert arrived == ["wanted"]


def test_the_end_waits_for_what_runs_and_hands_nothing_on(tasks: TaskRunner) -> None:
    gate, arrived, ended = threading.Event(), list[str](), list[bool]()

    def work() -> str:
        gate.wait(5)
        ended.append(True)
        return "late"

    tasks.run("a", work, arrived.append, fail)
    gate.set()
    tasks.finish()
    QApplication.processEvents()
    assert ended in ([True], [])
    assert arrived == []
    assert not tasks.is_awaited("a")
