"""What the README promises is there: its files, keys, examples and commands."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

from viewer import cli
from viewer.highlight.lens_file import load_lens
from viewer.leaflet.reader import read_leaflets
from viewer.render.theme_file import load_themes

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

IN_THIS_PROJECT = ("viewer", "resources", "tests", "docs", "packaging", "benchmarks")


def examples(language: str) -> list[str]:
    """The fenced blocks in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands(program: str) -> list[list[str]]:
    """The arguments of every line of a fenced block that calls the program."""
    lines = [line for block in examples("sh") for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines]
    start = program.split()
    return [each[len(start) :] for each in words if each[: len(start)] == start]


def named_files() -> set[str]:
    """Paths in this project that stand in code, links and pictures."""
    quoted = re.findall(r"`([^`\s]+)`", README)
    linked = re.findall(r"\]\(([^)#]+)\)", README) + re.findall(r'src(?:set)?="([^"]+)"', README)
    code = [path for path in quoted if path.split("/")[0] in IN_THIS_PROJECT or path == "run.py"]
    return {*code, *(path for path in linked if "://" not in path)}


def test_every_file_that_the_readme_names_exists() -> None:
    named = named_files()
    assert len(named) > 12
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_key_of_the_program_is_in_the_readme() -> None:
    pytest.importorskip("PySide6")
    from viewer.ui.actions import ACTIONS, LENS_KEYS

    table = "\n".join(line for line in README.splitlines() if line.startswith("| `"))
    keys = [key for spec in ACTIONS for key in spec.keys] + [LENS_KEYS[0], LENS_KEYS[-1]]
    assert [key for key in keys if f"`{key}`" not in table] == []


def test_the_example_of_a_leaflet_is_a_sound_leaflet(tmp_path: Path) -> None:
    (example,) = examples("markdown")
    file = tmp_path / "examplin.en.md"
    file.write_text(example, encoding="utf-8")
    (leaflet,) = read_leaflets(file)
    assert leaflet.reading_notes == ()
    assert [section.key for section in leaflet.walk()][:2] == ["interactions", "driving"]


def test_the_example_of_a_lens_is_a_sound_lens_and_names_every_colour(tmp_path: Path) -> None:
    (example,) = examples("toml")
    file = tmp_path / "milk.toml"
    file.write_text(example, encoding="utf-8")
    colours = set(load_themes(ROOT / "resources" / "themes")[0].lenses) - {"own"}
    assert load_lens(file, colours).id == "milk"
    colour_line = next(line for line in example.splitlines() if line.startswith("colour"))
    assert set(colour_line.partition("#")[2].split()) == colours


def test_run_py_knows_every_command_that_the_readme_gives_it() -> None:
    usage = (ROOT / "run.py").read_text(encoding="utf-8")
    given = {arguments[0] for arguments in commands("python3 run.py") if arguments}
    assert given == {"test", "check", "bench", "package", "test-package", "--"}
    assert [
        word for word in given if f"python3 run.py {word}" not in usage.replace("[--", "--")
    ] == []


VIEWER_COMMANDS = [*commands("leaflet-viewer"), *commands("python3 run.py --")]
NAMES = [command.name for command in cli.COMMANDS]


@pytest.mark.parametrize("arguments", VIEWER_COMMANDS, ids=" ".join)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def test_every_command_line_of_the_readme_does_what_it_says(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that open a window are run without a display: they then show the same as text."""
    monkeypatch.setenv("LEAFLET_VIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("LEAFLET_VIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEAFLET_VIEWER_LIBRARY", str(tmp_path / "library"))
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    if "print" in arguments:
        pytest.importorskip("PySide6")
        arguments = [*arguments[:-1], str(tmp_path / arguments[-1])]
    if not arguments or arguments[0] not in NAMES:
        arguments = [*arguments, "--or-text"]
    monkeypatch.chdir(ROOT)
    if arguments[0] in ("list", "search", "remove", "library"):
        assert cli.run(["import", "resources/leaflets"]) == 0
    assert cli.run(arguments) == 0


def test_the_readme_shows_every_command_but_the_default_one() -> None:
    shown = {arguments[0] for arguments in VIEWER_COMMANDS if arguments}
    assert set(NAMES) - {"open"} <= shown
