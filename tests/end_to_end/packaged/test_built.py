"""What was built: its size, its parts, its papers, and that it runs where nothing else is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest

from viewer.preflight import LIBRARIES

from .label import LABEL
from .provided import not_here

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1_000_000
EVERYWHERE = {
    *("ld-linux-x86-64", "ld-linux-aarch64", "libc", "libdl", "libm", "libpthread", "librt"),
    *("libgcc_s", "libstdc++", "liblzma", "libz", "libzstd"),  # in Depends, and in every system
    "libgthread-2.0",  # comes with glib
    *("libwayland-client", "libwayland-cursor"),  # wanted only where there is Wayland
}
"""Libraries of the system that `viewer.preflight` need not name."""
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="about Linux's build")


def run(program: Path, *arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Runs the built program with a home of its own and nothing of this Python's in reach."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_", "LEAFLET_"))}
    return subprocess.run(
        [program, *arguments],
        cwd=home,
        env={**kept, "HOME": str(home), "LANG": "C.UTF-8", "PATH": "/nonexistent"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


# These tests themselves


@on_linux
def test_a_continuous_run_fails_for_want_of_what_its_set_up_provides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no openbox"):
        not_here("there is no openbox")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="no openbox"):
        not_here("there is no openbox")


# Sizes


def test_the_program_folder_takes_at_most_130_mb(built: Path) -> None:
    files = (each for each in (built / "leaflet-viewer").rglob("*") if not each.is_symlink())
    assert sum(each.stat().st_size for each in files if each.is_file()) <= 130 * MEGABYTE


def test_the_debian_package_takes_at_most_50_mb(deb: Path) -> None:
    assert deb.stat().st_size <= 50 * MEGABYTE


# The program, where no source and no Python is


def test_it_tells_its_version(elsewhere: Path, version: str, tmp_path: Path) -> None:
    assert version in run(elsewhere, "--version", home=tmp_path).stdout


def test_it_finds_its_own_leaflets_guide_and_lenses(elsewhere: Path, tmp_path: Path) -> None:
    listed = json.loads(run(elsewhere, "list", "--json", home=tmp_path).stdout)
    assert {"klonopin", "user-guide"} <= {leaflet["id"] for leaflet in listed["leaflets"]}
    marked = run(elsewhere, "highlight", "klonopin", "--lens", "alcohol", home=tmp_path)
    assert "alcohol" in marked.stdout.lower()


def test_it_reads_a_foreign_file_in_a_process_of_its_own(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "label.xml").write_text(LABEL, encoding="utf-8")
    done = run(elsewhere, "show", tmp_path / "label.xml", home=tmp_path)
    assert "Not to be taken with alcohol." in done.stdout


def test_it_prints_a_section(elsewhere: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "section.pdf"
    done = run(elsewhere, "print", "klonopin", "--section", "dosage", "--pdf", pdf, home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert pdf.read_bytes().startswith(b"%PDF")


@on_linux
def test_without_a_display_it_says_so_in_a_sentence(elsewhere: Path, tmp_path: Path) -> None:
    environment = {"PATH": "/nonexistent", "HOME": str(tmp_path)}
    done = subprocess.run(
        [elsewhere], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "no display" in done.stderr


# What is in it


@on_linux
def test_every_library_it_needs_is_in_it_or_asked_of_the_system(built: Path) -> None:
    folder = built / "leaflet-viewer"
    inside = {each.name for each in folder.rglob("*.so*")}
    asked = set()
    for file in [*folder.rglob("*.so*"), folder / "leaflet-viewer"]:
        told = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True)
        asked |= set(re.findall(r"NEEDED +(\S+)", told.stdout))
    known = inside | LIBRARIES.keys()
    assert {name for name in asked - known if name.partition(".so")[0] not in EVERYWHERE} == set()


@on_linux
def test_there_is_no_second_copy_of_a_library_of_the_system(built: Path) -> None:
    inside = {each.name for each in (built / "leaflet-viewer").rglob("*.so*")}
    assert inside & (LIBRARIES.keys() | {"libstdc++.so.6", "libgcc_s.so.1"}) == set()


def test_the_notices_name_qt_its_licence_and_where_its_source_is(built: Path) -> None:
    resources = built / "leaflet-viewer" / "_internal" / "viewer" / "resources"
    notices = (resources / "notices.txt").read_text(encoding="utf-8")
    for words in (
        "Qt 6.",
        "LGPL-3.0-only",
        "https://download.qt.io/official_releases/qt/",
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
    ):
        assert words in notices


def test_the_bill_of_materials_has_a_licence_for_every_component(built: Path, version: str) -> None:
    bill = json.loads((built / f"leaflet-viewer-{version}.cdx.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {each["name"]: each for each in bill["components"]}
    assert {"Qt", "PySide6_Essentials", "shiboken6", "Python", "lxml", "tantivy"} <= named.keys()
    assert [name for name, each in named.items() if not each.get("licenses")] == []
    references = [each["bom-ref"] for each in bill["components"]]
    assert len(references) == len(set(references))


def test_the_bill_of_materials_has_a_version_for_all_but_a_few_parts_of_qt(
    built: Path, version: str
) -> None:
    bill = json.loads((built / f"leaflet-viewer-{version}.cdx.json").read_text(encoding="utf-8"))
    without = {each["name"] for each in bill["components"] if "version" not in each}
    for each in bill["components"]:
        parts = [part["name"] for part in each.get("components", ()) if "version" not in part]
        without |= {f"{each['name']}: {part}" for part in parts}
    told = tomllib.loads((ROOT / "packaging" / "qt_parts.toml").read_text(encoding="utf-8"))
    of_qt = {f"Qt: {name}" for name, _ in told["parts"]}
    assert without <= of_qt
    found = {"HarfBuzz", "libjpeg-turbo", "libpng", "PCRE2"}
    assert without.isdisjoint(f"Qt: {name}" for name in found)


def test_no_library_is_built_into_a_file_that_the_bill_of_materials_leaves_out(
    built: Path, version: str
) -> None:
    sys.path.insert(0, str(ROOT / "packaging"))
    from building.built_in import built_in

    bill = json.loads((built / f"leaflet-viewer-{version}.cdx.json").read_text(encoding="utf-8"))
    parts = (part for each in bill["components"] for part in each.get("components", ()))
    named = " ".join(each["name"].lower() for each in [*bill["components"], *parts])
    named = named.replace("libbz2", "bzip2")  # Debian's name of it
    files = [each for each in (built / "leaflet-viewer").rglob("*") if each.is_file()]
    assert [each.name for each in built_in(files) if each.name.lower() not in named] == []


def test_the_bill_of_materials_is_as_the_schema_of_its_version_wants_it(
    built: Path, version: str
) -> None:
    text = (built / f"leaflet-viewer-{version}.cdx.json").read_text(encoding="utf-8")
    validation = pytest.importorskip("cyclonedx.validation.json")
    claimed = pytest.importorskip("cyclonedx.schema").SchemaVersion.from_version(
        json.loads(text)["specVersion"]
    )
    assert validation.JsonStrictValidator(claimed).validate_str(text) is None


@on_linux
def test_the_archive_unpacks_into_one_folder_with_all_papers(built: Path, version: str) -> None:
    (file,) = built.glob(f"leaflet-viewer-{version}-linux-*.tar.xz")
    with tarfile.open(file) as archive:
        names = archive.getnames()
    top = file.name.removesuffix(".tar.xz")
    assert {name.partition("/")[0] for name in names} == {top}
    papers = ("leaflet-viewer", "LICENSE", "notices.txt", "README.txt")
    assert {f"{top}/{name}" for name in papers} <= set(names)


# The files for the desktop, as they are in the package


@pytest.fixture(scope="module")
def unpacked(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked") / "package"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, folder], check=True)
    return folder


def test_the_desktop_entry_is_valid(unpacked: Path) -> None:
    (entry,) = unpacked.glob("usr/share/applications/*.desktop")
    _valid("desktop-file-validate", str(entry))


def test_the_appstream_metadata_is_valid(unpacked: Path) -> None:
    (info,) = unpacked.glob("usr/share/metainfo/*.xml")
    _valid("appstreamcli", "validate", "--no-net", str(info))


def test_there_are_no_maintainer_scripts_and_every_sum_is_right(unpacked: Path) -> None:
    assert {each.name for each in (unpacked / "DEBIAN").iterdir()} == {"control", "md5sums"}
    sums = unpacked / "DEBIAN" / "md5sums"
    subprocess.run(["md5sum", "--check", "--quiet", str(sums)], cwd=unpacked, check=True)


def _valid(program: str, *arguments: str) -> None:
    if not shutil.which(program):
        not_here(f"there is no {program} on this system")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


# For the systems that this machine is not

WHEELS = {
    "Windows": ["win_amd64"],
    "macOS": [f"macosx_{n}_0_{kind}" for n in (11, 12, 13) for kind in ("arm64", "universal2")],
}


@pytest.mark.parametrize("system", WHEELS)
def test_every_pinned_package_has_a_wheel_there(system: str, tmp_path: Path) -> None:
    """By number and hash; nothing is installed."""
    platforms = [word for name in WHEELS[system] for word in ("--platform", name)]
    requirements = ROOT / "packaging" / "requirements.txt"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed"),
            *("--no-deps", "--only-binary", ":all:", "--require-hashes", "--quiet"),
            *("--python-version", "3.13", "--target", str(tmp_path), *platforms),
            *("-r", str(requirements)),
        ],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if "NewConnectionError" in done.stderr or "name resolution" in done.stderr:
        pytest.skip("the package index does not answer; is this machine online?")
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_installer_for_windows_compiles(tmp_path: Path) -> None:
    if not shutil.which("makensis"):
        not_here("there is no makensis on this system")
    program = tmp_path / "leaflet-viewer"
    (program / "_internal").mkdir(parents=True)
    for name in ("leaflet-viewer.exe", "leaflet-viewer-console.exe", "_internal/library"):
        (program / name).write_bytes(b"a stand-in")
    sys.path.insert(0, str(ROOT / "packaging"))
    from building.icons import write_ico

    icon = write_ico(ROOT / "resources" / "icons" / "app.svg", tmp_path / "app.ico")
    defined = {"PROGRAM": program, "OUT": tmp_path, "ICON": icon, "FILE_ICON": icon}
    words = [f"-DVERSION={'1.2.3'}", *(f"-D{name}={value}" for name, value in defined.items())]
    script = ROOT / "packaging" / "windows" / "leaflet-viewer.nsi"
    _valid("makensis", "-WX", "-V2", *words, str(script))
    assert (tmp_path / "leaflet-viewer-1.2.3-setup.exe").read_bytes().startswith(b"MZ")
