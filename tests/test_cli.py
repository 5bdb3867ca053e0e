"""The command line, in this process: what a person or a script gets for what was typed."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from viewer import __version__, cli
from viewer.__main__ import main
from viewer.commands.command import Command
from viewer.paths import CACHE_VARIABLE, CONFIG_VARIABLE, LIBRARY_VARIABLE

FILE = """\
---
id: sample
title: Sample medicine
language: en
kind: package-leaflet
product: Sample
source: A test
version: "3"
date: 2024-05-01
---

## Interactions {#interactions loinc=34073-7}

Do not drink alcohol. Wine is alcohol as well, and so is what stands in a bottle of spirits on
the shelf of the kitchen.

- Beer
- Tea

### Food {#food}

Eat what you like.

## Storage {#storage}

Keep dry.
"""

LENS = """\
id = "tea"
order = 40
colour = "{colour}"
[name]
en = "Tea"
[terms.en]
words = ["tea"]
"""


class Outcome(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:  # noqa: ANN401  # whatever JSON holds
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's configuration folder: empty, and like the cache not there yet."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path / "library"))
    return tmp_path / "config"


@pytest.fixture
def run(
    config: Path,  # noqa: ARG001  # no test may see the real one
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    def run_with(*arguments: str | Path) -> Outcome:
        monkeypatch.setattr(sys, "argv", ["leaflet-viewer", *map(str, arguments)])
        capsys.readouterr()
        status = main()
        return Outcome(status, *capsys.readouterr())

    return run_with


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    file = tmp_path / "sample.md"
    file.write_text(FILE, encoding="utf-8")
    return file


def test_the_version_and_the_help_are_told(run: Run) -> None:
    assert run("--version") == (0, f"leaflet-viewer {__version__}\n", "")
    told = run("--help")
    assert told.status == 0
    for word in ("list", "show", "sections", "highlight", "print", "check", "--or-text"):
        assert f"  {word} " in told.out
    assert max(map(len, told.out.splitlines())) <= 100


@pytest.mark.parametrize(
    "command", ["open", "list", "show", "sections", "highlight", "print", "check"]
)
def test_each_command_has_its_help(run: Run, command: str) -> None:
    told = run(command, "--help")
    assert told.status == 0
    assert told.out.startswith(f"usage: leaflet-viewer {command} ")


def test_the_help_of_highlight_says_what_block_0_is(run: Run) -> None:
    assert "Text block 0 is the section's heading" in run("highlight", "--help").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("show",),
        ("sections",),
        ("check",),
        ("print", "klonopin"),
        ("highlight", "klonopin"),
        ("highlight", "klonopin", "--term", " , "),
        ("list", "klonopin"),
        ("show", "klonopin", "--lens", "beverages"),
        ("show", "klonopin", "--lense", "alcohol"),
        ("--bogus",),
        ("klonopin", "--lens", "beverages"),
    ],
)
def test_wrong_use_ends_with_2_and_a_reason(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.status == 2
    assert done.out == ""
    assert "leaflet-viewer" in done.err


def test_an_unknown_lens_is_answered_with_the_known_ones(run: Run) -> None:
    done = run("show", "klonopin", "--lens", "beverages")
    assert done.err.startswith("leaflet-viewer: there is no lens 'beverages'; there are: alcohol, ")


def test_list_names_the_bundled_leaflet(run: Run) -> None:
    assert "klonopin" in run("list").out
    by_id = {leaflet["id"]: leaflet for leaflet in run("list", "--json").data["leaflets"]}
    klonopin = by_id["klonopin"]
    assert klonopin["language"] == "en"
    assert klonopin["active_substance"] == "clonazepam"
    assert set(klonopin) >= {
        *("id", "title", "language", "kind", "product", "active_substance", "atc", "holder"),
        *("version", "date", "source", "notice", "file", "sha256"),
    }


def test_list_includes_the_users_own_leaflets(run: Run, config: Path) -> None:
    (config / "leaflets").mkdir(parents=True)
    (config / "leaflets" / "sample.md").write_text(FILE)
    ids = [leaflet["id"] for leaflet in run("list", "--json").data["leaflets"]]
    assert {"klonopin", "sample"} <= set(ids)
    assert "Keep dry." in run("show", "sample").out


def test_a_users_leaflet_at_fault_is_named_and_the_others_are_listed(
    run: Run, config: Path
) -> None:
    (config / "leaflets").mkdir(parents=True)
    (config / "leaflets" / "bad.md").write_text("no front matter")
    done = run("list", "--bundled")
    assert done.status == 0
    assert "klonopin" in done.out
    assert "bad.md" in done.err


def test_sections_are_listed_with_their_parents_codes_and_sizes(run: Run, sample: Path) -> None:
    data = run("sections", sample, "--json").data
    assert data["leaflet"]["id"] == "sample"
    interactions, food, storage = data["sections"]
    assert interactions["codes"] == [{"system": "loinc", "code": "34073-7"}]
    assert interactions["level"] == 1
    assert interactions["parent"] == ""
    assert food == {
        "key": "food",
        "title": "Food",
        "level": 2,
        "parent": "interactions",
        "topic": food["topic"],
        "codes": [],
        "characters": len("Eat what you like."),
    }
    assert storage["characters"] == len("Keep dry.")


def test_the_bundled_leaflets_sections_have_topics(run: Run) -> None:
    topics = {s["key"]: s["topic"] for s in run("sections", "klonopin", "--json").data["sections"]}
    assert topics["interactions"] == "interactions"


def test_sections_for_people_stand_in_aligned_columns(run: Run, sample: Path) -> None:
    lines = run("sections", sample).out.splitlines()
    column = lines[0].index("SECTION")
    assert [re.split("  +", line[column:])[0] for line in lines[1:]] == [
        "Interactions",
        "",
        "Storage",
    ]
    assert lines[2][column:].startswith("  Food  ")
    assert len({len(line) for line in lines}) == 1


def test_show_prints_the_whole_leaflet_or_one_section(run: Run, sample: Path) -> None:
    whole = run("show", sample)
    assert whole.status == 0
    assert "Keep dry." in whole.out
    assert "\x1b" not in whole.out
    part = run("show", sample, "--section", "interactions")
    assert "Eat what you like." in part.out
    assert "Keep dry." not in part.out
    assert "2 of 3 sections are shown here." in part.out


def test_show_says_for_each_lens_what_is_known_of_it(run: Run, sample: Path) -> None:
    out = run("show", sample, "--lens", "alcohol,pregnancy", "--term", "kitch*").out
    assert "Alcohol: " in out
    assert "Pregnancy: checked, no passage" in out
    assert "Own terms: 1 passage in 1 section" in out


def test_a_lens_without_terms_for_the_language_cannot_check(run: Run, sample: Path) -> None:
    sample.write_text(FILE.replace("language: en", "language: fi"))
    assert "Alcohol: cannot check" in run("show", sample, "--lens", "alcohol").out
    done = run("highlight", sample, "--lens", "alcohol", "--json")
    assert done.status == 0
    assert done.data["lenses"][0]["state"] == "cannot-check"
    assert done.data["lenses"][0]["matches"] == []


def test_a_section_code_does_not_pass_for_a_check_of_the_words(run: Run, sample: Path) -> None:
    text = FILE.replace("language: en", "language: fi").replace("34073-7", "42228-7")
    sample.write_text(text, encoding="utf-8")
    words = (
        "Pregnancy: 1 passage in 1 section by section code or annotation; "
        "the words could not be checked: no terms for this language"
    )
    assert words in " ".join(run("show", sample, "--lens", "pregnancy").out.split())
    part = run("show", sample, "--lens", "pregnancy", "--section", "storage").out
    assert "cannot check: no terms for this language; 1 in the whole leaflet" in part
    (lens,) = run("highlight", sample, "--lens", "pregnancy", "--json").data["lenses"]
    assert (lens["state"], lens["checked"], len(lens["matches"])) == ("matches", False, 1)


def test_a_part_of_a_leaflet_is_shown_with_its_own_number_of_passages(
    run: Run, sample: Path
) -> None:
    terms = ("--term", "alcohol, dry")
    assert "Own terms: 3 passages in 2 sections\n" in run("show", sample, *terms).out
    part = run("show", sample, *terms, "--section", "storage").out
    assert "Own terms: 1 passage in 1 section; 3 in the whole leaflet" in part
    part = run("show", sample, *terms, "--section", "food").out
    assert "Own terms: checked, no passage; 3 in the whole leaflet" in part


def test_lenses_do_not_look_at_the_user_guide(run: Run) -> None:
    (lens,) = run("highlight", "user-guide", "--lens", "alcohol", "--json").data["lenses"]
    assert (lens["state"], lens["checked"], lens["matches"]) == ("cannot-check", False, [])
    assert "lenses do not look at the user guide" in run(
        "show", "user-guide", "--lens", "alcohol"
    ).out.replace("\n", " ")


def test_highlight_gives_each_match_with_its_place_and_context(run: Run, sample: Path) -> None:
    data = run("highlight", sample, "--lens", "alcohol", "--lens", "pregnancy", "--json").data
    assert data["leaflet"]["id"] == "sample"
    alcohol, pregnancy = data["lenses"]
    assert (alcohol["id"], alcohol["state"]) == ("alcohol", "matches")
    assert (pregnancy["id"], pregnancy["state"], pregnancy["matches"]) == ("pregnancy", "none", [])
    first = alcohol["matches"][0]
    assert first == {
        "section": "interactions",
        "block": 1,
        "start": 7,
        "end": 20,
        "text": "drink alcohol",
        "term": "drink alcohol",
        "context": "Do not drink alcohol. Wine is alcohol as well, and so is wha…",
    }
    beer = next(match for match in alcohol["matches"] if match["text"] == "Beer")
    assert (beer["block"], beer["context"]) == (2, "Beer")


def test_block_0_is_the_heading_and_own_words_mark_it(run: Run, sample: Path) -> None:
    data = run("highlight", sample, "--term", "storage", "--json").data
    (match,) = data["lenses"][0]["matches"]
    assert (match["section"], match["block"], match["start"]) == ("storage", 0, 0)


def test_highlight_for_people_marks_the_words_in_their_context(run: Run, sample: Path) -> None:
    lines = run("highlight", sample, "--term", "tea, kitchen, nothing").out.splitlines()
    assert lines[0] == "Own terms (own): 2 passages in 1 section"
    assert lines[1].split("  ")[1:3] == ["interactions", "1"]
    assert lines[1].endswith("the shelf of the ‹kitchen›.")
    assert lines[2].endswith("3  ‹Tea›")
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", ["show", "sections", "open"])
def test_a_leaflet_that_is_not_there_ends_with_1_and_the_nearest_name(
    run: Run, command: str
) -> None:
    done = run(command, "klonopine")
    assert done == (
        1,
        "",
        "leaflet-viewer: there is no leaflet 'klonopine': did you mean 'klonopin'?\n",
    )


@pytest.mark.parametrize("command", ["show", "open"])
def test_a_section_that_is_not_there_ends_with_1_and_the_nearest_key(
    run: Run, command: str
) -> None:
    done = run(command, "klonopin", "--section", "intractions")
    assert done == (
        1,
        "",
        "leaflet-viewer: there is no section 'intractions' in klonopin:"
        " did you mean 'interactions'?\n",
    )


@pytest.mark.parametrize("command", ["show", "open"])
def test_a_file_that_is_not_there_ends_with_1_and_its_name(
    run: Run, tmp_path: Path, command: str
) -> None:
    done = run(command, tmp_path / "nowhere.md")
    assert done.status == 1
    assert done.err == f"leaflet-viewer: {tmp_path / 'nowhere.md'}: there is no such file\n"


def test_options_may_stand_before_between_and_behind(run: Run, sample: Path) -> None:
    assert run("--lens", "beverages", "klonopin").status == 2
    assert run("show", "--section", "storage", sample).status == 0
    assert len(run("check", sample, "--json", sample).data["files"]) == 2


def test_what_the_system_refuses_is_told_with_its_file_and_not_of_the_output(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(arguments: Namespace) -> int:
        assert arguments
        print("so far")
        return (tmp_path / "gone").stat().st_mode

    asked = Command("look", "look at a file", lambda _: None, look)
    monkeypatch.setattr(cli, "COMMANDS", (*cli.COMMANDS, asked))
    told = f"leaflet-viewer: {tmp_path / 'gone'}: No such file or directory\n"
    assert run("look") == (1, "so far\n", told)


def test_an_id_wins_over_a_file_of_the_same_name(
    run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sample.parent)
    sample.rename("klonopin")
    assert "clonazepam" in run("show", "klonopin").out
    assert "Sample medicine" in run("show", "./klonopin").out


def test_a_lens_file_of_the_users_own_is_used(run: Run, config: Path, sample: Path) -> None:
    write_lens(config)
    assert "Tea: 1 passage" in run("show", sample, "--lens", "tea").out


def test_a_lens_file_at_fault_is_named_and_the_other_lenses_work(
    run: Run, config: Path, sample: Path
) -> None:
    file = write_lens(config, colour="no-such-colour")
    done = run("show", sample, "--lens", "alcohol")
    assert done.status == 0
    assert "Alcohol: " in done.out
    assert f"leaflet-viewer: a lens is left out: {file}: line 3: " in done.err
    assert run("show", sample, "--lens", "tea").status == 2


def write_lens(config: Path, colour: str = "amber") -> Path:
    file = config / "lenses" / "tea.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(LENS.format(colour=colour))
    return file
