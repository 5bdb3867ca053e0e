"""Imports by the program itself, ended in every way: the library is the one before or after."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest

from viewer.library.importer import Import
from viewer.library.library import Library

from .import_samples import imported, start_program, write_documents

FILE = "library.sqlite"
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="uses POSIX signals and limits")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    folder = tmp_path / "export"
    write_documents(folder, range(400))
    return folder


def ended(program: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = program.communicate(timeout=120)
    assert "Traceback" not in err
    return program.returncode, out, err


def held(folder: Path) -> dict[str, str]:
    """The products in a library with the files' hashes; all of it is sound."""
    library = Library.open(folder)
    try:
        assert [step.fault for step in library.verify() if step.fault] == []
        return {entry.id: entry.sha256 for entry in library.entries()}
    finally:
        library.close()


@needs_posix
def test_killed_at_any_moment_an_import_leaves_a_sound_library_and_goes_on(
    folder: Path, export: Path, tmp_path: Path
) -> None:
    before: dict[str, str] = {}
    for moment in chain(range(6), range(8, 30, 5)):
        program = start_program(folder, "import", export, "--progress-lines")
        assert program.stdout is not None
        for _ in range(moment):
            program.stdout.readline()
        program.send_signal(signal.SIGKILL)
        program.communicate(timeout=60)
        if folder.exists() and (folder / FILE).exists():
            after = held(folder)
            assert before.items() <= after.items()
            before = after
    assert ended(start_program(folder, "import", export))[0] == 0
    whole = Library.open(tmp_path / "whole", create=True)
    imported(whole, export)
    assert held(folder) == held(whole.folder)
    status, out, _ = ended(start_program(folder, "search", "drink", "--json"))
    assert status == 0
    assert json.loads(out)["hits"]


def test_two_imports_at_once_bring_every_leaflet_in_once(folder: Path, export: Path) -> None:
    programs = [start_program(folder, "import", export, "--json") for _ in range(2)]
    reports: list[dict[str, Any]] = []
    for program in programs:
        status, out, err = ended(program)
        assert status == 0, err
        reports.append(json.loads(out))
    assert sum(report["imported"] for report in reports) == 400
    assert sum(report["same"] for report in reports) == 400
    assert len(held(folder)) == 400


def test_closing_its_input_ends_an_import_that_tells_in_lines(folder: Path, export: Path) -> None:
    program = start_program(folder, "import", export, "--progress-lines")
    assert program.stdout is not None
    assert program.stdin is not None
    assert json.loads(program.stdout.readline())["phase"] == "import"
    program.stdin.close()
    last = json.loads(list(program.stdout)[-1])
    program.stdout.close()
    assert program.wait(60) == 130
    assert program.stderr is not None
    program.stderr.close()
    assert last["report"]["cancelled"] or last["report"]["imported"] == 400
    assert len(held(folder)) == last["report"]["imported"]


@needs_posix
def test_ctrl_c_ends_an_import_and_says_what_is_in(folder: Path, export: Path) -> None:
    program = start_program(folder, "import", export, "--progress-lines")
    assert program.stdout is not None
    program.stdout.readline()
    program.send_signal(signal.SIGINT)
    status, out, _ = ended(program)
    report = json.loads(out.splitlines()[-1])["report"]
    assert status == (130 if report["cancelled"] else 0)
    assert len(held(folder)) == report["imported"]


@needs_posix
@pytest.mark.parametrize("arguments", [("import", "more"), ("library", "index", "--json")])
def test_ctrl_c_while_leaflets_are_made_searchable_is_not_taken_for_the_end(
    folder: Path, export: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    imported(Library.open(folder, create=True), export / "000")
    write_documents(tmp_path / "more", range(1000, 1001))
    # The signal comes as the first leaflet is to be indexed, whatever the machine's speed.
    press = """
import os, signal
from viewer.library import search_update
documents = search_update.documents
def pressed(*given):
    os.kill(os.getpid(), signal.SIGINT)
    return documents(*given)
search_update.documents = pressed
"""
    places = [tmp_path / each if each == "more" else each for each in arguments]
    status, out, _ = ended(start_program(folder, *places, before=press))
    assert status == 130
    assert out.startswith("1 leaflet imported") or json.loads(out)["indexed"] is False
    status, out, _ = ended(start_program(folder, "library", "index", "--json"))
    assert (status, json.loads(out)["indexed"]) == (0, True)


@needs_posix
def test_a_full_disk_ends_an_import_with_the_reason_and_the_library_as_it_was(
    folder: Path, export: Path, tmp_path: Path
) -> None:
    # A limit for the size of a file stands for the disk: the system refuses to write all the same.
    imported(Library.open(folder, create=True), export / "000")
    before, size = held(folder), (folder / FILE).stat().st_size
    more = tmp_path / "more"
    for number in range(1000, 1030):
        write_documents(more, range(number, number + 1), os.urandom(20_000).hex())
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size + 99_000},) * 2)"
    program = start_program(folder, "import", more, before=limit)
    status, _, err = ended(program)
    assert status == 1
    assert "the import ended early: " in err
    assert "what was begun is undone" in err
    assert held(folder) == before
    assert ended(start_program(folder, "import", more))[0] == 0
    assert len(held(folder)) == len(before) + 30


def test_an_index_deleted_meanwhile_is_made_again(folder: Path, export: Path) -> None:
    assert ended(start_program(folder, "import", export / "000"))[0] == 0
    program = start_program(folder, "import", export, "--progress-lines")
    assert program.stdout is not None
    for line in program.stdout:
        if json.loads(line).get("phase") == "index":
            shutil.rmtree(folder / "index", ignore_errors=True)
            break
    assert ended(program)[0] in (0, 1)
    assert len(held(folder)) == 400
    assert ended(start_program(folder, "library", "rebuild"))[0] == 0
    _, out, _ = ended(start_program(folder, "library", "info", "--json"))
    assert json.loads(out)["index"] == "ready"


@pytest.mark.parametrize("left", [0, 0.5])
def test_a_damaged_library_is_refused_as_it_is_and_moved_aside_only_when_asked(
    folder: Path, export: Path, left: float
) -> None:
    imported(Library.open(folder, create=True), export / "000")
    path = folder / FILE
    whole = path.read_bytes()
    damaged = whole[: int(len(whole) * left)]
    path.write_bytes(damaged)
    for command in (("import", export), ("remove", "x"), ("library", "verify")):
        status, _, err = ended(start_program(folder, *command))
        assert status == 1
        assert str(path) in err
        assert "the library is damaged" in err
        assert path.read_bytes() == damaged
    status, out, _ = ended(start_program(folder, "library", "begin-anew", "--json"))
    assert status == 0
    assert Path(json.loads(out)["kept"]).read_bytes() == damaged
    assert ended(start_program(folder, "import", export / "000"))[0] == 0
    assert len(held(folder)) == 100
    status, _, err = ended(start_program(folder, "library", "begin-anew"))
    assert status == 1
    assert "is sound, and nothing is moved aside" in err


def test_a_clock_set_back_changes_nothing_that_is_in(folder: Path, export: Path) -> None:
    library = Library.open(folder, create=True)
    for year, part in ((2030, "000"), (1971, "001")):
        clock = repeat(datetime(year, 1, 1, tzinfo=UTC))
        for _ in Import(library, [export / part], now=clock.__next__).run():
            pass
    assert imported(library, export).same == 200
    assert len(held(folder)) == 400
