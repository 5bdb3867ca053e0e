"""What a library keeps, which version is current, and what it tells of its leaflets."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from viewer.library.adding import Added
from viewer.library.errors import NoSuchLeafletError
from viewer.library.library import Library

from .samples import IMPORTED, PICTURE, file_with, leaflet

SET_ID = "0b0be196-0c62-461c-94f4-9a35339b4501"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


def add(library: Library, *leaflets: object, force: bool = False, mark: str = "") -> list[Added]:
    file = file_with(*leaflets, mark=mark)  # type: ignore[arg-type]
    return list(library.add(*file, imported=IMPORTED, force=force))


def texts(library: Library) -> dict[str, str]:
    """The text of each current leaflet by its id."""
    return {
        each.id: library.leaflet(each.number).sections[0].texts()[1] for each in library.entries()
    }


def test_a_leaflet_comes_back_as_it_was_with_its_file_and_date_of_import(library: Library) -> None:
    given = leaflet(pictures=(PICTURE,))
    assert add(library, given) == [Added.IMPORTED]
    [entry] = library.entries()
    found = library.leaflet(entry.number)
    assert found.images == given.images
    assert found.provenance.imported == IMPORTED
    assert found == replace(
        given, provenance=replace(given.provenance, imported=IMPORTED, sha256=entry.sha256)
    )
    assert entry == library.entry(entry.number) == library.current(given.id)
    assert (entry.product, entry.holder, entry.file) == (
        *("Klonopin", "Example Pharma", "/exports/klonopin.xml"),
    )
    assert entry.current is True
    assert entry.verified is False


def test_the_same_file_again_changes_no_byte(library: Library) -> None:
    add(library, leaflet(pictures=(PICTURE,)))
    path = library.folder / "library.sqlite"
    before = path.read_bytes()
    assert add(library, leaflet(pictures=(PICTURE,))) == [Added.SAME]
    assert add(library, leaflet(pictures=(PICTURE,)), force=True) == [Added.SAME]
    assert path.read_bytes() == before


def test_the_same_file_from_another_folder_is_the_same(library: Library) -> None:
    file = file_with(leaflet())
    library.add(*file, imported=IMPORTED)
    moved = replace(leaflet(), provenance=replace(leaflet().provenance, file="/usb/k.xml"))
    assert library.add(file.data, [moved], imported=IMPORTED) == (Added.SAME,)


def test_a_newer_version_replaces_the_older_which_stays_readable(library: Library) -> None:
    add(library, leaflet(text="old", version="1"))
    assert add(library, leaflet(text="new", version="2")) == [Added.REPLACED]
    assert list(texts(library).values()) == ["new"]
    newest, older = library.versions(leaflet().id)
    assert (newest.version, newest.current, older.version, older.current) == ("2", True, "1", False)
    assert library.leaflet(older.number).sections[0].texts()[1] == "old"


def test_an_older_version_never_replaces_a_newer_one_unless_forced(library: Library) -> None:
    add(library, leaflet(text="new", date="2025-06-04"))
    before = library.generation
    assert add(library, leaflet(text="old", date="2024-01-01")) == [Added.OLDER]
    assert library.generation == before
    assert list(texts(library).values()) == ["new"]
    assert add(library, leaflet(text="old", date="2024-01-01")) == [Added.SAME]
    assert add(library, leaflet(text="old", date="2024-01-01"), force=True) == [Added.REPLACED]
    assert list(texts(library).values()) == ["old"]
    assert [each.date for each in library.versions(leaflet().id)] == ["2025-06-04", "2024-01-01"]
    assert add(library, leaflet(text="new", date="2025-06-04")) == [Added.REPLACED]


def test_of_two_files_with_the_same_version_the_later_wins_and_both_again_change_nothing(
    library: Library,
) -> None:
    first, second = leaflet(text="first", version="1"), leaflet(text="second", version="1")
    add(library, first)
    assert add(library, second) == [Added.REPLACED]
    generation = library.generation
    assert add(library, first) + add(library, second) == [Added.SAME, Added.SAME]
    assert library.generation == generation
    assert list(texts(library).values()) == ["second"]
    assert len(library.versions(first.id)) == 2


def test_a_clock_set_back_makes_nothing_older(library: Library) -> None:
    library.add(*file_with(leaflet(text="first")), imported="2031-01-01T00:00:00Z")
    library.add(*file_with(leaflet(text="second")), imported="1999-01-01T00:00:00Z")
    assert list(texts(library).values()) == ["second"]
    assert [each.imported[:4] for each in library.versions(leaflet().id)] == ["1999", "2031"]
    assert [change.leaflet is None for change in library.changes(1)] == [True, False]


def test_two_leaflets_of_a_file_stand_for_themselves(library: Library) -> None:
    leaflets = leaflet("k-smpc-en", kind="smpc", version="2"), leaflet("k-package-leaflet-en")
    assert add(library, *leaflets) == [Added.IMPORTED, Added.IMPORTED]
    older = replace(
        leaflets[0], provenance=replace(leaflets[0].provenance, version="1"), title="Old"
    )
    newer = leaflet("k-package-leaflet-en", "new")
    assert add(library, older, newer) == [Added.OLDER, Added.REPLACED]


def test_another_language_is_never_a_version_and_is_found_from_each_side(library: Library) -> None:
    english, spanish = leaflet("klonopin"), leaflet("klonopin", language="es", version="9")
    danish = leaflet("klonopin-da", language="da", product="Klonopin tabletter")
    by_name = leaflet("rivotril-fr", language="fr")
    other_strength = leaflet("klonopin-2-mg-it", language="it", product="Klonopin 2 mg")
    for each in (english, spanish, danish, by_name, other_strength):
        assert add(library, each) == [Added.IMPORTED]
    mine = library.current("klonopin", "en")
    assert mine is not None
    assert [each.language for each in library.translations(mine.number)] == ["da", "es", "fr"]
    back = library.current("klonopin-da")
    assert back is not None
    assert [each.language for each in library.translations(back.number)] == ["en", "es"]
    assert library.translations(10_000) == []


def test_a_label_that_comes_to_state_its_language_stays_one_leaflet(library: Library) -> None:
    add(library, leaflet(SET_ID, version="1"))
    assert add(library, leaflet(SET_ID, version="2", language="en-US")) == [Added.REPLACED]
    assert len(library.entries()) == 1


def test_what_was_current_leads_to_what_is_and_an_older_version_to_itself(
    library: Library,
) -> None:
    add(library, leaflet(SET_ID, version="1"), leaflet("other", version="1"))
    listed = next(each for each in library.entries() if each.id == SET_ID)
    assert library.current_of(listed) == listed
    add(library, leaflet(SET_ID, version="2", language="en-US"))
    now, older = library.versions(SET_ID)
    assert library.current_of(listed) == now
    assert library.current_of(older) == older
    library.remove([SET_ID])
    assert library.current_of(listed) == listed
    add(library, leaflet(SET_ID, version="2"))
    assert library.current_of(listed) == library.current(SET_ID)


@pytest.mark.parametrize(
    ("product", "holder"), [("Klonopin", "Other"), ("Rivotril", "Example Pharma"), ("Rivotril", "")]
)
def test_a_leaflet_that_is_renamed_or_changes_hands_is_a_newer_version(
    library: Library, product: str, holder: str
) -> None:
    add(library, leaflet())
    assert add(library, leaflet(product=product, holder=holder)) == [Added.REPLACED]


def test_another_medicine_of_the_same_id_replaces_nothing_and_is_no_older_version(
    library: Library,
) -> None:
    add(library, leaflet(date="2024"))
    for date in ("2023", "2025"):
        other = leaflet(product="Rivotril", holder="Other", date=date)
        assert add(library, other) == [Added.REFUSED]
    assert len(library.versions(leaflet().id)) == 1
    assert add(library, other, force=True) == [Added.REPLACED]
    assert add(library, leaflet(SET_ID)) == [Added.IMPORTED]
    assert add(library, leaflet(SET_ID, product="Rivotril", holder="O")) == [Added.REPLACED]


def test_a_file_that_is_read_under_another_id_leaves_no_double_and_uncovers_what_was_hidden(
    library: Library,
) -> None:
    hidden, wrong = leaflet("57-en", "first", version="1"), leaflet("57-en", "second", version="2")
    add(library, hidden, mark="a")
    source = file_with(wrong).data
    library.add(source, [wrong], imported=IMPORTED)
    right = leaflet("57-953-en", "second", version="2")
    assert library.add(source, [right], imported=IMPORTED) == (Added.IMPORTED,)
    assert texts(library) == {"57-en": "first", "57-953-en": "second"}
    assert library.add(source, [right], imported=IMPORTED) == (Added.SAME,)


def test_a_language_is_asked_for_as_in_a_list(library: Library) -> None:
    for language in ("pt-BR", "es"):
        add(library, leaflet("k", language=language))
    for asked, found in (("ES", "es"), ("pt", "pt-BR"), ("PT-br", "pt-BR"), ("p", ""), ("%", "")):
        entry = library.current("k", asked)
        assert (entry.language if entry else "") == found
    add(library, leaflet("k", language="pt"))
    assert library.remove(["k"], "PT") == 1
    assert {each.language for each in library.entries()} == {"pt-BR", "es"}
    assert library.remove(["k"], "pt") == 1
    assert {each.language for each in library.entries()} == {"es"}


def test_removing_takes_all_versions_and_what_only_they_used(library: Library) -> None:
    shared, own = PICTURE, PICTURE[::-1]
    first = file_with(leaflet("a", version="1", pictures=(shared, own)))
    second = file_with(leaflet("b", pictures=(shared,)))
    library.add_many([first, second], imported=IMPORTED)
    add(library, leaflet("a", version="2"))
    [removed, kept] = [library.current("a"), library.current("b")]
    assert removed
    assert kept
    assert library.remove(["a", "unknown"]) == 1
    assert library.versions("a") == []
    assert library.entry(removed.number) is None
    with pytest.raises(NoSuchLeafletError, match=f"no leaflet of the number {removed.number}"):
        library.leaflet(removed.number)
    assert library.leaflet(kept.number).images == second.leaflets[0].images
    assert library.source(kept.sha256) == second.data
    assert not library.has_source(removed.sha256)
    info = library.info()
    assert (info.leaflets, info.older_versions, info.images, info.sources) == (1, 0, 1, 1)
    assert library.remove([]) == 0


def test_a_picture_in_the_source_of_another_leaflet_outlives_the_one_that_shows_it(
    library: Library,
) -> None:
    file = file_with(leaflet("a", pictures=(PICTURE,)), leaflet("b"))
    library.add(*file, imported=IMPORTED)
    entry = library.current("b")
    assert entry
    library.remove(["a"])
    assert library.source(entry.sha256) == file.data


def test_one_language_of_an_id_can_be_removed_alone(library: Library) -> None:
    for language in ("en", "es"):
        add(library, leaflet("klonopin", language=language))
    assert library.remove(["klonopin"], "es") == 1
    assert [each.language for each in library.entries()] == ["en"]


def test_numbers_are_never_given_again(library: Library) -> None:
    add(library, leaflet())
    [before] = library.entries()
    library.remove([before.id])
    add(library, leaflet())
    assert library.entries()[0].number > before.number


def test_entries_stand_by_product_without_regard_to_case_and_accents(library: Library) -> None:
    for number, product in enumerate(("Zoloft", "Épivir", "aspirin", "Eprex", "Aspirin C")):
        add(library, leaflet(str(number), product=product))
    products = [each.product for each in library.entries()]
    assert products == ["aspirin", "Aspirin C", "Épivir", "Eprex", "Zoloft"]


def test_sources_can_be_left_out_and_brought_later(library: Library) -> None:
    file = file_with(leaflet(pictures=(PICTURE,)))
    library.add(*file, imported=IMPORTED, keep_source=False)
    [entry] = library.entries()
    assert library.has_source(entry.sha256)
    assert library.source(entry.sha256) is None
    assert library.info().sources_left_out == 1
    assert library.add(*file, imported=IMPORTED) == (Added.SAME,)
    assert library.source(entry.sha256) == file.data
    library.add(*file, imported=IMPORTED, keep_source=False)
    assert library.source(entry.sha256) == file.data


def test_a_picture_of_many_leaflets_is_kept_once(library: Library) -> None:
    library.add_many(
        [file_with(leaflet(str(number), pictures=(PICTURE,))) for number in range(9)],
        imported=IMPORTED,
    )
    info = library.info()
    assert (info.leaflets, info.images, info.image_bytes) == (9, 1, len(PICTURE))


def test_a_picture_that_is_not_what_its_key_says_is_not_taken(library: Library) -> None:
    wrong = replace(leaflet(), images={"0" * 64: PICTURE})
    with pytest.raises(ValueError, match="has another SHA-256"):
        library.add(b"", [wrong], imported=IMPORTED)
    assert library.entries() == []


def test_a_file_without_leaflets_leaves_nothing_behind(library: Library) -> None:
    assert library.add(b"nothing", [], imported=IMPORTED) == ()
    assert library.info().sources == 0


def test_half_a_character_in_a_file_name_is_no_hindrance(library: Library) -> None:
    odd = replace(
        *(leaflet("odd\udce9", product="Caf\udce9"),),
        provenance=replace(leaflet().provenance, file="/mnt/caf\udce9.xml"),
    )
    assert add(library, odd) == [Added.IMPORTED]
    assert add(library, odd) == [Added.SAME]
    assert library.entries()[0].file == "/mnt/caf?.xml"
    assert library.current("odd\udce9") == library.entries()[0]
    assert library.leaflet(1).id == "odd\udce9"
    assert [each.fault for each in library.verify() if each.fault] == []
    assert library.remove(["odd\udce9"]) == 1


def test_an_index_that_follows_the_changes_ends_with_what_is_current(library: Library) -> None:
    def follow(index: dict[int, str], since: int) -> int:
        generation = library.generation
        last = (0, 0)
        for change in library.changes(since):
            assert (change.generation, change.number) > last
            last = (change.generation, change.number)
            if change.leaflet is None:
                index.pop(change.number, None)
            else:
                assert change.leaflet.images == {}
                index[change.number] = change.leaflet.sections[0].texts()[1]
        return generation

    index: dict[int, str] = {}
    add(library, leaflet("a", "a1", version="1", pictures=(PICTURE,)))
    add(library, leaflet("b", "b1"))
    stage = follow(index, 0)
    assert sorted(index.values()) == ["a1", "b1"]
    add(library, leaflet("a", "a2", version="2"))
    add(library, leaflet("a", "a0", version="0"))
    library.remove(["b"])
    stage = follow(index, stage)
    assert sorted(index.values()) == ["a2"]
    assert list(library.changes(stage)) == []
    fresh: dict[int, str] = {}
    follow(fresh, 0)
    assert fresh == index


def test_what_is_removed_while_an_index_follows_is_told_as_gone(library: Library) -> None:
    add(library, leaflet("a"))
    add(library, leaflet("b"))
    changes = library.changes(0)
    assert next(changes).leaflet is not None
    library.remove(["b"])
    assert next(changes).leaflet is None


def test_a_library_answers_many_threads_at_once_while_it_is_written_to(library: Library) -> None:
    add(library, leaflet("0", "0"))
    faults: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                entries = library.entries()
                # A batch is seen whole or not at all.
                assert len(entries) % 4 == 1
                entry = entries[-1]
                assert library.leaflet(entry.number).sections[0].texts()[1] == entry.id
        except BaseException as error:
            faults.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 60, 4):
        library.add_many(
            [file_with(leaflet(str(n), str(n))) for n in range(number, number + 4)],
            imported=IMPORTED,
        )
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(library.entries()) == 61


def test_the_numbers_of_a_library_add_up(library: Library) -> None:
    add(library, leaflet("a", pictures=(PICTURE,)), leaflet("a-es", language="es", kind="smpc"))
    add(library, leaflet("a", "newer"))
    info = library.info()
    assert (info.leaflets, info.older_versions) == (2, 1)
    assert info.languages == {"en": 1, "es": 1}
    assert info.kinds == {"package-leaflet": 1, "smpc": 1}
    assert info.generation == library.generation == 2
    assert info.database_bytes == (library.folder / "library.sqlite").stat().st_size


def test_opening_a_list_of_modules_brings_no_database_along() -> None:
    import subprocess
    import sys

    code = (
        "import sys, viewer.library.library\n"
        "print(sorted({'sqlite3', 'json', 'backports.zstd', 'tantivy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
