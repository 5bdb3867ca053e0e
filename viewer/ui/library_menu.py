"""What can be done with a leaflet of the library, and the list of its versions, as menus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from viewer.library.entry import LibraryEntry
from viewer.render.provenance import NOT_STATED
from viewer.ui.library_shelf import name_of
from viewer.ui.painting import key_text
from viewer.ui.tool_tips import no_mnemonic, plain_tip

PIN_KEY = "Ctrl+B"


class LibraryMenu(QObject):
    """Opens menus for one leaflet; each signal carries its `LibraryEntry`."""

    open_requested = Signal(object)
    pin_requested = Signal(object)
    """The leaflet is to be pinned, or no longer."""
    versions_requested = Signal(object)
    provenance_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self._shown: QMenu | None = None
        self.can_remove = True
        """Whether removing is offered."""

    def show_for(self, entry: LibraryEntry, pinned: bool, place: QPoint) -> None:
        """Opens the menu of a leaflet at a place of the screen."""
        menu = self._menu("library_menu", f"What to do with {name_of(entry)}")
        pin = "Un&pin" if pinned else "&Pin"
        menu.addAction("&Open", lambda: self.open_requested.emit(entry))
        menu.addAction(f"{pin}\t{key_text(PIN_KEY)}", lambda: self.pin_requested.emit(entry))
        menu.addSeparator()
        menu.addAction("&Versions…", lambda: self.versions_requested.emit(entry))
        menu.addAction("P&rovenance…", lambda: self.provenance_requested.emit(entry))
        if self.can_remove:
            menu.addSeparator()
            menu.addAction("Re&move from the library…", lambda: self.remove_requested.emit(entry))
        menu.popup(place)

    def show_versions(self, versions: Sequence[LibraryEntry], place: QPoint) -> None:
        """Opens the list of a leaflet's versions; choosing one asks to open it."""
        menu = self._menu("library_versions", "Versions")
        for entry in versions:
            action = menu.addAction(version_words(entry))
            told = f"Imported {entry.imported or NOT_STATED} from {entry.file}"
            action.setToolTip(plain_tip(told))
            action.triggered.connect(lambda _=False, e=entry: self.open_requested.emit(e))
        menu.popup(place)

    def _menu(self, name: str, words: str) -> QMenu:
        if self._shown is not None:
            self._shown.deleteLater()  # not when it hides: its action is triggered after that
        menu = self._shown = QMenu(self._widget)
        menu.setObjectName(name)
        menu.setAccessibleName(words)
        menu.setToolTipsVisible(True)
        return menu


def version_words(entry: LibraryEntry) -> str:
    """A version in words: "Version 4 · 2024-03-01 · current"."""
    version = f"Version {entry.version or NOT_STATED}"
    parts = (version, entry.date or f"date {NOT_STATED}", "current" if entry.current else "")
    return no_mnemonic(" · ".join(part for part in parts if part))
