"""What a desktop is told of the program is true of the program."""

from __future__ import annotations

import re
import shlex
import struct
from configparser import RawConfigParser
from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from building.deb import depends
from building.icons import SIZES, png, write_icns, write_ico
from lxml import etree
from PySide6.QtGui import QImage

from viewer import cli, paths
from viewer.preflight import LIBRARIES

ROOT = Path(__file__).resolve().parents[2]
LINUX = ROOT / "packaging" / "linux"
DRAWINGS = (ROOT / "resources" / "icons" / "app.svg", LINUX / "leaflet-file.svg")
ENTRY = "Desktop Entry"


@pytest.fixture
def entry() -> RawConfigParser:
    parser = RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(LINUX / "leaflet-viewer.desktop", encoding="utf-8")
    return parser


def test_the_entry_offers_to_open_a_file_and_to_read_the_guide(entry: RawConfigParser) -> None:
    actions = entry[ENTRY]["Actions"].rstrip(";").split(";")
    names = [entry[f"Desktop Action {action}"]["Name"] for action in actions]
    assert names == ["Open…", "User guide"]


def test_every_command_of_the_entry_is_one_that_the_program_takes(
    entry: RawConfigParser, capsys: pytest.CaptureFixture[str]
) -> None:
    for section in entry.sections():
        command, *arguments = shlex.split(entry[section]["Exec"])
        assert command == "leaflet-viewer"
        options = [each for each in arguments if each.startswith("--")]
        cli.run(["open", "--help"])
        told = capsys.readouterr().out
        assert [option for option in options if option not in told] == []


def test_the_files_own_type_is_the_one_that_the_entry_opens(entry: RawConfigParser) -> None:
    info = etree.parse(str(LINUX / "leaflet-viewer.mime.xml")).getroot()
    space = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
    (kind,) = info.findall("m:mime-type", space)
    assert [glob.get("pattern") for glob in kind.findall("m:glob", space)] == ["*.leaflet"]
    assert kind.get("type") in entry[ENTRY]["MimeType"].split(";")


def test_every_form_of_leaflet_is_offered_the_program_on_all_three_systems(
    entry: RawConfigParser,
) -> None:
    kinds = entry[ENTRY]["MimeType"].rstrip(";").split(";")
    assert {"application/xml", "application/json", "application/zip"} <= set(kinds)
    installer = (ROOT / "packaging" / "windows" / "leaflet-viewer.nsi").read_text("utf-8")
    offered = set(re.findall(r"WriteRegStr .*\\(\.\w+)\\OpenWithProgids", installer))
    assert offered == {".xml", ".json", ".zip"}
    specification = (ROOT / "packaging" / "leaflet-viewer.spec").read_text("utf-8")
    alternate = re.search(r'"Alternate",\s+"LSItemContentTypes": \[(.*)\]', specification)
    assert alternate is not None
    assert alternate[1] == '"public.xml", "public.json", "public.zip-archive"'


def test_the_portable_program_says_how_each_of_its_folders_is_moved() -> None:
    text = (LINUX / "portable.txt").read_text(encoding="utf-8")
    variables = {paths.CONFIG_VARIABLE, paths.CACHE_VARIABLE, paths.LIBRARY_VARIABLE}
    assert set(re.findall(r"LEAFLET_VIEWER_\w+", text)) == variables
    for folder in (".config", ".cache", ".local/share", ".local/state"):
        assert f"~/{folder}/leaflet-viewer" in text


def test_the_package_depends_on_every_library_that_a_window_needs(tmp_path: Path) -> None:
    (tmp_path / "library.so").write_bytes(b"\x7fELF\0GLIBC_2.4\0GLIBC_2.35\0GLIBC_2.17\0")
    (tmp_path / "no library").write_bytes(b"GLIBC_2.99\0")
    first, *others = depends(tmp_path)
    assert first == "libc6 (>= 2.35)"
    assert {" | ".join(packages) for packages in LIBRARIES.values()} <= set(others)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.stem)
def test_a_drawing_fills_its_picture_at_every_size(drawing: Path) -> None:
    for size in SIZES:
        image = QImage.fromData(png(drawing, size))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(size // 2, size // 8).alpha() > 0
        assert image.pixelColor(0, 0).alpha() == 0


def test_the_windows_icon_holds_whole_pictures(tmp_path: Path) -> None:
    data = write_ico(DRAWINGS[0], tmp_path / "app.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert (kind, count) == (1, 7)
    for number in range(count):
        width, *_, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert QImage.fromData(data[offset : offset + length]).width() == (width or 256)


def test_the_macos_icon_holds_whole_pictures(tmp_path: Path) -> None:
    data = write_icns(DRAWINGS[0], tmp_path / "app.icns").read_bytes()
    assert struct.unpack_from(">4sI", data) == (b"icns", len(data))
    place, widths = 8, []
    while place < len(data):
        _, length = struct.unpack_from(">4sI", data, place)
        widths.append(QImage.fromData(data[place + 8 : place + length]).width())
        place += length
    assert sorted(widths) == [32, 64, 128, 256, 512, 1024]
