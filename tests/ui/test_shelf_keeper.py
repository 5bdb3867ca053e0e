"""When the list of the library's leaflets is made anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from viewer.library.entry import LibraryEntry
from viewer.library.errors import LibraryError
from viewer.ui.shelf_keeper import ShelfKeeper
from viewer.ui.task_runner import TaskRunner

from .library_entries import entry


class Kept:
    """A library, its list, and what is heard of that."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.entries = [entry(1, "Alpha")]
        self.generation = 1
        self.is_there = True
        self.parent = QObject()
        self.tasks = TaskRunner(self.parent)
        self.keeper = ShelfKeeper(self.read, lambda: self.generation, self.tasks, self.parent)
        self.heard: list[str] = []
        self.keeper.filled.connect(lambda: self.heard.append("filled"))
        self.keeper.ready.connect(lambda: self.heard.append("ready"))
        self.keeper.failed.connect(lambda _: self.heard.append("failed"))

    def read(self) -> list[LibraryEntry]:
        if not self.is_there:
            raise LibraryError("", "", "it is not there")
        return self.entries

    def want(self) -> list[str]:
        """Wants the list, and says what is heard until it has come."""
        self.heard.clear()
        self.keeper.want()
        self.qtbot.waitUntil(lambda: self.heard[-1:] in (["ready"], ["failed"]))
        return self.heard


@pytest.fixture
def kept(qtbot: QtBot) -> Iterator[Kept]:
    made = Kept(qtbot)
    yield made
    made.tasks.finish()


def test_a_library_is_listed_once_until_it_is_another(kept: Kept) -> None:
    assert kept.want() == ["filled", "ready"]
    assert kept.want() == ["ready"]
    kept.entries, kept.generation = [entry(1, "Alpha"), entry(2, "Beta")], 2
    assert kept.want() == ["filled", "ready"]
    assert kept.keeper.shelf is not None
    assert [each.product for each in kept.keeper.shelf.entries] == ["Alpha", "Beta"]


def test_a_library_that_comes_back_as_it_was_is_listed_in_place_of_the_failure(
    kept: Kept,
) -> None:
    kept.want()
    kept.generation, kept.is_there = 2, False
    assert kept.want() == ["failed"]
    kept.generation, kept.is_there = 1, True
    assert kept.want() == ["filled", "ready"]
