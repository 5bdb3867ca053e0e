"""The choices of the print dialog: what to print, on which paper, and where to."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMarginsF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from viewer.leaflet.file_names import written_path
from viewer.render.print_part import PrintPart, PrintScope, shorten
from viewer.ui.elided import ElidedLabel
from viewer.ui.file_dialogs import ask_where_to_save
from viewer.ui.form_controls import CheckBox, ChoiceBox, Group, NumberBox, RadioButton
from viewer.ui.painting import MINIMUM_HIT
from viewer.ui.paper import PAPER_SIZES, offered_paper, paper_name
from viewer.ui.tool_tips import plain_tip

_LONGEST_LABEL = "Orientation"
PDF_FILE = "PDF file…"
LOOKING = "Looking for printers…"
NO_PRINTER = "No printer"
_MILLIMETRE = QPageLayout.Unit.Millimeter
_MARGINS = (5, 40)
"""The least and the most that may be chosen, in millimetres."""
_NAMES = {
    PrintScope.SECTION: "&This section",
    PrintScope.MATCHES: "Sections with a p&assage",
    PrintScope.SELECTION: "&Selection",
    PrintScope.WHOLE: "&Whole leaflet",
}


AnyWidget = TypeVar("AnyWidget", bound=QWidget)


def named(widget: AnyWidget, object_name: str, accessible_name: str = "") -> AnyWidget:
    """The widget, high enough to be hit, with its stable name.

    `accessible_name` is for a screen reader, where the widget's own text says nothing.
    """
    widget.setObjectName(object_name)
    widget.setMinimumHeight(MINIMUM_HIT)
    if accessible_name:
        widget.setAccessibleName(accessible_name)
    return widget


def form_layout(group: Group) -> QFormLayout:
    """A layout of labels and controls whose columns stand alike in all groups."""
    form = QFormLayout(group)
    group.hold(form)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(6)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return form


def align_fields(form: QFormLayout) -> None:
    """Begins the controls of a form where those of all others begin."""
    for row in range(form.rowCount()):
        item = form.itemAt(row, QFormLayout.ItemRole.LabelRole)
        label = item.widget() if item is not None else None
        if label is not None:
            label.setMinimumWidth(label.fontMetrics().horizontalAdvance(_LONGEST_LABEL) + 4)


class ScopeChoice(Group):
    """One of the parts, and whether highlights are printed."""

    changed = Signal()

    def __init__(
        self,
        parts: Mapping[PrintScope, PrintPart | str],
        scope: PrintScope,
        *,
        with_highlights: bool,
        print_highlights: bool = True,
    ) -> None:
        super().__init__("What")
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        self.hold(column)
        column.setSpacing(2)
        self._buttons: dict[PrintScope, RadioButton] = {}
        for each in PrintScope:
            button = named(RadioButton(_label(each, parts[each])), f"print_scope_{each.value}")
            if isinstance(part := parts[each], str):
                button.setToolTip(plain_tip(part))
                button.setAccessibleDescription(part)
            button.setEnabled(isinstance(parts[each], PrintPart))
            self._group.addButton(button)
            self._buttons[each] = button
            column.addWidget(button)
        chosen = self._buttons[scope]
        (chosen if chosen.isEnabled() else self._buttons[PrintScope.WHOLE]).setChecked(True)
        self._highlights = named(CheckBox("&Highlights on paper"), "print_highlights")
        self._highlights.setChecked(with_highlights and print_highlights)
        self._highlights.setEnabled(with_highlights)
        if not with_highlights:
            self._highlights.setText("&Highlights on paper: there are none")
        column.addSpacing(6)
        column.addWidget(self._highlights)
        self._group.buttonToggled.connect(self._toggled)
        self._highlights.toggled.connect(self.changed)
        self.setFocusProxy(self._buttons[self.scope])

    @property
    def scope(self) -> PrintScope:
        return next(scope for scope, button in self._buttons.items() if button.isChecked())

    @property
    def highlights(self) -> bool:
        return bool(self._highlights.isChecked())

    def _toggled(self, button: RadioButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(button)
            self.changed.emit()


class TargetChoice(Group):
    """A printer with a number of copies, or a PDF file.

    What is chosen first is the printers that are still to be `offer`ed.
    """

    changed = Signal()

    def __init__(self, folder: Path, *, to_file: bool = True) -> None:
        """`to_file` tells whether a PDF file, at first one in `folder`, may be chosen."""
        super().__init__("Where to")
        self._folder = folder
        self._suggested = ""
        self.looking = True
        """Whether the printers are not known yet."""
        self._printers = named(ChoiceBox(), "print_printer", "Printer")
        self._printers.addItem(LOOKING, None)
        if to_file:
            self._printers.addItem(PDF_FILE, True)
        self._printers.setMinimumContentsLength(22)
        self._printers.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._copies = named(NumberBox(), "print_copies", "Copies")
        self._copies.setRange(1, 99)
        self._path = named(QLineEdit(), "print_pdf_field", "PDF file")
        self._browse = named(QPushButton("&Change…"), "print_pdf_browse", "Choose the PDF file")
        self._browse.setToolTip("Choose folder and name")
        self._place = named(ElidedLabel(), "print_pdf_folder", "Folder of the PDF file")
        self._place.setProperty("soft", True)
        self._place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._notice = named(QLabel(wordWrap=True), "print_pdf_notice", "About the PDF file")
        self._form = form_layout(self)
        self._form.addRow("P&rinter", self._printers)
        self._form.addRow("&Copies", self._copies)
        self._form.addRow("&File", self._path)
        self._place_row = QHBoxLayout()
        self._place_row.addWidget(self._place, 1)
        self._place_row.addWidget(self._browse)
        self._form.addRow("", self._place_row)
        self._form.addRow("", self._notice)
        align_fields(self._form)
        self._printers.currentIndexChanged.connect(self._show)
        self._path.textChanged.connect(self._show)
        self._path.editingFinished.connect(lambda: self._path.home(False))
        self._browse.clicked.connect(self._ask)
        self._show()

    def offer(self, printers: Sequence[str]) -> None:
        """Offers the printers, now that they are known; chosen is the first, or else a PDF file.

        Where a PDF file was chosen already, it still is.
        """
        self.looking = False
        chosen = self._printers.currentIndex()
        with QSignalBlocker(self._printers):
            self._printers.removeItem(0)
            for number, name in enumerate(printers):
                self._printers.insertItem(number, name, name)
            if not self._printers.count():
                self._printers.addItem(NO_PRINTER, None)
            self._printers.setCurrentIndex(chosen and len(printers))
        self._show()

    @property
    def printer(self) -> str:
        """The printer's name; empty for a PDF file and where none is known."""
        data = self._printers.currentData()
        return data if isinstance(data, str) else ""

    @property
    def file(self) -> Path | None:
        """The PDF file; None where another choice is made."""
        if not self._to_file():
            return None
        path = written_path(self._path.text().strip())
        if path.name and path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        return self._folder / path

    @property
    def copies(self) -> int:
        return self._copies.value()

    def suggest(self, name: str) -> None:
        """Proposes a file of that name that does not exist yet, unless one was typed."""
        if self._path.text() != self._suggested:
            return
        path = self._folder / name
        for number in range(2, 1000):
            if not os.path.exists(path):  # noqa: PTH110  # Path.exists may raise
                break
            path = self._folder / f"{Path(name).stem} ({number}).pdf"
        self._suggested = path.name
        self._show_name(path.name)

    def _to_file(self) -> bool:
        return self._printers.currentData() is True

    def _show(self) -> None:
        to_file = self._to_file()
        self._form.setRowVisible(self._copies, not to_file)
        self._form.setRowVisible(self._path, to_file)
        self._form.setRowVisible(self._place_row, to_file)
        file = self.file
        self._place.setText(f"In {file.parent}" if file is not None else "")
        self._path.setToolTip(plain_tip(str(file or "")))
        # Path.is_file would raise where a name is too long for a file.
        exists = file is not None and os.path.isfile(file)  # noqa: PTH113
        self._notice.setText("This file exists and will be replaced." if exists else "")
        self._form.setRowVisible(self._notice, exists)
        self._path.setAccessibleDescription(self._notice.text() or str(file or ""))
        self.changed.emit()

    def _ask(self) -> None:
        start = str(self.file or self._folder)
        name = ask_where_to_save(self, "Save as PDF", start, "PDF (*.pdf)")
        if name:
            self._folder = Path(name).parent
            self._show_name(Path(name).name)

    def _show_name(self, name: str) -> None:
        self._path.setText(name)
        self._path.home(False)


class PaperChoice(Group):
    """Paper, which way round, and its margins."""

    changed = Signal()

    def __init__(self, layout: QPageLayout) -> None:
        super().__init__("Paper")
        self._papers = {name: offered_paper(name) for name in PAPER_SIZES}
        self._wished = ""
        """What was chosen before a printer's own paper was."""
        self._sizes = named(ChoiceBox(), "print_paper", "Paper")
        self._sizes.addItems(list(PAPER_SIZES))
        names = {size: name for name, size in PAPER_SIZES.items()}
        self._sizes.setCurrentText(names.get(layout.pageSize().id(), ""))
        self._ways = named(ChoiceBox(), "print_orientation", "Orientation")
        self._ways.addItems(["Upright", "Across"])
        self._ways.setCurrentIndex(int(layout.orientation() is QPageLayout.Orientation.Landscape))
        self._margin = named(NumberBox(), "print_margins", "Margins in millimetres")
        self._margin.setSuffix(" mm")
        self._margin.setRange(*_MARGINS)
        self._margin.setValue(round(layout.margins(_MILLIMETRE).left()))
        form = form_layout(self)
        form.addRow("Pap&er", self._sizes)
        form.addRow("&Orientation", self._ways)
        form.addRow("&Margins", self._margin)
        align_fields(form)
        self._sizes.currentIndexChanged.connect(self.changed)
        self._ways.currentIndexChanged.connect(self.changed)
        self._margin.valueChanged.connect(self.changed)

    def offer(self, own: QPageSize | None) -> None:
        """Offers and chooses a printer's own paper beside what is always offered.

        With None it offers that no longer. Where it was still chosen, what was chosen before is
        chosen again.
        """
        before = self.page_layout()
        blockers = QSignalBlocker(self._sizes), QSignalBlocker(self._margin)
        own_was_chosen = self._sizes.currentIndex() >= len(PAPER_SIZES)
        while self._sizes.count() > len(PAPER_SIZES):
            self._papers.pop(self._sizes.itemText(len(PAPER_SIZES)))
            self._sizes.removeItem(len(PAPER_SIZES))
        if own_was_chosen:
            self._sizes.setCurrentText(self._wished)
        most = _MARGINS[1]
        if own is not None:
            name = paper_name(own)
            name += " of the printer" if name in self._papers else ""
            self._wished = self._sizes.currentText()
            self._papers[name] = own
            self._sizes.addItem(name)
            self._sizes.setCurrentText(name)
            most = min(most, _narrow_side(own) // 4)  # half of it is for the text
        self._margin.setMaximum(most)
        del blockers
        if self.page_layout() != before:
            self.changed.emit()

    def page_layout(self) -> QPageLayout:
        """The paper as chosen, by the name it is offered under."""
        margin = float(self._margin.value())
        across = self._ways.currentIndex() == 1
        way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        paper = self._papers[self._sizes.currentText()]
        return QPageLayout(paper, way, QMarginsF(margin, margin, margin, margin), _MILLIMETRE)


def _narrow_side(paper: QPageSize) -> int:
    """Its shorter side in whole millimetres."""
    size = paper.size(QPageSize.Unit.Millimeter)
    return int(min(size.width(), size.height()))


def _label(scope: PrintScope, part: PrintPart | str) -> str:
    """The choice's name and, after a colon, what it comes to, or why it is not there."""
    if isinstance(part, str):
        detail = part
    elif scope is PrintScope.MATCHES:
        detail = part.words.partition(":")[0]
    else:
        detail = "" if scope in (PrintScope.SELECTION, PrintScope.WHOLE) else part.name
    detail = shorten(detail, 40).replace("&", "&&")
    return f"{_NAMES[scope]}: {detail}" if detail else _NAMES[scope]
