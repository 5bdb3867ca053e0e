"""The program's log: what it holds, what it never holds, and that it does not grow."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.app import journal as module
from viewer.app.journal import NAME, Journal


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
    assert journal.last_lines(1)[0].endswith("number 99")
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
