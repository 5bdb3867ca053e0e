"""The program's log: what it holds, what it never holds, and that it does not grow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from viewer.app import journal as module
from viewer.app.journal import FAULT_NAME, NAME, Journal


def fail(words: str) -> None:
    raise ValueError(words)


def error(words: str) -> ValueError:
    try:
        fail(words)
    except ValueError as caught:
        return caught
    raise AssertionError


def test_an_error_is_noted_by_its_kind_and_way_and_without_its_words(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "log")
    caught = error("secretword")
    journal.note_error(caught, caught.__traceback__)
    (line,) = journal.last_lines()
    assert "ValueError at tests/app/test_journal.py:" in line
    assert " fail < tests/app/test_journal.py:" in line
    assert "secretword" not in line
    assert str(Path(__file__).parents[2]) not in line


def test_an_error_of_the_system_keeps_its_number(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.note_error(PermissionError(13, "secret", "/home/secret"), None)
    (line,) = journal.last_lines()
    assert "PermissionError 13 at" in line
    assert "secret" not in line


def test_the_log_rotates_and_two_older_files_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 500)
    journal = Journal(tmp_path)
    for number in range(100):
        journal.note_start(f"number {number}")
    assert sorted(file.name for file in tmp_path.iterdir()) == [NAME, f"{NAME}.1", f"{NAME}.2"]
    assert all(file.stat().st_size < 700 for file in tmp_path.iterdir())
    assert journal.last_lines()[-1].endswith("number 99")
    numbers = [
        int(line.rpartition(" ")[2])
        for name in (f"{NAME}.2", f"{NAME}.1", NAME)
        for line in (tmp_path / name).read_text().splitlines()
    ]
    assert numbers == list(range(numbers[0], 100))


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    journal = Journal(tmp_path / "file")
    journal.note_start()
    journal.watch_hard_crashes()
    journal.close()
    assert journal.last_lines() == []


def test_the_last_errors_are_told_however_often_the_program_has_started_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 500)
    journal = Journal(tmp_path)
    journal.note_error(ValueError(), None)
    for _ in range(12):
        journal.note_start()
    lines = journal.last_lines()
    assert (tmp_path / f"{NAME}.1").exists(), "the error is in an older file"
    assert "error ValueError" in lines[0]
    assert 0 < sum(" start " in line for line in lines[1:]) == len(lines) - 1 < 12


def test_a_hard_crash_is_told_from_its_head_on_and_with_its_time(tmp_path: Path) -> None:
    depth = "\n".join(f'  File "x.py", line {n} in f' for n in range(40))
    dumps = [f"Fatal Python error: {what}\n\n{depth}\n" for what in ("Aborted", "Bus error")]
    path = tmp_path / FAULT_NAME
    path.write_text("".join(dumps))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    time, head, *rest = Journal(tmp_path).last_lines()
    assert time.startswith("2023-11-1")
    assert head == "Fatal Python error: Bus error"
    assert "line 39 in f" in rest[-1]
