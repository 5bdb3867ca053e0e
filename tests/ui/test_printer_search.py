"""Printers are looked for in a process of its own, which nothing can make the window wait for."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from viewer.ui import printer_search
from viewer.ui.printer_search import PrinterSearch, PrintersFound

ABOUT_LABELS = {"printers": ["Labels", "Büro"], "paper": ["Label", 300.0, 430.5]}


@pytest.fixture
def silent_server() -> Iterator[str]:
    """The address of a server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


def answers(search: PrinterSearch) -> list[PrintersFound | None]:
    """Will hold each answer, None for one that did not come."""
    told: list[PrintersFound | None] = []
    search.found.connect(told.append)
    search.failed.connect(lambda: told.append(None))
    return told


def use_program(monkeypatch: pytest.MonkeyPatch, folder: Path, lines: str) -> None:
    """Has a program of these lines asked in place of ours."""
    file = folder / "program"
    file.write_text(f"#!/bin/sh\n{lines}\n")
    file.chmod(0o700)
    monkeypatch.setattr(printer_search, "reading_command", lambda: [str(file), ""])


def test_without_a_print_system_the_answer_is_that_there_is_no_printer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "/nonexistent")
    search = PrinterSearch()
    told = answers(search)
    search.ask()
    qtbot.waitUntil(lambda: told == [PrintersFound((), None)], timeout=20_000)


def test_a_print_server_that_never_answers_ends_in_one_word_of_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, silent_server: str
) -> None:
    monkeypatch.setenv("CUPS_SERVER", silent_server)
    search = PrinterSearch(seconds=1)
    told = answers(search)
    search.ask()
    qtbot.waitUntil(lambda: told == [None], timeout=20_000)


def test_printers_are_known_by_name_and_the_first_ones_paper_by_its_size(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_program(monkeypatch, tmp_path, f"echo '{json.dumps(ABOUT_LABELS)}'")
    search = PrinterSearch()
    told = answers(search)
    search.ask()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0] is not None
    assert told[0].printers == ("Labels", "Büro")
    paper = told[0].own_paper
    assert paper is not None
    assert (paper.name(), paper.sizePoints().toTuple()) == ("Label", (300, 431))


@pytest.mark.parametrize("lines", ["exit 3", "echo nonsense", "echo [1]", "kill -9 $$"])
def test_a_process_that_says_nothing_of_use_is_no_answer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, lines: str
) -> None:
    use_program(monkeypatch, tmp_path, lines)
    search = PrinterSearch()
    told = answers(search)
    search.ask()
    qtbot.waitUntil(lambda: told == [None])


def test_a_process_that_cannot_be_started_is_no_answer(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer_search, "reading_command", lambda: ["/nowhere/program", ""])
    search = PrinterSearch()
    told = answers(search)
    search.ask()
    qtbot.waitUntil(lambda: told == [None])


def test_only_the_last_question_is_answered_and_none_after_the_end(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    found = json.dumps({"printers": ["NAME"], "paper": None}).replace("NAME", "'$2'")
    use_program(monkeypatch, tmp_path, f"[ $2 = Slow ] && exec sleep 60\necho '{found}'")
    search = PrinterSearch()
    told = answers(search)
    search.ask("Slow")
    search.ask("Quick")
    qtbot.waitUntil(lambda: told == [PrintersFound(("Quick",), None)])
    search.ask("Slow")
    search.close()
    assert len(told) == 1
