"""What a window is asked to show: which leaflet is meant, and what follows where none opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from viewer.app.viewer import Viewer
from viewer.open_request import OpenRequest

RESOURCES = Path(__file__).parents[2] / "resources"
LEAFLET = "---\nid: own\ntitle: Own\nlanguage: en\nkind: smpc\n---\n\n## Dose {#dose}\n\nSip.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folders are here, and the working folder as well."""
    for name in ("config", "cache", "library", "machine"):
        monkeypatch.setenv(f"LEAFLET_VIEWER_{name.upper()}", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    return tmp_path


class Desk:
    """A window, and what it shows."""

    def __init__(self, qtbot: QtBot, app: QApplication) -> None:
        self._qtbot = qtbot
        self._app = app

    def start(self, request: OpenRequest | None = None) -> None:
        self.viewer = Viewer(self._app, RESOURCES)
        self._qtbot.addWidget(self.viewer.window)
        self.viewer.start(request or OpenRequest())
        self.wait_for("")

    def ask(self, request: OpenRequest) -> None:
        self.viewer.requests.show(request)

    def wait_for(self, title: str) -> None:
        window = self.viewer.window
        self._qtbot.waitUntil(
            lambda: bool(window.view.toPlainText()) and title in window.windowTitle(),
            timeout=5_000,
        )
        QApplication.processEvents()

    def wait_for_message(self) -> None:
        self.wait_until(self.viewer.window.content.shows_message)

    def wait_until(self, happened: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(happened, timeout=5_000)

    def words(self) -> str:
        """All that stands in labels that are in view."""
        labels = self.viewer.window.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, folder: Path) -> Iterator[Desk]:
    assert folder
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    desk = Desk(qtbot, qapp)
    yield desk
    desk.viewer.window.close()
    desk.viewer.deleteLater()
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


def test_an_id_wins_over_a_file_of_the_same_name_in_the_working_folder(
    desk: Desk, folder: Path
) -> None:
    (folder / "klonopin").write_text(LEAFLET)
    desk.start(OpenRequest("klonopin"))
    desk.wait_for("Klonopin")
    desk.ask(OpenRequest("./klonopin"))
    desk.wait_for("Own")
    desk.ask(OpenRequest("klonopin"))
    desk.wait_for("Klonopin")


def test_a_start_leaflet_in_the_home_of_nobody_is_told_on_a_page(desk: Desk, folder: Path) -> None:
    settings = folder / "config" / "settings.toml"
    settings.write_text('start_leaflet = "~no-such-user/a.md"\nleaflets = ["~no-such-user/y"]\n')
    desk.start()
    desk.wait_for_message()
    assert "Klonopin" in desk.viewer.window.windowTitle()


def test_a_slip_in_the_settings_is_named_with_file_and_key(desk: Desk, folder: Path) -> None:
    settings = folder / "config" / "settings.toml"
    settings.write_text('start_leaflet = "klonopn"\nstart_lenses = ["alcohol", "alkohol"]\n')
    desk.start()
    desk.wait_for_message()
    told = desk.words()
    assert all(
        each in told
        for each in ("no leaflet with the id 'klonopn'", str(settings), "start_leaflet")
    )
    desk.viewer.window.content.notice.button_clicked.emit()
    assert f"{settings}: start_lenses: there is no lens with the id 'alkohol'" in desk.words()


def test_a_faulty_leaflet_in_the_users_folder_is_told(desk: Desk, folder: Path) -> None:
    faulty = folder / "config" / "leaflets" / "faulty.md"
    faulty.parent.mkdir()
    faulty.write_text("no leaflet")
    desk.start()
    desk.wait_until(lambda: "1 file could not be used" in desk.words())
    desk.viewer.window.content.notice.button_clicked.emit()
    assert str(faulty) in desk.words()


def test_words_to_find_in_a_leaflet_that_does_not_open_are_not_looked_for_in_the_next(
    desk: Desk, folder: Path
) -> None:
    (folder / "own.md").write_text(LEAFLET)
    desk.start()
    desk.ask(OpenRequest("./missing.md", find="sip"))
    desk.wait_for_message()
    desk.ask(OpenRequest())
    desk.viewer.window.file_dropped.emit(str(folder / "own.md"))
    desk.wait_for("Own")
    find_bar = desk.viewer.window.content.find_bar
    assert find_bar.isHidden()
    desk.ask(OpenRequest("klonopin", find="sip"))
    desk.wait_for("Klonopin")
    assert not find_bar.isHidden()
    assert find_bar.field.text() == "sip"


def test_words_to_find_bring_the_leaflet_back_in_place_of_a_message(desk: Desk) -> None:
    desk.start()
    desk.ask(OpenRequest("./missing.md"))
    desk.wait_for_message()
    desk.ask(OpenRequest(find="alcohol"))
    content = desk.viewer.window.content
    assert not content.shows_message()
    assert content.find_bar.field.text() == "alcohol"
    assert desk.viewer.window.focusWidget() is content.find_bar.field
