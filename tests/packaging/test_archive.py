"""The portable archive unpacks into what was built, byte by byte and link by link."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from building.archive import make_archive

FRAMEWORK = "_internal/QtCore.framework"
LINKS = {
    "_internal/QtCore": "QtCore.framework/Versions/A/QtCore",
    f"{FRAMEWORK}/QtCore": "Versions/Current/QtCore",
    f"{FRAMEWORK}/Versions/Current": "A",
}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program folder with a framework, held by links as those of macOS are."""
    folder = tmp_path / "program"
    (folder / "_internal" / "viewer" / "resources").mkdir(parents=True)
    (folder / "_internal" / "viewer" / "resources" / "notices.txt").write_text("Notices.")
    (folder / FRAMEWORK / "Versions" / "A").mkdir(parents=True)
    (folder / FRAMEWORK / "Versions" / "A" / "QtCore").write_bytes(b"code" * 1000)
    (folder / "leaflet-viewer").write_text("program")
    (folder / "leaflet-viewer").chmod(0o755)
    try:
        for place, target in LINKS.items():
            (folder / place).symlink_to(target)
    except OSError:
        pytest.skip("this user cannot make links")
    return folder


@pytest.fixture
def archive(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "platform", "darwin")
    return make_archive(program, tmp_path, "1.0")


def test_the_archive_for_macos_keeps_links_as_links(archive: Path) -> None:
    with ZipFile(archive) as packed:
        links = {
            entry.filename.partition("/")[2]: packed.read(entry).decode()
            for entry in packed.infolist()
            if stat.S_ISLNK(entry.external_attr >> 16)
        }
        code = [name for name in packed.namelist() if name.endswith("/QtCore")]
    assert links == LINKS
    assert len(code) == len(LINKS), "the library once, and links to it"


@pytest.mark.skipif(not shutil.which("unzip"), reason="there is no unzip on this system")
def test_what_unpacks_is_what_was_packed(archive: Path, program: Path, tmp_path: Path) -> None:
    subprocess.run(["unzip", "-q", archive, "-d", tmp_path / "out"], check=True)
    (top,) = (tmp_path / "out").iterdir()
    for each in program.rglob("*"):
        unpacked = top / each.relative_to(program)
        assert unpacked.is_symlink() == each.is_symlink()
        assert unpacked.lstat().st_mode == each.lstat().st_mode or each.is_dir()
        if each.is_symlink():
            assert unpacked.readlink() == each.readlink()
        elif each.is_file():
            assert unpacked.read_bytes() == each.read_bytes()


def test_the_same_folder_makes_the_same_archive(archive: Path, program: Path) -> None:
    first = archive.read_bytes()
    assert make_archive(program, archive.parent, "1.0").read_bytes() == first
