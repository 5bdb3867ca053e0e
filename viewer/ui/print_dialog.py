"""The print dialog: what, how and where to, beside a preview of the very pages.

It opens ready: Enter prints. The printing itself goes on page by page between events, so that a
long leaflet can be stopped, and what goes wrong is said in the dialog, which stays open.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPageLayout
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from viewer.render.print_part import PrintPart, PrintScope
from viewer.ui.announce import announce
from viewer.ui.print_choices import (
    PAPER_SIZES,
    PaperChoice,
    ScopeChoice,
    TargetChoice,
    named,
    offered_paper,
)
from viewer.ui.print_devices import job_title, own_paper, paper_steps, pdf_steps
from viewer.ui.print_preview import PrintPreview
from viewer.ui.printed_pages import PrintedPages
from viewer.ui.printing import PrintError, PrintJob, printed_pages

_WANTED = QSize(900, 610)
_SHARE_OF_SCREEN = 0.9
_LEAST_CHOICES = 120
_BESIDE_FOCUS = 28
"""Pixels: what follows shows that there is more to come."""


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What was printed, and where to: a printer's name, or a PDF where `file` is given."""

    scope: PrintScope
    highlights: bool
    layout: QPageLayout
    copies: int = 1
    printer: str = ""
    file: Path | None = None


class _Choices(QScrollArea):
    """Groups of choices one below the other, scrolled where a small screen has no room for all."""

    def __init__(self, groups: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("print_choices")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self._holder = QWidget()
        column = QVBoxLayout(self._holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        for group in groups:
            column.addWidget(group)
        column.addStretch(1)
        self.setWidget(self._holder)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leaves every key to the dialog: PgUp and PgDn turn the pages."""
        event.ignore()

    def minimumSizeHint(self) -> QSize:
        """As wide as the choices are, beside a scroll bar; any height will do."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._holder.minimumSizeHint().width() + bar, _LEAST_CHOICES)

    def sizeHint(self) -> QSize:
        return self._holder.sizeHint().expandedTo(self.minimumSizeHint())

    def _follow_focus(self, _left: QWidget | None, now: QWidget | None) -> None:
        """Brings into view what the keyboard came to."""
        if now is not None and self.isAncestorOf(now):
            middle = now.mapTo(self._holder, now.rect().center())
            self.ensureVisible(0, middle.y(), 0, now.height() // 2 + _BESIDE_FOCUS)


class PrintDialog(QDialog):
    """Prints one of `parts`; in place of a part stands why it cannot be printed.

    `job` gives theme, font, date and the highlights that are on; its part is not used. `printers`
    are names, the preferred one first; with none a PDF file is offered in `folder` (the reader's
    documents if None).
    """

    printed = Signal(PrintRequest)
    """All pages are out; the dialog closes."""

    def __init__(
        self,
        parts: Mapping[PrintScope, PrintPart | str],
        job: PrintJob,
        layout: QPageLayout,
        printers: tuple[str, ...],
        *,
        scope: PrintScope = PrintScope.SECTION,
        highlights: bool = True,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`highlights` tells whether those that are on are printed unless it is chosen anew."""
        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle("Print")
        self._parts = parts
        self._job = job
        self._run: Generator[int, None, None] | None = None
        self.request: PrintRequest | None = None
        """What was printed, once it is."""
        self.scopes = ScopeChoice(
            parts,
            scope,
            with_highlights=any(len(layer.matches) for layer in job.layers),
            print_highlights=highlights,
        )
        self.paper = PaperChoice(layout)
        self._paper_of = ""
        """The printer whose own paper is offered, if it has to be."""
        self.target = TargetChoice(printers, folder or documents_folder())
        self.preview = PrintPreview()
        self._run_timer = QTimer(self)
        self._run_timer.setInterval(0)
        self._run_timer.timeout.connect(self._step)
        self._build()
        self.scopes.changed.connect(self._part_chosen)
        self.paper.changed.connect(self._show_pages)
        self.target.changed.connect(self._target_chosen)
        self.preview.turned.connect(self._page_turned)
        self._part_chosen()
        self._target_chosen()
        self.scopes.setFocus()

    def show_error(self, sentence: str) -> None:
        """Says what went wrong, also to a screen reader."""
        self._error.setText(sentence)
        self._error.show()
        announce(self._error, sentence, urgent=True)

    def current_job(self) -> PrintJob:
        """What is chosen, as a job."""
        part = self._parts[self.scopes.scope]
        assert isinstance(part, PrintPart)
        layers = self._job.layers if self.scopes.highlights else ()
        return replace(self._job, part=part, layers=layers)

    def start(self) -> None:
        """Prints what is chosen, as the button does."""
        if self._run is not None:
            return
        self._error.hide()
        job, layout = self.current_job(), self.paper.page_layout()
        title = job_title(job)
        pages = printed_pages(job, layout)
        printer, file = self.target.printer, self.target.file
        copies = 1 if file else self.target.copies
        if file is not None:
            self._run = pdf_steps(pages, title, file, layout)
        else:
            self._run = paper_steps(pages, title, printer, layout, copies)
        self.request = PrintRequest(
            self.scopes.scope, self.scopes.highlights, layout, copies, printer, file
        )
        self._running(pages)
        self._run_timer.start()

    def reject(self) -> None:
        """Stops a printing under way; closes the dialog where there is none."""
        if self._run is None:
            self.preview.stop()
            super().reject()
        else:
            self._stop()
            self.show_error("Printing was stopped. Nothing was saved or sent.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if pages is None:
            super().keyPressEvent(event)
        else:
            self.preview.turn(pages)

    def _build(self) -> None:
        self._error = named(QLabel(wordWrap=True), "print_error", "What went wrong")
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        self._progress = named(QProgressBar(), "print_progress", "Pages printed")
        self._progress.hide()
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(_Choices((self.scopes, self.target, self.paper)), 1)
        left.addWidget(self._error)
        left.addWidget(self._progress)
        left.addLayout(self._buttons())
        columns = QHBoxLayout(self)
        columns.setContentsMargins(24, 20, 16, 16)
        columns.setSpacing(24)
        columns.addLayout(left, 10)
        columns.addLayout(self._preview_column(), 11)
        self.resize(_WANTED.boundedTo(self.screen().availableSize() * _SHARE_OF_SCREEN))

    def _buttons(self) -> QHBoxLayout:
        self._print = named(QPushButton("&Print"), "print_button")
        self._print.setDefault(True)
        self._print.setProperty("primary", True)
        self._print.clicked.connect(self.start)
        self._cancel = named(QPushButton("Cancel"), "print_cancel")
        self._cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._print)
        row.addWidget(self._cancel)
        return row

    def _preview_column(self) -> QVBoxLayout:
        self._back = named(QPushButton("‹"), "print_previous_page", "Previous page")
        self._next = named(QPushButton("›"), "print_next_page", "Next page")
        for button, key, step in ((self._back, "PgUp", -1), (self._next, "PgDn", 1)):
            button.setToolTip(f"{button.accessibleName()} ({key})")
            button.setFixedWidth(44)
            button.clicked.connect(lambda _=False, step=step: self.preview.turn(step))
        self._page = named(QLabel(), "print_page")
        self._page.setTextFormat(Qt.TextFormat.PlainText)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._page.setMinimumWidth(160)
        row = QHBoxLayout()
        row.addStretch(1)
        for widget in (self._back, self._page, self._next):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout()
        column.addWidget(self.preview, 1)
        column.addLayout(row)
        return column

    def _part_chosen(self) -> None:
        self.target.suggest(self.current_job().part.file_name())
        self._show_pages()

    def _show_pages(self) -> None:
        layout = self.paper.page_layout()
        self.preview.show_pages(printed_pages(self.current_job(), layout), layout)

    def _target_chosen(self) -> None:
        self._print.setText("&Print" if self.target.file is None else "Save &PDF")
        self._error.hide()
        printer = self.target.printer
        if printer != self._paper_of:
            self._paper_of = printer
            offered = [offered_paper(name) for name in PAPER_SIZES]
            self.paper.offer(own_paper(printer, offered) if printer else None)

    def _page_turned(self) -> None:
        self._page.setText(self.preview.words())

    def _running(self, pages: PrintedPages | None) -> None:
        """Shows that a printing is under way, or that it is over (None)."""
        self._printing = pages
        for widget in (self.scopes, self.paper, self.target, self._print):
            widget.setEnabled(pages is None)
        self._progress.setRange(0, 0)
        self._progress.setVisible(pages is not None)
        if pages is not None:
            self.preview.stop()
            self._cancel.setFocus()

    def _step(self) -> None:
        if self._run is None or self._printing is None:
            return
        try:
            page = next(self._run)
        except StopIteration:
            self._finish()
        except PrintError as error:
            self._stop()
            self.show_error(str(error))
        else:
            if page:
                self._progress.setRange(0, self._printing.count)
                self._progress.setValue(page)

    def _finish(self) -> None:
        request = self.request
        self._stop()
        self.request = request
        self.printed.emit(request)
        self.accept()

    def _stop(self) -> None:
        self._run_timer.stop()
        run, self._run, self.request = self._run, None, None
        self._running(None)
        self._print.setFocus()
        if run is not None:
            run.close()


def documents_folder() -> Path:
    """The reader's folder for documents; the home folder where there is none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents else Path.home()
    return folder if folder.is_dir() else Path.home()
