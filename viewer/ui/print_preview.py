"""The printed pages on the screen, one at a time, as they will come out of the printer.

A long leaflet is laid out a little at a time between events: the first page is there at once,
the number of pages follows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMarginsF, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPageLayout, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from viewer.ui.print_choices import named
from viewer.ui.printed_pages import PrintedPages

_POINT = QPageLayout.Unit.Point
_MARGIN = 12.0


class PrintPreview(QWidget):
    """Shows a page of `PrintedPages`. PgUp, PgDn, Home, End and the wheel turn the pages."""

    turned = Signal()
    """Another page is shown, or the number of pages has become known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("print_preview")
        self.setAccessibleName("Preview")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(180, 200)
        self._pages: PrintedPages | None = None
        self._paper = QSizeF()
        self._margins = QMarginsF()
        self._number = 0
        self._layout_timer = QTimer(self)
        self._layout_timer.setInterval(0)
        self._layout_timer.timeout.connect(self._grow)

    @property
    def number(self) -> int:
        """The page shown, from 0."""
        return self._number

    def show_pages(self, pages: PrintedPages, layout: QPageLayout) -> None:
        """Shows the first of these pages, which are made for this layout."""
        self._pages = pages
        self._paper = layout.fullRect(_POINT).size()
        self._margins = layout.margins(_POINT)
        self._number = 0
        self._layout_timer.start()
        self._tell()

    def stop(self) -> None:
        """Lays out nothing more."""
        self._layout_timer.stop()

    def words(self) -> str:
        """Which page of how many is shown, as far as that is known."""
        if self._pages is None or not self._pages.count:
            return "Laying out the pages…"
        total = self._pages.count
        return f"Page {self._number + 1} of {total}{'' if self._pages.complete else ' or more'}"

    def turn(self, pages: int) -> None:
        """Turns `pages` forwards, or back where negative, as far as there are any."""
        last = max(0, self._pages.count - 1) if self._pages else 0
        number = min(max(0, self._number + pages), last)
        if number != self._number:
            self._number = number
            self._tell()

    def _tell(self) -> None:
        self.setAccessibleDescription(self.words())
        self.update()
        self.turned.emit()

    def _grow(self) -> None:
        if self._pages is None:
            self._layout_timer.stop()
            return
        before = self._pages.count
        if not self._pages.grow():
            self._layout_timer.stop()
        if self._pages.count != before or self._pages.complete:
            self._tell()

    def sizeHint(self) -> QSize:
        return QSize(440, 620)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_PageDown: 1,
            Qt.Key.Key_PageUp: -1,
            Qt.Key.Key_Home: -self._number,
            Qt.Key.Key_End: self._pages.count if self._pages else 0,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.turn(step)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.angleDelta().y():
            self.turn(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._paper.isEmpty():
            return
        room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        scale = min(room.width() / self._paper.width(), room.height() / self._paper.height())
        sheet = QRectF(QPointF(), self._paper * scale)
        sheet.moveCenter(room.center())
        accent = self.palette().accent().color()
        line = QPen(accent, 2) if self.hasFocus() else QPen(self.palette().mid().color(), 1)
        painter.setPen(line)
        painter.setBrush(QColor(Qt.GlobalColor.white))
        painter.drawRect(sheet)
        if self._pages is None or self._number >= self._pages.count:
            return
        painter.translate(sheet.topLeft())
        painter.scale(scale, scale)
        painter.translate(self._margins.left(), self._margins.top())
        painter.scale(72 / 96, 72 / 96)
        self._pages.paint(painter, self._number)


class PreviewPane(QWidget):
    """A preview above what says its page and turns it."""

    def __init__(self, preview: PrintPreview) -> None:
        super().__init__()
        page = named(QLabel(), "print_page")
        page.setTextFormat(Qt.TextFormat.PlainText)
        page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page.setMinimumWidth(160)
        preview.turned.connect(lambda: page.setText(preview.words()))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(_turning_button(preview, "‹", "print_previous_page", "Previous page", -1))
        row.addWidget(page)
        row.addWidget(_turning_button(preview, "›", "print_next_page", "Next page", 1))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(preview, 1)
        column.addLayout(row)


def _turning_button(
    preview: PrintPreview, sign: str, object_name: str, name: str, step: int
) -> QPushButton:
    button = named(QPushButton(sign), object_name, name)
    button.setToolTip(f"{name} ({'PgUp' if step < 0 else 'PgDn'})")
    button.setFixedWidth(44)
    button.clicked.connect(lambda: preview.turn(step))
    return button
