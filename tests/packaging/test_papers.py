"""The list of components and the notices tell of every part who made it and under what terms."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import lxml.etree
import markdown_it
import pytest
import yaml._yaml
from building.bill import bill
from building.built_in import built_in
from building.component import Component
from building.components import bundled_components
from building.notices import write_notices

PART = Component("crate", "0.3", "MIT OR Apache-2.0", author="Somebody")
COMPONENTS = (
    Component("Qt", "6.11.3", "LGPL-3.0-only", ("The LGPL.",), "pkg:generic/qt@6.11.3"),
    Component("odd", "1", "a licence of its own", ("The same text.",)),
    Component("search", "2", "MIT", ("The same text.",), parts=(PART,)),
)


@pytest.fixture
def notices(tmp_path: Path) -> str:
    write_notices(COMPONENTS, tmp_path / "notices.txt")
    return (tmp_path / "notices.txt").read_text(encoding="utf-8")


def test_every_component_stands_in_the_notices_with_version_and_licence(notices: str) -> None:
    assert "Qt 6.11.3: LGPL-3.0-only" in notices
    assert "odd 1: a licence of its own" in notices
    assert "with crate 0.3: MIT OR Apache-2.0, by Somebody" in notices


def test_a_licence_text_that_two_share_is_given_once_for_both(notices: str) -> None:
    assert notices.count("The same text.") == 1
    assert "odd, search" in notices


def test_the_notices_say_how_qt_is_replaced(notices: str) -> None:
    assert "You may put changed ones into their place" in notices


def test_the_bill_names_expressions_as_such_and_other_licences_by_their_names() -> None:
    document: Any = json.loads(json.dumps(bill(COMPONENTS, "1.0")))
    assert document["bomFormat"] == "CycloneDX"
    assert document["specVersion"] == "1.6"
    qt, odd, search = document["components"]
    assert qt["licenses"] == [{"expression": "LGPL-3.0-only"}]
    assert odd["licenses"] == [{"license": {"name": "a licence of its own"}}]
    assert search["components"][0]["authors"] == [{"name": "Somebody"}]
    assert document["dependencies"][0]["dependsOn"] == [
        each["bom-ref"] for each in (qt, odd, search)
    ]


def test_the_bill_is_as_the_schema_of_cyclonedx_wants_it() -> None:
    validation = pytest.importorskip("cyclonedx.validation.json", reason="is for packaging")
    version = pytest.importorskip("cyclonedx.schema").SchemaVersion.V1_6
    schema = validation.JsonStrictValidator(version)
    document = bill(COMPONENTS, "1.0")
    assert schema.validate_str(json.dumps(document)) is None
    assert schema.validate_str(json.dumps({**document, "components": [{"name": "odd"}]}))


def test_the_same_components_make_the_same_bill() -> None:
    assert bill(COMPONENTS, "1.0") == bill(COMPONENTS, "1.0")
    assert bill(COMPONENTS, "1.0")["serialNumber"] != bill(COMPONENTS[1:], "1.0")["serialNumber"]


def test_a_file_belongs_to_the_package_that_installed_it() -> None:
    pytest.importorskip("PyInstaller")
    files = [str(lxml.etree.__file__), str(markdown_it.__file__), json.__file__]
    found = {each.name: each for each in bundled_components([("", file, "") for file in files])}
    assert {"lxml", "markdown-it-py", "Python"} <= found.keys()
    assert "leaflet-viewer" not in found
    assert found["lxml"].licence == "BSD-3-Clause"
    assert {"libxml2", "libxslt"} <= {part.name for part in found["lxml"].parts}
    assert all(component.texts for component in found.values())


# What is built into other files


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"bzip2/libbzip2: internal error\0001.0.8, 13-Jul-2019\0", "bzip2 1.0.8"),
        (b"\0expat_2.6.4\0", "Expat 2.6.4"),
        (b"\0truetype\0autofitter\0", "FreeType "),
        (b"6.11.3\00014.6.0\0001.6.59\0end fallback kern\0", "HarfBuzz 14.6.0"),
        (b"\0u_getVersion_73\00073.2\0", "ICU 73.2"),
        (b"libjpeg-turbo version 3.2.0 (build )", "libjpeg-turbo 3.2.0"),
        (b"libmpdec: internal error in\0002.5.1\0", "libmpdec 2.5.1"),
        (b" libpng version 1.6.59\n\0libpng error: %s", "libpng 1.6.59"),
        (b"did not find expected <document start>\0000.2.5\0", "libyaml 0.2.5"),
        (b"PCRE2_MATCH_INVALID_UTF\00010.49 2026-01-31\0", "PCRE2 10.49"),
        (b"SQLite format 3\0003.45.1\0", "SQLite 3.45.1"),
        (b"invalid distance too far back\0001.3.1.zlib-ng\0", "zlib 1.3.1.zlib-ng"),
        (b"invalid distance too far back\0001.3.1\0001.2.11\0", "zlib "),
        (b"libpng-1.6 and zlib 1.3.1 are the system's\0001.3.1\0", ""),
    ],
)
def test_a_library_is_known_by_the_words_it_left_and_its_version_if_there_is_one_only(
    tmp_path: Path, text: bytes, part: str
) -> None:
    (tmp_path / "library").write_bytes(b"code" + text + b"code")
    parts = built_in([tmp_path / "library"])
    assert [f"{each.name} {each.version}" for each in parts] == ([part] if part else [])


def test_the_libraries_in_python_packages_are_told_as_they_tell_themselves() -> None:
    pytest.importorskip("PyInstaller")
    files = [str(lxml.etree.__file__), str(yaml._yaml.__file__)]
    found = {each.name: each for each in bundled_components([("", file, "") for file in files])}
    versions = {part.name: part.version for part in found["lxml"].parts}
    assert versions.keys() == {"libiconv", "libxml2", "libxslt", "zlib"}
    assert versions["libxml2"] == ".".join(map(str, lxml.etree.LIBXML_VERSION))
    parts = {part.name: part.version for part in found["PyYAML"].parts}
    assert parts == {"libyaml": yaml._yaml.get_version_string()}


def test_what_python_for_windows_brings_along_is_told_as_parts_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("PyInstaller")
    names = ("python313.dll", "libffi-8.dll", "_lzma.pyd", "vcruntime140.dll", "vcruntime140_1.dll")
    for name in names:
        (tmp_path / name).write_bytes(b"MZ")
    (tmp_path / "sqlite3.dll").write_bytes(b"MZ SQLite format 3\0003.45.1\0")
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    components = bundled_components([("", str(each), "") for each in tmp_path.iterdir()])
    (python,) = (each for each in components if each.name == "Python")
    assert [f"{part.name} {part.version}".strip() for part in python.parts] == [
        "Microsoft Visual C++ runtime",
        "SQLite 3.45.1",
        "libffi",
        "liblzma",
    ]
    assert all(part.licence for part in python.parts)
