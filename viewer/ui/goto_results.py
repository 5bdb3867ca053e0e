"""The list under the go-to field. It never takes the keyboard focus: the field keeps it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from viewer.render.theme import Theme
from viewer.ui.goto_items import GotoItem, RankedItem
from viewer.ui.painting import key_text, rounded, row_height
from viewer.ui.tool_tips import plain_tip

ROWS_SHOWN = 10
"""The list is at most this many rows high; the rest is scrolled."""

_PAD = 12
_Index = QModelIndex | QPersistentModelIndex


class _Answers(QAbstractListModel):
    """The ranked items; what a screen reader hears of each is its title, kind and key."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answers: Sequence[RankedItem] = ()

    def replace(self, answers: Sequence[RankedItem]) -> None:
        self.beginResetModel()
        self.answers = answers
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.answers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        item = self.answers[index.row()].item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{item.title} · {item.detail}" if item.detail else item.title)
        return None


def spoken(item: GotoItem) -> str:
    """An item as a screen reader says it: "Print section, Command, Ctrl+P"."""
    return ", ".join(part for part in (item.title, item.detail, item.kind.value, item.keys) if part)


class GotoResults(QListView):
    """The answers to what is typed, the chosen one marked."""

    item_clicked = Signal(GotoItem)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._answers = _Answers(self)
        self._delegate = _AnswerDelegate(theme, self)
        self.setModel(self._answers)
        self.setItemDelegate(self._delegate)
        self.setObjectName("goto_results")
        self.setAccessibleName("Results")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setViewportMargins(4, 4, 4, 4)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(lambda index: self._emit(index.row()))
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._delegate.theme = theme
        self.setStyleSheet(
            f"GotoResults {{ background: {theme.page}; border: 1px solid {theme.hairline};"
            " border-radius: 6px; }"
        )
        self.viewport().update()

    def show_answers(self, answers: Sequence[RankedItem]) -> None:
        """Lists these answers and marks the first."""
        self._answers.replace(answers)
        if answers:
            self.mark(0)

    def mark(self, row: int) -> None:
        """Marks a row, the nearest one where there is no such row."""
        last = len(self._answers.answers) - 1
        if last >= 0:
            self.setCurrentIndex(self._answers.index(min(max(row, 0), last)))
            self.scrollTo(self.currentIndex())

    def marked_row(self) -> int:
        """The number of the marked row, -1 where there is none."""
        return self.currentIndex().row()

    def marked_item(self) -> GotoItem | None:
        row = self.marked_row()
        return self._answers.answers[row].item if row >= 0 else None

    def row_count(self) -> int:
        return len(self._answers.answers)

    def wanted_height(self) -> int:
        """The height that shows all answers, or `ROWS_SHOWN` of them."""
        rows = min(ROWS_SHOWN, max(1, self.row_count()))
        return rows * row_height(self.fontMetrics()) + 10

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self.scheduleDelayedItemsLayout()
        return super().event(event)

    def _emit(self, row: int) -> None:
        self.item_clicked.emit(self._answers.answers[row].item)


class _AnswerDelegate(QStyledItemDelegate):
    """Paints title and detail at the left, the kind and a command's key at the right."""

    def __init__(self, theme: Theme, results: GotoResults) -> None:
        super().__init__(results)
        self.theme = theme
        self._results = results

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(0, row_height(self._results.fontMetrics()))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, _Answers):
            return
        answer = model.answers[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._results.font())
        rect: QRect = option.rect
        if index.row() == self._results.marked_row():
            self._paint_mark(painter, rect)
        item = answer.item
        right = self._paint_label(painter, rect, item)
        left = self._paint_run(
            painter,
            rect.x() + _PAD,
            right,
            rect,
            answer.item.title,
            answer.in_title,
            self.theme.text,
        )
        soft = self.theme.soft_text
        self._paint_run(painter, left + _PAD, right, rect, item.detail, answer.in_detail, soft)
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect) -> None:
        theme = self.theme
        if theme.outlined:
            rounded(painter, rect, 4, QPen(QColor(theme.accent), 2), QColor(theme.page))
        else:
            border = QPen(QColor(theme.current_row), 1)
            rounded(painter, rect, 4, border, QColor(theme.current_row))

    def _paint_label(self, painter: QPainter, rect: QRect, item: GotoItem) -> int:
        """Paints kind and key from the right edge; returns where the rest must end."""
        metrics = painter.fontMetrics()
        label = item.kind.value
        right = rect.right() - _PAD
        kinds = max(metrics.horizontalAdvance(word) for word in ("Command", "Leaflet", "Section"))
        painter.setPen(QColor(self.theme.soft_text))
        painter.drawText(right - kinds, _baseline(rect, metrics), label)
        right -= kinds + 16
        if item.keys:
            keys = key_text(item.keys)
            width = metrics.horizontalAdvance(keys) + 14
            height = metrics.height() + 4
            top = rect.y() + (rect.height() - height) // 2
            cap = QRect(right - width, top, width, height)
            rounded(painter, cap, 4, QPen(QColor(self.theme.hairline), 1), QColor(self.theme.page))
            painter.setPen(QColor(self.theme.text))
            painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
            right -= width + 12
        return right

    def _paint_run(
        self,
        painter: QPainter,
        left: int,
        right: int,
        rect: QRect,
        text: str,
        places: Sequence[int],
        colour: str,
    ) -> int:
        """Paints a text on one line with the characters at `places` bold; returns its end."""
        if not text or right - left < 24:
            return left
        font = painter.font()
        shown = _fitting(text, right - left, font, bold=bool(places))
        layout = QTextLayout(shown, font)
        layout.setFormats(_emphasis(text, shown, places))
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        layout.endLayout()
        painter.setPen(QColor(colour))
        metrics = painter.fontMetrics()
        layout.draw(painter, QPointF(left, _baseline(rect, metrics) - line.ascent()))
        return left + round(line.naturalTextWidth())


def _baseline(rect: QRect, metrics: QFontMetrics) -> int:
    return rect.y() + (rect.height() - metrics.height()) // 2 + metrics.ascent()


def _fitting(text: str, width: int, font: QFont, *, bold: bool) -> str:
    """The text, its end left out where it is wider than `width` even in bold."""
    measured = QFont(font)
    measured.setBold(bold)
    return QFontMetrics(measured).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _emphasis(text: str, shown: str, places: Sequence[int]) -> list[QTextLayout.FormatRange]:
    """A bold, underlined format for each character typed; Qt counts in UTF-16 units."""
    formats: list[QTextLayout.FormatRange] = []
    for place in places:
        if place >= len(shown) or shown[place] != text[place]:
            continue
        mark = QTextLayout.FormatRange()
        mark.start = len(text[:place].encode("utf-16-le")) // 2
        mark.length = 2 if ord(text[place]) > 0xFFFF else 1
        look = QTextCharFormat()
        look.setFontWeight(QFont.Weight.Bold)
        look.setFontUnderline(True)
        mark.format = look
        formats.append(mark)
    return formats
