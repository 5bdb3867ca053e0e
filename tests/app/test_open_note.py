"""The note of the leaflet that is open: for one purpose, for one time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from viewer.app.open_note import MOST_AGE, Leftover, OpenNote, is_anything_left, take_leftovers


def leave(folder: Path, leaflet: str, before: Leftover | None = None, session: str = "") -> None:
    """As a process leaves it that is killed: the lock is gone, the file is there."""
    note = OpenNote(folder, session, before)
    note.write(leaflet)
    os.close(note._file)


def test_the_last_leaflet_is_left_by_a_crash_and_read_once(tmp_path: Path) -> None:
    leave(tmp_path, "klonopin")
    assert is_anything_left(tmp_path)
    assert take_leftovers(tmp_path) == [Leftover("klonopin", 1)]
    assert not is_anything_left(tmp_path)
    assert take_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_it_names_one_leaflet_and_no_other(tmp_path: Path) -> None:
    note = OpenNote(tmp_path / "state", "one")
    note.write("a-very-long-name-of-a-leaflet")
    note.write("other")
    (file,) = (tmp_path / "state").iterdir()
    assert file.read_text() == '{"leaflet": "other", "crashes": 0, "session": "one"}'
    assert file.stat().st_mode & 0o077 == 0
    note.end()
    note.end()
    assert list((tmp_path / "state").iterdir()) == []


def test_while_the_window_is_open_nothing_is_left(tmp_path: Path) -> None:
    note = OpenNote(tmp_path)
    note.write("klonopin")
    assert not is_anything_left(tmp_path)
    assert take_leftovers(tmp_path) == []
    note.end()


def test_crashes_running_are_counted_for_the_same_leaflet_only(tmp_path: Path) -> None:
    leave(tmp_path, "bad")
    (first,) = take_leftovers(tmp_path)
    assert first.may_be_reopened
    leave(tmp_path, "bad", first)
    (second,) = take_leftovers(tmp_path)
    assert second == Leftover("bad", 2)
    assert not second.may_be_reopened
    leave(tmp_path, "good", second)
    assert take_leftovers(tmp_path) == [Leftover("good", 1)]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"leaflet": ""}', '{"crashes": "x"}'])
def test_a_damaged_note_is_taken_away_and_nothing_comes_of_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "open-1.json").write_text(content)
    assert take_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("age", [MOST_AGE + 60, -600])
def test_what_is_old_concerns_nobody(tmp_path: Path, age: float) -> None:
    leave(tmp_path, "klonopin")
    (file,) = tmp_path.iterdir()
    then = file.stat().st_mtime - age
    os.utime(file, (then, then))
    assert take_leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_what_another_login_left_concerns_nobody(tmp_path: Path) -> None:
    leave(tmp_path, "klonopin", session="one")
    assert take_leftovers(tmp_path, "two") == []
    assert list(tmp_path.iterdir()) == []
    leave(tmp_path, "klonopin", session="two")
    assert take_leftovers(tmp_path, "two") == [Leftover("klonopin", 1)]


def test_where_nothing_can_be_written_nothing_is_reopened_and_nothing_raised(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("in the way")
    note = OpenNote(tmp_path / "file" / "state")
    note.write("klonopin")
    note.end()
    assert not is_anything_left(tmp_path / "file" / "state")
