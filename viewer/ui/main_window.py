"""The main window: first the leaflet in its place, then everything around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

if TYPE_CHECKING:  # made after the first frame
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
    from PySide6.QtWidgets import QLabel, QSplitter, QToolButton

    from viewer.render.theme import Theme
    from viewer.ui.content_pane import ContentPane
    from viewer.ui.header_bar import HeaderBar
    from viewer.ui.leaflet_view import LeafletView
    from viewer.ui.lens_bar import LensBar
    from viewer.ui.section_tree import SectionTree
    from viewer.ui.side_pane import SidePane

LEAST_TREE = 160
PROGRAM = "Leaflet Viewer"


class Surroundings(NamedTuple):
    """Pixels that the window's other parts take around the leaflet.

    `right` is taken inside the content pane, by marker strip and scroll bar.
    """

    above: int = 124
    left: int = 291
    right: int = 26
    below: int = 33


class MainWindow(QMainWindow):
    """Tool bar and lens bar above, the side pane at the left, the leaflet at the right.

    A new window is empty; `hold_place` shows something where the leaflet will be, and `furnish`
    makes all its parts.
    """

    file_dropped = Signal(str)
    """One file was dropped on the window: its path."""
    import_dropped = Signal(list)
    """A folder or several files were dropped on the window: their paths."""
    closing = Signal()

    view: LeafletView
    header: HeaderBar
    lens_bar: LensBar
    tree: SectionTree
    side: SidePane
    content: ContentPane
    splitter: QSplitter
    status_section: QLabel
    status_provenance: QToolButton

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(PROGRAM)
        self.resize(1180, 780)
        self.setMinimumSize(480, 360)

    def hold_place(self, page: QWidget, room: Surroundings) -> None:
        """Shows `page` where the leaflet will be until the window is furnished."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(room.left, room.above, 0, room.below)
        column.addWidget(page)
        self.setCentralWidget(holder)

    def furnish(self, theme: Theme, icons: Path, tree_width: int) -> None:
        """Makes everything around the leaflet; `tree_width` in pixels."""
        from viewer.ui.content_pane import ContentPane
        from viewer.ui.header_bar import HeaderBar
        from viewer.ui.leaflet_view import LeafletView
        from viewer.ui.lens_bar import LensBar
        from viewer.ui.section_tree import SectionTree
        from viewer.ui.side_pane import SidePane

        self.setAcceptDrops(True)
        self.view = LeafletView(theme)
        self.header = HeaderBar(theme, icons)
        self.lens_bar = LensBar(theme)
        self.tree = SectionTree(theme)
        self.side = SidePane(self.tree, theme)
        self.content = ContentPane(self.view, theme, icons)
        self._lay_out(tree_width)
        self._make_status_bar()

    def _lay_out(self, tree_width: int) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtWidgets import QSplitter

        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("splitter")
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self.content)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setCollapsible(1, False)
        self.side.setMinimumWidth(LEAST_TREE)
        self.splitter.setSizes([tree_width, self.width() - tree_width])
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.lens_bar)
        column.addWidget(self.splitter, 1)
        self.setCentralWidget(central)

    def _make_status_bar(self) -> None:
        from PySide6.QtWidgets import QSizePolicy

        from viewer.ui.elided import ElidedButton, ElidedLabel
        from viewer.ui.painting import MINIMUM_HIT

        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(8, 0, 8, 0)
        self.status_section = ElidedLabel()
        self.status_section.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.status_section.setMinimumWidth(48)
        self.status_section.setProperty("soft", True)
        self.status_section.setObjectName("status_section")
        self.status_section.setAccessibleName("Where you are")
        self.status_provenance = ElidedButton()
        self.status_provenance.setObjectName("status_provenance")
        self.status_provenance.setAccessibleName("Provenance")
        self.status_provenance.setMinimumHeight(MINIMUM_HIT)
        bar.addWidget(self.status_section, 1)
        bar.addPermanentWidget(self.status_provenance)

    @property
    def tree_width(self) -> int:
        """Width of the side pane in pixels."""
        return self.splitter.sizes()[0]

    def surroundings(self) -> Surroundings:
        """What stands around the leaflet now, without a banner or find bar."""
        from PySide6.QtCore import QPoint

        corner = self.content.mapTo(self, QPoint(0, 0))
        return Surroundings(
            corner.y(),
            corner.x(),
            self.content.strip.width() + self.view.verticalScrollBar().sizeHint().width(),
            self.height() - corner.y() - self.content.height(),
        )

    def set_theme(self, theme: Theme) -> None:
        """Paints all panes with the colours of `theme`."""
        for part in (self.header, self.lens_bar, self.side, self.tree, self.content):
            part.set_theme(theme)

    def panes(self) -> list[QWidget]:
        """What F6 goes through, in order."""
        panes: list[QWidget] = [
            self.header.goto_field,
            self.lens_bar.first_control(),
            self.side.first_control(),
            self.content.reading_widget(),
        ]
        bands = (self.content.notice, self.content.banner)
        panes[3:3] = [band.button for band in bands if band.isVisible()]
        if self.content.find_bar.isVisible():
            panes.append(self.content.find_bar.field)
        return [*panes, self.status_provenance]

    def step_pane(self, step: int) -> None:
        """Moves the focus to the next (+1) or previous (-1) pane."""
        from PySide6.QtCore import Qt

        panes = self.panes()
        focus = self.focusWidget()
        here = next(
            (n for n, pane in enumerate(panes) if focus is pane or pane.isAncestorOf(focus)),
            None,
        )
        if here is None and self.lens_bar.isAncestorOf(focus):
            here = 1
        target = 0 if here is None else (here + step) % len(panes)
        panes[target].setFocus(Qt.FocusReason.TabFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            if len(files) == 1 and not Path(files[0]).is_dir():
                self.file_dropped.emit(files[0])
            else:
                self.import_dropped.emit(files)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
