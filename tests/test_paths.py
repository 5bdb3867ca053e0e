"""Where resources and the user's folders are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from viewer import paths
from viewer.leaflet.errors import ResourceError


def test_the_source_trees_resources_are_found_beside_the_package() -> None:
    folder = paths.resource_folder()
    assert (folder / "leaflets").is_dir()
    assert folder == Path(paths.__file__).parent.parent / "resources"


def test_an_installed_packages_own_resources_win_over_a_folder_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "viewer"
    (package / "resources" / "leaflets").mkdir(parents=True)
    (tmp_path / "resources" / "leaflets").mkdir(parents=True)
    assert paths.resource_folder(package) == package / "resources"


def test_another_programs_resources_beside_the_package_are_not_taken(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()
    with pytest.raises(ResourceError, match="missing; install the program again"):
        paths.resource_folder(tmp_path / "viewer")


def test_the_users_folders_can_be_moved_and_nothing_is_made_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(paths.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(paths.CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, str(tmp_path / "library"))
    assert paths.config_folder() == tmp_path / "config"
    assert paths.cache_folder() == tmp_path / "cache"
    assert paths.library_folder() == tmp_path / "library"
    assert paths.user_leaflet_folder() == tmp_path / "config" / "leaflets"
    assert paths.user_lens_folder() == tmp_path / "config" / "lenses"
    assert paths.settings_file() == tmp_path / "config" / "settings.json"
    assert list(tmp_path.iterdir()) == []


def test_without_these_variables_the_systems_own_places_are_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (paths.CONFIG_VARIABLE, "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name in (paths.CACHE_VARIABLE, paths.LIBRARY_VARIABLE):
        monkeypatch.setenv(name, "")
    for folder in (paths.config_folder(), paths.cache_folder(), paths.library_folder()):
        assert folder.is_absolute()
        assert "leaflet-viewer" in folder.parts
    assert list(tmp_path.iterdir()) == []


def test_importing_it_brings_nothing_heavy() -> None:
    code = (
        "import sys, viewer.paths, viewer.settings, viewer.open_request\n"
        "heavy = {'platformdirs', 'json', 'tomllib', 'argparse', 'PySide6', 'tempfile'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(paths.__file__).parent.parent,
    )
    assert done.stdout == "[]\n"
