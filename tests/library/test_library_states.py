"""A library does what a plain table of leaflets would, whatever is done to it in any order."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from viewer.leaflet.model import Leaflet
from viewer.library.adding import Added, SourceFile
from viewer.library.library import Library

from .samples import IMPORTED, PICTURE, file_with, leaflet

IDS = st.sampled_from(["a", "b"])
LANGUAGES = st.sampled_from(["en", "es"])
PICTURES = st.sampled_from([(), (PICTURE,), (PICTURE, PICTURE[::-1])])
LEAFLETS = st.builds(
    lambda name, language, version, text, pictures: leaflet(
        name, text, version=str(version), language=language, pictures=pictures
    ),
    *(IDS, LANGUAGES, st.integers(8, 11), st.sampled_from("xy"), PICTURES),
)
FILES = st.lists(LEAFLETS, min_size=1, max_size=2).map(lambda some: file_with(*some))
Key = tuple[str, str]


@dataclass
class Plain:
    """The versions of one leaflet, each with its file's bytes; one of them is current."""

    versions: list[tuple[Leaflet, bytes]] = field(default_factory=list)
    current: int = -1

    def add(self, new: Leaflet, source: bytes, force: bool) -> Added:
        if not self.versions:
            self.versions, self.current = [(new, source)], 0
            return Added.IMPORTED
        now = int(self.versions[self.current][0].provenance.version)
        stated = int(new.provenance.version)
        if (new, source) in self.versions:
            place = self.versions.index((new, source))
            if place == self.current or (stated <= now and not force):
                return Added.SAME
            self.current = place
            return Added.REPLACED
        self.versions.append((new, source))
        if stated < now and not force:
            return Added.OLDER
        self.current = len(self.versions) - 1
        return Added.REPLACED


class LibraryStates(RuleBasedStateMachine):
    """Compares a library with plain tables, and an index that follows it with both."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.library = Library.open(self.folder, create=True)
        self.plain: dict[Key, Plain] = {}
        self.index: dict[int, Leaflet] = {}
        self.followed = 0

    def teardown(self) -> None:
        self.library.close()
        shutil.rmtree(self.folder)

    @rule(files=st.lists(FILES, min_size=1, max_size=3), force=st.booleans(), keep=st.booleans())
    def add(self, files: list[SourceFile], force: bool, keep: bool) -> None:
        expected = [
            tuple(
                self.plain.setdefault((each.id, each.language), Plain()).add(each, data, force)
                for each in leaflets
            )
            for data, leaflets in files
        ]
        before = self.library.generation
        found = self.library.add_many(files, imported=IMPORTED, force=force, keep_source=keep)
        assert found == expected
        changed = {Added.IMPORTED, Added.REPLACED} & {one for some in found for one in some}
        assert self.library.generation == before + bool(changed)

    @rule(name=IDS, language=st.one_of(st.just(""), LANGUAGES))
    def remove(self, name: str, language: str) -> None:
        gone = [key for key in self.plain if key[0] == name and language in ("", key[1])]
        for key in gone:
            del self.plain[key]
        assert self.library.remove([name], language) == len(gone)

    @rule()
    def open_again(self) -> None:
        self.library.close()
        self.library = Library.open(self.folder)

    @rule()
    def follow(self) -> None:
        generation = self.library.generation
        for change in self.library.changes(self.followed):
            if change.leaflet is None:
                self.index.pop(change.number, None)
            else:
                self.index[change.number] = change.leaflet
        self.followed = generation
        assert set(self.index) == {entry.number for entry in self.library.entries()}

    @invariant()
    def all_is_as_in_the_plain_tables(self) -> None:
        entries = {(each.id, each.language): each for each in self.library.entries()}
        assert set(entries) == set(self.plain)
        for (name, language), plain in self.plain.items():
            expected, source = plain.versions[plain.current]
            found = self.library.leaflet(entries[name, language].number)
            assert (found.sections, found.images) == (expected.sections, expected.images)
            assert self.library.source(entries[name, language].sha256) in (source, None)
            versions = self.library.versions(name, language)
            assert len(versions) == len(plain.versions)
            assert [each for each in versions if each.current] == [entries[name, language]]
            stated = [int(each.version) for each in versions]
            assert stated == sorted(stated, reverse=True)

    @invariant()
    def nothing_is_at_fault(self) -> None:
        assert [each.fault for each in self.library.verify() if each.fault] == []


TestLibraryStates = LibraryStates.TestCase
TestLibraryStates.settings = settings(
    max_examples=25,
    stateful_step_count=15,
    suppress_health_check=[HealthCheck.too_slow],
)
