"""Import from the window: asks what to take in, and runs one import at a time beside reading."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from viewer.ui.import_dialog import ImportDialog


class Importing(QObject):
    """Asks for files or a folder, and shows how far their import has come."""

    library_changed = Signal()

    def __init__(self, window: QWidget, library: Path) -> None:
        super().__init__(window)
        self._window = window
        self._library = library
        self._dialog: ImportDialog | None = None

    def ask(self) -> None:
        """Asks what to import; where an import is under way, that one is shown instead."""
        if self._dialog is not None:
            self._raise(self._dialog)
            return
        paths = self._asked()
        if paths:
            self.start(paths)

    def start(self, paths: Sequence[Path]) -> None:
        """Imports what lies at `paths`, unless an import is under way."""
        if self._dialog is not None:
            self._raise(self._dialog)
            return
        dialog = self._dialog = ImportDialog(self._window)
        dialog.library_changed.connect(self.library_changed)
        dialog.finished.connect(self._forget)
        dialog.start(self._library, paths)
        dialog.show()

    def close(self) -> None:
        """Ends an import that is under way; what is in stays in."""
        if self._dialog is not None:
            self._dialog.close_import()

    def _asked(self) -> list[Path]:
        from PySide6.QtWidgets import QMessageBox

        from viewer.ui.file_dialogs import ask_files, ask_folder
        from viewer.ui.questions import show_plainly

        question = QMessageBox(self._window)
        question.setObjectName("import_question")
        question.setWindowTitle("Import")
        question.setText("What is to be taken into the library?")
        question.setInformativeText(
            "Leaflets as regulators publish them (FHIR ePI, SPL), zip archives of them, or"
            " Markdown. A folder is taken with everything below it."
        )
        files = question.addButton("&Files…", QMessageBox.ButtonRole.AcceptRole)
        folder = question.addButton("A f&older…", QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(files)
        show_plainly(question)
        question.exec()
        chosen = question.clickedButton()
        question.deleteLater()
        if chosen is files:
            kinds = "Leaflets and archives (*.xml *.json *.md *.leaflet *.zip);;All files (*)"
            names = ask_files(self._window, "Import files", kinds)
        elif chosen is folder:
            names = [ask_folder(self._window, "Import a folder")]
        else:
            names = []
        return [Path(name) for name in names if name]

    def _raise(self, dialog: ImportDialog) -> None:
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = None
