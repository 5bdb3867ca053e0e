"""`search` on the command line, in this process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

import pytest

from viewer.__main__ import main
from viewer.commands.known_lenses import known_lenses
from viewer.commands.search import SEARCH
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section
from viewer.library.adding import SourceFile
from viewer.library.errors import LibraryError
from viewer.library.index_opening import lens_stamp
from viewer.library.library import Library
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

ROOT = Path(__file__).parent.parent

AS_GUEST = """
import os, sys
from tests.test_cli_search import run_search
from viewer.paths import LIBRARY_VARIABLE
# The guest may not be let into Python's own folder: all that is needed is imported before.
asked = os.environ[LIBRARY_VARIABLE]
os.environ[LIBRARY_VARIABLE] = sys.argv[1]
run_search("wine")
os.environ[LIBRARY_VARIABLE] = asked
print("as guest")
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run_search("wine"))
"""

SECTIONS = (
    Section("s1", "Interactions", 1, blocks=(Paragraph((Run("Do not drink wine with it."),)),)),
    Section("s2", "Contents", 1, blocks=(Paragraph((Run("It has benzyl alcohol in it."),)),)),
)
LEAFLET = Leaflet("klonopin-en", "Klonopin leaflet", "en", "smpc", "Klonopin", SECTIONS)


@pytest.fixture(autouse=True)
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    for name in (CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    library = Library.open(tmp_path / LIBRARY_VARIABLE.lower(), create=True)
    library.add_many([SourceFile(b"1", [LEAFLET])], imported="2026-03-01T08:00:00Z")
    return library


def run_search(*arguments: str) -> int:
    parser = ArgumentParser()
    SEARCH.add_arguments(parser)
    return SEARCH.run(parser.parse_intermixed_args(list(SEARCH.prepare(arguments))))


def test_json_gives_the_place_and_the_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search("--json", "wines drink") == 0
    data = json.loads(capsys.readouterr().out)
    assert data.pop("took_ms") >= 0
    assert data == {
        "query": "wines drink",
        "total": 1,
        "corrections": [],
        "note": "",
        "hits": [
            {
                "leaflet": "klonopin-en",
                "product": "Klonopin",
                "language": "en",
                "kind": "smpc",
                "section": "s1",
                "title": "Interactions",
                "snippet": [
                    {"text": "Do not ", "match": False},
                    {"text": "drink", "match": True},
                    {"text": " ", "match": False},
                    {"text": "wine", "match": True},
                    {"text": " with it.", "match": False},
                ],
                "block": 1,
                "start": 7,
                "end": 12,
            }
        ],
    }


def test_a_lens_finds_the_sections_that_it_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search("lens:alcohol", "--json") == 0
    hits = json.loads(capsys.readouterr().out)["hits"]
    assert [hit["section"] for hit in hits] == ["s1"]  # benzyl alcohol is no drink


def test_what_is_printed_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search("benzil") == 0
    assert capsys.readouterr().out == (
        "no benzil: showing benzyl\n"
        "1 section found\n"
        "\n"
        "Klonopin: Contents\n"
        "    klonopin-en · en · smpc · s2 1\n"
        "    It has benzyl alcohol in it.\n"
    )


def test_nothing_found_is_no_fault_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search("unheard-of") == 0
    assert "0 sections found" in capsys.readouterr().out


def test_the_limit_limits(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_search("klonopin", "--limit", "1") == 0
    assert "2 sections found, the best 1\n" in capsys.readouterr().out


@pytest.mark.parametrize("typed", ["-alcohol", "-5", "-hepatic", "-", "-é", "--  -x"])
def test_a_word_with_a_minus_sign_is_a_question_and_no_option(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_search("--json", "klonopin", *typed.split()) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["query"] == f"klonopin {typed.removeprefix('--  ')}"
    assert data["total"] == (1 if typed == "-alcohol" else 2)


def test_what_only_leaves_something_out_is_answered_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["leaflet-viewer", "search", "-alcohol"])
    assert main() == 0
    assert "say also what to look for" in capsys.readouterr().out


def test_an_option_that_is_none_is_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run_search("klonopin", "--bogus")
    assert "unrecognized arguments: --bogus" in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "-1", "x", "99999999999999999999"])
def test_a_limit_that_is_none_is_wrong_use(limit: str) -> None:
    with pytest.raises(SystemExit):
        run_search("klonopin", f"--limit={limit}")


def test_what_is_found_can_be_printed_by_its_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("PySide6")
    assert run_search("--json", "wine") == 0
    (hit,) = json.loads(capsys.readouterr().out)["hits"]
    arguments = ("print", hit["leaflet"], "--section", hit["section"], "--pdf", "a.pdf")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["leaflet-viewer", *arguments])
    assert main() == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_without_a_library_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "none"))
    with pytest.raises(LibraryError, match="none"):
        run_search("klonopin")


def test_what_was_imported_since_is_found(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    run_search("klonopin")
    library.remove(["klonopin-en"])
    capsys.readouterr()
    assert run_search("klonopin", "--json") == 0
    assert json.loads(capsys.readouterr().out)["total"] == 0


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="has other rights")
def test_where_another_user_has_made_the_index_the_cache_has_one(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for variable in (CACHE_VARIABLE, CONFIG_VARIABLE):
            monkeypatch.setenv(variable, str(folder / variable.lower()))
        monkeypatch.setenv(LIBRARY_VARIABLE, str(folder / "library"))
        shutil.copytree(library.folder, folder / "library")
        shutil.copytree(library.folder, folder / "other")
        assert run_search("wine") == 0
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o777 if path.is_dir() else 0o666)
        index = folder / "library" / "index"
        inside = [index, *index.rglob("*")]
        for path in inside:
            path.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", AS_GUEST, folder / "other"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        for path in inside:
            path.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert "1 section found" in done.stdout.partition("as guest")[2]


def test_the_stamp_of_the_lenses_changes_with_what_they_mark() -> None:
    lenses = known_lenses()
    assert lens_stamp(lenses) == lens_stamp(tuple(reversed(lenses)))
    assert lens_stamp(lenses) != lens_stamp(lenses[1:])
    for lens in lenses:
        assert all(terms.word_table for terms in lens.terms.values())
    assert lens_stamp(lenses) == lens_stamp(known_lenses())
