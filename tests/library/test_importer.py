"""What an import takes in, what it passes over, and what it refuses by name."""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import pytest

from viewer.leaflet.source_file import MAX_FOREIGN_BYTES
from viewer.library.import_archives import MAX_DEPTH
from viewer.library.importer import Import, ImportProgress
from viewer.library.library import Library

from .import_samples import PNG, ROOT, archive, document, imported, label, write_documents


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library", create=True)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    folder.mkdir()
    return folder


def products(library: Library) -> list[str]:
    return [entry.product for entry in library.entries()]


def ids(library: Library) -> set[str]:
    return {entry.id for entry in library.entries()}


def test_a_folder_is_imported_with_all_below_it(library: Library, export: Path) -> None:
    write_documents(export, range(95, 105))
    report = imported(library, export)
    assert (report.imported, report.files, report.refused, report.error) == (10, 10, 0, "")
    assert len(library.entries()) == 10
    entry = library.entries()[0]
    assert entry.file == str(export / "000" / "000095.xml") or entry.product == "Medicine 100"
    assert library.leaflet(entry.number).product == entry.product
    assert [step.fault for step in library.verify() if step.fault] == []


def test_what_is_kept_is_the_file_to_the_letter(library: Library, export: Path) -> None:
    (export / "a.xml").write_bytes(document(1))
    imported(library, export)
    assert library.source(library.entries()[0].sha256) == document(1)


def test_the_same_again_changes_nothing(library: Library, export: Path) -> None:
    write_documents(export, range(5))
    imported(library, export)
    generation = library.generation
    report = imported(library, export)
    assert (report.imported, report.replaced, report.same) == (0, 0, 5)
    assert library.generation == generation


def test_a_file_that_is_in_is_read_again_only_by_force(library: Library, export: Path) -> None:
    (export / "a.xml").write_bytes(document(1))
    imported(library, export)
    report = imported(library, export, force=True)
    assert (report.imported, report.same, report.refused) == (0, 1, 0)


def test_a_newer_version_replaces_and_an_older_one_does_not(library: Library, export: Path) -> None:
    file = export / "label.xml"
    seen = []
    for version, force in ((2, False), (3, False), (1, False), (1, True)):
        file.write_bytes(label("a", version))
        report = imported(library, file, force=force)
        (entry,) = library.entries()
        seen.append((report.imported, report.replaced, report.older, entry.version))
    assert seen == [(1, 0, 0, "2"), (0, 1, 0, "3"), (0, 0, 1, "3"), (0, 1, 0, "1")]
    assert len(library.versions("a")) == 3


def test_a_newer_version_comes_back_after_an_older_one_was_forced(
    library: Library, export: Path
) -> None:
    for version in (2, 1, 3, 10):
        (export / f"v{version}.xml").write_bytes(label("a", version))
        imported(library, export / f"v{version}.xml")
    imported(library, export / "v1.xml", force=True)
    assert [entry.version for entry in library.entries()] == ["1"]
    report = imported(library, export / "v10.xml")
    assert (report.replaced, report.same) == (1, 0)
    assert [entry.version for entry in library.entries()] == ["10"]
    report = imported(library, export)
    assert (report.replaced, report.same) == (0, 4)
    assert len(library.versions("a")) == 4


def test_a_damaged_file_is_named_with_its_reason_and_the_others_go_in(
    library: Library, export: Path
) -> None:
    write_documents(export, range(3))
    (export / "bad.xml").write_bytes(document(9)[:300])
    (export / "empty.xml").touch()
    report = imported(library, export)
    assert report.imported == 3
    told = {Path(refusal.file).name: refusal for refusal in report.refusals}
    assert set(told) == {"bad.xml", "empty.xml"}
    assert told["empty.xml"].reason == "the file is empty"
    assert told["bad.xml"].reason
    assert "bad.xml" in report.text()


def test_what_is_no_leaflet_is_passed_over(library: Library, export: Path) -> None:
    (export / "label.xml").write_bytes(label("a"))
    (export / "pack.png").write_bytes(PNG)
    (export / "readme.txt").write_text("Unpack with care.")
    (export / "package.json").write_text('{"name": "export"}')
    (export / ".hidden.xml").write_bytes(document(1))
    (export / ".git").mkdir()
    (export / ".git" / "b.xml").write_bytes(document(2))
    (export / "pom.xml").write_text('<?xml version="1.0"?><project/>')
    (export / "set.xml").write_bytes("<s:set xmlns:s='urn:s'><s:a></s:a></s:set >".encode("utf-16"))
    (export / "list.json").write_text('[{"name": "export"}]', encoding="utf-8-sig")
    (export / "README.md").write_text("# Unpack with care")
    report = imported(library, export)
    assert (report.imported, report.refused, report.passed_over) == (1, 0, 7)
    assert report.summary().endswith(", 0 refused, 7 passed over as no leaflets")
    (entry,) = library.entries()
    assert list(library.leaflet(entry.number).images.values()) == [PNG]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", bytes(5_000)),
        ("a.XML", bytes(150) + document(1)[150:]),
        ("a.xml", document(1)[150:]),
        ("a.xml", document(1)[document(1).index(b"<section>") :]),
        ("a.xml", gzip.compress(document(1))),
        ("a.xml", b"<!DOCTYPE html>\n<HTML><h1>503 Service Unavailable</h1><hr></HTML>"),
        ("a.json", bytes(5_000)),
        ("a.json", b'sourceType": "Bundle", "type": "document"}'),
        ("a.md", bytes(5_000)),
        ("a.leaflet", b"## Dosage"),
        ("a.zip", bytes(5_000)),
    ],
)
def test_a_file_with_the_name_but_not_the_look_of_a_leaflet_is_refused_by_name(
    library: Library, export: Path, name: str, data: bytes
) -> None:
    (export / name).write_bytes(data)
    (export / "many.zip").write_bytes(archive(("good.xml", document(7)), (name, data)))
    report = imported(library, export)
    assert (report.imported, report.passed_over) == (1, 0)
    assert [each.file for each in report.refusals] == [
        str(export / name),
        f"{export / 'many.zip'}/{name}",
    ]
    assert all(each.reason for each in report.refusals)


def test_the_guide_of_the_program_is_no_leaflet_of_a_library(
    library: Library, export: Path
) -> None:
    leaflets = ROOT / "resources" / "leaflets"
    report = imported(library, leaflets)
    assert "guide" not in {entry.kind for entry in library.entries()}
    assert (report.imported, report.passed_over) == (len(list(leaflets.iterdir())) - 1, 1)
    (refusal,) = imported(library, leaflets / "user-guide.en.md").refusals
    assert refusal.reason == "this is a guide to a program, not a leaflet"
    text = (leaflets / "klonopin.en.md").read_text(encoding="utf-8")
    (export / "a.md").write_text(f"{text}\n\nkind: guide\n", encoding="utf-8")
    assert imported(library, export).replaced == 1, "only the front matter tells the kind"


def test_a_name_that_no_file_can_have_is_refused_and_the_others_go_in(
    library: Library, export: Path
) -> None:
    (export / "a.xml").write_bytes(document(1))
    report = imported(library, export / ("x" * 300), export)
    assert (report.imported, report.refused, report.error) == (1, 1, "")
    assert "File name too long" in report.refusals[0].reason


def test_a_file_of_ours_that_is_empty_is_refused_by_name(library: Library, export: Path) -> None:
    for name in ("a.md", "b.leaflet", "c.txt"):
        (export / name).touch()
    report = imported(library, export)
    assert [Path(each.file).name for each in report.refusals] == ["a.md", "b.leaflet"]


def test_a_file_that_was_named_is_never_passed_over(library: Library, export: Path) -> None:
    (export / "readme.txt").write_text("Unpack with care.")
    report = imported(library, export / "readme.txt", export / "missing.xml")
    reasons = [refusal.reason for refusal in report.refusals]
    assert reasons[0].startswith("this is text of another kind; this program reads")
    assert reasons[1] == "there is no such file"


@pytest.mark.skipif(sys.platform == "win32", reason="makes links and pipes")
def test_links_and_pipes_below_a_folder_are_left_alone(
    library: Library, export: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    write_documents(outside, range(3))
    (export / "link").symlink_to(outside)
    (export / "round").symlink_to(export)
    (export / "a.xml").symlink_to(outside / "000" / "000001.xml")
    os.mkfifo(export / "b.xml")
    report = imported(library, export)
    assert (report.files, report.imported, report.refused) == (0, 0, 0)


def test_the_librarys_own_folder_is_not_searched_for_leaflets(
    library: Library, tmp_path: Path
) -> None:
    (library.folder / "a.xml").write_bytes(document(1))
    assert imported(library, tmp_path).files == 0


def test_a_label_in_an_archive_is_one_leaflet_with_its_picture(
    library: Library, export: Path
) -> None:
    whole = archive(("a/label.xml", label("a")), ("a/pack.png", PNG))
    (export / "a.zip").write_bytes(whole)
    assert imported(library, export).imported == 1
    (entry,) = library.entries()
    assert list(library.leaflet(entry.number).images.values()) == [PNG]
    assert library.source(entry.sha256) == whole


def test_a_label_among_others_in_an_archive_has_the_pictures_of_its_folder_there(
    library: Library, export: Path
) -> None:
    members = [("a/label.xml", label("a")), ("a/pack.png", PNG), ("b/label.xml", label("b"))]
    (export / "many.zip").write_bytes(archive(("x.xml", document(1)), *members))
    (export / "pack.png").write_bytes(PNG)
    assert imported(library, export).imported == 3
    pictures = {each.id: library.leaflet(each.number).images for each in library.entries()}
    assert list(pictures["a"].values()) == [PNG]
    assert not pictures["b"]


def test_pictures_that_come_later_are_taken_in_and_stay(library: Library, export: Path) -> None:
    (export / "label.xml").write_bytes(label("a"))
    assert imported(library, export).imported == 1
    assert imported(library, export).same == 1
    (export / "pack.png").write_bytes(PNG)
    report = imported(library, export)
    assert (report.replaced, report.same) == (1, 0)
    (entry,) = library.versions("a")
    assert list(library.leaflet(entry.number).images.values()) == [PNG]
    assert imported(library, export).same == 1
    (export / "pack.png").unlink()
    assert imported(library, export).same == 1
    assert imported(library, export, force=True).same == 1
    assert len(library.leaflet(entry.number).images) == 1


def test_what_was_removed_comes_back_with_its_file(library: Library, export: Path) -> None:
    both = (
        document(1).replace(b"</entry></Bundle>", b"</entry>")
        + document(2).partition(b'<type value="document"/>')[2]
    )
    (export / "both.xml").write_bytes(both)
    assert imported(library, export).imported == 2
    removed, kept = library.entries()
    library.remove([removed.id])
    report = imported(library, export)
    assert (report.imported, report.same) == (1, 0)
    assert ids(library) == {removed.id, kept.id}
    assert imported(library, export).same == 1


def test_another_medicine_under_a_known_id_is_refused_by_name_unless_forced(
    library: Library, export: Path
) -> None:
    facts = "id: a\ntitle: T\nlanguage: en\nkind: label\nproduct: {}\nholder: {}"
    text = f"---\n{facts}\n---\n\n## A\n\nx\n"
    (export / "a.md").write_text(text.format("Clipper 5 mg", "Chiesi"))
    assert imported(library, export).imported == 1
    (export / "b.md").write_text(text.format("Pentasa 1 g", "Ferring"))
    for _ in range(2):
        report = imported(library, export)
        assert (report.same, report.replaced, report.older, report.refused) == (1, 0, 0, 1)
    (refusal,) = report.refusals
    assert refusal.file == str(export / "b.md")
    assert "Pentasa 1 g" in refusal.place
    assert products(library) == ["Clipper 5 mg"]
    assert imported(library, export / "b.md", force=True).replaced == 1
    assert products(library) == ["Pentasa 1 g"]


def test_a_release_of_archives_is_read_in_place(
    library: Library, export: Path, tmp_path: Path
) -> None:
    labels = [
        (f"prescription/{name}.zip", archive((f"{name}.xml", label(name)), ("pack.png", PNG)))
        for name in "abcdef"
    ]
    part = archive(*labels, ("prescription/readme.txt", b"Dear reader"))
    (export / "release.zip").write_bytes(archive(("part1.zip", part), ("x.xml", document(1))))
    before = {path for path in tmp_path.rglob("*") if library.folder not in path.parents}
    report = imported(library, export)
    assert (report.imported, report.refused, report.passed_over) == (7, 0, 1)
    after = {path for path in tmp_path.rglob("*") if library.folder not in path.parents}
    assert after == before
    file = next(entry.file for entry in library.entries() if entry.id == "c")
    assert file.endswith("release.zip/part1.zip/prescription/c.zip")
    assert imported(library, export).same == 7


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ([("../a.xml", document(1))], "this name leads out of the archive"),
        ([("a.xml", document(1)), ("A.xml", document(2))], "two files in the archive have this"),
        ([("a.xml", document(1, "x" * MAX_FOREIGN_BYTES))], "the file is larger than 32,768 KiB"),
        ([("a.xml", document(1)[:200])], "line 1"),
    ],
)
def test_a_bad_member_of_an_archive_is_named_and_the_others_go_in(
    library: Library, export: Path, members: list[tuple[str, bytes]], reason: str
) -> None:
    (export / "many.zip").write_bytes(archive(("good.xml", document(7)), *members))
    report = imported(library, export)
    assert "Medicine 7" in products(library)
    (refusal,) = report.refusals
    assert str(export / "many.zip") in str(refusal)
    assert reason in str(refusal)


def test_archives_without_end_in_each_other_are_refused(library: Library, export: Path) -> None:
    inner = archive(("a.xml", document(1)))
    for number in range(MAX_DEPTH):
        inner = archive((f"{number}.zip", inner))
    (export / "deep.zip").write_bytes(inner)
    (refusal,) = imported(library, export).refusals
    assert refusal.reason == "archives lie too deep in each other: unpack it"


def test_a_truncated_archive_is_refused(library: Library, export: Path) -> None:
    whole = archive(("a.xml", document(1)), ("b.xml", document(2)))
    (export / "cut.zip").write_bytes(whole[:-30])
    (refusal,) = imported(library, export).refusals
    assert refusal.reason == "the archive is damaged or incomplete here"


def test_an_archive_that_was_named_and_holds_nothing_is_told(
    library: Library, export: Path
) -> None:
    (export / "a.zip").write_bytes(archive(("readme.txt", b"nothing here")))
    (refusal,) = imported(library, export / "a.zip").refusals
    assert refusal.reason == "this archive holds no leaflets"
    assert imported(library, export).refused == 0


def test_progress_counts_up_to_a_total_that_archives_add_to(library: Library, export: Path) -> None:
    write_documents(export, range(20))
    members = [(f"{number}.xml", document(number)) for number in range(100, 110)]
    (export / "many.zip").write_bytes(archive(*members))
    steps: list[ImportProgress] = list(Import(library, [export]).run())
    assert steps[-1].done == steps[-1].total == 30
    assert steps[-1].imported == 30
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_a_cancelled_import_keeps_what_is_in_and_goes_on_when_run_again(
    library: Library, export: Path
) -> None:
    write_documents(export, range(300))
    taken: list[int] = []
    importing = Import(library, [export], cancelled=lambda: len(taken) > 0)
    for progress in importing.run():
        if progress.done >= 50:
            taken.append(progress.done)
    assert importing.report.cancelled
    kept = len(library.entries())
    assert 50 <= kept < 300
    assert importing.report.imported == kept
    assert importing.report.refused == 0
    rest = imported(library, export)
    assert (rest.same, rest.imported) == (kept, 300 - kept)


def test_sources_can_be_left_out(library: Library, export: Path) -> None:
    write_documents(export, range(3))
    for _ in Import(library, [export], keep_sources=False).run():
        pass
    assert library.source(library.entries()[0].sha256) is None
    importing = Import(library, [export], keep_sources=False)
    assert [step.same for step in importing.run()][-1] == 3
    assert library.source(library.entries()[0].sha256) is None
    assert imported(library, export).same == 3
    assert all(library.source(entry.sha256) for entry in library.entries())
