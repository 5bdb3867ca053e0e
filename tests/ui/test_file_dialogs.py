"""The dialogs for files give what was chosen, and leave no trace of it in Qt's settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings, QStandardPaths, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListView, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from viewer.ui.file_dialogs import ask_file, ask_files, ask_folder, ask_where_to_save

NATIVE, USER = QSettings.Format.NativeFormat, QSettings.Scope.UserScope
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def settings_file(tmp_path: Path) -> Iterator[Path]:
    """Where Qt keeps its own settings meanwhile; no dialog is the system's own."""
    usual = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    without_native = Qt.ApplicationAttribute.AA_DontUseNativeDialogs
    before = QCoreApplication.testAttribute(without_native)
    QCoreApplication.setAttribute(without_native)
    QSettings.setPath(NATIVE, USER, str(tmp_path / "config"))
    yield tmp_path / "config" / "QtProject.conf"
    QSettings.setPath(NATIVE, USER, usual)
    QCoreApplication.setAttribute(without_native, before)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A folder that nobody is to learn of, with a file."""
    folder = tmp_path / "oncology"
    folder.mkdir()
    (folder / "leaflet.md").write_text("text", encoding="utf-8")
    return folder


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    shown = QWidget()
    qtbot.addWidget(shown)
    return shown


def enter_in_dialog(words: str, proposed: list[str] | None = None) -> None:
    """Enters words in the dialog that opens next; notes what its field proposed."""

    def enter() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert isinstance(field, QLineEdit)
        if proposed is not None:
            proposed.append(field.text())
        field.setText(words)  # at once: Qt completes single letters while it still lists the folder
        QTest.keyClick(field, Qt.Key.Key_Return)

    QTimer.singleShot(0, enter)


ASKED: dict[str, tuple[Callable[[QWidget], object], str]] = {
    "a file": (lambda window: ask_file(window, "Open", "All files (*)"), "leaflet.md"),
    "files": (lambda window: ask_files(window, "Import", "All files (*)")[0], "leaflet.md"),
    "a folder": (lambda window: ask_folder(window, "Import"), ""),
    "where to save": (
        lambda window: ask_where_to_save(window, "Save", "/proposed.txt", "All files (*)"),
        "report.txt",
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_what_is_chosen_is_given_and_no_folder_of_it_is_kept_on_disk(
    what: str, window: QWidget, secret: Path, settings_file: Path
) -> None:
    ask, name = ASKED[what]
    enter_in_dialog(str(secret / name))
    assert ask(window) == str(secret / name)
    kept = settings_file.read_text("utf-8") if settings_file.exists() else ""
    assert "oncology" not in kept
    assert not kept.strip()
    assert not window.findChildren(QFileDialog)


@pytest.mark.parametrize("what", ["a folder", "where to save"])
def test_nothing_that_is_listed_can_be_deleted(
    what: str, window: QWidget, secret: Path, settings_file: Path, qtbot: QtBot
) -> None:
    assert settings_file.name
    asked: list[bool] = []

    def delete() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(secret.parent))
        files = dialog.findChild(QListView, "listView")
        assert isinstance(files, QListView)
        model = files.model()
        qtbot.waitUntil(lambda: model.rowCount(files.rootIndex()) > 0)
        files.setCurrentIndex(model.index(0, 0, files.rootIndex()))
        QTimer.singleShot(0, leave)
        QTest.keyClick(files, Qt.Key.Key_Delete)

    def leave() -> None:
        asked.append(isinstance(QApplication.activeModalWidget(), QMessageBox))
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()

    QTimer.singleShot(0, delete)
    ASKED[what][0](window)
    assert asked == [False]


def test_a_dialog_that_is_left_gives_nothing_and_keeps_nothing(
    window: QWidget, secret: Path, settings_file: Path
) -> None:
    def leave() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        dialog.setDirectory(str(secret))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(0, leave)
    assert ask_file(window, "Open", "All files (*)") == ""
    assert not settings_file.exists() or not settings_file.read_text("utf-8").strip()


def test_what_other_programs_keep_of_their_dialogs_stays(
    window: QWidget, secret: Path, settings_file: Path
) -> None:
    others = QSettings(USER, "QtProject")
    others.setValue("FileDialog/history", ["file:///music", "file:///films"])
    others.setValue("FileDialog/lastVisited", "file:///music")
    others.setValue("Other/key", "value")
    others.sync()
    enter_in_dialog(str(secret / "leaflet.md"))
    ask_file(window, "Open", "All files (*)")
    others.sync()
    others.setFallbacksEnabled(False)
    assert {key: others.value(key) for key in others.allKeys()} == {
        "FileDialog/history": ["file:///music", "file:///films"],
        "FileDialog/lastVisited": "file:///music",
        "Other/key": "value",
    }
    assert "oncology" not in settings_file.read_text("utf-8")


def test_the_name_that_is_proposed_stands_in_the_field(
    window: QWidget, secret: Path, settings_file: Path
) -> None:
    assert settings_file.name
    proposed: list[str] = []
    enter_in_dialog("other.txt", proposed)
    chosen = ask_where_to_save(window, "Save", str(secret / "report.txt"), "Text (*.txt)")
    assert proposed == ["report.txt"]
    assert chosen == str(secret / "other.txt")
