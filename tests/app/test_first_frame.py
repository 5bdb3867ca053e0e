"""What the last run kept for the first frame: used only while nothing of it has changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from viewer.app.first_frame import FILE_NAME, FirstFrame, load_first_frame, save_first_frame

FRAME = FirstFrame(
    leaflet="klonopin",
    title="Klonopin · Leaflet Viewer",
    measures=(11.5, 24.0, 24.0, 6.0),
    colours=("#f4f5f7", "#ffffff", "#16191d", "#0b5cad"),
    system="",
    geometry="AdnQywAD",
    room=(124, 261, 26, 33),
    html="<html><body><p>Tëxt 😀</p>\n\n<p>a\tb</p></body></html>",
)


@pytest.fixture
def made_from(tmp_path: Path) -> tuple[Path, ...]:
    files = tuple(tmp_path / name for name in ("leaflet.md", "topics.toml", "light.toml"))
    for file in files:
        file.write_text("something")
    return (*files, tmp_path / "settings.json")


@pytest.fixture
def kept(tmp_path: Path, made_from: tuple[Path, ...]) -> Path:
    """The folder with a first frame that is kept."""
    folder = tmp_path / "cache"
    save_first_frame(folder, FRAME, made_from)
    return folder


def test_what_was_kept_comes_back_as_it_was(kept: Path) -> None:
    assert load_first_frame(kept) == FRAME


def test_a_file_with_a_name_in_no_known_encoding_is_one_like_others(tmp_path: Path) -> None:
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9.md"))
    file.write_text("something")
    save_first_frame(tmp_path / "cache", FRAME, [file])
    assert load_first_frame(tmp_path / "cache") == FRAME
    file.unlink()
    assert load_first_frame(tmp_path / "cache") is None


def test_nothing_else_lies_beside_it(kept: Path) -> None:
    assert [file.name for file in kept.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_text("something else"),
        lambda file: file.unlink(),
        lambda file: os.utime(file, ns=(1, 1)),
    ],
    ids=["another text", "gone", "another time"],
)
def test_it_is_not_used_where_a_file_it_was_made_from_is_another_now(
    kept: Path, made_from: tuple[Path, ...], number: int, change: Callable[[Path], object]
) -> None:
    change(made_from[number])
    assert load_first_frame(kept) is None


def test_it_is_not_used_where_there_are_settings_now_and_were_none(
    kept: Path, made_from: tuple[Path, ...]
) -> None:
    made_from[3].write_text("{}")
    assert load_first_frame(kept) is None


def test_where_nothing_was_kept_there_is_nothing(tmp_path: Path) -> None:
    assert load_first_frame(tmp_path) is None
    assert load_first_frame(tmp_path / "missing") is None


def rewrite(folder: Path, old: str, new: str) -> None:
    file = folder / FILE_NAME
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version\t", "version\t9"),
        ("version\t", "another\t"),
        ("measures\t11.5", "measures\televen"),
        ("measures\t11.5 ", "measures\t"),
        ("measures\t11.5", "measures\tnan"),
        ("measures\t11.5", "measures\tinf"),
        ("measures\t11.5", "measures\t-11.5"),
        ("measures\t11.5", "measures\t1e300"),
        ("room\t124", "room\t1e9"),
        ("room\t124 ", "room\t"),
        ("room\t124", "room\t99999999999999999999"),
        ("room\t124", "room\t-5"),
        ("colours\t#f4f5f7 ", "colours\t"),
        ("colours\t#f4f5f7", "colours\tnocolour"),
        ("html>", "html>\x00"),
        ("leaflet\t", "leaf"),
    ],
)
def test_a_damaged_or_foreign_one_is_ignored(kept: Path, old: str, new: str) -> None:
    if new == "html>\x00":
        (kept / FILE_NAME).write_bytes(b"\xff\xfe" + (kept / FILE_NAME).read_bytes())
    else:
        rewrite(kept, old, new)
    assert load_first_frame(kept) is None


def test_one_cut_off_anywhere_is_ignored(kept: Path) -> None:
    file = kept / FILE_NAME
    whole = file.read_bytes()
    for length in range(0, len(whole), 7):
        file.write_bytes(whole[:length])
        frame = load_first_frame(kept)
        assert frame is None, f"used with {length} of {len(whole)} bytes"


def test_one_that_names_no_file_it_was_made_from_is_ignored(kept: Path) -> None:
    file = kept / FILE_NAME
    lines = file.read_text(encoding="utf-8").split("\n")
    lines = [line for line in lines if not line.startswith("made-from")]
    file.write_text("\n".join(lines), encoding="utf-8", newline="")
    assert load_first_frame(kept) is None


def test_a_folder_in_its_place_is_ignored(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    assert load_first_frame(tmp_path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_its_place_does_not_hang_the_start(tmp_path: Path) -> None:
    import threading

    os.mkfifo(tmp_path / FILE_NAME)
    found: list[FirstFrame | None] = []
    thread = threading.Thread(target=lambda: found.append(load_first_frame(tmp_path)), daemon=True)
    thread.start()
    thread.join(2)
    hangs = thread.is_alive()
    if hangs:  # lets the waiting thread end
        os.close(os.open(tmp_path / FILE_NAME, os.O_WRONLY | os.O_NONBLOCK))
    assert not hangs
    assert found == [None]


def test_a_value_of_several_lines_is_not_kept(tmp_path: Path) -> None:
    save_first_frame(tmp_path, FRAME._replace(title="one\nversion\t0"), ())
    assert load_first_frame(tmp_path) is None


def test_a_folder_that_cannot_be_made_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save_first_frame(tmp_path / "file", FRAME, ())
    assert load_first_frame(tmp_path / "file") is None
