"""One command sets everything up and starts the viewer; the second start is short."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
REQUIREMENT_FILES = ["requirements.txt", "requirements-test.txt", "requirements-package.txt"]
PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)

on_posix = pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for Python")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="about Linux's system packages")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what setting up reads, in a folder with a space and a letter beyond ASCII."""
    folder = tmp_path / "Ördner mit Abstand"
    shutil.copytree(ROOT / "packaging", folder / "packaging")
    shutil.copytree(ROOT / "viewer", folder / "viewer")
    for name in ("run.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def module_of(project: Path) -> ModuleType:
    """The run.py of this folder, imported."""
    spec = importlib.util.spec_from_file_location("run_of_the_copy", project / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pretend_set_up(project: Path, *, with_tools: bool = False, status: int = 0) -> None:
    """A finished .venv whose Python only says what it was started with, one word a line."""
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@"\nexit {status}\n')
    python.chmod(0o755)
    run = module_of(project)
    for part in map(Path, run.PARTS[1:]):
        part.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
    (project / ".venv" / "ready").write_bytes(run.expected_stamp(with_tools))


def start(project: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(project / "run.py"), *arguments],
        check=False,
        capture_output=True,
        text=True,
        cwd=project.parent,
        env={**os.environ, **variables},
    )


# What an old Python makes of run.py


def test_run_py_is_written_in_the_grammar_of_python_3_6() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    for annotation in _annotations(tree):
        # list[str] and str | None are evaluated where they stand, and fail there.
        assert isinstance(annotation, ast.Name | ast.Constant), ast.unparse(annotation)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(node.module != "__future__" for node in imports)


def _annotations(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield node.returns
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
            yield node.annotation


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (3, 15, 0)])
def test_a_python_too_old_or_too_new_is_told_in_one_sentence(version: tuple[int, ...]) -> None:
    sentence = module_of(ROOT).python_problem(version)
    assert ".".join(map(str, version)) in sentence
    assert "needs Python 3.11 to 3.14" in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 4), (3, 14, 1)])
def test_a_python_that_fits_is_no_problem(version: tuple[int, ...]) -> None:
    assert module_of(ROOT).python_problem(version) == ""


def test_the_oldest_python_is_the_one_the_package_asks_for() -> None:
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert requires == ">={}.{}".format(*module_of(ROOT).OLDEST_PYTHON)


# The command line


def test_an_unknown_command_gets_the_usage_and_sets_nothing_up(project: Path) -> None:
    done = start(project, "klonopin")
    assert done.returncode == 2
    assert "unknown command 'klonopin'" in done.stderr
    assert "usage:" in done.stderr
    assert not (project / ".venv").exists()


def test_help_is_given_without_setting_up(project: Path) -> None:
    done = start(project, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(
        word in done.stdout for word in ("test", "check", "bench", "package", "test-package")
    )
    assert not (project / ".venv").exists()


@on_posix
def test_a_start_without_arguments_settles_for_text_where_there_is_no_display(
    project: Path,
) -> None:
    pretend_set_up(project)
    assert start(project).stdout.split() == ["-P", "-m", "viewer", "--or-text"]


@on_posix
def test_arguments_after_the_two_dashes_reach_the_viewer_unaltered(project: Path) -> None:
    pretend_set_up(project)
    words = ["show", "a leaflet.md", "--", "--term", "ü *", ""]
    given = start(project, "--", *words).stdout.split("\n")
    assert given == ["-P", "-m", "viewer", *words, ""]


@on_posix
def test_the_exit_status_is_the_viewers(project: Path) -> None:
    pretend_set_up(project, status=7)
    assert start(project).returncode == 7


@on_posix
@pytest.mark.parametrize(("command", "module"), [("test", "pytest"), ("bench", "benchmarks")])
def test_tests_and_benchmarks_take_their_own_arguments(
    project: Path, command: str, module: str
) -> None:
    pretend_set_up(project, with_tools=True)
    assert start(project, command, "-k", "a b").stdout == f"-P\n-m\n{module}\n-k\na b\n"


@on_posix
def test_all_tests_run_on_every_core(project: Path) -> None:
    pretend_set_up(project, with_tools=True)
    assert start(project, "test").stdout.splitlines()[2:] == [
        "pytest",
        "-n",
        "auto",
        "--dist",
        "worksteal",
    ]


@on_posix
def test_check_runs_all_three_tools_even_where_each_finds_fault(project: Path) -> None:
    pretend_set_up(project, with_tools=True, status=3)
    done = start(project, "check")
    assert done.returncode == 1
    assert re.findall(r"-m\n(\w+)", done.stdout) == ["ruff", "ruff", "mypy"]


@on_posix
@pytest.mark.parametrize("command", ["package", "test-package"])
def test_packaging_is_done_by_a_script_with_the_packager_at_hand(
    project: Path, command: str
) -> None:
    run = module_of(project)
    pretend_set_up(project, with_tools=True)
    assert not run.is_set_up(run.expected_stamp(True, True))
    (project / ".venv" / "ready").write_bytes(run.expected_stamp(True, True))
    script = project / "packaging" / f"{command.replace('-', '_')}.py"
    assert start(project, command, "--x").stdout == f"{script}\n--x\n"
    assert script.exists()


# The stamp


@on_posix
def test_a_set_up_with_test_tools_serves_the_viewer_but_not_the_other_way(project: Path) -> None:
    run = module_of(project)
    pretend_set_up(project, with_tools=True)
    assert run.is_set_up(run.expected_stamp(False))
    pretend_set_up(project, with_tools=False)
    assert run.is_set_up(run.expected_stamp(False))
    assert not run.is_set_up(run.expected_stamp(True))


@on_posix
@pytest.mark.parametrize("changed", ["packaging/requirements.txt", "pyproject.toml"])
def test_a_changed_requirement_ends_a_set_up(project: Path, changed: str) -> None:
    run = module_of(project)
    pretend_set_up(project)
    with (project / changed).open("a") as file:
        file.write("# another\n")
    assert not run.is_set_up(run.expected_stamp(False))


@on_posix
def test_a_moved_folder_ends_a_set_up(project: Path) -> None:
    pretend_set_up(project)
    moved = project.rename(project.with_name("elsewhere"))
    run = module_of(moved)
    assert not run.is_set_up(run.expected_stamp(False))


@on_posix
def test_a_set_up_without_its_stamp_or_one_of_its_parts_is_none(project: Path) -> None:
    run = module_of(project)
    for name in (run.STAMP, *run.PARTS):
        pretend_set_up(project)
        Path(name).unlink()
        assert not run.is_set_up(run.expected_stamp(False))


def test_what_a_set_up_is_known_by_is_there_in_this_one() -> None:
    run = module_of(ROOT)
    if Path(sys.prefix) != Path(run.VENV):
        pytest.skip("these tests run in an environment that run.py did not make")
    assert [part for part in run.PARTS if not Path(part).exists()] == []


@on_posix
@pytest.mark.parametrize("command", ["", "test", "check", "bench", "package"])
def test_windows_sets_up_all_that_a_command_needs_where_its_python_is_gone(
    project: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = module_of(project)
    pretend_set_up(project, status=run.BASE_PYTHON_IS_GONE)
    asked = []

    def set_up(with_tools: bool, with_packager: bool = False) -> None:
        asked.append((Path(run.STAMP).exists(), with_tools, with_packager))
        if not Path(run.STAMP).exists():
            pretend_set_up(project, with_tools=with_tools)

    monkeypatch.setattr(run, "ON_WINDOWS", True)
    monkeypatch.setattr(run, "set_up", set_up)
    monkeypatch.chdir(project)
    assert run.main([command]) == 0
    needs = (command != "", command == "package")
    assert asked == [(True, *needs), (False, *needs)]


# Setting up


def test_a_set_up_that_finds_no_packages_ends_in_one_sentence_and_is_not_taken_for_done(
    project: Path, tmp_path: Path
) -> None:
    empty = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    done = start(project, **empty)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines()[-1].startswith(
        "run.py: the Python packages cannot be installed"
    )
    assert not (project / ".venv" / "ready").exists()


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own there")
@pytest.mark.parametrize("target", ["a folder", "nothing"])
def test_a_link_in_the_place_of_the_environment_is_refused_and_its_target_left_alone(
    project: Path, target: str
) -> None:
    other = project.parent / "other"
    if target == "a folder":
        other.mkdir()
        (other / "precious").write_text("keep")
        (other / "ready").write_text("the stamp of another project")
    (project / ".venv").symlink_to(other)
    done = start(project, "--", "list")
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"run.py: {project / '.venv'} is a link to {other}")
    left = {each.name for each in other.iterdir()} if other.exists() else set()
    assert left == ({"precious", "ready"} if target == "a folder" else set())


def test_a_file_in_the_place_of_the_environment_is_refused_and_left_alone(project: Path) -> None:
    (project / ".venv").write_text("keep")
    done = start(project)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"run.py: {project / '.venv'} is a file")
    assert (project / ".venv").read_text() == "keep"


def test_a_damaged_environment_is_made_anew_and_not_mended_piece_by_piece(
    project: Path, tmp_path: Path
) -> None:
    """An installer trusts its own records, which are still there, and would install nothing."""
    run = module_of(project)
    pretend_set_up(project)
    Path(run.PARTS[-1]).unlink()
    rest = Path(run.PACKAGES, "rest")
    rest.touch()
    empty = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_CONFIG_FILE": os.devnull}
    assert "Python environment in .venv" in start(project, **empty).stderr
    assert not rest.exists()


def test_the_project_is_found_whatever_its_letters_and_the_locale(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = module_of(project)
    monkeypatch.syspath_prepend(project / "packaging")
    setting_up = importlib.import_module("setting_up")
    venv.create(run.VENV, symlinks=os.name != "nt")
    (packages,) = Path(run.VENV).glob("**/site-packages")
    (packages / "_leaflet_viewer.pth").write_text(str(project), encoding="utf-8")
    environment = setting_up.Environment.of(
        run.ROOT, run.VENV, run.VENV_PYTHON, run.STAMP, run.PARTS
    )
    setting_up.write_path_in_ascii(environment)
    done = subprocess.run(
        [run.VENV_PYTHON, "-P", "-c", "import viewer; print(viewer.__file__)"],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ""},
    )
    assert (done.stdout.strip(), done.stderr) == (str(project / "viewer" / "__init__.py"), "")


@on_posix
def test_a_second_start_waits_for_the_first_and_does_not_set_up_again(project: Path) -> None:
    import fcntl

    with (project / "run.py").open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, str(project / "run.py")]
        second = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr is not None
        assert second.stderr.readline().startswith("Waiting")
        pretend_set_up(project)
    output, errors = second.communicate(timeout=60)
    assert output.split() == ["-P", "-m", "viewer", "--or-text"]
    assert errors == ""


@on_linux
def test_a_system_without_the_test_programs_is_told_which_are_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    system_packages = _system_packages(monkeypatch)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(system_packages, "_has", lambda _: False)
    needs = system_packages.missing_needs(with_tools=True)
    assert {(need.name, need.packages) for need in needs} == {
        ("Xvfb", ("xvfb",)),
        ("xdotool", ("xdotool",)),
        ("pdftotext", ("poppler-utils",)),
        ("cupsd", ("cups-daemon",)),
        ("lpadmin", ("cups-client",)),
    }
    with pytest.raises(system_packages.SetUpError, match="Xvfb, xdotool, pdftotext, cupsd"):
        system_packages.provide_system_packages(True, print)


@on_linux
def test_a_system_that_has_everything_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    _system_packages(monkeypatch).provide_system_packages(True, said.append)
    assert said == []


def _system_packages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module("system_packages")


# The pinned requirements


def pins(names: Sequence[str] = REQUIREMENT_FILES) -> dict[str, str]:
    texts = [(ROOT / "packaging" / name).read_text() for name in names]
    return {package: version for text in texts for package, version in PINNED.findall(text)}


@pytest.mark.parametrize("name", REQUIREMENT_FILES)
def test_every_requirement_is_pinned_and_hashed_and_names_no_host(name: str) -> None:
    text = (ROOT / "packaging" / name).read_text()
    assert "://" not in text
    assert not re.search(r"(?m)^-", text), "an option of the installer, which could name a host"
    entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n", "", text).strip())
    assert len(entries) > 5
    for entry in entries:
        assert PINNED.match(entry), entry
        assert "--hash=sha256:" in entry


@pytest.mark.parametrize("further", REQUIREMENT_FILES[1:])
def test_no_two_requirement_files_ask_for_two_versions_of_a_package(further: str) -> None:
    others, tools = pins([n for n in REQUIREMENT_FILES if n != further]), pins([further])
    assert {name: tools[name] for name in others.keys() & tools} == {
        name: others[name] for name in others.keys() & tools
    }


def test_what_the_project_asks_for_is_pinned_within_its_bounds() -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = settings["dependency-groups"]
    asked = [*settings["project"]["dependencies"], *(r for group in groups.values() for r in group)]
    for requirement in map(Requirement, asked):
        assert pins()[canonicalize_name(requirement.name)] in requirement.specifier


def test_the_qt_that_ends_the_process_is_shut_out() -> None:
    from packaging.requirements import Requirement

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    qt = next(
        requirement
        for requirement in map(Requirement, settings["project"]["dependencies"])
        if requirement.name == "PySide6-Essentials"
    )
    assert "6.12.0" not in qt.specifier


def test_the_continuous_run_checks_and_tests() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert {"set -eu", "python3 run.py check", "python3 run.py test"} <= set(lines)
