"""What can be seen in the program; every function runs inside it, on its GUI thread.

Widgets are found by their object names, as they stand in the window, never through the objects
that drive them.
"""

from __future__ import annotations

import gc
import linecache
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QTextBlock, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QMainWindow,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from viewer.ui.find_bar import FindBar
from viewer.ui.lens_chip import LensChip
from viewer.ui.message_page import MessagePage

from .widgets import (
    Box,
    application,
    box_of,
    chip_widgets,
    main_window,
    name_of,
    tree,
    view,
    widget,
)

GUIDE = "User guide"
"""What the status bar says of the guide; lenses count nothing in it."""
LEAST_MARGINS = 80
"""Pixels beside a column that has no room to be wider, those of the scroll bar among them."""
NOTICE = "  —  "
"""Between the place and a notice."""


def focus() -> str:
    """The name of the widget that has the keyboard."""
    return name_of(application().focusWidget())


# -- the window -------------------------------------------------------------------------------


def is_complete() -> bool:
    """Whether the window shows its leaflet or a message, and everything around it."""
    windows = [w for w in application().topLevelWidgets() if isinstance(w, QMainWindow)]
    if not windows or not windows[0].isVisible() or not windows[0].menuBar().actions():
        return False
    if not windows[0].findChildren(LensChip):
        return False
    page = windows[0].findChild(MessagePage)
    if page is not None and page.isVisible():
        return True
    counted = status_provenance() == GUIDE or all(chip.count for chip in chip_widgets())
    return bool(status_section()) and counted


def title() -> str:
    return main_window().windowTitle()


def full_screen() -> bool:
    return main_window().isFullScreen()


def message_early() -> str:
    """As `message`, also before there is a window."""
    return message() if any(map(_is_main, application().topLevelWidgets())) else ""


def _is_main(found: QWidget) -> bool:
    return isinstance(found, QMainWindow)


def status_section() -> str:
    """Where the reader is, as the status bar says it."""
    return widget(QLabel, "status_section").text().partition(NOTICE)[0]


def notice() -> str:
    """What the status bar says in passing, behind where the reader is."""
    return widget(QLabel, "status_section").text().partition(NOTICE)[2]


def status_provenance() -> str:
    return widget(QAbstractButton, "status_provenance").text()


def dialog() -> str:
    """The name of the dialog that is open; empty where none is."""
    return name_of(application().activeModalWidget())


def dialog_words() -> str:
    """All labels of the dialog that is open, a line each."""
    open_now = application().activeModalWidget()
    labels = open_now.findChildren(QLabel) if open_now is not None else []
    return "\n".join(label.text().replace("\u200b", "") for label in labels if label.isVisible())


def message() -> str:
    """What the page says that stands in place of the leaflet; empty where none does."""
    page = main_window().findChild(MessagePage)
    return page.words() if page is not None and page.isVisible() else ""


def notice_above() -> str:
    """What stands above the leaflet about the program; empty where nothing does."""
    words = widget(QLabel, "notice_words")
    return words.text() if words.isVisible() else ""


def minimize() -> None:
    main_window().showMinimized()


def is_minimized() -> bool:
    return main_window().isMinimized()


def clipboard() -> str:
    return QGuiApplication.clipboard().text()


def colours() -> tuple[str, str]:
    """Background and text of the leaflet as its palette has them."""
    palette = view().palette()
    return palette.base().color().name(), palette.text().color().name()


# -- the leaflet ------------------------------------------------------------------------------


def top_line() -> int:
    """How far the leaflet is scrolled, in pixels."""
    return view().verticalScrollBar().value()


def width_of_words(name: str) -> int:
    """Pixels that the words of a label take."""
    label = widget(QLabel, name)
    return label.fontMetrics().horizontalAdvance(label.text())


def hidden_sideways() -> int:
    """How many pixels of the leaflet lie beyond the view's edge."""
    return view().horizontalScrollBar().maximum()


def text_size() -> float:
    """Points of the leaflet's text."""
    return view().document().defaultFont().pointSizeF()


def selected() -> str:
    """The selected text."""
    return view().textCursor().selectedText().replace("\u2029", "\n")


def document() -> tuple[int, str]:
    """The document's count of changes and its content as Qt writes it."""
    return view().document().revision(), view().document().toHtml()


def words_in_view() -> str:
    """The text that stands in the view from its top to its bottom."""
    shown = view()
    cursor = shown.cursorForPosition(shown.viewport().rect().topLeft())
    end = shown.cursorForPosition(shown.viewport().rect().bottomRight())
    cursor.setPosition(end.position(), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n")


def current_words() -> str:
    """The words that the walk or find is at; they stand in view, or nothing is told."""
    shown = view()
    span = shown.current()
    if span is None or shown.shown is None:
        return ""
    words = shown.shown.text.text[slice(*span)]
    return words if words in words_in_view() else ""


def headings() -> list[tuple[str, float]]:
    """Every heading, and where it stands: 0 is the top of the view and 1 its bottom."""
    shown = view()
    found: list[tuple[str, float]] = []
    block: QTextBlock = shown.document().begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            y = shown.cursorRect(QTextCursor(block)).top()
            found.append((block.text(), y / shown.viewport().height()))
        block = block.next()
    return found


def line_lengths() -> list[int]:
    """Characters of every line of the leaflet's paragraphs that goes on in another line."""
    lengths: list[int] = []
    block: QTextBlock = view().document().begin()
    while block.isValid():
        layout = block.layout()
        if not block.blockFormat().headingLevel() and block.textList() is None:
            lengths += [layout.lineAt(n).textLength() for n in range(layout.lineCount() - 1)]
        block = block.next()
    return lengths


def fills_the_pane() -> bool:
    """Whether the text column is as wide as there is room for."""
    return view().width() - view().viewport().width() < LEAST_MARGINS


def column() -> Box:
    """Where the text column stands in the window."""
    port = view().viewport()
    corner = port.mapTo(main_window(), port.rect().topLeft())
    return Box(corner.x(), corner.y(), port.width(), port.height())


# -- lenses -----------------------------------------------------------------------------------


class Chip(NamedTuple):
    """A lens in the lens bar."""

    name: str
    sign: str
    on: bool
    place: Box


def chips() -> dict[str, Chip]:
    """The lenses of the lens bar by their ids."""
    return {
        chip.lens: Chip(
            chip.text(), chip.count.sign if chip.count else "", chip.isChecked(), box_of(chip)
        )
        for chip in chip_widgets()
    }


def lenses_on() -> list[str]:
    """Ids of the lenses that are on."""
    return [lens for lens, chip in chips().items() if chip.on]


def own_terms() -> str:
    return widget(QLineEdit, "term_field").text()


def banner() -> str:
    """What the banner of dimming says; empty where there is none."""
    return _words_of("dim_banner")


def notice_banner() -> str:
    """What the banner of things to be told says; empty where there is none."""
    return _words_of("notice_banner")


def _words_of(name: str) -> str:
    found = widget(QWidget, name)
    label = found.findChild(QLabel)
    return label.text() if found.isVisible() and label is not None else ""


# -- tree -------------------------------------------------------------------------------------


def tree_current() -> str:
    """The key of the section that the tree marks as the one in view."""
    return tree().current_section()


def tree_counts() -> dict[str, list[int]]:
    """The numbers in the pills of each row that has some, by the row's title."""
    pills = {row.text(0): getattr(row, "pills", ()) for row in _rows()}
    return {title: [pill.count for pill in row] for title, row in pills.items() if row}


def tree_titles() -> list[str]:
    """The titles of all rows from the top."""
    return [row.text(0) for row in _rows()]


def _rows() -> list[QTreeWidgetItem]:
    found = []
    rows = QTreeWidgetItemIterator(tree())
    while row := rows.value():
        found.append(row)
        rows += 1
    return found


def tree_cursor() -> str:
    """The title of the row that the arrow keys are on."""
    row = tree().currentItem()
    return row.text(0) if row is not None else ""


# -- find and go to ---------------------------------------------------------------------------


def find_open() -> bool:
    return widget(FindBar, "find_bar").isVisible()


def find_text() -> str:
    return widget(QLineEdit, "find_field").text()


def find_count() -> str:
    return widget(QLabel, "find_count").text()


def goto_text() -> str:
    return widget(QLineEdit, "goto_field").text()


def library_rows() -> list[str]:
    """The leaflets and heads of the library's list, as a screen reader says them."""
    return _spoken_rows("library_list")


def search_rows() -> list[str]:
    """What was found in the library, as a screen reader says it."""
    return _spoken_rows("search_results")


def _spoken_rows(name: str) -> list[str]:
    model, role = widget(QListView, name).model(), Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row, 0).data(role)) for row in range(model.rowCount())]


def goto_answers() -> list[str]:
    """The titles in the go-to list from the top; none where it is closed."""
    lists = main_window().findChildren(QListView, "goto_results")
    if not lists or not lists[0].isVisible():
        return []
    model = lists[0].model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


# -- what the program holds -------------------------------------------------------------------


class Holdings(NamedTuple):
    """How many objects of Qt the program holds."""

    widgets: int
    windows: int
    objects: int
    wrapped: int


def holdings() -> Holdings:
    """Counts after everything that can go has gone."""
    app = application()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    tops = app.topLevelWidgets()
    return Holdings(
        len(app.allWidgets()),
        len(tops),
        sum(len(top.findChildren(QObject)) for top in [app, *tops]),
        sum(isinstance(each, QObject) for each in gc.get_objects()),
    )


def resize(width: int, height: int) -> None:
    """Gives the window another size, as dragging its edge does."""
    main_window().resize(width, height)


def size() -> tuple[int, int]:
    return main_window().width(), main_window().height()


def places_of(name: str) -> list[Box]:
    """Where a widget stands in the window."""
    return [box_of(widget(QWidget, name))]


def focus_place() -> Box:
    """Where the widget with the keyboard stands in the window."""
    found = application().focusWidget()
    assert found is not None
    return box_of(found)


def panes_of(name: str) -> list[str]:
    """The names of a widget and of all it lies in."""
    found: QWidget | None = widget(QWidget, name)
    names = []
    while found is not None:
        names.append(found.objectName())
        found = found.parentWidget()
    return names


def rectangle_of(name: str) -> Box:
    """Where a widget stands on the screen."""
    found = widget(QWidget, name)
    corner = found.mapToGlobal(found.rect().topLeft())
    return Box(corner.x(), corner.y(), found.width(), found.height())


def drop(file: str) -> bool:
    """Drops a file on the window; whether it is taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(file)])
    copy, left, none = (
        Qt.DropAction.CopyAction,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(main_window(), enter)
    if enter.isAccepted():
        QApplication.sendEvent(main_window(), QDropEvent(QPointF(300, 300), copy, data, left, none))
    return enter.isAccepted()


def kept_sources() -> int:
    """How many files of the program are in memory as source text; `viewer.app` needs a few."""
    return sum("viewer" in Path(file).parts for file in linecache.cache)
