"""Words that are cut at their right end where there is no room; a tool tip has all of them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QToolTip,
    QWidget,
)

from viewer.ui.tool_tips import no_mnemonic, plain_tip

_RIGHT = Qt.TextElideMode.ElideRight


class ElidedLabel(QLabel):
    """A line of text; where it has no room, its short form or an ellipsis stands for it.

    Its words and its tool tip may be foreign: they are shown as they are, never as mark-up.
    """

    short = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        room = self.contentsRect()
        words = self.text()
        if not self._fits():
            words = self.fontMetrics().elidedText(self.short or words, _RIGHT, room.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            words = self.toolTip() or ("" if self._fits() else self.text())
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _fits(self) -> bool:
        return self.fontMetrics().horizontalAdvance(self.text()) <= self.contentsRect().width()


class ElidedButton(QToolButton):
    """A button of words alone; its tool tip begins with all of them where they are cut.

    Words and tool tip may be foreign: no mark-up, and an ampersand is an ampersand.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """The words."""
        return self._words

    def setText(self, words: str) -> None:  # noqa: N802
        """Shows other words."""
        self._words = words
        super().setText(no_mnemonic(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = no_mnemonic(self._shown())
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            cut = self._shown() != self.text()
            words = f"{self.text()}\n{self.toolTip()}" if cut else self.toolTip()
            QToolTip.showText(event.globalPos(), plain_tip(words), self)
            return True
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), 2 * hint.height()), hint.height())

    def _shown(self) -> str:
        metrics, wanted = self.fontMetrics(), self.sizeHint().width()
        if self.width() >= wanted:
            return self.text()
        frame = wanted - metrics.horizontalAdvance(self.text())
        return metrics.elidedText(self.text(), _RIGHT, self.width() - frame)
