"""The whole window, built as the program builds it, without a screen."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from viewer.app.first_frame import FILE_NAME, load_first_frame
from viewer.app.viewer import Viewer
from viewer.open_request import OpenRequest
from viewer.rollout import load_rollout
from viewer.ui.actions import ACTIONS, TOPICS, ActionId
from viewer.ui.lens_chip import LensChip
from viewer.ui.main_window import MainWindow
from viewer.ui.message_page import Message
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.print_dialog import PrintDialog
from viewer.ui.rich_text import Measures, lay_out

RESOURCES = Path(__file__).parents[2] / "resources"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
Start = Callable[..., Viewer]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEAFLET_VIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("LEAFLET_VIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEAFLET_VIEWER_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("LEAFLET_VIEWER_MACHINE", str(tmp_path / "machine"))
    return tmp_path


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, folders: Path) -> Iterator[Start]:
    """Starts the program; what a theme did to the application is undone at the end."""
    assert folders
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    viewers: list[Viewer] = []

    def begin(request: OpenRequest | None = None, **kept: object) -> Viewer:
        viewer = Viewer(qapp, RESOURCES, **kept)  # type: ignore[arg-type]
        viewers.append(viewer)
        qtbot.addWidget(viewer.window)
        viewer.start(request or OpenRequest())
        qtbot.waitUntil(lambda: bool(viewer.window.view.toPlainText()), timeout=5_000)
        QApplication.processEvents()
        return viewer

    yield begin
    for viewer in viewers:
        viewer.window.close()
        viewer.deleteLater()
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


def close(viewer: Viewer) -> None:
    viewer.window.close()
    QApplication.processEvents()


def written(folder: Path) -> str:
    """All that lies in the user's folders, as text."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return "\n".join(file.read_bytes().decode("utf-8", "replace") for file in files)


def lens_switch(viewer: Viewer, id: str) -> QAction:
    found = viewer.window.findChild(QAction, f"lens_{id}")
    assert isinstance(found, QAction)
    return found


def action(viewer: Viewer, id: ActionId) -> QAction:
    found = viewer.window.findChild(QAction, f"action_{id.name.lower()}")
    assert isinstance(found, QAction)
    return found


def test_it_starts_on_the_bundled_leaflet_at_its_top(start: Start) -> None:
    window = start().window
    assert window.windowTitle().startswith("Klonopin")
    assert "Interactions" in window.view.toPlainText()
    assert window.status_section.text() == "Beginning of the leaflet"
    assert window.view.verticalScrollBar().value() == 0


def test_it_starts_where_it_is_asked_to(start: Start) -> None:
    viewer = start(OpenRequest("klonopin", "interactions", ("alcohol",), "", "sleep"))
    assert viewer.window.view.current_section() == "interactions"
    assert lens_switch(viewer, "alcohol").isChecked()
    assert not viewer.window.content.find_bar.isHidden()
    assert viewer.window.content.find_bar.field.text() == "sleep"


def test_an_unknown_leaflet_is_told_on_a_page_with_a_way_back(start: Start) -> None:
    viewer = start(OpenRequest("no-such-leaflet"))
    content = viewer.window.content
    assert content.shows_message()
    action(viewer, ActionId.CLEAR).trigger()
    assert not content.shows_message()


def test_a_file_at_fault_is_told_on_a_page_and_the_leaflet_stays_behind_it(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    faulty = tmp_path / "faulty.md"
    faulty.write_text("---\nid: x\n---\n", encoding="utf-8")
    viewer = start()
    viewer.window.file_dropped.emit(str(faulty))
    qtbot.waitUntil(viewer.window.content.shows_message, timeout=5_000)
    action(viewer, ActionId.CLEAR).trigger()
    assert "Interactions" in viewer.window.view.toPlainText()


# -- what is written -----------------------------------------------------------------------------


def test_no_word_that_was_typed_and_no_place_that_was_read_is_ever_written(
    start: Start, folders: Path
) -> None:
    viewer = start(OpenRequest(term="secretterm", find="secretfind"))
    viewer.window.content.find_bar.field.setText("othersecret")
    viewer.window.tree.section_chosen.emit("overdose")
    QApplication.processEvents()
    close(viewer)
    text = written(folders).casefold()
    assert "settings" in " ".join(file.name for file in folders.rglob("*"))
    for word in ("secretterm", "secretfind", "othersecret"):
        assert word not in text
    settings = json.loads((folders / "config" / "settings.json").read_text())
    assert "overdose" not in json.dumps(settings)
    assert "lenses" not in settings


def test_a_lens_asked_for_at_a_start_is_on_for_that_start_alone(
    start: Start, folders: Path
) -> None:
    asked = OpenRequest(lenses=("alcohol", "liver"))
    viewer = start(asked)
    lens_switch(viewer, "liver").setChecked(False)
    lens_switch(viewer, "liver").setChecked(True)
    close(viewer)
    file = folders / "config" / "settings.json"
    assert json.loads(file.read_text())["lenses"] == ["liver"], "switched by hand it is one's own"
    close(start(asked))
    assert json.loads(file.read_text())["lenses"] == ["liver"]


def test_what_was_chosen_is_there_again_at_the_next_start(start: Start, folders: Path) -> None:
    first = start()
    lens_switch(first, "alcohol").setChecked(True)
    action(first, ActionId.ZOOM_IN).trigger()
    action(first, ActionId.DIM).trigger()
    close(first)
    settings = json.loads((folders / "config" / "settings.json").read_text())
    assert (settings["lenses"], settings["zoom"], settings["dim"]) == (["alcohol"], 110, True)
    again = start()
    assert lens_switch(again, "alcohol").isChecked()
    assert action(again, ActionId.DIM).isChecked()
    assert again.window.content.banner.isVisible()


# -- the first frame -----------------------------------------------------------------------------


def test_what_is_kept_for_the_next_start_is_the_leaflet_that_it_will_show(
    start: Start, folders: Path
) -> None:
    close(start())
    frame = load_first_frame(folders / "cache")
    assert frame is not None
    assert frame.leaflet == "klonopin"
    assert "Interactions" in frame.html


def start_from_kept(start: Start, qapp: QApplication, folders: Path) -> Viewer:
    """Starts as the program does where a first frame is kept."""
    frame = load_first_frame(folders / "cache")
    assert frame is not None
    document = lay_out(frame.html, qapp.font(), Measures(*frame.measures))
    return start(window=MainWindow(), laid_out={frame.html: document})


def test_the_document_of_the_first_frame_is_the_one_that_stays(
    start: Start, qapp: QApplication, folders: Path
) -> None:
    plain = start()
    text = plain.window.view.toPlainText()
    close(plain)
    frame = load_first_frame(folders / "cache")
    assert frame is not None
    document = lay_out(frame.html, qapp.font(), Measures(*frame.measures))
    viewer = start(window=MainWindow(), laid_out={frame.html: document})
    assert viewer.window.view.document() is document
    assert viewer.window.view.toPlainText() == text


def test_a_text_tampered_with_in_the_cache_is_replaced_by_the_leaflets_own(
    start: Start, qapp: QApplication, folders: Path
) -> None:
    plain = start()
    text = plain.window.view.toPlainText()
    close(plain)
    file = folders / "cache" / FILE_NAME
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept.replace("alcohol", "ALCOHOL IS FINE"), encoding="utf-8", newline="")
    if load_first_frame(folders / "cache") is None:
        return  # better still: it is not even shown for a moment
    viewer = start_from_kept(start, qapp, folders)
    assert viewer.window.view.toPlainText() == text


# -- actions and menus ---------------------------------------------------------------------------


def test_every_action_does_something_when_it_is_triggered(start: Start) -> None:
    viewer = start()
    assert set(viewer._by_action()) == set(ActionId) == {spec.id for spec in ACTIONS}


def test_every_action_is_in_a_menu(start: Start) -> None:
    window = start().window
    shown: set[QAction] = set()
    waiting = [entry.menu() for entry in window.menuBar().actions()]
    while waiting:
        menu = waiting.pop()
        if isinstance(menu, QMenu):
            shown.update(menu.actions())
            waiting += [entry.menu() for entry in menu.actions() if entry.menu() is not None]
    for id in ActionId:
        found = window.findChild(QAction, f"action_{id.name.lower()}")
        assert found in shown, f"{id} is in no menu"


def test_no_two_things_answer_to_one_key(start: Start) -> None:
    window = start().window
    owners: dict[str, list[str]] = {}
    for each in window.findChildren(QAction):
        for key in each.shortcuts():
            owners.setdefault(key.toString(), []).append(each.text())
    for button in window.findChildren(QToolButton):
        if not button.shortcut().isEmpty():
            owners.setdefault(button.shortcut().toString(), []).append(button.text())
    for entry in window.menuBar().actions():
        mnemonic = QKeySequence.mnemonic(entry.text()).toString()
        owners.setdefault(mnemonic, []).append(entry.text())
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}


def test_no_two_entries_of_a_menu_share_a_letter(start: Start) -> None:
    for entry in start().window.menuBar().actions():
        menu = entry.menu()
        assert isinstance(menu, QMenu)
        letters = [
            QKeySequence.mnemonic(each.text()).toString() for each in menu.actions() if each.text()
        ]
        letters = [letter for letter in letters if letter]
        assert len(letters) == len(set(letters)), f"{entry.text()}: {letters}"


# -- in step -------------------------------------------------------------------------------------


def test_the_desk_scene_needs_no_mouse(start: Start, qtbot: QtBot) -> None:
    viewer = start()
    window = viewer.window
    lens_switch(viewer, "alcohol").trigger()
    action(viewer, ActionId.NEXT_PASSAGE).trigger()
    span = window.view.current()
    assert span is not None
    first, last = window.view.visible_offsets()
    assert first <= span[0] <= last
    assert window.tree.current_section() == window.view.current_section()
    assert "passage 1 of" in window.status_section.text()
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    action(viewer, ActionId.CLEAR).trigger()
    assert not lens_switch(viewer, "alcohol").isChecked()
    qtbot.waitUntil(lambda: window.view.current() is None, timeout=1_000)


@pytest.mark.parametrize("id", [ActionId.ZOOM_IN, ActionId.THEME])
def test_every_section_has_its_heading_at_the_top_after_another_size_or_theme(
    start: Start, id: ActionId
) -> None:
    viewer = start()
    view = viewer.window.view
    action(viewer, id).trigger()
    for number, section in enumerate(view.shown.text.sections if view.shown else ()):
        viewer.window.tree.section_chosen.emit(section.key)
        y = view.section_tops()[number] - view.verticalScrollBar().value()
        assert 0 <= y <= view.viewport().height() / 3, section.key
        assert viewer.window.tree.current_section() == section.key


def test_the_status_names_no_passage_of_a_section_that_has_none(start: Start) -> None:
    viewer = start(OpenRequest(lenses=("alcohol",)))
    status, page = viewer.window.status_section, viewer.window.view.verticalScrollBar()
    for _ in range(2):
        action(viewer, ActionId.NEXT_PASSAGE).trigger()
    assert status.text() == "Interactions · passage 2 of 5"
    page.setValue(page.maximum())
    assert status.text() == "Overdose"
    viewer.window.tree.section_chosen.emit("dosage")
    action(viewer, ActionId.NEXT_PASSAGE).trigger()
    assert status.text() == "Dosage and how to take it · passage 1 of 5"
    action(viewer, ActionId.BACK).trigger()
    assert status.text() == "Overdose"


def test_the_guide_opened_again_and_again_is_one_step_back_from_the_leaflet(
    start: Start, qtbot: QtBot
) -> None:
    viewer = start()
    for _ in range(3):
        with qtbot.waitSignal(viewer._navigator.jumped, timeout=5_000):
            action(viewer, ActionId.USER_GUIDE).trigger()
    action(viewer, ActionId.BACK).trigger()
    qtbot.waitUntil(lambda: "Klonopin" in viewer.window.windowTitle(), timeout=5_000)
    assert not action(viewer, ActionId.BACK).isEnabled()


def test_a_screen_reader_hears_the_passage_the_section_and_the_lens(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    viewer = start()
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda e: told.append(e.message()))
    lens_switch(viewer, "alcohol").trigger()
    action(viewer, ActionId.NEXT_PASSAGE).trigger()
    viewer.window.tree.section_chosen.emit("overdose")
    action(viewer, ActionId.BACK).trigger()
    assert told == [
        "Alcohol on, 5 passages",
        "Dosage and how to take it, passage 1 of 5: "
        "Do not have alcoholic drinks during treatment and for 3 days after it ends.",
        "Overdose",
        "Dosage and how to take it",
    ]


def test_the_guide_opens_and_back_leads_to_the_leaflet(start: Start, qtbot: QtBot) -> None:
    viewer = start()
    action(viewer, ActionId.USER_GUIDE).trigger()
    qtbot.waitUntil(lambda: "Klonopin" not in viewer.window.windowTitle(), timeout=5_000)
    assert viewer.window.status_provenance.text() == "User guide"
    action(viewer, ActionId.BACK).trigger()
    qtbot.waitUntil(lambda: "Klonopin" in viewer.window.windowTitle(), timeout=5_000)


def test_dimming_says_so_and_show_all_ends_it(start: Start) -> None:
    viewer = start()
    lens_switch(viewer, "alcohol").trigger()
    action(viewer, ActionId.DIM).trigger()
    banner = viewer.window.content.banner
    assert banner.isVisible()
    assert "no Alcohol passage" in banner.words()
    banner.show_all_requested.emit()
    assert not banner.isVisible()
    assert not action(viewer, ActionId.DIM).isChecked()


def test_a_click_on_the_marker_strip_goes_there(start: Start) -> None:
    viewer = start()
    strip = viewer.window.content.strip
    QTest.mouseClick(
        strip,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(strip.width() // 2, strip.height() - 40),
    )
    assert viewer.window.view.verticalScrollBar().value() > 0


# -- topics and reading notes --------------------------------------------------------------------

LABEL = """<document xmlns="urn:hl7-org:v3"><code code="34391-3"/><setId root="a"/><languageCode
code="de"/><component><structuredBody>
<component><section><code code="34084-4" codeSystem="2.16.840.1.113883.6.1"/>
<title>Nebenwirkungen</title><text><paragraph>Erster Text.</paragraph></text></section></component>
<component><section><code code="34073-7" codeSystem="2.16.840.1.113883.6.1"/>
<text><paragraph>Text ohne Titel.</paragraph><renderMultiMedia referencedObject="m"/></text>
<component><observationMedia ID="m"><value><reference value="gone.png"/></value></observationMedia>
</component></section></component></structuredBody></component></document>"""


def open_label(viewer: Viewer, qtbot: QtBot, folder: Path) -> None:
    """Opens a German label with two topics and a picture that is missing."""
    file = folder / "label.xml"
    file.write_text(LABEL, encoding="utf-8")
    with qtbot.waitSignal(viewer._navigator.leaflet_shown, timeout=10_000):
        viewer.window.file_dropped.emit(str(file))


def test_a_topic_leads_to_its_section_by_its_key_and_back_leads_back(start: Start) -> None:
    viewer = start(OpenRequest(section="overview"))
    view = viewer.window.view
    for number, key in ((4, "interactions"), (6, "driving"), (1, "indications")):
        (found,) = [
            each
            for each in viewer.window.findChildren(QAction)
            if each.shortcut() == QKeySequence(f"Alt+{number}")
        ]
        found.trigger()
        assert view.current_section() == key
        assert viewer.window.tree.current_section() == key
    action(viewer, ActionId.BACK).trigger()
    assert view.current_section() == "driving"


def test_a_topic_is_found_in_a_foreign_leaflet_and_its_absence_is_said(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    viewer = start()
    open_label(viewer, qtbot, tmp_path)
    effects, interactions = viewer.window.view.shown.text.sections[:2]  # type: ignore[union-attr]
    action(viewer, ActionId.TOPIC_INTERACTIONS).trigger()
    assert viewer.window.view.current_section() == interactions.key
    action(viewer, ActionId.TOPIC_SIDE_EFFECTS).trigger()
    assert viewer.window.view.current_section() == effects.key
    action(viewer, ActionId.TOPIC_DRIVING).trigger()
    assert (
        "This leaflet has no section of its own on Driving" in viewer.window.status_section.text()
    )
    assert viewer.window.view.current_section() == effects.key


def test_the_guide_has_no_topics_and_says_so(start: Start, qtbot: QtBot) -> None:
    viewer = start()
    with qtbot.waitSignal(viewer._navigator.leaflet_shown, timeout=5_000):
        action(viewer, ActionId.USER_GUIDE).trigger()
    for topic in TOPICS:
        action(viewer, topic.id).trigger()
        assert f"no section of its own on {topic.name}" in viewer.window.status_section.text()


def test_reading_notes_are_counted_in_the_menu_and_shown(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    viewer = start()
    notes = action(viewer, ActionId.READING_NOTES)
    assert (notes.text(), notes.isEnabled()) == ("&Reading notes…", False)
    open_label(viewer, qtbot, tmp_path)
    opened = viewer._navigator.present
    assert opened is not None
    lines = opened.leaflet.reading_notes
    assert any("gone.png" in line for line in lines)
    assert (notes.text(), notes.isEnabled()) == (f"&Reading notes ({len(lines)})…", True)
    seen: list[str] = []

    def read_and_close() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        dialog.close()

    QTimer.singleShot(0, read_and_close)
    notes.trigger()
    assert set(lines) <= set(seen)
    action(viewer, ActionId.BACK).trigger()
    qtbot.waitUntil(lambda: not notes.isEnabled(), timeout=5_000)
    assert notes.text() == "&Reading notes…"


def test_the_tool_tip_of_an_annotation_says_that_it_is_the_publishers(
    start: Start, qtbot: QtBot, folders: Path
) -> None:
    own_lens = folders / "config" / "lenses" / "expecting.toml"
    own_lens.parent.mkdir(parents=True)
    own_lens.write_text(
        'id = "expecting"\norder = 50\ncolour = "rose"\n[name]\nen = "Expecting"\n'
        '[terms.en]\nwords = ["twins"]\n[concepts]\nsnomed = ["77386006"]\n'
    )
    coding = {"system": "http://snomed.info/sct", "code": "77386006"}
    link = [
        {"url": "elementClass", "valueString": "p1"},
        {"url": "concept", "valueCodeableReference": {"concept": {"coding": [coding]}}},
    ]
    div = (
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>Take it whole.</p>'
        '<p class="p1">Not while you expect.</p><p>Not with twins.</p></div>'
    )
    composition = {
        "resourceType": "Composition",
        "language": "en",
        "extension": [{"url": "http://example.org/HtmlElementLink", "extension": link}],
        "section": [{"title": "A", "text": {"div": div}}],
    }
    whole = {"resourceType": "Bundle", "type": "document", "entry": [{"resource": composition}]}
    file = folders / "annotated.json"
    file.write_text(json.dumps(whole))
    viewer = start()
    with qtbot.waitSignal(viewer._navigator.leaflet_shown, timeout=10_000):
        viewer.window.file_dropped.emit(str(file))
    lens_switch(viewer, "expecting").trigger()
    opened = viewer._navigator.present
    assert opened is not None
    found = {
        words: viewer._display.describe(opened.text.text.index(words))
        for words in ("whole", "expect", "twins")
    }
    assert found == {
        "whole": "",
        "expect": "Expecting: publisher's annotation (SNOMED 77386006)",
        "twins": "Expecting: twins",
    }


# -- commands ------------------------------------------------------------------------------------


def test_a_section_is_copied_with_its_source(start: Start) -> None:
    viewer = start(OpenRequest(section="interactions"))
    action(viewer, ActionId.COPY_WITH_SOURCE).trigger()
    copied = QApplication.clipboard().text()
    assert copied.startswith("Interactions\n")
    assert "Klonopin · Interactions · Package leaflet · source: " in copied


def test_esc_closes_find_first_and_then_switches_the_lenses_off(start: Start) -> None:
    viewer = start(OpenRequest(lenses=("alcohol",), term="tablet", find="sleep"))
    clear = action(viewer, ActionId.CLEAR)
    clear.trigger()
    assert viewer.window.content.find_bar.isHidden()
    assert lens_switch(viewer, "alcohol").isChecked()
    clear.trigger()
    assert not lens_switch(viewer, "alcohol").isChecked()
    viewer.window.content.find_bar.open_with("")
    assert viewer.window.content.find_bar.field.text() in ("", "sleep")


def test_esc_ends_a_selection_where_it_is_and_leaves_the_lenses_on(start: Start) -> None:
    viewer = start(OpenRequest(lenses=("alcohol",), section="interactions"))
    view = viewer.window.view
    action(viewer, ActionId.SELECT_ALL).trigger()
    top = view.verticalScrollBar().value()
    action(viewer, ActionId.CLEAR).trigger()
    assert view.selected_span() is None
    assert (view.verticalScrollBar().value(), view.current_section()) == (top, "interactions")
    assert lens_switch(viewer, "alcohol").isChecked()


def test_a_notice_about_lenses_and_dimming_ends_when_they_change(start: Start) -> None:
    viewer = start()
    told = viewer.window.status_section.text
    action(viewer, ActionId.DIM).trigger()
    assert told().endswith("Dimming shows once a lens is on")
    lens_switch(viewer, "alcohol").trigger()
    assert told() == "Beginning of the leaflet"
    lens_switch(viewer, "alcohol").trigger()
    action(viewer, ActionId.DIM).trigger()
    action(viewer, ActionId.DIM).trigger()
    assert told().endswith("Dimming shows once a lens is on")
    action(viewer, ActionId.DIM).trigger()
    assert told() == "Beginning of the leaflet"


def test_back_leads_from_the_passages_to_where_the_walk_began(start: Start) -> None:
    viewer = start(OpenRequest(lenses=("alcohol",)))
    for _ in range(2):
        action(viewer, ActionId.NEXT_PASSAGE).trigger()
    assert action(viewer, ActionId.BACK).isEnabled()
    action(viewer, ActionId.BACK).trigger()
    assert viewer.window.view.verticalScrollBar().value() == 0
    assert not action(viewer, ActionId.BACK).isEnabled()


def test_a_link_within_the_leaflet_goes_there_and_back_again(start: Start) -> None:
    viewer = start()
    viewer.window.view.link_chosen.emit("#overdose")
    assert viewer.window.view.current_section() == "overdose"
    action(viewer, ActionId.BACK).trigger()
    assert viewer.window.view.current_section() == ""


def test_a_kiosk_tells_where_a_link_leads_and_offers_no_way_there(
    start: Start, folders: Path
) -> None:
    settings = folders / "machine" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text("kiosk = true\n")
    viewer = start()
    viewer.window.view.link_chosen.emit("https://example.org/x")
    assert QApplication.activeModalWidget() is None
    assert "https://example.org/x" in viewer.window.status_section.text()


@pytest.mark.parametrize("link", ["file:///etc/passwd", "javascript:alert(1)", "x", ""])
def test_any_other_kind_of_link_does_nothing(start: Start, link: str) -> None:
    viewer = start()
    before = viewer.window.view.toPlainText()
    viewer.window.view.link_chosen.emit(link)
    assert QApplication.activeModalWidget() is None
    assert viewer.window.view.toPlainText() == before


def test_everything_that_can_be_gone_to_leads_somewhere(start: Start) -> None:
    viewer = start()
    items = viewer._commands.goto_items()
    names = [item.title for item in items]
    assert {"Interactions", "Overdose", "User guide"} <= set(names)
    assert len(items) > len(ACTIONS)
    section = next(item for item in items if item.target == "overdose")
    viewer._commands.go_to(section)
    assert viewer.window.view.current_section() == "overdose"


def test_find_counts_anew_in_another_leaflet(start: Start, qtbot: QtBot) -> None:
    viewer = start(OpenRequest(find="klonopin"))
    count = viewer.window.findChild(QLabel, "find_count")
    assert isinstance(count, QLabel)
    qtbot.waitUntil(lambda: " of " in count.text())
    before = count.text()
    action(viewer, ActionId.USER_GUIDE).trigger()
    qtbot.waitUntil(lambda: viewer.window.windowTitle().startswith("User guide"))
    qtbot.waitUntil(lambda: count.text() != before)
    found = viewer.window.view.toPlainText().casefold().count("klonopin")
    assert (f"of {found}" in count.text()) if found else ("No" in count.text())


def test_a_jump_brings_the_leaflet_back_in_place_of_a_message(start: Start) -> None:
    viewer = start(OpenRequest("no-such-leaflet"))
    assert viewer.window.content.shows_message()
    viewer.window.tree.section_chosen.emit("overdose")
    assert not viewer.window.content.shows_message()
    assert viewer.window.view.current_section() == "overdose"


def test_each_of_several_notices_is_told_in_full(start: Start) -> None:
    viewer = start()
    content = viewer.window.content
    for name in ("First", "Second"):
        viewer.told_above.say(f"{name} notice.", Message(name, "What it is."))
    assert content.notice.words() == "First notice. Second notice."
    content.notice.button.click()
    assert titles(viewer) == ["First"]
    assert content.notice.words() == "Second notice."
    content.notice.button.click()
    assert titles(viewer) == ["Second"]
    assert content.notice.isHidden()


def titles(viewer: Viewer) -> list[str]:
    """The title of the message in place of the leaflet."""
    page = viewer.window.content.currentWidget()
    assert page is not None
    texts = [label.text() for label in page.findChildren(QLabel)]
    return [text for text in texts if text in ("First", "Second")]


def test_what_is_selected_stays_selected_in_another_size_and_theme(start: Start) -> None:
    viewer = start()
    view = viewer.window.view
    view.select(100, 130)
    words = view.textCursor().selectedText()
    for id in (ActionId.ZOOM_IN, ActionId.ZOOM_IN, ActionId.THEME):
        action(viewer, id).trigger()
        assert view.selected_span() == (100, 130)
        assert view.textCursor().selectedText() == words
    assert view.verticalScrollBar().value() == 0


def test_behind_a_message_nothing_is_printed_or_copied_and_find_opens_the_leaflet(
    start: Start,
) -> None:
    viewer = start(OpenRequest("no-such-leaflet"))
    content = viewer.window.content
    for id, done in ((ActionId.PRINT_SECTION, "printed"), (ActionId.COPY_WITH_SOURCE, "copied")):
        action(viewer, id).trigger()
        assert QApplication.activeModalWidget() is None
        assert f"could be {done}" in viewer.window.status_section.text()
    assert content.shows_message()
    action(viewer, ActionId.FIND).trigger()
    assert not content.shows_message()
    assert not content.find_bar.isHidden()


def test_find_goes_to_the_very_words_that_are_selected(start: Start) -> None:
    viewer = start()
    text = OpenLeaflet(viewer._bundled.open("klonopin")).text.text
    third = [match.start() for match in re.finditer("Klonopin", text)][2]
    viewer.window.view.select(third, third + len("Klonopin"))
    action(viewer, ActionId.FIND).trigger()
    assert viewer.window.view.current() == (third, third + len("Klonopin"))


def test_what_is_selected_over_two_paragraphs_is_not_looked_for(start: Start) -> None:
    viewer = start()
    viewer.window.view.select(0, 90)
    assert "\u2029" in viewer.window.view.textCursor().selectedText()
    action(viewer, ActionId.FIND).trigger()
    assert viewer.window.content.find_bar.field.text() == ""


def test_full_screen_is_ticked_while_the_window_fills_the_screen(start: Start) -> None:
    viewer = start()
    tick = action(viewer, ActionId.FULL_SCREEN)
    assert not tick.isChecked()
    tick.trigger()
    assert viewer.window.isFullScreen()
    assert tick.isChecked()
    close(viewer)
    viewer = start()
    tick = action(viewer, ActionId.FULL_SCREEN)
    assert viewer.window.isFullScreen()
    assert tick.isChecked()
    viewer.window.showNormal()  # as the system does it
    assert not tick.isChecked()
    tick.trigger()
    assert viewer.window.isFullScreen()
    assert tick.isChecked()


def test_a_print_without_a_highlight_does_not_change_whether_they_are_printed(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    viewer = start(OpenRequest(term="zebra"))
    file = tmp_path / "all.pdf"

    def save() -> None:
        dialog = viewer.window.findChild(PrintDialog)
        assert isinstance(dialog, PrintDialog)
        assert not dialog.scopes.highlights
        field = dialog.findChild(QLineEdit, "print_pdf_field")
        assert field is not None
        field.setText(str(file))
        dialog.start()

    QTimer.singleShot(0, save)
    action(viewer, ActionId.PRINT).trigger()
    qtbot.waitUntil(file.exists)
    close(viewer)
    assert load_rollout().settings.print_highlights


def test_nothing_is_dimmed_where_the_words_cannot_be_checked_and_the_banner_says_so(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "swahili.md"
    head = "---\nid: t\ntitle: T\nproduct: T\nlanguage: sw\nkind: label\n---\n"
    sections = "## Kwanza {#kwanza loinc=42228-7}\n\nMaji.\n\n## Pili\n\nUjauzito.\n"
    file.write_text(head + sections, encoding="utf-8")
    viewer = start(OpenRequest(str(file), lenses=("pregnancy",)))
    qtbot.waitUntil(lambda: "Kwanza" in viewer.window.view.toPlainText())
    action(viewer, ActionId.DIM).trigger()
    banner = viewer.window.content.banner
    assert not banner.isHidden()
    assert banner.words() == (
        "Nothing is dimmed: cannot check the words of Pregnancy: no terms for this language"
    )
    chip = viewer.window.findChild(LensChip, "lens_pregnancy")
    assert isinstance(chip, LensChip)
    qtbot.waitUntil(lambda: chip.count is not None)
    assert "the words could not be checked" in chip.toolTip()
    banner.button.click()
    assert banner.isHidden()
