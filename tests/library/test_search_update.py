"""The index follows the library, and whatever happens to it, searching goes on or says why not."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from viewer.library import search_update
from viewer.library.library import Library
from viewer.library.query import parse_query
from viewer.library.search_errors import IndexBusyError
from viewer.library.search_index import SearchIndex
from viewer.library.search_state import IndexState

from .samples import IMPORTED, ROOT, file_with
from .search_samples import add, index_of, library_of, many, places, sample, search

KILLS = 8


def start_update(library: Library, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.library.search_samples",
            str(library.folder),
            *map(str, arguments),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def index_files(index: SearchIndex) -> list[Path]:
    return sorted(path for path in index.folder.rglob("*") if path.is_file())


def require_state(index: SearchIndex, state: IndexState) -> None:
    assert index.state is state


def require_all(index: SearchIndex, library: Library) -> None:
    """Requires that the index is ready and each leaflet is found, once."""
    require_state(index, IndexState.READY)
    assert search(index, "common").total == len(library.entries())
    for number in (0, len(library.entries()) - 1):
        assert places(index, f"own{number}") == [f"Product{number} s1"]


def test_what_is_added_replaced_and_removed_is_followed(tmp_path: Path) -> None:
    library = library_of(tmp_path, sample("Alpha", {"Use": ["wine"]}, version="1"))
    index = index_of(library)
    assert places(index, "wine") == ["Alpha s1"]
    add(
        library,
        sample("Alpha", {"Use": ["beer"]}, version="2"),
        sample("Beta", {"Use": ["wine and beer"]}),
    )
    require_state(index, IndexState.BEHIND)
    assert places(index, "wine") == []  # the replaced text is no longer what the leaflet says
    list(index.update())
    require_state(index, IndexState.READY)
    assert sorted(places(index, "beer")) == ["Alpha s1", "Beta s1"]
    assert places(index, "wine") == ["Beta s1"]
    library.remove(["beta-en"])
    assert places(index, "wine") == []
    list(index.update())
    assert search(index, "wine").total == 0
    assert search(index, "beer").total == 1


def test_the_stamp_changes_with_the_library_and_with_the_index_and_else_stays(
    tmp_path: Path,
) -> None:
    library = library_of(tmp_path, sample("Alpha", {"Use": ["wine"]}))
    index = index_of(library, update=False)
    stamps = [index.stamp]
    list(index.update())
    stamps.append(index.stamp)
    add(library, sample("Beta", {"Use": ["beer"]}))
    stamps.append(index.stamp)
    list(index.update())
    stamps.append(index.stamp)
    assert len(set(stamps)) == 4
    list(index.update())
    assert places(index, "beer") == ["Beta s1"]
    assert index.stamp == stamps[-1]


def test_updating_again_changes_nothing(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 5))
    index = index_of(library)
    before = {path: path.read_bytes() for path in index_files(index)}
    assert list(index.update()) == []
    assert {path: path.read_bytes() for path in index_files(index)} == before


def test_progress_counts_the_leaflets(tmp_path: Path) -> None:
    index = index_of(library_of(tmp_path, *many(0, 45)), update=False)
    assert [(each.done, each.total) for each in index.update()] == [
        (0, 45),
        (20, 45),
        (40, 45),
        (45, 45),
    ]


def test_what_is_gone_since_is_left_out_and_the_next_hits_follow_behind_it(
    tmp_path: Path,
) -> None:
    library = library_of(tmp_path, *many(0, 10))
    index = index_of(library)
    first = index.search(parse_query("common"), limit=4)
    library.remove([hit.entry.id for hit in first.hits[:3]])
    again = index.search(parse_query("common"), limit=4)
    assert [hit.entry.id for hit in again.hits] == [first.hits[3].entry.id]
    rest = index.search(parse_query("common"), limit=10, offset=again.next)
    ids = [hit.entry.id for hit in (*again.hits, *rest.hits)]
    assert len(ids) == len(set(ids)) == 7


def test_progress_counts_what_has_changed_since(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 30))
    index = index_of(library)
    add(library, *many(30, 55))
    library.remove(["product1-en"])
    assert [(each.done, each.total) for each in index.update()] == [(0, 26), (20, 26), (26, 26)]


def test_a_cancelled_update_keeps_what_is_done_and_goes_on_from_there(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 30))
    index = index_of(library, update=False)
    asked = iter(range(1000))
    list(index.update(lambda: next(asked) >= 10))
    require_state(index, IndexState.BEHIND)
    assert search(index, "common").total == 10
    list(index.update())
    require_all(index, library)


def test_an_update_that_is_dropped_gives_up_its_locks(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 30))
    index = index_of(library, update=False)
    progress = index.update()
    next(progress)
    del progress
    list(index.update())
    require_all(index, library)


def test_killed_at_any_moment_it_is_searchable_and_brought_up_to_date_later(tmp_path: Path) -> None:
    library = library_of(tmp_path)
    chance = random.Random(7)
    for kill in range(KILLS):
        add(library, *many(kill * 20, kill * 20 + 20))
        child = start_update(library)
        assert child.stdout
        if kill % 2:
            child.stdout.readline()
        killer = threading.Timer(chance.random() * (0.3 if kill % 2 else 1.0), child.kill)
        killer.start()
        child.communicate()
        killer.join()
        index = index_of(library, update=False)
        results = search(index, "common")
        assert results.total or results.note
        if kill % 3 == 2:
            list(index.update())
            require_all(index, library)
    list(index.update())
    require_all(index, library)


def test_another_program_that_writes_is_told_and_not_waited_for(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 30))
    first = index_of(library, update=False)
    progress = first.update()
    next(progress)
    with pytest.raises(IndexBusyError, match="another program"):
        list(index_of(library, update=False).update())
    list(progress)
    require_all(first, library)


def test_it_is_searched_while_another_program_writes(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 20))
    index = index_of(library)
    add(library, *many(20, 60))
    child = start_update(library)
    totals = set()
    while child.poll() is None:
        totals.add(search(index, "common").total)
    assert child.communicate()[1] == ""
    assert totals <= {20, 60}
    require_all(index, library)


def test_the_folder_deleted_under_the_running_program_is_told_and_made_again(
    tmp_path: Path,
) -> None:
    library = library_of(tmp_path, *many(0, 20))
    index = index_of(library)
    require_all(index, library)
    shutil.rmtree(index.folder)
    require_state(index, IndexState.MISSING)
    assert "still to be made" in search(index, "common").note
    list(index.update())
    require_all(index, library)


@pytest.mark.parametrize("harm", ["cut", "emptied", "removed", "garbled"])
def test_a_damaged_file_ends_nothing_and_is_mended(tmp_path: Path, harm: str) -> None:
    library = library_of(tmp_path, *many(0, 20))
    names = [path.relative_to(tmp_path) for path in index_files(index_of(library))]
    shutil.copytree(library.folder / "index", tmp_path / "whole")
    for name in names:
        if name.suffix == ".lock":
            continue
        # Not removed: threads of the engine that met the last harm may still write there.
        (library.folder / "index").rename(tmp_path / f"before {name.name}")
        shutil.copytree(tmp_path / "whole", library.folder / "index")
        file = tmp_path / name
        data = file.read_bytes()
        if harm == "removed":
            file.unlink()
        else:
            kept = {"cut": data[: len(data) // 2], "emptied": b"", "garbled": data[::-1]}[harm]
            file.write_bytes(kept)
        index = index_of(library, update=False)
        results = search(index, "common own3")
        assert results.total or results.note, name
        list(index.update())
        require_state(index, IndexState.READY)
        if search(index, "common").total != 20:  # harm that only searching brings to light
            index = index_of(library)
        require_all(index, library)


def test_harm_that_only_searching_brings_to_light_is_known_to_other_programs(
    tmp_path: Path,
) -> None:
    library = library_of(tmp_path, *many(0, 20))
    stores = [path for path in index_files(index_of(library)) if path.suffix == ".store"]
    for store in stores:
        data = store.read_bytes()
        half = len(data) // 2
        store.write_bytes(bytes(byte ^ 0xFF for byte in data[:half]) + data[half:])
    assert "damaged" in search(index_of(library, update=False), "common").note
    other = index_of(library, update=False)
    require_state(other, IndexState.DAMAGED)
    list(other.update())
    require_all(other, library)


def test_what_is_done_is_searchable_before_all_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_update, "BETWEEN_COMMITS", 7)
    library = library_of(tmp_path)
    library.add_many([file_with(leaflet) for leaflet in many(0, 30)], imported=IMPORTED)
    add(library, *many(30, 60))
    index = index_of(library, update=False)
    progress = index.update()
    while next(progress).done < 40:
        pass
    assert 20 <= search(index, "common").total <= 40
    del progress
    list(index.update())
    require_all(index, library)


def test_other_lenses_make_another_index_while_the_old_one_is_searched(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 40))
    index_of(library)
    index = index_of(library, lens_stamp="2", update=False)
    require_state(index, IndexState.OTHER)
    assert search(index, "common").total == 40
    progress = index.update()
    next(progress)
    assert search(index, "common").total == 40
    list(progress)
    require_all(index, library)
    assert len([path for path in index.folder.iterdir() if path.is_dir()]) == 1


def test_the_index_of_another_library_is_not_searched(tmp_path: Path) -> None:
    first = library_of(tmp_path / "first", *many(0, 5))
    other = library_of(tmp_path / "other", sample("Other", {"Use": ["Different."]}))
    index_of(other)
    shutil.copytree(other.folder / "index", first.folder / "index")
    index = index_of(first, update=False)
    require_state(index, IndexState.OTHER)
    assert search(index, "different").total == 0
    list(index.update())
    require_all(index, first)


def test_an_older_copy_of_the_library_is_noticed(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 5))
    library.close()
    copy = tmp_path / "copy"
    shutil.copytree(library.folder, copy)
    add(library, *many(5, 9))
    shutil.copytree(index_of(library).folder, copy / "index")
    older = Library.open(copy)
    index = index_of(older, update=False)
    require_state(index, IndexState.OTHER)
    list(index.update())
    require_all(index, older)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit for files")
def test_a_full_disk_is_told_and_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    library = library_of(tmp_path, *many(0, 5))
    index = index_of(library)
    noise = random.Random(1)
    words = (" ".join(f"{noise.getrandbits(40):x}" for _ in range(3_000)) for _ in range(40))
    add(library, *(sample(f"Big{n}", {"Noise": [text]}) for n, text in enumerate(words)))
    child = start_update(library, 100_000)
    output, errors = child.communicate(timeout=120)
    assert child.returncode == 0, errors
    assert "SearchIndexError" in output
    require_state(index, IndexState.BEHIND)
    assert search(index, "common").total == 5
    list(index.update())
    require_state(index, IndexState.READY)
    assert search(index, "lang:en").total == 45
