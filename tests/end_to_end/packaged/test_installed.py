"""The Debian package in a clean system: double clicks, the scene at the desk, and gone again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .clean_system import NAME, CleanSystem
from .desk import FILE, LEAFLET, PRODUCT, STARTER, Desk
from .export import EPI, SPL, WARNED, WORDS, export
from .label import LABEL


def test_the_clean_system_has_no_python(installed: CleanSystem) -> None:
    assert list(installed.root.glob("usr/bin/python*")) == []


def test_the_command_is_on_the_path_and_reads_leaflets_from_elsewhere(
    installed: CleanSystem,
) -> None:
    installed.new_user()
    installed.give("label.xml", LABEL)
    done = installed.run(NAME, "check", "/home/clinic/label.xml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "spl" in done.stdout


def test_a_section_is_printed_without_a_display(installed: CleanSystem) -> None:
    installed.new_user()
    pdf = "/home/clinic/section.pdf"
    done = installed.run(NAME, "print", "klonopin", "--section", "interactions", "--pdf", pdf)
    assert done.returncode == 0, done.stderr
    assert (installed.home / "section.pdf").read_bytes().startswith(b"%PDF")


def test_the_desktop_knows_the_file_type_and_the_program_for_it(installed: CleanSystem) -> None:
    installed.new_user()
    installed.give(LEAFLET, "---\nid: x\n---\n")
    asked = installed.run("gio", "info", "-a", "standard::content-type", f"/home/clinic/{LEAFLET}")
    assert "text/x-leaflet" in asked.stdout
    chosen = installed.run("gio", "mime", "text/x-leaflet").stdout
    assert chosen.splitlines()[0].endswith(f"{NAME}.desktop")


@pytest.mark.parametrize("kind", ["application/xml", "application/json", "application/zip"])
def test_product_information_is_offered_under_open_with(installed: CleanSystem, kind: str) -> None:
    assert f"{NAME}.desktop" in installed.run("gio", "mime", kind).stdout


def test_a_double_click_on_the_starter_opens_the_installed_program(desk: Desk) -> None:
    desk.double_click(STARTER)
    window = desk.wait_for_window("Leaflet Viewer")
    assert window.process in desk.processes()
    desk.until(lambda: desk.active() == window.number)
    desk.picture("started by double click")


def test_a_double_click_on_a_leaflet_shows_that_leaflet(desk: Desk) -> None:
    desk.double_click(FILE)
    window = desk.wait_for_window(PRODUCT)
    assert window.process in desk.processes()
    desk.picture("leaflet by double click")


def test_the_scene_at_the_desk_by_keyboard(desk: Desk) -> None:
    desk.double_click(STARTER)
    window = desk.wait_for_window("Klonopin")
    desk.until(lambda: desk.active() == window.number)
    desk.press("ctrl+1", "F3")
    desk.picture("alcohol marked")
    desk.press("ctrl+p")
    dialog = desk.until(
        lambda: next((w for w in desk.windows() if w.number != window.number), None)
    )
    assert "Print" in dialog.title
    desk.picture("section to be printed")


def test_a_second_double_click_reuses_the_window(desk: Desk, installed: CleanSystem) -> None:
    if "--new-window" not in installed.run(NAME, "open", "--help").stdout:
        pytest.skip("this build opens a window for each start")
    desk.double_click(STARTER)
    first = desk.wait_for_window("Klonopin")
    desk.double_click(FILE)
    second = desk.wait_for_window(PRODUCT)
    assert (second.number, second.process) == (first.number, first.process)
    assert len(desk.windows()) == 1
    desk.until(lambda: desk.active() == first.number)
    desk.picture("window reused")


def test_the_action_for_the_user_guide_opens_it_and_again_in_the_same_window(desk: Desk) -> None:
    desk.choose_action("user-guide")
    first = desk.wait_for_window("User guide")
    assert first.process in desk.processes()
    desk.double_click(FILE)
    desk.wait_for_window(PRODUCT)
    desk.choose_action("user-guide")
    assert desk.wait_for_window("User guide").number == first.number
    desk.until(lambda: len(desk.processes()) == 1)


def test_the_action_to_open_asks_for_a_file_and_shows_it(
    desk: Desk, installed: CleanSystem
) -> None:
    """The file is a foreign one, which the window has read in a process of its own."""
    installed.give("label.xml", LABEL)
    desk.choose_action("open")
    window = desk.wait_for_window("Klonopin")
    dialog = desk.until(
        lambda: next((w for w in desk.windows() if w.number != window.number), None)
    )
    desk.until(lambda: desk.active() == dialog.number)
    desk.picture("asked for a file")
    desk.write("/home/clinic/label.xml")
    desk.press("Return")
    assert desk.wait_for_window("Examplin").number == window.number


def test_a_folder_is_imported_searched_and_found_again_in_the_window(
    desk: Desk, installed: CleanSystem
) -> None:
    """Each of them works in further processes of the installed program."""
    for name, text in export():
        installed.give(f"export/{name}", text)
    done = installed.run(NAME, "import", "/home/clinic/export")
    assert (done.returncode, done.stderr) == (0, "")
    found = installed.run(NAME, "search", "--json", WORDS)
    assert found.returncode == 0, found.stderr
    texts = ["".join(t["text"] for t in hit["snippet"]) for hit in json.loads(found.stdout)["hits"]]
    assert sorted(text.partition(" ")[0] for text in texts) == sorted(WARNED)
    desk.double_click(STARTER)
    window = desk.wait_for_window("Klonopin")
    desk.until(lambda: desk.active() == window.number)
    for name in (*EPI, SPL):
        desk.press("ctrl+shift+l", "ctrl+a")
        desk.write(name)
        desk.picture(f"library {name}")
        desk.press("Return")
        assert desk.wait_for_window(name).number == window.number


def test_uninstalled_it_leaves_nothing_but_what_is_the_users(
    system: CleanSystem, deb: Path
) -> None:
    system.purge()
    before = system.files()
    system.install(deb)
    assert system.files() > before
    system.new_user()
    system.run(NAME, "list")
    system.give(".config/leaflet-viewer/leaflets/own.en.md", "mine")
    system.purge()
    assert system.files() - before == set()
    assert before - system.files() == set()
    assert (system.home / ".config/leaflet-viewer/leaflets/own.en.md").read_text() == "mine"
    left = ["usr/share/applications/mimeinfo.cache", "usr/share/mime/globs2"]
    assert not any(b"leaflet" in (system.root / path).read_bytes() for path in left)
