"""What can lie where a library should: each is told for what it is, and nothing is deleted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from viewer.library import schema
from viewer.library.errors import (
    DamagedLibraryError,
    ForeignDatabaseError,
    LibraryError,
    LibraryStorageError,
    NoLibraryError,
    SchemaError,
)
from viewer.library.library import Library

from .samples import IMPORTED, file_with, leaflet, said_by, start_child

FILE = "library.sqlite"
NOON = datetime(2026, 3, 1, 12, 30, 5)
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="asks for POSIX permissions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a library with some leaflets."""
    library = Library.open(tmp_path / "library", create=True)
    library.add_many(
        [file_with(leaflet(str(number), "word " * 2000)) for number in range(20)],
        imported=IMPORTED,
    )
    library.close()
    return library.folder


def test_a_missing_library_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(NoLibraryError, match="there is no library in this folder"):
        Library.open(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_library_is_made_where_that_is_asked_for_and_stays_the_same(tmp_path: Path) -> None:
    made = Library.open(tmp_path / "new" / "library", create=True)
    assert [path.name for path in made.folder.iterdir()] == [FILE]
    assert Library.open(made.folder, create=True).id == made.id
    assert Library.open(made.folder).entries() == []
    assert not made.read_only
    assert not made.undone
    assert Library.open(tmp_path / "other", create=True).id != made.id


def test_names_that_mean_something_in_addresses_are_names_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "100 % ?mode=memory#é & co"
    Library.open(folder, create=True).add(*file_with(leaflet()), imported=IMPORTED)
    assert (folder / FILE).stat().st_size > 0
    assert len(Library.open(folder).entries()) == 1


@pytest.mark.parametrize("create", [False, True])
def test_an_empty_file_is_no_empty_library(tmp_path: Path, create: bool) -> None:
    (tmp_path / FILE).touch()
    with pytest.raises(DamagedLibraryError, match="its file is empty; put a copy of it back"):
        Library.open(tmp_path, create=create)
    assert (tmp_path / FILE).stat().st_size == 0


@pytest.mark.parametrize("left", [0.95, 0.5, 0.1])
def test_a_truncated_library_is_told_and_left_as_it_is(folder: Path, left: float) -> None:
    path = folder / FILE
    whole = path.read_bytes()
    os.truncate(path, int(len(whole) * left))
    with pytest.raises(DamagedLibraryError, match="damaged: put a copy of it back, or move it"):
        Library.open(folder, create=True)
    assert path.read_bytes() == whole[: int(len(whole) * left)]


def test_a_damaged_page_is_told_whatever_is_asked_for(folder: Path) -> None:
    path = folder / FILE
    whole = path.read_bytes()
    # All but the first pages, which hold the list of tables.
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(DamagedLibraryError):
        Library.open(folder).entries()


def test_something_else_under_the_librarys_name_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / FILE).write_text("Dear diary, " * 500)
    with pytest.raises(ForeignDatabaseError, match="no library of this program, or its beginning"):
        Library.open(folder, create=True)
    (tmp_path / "b" / FILE).mkdir(parents=True)
    with pytest.raises(ForeignDatabaseError, match="this is no file"):
        Library.open(tmp_path / "b", create=True)


def test_another_programs_database_is_not_touched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE places (url)")
    other.close()
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(ForeignDatabaseError, match="belongs to another program: choose another"):
        Library.open(tmp_path, create=True)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "library").touch()
    with pytest.raises(NoLibraryError):
        Library.open(tmp_path / "library")
    with pytest.raises(LibraryStorageError, match="no library can be made here"):
        Library.open(tmp_path / "library", create=True)


def test_a_library_of_a_newer_program_is_refused_with_what_to_do(folder: Path) -> None:
    set_version(folder, schema.VERSION + 1)
    before = (folder / FILE).read_bytes()
    with pytest.raises(SchemaError, match=r"a newer version of the program .* install that"):
        Library.open(folder, create=True)
    assert (folder / FILE).read_bytes() == before


def test_a_program_that_was_left_open_does_not_write_into_a_newer_library(folder: Path) -> None:
    library = Library.open(folder)
    set_version(folder, schema.VERSION + 1)
    with pytest.raises(SchemaError):
        library.add(*file_with(leaflet("new")), imported=IMPORTED)
    with pytest.raises(SchemaError):
        library.remove(["1"])


def test_a_library_of_an_older_program_is_brought_up_to_date(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = schema.VERSION
    steps = {
        older: ("ALTER TABLE about ADD COLUMN note TEXT NOT NULL DEFAULT 'first'",),
        older + 1: ("UPDATE about SET note = note || ' second'", "CREATE TABLE extra (x)"),
    }
    monkeypatch.setattr(schema.migrate, "__defaults__", (steps, older + 2))
    monkeypatch.setattr(schema, "VERSION", older + 2)
    library = Library.open(folder)
    assert len(library.entries()) == 20
    with sqlite3.connect(folder / FILE) as connection:
        assert connection.execute("SELECT note FROM about").fetchone() == ("first second",)
        assert schema.version_of(connection) == older + 2
    connection.close()


def test_a_step_that_fails_leaves_the_older_library_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = schema.VERSION
    steps = {older: ("DROP TABLE entry",), older + 1: ("CREATE TABLE about (x)",)}
    monkeypatch.setattr(schema.migrate, "__defaults__", (steps, older + 2))
    with monkeypatch.context() as newer:
        newer.setattr(schema, "VERSION", older + 2)
        with pytest.raises(DamagedLibraryError):
            Library.open(folder)
    assert len(Library.open(folder).entries()) == 20


def test_a_schema_that_never_was_is_told(folder: Path) -> None:
    set_version(folder, 0)
    with pytest.raises(DamagedLibraryError, match="no program made schema 0"):
        Library.open(folder)


def test_there_is_a_step_from_every_older_version() -> None:
    assert sorted(schema.STEPS) == list(range(1, schema.VERSION))


def test_a_damaged_library_is_kept_under_the_date_where_a_new_one_begins(folder: Path) -> None:
    damaged = (folder / FILE).read_bytes()[:5000]
    (folder / FILE).write_bytes(damaged)
    (folder / f"{FILE}-journal").write_bytes(b"of the old one")
    library, aside = Library.begin_anew(folder, NOON)
    assert aside.name == "library 2026-03-01 123005.sqlite"
    assert aside.read_bytes() == damaged
    assert aside.with_name(f"{aside.name}-journal").read_bytes() == b"of the old one"
    assert library.entries() == []
    with pytest.raises(LibraryStorageError, match="cannot be moved aside"):
        Library.begin_anew(folder, NOON)
    assert Library.open(folder).id == library.id


@needs_posix
def test_the_journal_of_a_library_that_was_moved_away_is_not_applied_to_the_next(
    folder: Path, tmp_path: Path
) -> None:
    leave_unfinished(folder)
    (folder / FILE).rename(tmp_path / "moved away")
    library = Library.open(folder, create=True)
    library.add(*file_with(leaflet()), imported=IMPORTED)
    assert not library.undone
    assert [each.fault for each in Library.open(folder).verify() if each.fault] == []
    [kept] = [path for path in folder.iterdir() if path.name != FILE]
    assert kept.name.startswith(f"{FILE}-journal.")


@needs_posix
def test_a_library_that_is_deleted_or_replaced_under_the_running_program_is_noticed(
    folder: Path, tmp_path: Path
) -> None:
    library = Library.open(folder)
    assert len(library.entries()) == 20
    (folder / FILE).rename(tmp_path / "moved away")
    for attempt in (library.entries, lambda: library.remove(["1"])):
        with pytest.raises(LibraryStorageError, match="it cannot be opened"):
            attempt()
    Library.open(folder, create=True).add(*file_with(leaflet()), imported=IMPORTED)
    assert len(library.entries()) == 1


def test_two_programs_that_make_a_library_at_once_make_one(tmp_path: Path) -> None:
    children = [start_child("add", tmp_path, name, 1) for name in "abcd"]
    for child in children:
        said_by(child)
    assert len(Library.open(tmp_path).entries()) == 20
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_writer_that_does_not_end_is_told(folder: Path) -> None:
    from viewer.library.database import Database

    holder = start_child("hold", folder)
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    library = Library.open(folder)
    assert not library.read_only
    library._database = Database(folder / FILE, wait=0.01)
    with pytest.raises(LibraryError, match="another program is writing to the library: try again"):
        library.add(*file_with(leaflet("new")), imported=IMPORTED)
    assert len(library.entries()) == 20
    said_by(holder)
    library.add(*file_with(leaflet("new")), imported=IMPORTED)


@pytest.fixture
def share() -> Iterator[Path]:
    """A folder that other users may come to."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    library = Library.open(folder / "library", create=True)
    library.add(*file_with(leaflet()), imported=IMPORTED)
    library.close()
    yield folder / "library"
    library.folder.chmod(0o755)
    shutil.rmtree(folder)


@needs_posix
@pytest.mark.parametrize("writable", ["", "file", "folder"])
def test_a_library_on_a_read_only_share_is_read_and_writing_is_refused(
    share: Path, writable: str
) -> None:
    (share / FILE).chmod(0o666 if writable == "file" else 0o444)
    share.chmod(0o777 if writable == "folder" else 0o555)
    before = (share / FILE).read_bytes()
    lines = said_by(start_child("guest", share)).splitlines()
    assert lines[0] == f"True ['{leaflet().id}']"
    assert lines[1].startswith("ReadOnlyLibraryError")
    assert lines[1].endswith("writing to this library is not permitted here")
    assert (share / FILE).read_bytes() == before
    assert [path.name for path in share.iterdir()] == [FILE]


@needs_posix
def test_an_unfinished_writing_on_a_read_only_share_is_told(share: Path) -> None:
    leave_unfinished(share)
    share.chmod(0o555)
    [line] = said_by(start_child("guest", share)).splitlines()
    assert line.startswith("ReadOnlyLibraryError")
    assert "the last writing to it was cut short" in line
    share.chmod(0o755)
    library = Library.open(share)
    assert library.undone
    assert len(library.entries()) == 1
    assert not Library.open(share).undone


@needs_posix
def test_an_older_library_on_a_read_only_share_asks_for_the_right_to_write(share: Path) -> None:
    set_version(share, 0)
    share.chmod(0o555)
    [line] = said_by(start_child("guest", share)).splitlines()
    assert line.startswith("SchemaError")
    assert "open it once where that is given" in line


def leave_unfinished(folder: Path) -> None:
    """Leaves a library as a machine does that loses power while a writing is under way."""
    path = folder / FILE
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE entry SET title = 'half'")
    connection.execute("CREATE TABLE filler AS SELECT randomblob(200000) AS x")
    journal = path.with_name(f"{FILE}-journal").read_bytes()
    half = path.read_bytes()
    connection.execute("ROLLBACK")
    connection.close()
    path.write_bytes(half)
    path.with_name(f"{FILE}-journal").write_bytes(journal)


def set_version(folder: Path, version: int) -> None:
    with sqlite3.connect(folder / FILE) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
