"""Settings kept between runs, also on machines where that goes wrong."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.settings import PAPERS, THEMES, TREE_WIDTH_RANGE, ZOOM_RANGE, Settings, SettingsStore

IDS = st.lists(st.text("abc-é", min_size=1, max_size=8), max_size=5).map(tuple)
SETTINGS = st.builds(
    Settings,
    theme=st.sampled_from(THEMES),
    zoom=st.integers(*ZOOM_RANGE),
    lenses=IDS,
    dim=st.booleans(),
    tree_width=st.integers(*TREE_WIDTH_RANGE),
    geometry=st.text("ABCDabcd0123+/=", max_size=60),
    print_highlights=st.booleans(),
    paper=st.sampled_from(PAPERS),
    pinned=IDS,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "config" / "settings.json")


def write(store: SettingsStore, content: bytes | str) -> None:
    store.path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    store.path.write_bytes(data)


def test_a_first_start_has_defaults_and_nothing_to_say(store: SettingsStore) -> None:
    assert store.load() == (Settings(), "")
    assert not store.path.parent.exists()


@given(SETTINGS)
def test_what_was_saved_is_loaded(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    store = SettingsStore(tmp_path_factory.mktemp("home") / "new" / "settings.json")
    assert store.save(settings) == ""
    assert store.load() == (settings, "")
    assert [file.name for file in store.path.parent.iterdir()] == ["settings.json"]


def test_no_search_words_own_terms_or_history_have_a_place_in_them() -> None:
    assert {field.name for field in fields(Settings)} == {
        "theme",
        "zoom",
        "lenses",
        "dim",
        "tree_width",
        "geometry",
        "print_highlights",
        "paper",
        "pinned",
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1: damaged"),
        (b'{\n  "zoom": 120,\n  "theme": "dark"', "line 3: damaged"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not UTF-8 text in JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b"[" * 100_000, "damaged"),
        (b'{"zoom": ' + b"9" * 5_000 + b"}", "damaged"),
        (b" " * 300_000, "larger than 256 KiB"),
    ],
)
def test_a_damaged_file_is_named_kept_beside_and_replaced_by_defaults(
    store: SettingsStore, content: bytes, reason: str
) -> None:
    write(store, content)
    settings, message = store.load()
    assert settings == Settings()
    assert message.startswith(f"{store.path}: ")
    assert reason in message
    assert message.endswith("defaults are used, and the file is kept as settings.json.damaged")
    assert store.path.with_name("settings.json.damaged").read_bytes() == content
    assert store.load() == (Settings(), "")
    assert store.save(Settings(zoom=120)) == ""
    assert store.load() == (Settings(zoom=120), "")


def test_each_value_that_cannot_be_used_is_named_and_the_others_are_kept(
    store: SettingsStore,
) -> None:
    write(store, '{"theme": "pink", "zoom": 900, "dim": true, "lenses": ["alcohol", 3]}')
    settings, message = store.load()
    assert settings == Settings(dim=True)
    assert message == (
        f'{store.path}: theme "pink" is not one of system, light, dark, high-contrast,'
        ' "system" is used; zoom 900 is not a whole number from 50 to 300, 100 is used;'
        ' lenses ["alcohol", 3] is not a list of ids, [] is used'
    )


@given(st.dictionaries(st.sampled_from([field.name for field in fields(Settings)]), JSON))
def test_whatever_the_values_loading_gives_usable_settings(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, object]
) -> None:
    store = SettingsStore(tmp_path_factory.mktemp("home") / "settings.json")
    write(store, json.dumps(values))
    settings, _ = store.load()
    assert ZOOM_RANGE[0] <= settings.zoom <= ZOOM_RANGE[1]
    assert settings.theme in THEMES
    assert store.save(settings) == ""
    assert store.load() == (settings, "")


def test_keys_of_another_version_stay_in_the_file(store: SettingsStore) -> None:
    write(store, '{"zoom": 120, "library": {"folder": "x"}}')
    settings, message = store.load()
    assert (settings, message) == (Settings(zoom=120), "")
    store.save(Settings(zoom=130))
    kept = json.loads(store.path.read_text())
    assert kept["library"] == {"folder": "x"}
    assert kept["zoom"] == 130


def test_the_file_is_replaced_whole_and_never_written_into(store: SettingsStore) -> None:
    store.save(Settings(zoom=120))
    before = store.path.with_name("before")
    before.hardlink_to(store.path)
    store.save(Settings(zoom=130))
    assert json.loads(before.read_text())["zoom"] == 120


def test_a_file_saved_by_an_editor_with_a_byte_order_mark_is_read(store: SettingsStore) -> None:
    write(store, b'\xef\xbb\xbf{"zoom": 150}')
    assert store.load() == (Settings(zoom=150), "")


def test_a_home_that_cannot_be_written_is_said_and_nothing_is_raised(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = SettingsStore(tmp_path / "file" / "settings.json")
    message = store.save(Settings())
    assert message.startswith(f"Settings could not be saved in {store.path}: ")
    assert message.endswith(".")
    settings, loaded = store.load()
    assert settings == Settings()
    assert "cannot be read" in loaded


def test_a_read_only_folder_is_said_and_its_settings_are_still_read(store: SettingsStore) -> None:
    write(store, '{"zoom": 150}')
    store.path.parent.chmod(0o500)
    try:
        if os.access(store.path.parent, os.W_OK):
            pytest.skip("permissions do not bind this user")
        assert store.load() == (Settings(zoom=150), "")
        assert "could not be saved" in store.save(Settings())
        assert store.path.read_text() == '{"zoom": 150}'
        store.path.write_text("damaged")
        assert "could not be set aside" in store.load()[1]
    finally:
        store.path.parent.chmod(0o700)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_in_place_of_the_file_does_not_keep_the_start_waiting(store: SettingsStore) -> None:
    store.path.parent.mkdir()
    os.mkfifo(store.path)
    settings, message = store.load()
    assert settings == Settings()
    assert "not a regular file" in message


def test_a_folder_in_place_of_the_file_is_said(store: SettingsStore) -> None:
    store.path.mkdir(parents=True)
    assert "not a regular file" in store.load()[1]
    assert "could not be saved" in store.save(Settings())
    assert [file.name for file in store.path.parent.iterdir()] == ["settings.json"]
