"""The installer's script, as far as it can be tried where there is no Windows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "windows" / "leaflet-viewer.nsi"
LINES = [line.strip() for line in SCRIPT.read_text(encoding="utf-8").splitlines()]


def test_no_file_is_named_with_a_slash_behind_which_makensis_finds_none_on_windows() -> None:
    files = [line for line in LINES if line.startswith(("File ", "OutFile "))]
    names = [re.sub(r'(?<= )"?/(r\b|oname=[^ ]*)', "", line) for line in files]
    assert len(names) == 3
    assert [name for name in names if "/" in name] == []


def test_the_installer_holds_every_file_of_the_program_folder(tmp_path: Path) -> None:
    compiler = shutil.which("makensis")
    if compiler is None:
        pytest.skip("there is no makensis on this system")
    program = tmp_path / "program"
    (program / "_internal" / "viewer").mkdir(parents=True)
    for name in ("leaflet-viewer.exe", "_internal/python.dll", "_internal/viewer/notices.txt"):
        (program / name).write_text(name)
    defined = {"VERSION": "1.0.0", "PROGRAM": str(program), "OUT": str(tmp_path)}
    options = ["-WX", "-V4", *(f"-D{name}={value}" for name, value in defined.items())]
    done = subprocess.run([compiler, *options, SCRIPT], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    packed = set(re.findall(r'^File: "([^"]+)" ', done.stdout, re.MULTILINE))
    assert packed == {"leaflet-viewer.exe", "python.dll", "notices.txt"}
    assert (tmp_path / "leaflet-viewer-1.0.0-setup.exe").stat().st_size > 50_000


def test_installing_and_uninstalling_stop_where_either_program_runs() -> None:
    stops = [line for line in LINES if line.startswith("!insertmacro STOP_WHERE_IT_RUNS")]
    names = ("${COMMAND}", "${CONSOLE_COMMAND}")
    assert stops == 2 * [f"!insertmacro STOP_WHERE_IT_RUNS {name}" for name in names]


def test_whatever_removes_or_writes_the_program_folder_is_asked_whether_it_went_well() -> None:
    for act in ('RMDir /r "$INSTDIR\\_internal"', 'File /r "${PROGRAM}\\*"'):
        place = LINES.index(act)
        cleared = max(n for n in range(place) if LINES[n] == "ClearErrors")
        asked = next(n for n in range(place, len(LINES)) if "STOP_ON_ERRORS" in LINES[n])
        assert cleared < place < asked
        assert not any(line.startswith("Section") for line in LINES[cleared:asked])


def test_the_guide_gives_the_folder_of_settings_the_rights_that_the_installer_gives_it() -> None:
    guide = (SCRIPT.parents[1] / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in LINES if line.startswith("!define RIGHTS ")]
    _, rights, _ = line.split('"')
    assert f"/inheritance:r /grant:r {rights}\n" in guide


def test_no_key_of_somebody_elses_files_is_removed_while_it_holds_anything() -> None:
    removed = [line for line in LINES if line.startswith("DeleteRegKey ") and "SUFFIX" in line]
    assert len(removed) == 2
    assert [line for line in removed if not line.startswith("DeleteRegKey /ifempty ")] == []
