"""The distribution files hold all that the program needs, and work where they are installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from viewer import __version__

ROOT = Path(__file__).parent.parent
CODE_AND_RESOURCES = ("viewer", "resources")


def run(*command: str | Path, folder: Path) -> str:
    """What the command printed; run in this folder, with nothing of the source tree in reach."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment |= {"PIP_NO_INDEX": "1", "LEAFLET_VIEWER_CONFIG": str(folder / "config")}
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, cwd=folder, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(source: Path, target: Path, kind: str) -> Path:
    """The one file of this kind (wheel, sdist) made from this folder without a network."""
    run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", target, folder=source)
    (file,) = target.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("sdist"), "sdist")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a fresh environment that holds the wheel.

    The packages it depends on are those of the running Python, found through a path file.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    commands = folder / ("Scripts" if os.name == "nt" else "bin")
    python = commands / ("python.exe" if os.name == "nt" else "python")
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", wheel)
    run(*pip, folder=folder)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run(python, "-c", ask, folder=folder).strip())
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return commands


def test_the_wheel_carries_every_module_and_every_resource(wheel: Path) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for folder in CODE_AND_RESOURCES
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    in_wheel = {f"viewer/{name}" if name.startswith("resources/") else name for name in expected}
    with ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == in_wheel


def test_the_source_distribution_can_be_built_into_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    run(sys.executable, "-m", "tarfile", "-e", sdist, tmp_path, folder=tmp_path)
    (source,) = tmp_path.iterdir()
    for name in ("LICENSE", "README.md", "run.py", "packaging/requirements.txt", "tests"):
        assert (source / name).exists(), name
    again = build(source, tmp_path / "wheel", "wheel")
    with ZipFile(wheel) as first, ZipFile(again) as second:
        assert sorted(second.namelist()) == sorted(first.namelist())


def test_the_installed_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    assert __version__ in run(installed / "leaflet-viewer", "--version", folder=tmp_path)


def test_the_installed_command_finds_its_leaflets(installed: Path, tmp_path: Path) -> None:
    listed = json.loads(run(installed / "leaflet-viewer", "list", "--json", folder=tmp_path))
    assert "klonopin" in {leaflet["id"] for leaflet in listed["leaflets"]}
