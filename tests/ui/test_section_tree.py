from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTreeWidgetItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from viewer.leaflet.model import Leaflet, Section
from viewer.render.theme import Theme
from viewer.ui.section_rows import RowCounts, section_rows
from viewer.ui.section_tree import LEAFLET_START, Pill, SectionTree

from .tips import shown


@pytest.fixture
def tree(qtbot: QtBot, theme: Theme, nested_leaflet: Leaflet) -> SectionTree:
    widget = SectionTree(theme)
    qtbot.addWidget(widget)
    widget.resize(280, 400)
    widget.show_leaflet(nested_leaflet)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.activateWindow()
    widget.setFocus()
    return widget


def rows(tree: SectionTree) -> list[tuple[int, str]]:
    """Depth and name of every row, as the reader sees them."""
    found: list[tuple[int, str]] = []

    def walk(item: QTreeWidgetItem | None, depth: int) -> None:
        assert item is not None
        found.append((depth, item.text(0)))
        for number in range(item.childCount()):
            walk(item.child(number), depth + 1)

    for number in range(tree.topLevelItemCount()):
        walk(tree.topLevelItem(number), 0)
    return found


def row(tree: SectionTree, name: str) -> QTreeWidgetItem:
    return tree.findItems(name, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive)[0]


def spoken(tree: SectionTree, name: str) -> str:
    """What a screen reader says of a row."""
    return str(row(tree, name).data(0, Qt.ItemDataRole.AccessibleTextRole))


def cursor(tree: SectionTree) -> str:
    item = tree.currentItem()
    assert item is not None
    return item.text(0)


def colour_at(tree: SectionTree, point: QPoint) -> str:
    return tree.viewport().grab().toImage().pixelColor(point).name()


def bar_stands_at(tree: SectionTree, name: str, theme: Theme) -> bool:
    """Whether the accent bar of the current section is at that row (and the focus elsewhere)."""
    rect = tree.visualItemRect(row(tree, name))
    return colour_at(tree, QPoint(5, rect.center().y())) == theme.accent


def test_sections_are_nested_under_the_product_and_untitled_ones_have_no_row(
    tree: SectionTree,
) -> None:
    assert rows(tree) == [
        (0, "Sample"),
        (1, "What Sample is"),
        (1, "Dosage"),
        (2, "Adults"),
        (2, "Infants"),
        (1, "Interactions"),
        (1, "Overdose"),
    ]


def test_a_row_says_how_many_passages_it_has(tree: SectionTree) -> None:
    tree.show_counts(
        {"interactions": [Pill("amber", 4), Pill("rose", 2)], "overdose": [Pill("amber", 1)]}
    )
    assert spoken(tree, "Interactions") == "Interactions, 6 passages"
    assert spoken(tree, "Overdose") == "Overdose, 1 passage"
    assert spoken(tree, "Adults") == "Adults"


def test_an_untitled_section_s_passages_count_for_the_titled_one_above_it(
    tree: SectionTree,
) -> None:
    tree.show_counts({"untitled": [Pill("amber", 3)]})
    assert spoken(tree, "Dosage") == "Dosage, 3 passages"


def test_a_folded_row_counts_what_is_below_it_and_an_unfolded_one_does_not(
    tree: SectionTree,
) -> None:
    tree.show_counts(
        {"dosage": [Pill("amber", 1)], "adults": [Pill("amber", 2)], "infants": [Pill("rose", 4)]}
    )
    assert spoken(tree, "Dosage") == "Dosage, 1 passage"
    row(tree, "Dosage").setExpanded(False)
    assert spoken(tree, "Dosage") == "Dosage, 7 passages"


def test_pills_of_one_colour_are_added_and_stand_in_the_order_of_the_lenses(
    nested_leaflet: Leaflet,
) -> None:
    counts = RowCounts()
    counts.set_order(["amber", "rose"])
    counts.set_counts({"adults": [Pill("rose", 1)], "infants": [Pill("amber", 2), Pill("rose", 3)]})
    dosage = section_rows(nested_leaflet).children[1]
    assert counts.pills(dosage, folded=True) == (Pill("amber", 2), Pill("rose", 4))
    assert counts.pills(dosage, folded=False) == ()


def test_a_pill_is_painted_in_the_lens_s_tint(tree: SectionTree, theme: Theme) -> None:
    tree.show_counts({"overdose": [Pill("rose", 4)]})
    rect = tree.visualItemRect(row(tree, "Overdose"))
    image = tree.viewport().grab().toImage()
    colours = {image.pixelColor(x, rect.center().y() + 6).name() for x in range(200, 280)}
    assert theme.lenses["rose"].tint in colours


def test_an_outlined_theme_draws_the_pill_as_an_outline(
    tree: SectionTree, outlined_theme: Theme
) -> None:
    tree.set_theme(outlined_theme)
    tree.show_counts({"overdose": [Pill("rose", 4)]})
    rect = tree.visualItemRect(row(tree, "Overdose"))
    image = tree.viewport().grab().toImage()
    line = QColor(outlined_theme.lenses["rose"].line)
    column = [image.pixelColor(256, y) for y in range(rect.top(), rect.bottom())]
    assert any(abs(c.red() - line.red()) + abs(c.blue() - line.blue()) < 120 for c in column)
    assert image.pixelColor(rect.left() + 100, rect.center().y()) != line


def test_a_section_without_a_passage_is_soft_only_while_a_lens_says_so(
    nested_leaflet: Leaflet,
) -> None:
    counts = RowCounts()
    dosage, adults = (lambda r: (r.children[1], r.children[1].children[0]))(
        section_rows(nested_leaflet)
    )
    assert not counts.is_quiet(adults, folded=False)
    counts.set_quiet({"dosage", "untitled", "adults"})
    counts.set_counts({"infants": [Pill("amber", 1)]})
    assert counts.is_quiet(adults, folded=False)
    assert counts.is_quiet(dosage, folded=False)
    assert not counts.is_quiet(dosage, folded=True), "what it folds away has a passage"


def test_the_current_section_is_marked_without_a_signal(
    qtbot: QtBot, tree: SectionTree, theme: Theme
) -> None:
    tree.clearFocus()
    with qtbot.assertNotEmitted(tree.section_chosen):
        tree.set_current_section("overdose")
    assert bar_stands_at(tree, "Overdose", theme)
    assert not bar_stands_at(tree, "Interactions", theme)
    assert cursor(tree) == "Overdose"


def test_an_untitled_current_section_marks_the_titled_one_above_it(
    tree: SectionTree, theme: Theme
) -> None:
    tree.clearFocus()
    tree.set_current_section("untitled")
    assert bar_stands_at(tree, "Dosage", theme)


def test_what_is_folded_stays_folded_and_shows_the_current_section_in_its_place(
    tree: SectionTree, theme: Theme
) -> None:
    tree.clearFocus()
    row(tree, "Dosage").setExpanded(False)
    tree.set_current_section("infants")
    assert not row(tree, "Dosage").isExpanded()
    assert bar_stands_at(tree, "Dosage", theme)
    row(tree, "Dosage").setExpanded(True)
    assert bar_stands_at(tree, "Infants", theme)


def test_arrow_keys_only_move_and_enter_goes_there(qtbot: QtBot, tree: SectionTree) -> None:
    with qtbot.assertNotEmitted(tree.section_chosen):
        QTest.keyClick(tree, Qt.Key.Key_Down)
        QTest.keyClick(tree, Qt.Key.Key_Down)
    with qtbot.waitSignal(tree.section_chosen) as chosen:
        QTest.keyClick(tree, Qt.Key.Key_Return)
    assert chosen.args == ["dosage"]
    with qtbot.waitSignal(tree.section_chosen) as chosen:
        QTest.keyClick(tree, Qt.Key.Key_Enter)
    assert chosen.args == ["dosage"]


def test_scrolling_does_not_take_the_row_the_reader_walks_on(
    tree: SectionTree,
) -> None:
    QTest.keyClick(tree, Qt.Key.Key_Down)
    tree.set_current_section("overdose")
    assert cursor(tree) == "What Sample is"
    QTest.keyClick(tree, Qt.Key.Key_Return)
    tree.set_current_section("what")
    tree.set_current_section("interactions")
    assert cursor(tree) == "Interactions", "after choosing, the cursor follows again"


def test_leaving_the_tree_brings_the_cursor_back_to_the_current_section(
    qtbot: QtBot, theme: Theme, nested_leaflet: Leaflet
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    tree, other = SectionTree(theme), QLineEdit()
    layout = QVBoxLayout(window)
    layout.addWidget(tree)
    layout.addWidget(other)
    tree.show_leaflet(nested_leaflet)
    with qtbot.waitExposed(window):
        window.show()
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_End)
    tree.set_current_section("dosage")
    assert cursor(tree) == "Overdose"
    other.setFocus()
    assert cursor(tree) == "Dosage"


def test_left_and_right_fold_and_unfold(tree: SectionTree) -> None:
    tree.set_current_section("dosage")
    QTest.keyClick(tree, Qt.Key.Key_Left)
    assert not row(tree, "Dosage").isExpanded()
    QTest.keyClick(tree, Qt.Key.Key_Right)
    assert row(tree, "Dosage").isExpanded()


def test_letters_type_ahead(tree: SectionTree) -> None:
    QTest.keyClicks(tree, "int")
    assert cursor(tree) == "Interactions"


def test_a_click_on_a_row_goes_there(qtbot: QtBot, tree: SectionTree) -> None:
    with qtbot.waitSignal(tree.section_chosen) as chosen:
        click(tree, tree.visualItemRect(row(tree, "Overdose")).center())
    assert chosen.args == ["overdose"]


def test_a_click_on_the_product_goes_to_the_leaflet_s_beginning(
    qtbot: QtBot, tree: SectionTree
) -> None:
    with qtbot.waitSignal(tree.section_chosen) as chosen:
        click(tree, tree.visualItemRect(row(tree, "Sample")).center())
    assert chosen.args == [LEAFLET_START]


@pytest.mark.parametrize("distance", [6, 20, 30])
def test_a_click_on_the_chevron_or_near_it_folds_and_goes_nowhere(
    qtbot: QtBot, tree: SectionTree, distance: int
) -> None:
    name_left = 40
    rect = tree.visualItemRect(row(tree, "Dosage"))
    with qtbot.assertNotEmitted(tree.section_chosen):
        click(tree, QPoint(name_left - distance, rect.center().y()))
    assert not row(tree, "Dosage").isExpanded()


def click(tree: SectionTree, where: QPoint) -> None:
    QTest.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_rows_are_thirty_pixels_and_grow_with_the_font(qtbot: QtBot, tree: SectionTree) -> None:
    assert tree.visualItemRect(row(tree, "Sample")).height() >= 30
    font = tree.font()
    font.setPointSizeF(24)
    tree.setFont(font)
    qtbot.waitUntil(lambda: tree.visualItemRect(row(tree, "Sample")).height() > 40)


def test_a_name_cut_short_is_whole_in_its_tool_tip(tree: SectionTree) -> None:
    assert shown(row(tree, "Interactions").toolTip(0)) == "Interactions"


def test_the_tree_has_a_name_and_is_a_tree(tree: SectionTree) -> None:
    interface = QAccessible.queryAccessibleInterface(tree)
    assert interface.text(QAccessible.Text.Name) == "Sections"
    assert interface.role() == QAccessible.Role.Tree


def test_two_thousand_sections_are_all_there_and_counted(qtbot: QtBot, theme: Theme) -> None:
    sections = tuple(
        Section(
            f"s{n}",
            f"Section {n}",
            children=tuple(Section(f"s{n}-{m}", f"Part {m}", 2) for m in range(19)),
        )
        for n in range(100)
    )
    leaflet = Leaflet("big", "Big", "en", "smpc", "Big", sections)
    tree = SectionTree(theme)
    qtbot.addWidget(tree)
    tree.resize(280, 600)
    tree.show()
    tree.show_leaflet(leaflet)
    tree.show_counts({section.key: [Pill("amber", 1)] for section in leaflet.walk()})
    root = tree.topLevelItem(0)
    assert root is not None
    rows = [root.child(number) for number in range(root.childCount())]
    assert sum(1 + row.childCount() for row in rows if row is not None) == 2_000
    tree.collapseAll()
    assert root.data(0, Qt.ItemDataRole.AccessibleTextRole) == "Big, 2000 passages"


def test_the_tree_of_a_leaflet_written_from_right_to_left_is_mirrored(
    qtbot: QtBot, theme: Theme
) -> None:
    tree = SectionTree(theme)
    qtbot.addWidget(tree)
    tree.resize(280, 300)
    tree.show_leaflet(Leaflet("a", "A", "ar", "smpc", "A", (Section("s", "قسم"),)))
    tree.set_current_section("s")
    image = tree.viewport().grab().toImage()
    current = tree.currentItem()
    assert current is not None
    row = tree.visualItemRect(current)
    bars = [
        x for x in range(image.width()) if image.pixelColor(x, row.center().y()) == theme.accent
    ]
    assert min(bars) > image.width() / 2
    tree.show_leaflet(Leaflet("b", "B", "en", "smpc", "B", (Section("s", "Section"),)))
    assert not tree.isRightToLeft()
