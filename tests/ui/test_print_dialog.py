"""The print dialog by keyboard: it opens ready, shows the pages, and says what goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible, QFont, QPageSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens, Terms
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section
from viewer.render.print_part import PrintScope, print_parts, whole_leaflet
from viewer.render.theme import LensColour, Theme, Underline
from viewer.ui import print_devices, print_dialog
from viewer.ui.match_painting import MatchLayer
from viewer.ui.print_devices import default_page_layout
from viewer.ui.print_dialog import PrintDialog, PrintRequest
from viewer.ui.printer_search import PrintersFound
from viewer.ui.printing import PrintJob
from viewer.ui.tool_tips import plain_tip

AnyWidget = TypeVar("AnyWidget", bound=QWidget)
pypdf = pytest.importorskip("pypdf")
AMBER = LensColour("#ffdf8a", "#8a5a00", Underline.SOLID)
THEME = Theme(
    id="light",
    name="Light",
    dark=False,
    outlined=False,
    window="#f4f5f7",
    page="#ffffff",
    text="#16191d",
    soft_text="#5c6570",
    hairline="#dfe3e8",
    accent="#0b5cad",
    accent_text="#ffffff",
    current_row="#e3eefa",
    banner="#e3eefa",
    note_page="#f6f3ea",
    note_bar="#b08a2e",
    warning="#a40000",
    find_tint="#cccccc",
    find_line="#333333",
    lenses={"amber": AMBER},
)


def section(key: str, *texts: str) -> Section:
    return Section(key, key.capitalize(), blocks=tuple(Paragraph((Run(text),)) for text in texts))


def text_of(*sections: Section) -> LeafletText:
    return LeafletText(Leaflet("calmex", "Calmex", "en", "label", "Calmex", sections))


SHORT = text_of(
    section("use", "Take one tablet."),
    section("interactions", "Drink no alcohol with it."),
    section("storage", "Keep it dry."),
)


class Desk:
    """Opens the dialog on a leaflet and finds what a reader would use in it."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder

    def open(
        self,
        text: LeafletText = SHORT,
        *,
        lens: str = "alcohol",
        printers: tuple[str, ...] | None = (),
        selection: tuple[int, int] | None = None,
        scope: PrintScope = PrintScope.SECTION,
        to_file: bool = True,
    ) -> PrintDialog:
        """With None for the printers they are still looked for."""
        layers: tuple[MatchLayer, ...] = ()
        if lens:
            terms = {"en": Terms((lens,))}
            matches = find_matches(WordIndex(text), Lens("a", 1, "amber", {}, terms, {}))
            layers = (MatchLayer(matches, AMBER),)
        names = [lens.capitalize()] * len(layers)
        section_key = text.sections[min(1, len(text.sections) - 1)].key
        parts = print_parts(text, section_key, [one.matches for one in layers], names, selection)
        job = PrintJob(whole_leaflet(text), THEME, QFont("DejaVu Sans"), "29 July 2026", layers)
        self.dialog = PrintDialog(
            parts,
            job,
            default_page_layout(QLocale("en_GB")),
            scope=scope,
            to_file=to_file,
            folder=self.folder,
        )
        if printers is not None:
            self.dialog.show_printers(PrintersFound(printers, None))
        self.qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.dialog.activateWindow()
        self.qtbot.waitUntil(self.dialog.isActiveWindow)
        return self.dialog

    def wait_pages(self) -> str:
        """Waits until all pages are laid out; the words below the preview."""
        label = self.child(QLabel, "print_page")
        self.qtbot.waitUntil(lambda: label.text().split()[-1].isdigit(), timeout=20_000)
        return label.text()

    def child(self, kind: type[AnyWidget], name: str) -> AnyWidget:
        found = self.dialog.findChild(kind, name)
        assert found is not None, name
        return found


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


def pdf_words(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(file).pages).split())


def test_enter_prints_this_section_at_once(desk: Desk) -> None:
    dialog = desk.open()
    focus = QApplication.focusWidget()
    assert focus is desk.child(QRadioButton, "print_scope_section")
    with desk.qtbot.waitSignal(dialog.printed) as signal:
        QTest.keyClick(focus, Qt.Key.Key_Return)
    file = desk.folder / "Calmex - Interactions.pdf"
    assert "Drink no alcohol" in pdf_words(file)
    assert "Take one tablet" not in pdf_words(file)
    request = signal.args[0]
    assert isinstance(request, PrintRequest)
    assert (request.scope, request.file) == (PrintScope.SECTION, file)
    assert not dialog.isVisible()


def test_without_a_printer_a_pdf_with_a_speaking_name_is_offered(desk: Desk) -> None:
    desk.open()
    assert desk.child(QComboBox, "print_printer").currentText() == "PDF file…"
    field = desk.child(QLineEdit, "print_pdf_field")
    assert field.isVisible()
    assert field.text() == "Calmex - Interactions.pdf"
    assert field.toolTip() == plain_tip(str(desk.folder / "Calmex - Interactions.pdf"))
    assert desk.child(QLabel, "print_pdf_folder").text() == f"In {desk.folder}"
    assert desk.child(QPushButton, "print_button").text() == "Save &PDF"


def test_a_file_of_that_name_is_not_overwritten_unasked(desk: Desk) -> None:
    (desk.folder / "Calmex - Interactions.pdf").write_text("older")
    desk.open()
    field = desk.child(QLineEdit, "print_pdf_field")
    assert field.text() == "Calmex - Interactions (2).pdf"
    field.setText(str(desk.folder / "Calmex - Interactions.pdf"))
    assert "will be replaced" in desk.child(QLabel, "print_pdf_notice").text()


def test_the_file_name_follows_what_is_printed_until_one_is_typed(desk: Desk) -> None:
    desk.open()
    field = desk.child(QLineEdit, "print_pdf_field")
    desk.child(QRadioButton, "print_scope_whole").click()
    assert field.text() == "Calmex.pdf"
    field.setText("mine")
    desk.child(QRadioButton, "print_scope_matches").click()
    assert field.text() == "mine"
    with desk.qtbot.waitSignal(desk.dialog.printed):
        desk.child(QPushButton, "print_button").click()
    assert "with an Alcohol passage" in pdf_words(desk.folder / "mine.pdf")


def test_an_installed_printer_is_preferred_and_takes_copies(desk: Desk) -> None:
    desk.open(printers=("Front desk", "Office"))
    assert desk.child(QComboBox, "print_printer").currentText() == "Front desk"
    assert desk.child(QSpinBox, "print_copies").isVisible()
    assert not desk.child(QLineEdit, "print_pdf_field").isVisible()
    assert desk.child(QPushButton, "print_button").text() == "&Print"


def chosen_target(desk: Desk) -> tuple[str, str]:
    """What is chosen of where to print, and what the button says to that."""
    button = desk.child(QPushButton, "print_button")
    return desk.child(QComboBox, "print_printer").currentText(), button.text().replace("&", "")


def test_a_pdf_can_be_saved_while_printers_are_looked_for_and_stays_chosen(desk: Desk) -> None:
    dialog = desk.open(printers=None)
    assert chosen_target(desk) == ("Looking for printers…", "Print")
    desk.child(QComboBox, "print_printer").setCurrentText("PDF file…")
    dialog.show_printers(PrintersFound(("Front desk",), None))
    assert chosen_target(desk) == ("PDF file…", "Save PDF")
    with desk.qtbot.waitSignal(dialog.printed):
        desk.child(QPushButton, "print_button").click()


def test_enter_waits_for_the_printers_and_prints_to_the_default_one(desk: Desk) -> None:
    dialog = desk.open(printers=None)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert desk.child(QProgressBar, "print_progress").isVisible()
    assert not desk.child(QPushButton, "print_button").isEnabled()
    dialog.show_printers(PrintersFound(("Front desk", "Office"), None))
    error = desk.child(QLabel, "print_error")
    desk.qtbot.waitUntil(error.isVisible)
    assert "“Front desk” cannot be found" in error.text()  # it was tried
    assert list(desk.folder.iterdir()) == []


def test_enter_saves_a_pdf_where_it_turns_out_that_there_is_no_printer(desk: Desk) -> None:
    dialog = desk.open(printers=None)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    with desk.qtbot.waitSignal(dialog.printed):
        dialog.show_printers(PrintersFound((), None))
    assert (desk.folder / "Calmex - Interactions.pdf").exists()


def test_enter_prints_nowhere_where_the_print_system_does_not_answer(desk: Desk) -> None:
    dialog = desk.open(printers=None)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    dialog.show_no_printers()
    assert "does not answer" in desk.child(QLabel, "print_error").text()
    assert chosen_target(desk) == ("PDF file…", "Save PDF")
    assert desk.child(QPushButton, "print_button").isEnabled()
    assert list(desk.folder.iterdir()) == []


def test_escape_gives_up_a_wait_for_the_printers_before_the_dialog(desk: Desk) -> None:
    dialog = desk.open(printers=None)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert "Nothing was saved or sent" in desk.child(QLabel, "print_error").text()
    dialog.show_printers(PrintersFound((), None))
    assert dialog.isVisible()
    assert list(desk.folder.iterdir()) == []


def test_a_printers_own_paper_is_asked_for_once_and_awaited(desk: Desk) -> None:
    dialog = desk.open(printers=("Front desk", "Labels"))
    asked: list[str] = []
    dialog.printer_chosen.connect(asked.append)
    target, paper = (desk.child(QComboBox, f"print_{name}") for name in ("printer", "paper"))
    target.setCurrentText("Labels")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not desk.child(QLabel, "print_error").isVisible()
    dialog.show_printers(PrintersFound(("Labels",), QPageSize(QPageSize.PageSizeId.A6)))
    assert paper.currentText() == "A6"
    desk.qtbot.waitUntil(desk.child(QLabel, "print_error").isVisible)
    target.setCurrentText("Front desk")
    assert paper.currentText() == "A4"
    target.setCurrentText("Labels")
    assert paper.currentText() == "A6"
    assert asked == ["Labels"]


@pytest.mark.parametrize("answers", [True, False])
def test_where_no_pdf_may_be_saved_nothing_is_printed_without_a_printer(
    desk: Desk, answers: bool
) -> None:
    dialog = desk.open(printers=None, to_file=False)
    assert desk.child(QComboBox, "print_printer").count() == 1
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    if answers:
        dialog.show_printers(PrintersFound((), None))
        assert desk.child(QLabel, "print_error").text() == "There is no printer to print on."
    else:
        dialog.show_no_printers()
        assert desk.child(QLabel, "print_error").text().endswith("does not answer.")
    assert chosen_target(desk) == ("No printer", "Print")
    assert not desk.child(QPushButton, "print_button").isEnabled()
    assert not desk.child(QPushButton, "print_pdf_browse").isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert list(desk.folder.iterdir()) == []


def test_an_error_of_the_program_while_printing_is_said_and_raised(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Iterator[int]:
        yield 0
        raise MemoryError

    dialog = desk.open()
    monkeypatch.setattr(print_devices, "paint_pages", fail)
    printed: list[object] = []
    dialog.printed.connect(printed.append)
    with desk.qtbot.captureExceptions() as raised:
        desk.child(QPushButton, "print_button").click()
        desk.qtbot.waitUntil(desk.child(QLabel, "print_error").isVisible)
    assert [kind for kind, _, _ in raised] == [MemoryError]
    assert "nothing was saved or sent" in desk.child(QLabel, "print_error").text()
    assert printed == []
    assert dialog.isVisible()
    assert list(desk.folder.iterdir()) == []


def test_what_cannot_be_printed_is_disabled_with_its_reason(desk: Desk) -> None:
    desk.open(lens="")
    matches = desk.child(QRadioButton, "print_scope_matches")
    selection = desk.child(QRadioButton, "print_scope_selection")
    assert not matches.isEnabled()
    assert "no highlight is on" in matches.text()
    assert not selection.isEnabled()
    assert "no text is selected" in selection.text()
    assert not desk.child(QCheckBox, "print_highlights").isEnabled()


def test_a_selection_can_be_chosen_when_there_is_one(desk: Desk) -> None:
    start = SHORT.text.index("no alcohol")
    desk.open(selection=(start, start + 10), scope=PrintScope.SELECTION)
    assert desk.child(QRadioButton, "print_scope_selection").isChecked()
    with desk.qtbot.waitSignal(desk.dialog.printed):
        desk.child(QPushButton, "print_button").click()
    printed = pdf_words(desk.folder / "Calmex - Selection from Interactions.pdf")
    assert "no alcohol" in printed
    assert "Drink" not in printed


def test_arrow_keys_choose_what_is_printed(desk: Desk) -> None:
    desk.open()
    radio = desk.child(QRadioButton, "print_scope_section")
    assert radio.hasFocus()
    QTest.keyClick(radio, Qt.Key.Key_Down)
    assert desk.child(QRadioButton, "print_scope_matches").isChecked()


def test_highlights_cannot_be_chosen_where_nothing_is_highlighted(desk: Desk) -> None:
    desk.open(lens="absent")
    box = desk.child(QCheckBox, "print_highlights")
    assert not box.isEnabled()
    assert not box.isChecked()


def test_highlights_go_to_paper_unless_switched_off(desk: Desk) -> None:
    dialog = desk.open()
    assert dialog.current_job().layers
    desk.child(QCheckBox, "print_highlights").click()
    assert not dialog.current_job().layers


def test_the_preview_counts_the_pages_and_turns_them(desk: Desk) -> None:
    desk.open(text_of(section("long", *["A sentence of some length. " * 40] * 12)))
    assert desk.wait_pages().startswith("Page 1 of ")
    pages = int(desk.wait_pages().split()[-1])
    assert pages > 2
    focus = desk.child(QRadioButton, "print_scope_section")
    QTest.keyClick(focus, Qt.Key.Key_PageDown)
    assert desk.dialog.preview.number == 1
    QTest.keyClick(focus, Qt.Key.Key_PageUp)
    assert desk.dialog.preview.number == 0
    preview = desk.dialog.preview
    QTest.keyClick(preview, Qt.Key.Key_End)
    assert preview.number == pages - 1
    QTest.keyClick(preview, Qt.Key.Key_Home)
    assert preview.number == 0
    assert preview.accessibleDescription() == f"Page 1 of {pages}"


def test_the_preview_shows_black_ink_on_a_white_sheet_with_the_tint(desk: Desk) -> None:
    desk.open()
    desk.wait_pages()
    image = desk.dialog.preview.grab().toImage()
    colours = {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }
    assert {"#ffffff", AMBER.tint} <= colours


def test_paper_and_orientation_change_the_pages(desk: Desk) -> None:
    desk.open(text_of(section("long", *["A sentence of some length. " * 40] * 12)))
    upright = desk.wait_pages()
    desk.child(QComboBox, "print_paper").setCurrentText("A5")
    assert desk.wait_pages() != upright
    desk.child(QComboBox, "print_orientation").setCurrentIndex(1)
    desk.child(QSpinBox, "print_margins").setValue(25)
    layout = desk.dialog.paper.page_layout()
    box = layout.fullRect(layout.Unit.Millimeter)
    assert (round(box.width()), round(box.height())) == (210, 148)
    assert layout.margins(layout.Unit.Millimeter).left() == pytest.approx(25, abs=0.2)


def test_a_file_that_cannot_be_written_is_said_and_the_dialog_stays(desk: Desk) -> None:
    desk.open()
    desk.child(QLineEdit, "print_pdf_field").setText(str(desk.folder / "gone" / "a.pdf"))
    error = desk.child(QLabel, "print_error")
    desk.child(QPushButton, "print_button").click()
    desk.qtbot.waitUntil(error.isVisible)
    assert "there is no folder" in error.text()
    assert desk.dialog.isVisible()
    assert desk.child(QPushButton, "print_button").isEnabled()
    assert desk.dialog.request is None


@pytest.mark.parametrize(
    "name", ["~k", "~no-such-user/a.pdf", "x" * 300, "x" * 300 + "/a", "a\0b", "~a\0b/c"]
)
def test_any_name_may_be_typed_and_one_that_no_file_can_have_is_said(desk: Desk, name: str) -> None:
    desk.open()
    field = desk.child(QLineEdit, "print_pdf_field")
    field.clear()
    field.insert(name)
    assert not desk.child(QLabel, "print_pdf_notice").isVisible()
    error = desk.child(QLabel, "print_error")
    desk.child(QPushButton, "print_button").click()
    if name == "~k":  # a file as any other
        desk.qtbot.waitUntil(lambda: (desk.folder / "~k.pdf").exists())
        return
    desk.qtbot.waitUntil(error.isVisible)
    assert error.text().startswith("The PDF cannot be saved")


def test_a_printer_that_is_gone_is_said(desk: Desk) -> None:
    desk.open(printers=("Unplugged",))
    error = desk.child(QLabel, "print_error")
    desk.child(QPushButton, "print_button").click()
    desk.qtbot.waitUntil(error.isVisible)
    assert "Unplugged" in error.text()


def test_escape_stops_a_long_print_and_leaves_no_file(desk: Desk) -> None:
    long = text_of(*(section(f"part{n}", *["Words of it. " * 200] * 8) for n in range(30)))
    dialog = desk.open(long, scope=PrintScope.WHOLE)
    desk.child(QPushButton, "print_button").click()
    desk.qtbot.waitUntil(lambda: not desk.child(QPushButton, "print_button").isEnabled())
    QTest.keyClick(desk.child(QPushButton, "print_cancel"), Qt.Key.Key_Escape)
    assert "stopped" in desk.child(QLabel, "print_error").text()
    assert dialog.isVisible()
    assert list(desk.folder.iterdir()) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_megabyte_leaflet_shows_its_first_page_before_the_last_is_laid_out(desk: Desk) -> None:
    sentence = "The medicine acts on the body in a way that is told here. "
    long = text_of(*(section(f"part{n}", *[sentence * 20] * 30) for n in range(30)))
    assert len(long.text) > 1_000_000
    desk.open(long, lens="", scope=PrintScope.WHOLE)
    label = desk.child(QLabel, "print_page")
    desk.qtbot.waitUntil(lambda: label.text().startswith("Page 1"), timeout=20_000)
    assert label.text().endswith("or more")
    desk.wait_pages()
    assert not label.text().endswith("or more")


def test_enter_on_cancel_prints_nothing(desk: Desk) -> None:
    dialog = desk.open()
    with desk.qtbot.assertNotEmitted(dialog.printed):
        QTest.keyClick(desk.child(QPushButton, "print_cancel"), Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert list(desk.folder.iterdir()) == []


def test_the_dialog_leaves_room_on_a_small_screen(desk: Desk) -> None:
    dialog = desk.open()
    assert dialog.width() <= 0.8 * 1366
    assert dialog.height() <= 0.8 * 768
    dialog.show_error("Something went wrong, and it takes two lines to say so. " * 2)
    assert dialog.minimumSizeHint().height() < 700


@pytest.mark.parametrize(("width", "height"), [(864, 486), (760, 400)])
def test_all_can_be_chosen_and_printed_on_a_screen_with_little_height(
    qtbot: QtBot, desk: Desk, width: int, height: int
) -> None:
    def is_in_sight(control: QWidget) -> bool:
        return control.visibleRegion().boundingRect() == control.rect()

    dialog = desk.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.show_error("Something went wrong, and it takes two lines to say so. " * 2)
    dialog.resize(width, height)
    QApplication.processEvents()
    assert (dialog.width(), dialog.height()) == (width, height)
    for name in ("print_button", "print_cancel", "print_next_page"):
        button = desk.child(QPushButton, name)
        assert dialog.rect().contains(button.mapTo(dialog, button.rect().bottomRight()))
    focus: QWidget | None = desk.child(QRadioButton, "print_scope_section")
    for _ in range(20):
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.waitUntil(partial(is_in_sight, focus))
    choices = desk.child(QScrollArea, "print_choices")
    held = choices.widget()
    assert held is not None
    assert held.width() <= choices.viewport().width()


def test_the_dialog_opens_within_its_screen(desk: Desk) -> None:
    dialog = desk.open()
    screen = dialog.screen().availableSize()
    assert dialog.width() < screen.width()
    assert dialog.height() < screen.height()


def test_a_screen_too_narrow_for_a_preview_shows_all_choices(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(print_dialog, "_SHARE_OF_SCREEN", 0.7)
    dialog = desk.open()
    assert dialog.width() <= 0.7 * dialog.screen().availableSize().width() < 600
    assert not dialog.preview.isVisible()
    for name in ("print_button", "print_cancel", "print_pdf_browse"):
        button = desk.child(QPushButton, name)
        assert dialog.rect().contains(button.mapTo(dialog, button.rect().bottomRight()))
    with desk.qtbot.waitSignal(dialog.printed):
        QTest.keyClick(dialog, Qt.Key.Key_Return)


def test_a_file_name_too_long_for_the_field_is_read_from_its_beginning(desk: Desk) -> None:
    long = text_of(section("use", "One."), section("a" * 90, "Two."))
    desk.open(long, lens="")
    field = desk.child(QLineEdit, "print_pdf_field")
    assert field.fontMetrics().horizontalAdvance(field.text()) > field.width()
    assert field.cursorPosition() == 0
    field.setFocus()
    field.end(False)
    desk.child(QPushButton, "print_button").setFocus()
    assert field.cursorPosition() == 0
    assert field.toolTip() == plain_tip(str(desk.folder / field.text()))


def test_every_control_has_a_name_for_a_screen_reader(desk: Desk) -> None:
    dialog = desk.open()
    controls = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit)
    for widget in dialog.findChildren(QWidget):
        spinner_part = isinstance(widget.parent(), QAbstractSpinBox)
        if isinstance(widget, controls) and not spinner_part and widget.isVisible():
            interface = QAccessible.queryAccessibleInterface(widget)
            name = interface.text(QAccessible.Text.Name)
            assert name.strip("…◀▶ "), widget.objectName()


def test_every_control_is_reached_by_tab(desk: Desk) -> None:
    dialog = desk.open()
    reached = set()
    widget: QWidget | None = dialog
    for _ in range(60):
        widget = widget.nextInFocusChain() if widget else None
        if widget and widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            reached.add(widget.objectName())
    assert {
        "print_highlights",
        "print_printer",
        "print_pdf_field",
        "print_paper",
        "print_preview",
        "print_button",
        "print_cancel",
    } <= reached
