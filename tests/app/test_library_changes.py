"""What others do to the library while the window is open: its search index, and its replacement."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from viewer import paths
from viewer.app.index_keeper import _LOOK, IndexKeeper
from viewer.app.library_access import LibraryAccess, library_name
from viewer.highlight.lens import Lens
from viewer.highlight.lens_file import load_lenses
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section
from viewer.library.adding import SourceFile
from viewer.library.errors import NoLibraryError
from viewer.library.index_opening import open_index
from viewer.library.library import Library
from viewer.library.query import parse_query
from viewer.library.search_state import IndexState, sole_writer
from viewer.render.theme_file import load_themes
from viewer.ui.import_process import ImportEnding
from viewer.ui.task_runner import TaskRunner

RESOURCES = Path(__file__).parents[2] / "resources"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def take_in(library: Library, product: str) -> None:
    """Adds a leaflet as another program would."""
    words = Paragraph((Run(f"Keep {product} dry."),))
    sections = (Section("storage", "Storage", blocks=(words,)),)
    leaflet = Leaflet(product.lower(), product, "en", "smpc", product, sections)
    library.add_many([SourceFile(product.encode(), (leaflet,))], imported="2026-01-01T00:00:00Z")


def found(access: LibraryAccess, words: str) -> int:
    """Sections that a search finds now."""
    index = access.index()
    assert index is not None
    return index.search(parse_query(words), exact=True).total


class Kept:
    """A library whose index is kept as the window keeps it."""

    def __init__(self, qtbot: QtBot, library: Library, lenses: tuple[Lens, ...]) -> None:
        self.qtbot = qtbot
        self.library = library
        self.lenses = lenses
        self.parent = QObject()
        self.tasks = TaskRunner(self.parent)
        self.access = LibraryAccess(library.folder, lambda: self.lenses)
        self.keeper = IndexKeeper(self.access, self.tasks, self.parent)
        self.made = 0
        self.keeper.made.connect(self.count)
        self.told = [""]
        self.keeper.told.connect(self.told.append)

    def count(self) -> None:
        self.made += 1

    def at_work(self) -> bool:
        return self.keeper._process is not None

    def begin(self) -> None:
        """Looks, and waits until the index's process has begun."""
        self.keeper.look()
        self.qtbot.waitUntil(self.at_work, timeout=10_000)

    def let_process_end(self) -> None:
        """Waits for the process, whose end the window does not know of yet."""
        process = self.keeper._process
        assert process is not None
        assert process._thread is not None
        process._thread.join(60)
        assert not process.running

    def wait_until_found(self, words: str) -> None:
        self.qtbot.waitUntil(lambda: found(self.access, words) == 1, timeout=30_000)

    def wait_for_rest(self) -> None:
        """Waits until nothing is under way."""
        self.qtbot.waitUntil(
            lambda: bool(self.made) and not self.at_work() and not self.tasks.is_awaited(_LOOK),
            timeout=30_000,
        )


@pytest.fixture
def kept(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    for name in ("CONFIG", "CACHE", "LIBRARY"):
        monkeypatch.setenv(f"LEAFLET_VIEWER_{name}", str(tmp_path / name.lower()))
    library = Library.open(tmp_path / "library", create=True)
    take_in(library, "Alpha")
    colours = frozenset(load_themes(RESOURCES / "themes")[0].lenses)
    made = Kept(qtbot, library, tuple(load_lenses((RESOURCES / "lenses",), colours)[0]))
    yield made
    made.keeper.close()
    made.tasks.finish()


def test_what_is_imported_while_the_index_is_made_is_found_without_being_asked_for(
    kept: Kept,
) -> None:
    kept.begin()
    kept.let_process_end()
    take_in(kept.library, "Beta")
    kept.wait_until_found("beta")


def test_an_index_that_another_program_is_at_is_looked_at_again_once_it_is_done(
    kept: Kept,
) -> None:
    with sole_writer(kept.library.folder / "index"):
        kept.keeper.look()
        kept.qtbot.waitUntil(lambda: "being made searchable" in kept.told[-1], timeout=10_000)
        assert not kept.at_work()
    kept.wait_until_found("alpha")
    kept.wait_for_rest()
    assert kept.told[-1] == ""


def test_what_another_program_has_made_searchable_is_told_of(kept: Kept) -> None:
    with sole_writer(kept.library.folder / "index"):
        kept.keeper.look()
        kept.qtbot.waitUntil(lambda: bool(kept.told[-1]), timeout=10_000)
    list(open_index(kept.library, kept.lenses, paths.cache_folder()).update())
    kept.wait_for_rest()
    assert kept.made == 1
    assert kept.told[-1] == ""


def test_an_index_that_is_taken_by_another_program_at_the_last_moment_is_looked_at_again(
    kept: Kept,
) -> None:
    kept.begin()
    process = kept.keeper._process
    assert process is not None
    process.close()
    with sole_writer(kept.library.folder / "index"):
        process.ended.emit(ImportEnding(None, "", "another program is at it"))
        kept.qtbot.waitUntil(lambda: "being made searchable" in kept.told[-1], timeout=10_000)
    kept.wait_until_found("alpha")


def test_an_update_that_helps_nothing_is_not_begun_again_and_again(kept: Kept) -> None:
    kept.lenses = ()  # the index that the process makes is never this one
    kept.begin()
    kept.wait_for_rest()
    assert kept.made == 1


def test_nothing_is_begun_once_the_keeper_is_closed(kept: Kept) -> None:
    kept.begin()
    kept.keeper.close()
    kept.keeper.look()
    kept.wait_for_rest()
    assert kept.made == 1


def test_a_library_that_was_begun_anew_is_searched_in_place_of_the_one_before(kept: Kept) -> None:
    list(open_index(kept.library, kept.lenses, paths.cache_folder()).update())
    assert found(kept.access, "alpha") == 1
    anew, _ = Library.begin_anew(kept.library.folder, NOON)
    take_in(anew, "Gamma")
    list(open_index(anew, kept.lenses, paths.cache_folder()).update())
    index = kept.access.index()
    assert index is not None
    assert index.state is IndexState.READY
    assert found(kept.access, "gamma") == 1
    assert found(kept.access, "alpha") == 0
    library = kept.access.library()
    assert library is not None
    assert library.id == anew.id


def test_a_library_that_was_taken_away_is_missed_and_one_that_comes_back_is_opened(
    kept: Kept, tmp_path: Path
) -> None:
    folder = kept.library.folder
    assert kept.access.library() is not None
    folder.rename(tmp_path / "away")
    for asked in (kept.access.library, kept.access.index, lambda: kept.access.leaflet("alpha")):
        with pytest.raises(NoLibraryError) as raised:
            asked()
        assert f"no library in {folder}. If there should be one" in raised.value.reason
    shutil.copytree(tmp_path / "away", folder)
    library = kept.access.library()
    assert library is not None
    assert [entry.product for entry in library.entries()] == ["Alpha"]


def test_a_library_whose_folder_was_named_is_missed_and_another_is_just_not_made_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEAFLET_VIEWER_LIBRARY", str(tmp_path / "share"))
    with pytest.raises(NoLibraryError, match="see whether the folder can be reached"):
        LibraryAccess(tmp_path / "share", tuple).library()
    monkeypatch.delenv("LEAFLET_VIEWER_LIBRARY")
    assert LibraryAccess(tmp_path / "share", tuple).library() is None


def test_a_leaflet_of_a_library_that_is_away_is_not_told_by_what_it_is_opened_by(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = library_name(kept.library.entries()[0])
    monkeypatch.delenv("LEAFLET_VIEWER_LIBRARY")
    with pytest.raises(NoLibraryError) as raised:
        LibraryAccess(tmp_path / "away", tuple).leaflet(name)
    assert name not in str(raised.value)
