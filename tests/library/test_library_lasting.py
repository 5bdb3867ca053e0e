"""Whatever ends a writing, the library is the one before or the one after."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from viewer.library.library import Library

from .child import BATCH
from .samples import ROOT, said_by, start_child

KILLS = 15
MOUNT = 'mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" -m tests.library.child fill "$1" 0'


def require_whole(library: Library, batches: range) -> int:
    """Requires whole batches only, as many as the range allows, and nothing at fault."""
    assert [each.fault for each in library.verify() if each.fault] == []
    entries = library.entries()
    found: dict[str, int] = {}
    for entry in entries:
        name = entry.product.rpartition("-")[0]
        found[name] = found.get(name, 0) + 1
    assert set(found.values()) <= {BATCH}
    assert len(found) in batches
    assert library.generation == len(found)
    assert len([1 for change in library.changes(0) if change.leaflet]) == len(entries)
    return len(found)


def test_killed_at_any_moment_of_adding_it_holds_what_was_in_before_or_all_of_the_next(
    tmp_path: Path,
) -> None:
    chance = random.Random(4)
    before, undone = 0, 0
    for kill in range(KILLS):
        child = start_child("add", tmp_path, f"run{kill}", 1000)
        assert child.stdout
        # Some are killed while they open the library, some between two writings.
        said = [child.stdout.readline() for _ in range(chance.randrange(3))]
        if kill % 3:
            wait_for_writing(tmp_path, child)
        killer = threading.Timer(chance.random() * (0.006 if kill % 3 else 0.05), child.kill)
        killer.start()
        said += child.stdout.readlines()
        child.communicate()
        killer.join()
        library = Library.open(tmp_path, create=True)
        undone += library.undone
        # What was said to be in is in; the transaction after it may be in as well.
        before = require_whole(library, range(before + len(said), before + len(said) + 2))
        library.close()
    assert before > 0
    assert undone > 0


def wait_for_writing(folder: Path, child: subprocess.Popen[str]) -> None:
    """Returns in the midst of a transaction, when there is something to undo."""
    while not (folder / "library.sqlite-journal").exists():
        assert child.poll() is None


@pytest.mark.skipif(sys.platform == "win32", reason="asks for a limit of POSIX")
@pytest.mark.parametrize("limit", [600_000, 1_234_567])
def test_where_a_file_may_not_grow_the_library_stays_as_it_was(tmp_path: Path, limit: int) -> None:
    told, counts = said_by(start_child("fill", tmp_path, limit)).splitlines()
    assert told.startswith("LibraryStorageError")
    assert "what was begun is undone" in told
    batches, entries, faults = map(int, counts.split())
    assert entries == batches * BATCH > 0
    assert faults == 0
    assert require_whole(Library.open(tmp_path), range(batches, batches + 1)) == batches


def test_where_the_disk_is_full_the_library_stays_as_it_was(tmp_path: Path) -> None:
    command = ["unshare", "--user", "--map-root-user", "--mount"]
    try:
        subprocess.run([*command, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system gives no disk of one's own")
    done = subprocess.run(
        [*command, "sh", "-c", MOUNT, "sh", str(tmp_path), sys.executable],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told, counts = done.stdout.splitlines()
    assert told.startswith("LibraryStorageError")
    assert "the disk is full; what was begun is undone" in told
    batches, entries, faults = map(int, counts.split())
    assert entries == batches * BATCH > 0
    assert faults == 0


def test_two_processes_that_add_at_once_lose_nothing(tmp_path: Path) -> None:
    children = [start_child("add", tmp_path, name, 12) for name in ("one", "other")]
    for child in children:
        said_by(child)
    assert require_whole(Library.open(tmp_path), range(24, 25)) == 24


def test_a_window_reads_on_while_another_process_writes(tmp_path: Path) -> None:
    library = Library.open(tmp_path, create=True)
    child = start_child("add", tmp_path, "long", 30)
    assert child.stdout
    for number, _ in enumerate(child.stdout, 1):
        entries = library.entries()
        assert len(entries) % BATCH == 0
        assert len(entries) >= number * BATCH
        assert library.leaflet(entries[-1].number).id == entries[-1].id
    said_by(child)
    assert require_whole(library, range(30, 31)) == 30
