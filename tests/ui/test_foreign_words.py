"""Words from elsewhere are shown as they are: Qt must find no mark-up in any of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtGui import QAction, QFont, QImage, QTextDocument
from PySide6.QtGui import Qt as QtGui_Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section
from viewer.library.search_results import Correction, Passage, SearchHit, SearchResults
from viewer.render.print_part import print_parts, whole_leaflet
from viewer.render.theme import Theme
from viewer.ui.about_dialog import AboutDialog
from viewer.ui.enlarged_dialog import EnlargedDialog
from viewer.ui.enlarged_picture import EnlargedPicture
from viewer.ui.facts_dialog import FactsDialog
from viewer.ui.goto_items import GotoItem, GotoKind
from viewer.ui.goto_palette import GotoField
from viewer.ui.import_dialog import ImportDialog
from viewer.ui.lens_bar import LensBar
from viewer.ui.library_menu import LibraryMenu
from viewer.ui.library_rows import LibraryRows
from viewer.ui.main_window import MainWindow
from viewer.ui.menus import lens_actions
from viewer.ui.message_page import Message, MessagePage
from viewer.ui.print_devices import default_page_layout
from viewer.ui.print_dialog import PrintDialog
from viewer.ui.printing import PrintJob
from viewer.ui.search_answer import SearchAnswer
from viewer.ui.search_panel import SearchPanel
from viewer.ui.tool_tips import plain_tip

from .library_entries import entry
from .tips import shown

FOREIGN = 'A & B <b>x</b> <img src="/nowhere/picture.png">'
OWN_WORDS = {"print_pdf_notice"}
"""Labels without a key that say nothing but sentences of the program."""
# Without a screen no menu can hold the keyboard.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
LEAFLET = Leaflet(
    "one",
    FOREIGN,
    "en",
    "label",
    FOREIGN,
    tuple(Section(key, FOREIGN, blocks=(Paragraph((Run(FOREIGN),)),)) for key in "abc"),
)
ENTRY = entry(1, FOREIGN, title=FOREIGN, holder=FOREIGN, file=FOREIGN, version=FOREIGN)


@example(f"{FOREIGN * 4}\n  {FOREIGN}  x")
@example("\n")
@example("\na\n\n")
@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"], include_characters="\n")))
def test_a_tool_tip_shows_any_words_as_they_are(words: str) -> None:
    tip = plain_tip(words)
    if words.strip():
        document = QTextDocument()
        document.setHtml(tip)
        assert document.toPlainText().replace("\xa0", " ") == words.strip("\n").replace("\xa0", " ")
        assert QtGui_Qt.mightBeRichText(tip), "as Qt decides it"
    else:
        assert not tip


# -- labels ----------------------------------------------------------------------------------


def main_window(theme: Theme, icons: Path) -> QWidget:
    window = MainWindow()
    window.furnish(theme, icons, 260)
    window.tree.show_leaflet(LEAFLET)
    window.status_section.setText(FOREIGN)
    window.status_provenance.setText(FOREIGN)
    return window


def search_panel(theme: Theme, _icons: Path) -> QWidget:
    return searched(theme)


def message_page(_theme: Theme, _icons: Path) -> QWidget:
    page = MessagePage(lambda width: width // 4)
    page.show_message(Message(FOREIGN, FOREIGN, (FOREIGN,), FOREIGN), can_go_back=True)
    return page


def facts_dialog(_theme: Theme, _icons: Path) -> QWidget:
    return FactsDialog("Provenance", [(FOREIGN, FOREIGN)], FOREIGN, None)


def about_dialog(_theme: Theme, _icons: Path) -> QWidget:
    return AboutDialog("Leaflet Viewer", "1", FOREIGN, FOREIGN)


def import_dialog(_theme: Theme, _icons: Path) -> QWidget:
    return ImportDialog(None, lambda _: "")


def enlarged_dialog(_theme: Theme, _icons: Path) -> QWidget:
    picture = EnlargedPicture(QImage(9, 9, QImage.Format.Format_RGB32), FOREIGN)
    parent = QWidget()
    dialog = EnlargedDialog(FOREIGN, picture, parent)
    dialog.destroyed.connect(lambda _=None, parent=parent: parent.deleteLater())
    return dialog


def print_dialog(theme: Theme, _icons: Path) -> QWidget:
    text = LeafletText(LEAFLET)
    job = PrintJob(whole_leaflet(text), theme, QFont("DejaVu Sans"), "29 July 2026", ())
    layout = default_page_layout(QLocale("en_GB"))
    parts = print_parts(text, "b", [], [], None)
    dialog = PrintDialog(parts, job, layout, folder=Path("/nowhere"))
    dialog.show_error(FOREIGN)
    return dialog


Build = Callable[[Theme, Path], QWidget]
BUILT = [main_window, search_panel, message_page, facts_dialog, about_dialog, import_dialog]
BUILT += [enlarged_dialog, print_dialog]


@pytest.mark.parametrize("build", BUILT)
def test_no_label_may_take_its_words_for_mark_up(
    qtbot: QtBot, theme: Theme, icons: Path, build: Build
) -> None:
    built = build(theme, icons)
    qtbot.addWidget(built)
    labels = built.findChildren(QLabel)
    assert labels
    may = [
        f"{label.objectName()}: {label.text()}"
        for label in labels
        if label.textFormat() != Qt.TextFormat.PlainText
        and (FOREIGN in label.text() or not (label.buddy() or label.objectName() in OWN_WORDS))
    ]
    assert may == []


# -- tool tips -------------------------------------------------------------------------------


def row_tips(rows: QAbstractItemView) -> list[str]:
    """The words of every tool tip of a list or a tree, rows below others with them."""
    model, found = rows.model(), []
    waiting = [model.index(row, 0) for row in range(model.rowCount())]
    for index in waiting:
        waiting += [model.index(row, 0, index) for row in range(model.rowCount(index))]
        found.append(shown(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
    return found


def searched(theme: Theme) -> SearchPanel:
    """A panel with a hit."""
    panel = SearchPanel(theme)
    hit = SearchHit(ENTRY, "a", (FOREIGN,), 1.0, lambda _language, _texts: Passage(0, 0, 0, ()))
    results = SearchResults(1, (hit,), (Correction("x", FOREIGN),), FOREIGN, next=1)
    panel.search_changed.connect(
        lambda request: panel.show_results(SearchAnswer(request, results, 1, [()], 0.0))
    )
    panel.field.setText(FOREIGN)
    return panel


def test_rows_of_the_tree_show_their_titles_in_the_tool_tip(
    qtbot: QtBot, theme: Theme, icons: Path
) -> None:
    window = main_window(theme, icons)
    qtbot.addWidget(window)
    tree = window.findChild(QAbstractItemView, "section_tree")
    assert tree is not None
    assert [FOREIGN in tip for tip in row_tips(tree)] == [True] * 4
    index = tree.model().index(0, 0)
    assert str(index.data(Qt.ItemDataRole.AccessibleTextRole)).startswith(FOREIGN)


def test_hits_show_their_names_in_the_tool_tip(qtbot: QtBot, theme: Theme) -> None:
    panel = searched(theme)
    qtbot.addWidget(panel)
    rows = panel.findChild(QAbstractItemView, "search_results")
    assert rows is not None
    assert [FOREIGN in tip for tip in row_tips(rows)] == [True, True]


def test_leaflets_of_the_library_show_what_is_known_in_the_tool_tip(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    rows = LibraryRows(parent)
    rows.replace([ENTRY])
    tip = shown(str(rows.data(rows.index(0), Qt.ItemDataRole.ToolTipRole)))
    assert f"Holder: {FOREIGN}\n" in tip


def test_answers_to_the_go_to_field_show_their_titles_in_the_tool_tip(
    qtbot: QtBot, theme: Theme
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = GotoField(theme, window)
    field.set_provider(lambda: [GotoItem(GotoKind.SECTION, FOREIGN, FOREIGN, "a")])
    window.resize(500, 400)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.open_list()
    results = window.findChild(QAbstractItemView, "goto_results")
    assert results is not None
    assert row_tips(results) == [f"{FOREIGN} · {FOREIGN}"]


def test_lenses_show_their_names_in_the_tool_tip_and_say_them_as_they_are(
    qtbot: QtBot, theme: Theme
) -> None:
    bar = LensBar(theme)
    qtbot.addWidget(bar)
    lenses = [Lens(f"l{n}", n, "amber", {"en": FOREIGN}, {}, {}) for n in range(9)]
    bar.set_lenses(lenses, "en")
    bar.set_active([lens.id for lens in lenses])
    bar.resize(700, 50)
    controls = [child for child in bar.findChildren(QWidget) if FOREIGN in child.accessibleName()]
    assert len(controls) == 1 + len(lenses), "the chips, and the button for those without room"
    for control in controls:
        assert FOREIGN in shown(control.toolTip())
        assert FOREIGN in control.accessibleDescription()


# -- menus -----------------------------------------------------------------------------------


def texts(actions: list[QAction]) -> list[str]:
    """What the entries show: of two ampersands one; a single one would be a key."""
    assert all("&" not in action.text().replace("&&", "") for action in actions)
    return [action.text().replace("&&", "&") for action in actions]


def test_menus_show_the_ampersands_of_names(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    menu = LibraryMenu(parent)
    menu.show_versions([ENTRY], QPoint(0, 0))
    versions = parent.findChild(QMenu, "library_versions")
    assert versions is not None
    (version,) = versions.actions()
    assert FOREIGN in texts([version])[0]
    assert FOREIGN in shown(version.toolTip())
    lens = Lens("l", 1, "amber", {"en": FOREIGN}, {}, {})
    assert texts(lens_actions(parent, [lens])) == [FOREIGN]
    versions.hide()
    QApplication.processEvents()
