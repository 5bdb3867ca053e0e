"""The commands that fill a library and look after it, as a person or a script sees them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from viewer.__main__ import main
from viewer.commands.importing import Indexing, bring_index_up
from viewer.library.library import Library
from viewer.library.search_state import sole_writer
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE, library_folder

from .import_samples import document, label, write_documents


class Outcome(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401  # whatever JSON holds
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))

    def run_with(*arguments: str | Path, library: str = str(tmp_path / "library")) -> Outcome:
        # The option would otherwise hold for the next command as well.
        monkeypatch.setenv(LIBRARY_VARIABLE, library)
        monkeypatch.setattr(sys, "argv", ["leaflet-viewer", *map(str, arguments)])
        capsys.readouterr()
        status = main()
        return Outcome(status, *capsys.readouterr())

    return run_with


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    write_documents(folder, range(6))
    (folder / "label.xml").write_bytes(label("a"))
    return folder


def test_an_import_that_took_all_in_says_so_and_is_done(run: Run, export: Path) -> None:
    told = run("import", export)
    assert (told.status, told.err) == (0, "")
    assert told.out == "7 leaflets imported, 0 replaced, 0 files known already, 0 refused\n"
    assert run("import", export).out.startswith("0 leaflets imported, 0 replaced, 7 files known")


def test_a_refused_file_is_named_on_standard_error_and_in_the_status(
    run: Run, export: Path
) -> None:
    (export / "bad.xml").write_bytes(document(9)[:300])
    told = run("import", "--json", export)
    assert told.status == 1
    assert f"leaflet-viewer: refused: {export / 'bad.xml'}: " in told.err
    assert (told.data["imported"], told.data["refused"]) == (7, 1)
    assert told.data["refusals"][0]["file"] == str(export / "bad.xml")


def test_what_was_imported_is_found_at_once(run: Run, export: Path) -> None:
    run("import", export)
    found = run("search", "drink", "--json").data
    assert {hit["product"] for hit in found["hits"]} == {f"Medicine {n}" for n in range(6)}
    assert run("library", "info", "--json").data["index"] == "ready"


def test_wrong_use_is_told_as_such(run: Run) -> None:
    assert run("import").status == 2
    assert run("--library").status == 2
    assert run("--library", "", "list").status == 2
    assert run("library", "burn").status == 2
    told = run("library", "verify", "--save", "x")
    assert (told.status, "--save is for report, not for verify" in told.err) == (2, True)
    told = run("library", "info", "--progress-lines")
    assert (told.status, "--progress-lines is for index, not for info" in told.err) == (2, True)


@pytest.mark.parametrize("command", ["import", "remove", "library", "list"])
def test_each_command_has_its_help(run: Run, command: str) -> None:
    assert run(command, "--help").out.startswith(f"usage: leaflet-viewer {command} ")


def test_the_library_is_the_one_that_is_named(run: Run, export: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert run("--library", other, "import", export).status == 0
    assert (other / "library.sqlite").exists()
    assert not (tmp_path / "library").exists()
    for arguments in (
        (f"--library={other}", "list", "--imported", "--json"),
        ("list", "--imported", "--json", "--library", other),
    ):
        assert len(run(*arguments).data["leaflets"]) == 7
    missed = run("list", "--imported", "--json")
    assert missed.data["leaflets"] == []
    assert missed.status == 1
    assert f"the library is left out: {tmp_path / 'library'}" in missed.err
    file = tmp_path / "export" / "label.xml"
    told = run("--library", file, "list")
    assert "klonopin" in told.out
    assert (told.status, "the library is left out" in told.err) == (1, True)


def test_where_no_library_has_been_made_and_none_was_named_the_bundled_leaflets_are_all(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "data")
    told = run("list", library="")
    assert (told.status, told.err) == (0, "")
    assert "klonopin" in told.out


def test_a_listing_is_narrowed_by_what_is_asked(run: Run, export: Path) -> None:
    run("import", export)

    def listed(*options: str) -> set[str]:
        return {leaflet["product"] for leaflet in run("list", "--json", *options).data["leaflets"]}

    assert listed("--product", "MEDICÍNE 3") == {"Medicine 3"}
    assert "Klonopin" in listed("--bundled")
    assert "Medicine 3" not in listed("--bundled")
    assert listed("--imported", "--kind", "label") == listed("--kind", "label")
    assert listed("--imported", "--language", "es") == set()
    assert {"Klonopin", "Medicine 0"} <= listed()


def test_an_id_that_is_listed_or_found_is_known_to_every_command(run: Run, export: Path) -> None:
    run("import", export)
    (listed,) = run("list", "--json", "--product", "medicine 3").data["leaflets"]
    name = listed["id"]
    found = run("search", "product:3 drink", "--json").data["hits"]
    assert {hit["leaflet"] for hit in found} == {name}
    assert "Medicine 3" in run("show", name).out
    sections = run("sections", name, "--json").data
    assert sections["leaflet"]["sha256"] == listed["sha256"]
    assert run("highlight", name, "--term", "drink", "--json").data["leaflet"]["id"] == name
    assert "no section 'nowhere'" in run("open", name, "--section", "nowhere").err
    assert "there is no leaflet 'zzz-en'" in run("show", "zzz-en").err


def test_without_a_library_that_can_be_read_files_are_shown_and_the_reason_for_ids_is_said(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "there is no leaflet 'zzz-en'" in run("show", "zzz-en").err
    assert not (tmp_path / "library").exists()
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.sqlite").write_bytes(b"no database" * 100)
    (tmp_path / "a.xml").write_bytes(document(3))
    monkeypatch.chdir(tmp_path)
    assert "Medicine 3" in run("show", "a.xml").out
    told = run("show", "zzz-en")
    assert told.status == 1
    assert "library.sqlite" in told.err


def test_an_index_that_another_program_is_at_is_not_said_to_be_up_to_date(
    run: Run, export: Path, tmp_path: Path
) -> None:
    run("import", export / "label.xml")
    run("remove", "a")
    with sole_writer(tmp_path / "library" / "index"):
        told = run("library", "index", "--json")
        assert (told.status, told.data["indexed"]) == (1, False)
        assert "another program" in told.err
        assert run("import", export).status == 0
    told = run("library", "index", "--json")
    assert (told.status, told.data["indexed"]) == (0, True)


def test_an_index_is_up_to_date_or_called_off_as_it_came_out(run: Run, export: Path) -> None:
    class Told:
        steps = 0

        def indexed(self, done: int, total: int) -> None:
            assert done <= total
            self.steps += 1

        def imported(self, progress: object) -> None: ...
        def step(self, what: str, done: int, total: int) -> None: ...
        def end(self) -> None: ...

    run("import", export)
    library = Library.open(library_folder())
    library.remove(["a"])
    told = Told()
    assert bring_index_up(library, told, lambda: True) is Indexing.CANCELLED
    assert bring_index_up(library, told, lambda: told.steps > 0) is Indexing.CANCELLED
    assert bring_index_up(library, told, lambda: False) is Indexing.DONE
    library.close()


def test_a_leaflet_is_removed_and_not_found_any_more(run: Run, export: Path) -> None:
    run("import", export)
    leaflets = run("list", "--json", "--product", "medicine 3").data["leaflets"]
    told = run("remove", leaflets[0]["id"])
    assert (told.status, told.out) == (0, "1 leaflet removed\n")
    assert run("search", "product:medicine drink", "--json").data["total"] == 5
    told = run("remove", leaflets[0]["id"], "a")
    assert (told.status, told.out) == (1, "1 leaflet removed\n")
    assert f"there is no leaflet '{leaflets[0]['id']}' in the library" in told.err


def test_a_sound_library_is_found_sound_and_a_changed_one_is_told(
    run: Run, export: Path, tmp_path: Path
) -> None:
    import sqlite3

    run("import", export)
    assert run("library", "verify").status == 0
    with sqlite3.connect(tmp_path / "library" / "library.sqlite") as database:
        database.execute("UPDATE model SET data = zeroblob(20) WHERE number = 1")
    database.close()
    told = run("library", "verify", "--json")
    assert told.status == 1
    assert len(told.data["faults"]) == 1
    assert "not what was imported" in told.err


def test_the_report_is_kept_printed_and_saved(run: Run, export: Path, tmp_path: Path) -> None:
    assert "there is no report" in run("library", "report").err
    run("import", export, "--report", tmp_path / "now.txt")
    printed = run("library", "report").out
    assert "7 leaflets imported" in printed
    assert (tmp_path / "now.txt").read_text() == printed
    run("library", "report", "--save", tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text())["imported"] == 7
    for _ in range(22):
        run("import", export / "label.xml")
    kept = list((tmp_path / "library" / "reports").glob("*.txt"))
    assert len(kept) == 20
    assert "1 file known already" in run("library", "report").out


def test_a_report_that_cannot_be_written_is_told(run: Run, export: Path) -> None:
    told = run("import", export, "--report", export / "no" / "report.txt")
    assert told.status == 1
    assert "the report cannot be written to" in told.err
    assert told.out.startswith("7 leaflets imported")
    (export / "bad.xml").write_bytes(document(9)[:300])
    told = run("import", export, "--json", "--report", export / "no" / "report.txt")
    assert (told.status, told.data["refused"]) == (1, 1)
    assert "bad.xml" in told.err
