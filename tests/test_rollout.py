"""Which setting holds where several are given, and how it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer import paths
from viewer.__main__ import main
from viewer.rollout import Source, further_folders, load_rollout, use_rolled_out_library
from viewer.settings import Settings


class Files:
    def __init__(self, folder: Path) -> None:
        self.machine = folder / "machine" / "settings.toml"
        self.user = folder / "config" / "settings.toml"
        self.remembered = folder / "config" / "settings.json"
        for file in (self.machine, self.user):
            file.parent.mkdir()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    monkeypatch.setenv(paths.CONFIG_VARIABLE, str(tmp_path / "config"))
    monkeypatch.setenv(paths.MACHINE_VARIABLE, str(tmp_path / "machine"))
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, "")
    return Files(tmp_path)


def test_without_files_the_defaults_hold(files: Files) -> None:
    assert not files.user.exists()
    rollout = load_rollout()
    assert {given.source for given in rollout.given.values()} == {Source.DEFAULT}
    assert (rollout.settings, rollout.faults, rollout.kiosk) == (Settings(), (), False)
    assert rollout.start_leaflet == "klonopin"


@pytest.mark.parametrize(
    ("machine", "user", "remembered", "holds", "source"),
    [
        ("zoom = 110", "", {}, 110, Source.MACHINE_FILE),
        ("zoom = 110", "zoom = 125", {}, 125, Source.USER_FILE),
        ("zoom = 110", "zoom = 125", {"zoom": 150}, 150, Source.REMEMBERED),
        ("", "", {"zoom": 150}, 150, Source.REMEMBERED),
        ("", 'zoom = 125\nlocked = ["zoom"]', {"zoom": 150}, 125, Source.USER_FILE),
        ('zoom = 110\nlocked = ["zoom"]', "zoom = 125", {"zoom": 150}, 110, Source.MACHINE_FILE),
        (
            *('zoom = 110\nlocked = ["zoom"]', 'zoom = 125\nlocked = ["zoom"]'),
            *({}, 110, Source.MACHINE_FILE),
        ),
    ],
)
def test_the_order_is_kept(
    files: Files, machine: str, user: str, remembered: object, holds: int, source: Source
) -> None:
    files.machine.write_text(machine)
    files.user.write_text(user)
    files.remembered.write_text(json.dumps(remembered))
    rollout = load_rollout()
    assert (rollout.given["zoom"].value, rollout.given["zoom"].source) == (holds, source)
    assert rollout.settings.zoom == holds


def test_lenses_that_are_on_at_the_start_are_the_remembered_ones_or_the_files(
    files: Files,
) -> None:
    files.machine.write_text('start_lenses = ["alcohol"]')
    assert load_rollout().settings.lenses == ("alcohol",)
    files.remembered.write_text('{"lenses": []}')
    assert load_rollout().settings.lenses == ()


def test_only_what_differs_from_the_files_is_remembered(files: Files) -> None:
    files.machine.write_text('zoom = 110\ntheme = "dark"\npaper = "A4"\nlocked = ["paper"]\n')
    rollout = load_rollout()
    chosen = Settings(zoom=110, theme="system", paper="Letter", dim=True)
    assert rollout.save(chosen) == ""
    kept = json.loads(files.remembered.read_text())
    assert {"zoom", "lenses", "paper"}.isdisjoint(kept)
    assert (kept["theme"], kept["dim"]) == ("system", True)
    again = load_rollout().settings
    assert (again.zoom, again.theme, again.paper, again.dim) == (110, "system", "A4", True)


def test_a_kiosk_neither_reads_nor_writes_what_is_remembered(files: Files) -> None:
    files.remembered.write_text('{"zoom": 150}')
    files.machine.write_text("kiosk = true")
    rollout = load_rollout()
    assert rollout.settings.zoom == 100
    assert rollout.save(Settings(zoom=200)) == ""
    assert files.remembered.read_text() == '{"zoom": 150}'


def test_the_library_of_the_file_is_used_unless_the_environment_names_one(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.machine.write_text(f'library = "{tmp_path}/shared"')
    use_rolled_out_library()
    assert paths.library_folder() == tmp_path / "shared"
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, str(tmp_path / "other"))
    use_rolled_out_library()
    assert paths.library_folder() == tmp_path / "other"
    assert load_rollout().given["library"].source is Source.ENVIRONMENT


def test_further_folders_may_begin_with_the_home(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    files.user.write_text('leaflets = ["~/mine", "/srv/leaflets"]')
    folders = (tmp_path / "mine", Path("/srv/leaflets"))
    assert further_folders("leaflets") == folders
    assert load_rollout().leaflet_folders(Path("/r"))[2:] == folders
    assert load_rollout().lens_folders(Path("/r"))[2:] == ()


def test_a_named_folder_that_is_not_there_is_told(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there, gone = tmp_path / "there", tmp_path / "gone"
    there.mkdir()
    files.machine.write_text(f'leaflets = ["{there}", "{gone}"]\nlibrary = "{gone}/library"')
    files.user.write_text(f'lenses = ["{gone}"]')
    assert load_rollout().faults == (
        f"{files.machine}: leaflets: there is no folder {gone}",
        f"{files.user}: lenses: there is no folder {gone}",
        f"{files.machine}: library: there is no folder {gone}",
    )
    gone.mkdir()
    assert load_rollout().faults == (), "the first import makes the library"
    monkeypatch.setenv(paths.LIBRARY_VARIABLE, str(tmp_path / "away" / "library"))
    (fault,) = load_rollout().faults
    assert fault.startswith(f"{paths.LIBRARY_VARIABLE}: ")


def test_a_path_in_a_file_counts_from_the_folder_of_that_file(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files.machine.write_text('library = "shelf"\nlenses = ["../lenses", "/far"]\n')
    files.user.write_text('start_leaflet = "mine/first.md"\n')
    rollout = load_rollout()
    use_rolled_out_library()
    assert paths.library_folder() == files.machine.parent / "shelf"
    assert further_folders("lenses") == (files.machine.parent / ".." / "lenses", Path("/far"))
    assert rollout.start_leaflet == str(files.user.parent / "mine" / "first.md")


def test_the_home_of_nobody_is_a_folder_that_is_not_there(
    files: Files, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files.user.write_text('library = "~no-such-user/lib"\nleaflets = ["~no-such-user/y"]\n')
    use_rolled_out_library()
    assert paths.library_folder() == files.user.parent / "~no-such-user" / "lib"
    assert further_folders("leaflets") == (files.user.parent / "~no-such-user" / "y",)
    monkeypatch.setenv(paths.CACHE_VARIABLE, "~no-such-user/cache")
    assert paths.cache_folder() == tmp_path / "~no-such-user" / "cache"


def test_the_command_names_each_value_its_source_and_what_is_wrong(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    files.machine.write_text('theme = "dark"\nlocked = ["theme"]\nshoe = 3\n')
    files.user.write_text("zoom = 125\n")
    assert main_with("settings") == 0
    shown = capsys.readouterr()
    rows = {line.split()[0]: line for line in shown.out.splitlines()}
    assert rows["theme"].split(None, 1)[1].startswith('"dark"')
    assert "machine file (locked)" in rows["theme"]
    assert str(files.machine) in rows["theme"]
    assert "user file" in rows["zoom"]
    assert "default" in rows["paper"]
    assert f"{files.machine}: line 3: there is no setting 'shoe'" in shown.err


def test_the_command_tells_the_same_to_scripts(
    files: Files, capsys: pytest.CaptureFixture[str]
) -> None:
    files.user.write_text('start_lenses = ["alcohol", "moon"]\ntheme = 3\n')
    assert main_with("settings", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["settings"]["start_lenses"] == {
        "value": ["alcohol", "moon"],
        "source": "user-file",
        "place": str(files.user),
        "locked": False,
    }
    assert data["settings"]["theme"]["source"] == "default"
    assert data["files"]["user"] == {"path": str(files.user), "exists": True}
    assert data["files"]["machine"]["exists"] is False
    assert [fault.partition(": ")[2] for fault in data["faults"]] == [
        "line 2: theme is not one of system, light, dark, high-contrast and is left out",
        "start_lenses: there is no lens with the id 'moon'",
    ]


def main_with(*arguments: str) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["leaflet-viewer", *arguments])
        return main()


def test_a_machine_folder_that_cannot_be_looked_into_is_told_and_hides_nothing(
    files: Files, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files.user.write_text("zoom = 125\n")
    monkeypatch.setenv(paths.MACHINE_VARIABLE, "/" + "x" * 300)
    assert main_with("settings", "--json") == 0
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert told["settings"]["zoom"]["value"] == 125
    assert told["files"]["machine"]["exists"] is False
    assert "cannot be read (File name too long)" in told["faults"][0]
    assert "output" not in shown.err
