"""The list of components and the notices tell of every part who made it and under what terms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.etree
import markdown_it
import pytest
from building.bill import bill
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
