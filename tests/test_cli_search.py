"""`search` on the command line, in this process."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

import pytest

from viewer.__main__ import main
from viewer.commands.known_lenses import known_lenses
from viewer.commands.library_search import lens_stamp
from viewer.commands.search import SEARCH
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section
from viewer.library.adding import SourceFile
from viewer.library.errors import LibraryError
from viewer.library.library import Library
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

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
    return SEARCH.run(parser.parse_intermixed_args(arguments))


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


def test_the_stamp_of_the_lenses_changes_with_what_they_mark() -> None:
    lenses = known_lenses()
    assert lens_stamp(lenses) == lens_stamp(tuple(reversed(lenses)))
    assert lens_stamp(lenses) != lens_stamp(lenses[1:])
    for lens in lenses:
        assert all(terms.word_table for terms in lens.terms.values())
    assert lens_stamp(lenses) == lens_stamp(known_lenses())
