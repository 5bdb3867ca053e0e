"""The dialogs that ask for files and folders; nothing that was visited in them is kept on disk.

Whenever a QFileDialog goes, Qt writes the folders visited in it and the last of them to a file that
all programs of the user share (QtProject.conf; see "saveSettings" in Qt's qfiledialog.cpp), and
has no setting against it. So that group of Qt's settings is put back as it was.

They only choose: Qt's own dialogs would also rename and delete what they list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget
from shiboken6 import delete, isValid

_ORGANIZATION, _GROUP = "QtProject", "FileDialog"
_Mode = QFileDialog.FileMode


def ask_file(parent: QWidget, title: str, kinds: str) -> str:
    """Asks for a file to open; empty where none was chosen. `kinds` are Qt's name filters."""
    return _first(_ask(QFileDialog(parent, title, "", kinds), _Mode.ExistingFile))


def ask_files(parent: QWidget, title: str, kinds: str) -> list[str]:
    """Asks for files to open; none where the reader thinks better of it."""
    return _ask(QFileDialog(parent, title, "", kinds), _Mode.ExistingFiles)


def ask_folder(parent: QWidget, title: str) -> str:
    """Asks for a folder; empty where none was chosen."""
    dialog = QFileDialog(parent, title)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return _first(_ask(dialog, _Mode.Directory))


def ask_where_to_save(parent: QWidget, title: str, proposed: str, kinds: str) -> str:
    """Asks for the file to save to, `proposed` at first; empty where nothing is to be saved.

    A file that exists is chosen only once the reader has agreed that it is replaced.
    """
    dialog = QFileDialog(parent, title, proposed, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return _first(_ask(dialog, _Mode.AnyFile))


def _first(names: list[str]) -> str:
    return names[0] if names else ""


def _ask(dialog: QFileDialog, mode: QFileDialog.FileMode) -> list[str]:
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.ReadOnly)
    try:
        return dialog.selectedFiles() if dialog.exec() else []
    finally:
        with _settings_put_back():
            if isValid(dialog):  # else its window went while it was open
                delete(dialog)


@contextmanager
def _settings_put_back() -> Iterator[None]:
    """Puts Qt's own settings of file dialogs back as they were."""
    settings = QSettings(QSettings.Scope.UserScope, _ORGANIZATION)
    settings.setFallbacksEnabled(False)  # the machine's are not the user's
    settings.beginGroup(_GROUP)
    before = {key: settings.value(key) for key in settings.allKeys()}
    yield
    settings.remove("")
    for key, value in before.items():
        settings.setValue(key, value)
    settings.sync()
