"""What a disk or a hand changed in a library is not shown as if it were genuine."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from viewer.leaflet.json_form import FORMAT
from viewer.library.adding import Added
from viewer.library.errors import (
    ChangedLeafletError,
    DamagedLibraryError,
    LibraryError,
    OutdatedLeafletError,
)
from viewer.library.library import Library
from viewer.library.zstd import compress, decompress

from .samples import IMPORTED, PICTURE, file_with, leaflet

FILE = file_with(leaflet(pictures=(PICTURE,)))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path, create=True)
    library.add(*FILE, imported=IMPORTED)
    library.add(*file_with(leaflet("other")), imported=IMPORTED)
    return library


def change(library: Library, statement: str, *values: bytes | str | int) -> None:
    with sqlite3.connect(library.folder / "library.sqlite") as connection:
        assert connection.execute(statement, values).rowcount == 1
    connection.close()


def faults(library: Library) -> list[LibraryError]:
    checked = list(library.verify())
    assert checked[-1].done == checked[-1].total
    return [each.fault for each in checked if each.fault]


def other_dose(library: Library) -> bytes:
    """The first leaflet's text with another word in it, packed as the library packs."""
    with sqlite3.connect(library.folder / "library.sqlite") as connection:
        [data] = connection.execute("SELECT data FROM model WHERE number = 1").fetchone()
    connection.close()
    return compress(decompress(data).replace(b"Do not drink", b"Do now drink"))


def test_a_whole_library_has_no_fault(library: Library) -> None:
    assert faults(library) == []
    steps = list(library.verify())
    assert [step.done for step in steps] == list(range(1, len(steps) + 1))
    assert len(steps) == 1 + 2 + 1 + 2


def test_a_changed_word_is_noticed_and_the_leaflet_not_shown(library: Library) -> None:
    change(library, "UPDATE model SET data = ? WHERE number = 1", other_dose(library))
    with pytest.raises(ChangedLeafletError) as told:
        library.leaflet(1)
    assert "leaflet klonopin-package-leaflet-en, imported from /exports" in told.value.place
    assert told.value.reason.startswith("this leaflet is not what was imported and is not shown")
    assert library.leaflet(2).id == "other"
    assert [type(fault) for fault in faults(library)] == [ChangedLeafletError]


@pytest.mark.parametrize("data", [b"", b"not packed at all", compress(b"{}")])
def test_whatever_the_text_became_it_is_told(library: Library, data: bytes) -> None:
    change(library, "UPDATE model SET data = ? WHERE number = 1", data)
    with pytest.raises(ChangedLeafletError):
        library.leaflet(1)


def test_a_text_that_is_gone_is_told(library: Library) -> None:
    change(library, "DELETE FROM model WHERE number = 1")
    with pytest.raises(ChangedLeafletError, match="its text is missing"):
        library.leaflet(1)


def test_a_changed_or_missing_picture_is_told(library: Library) -> None:
    change(library, "UPDATE image SET data = ?", PICTURE[::-1])
    with pytest.raises(ChangedLeafletError, match="a picture of it has another SHA-256"):
        library.leaflet(1)
    assert library.leaflet(1, images=False).images == {}
    # The picture itself, and the source that it was cut out of.
    assert len(faults(library)) == 2
    change(library, "DELETE FROM image")
    with pytest.raises(ChangedLeafletError, match="a picture of it is missing"):
        library.leaflet(1)


def test_a_changed_source_is_told(library: Library) -> None:
    sha256 = library.entries()[0].sha256
    for data in (compress(b"something else"), b"not packed"):
        change(library, "UPDATE source SET data = ? WHERE sha256 = ?", data, sha256)
        with pytest.raises(ChangedLeafletError, match="import its file again"):
            library.source(sha256)
    change(library, "UPDATE source SET cuts = ? WHERE sha256 = ?", "[[0, 7]]", sha256)
    with pytest.raises(ChangedLeafletError):
        library.source(sha256)


def test_a_list_that_says_something_else_than_the_leaflet_is_a_fault(library: Library) -> None:
    change(library, "UPDATE entry SET product = 'Placebo' WHERE number = 1")
    [fault] = faults(library)
    assert "says something else of this leaflet" in fault.reason


def test_importing_the_file_again_mends_a_leaflet_its_pictures_and_its_source(
    library: Library,
) -> None:
    stage = library.generation
    change(library, "UPDATE model SET data = ? WHERE number = 1", other_dose(library))
    change(library, "UPDATE image SET data = ?", b"")
    change(
        *(library, "UPDATE source SET data = ? WHERE sha256 = ?"),
        *(b"", library.entries()[0].sha256),
    )
    assert [each.leaflet is None for each in library.changes(0)] == [True, False]
    assert isinstance(next(library.changes(0)).fault, ChangedLeafletError)
    assert library.add(*FILE, imported=IMPORTED) == (Added.SAME,)
    assert faults(library) == []
    assert library.source(library.entries()[0].sha256) == FILE.data
    assert [(each.number, each.fault) for each in library.changes(stage)] == [(1, None)]


@pytest.mark.parametrize("what", ["model SET form = form - 1", "source SET reader = reader - 1"])
def test_what_another_version_of_the_program_read_is_read_again(
    library: Library, what: str
) -> None:
    where = "number = 1" if "form" in what else f"sha256 = '{library.entries()[0].sha256}'"
    # The older reader made another text of the source.
    older = "UPDATE model SET sha256 = 'other' WHERE number = 1"
    change(library, older)
    change(library, f"UPDATE {what} WHERE {where}")
    [entry] = [each for each in library.entries() if each.number == 1]
    assert not library.has_source(entry.sha256)
    assert library.add(*FILE, imported=IMPORTED) == (Added.REPLACED,)
    assert library.has_source(entry.sha256)
    assert library.leaflet(library.versions(entry.id)[0].number).images
    # It is the same version, not one more.
    assert len(library.versions(entry.id)) == 1


def test_a_leaflet_in_another_form_is_told_and_not_guessed_at(library: Library) -> None:
    change(library, "UPDATE model SET form = ? WHERE number = 1", FORMAT + 1)
    with pytest.raises(OutdatedLeafletError, match="form of another version of the program"):
        library.leaflet(1)


def test_damage_within_the_database_is_found_by_checking(tmp_path: Path) -> None:
    library = Library.open(tmp_path, create=True)
    library.add_many([file_with(leaflet(str(number))) for number in range(400)], imported=IMPORTED)
    library.close()
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as connection:
        root = "SELECT rootpage FROM sqlite_master WHERE name = 'entry_medicine'"
        [page] = connection.execute(root).fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 + 100 : page * 4096] = bytes(4096 - 100)
    path.write_bytes(data)
    found: list[LibraryError] = []
    try:
        found += faults(Library.open(tmp_path))
    except DamagedLibraryError as error:
        found.append(error)
    assert found
    assert isinstance(found[0], DamagedLibraryError)
