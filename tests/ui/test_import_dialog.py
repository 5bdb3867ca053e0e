"""An import from the window: by the real program, with its progress, its end and its report."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from viewer.library.importer import ImportProgress
from viewer.library.library import Library
from viewer.ui.import_dialog import ImportDialog
from viewer.ui.import_process import ImportEnding, ImportProcess

from .export_folder import BROKEN, write_documents


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEAFLET_VIEWER_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("LEAFLET_VIEWER_CACHE", str(tmp_path / "cache"))


def opened(qtbot: QtBot, saved: Path | None = None) -> ImportDialog:
    dialog = ImportDialog(None, lambda _: str(saved or ""))
    qtbot.addWidget(dialog, before_close_func=ImportDialog.close_import)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def words(dialog: ImportDialog) -> str:
    label = dialog.findChild(QLabel, "import_words")
    assert label is not None
    return label.text()


def button(dialog: ImportDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def report(dialog: ImportDialog) -> QPlainTextEdit:
    found = dialog.findChild(QPlainTextEdit, "import_report")
    assert found is not None
    return found


def test_an_import_tells_how_far_it_is_and_ends_with_a_report(qtbot: QtBot, tmp_path: Path) -> None:
    write_documents(tmp_path / "export", range(100))
    process = ImportProcess()
    steps: list[ImportProgress] = []
    process.progressed.connect(steps.append)
    with qtbot.waitSignal(process.ended, timeout=60_000) as ending:
        process.start(tmp_path / "library", [tmp_path / "export"])
    (ended,) = ending.args
    assert isinstance(ended, ImportEnding)
    assert ended.report is not None
    assert ended.report.imported == steps[-1].imported == 100
    assert Path(ended.file).read_text() == ended.report.text()
    assert len(Library.open(tmp_path / "library").entries()) == 100


def test_what_keeps_the_program_from_importing_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.sqlite").touch()
    dialog = opened(qtbot)
    with qtbot.waitSignal(dialog.library_changed, timeout=60_000):
        dialog.start(tmp_path / "library", [tmp_path])
    assert "the library is damaged: its file is empty" in words(dialog)
    assert button(dialog, "import_cancel").text() == "Close"
    assert not button(dialog, "import_save").isVisible()


def test_the_dialog_shows_what_became_of_it_and_saves_the_report(
    qtbot: QtBot, tmp_path: Path
) -> None:
    write_documents(tmp_path / "export", range(3))
    dialog = opened(qtbot, tmp_path / "saved.txt")
    bar = dialog.findChild(QProgressBar, "import_progress")
    assert bar is not None
    assert bar.isVisible()
    with qtbot.waitSignal(dialog.library_changed, timeout=60_000):
        dialog.start(tmp_path / "library", [tmp_path / "export"])
    assert words(dialog).startswith("3 leaflets imported, 0 replaced")
    assert not bar.isVisible()
    assert not report(dialog).isVisible()
    button(dialog, "import_show_report").click()
    assert report(dialog).isVisible()
    assert "3 leaflets imported" in report(dialog).toPlainText()
    button(dialog, "import_save").click()
    assert (tmp_path / "saved.txt").read_text() == report(dialog).toPlainText()
    button(dialog, "import_cancel").click()
    assert not dialog.isVisible()


def test_a_refused_file_is_shown_without_asking(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text(BROKEN)
    dialog = opened(qtbot)
    with qtbot.waitSignal(dialog.library_changed, timeout=60_000):
        dialog.start(tmp_path / "library", [tmp_path / "bad.xml"])
    assert report(dialog).isVisible()
    assert "bad.xml" in report(dialog).toPlainText()


def test_escape_cancels_and_keeps_what_is_in(qtbot: QtBot, tmp_path: Path) -> None:
    write_documents(tmp_path / "export", range(2000))
    dialog = opened(qtbot)
    with qtbot.waitSignal(dialog.library_changed, timeout=60_000):
        dialog.start(tmp_path / "library", [tmp_path / "export"])
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert not button(dialog, "import_cancel").isEnabled()
    assert "The import was cancelled" in words(dialog)
    assert len(Library.open(tmp_path / "library").entries()) < 2000
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_an_import_that_cannot_be_searched_yet_says_so_beside_its_report(
    qtbot: QtBot, tmp_path: Path
) -> None:
    write_documents(tmp_path / "export", range(3))
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "index").touch()
    (tmp_path / "library" / "reports").touch()
    dialog = opened(qtbot)
    with qtbot.waitSignal(dialog.library_changed, timeout=60_000):
        dialog.start(tmp_path / "library", [tmp_path / "export"])
    told = words(dialog).splitlines()
    assert told[0].startswith("3 leaflets imported")
    assert told[1].startswith("The leaflets are in, but cannot be searched yet: ")
    assert told[2].startswith("The report cannot be kept in ")
    assert all(line in report(dialog).toPlainText() for line in told)


def test_escape_while_the_leaflets_are_made_searchable_says_that_not_all_are(
    qtbot: QtBot, tmp_path: Path
) -> None:
    write_documents(tmp_path / "export", range(1500))
    dialog = opened(qtbot)
    with qtbot.waitSignal(dialog.library_changed, timeout=60_000):
        with qtbot.waitSignal(dialog._process.indexed, timeout=60_000):
            dialog.start(tmp_path / "library", [tmp_path / "export"])
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert words(dialog).startswith("1,500 leaflets imported")
    assert "Not all leaflets can be searched yet" in words(dialog)
