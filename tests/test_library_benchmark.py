"""What the library's benchmark is made of is the same every time, and what it says it is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.library_queries import Kind, questions, read_questions, write_questions
from benchmarks.library_sample import Stock, leaflet, stocks, write_library
from benchmarks.sample import BUNDLED
from viewer.leaflet.reader import read_leaflets


def sentences() -> tuple[Stock, ...]:
    return stocks([BUNDLED])


def test_a_leaflet_depends_on_its_number_alone() -> None:
    made = sentences()
    assert leaflet(made, 7) == leaflet(sentences(), 7)
    assert leaflet(made, 7) != leaflet(made, 8)


def test_the_text_beside_a_leaflet_is_what_it_reads(tmp_path: Path) -> None:
    size = write_library(tmp_path / "files", tmp_path / "texts", sentences(), range(2))
    texts = sorted((tmp_path / "texts").rglob("*.txt"))
    files = sorted((tmp_path / "files").rglob("*.xml"))
    assert size == sum(file.stat().st_size for file in texts)
    assert 30_000 < size / 2 < 60_000
    for file, text in zip(files, texts, strict=True):
        (found,) = read_leaflets(file)
        words = [
            word for section in found.walk() for each in section.texts() for word in each.split()
        ]
        assert words == text.read_text("utf-8").split()


def test_the_questions_are_the_same_each_time_and_as_many_of_each_kind(tmp_path: Path) -> None:
    asked = questions(sentences(), 25)
    assert asked == questions(sentences(), 25)
    assert Counter(each.kind for each in asked) == dict.fromkeys(Kind, 25)
    assert all(len(each.typed) > 2 for each in asked)
    write_questions(tmp_path / "asked.json", asked)
    assert read_questions(tmp_path / "asked.json") == asked
