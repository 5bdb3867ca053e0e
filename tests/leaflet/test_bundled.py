"""Leaflets in folders, and their conversions kept for the next start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError

PROJECT = Path(__file__).parents[2]
TOPICS = b'[topics.%b]\nkeys = ["dose"]\n[topics.%b.names]\nen = "x"\n'


def leaflet(leaflet_id: str, title: str = "T", text: str = "text") -> str:
    head = f"---\nid: {leaflet_id}\ntitle: {title}\nlanguage: en\nkind: smpc\n---\n"
    return f"{head}## Dose {{#dose}}\n\n{text}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "leaflets"
    folder.mkdir()
    (folder / "one.en.md").write_text(leaflet("one", "B"))
    (folder / "two.en.md").write_text(leaflet("two", "A"))
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "cache"


def entry(cache: Path) -> Path:
    (found,) = cache.iterdir()
    return found


def text_of(leaflets: BundledLeaflets, leaflet_id: str = "one") -> str:
    return leaflets.open(leaflet_id).sections[0].texts()[1]


def test_heads_tell_of_each_leaflet_by_title(folder: Path) -> None:
    heads = BundledLeaflets([folder]).heads()
    assert [(h.id, h.title, h.language, h.kind, h.product) for h in heads] == [
        ("two", "A", "en", "smpc", "A"),
        ("one", "B", "en", "smpc", "B"),
    ]
    assert heads[0].path == folder / "two.en.md"


def test_a_file_with_our_own_ending_is_a_leaflet_as_well(folder: Path) -> None:
    (folder / "three.en.leaflet").write_text(leaflet("three", "C"))
    (folder / "zzz.leaflet").write_text(leaflet("four", "D"))
    leaflets = BundledLeaflets([folder])
    assert [head.id for head in leaflets.heads()] == ["two", "one", "three", "four"]
    assert leaflets.open("three").title == "C"


def test_a_faulty_file_is_named_and_the_others_are_there(folder: Path) -> None:
    (folder / "bad.en.md").write_text("---\nid: bad\n---\n")
    (folder / "folder.md").mkdir()
    (folder / "notes.txt").write_text("no leaflet")
    leaflets = BundledLeaflets([folder])
    assert {head.id for head in leaflets.heads()} == {"one", "two"}
    assert [Path(error.file).name for error in leaflets.errors()] == ["bad.en.md", "folder.md"]


def test_opening_a_faulty_leaflet_tells_its_fault(folder: Path) -> None:
    (folder / "bad.en.md").write_text("---\nid: bad\n---\n")
    with pytest.raises(LeafletError, match="lacks title"):
        BundledLeaflets([folder]).open("bad")


def test_a_doubled_id_is_an_error_that_names_both_files(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "one.en.md").write_text(leaflet("one", text="second"))
    leaflets = BundledLeaflets([folder, other])
    (error,) = leaflets.errors()
    assert error.file == str(other / "one.en.md")
    assert str(folder / "one.en.md") in error.reason
    assert text_of(leaflets) == "text"


def test_a_file_named_after_the_id_goes_before_one_that_is_not(folder: Path) -> None:
    (folder / "a.en.md").write_text(leaflet("one", text="other"))
    leaflets = BundledLeaflets([folder])
    assert text_of(leaflets) == "text"
    assert [Path(error.file).name for error in leaflets.errors()] == ["a.en.md"]


def test_the_id_in_the_file_rules_over_its_name(folder: Path) -> None:
    (folder / "three.en.md").write_text(leaflet("four"))
    leaflets = BundledLeaflets([folder])
    assert leaflets.open("four").provenance.file == str(folder / "three.en.md")
    with pytest.raises(LeafletError, match="'three'"):
        leaflets.open("three")


@pytest.mark.parametrize("leaflet_id", ["none", "", "../one", "*", "one.en", "a\0b"])
def test_an_unknown_id_is_named(folder: Path, leaflet_id: str) -> None:
    with pytest.raises(LeafletError, match="there is no leaflet with the id"):
        BundledLeaflets([folder]).open(leaflet_id)


def test_a_missing_folder_holds_no_leaflets(tmp_path: Path) -> None:
    leaflets = BundledLeaflets([tmp_path / "missing"])
    assert (leaflets.heads(), leaflets.errors()) == ((), ())


class TestCache:
    def test_a_kept_leaflet_is_the_same_leaflet(self, folder: Path, cache: Path) -> None:
        first = BundledLeaflets([folder], cache).open("one")
        assert entry(cache)
        assert BundledLeaflets([folder], cache).open("one") == first

    def test_a_changed_file_is_read_anew_and_one_entry_stays(
        self, folder: Path, cache: Path
    ) -> None:
        BundledLeaflets([folder], cache).open("one")
        (folder / "one.en.md").write_text(leaflet("one", text="more"))
        assert text_of(BundledLeaflets([folder], cache)) == "more"
        assert entry(cache)

    def test_an_entry_damaged_anywhere_is_replaced(self, folder: Path, cache: Path) -> None:
        BundledLeaflets([folder], cache).open("one")
        sound = entry(cache).read_bytes()
        for offset in range(0, len(sound), 7):
            damaged = bytearray(sound)
            damaged[offset] ^= 1
            entry(cache).write_bytes(damaged)
            assert text_of(BundledLeaflets([folder], cache)) == "text"
            assert entry(cache).read_bytes() == sound
        for length in (0, 1, len(sound) // 2, len(sound) - 1):
            entry(cache).write_bytes(sound[:length])
            assert text_of(BundledLeaflets([folder], cache)) == "text"
            assert entry(cache).read_bytes() == sound

    def test_a_cache_that_cannot_be_written_is_harmless(self, folder: Path, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("in the way")
        assert text_of(BundledLeaflets([folder], blocked / "cache")) == "text"
        assert text_of(BundledLeaflets([folder], blocked)) == "text"
        assert blocked.read_text() == "in the way"

    def test_a_folder_in_the_place_of_an_entry_is_harmless(self, folder: Path, cache: Path) -> None:
        BundledLeaflets([folder], cache).open("one")
        place = entry(cache)
        place.unlink()
        place.mkdir()
        assert text_of(BundledLeaflets([folder], cache)) == "text"
        assert list(cache.iterdir()) == [place]

    def test_the_same_file_name_in_two_folders_makes_two_entries(
        self, folder: Path, cache: Path, tmp_path: Path
    ) -> None:
        other = tmp_path / "other"
        other.mkdir()
        (other / "one.en.md").write_text(leaflet("eins"))
        assert len(BundledLeaflets([folder, other], cache).heads()) == 3
        assert len(list(cache.iterdir())) == 3

    def test_another_table_of_topics_makes_other_leaflets(
        self, folder: Path, cache: Path, tmp_path: Path
    ) -> None:
        table = tmp_path / "topics.toml"
        for topic in (b"dosage", b"amount"):
            table.write_bytes(TOPICS % (topic, topic))
            opened = BundledLeaflets([folder], cache, table).open("one")
            assert opened.sections[0].topic == topic.decode()


def test_a_faulty_table_of_topics_is_told_and_stops_no_leaflet(
    folder: Path, tmp_path: Path
) -> None:
    for table in (tmp_path / "missing.toml", tmp_path / "faulty.toml"):
        (tmp_path / "faulty.toml").write_text("[")
        leaflets = BundledLeaflets([folder], None, table)
        assert leaflets.open("one").sections[0].topic == ""
        assert [error.file for error in leaflets.errors()] == [str(table)]


def test_a_kept_leaflet_opens_without_any_parser(cache: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from viewer.leaflet.bundled import BundledLeaflets
resources = Path({str(PROJECT / "resources")!r})
cache = Path({str(cache)!r})
leaflets = BundledLeaflets([resources / "leaflets"], cache, resources / "topics.toml")
assert leaflets.open("klonopin").sections[0].topic == "overview"
heavy = ["markdown_it", "mdit_py_plugins", "yaml", "tomllib", "hashlib", "tempfile"]
print(*[name for name in heavy if name in sys.modules])
"""
    outputs = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert "markdown_it" in outputs[0]
    assert outputs[1] == []
