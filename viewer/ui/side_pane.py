"""The pane at the left: the sections, and beside them the library and the search.

Pages are made when they are first shown: the start pays for three words and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from viewer.render.theme import Theme
from viewer.ui.painting import blend, focus_ring, key_text, row_height

_PAD = 8
_LINE = 3


class SidePage(Enum):
    """What the pane shows; the value is the tab's name."""

    SECTIONS = "Sections"
    LIBRARY = "Library"
    SEARCH = "Search"


class SideTabs(QTabBar):
    """Three words, the current one with a line of the accent colour below it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hovered = -1
        self.setObjectName("side_tabs")
        self.setAccessibleName("Side pane")
        self.setDrawBase(False)
        self.setExpanding(True)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)

    def set_theme(self, theme: Theme) -> None:
        """Paints with the colours of `theme`."""
        self._theme = theme
        self.update()

    def tabSizeHint(self, index: int) -> QSize:  # noqa: N802
        metrics = QFontMetrics(_demi_bold(self.font()))
        width = metrics.horizontalAdvance(self.tabText(index)) + 2 * _PAD
        return QSize(width, row_height(self.fontMetrics()) + 4)

    def minimumTabSizeHint(self, index: int) -> QSize:  # noqa: N802
        return QSize(28, self.tabSizeHint(index).height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.tabAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, tab: int) -> None:
        if tab != self._hovered:
            self._hovered = tab
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.hairline))
        for tab in range(self.count()):
            self._paint_tab(painter, tab)

    def _paint_tab(self, painter: QPainter, tab: int) -> None:
        theme, rect, current = self._theme, self.tabRect(tab), tab == self.currentIndex()
        if tab == self._hovered and not current:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), blend(theme.window, theme.text, 0.05))
        painter.setPen(QColor(theme.text if current else theme.soft_text))
        painter.setFont(_demi_bold(self.font()) if current else self.font())
        name, room = self.tabText(tab), rect.width() - 4
        name = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, name)
        if current:
            line = QRect(rect.x(), self.height() - _LINE, rect.width(), _LINE)
            painter.fillRect(line, QColor(theme.accent))
            if self.hasFocus():
                focus_ring(painter, rect.adjusted(2, 2, -2, -_LINE - 2), 4, theme)


class SidePane(QWidget):
    """The tabs above one page at a time; `page_changed` says which is shown now."""

    page_changed = Signal(SidePage)

    def __init__(self, sections: QWidget, theme: Theme, parent: QWidget | None = None) -> None:
        """`sections` is the page that is there from the start."""
        super().__init__(parent)
        self.setObjectName("side_pane")
        self._made: dict[SidePage, QWidget] = {SidePage.SECTIONS: sections}
        self._makers: dict[SidePage, Callable[[], QWidget]] = {}
        self._tabs = SideTabs(theme, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(sections)
        for page in SidePage:
            self._tabs.addTab(page.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        self._tabs.setVisible(False)
        self._tabs.currentChanged.connect(self._show_current)

    def offer(
        self,
        makers: Mapping[SidePage, Callable[[], QWidget]],
        keys: Mapping[SidePage, str] | None = None,
    ) -> None:
        """Shows the tabs; a page is made by its maker when it is first shown.

        `keys` are told in the tool tips, in Qt's portable form.
        """
        self._makers = dict(makers)
        for number, page in enumerate(SidePage):
            self._tabs.setTabVisible(number, page in self._made or page in makers)
            key = (keys or {}).get(page, "")
            tip = f"{page.value} ({key_text(key)})" if key else page.value
            self._tabs.setTabToolTip(number, tip)
        self._tabs.setVisible(bool(makers))

    def page(self) -> SidePage:
        """The page that is shown."""
        return list(SidePage)[self._tabs.currentIndex()]

    def page_widget(self) -> QWidget:
        """What is shown, for the keyboard's way through the panes."""
        return self._made[self.page()]

    def first_control(self) -> QWidget:
        """Where the keyboard comes in: the page's field, or the page itself."""
        page = self.page_widget()
        return getattr(page, "field", page)

    def show_page(self, page: SidePage) -> QWidget:
        """Shows a page, making it if need be, and returns it; the focus stays where it is."""
        self._tabs.setCurrentIndex(list(SidePage).index(page))
        return self.page_widget()

    def set_theme(self, theme: Theme) -> None:
        """Paints the tabs with the colours of `theme`; pages are for whoever made them."""
        self._tabs.set_theme(theme)

    def _show_current(self) -> None:
        page = self.page()
        if page not in self._made:
            self._made[page] = self._makers[page]()
            self._stack.addWidget(self._made[page])
        self._stack.setCurrentWidget(self._made[page])
        self.page_changed.emit(page)


def _demi_bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold
