"""The library in the window: its list, its search, and what they lead to; without a screen."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from viewer import paths
from viewer.app.viewer import Viewer
from viewer.highlight.lens_file import load_lenses
from viewer.leaflet.model import Leaflet, Paragraph, Provenance, Run, Section
from viewer.library.adding import SourceFile
from viewer.library.identity import origin
from viewer.library.index_opening import open_index
from viewer.library.library import Library
from viewer.open_request import OpenRequest
from viewer.render.theme_file import load_themes
from viewer.settings import SettingsStore
from viewer.ui.actions import ActionId
from viewer.ui.library_panel import LibraryPanel
from viewer.ui.side_pane import SidePage

RESOURCES = Path(__file__).parents[2] / "resources"
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
FILLING = tuple(Paragraph((Run(f"Nothing is said here, {n}."),)) for n in range(80))


def leaflet(product: str, language: str, dosage: str, version: str = "1") -> Leaflet:
    """A leaflet with a section on dosage far from its top."""
    words = Paragraph((Run(dosage),))
    sections = (
        Section("what", "What it is", blocks=FILLING),
        Section("dose", "Dosage", topic="dosage", blocks=(*FILLING, words, *FILLING)),
        Section("rest", "Storage", topic="storage", blocks=FILLING),
    )
    return Leaflet(
        f"{product.lower()}-smpc-{language}",
        f"{product} SmPC",
        language,
        "smpc",
        product,
        sections,
        provenance=Provenance(version=version, holder="House", file=f"{product}.xml"),
    )


ALPHA = leaflet("Alpha", "en", "Swallow the tablet whole with water.")
ALFA = replace(leaflet("Alpha", "es", "Trague el comprimido entero."), id="alpha-smpc-es")
BETA = leaflet("Beta", "en", "Chew the tablets; never swallow them whole.")
GAMMA = leaflet("Gamma", "en", "Dissolve the tablets.")
NEW_BETA = leaflet("Beta", "en", "Crush the tablets.", version="2")


class Desk:
    """A window with a library, and hands on its keyboard."""

    def __init__(self, qtbot: QtBot, viewer: Viewer) -> None:
        self.qtbot = qtbot
        self.viewer = viewer
        self.window = viewer.window

    def trigger(self, id: ActionId) -> None:
        action = self.window.findChild(QAction, f"action_{id.name.lower()}")
        assert isinstance(action, QAction)
        action.trigger()

    def field(self, name: str) -> QLineEdit:
        found = self.window.findChild(QLineEdit, name)
        assert isinstance(found, QLineEdit)
        return found

    def note(self, name: str) -> str:
        """What a panel says in place of its list."""
        found = self.window.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found.text()

    def rows(self, name: str) -> list[str]:
        found = self.window.findChild(QListView, name)
        assert isinstance(found, QListView)
        model, role = found.model(), Qt.ItemDataRole.AccessibleTextRole
        return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]

    def wait_for(self, so: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(so, timeout=10_000)

    @property
    def here(self) -> str:
        """The open leaflet and the section the reader is in."""
        opened = self.viewer._navigator.present
        name = opened.leaflet.id if opened is not None else ""
        return f"{name} {self.window.view.current_section()}"

    def search(self, words: str, expected: int) -> None:
        self.trigger(ActionId.SEARCH)
        QTest.keyClicks(self.field("search_field"), words)
        self.wait_for_hits(expected)

    def open_hit(self, words: str, expected: int = 1) -> None:
        """Opens the best hit, which is in the section on dosage."""
        self.search(words, expected)
        QTest.keyClick(self.field("search_field"), Qt.Key.Key_Return)
        self.wait_for(lambda: self.here.endswith("-smpc-en dose"))

    def mark(self, words: str) -> None:
        """Types words of one's own into the lens bar."""
        self.window.side.show_page(SidePage.SECTIONS)
        term = self.field("term_field")
        term.clear()
        QTest.keyClicks(term, words)
        QTest.keyClick(term, Qt.Key.Key_Return)

    def wait_for_hits(self, expected: int) -> None:
        self.wait_for(
            lambda: sum("tablet" in row for row in self.rows("search_results")) >= expected
        )

    def open_list(self, leaflets: int) -> None:
        self.trigger(ActionId.LIBRARY)
        self.wait_for(lambda: len(self.rows("library_list")) == leaflets)

    def wait_for_words(self, words: str) -> None:
        """Until these stand in the leaflet that is open."""
        self.wait_for(lambda: words in self.window.view.toPlainText())


def take_in(library: Library, *leaflets: Leaflet) -> None:
    """Adds leaflets to the library and its index as another program would."""
    files = [SourceFile(repr(each).encode(), (each,)) for each in leaflets]
    library.add_many(files, imported="2026-02-01T00:00:00Z")
    colours = frozenset(load_themes(RESOURCES / "themes")[0].lenses)
    lenses, _ = load_lenses((RESOURCES / "lenses",), colours)
    list(open_index(library, lenses, paths.cache_folder()).update())


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    monkeypatch.setenv("LEAFLET_VIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("LEAFLET_VIEWER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("LEAFLET_VIEWER_LIBRARY", str(tmp_path / "library"))
    made = Library.open(tmp_path / "library", create=True)
    older = replace(ALPHA, provenance=replace(ALPHA.provenance, version="0"))
    take_in(made, older, ALPHA, ALFA, BETA)
    return made


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, library: Library) -> Iterator[Desk]:
    assert library
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    viewer = Viewer(qapp, RESOURCES)
    qtbot.addWidget(viewer.window)
    viewer.start(OpenRequest())
    qtbot.waitUntil(lambda: bool(viewer.window.view.toPlainText()), timeout=5_000)
    QApplication.processEvents()
    yield Desk(qtbot, viewer)
    viewer.window.close()
    viewer.deleteLater()
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


def test_the_library_lists_its_leaflets_and_enter_opens_the_marked_one(desk: Desk) -> None:
    desk.trigger(ActionId.LIBRARY)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 3)
    QTest.keyClicks(desk.field("library_filter"), "beta")
    desk.wait_for(lambda: len(desk.rows("library_list")) == 1)
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here.startswith("beta-smpc-en"))
    assert desk.window.windowTitle().startswith("Beta")


def test_what_was_opened_stands_first_and_what_is_pinned_is_kept_between_runs(
    desk: Desk, tmp_path: Path
) -> None:
    desk.trigger(ActionId.LIBRARY)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 3)
    QTest.keyClicks(desk.field("library_filter"), "beta")
    desk.wait_for(lambda: len(desk.rows("library_list")) == 1)
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here.startswith("beta-smpc-en"))
    desk.window.close()
    settings, _ = SettingsStore(tmp_path / "config" / "settings.json").load()
    assert settings.pinned == ("beta-smpc-en",)
    kept = [file.read_bytes() for file in (tmp_path / "config").rglob("*") if file.is_file()]
    assert not any(b"alpha" in data.lower() for data in kept)


def test_enter_opens_a_hit_at_its_sentence_with_the_words_marked(desk: Desk) -> None:
    desk.open_hit("tablet", 2)
    view = desk.window.view
    current = view.current()
    opened = desk.viewer._navigator.present
    assert opened is not None
    assert current is not None
    assert "tablet" in opened.text.text[slice(*current)]
    first, last = view.visible_offsets()
    assert first <= current[0] <= last
    assert "tablet" in desk.window.lens_bar.own_terms


def test_esc_in_the_search_goes_back_to_where_one_was(desk: Desk) -> None:
    desk.viewer._navigator.go_to_section("overdose")
    desk.open_hit("tablet", 2)
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Escape)
    desk.wait_for(lambda: desk.here == "klonopin overdose")
    assert desk.window.side.page() is SidePage.SECTIONS
    assert desk.window.lens_bar.own_terms == ""


def test_esc_at_a_hit_goes_back_to_where_one_was_with_the_own_terms_of_then(desk: Desk) -> None:
    desk.viewer._navigator.go_to_section("overdose")
    desk.viewer.requests.set_own_terms("water")
    desk.open_hit("tablet")
    desk.trigger(ActionId.NEXT_PASSAGE)
    QTest.keyClick(desk.window.view, Qt.Key.Key_PageDown)
    QTest.keyClick(desk.window.view, Qt.Key.Key_Escape)
    desk.wait_for(lambda: desk.here == "klonopin overdose")
    assert desk.window.side.page() is SidePage.SECTIONS
    assert desk.window.lens_bar.own_terms == "water"


def test_esc_switches_off_what_was_switched_on_at_a_hit(desk: Desk) -> None:
    desk.open_hit("tablet")
    here = desk.here
    desk.viewer._highlighting.switch("alcohol", True)
    QTest.keyClick(desk.window.view, Qt.Key.Key_Escape)
    desk.wait_for(lambda: not desk.viewer._highlighting.active)
    assert desk.here == here


def test_esc_clears_what_is_marked_once_the_hit_was_left_for_another_place(desk: Desk) -> None:
    desk.open_hit("tablet")
    desk.trigger(ActionId.NEXT_SECTION)
    here = desk.here
    QTest.keyClick(desk.window.view, Qt.Key.Key_Escape)
    desk.wait_for(lambda: not desk.viewer._highlighting.active)
    assert desk.here == here


def test_esc_in_the_search_stays_in_a_leaflet_that_was_opened_since_the_hit(desk: Desk) -> None:
    desk.open_hit("tablet", 2)
    marked = desk.window.lens_bar.own_terms
    desk.trigger(ActionId.USER_GUIDE)
    desk.wait_for(lambda: desk.here.startswith("user-guide"))
    desk.trigger(ActionId.NEXT_SECTION)
    here = desk.here
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Escape)
    assert desk.window.side.page() is SidePage.SECTIONS
    assert not desk.viewer._navigator.cancel_opening()
    assert desk.here == here
    assert desk.window.lens_bar.own_terms == marked != ""


def test_esc_goes_back_to_the_leaflet_that_was_opened_between_two_hits(desk: Desk) -> None:
    desk.open_hit("tablet", 2)
    desk.trigger(ActionId.USER_GUIDE)
    desk.wait_for(lambda: desk.here.startswith("user-guide"))
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here.endswith("-smpc-en dose"))
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Escape)
    desk.wait_for(lambda: desk.here.startswith("user-guide"))


def test_own_terms_typed_since_a_hit_was_opened_outlive_the_search(desk: Desk) -> None:
    desk.open_hit("tablet", 2)
    desk.mark("water")
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Escape)
    assert desk.window.side.page() is SidePage.SECTIONS
    assert desk.window.lens_bar.own_terms == "water"


def test_a_later_hit_gives_back_the_own_terms_typed_since_the_earlier_one(desk: Desk) -> None:
    desk.open_hit("tablet", 2)
    desk.mark("water")
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    desk.wait_for(lambda: "tablet" in desk.window.lens_bar.own_terms)
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Escape)
    assert desk.window.lens_bar.own_terms == "water"


def test_ctrl_l_opens_the_same_leaflet_in_another_language_at_the_same_topic(desk: Desk) -> None:
    desk.search("swallow whole water", 1)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here == "alpha-smpc-en dose")
    desk.trigger(ActionId.OTHER_LANGUAGE)
    desk.wait_for(lambda: desk.here == "alpha-smpc-es dose")
    desk.trigger(ActionId.OTHER_LANGUAGE)
    desk.wait_for(lambda: desk.here == "alpha-smpc-en dose")


def test_a_leaflet_in_one_language_alone_is_said_to_be_so(desk: Desk) -> None:
    desk.trigger(ActionId.OTHER_LANGUAGE)
    status = desk.window.status_section
    desk.wait_for(lambda: "in no other language" in status.text())


def test_ctrl_l_knows_a_leaflet_of_the_library_that_was_opened_by_its_id(desk: Desk) -> None:
    desk.viewer.requests.show(OpenRequest(leaflet="alpha-smpc-en", section="dose"))
    desk.wait_for(lambda: desk.here == "alpha-smpc-en dose")
    desk.trigger(ActionId.OTHER_LANGUAGE)
    desk.wait_for(lambda: desk.here == "alpha-smpc-es dose")


def test_a_bundled_leaflet_is_not_taken_for_one_of_the_library_with_its_id(
    desk: Desk, library: Library
) -> None:
    english = replace(leaflet("Klonopin", "en", "Swallow it."), id="klonopin")
    spanish = replace(leaflet("Klonopin", "es", "Trague."), id="klonopin-es")
    files = [SourceFile(each.id.encode(), (each,)) for each in (english, spanish)]
    library.add_many(files, imported="2026-01-01T00:00:00Z")
    entry = library.current("klonopin")
    assert entry is not None
    assert library.translations(entry.number)
    desk.trigger(ActionId.OTHER_LANGUAGE)
    status = desk.window.status_section
    desk.wait_for(lambda: "in no other language" in status.text())


def test_a_leaflet_of_a_file_is_not_taken_for_one_of_the_library_with_its_id(
    desk: Desk, tmp_path: Path
) -> None:
    guide = (RESOURCES / "leaflets" / "klonopin.en.md").read_text(encoding="utf-8")
    file = tmp_path / "alpha.md"
    file.write_text(guide.replace("id: klonopin", f"id: {ALPHA.id}"), encoding="utf-8")
    desk.viewer._navigator.open_file(file)
    desk.qtbot.waitUntil(lambda: desk.here.startswith(ALPHA.id), timeout=30_000)
    desk.trigger(ActionId.OTHER_LANGUAGE)
    status = desk.window.status_section
    desk.wait_for(lambda: "in no other language" in status.text())


def test_go_to_reaches_the_leaflets_of_the_library(desk: Desk) -> None:
    field = desk.window.header.goto_field
    field.open_list()
    QTest.keyClicks(field, "beta smpc")
    desk.wait_for(lambda: any("Beta" in row for row in desk.rows("goto_results")))
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here.startswith("beta-smpc-en"))


def test_going_back_finds_the_leaflet_of_the_library_again(desk: Desk) -> None:
    desk.search("chew", 1)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here == "beta-smpc-en dose")
    desk.trigger(ActionId.USER_GUIDE)
    desk.wait_for(lambda: desk.here.startswith("user-guide"))
    desk.trigger(ActionId.BACK)
    desk.wait_for(lambda: desk.here == "beta-smpc-en dose")


def test_a_leaflet_that_was_changed_on_disk_is_not_shown_and_the_page_says_why(
    desk: Desk, library: Library
) -> None:
    import sqlite3

    with sqlite3.connect(library.folder / "library.sqlite") as database:
        database.execute("UPDATE model SET data = data || x'00'")
    desk.trigger(ActionId.LIBRARY)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 3)
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_Return)
    desk.wait_for(desk.window.content.shows_message)
    assert "klonopin" in desk.here


def test_a_library_that_cannot_be_read_is_said_where_it_would_be_listed(
    desk: Desk, library: Library
) -> None:
    (library.folder / "library.sqlite").write_bytes(b"")
    desk.trigger(ActionId.LIBRARY)
    note = desk.window.findChild(QLabel, "library_panel_note")
    assert isinstance(note, QLabel)
    desk.wait_for(lambda: "cannot be listed" in note.text())
    assert "library.sqlite" in note.text()


def test_a_folder_dropped_on_the_window_is_imported_and_listed(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    guide = (RESOURCES / "leaflets" / "klonopin.en.md").read_text(encoding="utf-8")
    (folder / "gamma.md").write_text(
        guide.replace("id: klonopin", "id: gamma").replace("product: Klonopin", "product: Gamma"),
        encoding="utf-8",
    )
    (folder / "damaged.md").write_text("---\nid: damaged\n---\n", encoding="utf-8")
    desk.trigger(ActionId.LIBRARY)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 3)
    desk.window.import_dropped.emit([str(folder)])
    dialog = desk.window.findChild(QDialog, "import_dialog")
    assert isinstance(dialog, QDialog)
    report = dialog.findChild(QPlainTextEdit, "import_report")
    assert isinstance(report, QPlainTextEdit)
    desk.qtbot.waitUntil(lambda: "damaged.md" in report.toPlainText(), timeout=30_000)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 4)
    dialog.reject()
    assert not dialog.isVisible()


def test_an_index_that_was_deleted_is_made_anew_while_the_search_is_open(
    desk: Desk, library: Library
) -> None:
    shutil.rmtree(library.folder / "index")
    desk.trigger(ActionId.SEARCH)
    banner = desk.window.findChild(QLabel, "search_banner")
    assert isinstance(banner, QLabel)
    desk.wait_for(lambda: not banner.isHidden())
    QTest.keyClicks(desk.field("search_field"), "chew")
    desk.qtbot.waitUntil(lambda: len(desk.rows("search_results")) == 2, timeout=30_000)
    desk.wait_for(banner.isHidden)


def test_an_index_that_is_deleted_while_the_search_is_open_is_made_anew(
    desk: Desk, library: Library
) -> None:
    desk.search("tablet", 2)
    shutil.rmtree(library.folder / "index")
    field = desk.field("search_field")
    field.clear()
    QTest.keyClicks(field, "chew")
    banner = desk.window.findChild(QLabel, "search_banner")
    assert isinstance(banner, QLabel)
    desk.wait_for(lambda: not banner.isHidden())
    desk.qtbot.waitUntil(lambda: len(desk.rows("search_results")) == 2, timeout=30_000)
    desk.wait_for(banner.isHidden)


def test_a_leaflet_that_is_removed_goes_from_the_list_and_the_search(
    desk: Desk, library: Library
) -> None:
    desk.trigger(ActionId.LIBRARY)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 3)
    beta = library.current(BETA.id)
    assert beta is not None

    def agree() -> None:
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        assert "Beta" in question.text()
        question.button(QMessageBox.StandardButton.Discard).click()

    QTimer.singleShot(0, agree)
    panel = desk.window.findChild(LibraryPanel)
    assert isinstance(panel, LibraryPanel)
    panel.remove_requested.emit(beta)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 2)
    assert library.current(BETA.id) is None


def test_what_another_program_imports_is_listed_when_the_list_is_asked_for(
    desk: Desk, library: Library
) -> None:
    desk.open_list(3)
    take_in(library, GAMMA)
    desk.open_list(4)
    desk.window.side.show_page(SidePage.SECTIONS)
    library.remove([GAMMA.id])
    desk.open_list(3)


def test_what_another_program_imports_is_listed_when_the_window_is_come_back_to(
    desk: Desk, library: Library, qapp: QApplication
) -> None:
    desk.open_list(3)
    QTest.keyClicks(desk.field("library_filter"), "english")
    desk.wait_for(lambda: len(desk.rows("library_list")) == 2)
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_Down)
    panel = desk.window.findChild(LibraryPanel)
    assert isinstance(panel, LibraryPanel)
    take_in(library, GAMMA, NEW_BETA)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    desk.wait_for(lambda: len(desk.rows("library_list")) == 3)
    assert desk.field("library_filter").text() == "english"
    marked = panel.marked_leaflet()
    assert marked is not None
    assert (marked.id, marked.version) == (BETA.id, "2")


def test_go_to_reaches_what_another_program_has_imported(desk: Desk, library: Library) -> None:
    desk.open_list(3)
    take_in(library, GAMMA)
    field = desk.window.header.goto_field
    field.open_list()
    QTest.keyClicks(field, "gamma smpc")
    desk.wait_for(lambda: any("Gamma" in row for row in desk.rows("goto_results")))


def test_go_to_opens_the_version_that_another_program_has_imported(
    desk: Desk, library: Library
) -> None:
    desk.open_list(3)
    take_in(library, NEW_BETA)
    field = desk.window.header.goto_field
    field.open_list()
    QTest.keyClicks(field, "beta smpc")
    desk.wait_for(lambda: any("Beta" in row for row in desk.rows("goto_results")))
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait_for(lambda: desk.here.startswith(BETA.id))
    desk.wait_for_words("Crush the tablets.")


def test_the_list_opens_the_version_of_now_and_an_older_one_that_was_chosen(
    desk: Desk, library: Library
) -> None:
    desk.open_list(3)
    QTest.keyClicks(desk.field("library_filter"), "beta")
    desk.wait_for(lambda: len(desk.rows("library_list")) == 1)
    take_in(library, NEW_BETA)
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_Return)
    desk.wait_for_words("Crush the tablets.")
    panel = desk.window.findChild(LibraryPanel)
    assert isinstance(panel, LibraryPanel)
    panel.leaflet_chosen.emit(library.versions(BETA.id)[-1])
    desk.wait_for_words("Chew the tablets")


def test_what_stands_found_is_searched_again_once_another_program_has_imported(
    desk: Desk, library: Library, qapp: QApplication
) -> None:
    desk.search("tablet", 2)
    take_in(library, GAMMA)
    desk.trigger(ActionId.SEARCH)
    desk.wait_for_hits(3)
    take_in(library, leaflet("Delta", "en", "Halve the tablets."))
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    desk.wait_for_hits(4)


def test_a_hit_in_a_version_replaced_since_is_searched_again_instead_of_opened(
    desk: Desk, library: Library
) -> None:
    desk.search("chew tablet", 1)
    take_in(library, NEW_BETA)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    status = desk.window.status_section
    desk.wait_for(lambda: "has changed since it was searched" in status.text())
    desk.wait_for(lambda: not desk.rows("search_results"))
    assert desk.here.startswith("klonopin")


def test_a_hit_in_a_leaflet_removed_since_is_said_to_be_gone_and_no_longer_listed(
    desk: Desk, library: Library
) -> None:
    desk.search("chew tablet", 1)
    library.remove([BETA.id])
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    status = desk.window.status_section
    desk.wait_for(lambda: "This leaflet was removed from the library" in status.text())
    desk.wait_for(lambda: not desk.rows("search_results"))
    assert not desk.window.content.shows_message()


def test_esc_goes_back_from_a_hit_that_cannot_be_shown(desk: Desk, library: Library) -> None:
    import sqlite3

    desk.viewer._navigator.go_to_section("overdose")
    desk.search("chew tablet", 1)
    with sqlite3.connect(library.folder / "library.sqlite") as database:
        database.execute("UPDATE model SET data = data || x'00'")
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Return)
    desk.wait_for(desk.window.content.shows_message)
    desk.trigger(ActionId.SEARCH)
    QTest.keyClick(desk.field("search_field"), Qt.Key.Key_Escape)
    assert not desk.window.content.shows_message()
    assert desk.here == "klonopin overdose"
    assert desk.window.lens_bar.own_terms == ""


def test_go_to_leads_on_to_the_list_where_there_are_more_than_it_shows(
    desk: Desk, library: Library
) -> None:
    take_in(library, *(leaflet(f"Brand{n}", "en", "Take it.") for n in range(30)))
    field = desk.window.header.goto_field
    field.open_list()
    QTest.keyClicks(field, "brand")
    desk.wait_for(lambda: any("10 more in the library" in row for row in desk.rows("goto_results")))
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert desk.field("library_filter").text() == "brand"
    assert desk.window.side.page() is SidePage.LIBRARY
    desk.wait_for(lambda: len(desk.rows("library_list")) == 30)


def test_an_open_list_of_go_to_leads_to_the_version_of_now(desk: Desk, library: Library) -> None:
    field = desk.window.header.goto_field
    field.open_list()
    QTest.keyClicks(field, "beta smpc")
    desk.wait_for(lambda: any("Beta" in row for row in desk.rows("goto_results")))
    take_in(library, NEW_BETA)
    QTest.keyClick(field, Qt.Key.Key_Return)
    desk.wait_for_words("Crush the tablets.")


def test_a_newer_version_than_that_on_show_is_told_and_opened_at_the_same_topic(
    desk: Desk, library: Library, qapp: QApplication
) -> None:
    banner = desk.window.content.newer
    desk.open_hit("chew tablet")
    assert banner.isHidden()
    dated = replace(NEW_BETA, provenance=replace(NEW_BETA.provenance, date="2026-03-01"))
    take_in(library, dated)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    desk.wait_for(lambda: not banner.isHidden())
    assert banner.words() == "A newer version (2026-03-01) is in the library."
    banner.button.click()
    desk.wait_for_words("Crush the tablets.")
    assert desk.here == "beta-smpc-en dose"
    assert banner.isHidden()
    assert desk.window.view.hasFocus()


def test_an_older_version_that_was_chosen_is_told_to_be_one(desk: Desk, library: Library) -> None:
    desk.open_list(3)
    panel = desk.window.findChild(LibraryPanel)
    assert isinstance(panel, LibraryPanel)
    panel.leaflet_chosen.emit(library.versions(ALPHA.id)[-1])
    desk.wait_for(lambda: not desk.window.content.newer.isHidden())
    assert desk.window.content.newer.words() == "A newer version is in the library."
    desk.trigger(ActionId.USER_GUIDE)
    desk.wait_for(lambda: desk.here.startswith("user-guide"))
    assert desk.window.content.newer.isHidden()


def test_a_library_that_is_away_is_said_to_be_so_wherever_it_is_wanted(
    desk: Desk, library: Library, tmp_path: Path
) -> None:
    desk.open_list(3)
    library.folder.rename(tmp_path / "away")
    missed = f"no library in {library.folder}. If there should be one, see whether"
    QTest.keyClick(desk.field("library_filter"), Qt.Key.Key_Return)
    desk.wait_for(desk.window.content.shows_message)
    page = " ".join(label.text() for label in desk.window.content.findChildren(QLabel))
    assert missed in page
    assert "library:" not in page
    assert "Mend the file" not in page
    desk.trigger(ActionId.LIBRARY)
    desk.wait_for(lambda: missed in desk.note("library_panel_note"))
    desk.trigger(ActionId.SEARCH)
    QTest.keyClicks(desk.field("search_field"), "tablet")
    desk.wait_for(lambda: missed in desk.note("search_panel_note"))


def test_a_search_is_asked_again_when_a_library_that_was_away_is_back(
    desk: Desk, library: Library, tmp_path: Path, qapp: QApplication
) -> None:
    desk.search("tablet", 2)
    library.folder.rename(tmp_path / "away")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    desk.wait_for(lambda: "no library in" in desk.note("search_panel_note"))
    (tmp_path / "away").rename(library.folder)
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    desk.wait_for_hits(2)


def test_the_bar_of_the_leaflet_on_show_is_at_that_in_its_language_alone(
    desk: Desk, library: Library
) -> None:
    english = replace(leaflet("Zeta", "en", "Take it."), id="handmade")
    french = replace(leaflet("Zeta", "fr", "Prenez."), id="handmade")
    take_in(library, english, french)
    desk.open_list(5)
    panel = desk.window.findChild(LibraryPanel)
    assert isinstance(panel, LibraryPanel)
    one, other = (each for each in library.entries() if each.id == "handmade")
    panel.leaflet_chosen.emit(one)
    desk.wait_for(lambda: panel._rows.opened == origin(one))
    panel.leaflet_chosen.emit(other)
    desk.wait_for(lambda: panel._rows.opened == origin(other) != origin(one))
