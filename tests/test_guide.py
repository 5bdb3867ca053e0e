"""The user guide says what the program does, and opens without a fault."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from viewer import __version__
from viewer.leaflet.model import Leaflet, Table, text_blocks
from viewer.leaflet.reader import read_leaflets

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "resources" / "leaflets" / "user-guide.en.md"
UPDATE = ROOT / "docs" / "update_key_table.py"


@pytest.fixture
def guide() -> Leaflet:
    (leaflet,) = read_leaflets(GUIDE)
    return leaflet


@pytest.fixture
def update_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_key_table", UPDATE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(leaflet: Leaflet, key: str) -> list[list[str]]:
    """The texts of the rows below the header of the first table in a section."""
    table = next(block for block in leaflet.section(key).blocks if isinstance(block, Table))
    return [
        ["".join(block.text for block in text_blocks(cell.blocks)) for cell in row]
        for row in table.rows[1:]
    ]


def test_the_guide_reads_without_a_remark(guide: Leaflet) -> None:
    assert guide.reading_notes == ()


def test_the_guide_is_the_leaflet_that_f1_opens(guide: Leaflet) -> None:
    from viewer.ui.commands import GUIDE as OPENED_BY_F1

    assert (guide.id, guide.kind, guide.product) == (OPENED_BY_F1, "guide", "User guide")


def test_the_guide_is_of_this_version(guide: Leaflet) -> None:
    assert guide.provenance.version == __version__


def test_every_section_of_the_guide_has_text(guide: Leaflet) -> None:
    assert [section.key for section in guide.walk() if not section.blocks] == []


def test_the_guides_keys_are_those_of_the_program(update_script: ModuleType) -> None:
    pytest.importorskip("PySide6")
    text = GUIDE.read_text(encoding="utf-8")
    renewed = update_script.with_table(text, update_script.generated_table())
    assert text == renewed, "renew the table with: .venv/bin/python docs/update_key_table.py"


def test_a_guide_without_a_place_for_the_keys_is_not_overwritten(update_script: ModuleType) -> None:
    with pytest.raises(ValueError, match="no heading"):
        update_script.with_table("## Other {#other}\n\nText\n", "| Key |\n")


def test_the_program_can_say_every_message_that_the_guide_explains(guide: Leaflet) -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "viewer").rglob("*.py")]
    messages = [message for message, _ in rows_of(guide, "messages")]
    assert len(messages) > 10
    assert [m for m in messages if not any(m in source for source in sources)] == []
