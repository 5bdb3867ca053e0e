"""The print dialog: what, how and where to, beside a preview of the very pages.

It opens ready: Enter prints. The printing itself goes on page by page between events, so that a
long leaflet can be stopped, and what goes wrong is said in the dialog, which stays open.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPageLayout, QPageSize
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.render.print_part import PrintPart, PrintScope
from viewer.ui.announce import announce
from viewer.ui.print_choices import PaperChoice, ScopeChoice, TargetChoice, named
from viewer.ui.print_devices import job_title, paper_steps, pdf_steps
from viewer.ui.print_preview import PreviewPane, PrintPreview
from viewer.ui.printer_search import PrintersFound
from viewer.ui.printing import PrintError, PrintJob, printed_pages
from viewer.ui.scrolled_choices import ScrolledChoices

_WANTED = QSize(900, 610)
_SHARE_OF_SCREEN = 0.9


@dataclass(frozen=True, slots=True)
class PrintRequest:
    """What was printed, and where to: a printer's name, or a PDF where `file` is given."""

    scope: PrintScope
    highlights: bool
    layout: QPageLayout
    copies: int = 1
    printer: str = ""
    file: Path | None = None


class PrintDialog(QDialog):
    """Prints one of `parts`; in place of a part stands why it cannot be printed.

    `job` gives theme, font, date and the highlights that are on; its part is not used. Printers
    are looked for by whoever opens it, who then calls `show_printers` or `show_no_printers`.
    """

    printed = Signal(PrintRequest)
    """All pages are out; the dialog closes."""
    printer_chosen = Signal(str)
    """A printer whose own paper is not known yet: `show_printers` is to be called with it alone."""

    def __init__(
        self,
        parts: Mapping[PrintScope, PrintPart | str],
        job: PrintJob,
        layout: QPageLayout,
        *,
        scope: PrintScope = PrintScope.SECTION,
        highlights: bool = True,
        to_file: bool = True,
        folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`highlights` tells whether those that are on are printed unless it is chosen anew.

        `to_file` tells whether a PDF file may be saved; `folder` is where it is offered, the
        reader's documents if None.
        """
        super().__init__(parent)
        self.setObjectName("print_dialog")
        self.setWindowTitle("Print")
        self._parts = parts
        self._job = job
        self._run: Generator[int, None, None] | None = None
        self._waits = False
        """Whether to print as soon as it is known where to."""
        self._to_file = to_file
        self.request: PrintRequest | None = None
        """What was printed, once it is."""
        self.scopes = ScopeChoice(
            parts,
            scope,
            with_highlights=any(len(layer.matches) for layer in job.layers),
            print_highlights=highlights,
        )
        self.paper = PaperChoice(layout)
        self._own_papers: dict[str, QPageSize | None] = {"": None}
        """The paper of its own that a printer has, as far as that is known."""
        self._paper_of = ""
        """The printer whose own paper is offered, if it has to be."""
        self._asked = ""
        """The printer last asked about; empty for all."""
        self.target = TargetChoice(folder or documents_folder(), to_file=to_file)
        self.preview = PrintPreview()
        self._run_timer = QTimer(self)
        self._run_timer.setInterval(0)
        self._run_timer.timeout.connect(self._step)
        self._build()
        self.scopes.changed.connect(self._part_chosen)
        self.paper.changed.connect(self._show_pages)
        self.target.changed.connect(self._target_chosen)
        self._part_chosen()
        self._target_chosen()
        self.scopes.setFocus()

    def show_printers(self, found: PrintersFound) -> None:
        """Offers these printers, or the paper of the one that was asked about."""
        self._own_papers[next(iter(found.printers), "")] = found.own_paper
        if self.target.looking:
            self.target.offer(found.printers)
        else:
            self._target_chosen()
        if not self._can_print():
            self.show_error("There is no printer to print on.")
        if self._waits and self._is_known():
            self._stop()
            self.start()

    def show_no_printers(self) -> None:
        """Says that the print system has not answered, and prints nothing of itself."""
        if self._waits:
            self._stop()
        self._own_papers[self._asked] = None
        if self.target.looking:
            self.target.offer(())
        instead = " A PDF file can be saved." if self._to_file else ""
        self.show_error(f"The print system does not answer.{instead}")

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
        """Prints what is chosen, as the button does, once it is known where to."""
        if self._run is not None or self._waits or not self._can_print():
            return
        self._error.hide()
        if not self._is_known():
            self._waits = True
            self._show_running(True)
            return
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
        self._printing = pages
        self.preview.stop()
        self._show_running(True)
        self._run_timer.start()

    def reject(self) -> None:
        """Stops a printing under way; closes the dialog where there is none."""
        if self._run is None and not self._waits:
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
        left.addWidget(ScrolledChoices((self.scopes, self.target, self.paper)), 1)
        left.addWidget(self._error)
        left.addWidget(self._progress)
        left.addLayout(self._buttons())
        columns = QHBoxLayout(self)
        columns.setContentsMargins(24, 20, 16, 16)
        columns.setSpacing(24)
        columns.addLayout(left, 10)
        preview = PreviewPane(self.preview)
        columns.addWidget(preview, 11)
        room = self.screen().availableSize() * _SHARE_OF_SCREEN
        preview.setVisible(self.minimumSizeHint().width() <= room.width())
        self.resize(_WANTED.boundedTo(room))

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

    def _part_chosen(self) -> None:
        self.target.suggest(self.current_job().part.file_name())
        self._show_pages()

    def _show_pages(self) -> None:
        layout = self.paper.page_layout()
        self.preview.show_pages(printed_pages(self.current_job(), layout), layout)

    def _target_chosen(self) -> None:
        self._print.setText("&Print" if self.target.file is None else "Save &PDF")
        self._print.setEnabled(not self._waits and self._can_print())
        self._error.hide()
        printer = self.target.printer
        if printer not in self._own_papers:
            if printer != self._asked:
                self._asked = printer
                self.printer_chosen.emit(printer)
        elif printer != self._paper_of:
            self._paper_of = printer
            self.paper.offer(self._own_papers[printer])

    def _is_known(self) -> bool:
        """Whether all is known of where to print."""
        return not self._is_looking() and self.target.printer in self._own_papers

    def _is_looking(self) -> bool:
        return self.target.looking and self.target.file is None

    def _can_print(self) -> bool:
        """Whether there is a place to print to, or may be."""
        return self._is_looking() or self.target.file is not None or bool(self.target.printer)

    def _show_running(self, running: bool) -> None:
        """Shows that a printing is under way, or that it is over."""
        for widget in (self.scopes, self.paper, self.target):
            widget.setEnabled(not running)
        self._print.setEnabled(not running and self._can_print())
        self._progress.setRange(0, 0)
        self._progress.setVisible(running)
        if running:
            self._cancel.setFocus()

    def _step(self) -> None:
        if self._run is None:
            return
        try:
            page = next(self._run)
        except StopIteration:
            self._finish()
        except PrintError as error:
            self._stop()
            self.show_error(str(error))
        except Exception:
            self._stop()
            self.show_error("An error in the program: nothing was saved or sent.")
            raise
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
        self._waits = False
        self._show_running(False)
        self._print.setFocus()
        if run is not None:
            run.close()


def documents_folder() -> Path:
    """The reader's folder for documents; the home folder where there is none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents else Path.home()
    return folder if folder.is_dir() else Path.home()
