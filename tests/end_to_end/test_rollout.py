"""Settings that an administrator rolls out, as they show in the window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from viewer.app.first_frame import FILE_NAME

from . import seen
from .conftest import Start
from .program import PATIENCE, Folders
from .test_moving import choose_theme
from .test_window import SAMPLE

LENS = """\
id = "tea"
order = 1
colour = "teal"
[name]
en = "Tea"
[terms.en]
words = ["tea"]
"""


def roll_out(folders: Folders, text: str) -> None:
    folders.machine.mkdir(exist_ok=True)
    (folders.machine / "settings.toml").write_text(text)


def remembered(folders: Folders) -> dict[str, object]:
    data = json.loads((folders.config / "settings.json").read_text())
    assert isinstance(data, dict)
    return data


def test_the_machines_file_decides_the_first_start(
    start: Start, folders: Folders, tmp_path: Path
) -> None:
    for name, text in (("leaflets/sample.en.md", SAMPLE), ("lenses/tea.toml", LENS)):
        (tmp_path / "share" / name).parent.mkdir(parents=True)
        (tmp_path / "share" / name).write_text(text)
    natural = start()
    size, light = natural.see(seen.text_size), natural.see(seen.colours)
    natural.quit()
    roll_out(
        folders,
        f'leaflets = ["{tmp_path}/share/leaflets"]\nlenses = ["{tmp_path}/share/lenses"]\n'
        'start_leaflet = "sample"\nstart_lenses = ["tea", "alcohol"]\ntheme = "dark"\nzoom = 200\n',
    )
    for _ in range(2):  # with the first frame kept from the run before, and made anew
        program = start()
        assert program.see(seen.title) == "Samplex · Leaflet Viewer"
        assert program.see(seen.text_size) == pytest.approx(2 * size, rel=0.02)
        assert program.see(seen.colours) != light
        assert sorted(program.see(seen.lenses_on)) == ["alcohol", "tea"]
        assert program.quit() == 0


def test_a_choice_in_the_window_lasts_unless_it_is_locked(start: Start, folders: Folders) -> None:
    roll_out(folders, 'theme = "dark"\nzoom = 200\nlocked = ["zoom"]\n')
    program = start()
    dark, size = program.see(seen.colours), program.see(seen.text_size)
    choose_theme(program)
    program.press("ctrl+0")
    chosen = program.see(seen.colours)
    assert chosen != dark
    assert program.quit() == 0
    program = start()
    assert program.see(seen.colours) == chosen
    assert program.see(seen.text_size) == size
    assert program.quit() == 0
    assert "zoom" not in remembered(folders)


def test_what_was_never_chosen_follows_the_file_when_that_changes(
    start: Start, folders: Folders
) -> None:
    roll_out(folders, "zoom = 200\n")
    first = start()
    size = first.see(seen.text_size)
    assert first.quit() == 0
    roll_out(folders, "zoom = 100\n")
    assert start().see(seen.text_size) == pytest.approx(size / 2, rel=0.02)


def test_a_fault_in_the_file_is_named_with_its_line_and_the_rest_holds(
    start: Start, folders: Folders
) -> None:
    (folders.config / "settings.toml").write_text('zoom = "big"\ncolour = "pink"\ntheme = "dark"\n')
    program = start()
    assert program.see(seen.notice_above).startswith("1 file could not be used.")
    program.press("F6", "F6", "F6", "F6", "F6")
    assert program.see(seen.focus) == "notice_details"
    program.press("space")
    message = program.see(seen.message)
    assert "line 1: zoom is not a whole number from 50 to 300" in message
    assert "line 2: there is no setting 'colour'" in message
    assert int(program.see(seen.colours)[0][1:3], 16) < 0x80  # dark


def test_a_kiosk_opens_no_files_and_remembers_nothing(
    start: Start, folders: Folders, tmp_path: Path
) -> None:
    file = tmp_path / "sample.md"
    file.write_text(SAMPLE)
    program = start()
    program.press("ctrl+1", "ctrl+plus")
    size = program.see(seen.text_size)
    assert program.quit() == 0
    roll_out(folders, "kiosk = true\n")
    before = (folders.config / "settings.json").read_bytes()
    program = start()
    assert program.see(seen.lenses_on) == []
    assert program.see(seen.text_size) < size
    kept = (folders.cache / FILE_NAME).read_bytes()
    program.press("ctrl+2", "ctrl+plus", "ctrl+o")
    assert program.see(seen.dialog) == ""
    program.press("ctrl+i")
    assert program.see(seen.dialog) == ""
    assert not program.see(seen.drop, str(file))
    program.press("ctrl+p")
    program.until_that(seen.dialog_words, lambda said: "There is no printer" in said, "no printer")
    program.press("Return", "Escape")
    assert program.see(seen.dialog) == ""
    assert not list(folders.home.glob("*.pdf"))
    assert not list((folders.config / "state").glob("open-*"))
    assert program.quit() == 0
    assert (folders.config / "settings.json").read_bytes() == before
    assert (folders.cache / FILE_NAME).read_bytes() == kept
    program = start(file)
    assert "Files are not opened here" in program.see(seen.message)
    assert "Klonopin" in program.see(seen.title)


@pytest.mark.parametrize("key", ["ctrl+1", "ctrl+p"])
def test_the_next_reader_at_a_kiosk_sees_nothing_of_the_last_ones(
    start: Start, folders: Folders, key: str
) -> None:
    roll_out(folders, "kiosk = true\n")
    last = start()
    last.press(key)
    following = start()
    assert following.see(seen.lenses_on) == []
    assert last.process.wait(PATIENCE) == 0
    assert following.quit() == 0
