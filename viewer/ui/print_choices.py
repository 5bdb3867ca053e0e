"""The choices of the print dialog: what to print, on which paper, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMarginsF, Signal
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from viewer.render.print_part import PrintPart, PrintScope, shorten
from viewer.ui.painting import MINIMUM_HIT

PDF_FILE = "PDF file…"
_MILLIMETRE = QPageLayout.Unit.Millimeter
_SIZES = {
    "A4": QPageSize.PageSizeId.A4,
    "Letter": QPageSize.PageSizeId.Letter,
    "A5": QPageSize.PageSizeId.A5,
    "Legal": QPageSize.PageSizeId.Legal,
}
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


class ScopeChoice(QGroupBox):
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
        self._buttons: dict[PrintScope, QRadioButton] = {}
        for each in PrintScope:
            button = named(QRadioButton(_label(each, parts[each])), f"print_scope_{each.value}")
            button.setEnabled(isinstance(parts[each], PrintPart))
            self._group.addButton(button)
            self._buttons[each] = button
            column.addWidget(button)
        chosen = self._buttons[scope]
        (chosen if chosen.isEnabled() else self._buttons[PrintScope.WHOLE]).setChecked(True)
        self._highlights = named(QCheckBox("&Highlights on paper"), "print_highlights")
        self._highlights.setChecked(with_highlights and print_highlights)
        self._highlights.setEnabled(with_highlights)
        if not with_highlights:
            self._highlights.setText("&Highlights on paper: no highlight is on")
        column.addSpacing(8)
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

    def _toggled(self, button: QRadioButton, checked: bool) -> None:
        if checked:
            self.setFocusProxy(button)
            self.changed.emit()


class TargetChoice(QGroupBox):
    """A printer with a number of copies, or a PDF file."""

    changed = Signal()

    def __init__(self, printers: tuple[str, ...], folder: Path) -> None:
        super().__init__("Where to")
        self._folder = folder
        self._suggested = ""
        self._printers = named(QComboBox(), "print_printer", "Printer")
        self._printers.addItems([*printers, PDF_FILE])
        self._printers.setMinimumContentsLength(22)
        self._printers.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._copies = named(QSpinBox(minimum=1, maximum=99), "print_copies", "Copies")
        self._path = named(QLineEdit(), "print_pdf_field", "PDF file")
        self._browse = named(QPushButton("…"), "print_pdf_browse", "Choose the PDF file")
        self._browse.setAutoDefault(False)
        self._browse.setFixedWidth(40)
        self._browse.setToolTip("Choose folder and name")
        self._notice = named(QLabel(wordWrap=True), "print_pdf_notice", "About the PDF file")
        self._form = QFormLayout(self)
        self._form.addRow("P&rinter", self._printers)
        self._form.addRow("&Copies", self._copies)
        self._path_row = QHBoxLayout()
        self._path_row.addWidget(self._path, 1)
        self._path_row.addWidget(self._browse)
        self._form.addRow("&File", self._path_row)
        self._form.addRow("", self._notice)
        label = self._form.labelForField(self._path_row)
        if isinstance(label, QLabel):
            label.setBuddy(self._path)
        self._printers.currentIndexChanged.connect(self._show)
        self._path.textChanged.connect(self._show)
        self._browse.clicked.connect(self._ask)
        self._show()

    @property
    def printer(self) -> str:
        """The printer's name; empty for a PDF file."""
        return "" if self._to_file() else self._printers.currentText()

    @property
    def file(self) -> Path | None:
        """The PDF file; None where a printer is chosen."""
        if not self._to_file():
            return None
        path = Path(self._path.text().strip()).expanduser()
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
            if not path.exists():
                break
            path = self._folder / f"{Path(name).stem} ({number}).pdf"
        self._suggested = str(path)
        self._path.setText(self._suggested)

    def _to_file(self) -> bool:
        return self._printers.currentIndex() == self._printers.count() - 1

    def _show(self) -> None:
        to_file = self._to_file()
        self._form.setRowVisible(self._copies, not to_file)
        self._form.setRowVisible(self._path_row, to_file)
        file = self.file
        exists = file is not None and file.is_file()
        self._notice.setText("This file exists and will be replaced." if exists else "")
        self._form.setRowVisible(self._notice, exists)
        self._path.setAccessibleDescription(self._notice.text())
        self.changed.emit()

    def _ask(self) -> None:
        start = str(self.file or self._folder)
        name, _ = QFileDialog.getSaveFileName(self, "Save as PDF", start, "PDF (*.pdf)")
        if name:
            self._path.setText(name)


class PaperChoice(QGroupBox):
    """Paper, which way round, and its margins."""

    changed = Signal()

    def __init__(self, layout: QPageLayout) -> None:
        super().__init__("Paper")
        self._sizes = named(QComboBox(), "print_paper", "Paper")
        self._sizes.addItems(list(_SIZES))
        self._sizes.setCurrentText(layout.pageSize().name())
        self._ways = named(QComboBox(), "print_orientation", "Orientation")
        self._ways.addItems(["Upright", "Across"])
        self._ways.setCurrentIndex(int(layout.orientation() is QPageLayout.Orientation.Landscape))
        self._margin = named(QSpinBox(suffix=" mm"), "print_margins", "Margins in millimetres")
        self._margin.setRange(5, 40)
        self._margin.setValue(round(layout.margins(_MILLIMETRE).left()))
        form = QFormLayout(self)
        form.addRow("Pap&er", self._sizes)
        form.addRow("&Orientation", self._ways)
        form.addRow("&Margins", self._margin)
        self._sizes.currentIndexChanged.connect(self.changed)
        self._ways.currentIndexChanged.connect(self.changed)
        self._margin.valueChanged.connect(self.changed)

    def page_layout(self) -> QPageLayout:
        """The paper as chosen."""
        margin = float(self._margin.value())
        across = self._ways.currentIndex() == 1
        way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        size = QPageSize(_SIZES[self._sizes.currentText()])
        return QPageLayout(size, way, QMarginsF(margin, margin, margin, margin), _MILLIMETRE)


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
