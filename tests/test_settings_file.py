"""The settings file that is written by hand and rolled out."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.settings_file import KEYS, load_settings_file

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "resources" / "settings.example.toml"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_file_that_is_missing_says_nothing(file: Path) -> None:
    found = load_settings_file(file)
    assert (dict(found.values), found.locked, found.faults) == ({}, frozenset(), ())


def test_the_example_names_every_key_with_its_default_and_nothing_else() -> None:
    data = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert data.pop("locked") == []
    read = {
        name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
    }
    assert read == {key.name: key.default for key in KEYS}
    found = load_settings_file(EXAMPLE)
    assert found.faults == ()
    assert dict(found.values) == read


def test_every_key_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    groups = "\n".join(lines).split("\n\n")
    assert [g for g in groups if " = " in g and not g.startswith("#")] == []


def test_values_are_taken_and_lists_become_tuples(file: Path) -> None:
    file.write_text('zoom = 150\nstart_lenses = ["alcohol"]\nkiosk = true\nlocked = ["zoom"]\n')
    found = load_settings_file(file)
    assert dict(found.values) == {"zoom": 150, "start_lenses": ("alcohol",), "kiosk": True}
    assert found.locked == {"zoom"}
    assert found.faults == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("zoom = 900", "zoom is not a whole number from 50 to 300 and is left out"),
        ("zoom = true", "zoom is not a whole number from 50 to 300 and is left out"),
        ('theme = "pink"', "theme is not one of system, light, dark, high-contrast"),
        ('leaflets = "x"', "leaflets is not a list of texts"),
        ("library = 3", "library is not a text"),
        ('library = "a\\u0000b"', "library is not a text without a zero character"),
        ('lenses = ["a\\u0000b"]', "lenses is not a list of texts without a zero character"),
        ('language = "tlh"', "language is not one of en"),
        ("colour = 1", "there is no setting 'colour'; it is ignored"),
        ("[proxy]\nhost = 1", "there is no setting 'proxy'; it is ignored"),
        ('locked = "paper"', "locked is not a list of keys"),
        ('locked = ["theme"]', "theme cannot be locked: this file gives no value"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_hold(file: Path, line: str, reason: str) -> None:
    file.write_text(f'# A comment\npaper = "A4"\n{line}\n')
    found = load_settings_file(file)
    assert dict(found.values) == {"paper": "A4"}
    (fault,) = found.faults
    assert fault.startswith(f"{file}: line 3: ")
    assert reason in fault


def test_a_machine_that_is_to_be_closed_is_closed_however_that_is_written(file: Path) -> None:
    file.write_text('kiosk = "yes"\n')
    found = load_settings_file(file)
    assert dict(found.values) == {"kiosk": True}
    assert found.faults == (f"{file}: line 1: kiosk is not true or false and is taken for true",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"zoom = = 3\n", "line 1: this is not TOML"),
        (b"\xff\xfe", "line 1: this is not UTF-8 text"),
        (b"#" * 300_000, "larger than 256 KiB"),
        (b"a = " + b"[" * 50_000, "nested too deeply"),
        (b"zoom = " + b"1" * 5_000, "too many digits"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_of_it_is_used(
    file: Path, content: bytes, reason: str
) -> None:
    file.write_bytes(content)
    found = load_settings_file(file)
    assert dict(found.values) == {}
    (fault,) = found.faults
    assert fault.startswith(f"{file}: ")
    assert reason in fault
    assert fault.endswith("nothing of it is used")


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbfzoom = 125\r\n")
    assert dict(load_settings_file(file).values) == {"zoom": 125}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_does_not_keep_the_start_waiting(file: Path) -> None:
    os.mkfifo(file)
    assert "not a regular file" in load_settings_file(file).faults[0]


@given(st.binary(max_size=200))
def test_whatever_the_file_holds_nothing_is_raised(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("any") / "settings.toml"
    file.write_bytes(content)
    known = {key.name: key for key in KEYS}
    for name in load_settings_file(file).values:
        assert name in known
