"""The dialog of an import: how far it has come, a way to end it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.leaflet.sentence import sentence
from viewer.library.import_words import import_words
from viewer.library.importer import ImportProgress
from viewer.ui.announce import announce
from viewer.ui.file_dialogs import ask_where_to_save
from viewer.ui.import_process import ImportEnding, ImportProcess

_WIDTH, _REPORT_HEIGHT = 560, 260
_SIDE, _GAP = 24, 16
_NOTES = 3
"""Notes that are shown beside the report; it has all of them."""


class ImportDialog(QDialog):
    """Runs one import and shows its report at the end; reading can go on beside it.

    Esc and Cancel end the import, which keeps what is in; then, or at its end, they close the
    dialog. `library_changed` says that the library may hold other leaflets now.
    """

    library_changed = Signal()

    def __init__(
        self,
        parent: QWidget | None = None,
        choose_file: Callable[[QWidget], str] | None = None,
    ) -> None:
        """`choose_file` asks for the file to save the report in; empty where none is wanted."""
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle("Import leaflets")
        self.setMinimumWidth(_WIDTH)
        self._choose_file = choose_file or _asked_file
        self._text = ""
        self._process = ImportProcess(self)
        self._process.progressed.connect(self._progress)
        self._process.indexed.connect(self._index)
        self._process.ended.connect(self._end)
        self._words = QLabel("Looking for leaflets…")
        self._words.setObjectName("import_words")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setObjectName("import_progress")
        self._bar.setAccessibleName("Import")
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._report = QPlainTextEdit()
        self._report.setObjectName("import_report")
        self._report.setAccessibleName("Report of the import")
        self._report.setReadOnly(True)
        self._report.setTabChangesFocus(True)
        self._report.setMinimumHeight(_REPORT_HEIGHT)
        self._report.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(_SIDE, _SIDE, _SIDE, _GAP)
        column.setSpacing(_GAP)
        for widget in (self._words, self._bar):
            column.addWidget(widget)
        column.addWidget(self._report, 1)
        column.addLayout(self._buttons())

    def start(
        self, library: Path, paths: Sequence[Path], *, force: bool = False, sources: bool = True
    ) -> None:
        """Begins to import what lies at `paths` into the library of a folder."""
        self._process.start(library, paths, force=force, sources=sources)

    def reject(self) -> None:
        """Ends the import where it is under way, else closes the dialog."""
        if not self._process.running or self._text:
            super().reject()
            return
        self._cancel.setEnabled(False)
        self._words.setText("Ending the import; what was read is kept…")
        self._process.cancel()

    def close_import(self) -> None:
        """Ends the import and waits for that, for when the window closes."""
        self._process.close()

    def _buttons(self) -> QHBoxLayout:
        self._details = QPushButton("Show &report")
        self._details.setObjectName("import_show_report")
        self._details.clicked.connect(self._show_report)
        self._save = QPushButton("&Save report…")
        self._save.setObjectName("import_save")
        self._save.clicked.connect(self._save_report)
        self._cancel = QPushButton("Cancel")
        self._cancel.setObjectName("import_cancel")
        self._cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self._details, self._save, self._cancel):
            button.setAutoDefault(False)
            row.addWidget(button)
        self._details.hide()
        self._save.hide()
        return row

    def _progress(self, progress: ImportProgress) -> None:
        self._count(progress.done, progress.total or 0)
        if self._cancel.isEnabled():
            self._words.setText(import_words(progress))

    def _index(self, done: int, total: int) -> None:
        self._count(done, total)
        if self._cancel.isEnabled():
            of = f" of {total:,}" if total else ""
            self._words.setText(f"Making the leaflets searchable: {done:,}{of}")

    def _count(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(min(done, total))

    def _end(self, ending: ImportEnding) -> None:
        report = ending.report
        if report is None:
            words = f"Nothing more was imported: {ending.error}"
            self._text = words + "\n"
        else:
            notes = [sentence(note) for note in ending.notes]
            told = [sentence(part) for part in (report.summary(), report.ending()) if part]
            words = "\n".join([*told, *notes[:_NOTES]])
            self._text = report.text() + "".join(f"\n{note}\n" for note in notes)
        self._words.setText(words)
        self._bar.hide()
        self._report.setPlainText(self._text)
        self._details.setVisible(report is not None)
        self._save.setVisible(report is not None)
        self._cancel.setText("Close")
        self._cancel.setEnabled(True)
        self._cancel.setFocus()
        announce(self, words)
        self.library_changed.emit()
        if report is not None and (report.refused or report.error or len(ending.notes) > _NOTES):
            self._show_report()

    def _show_report(self) -> None:
        self._report.show()
        self._details.hide()
        self.adjustSize()

    def _save_report(self) -> None:
        file = self._choose_file(self)
        if not file:
            return
        try:
            Path(file).write_bytes(self._text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            self._words.setText(f"The report cannot be saved: {error.strerror or error} ({file})")
        else:
            self._words.setText(f"The report is saved in {file}")
        announce(self, self._words.text())


def _asked_file(parent: QWidget) -> str:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    proposed = str(Path(folder) / "Import report.txt")
    return ask_where_to_save(parent, "Save report", proposed, "Text (*.txt)")
