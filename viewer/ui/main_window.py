"""The main window: first the leaflet in its place, then everything around it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

if TYPE_CHECKING:  # made after the first frame
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from viewer.render.theme import Theme
    from viewer.ui.content_pane import ContentPane
    from viewer.ui.header_bar import HeaderBar
    from viewer.ui.leaflet_view import LeafletView
    from viewer.ui.lens_bar import LensBar
    from viewer.ui.section_tree import SectionTree
    from viewer.ui.side_pane import SidePane
    from viewer.ui.side_splitter import SideSplitter
    from viewer.ui.status_bar import PlaceLabel, ProvenanceButton

PROGRAM = "Leaflet Viewer"


class Surroundings(NamedTuple):
    """Pixels that the window's other parts take around the leaflet.

    `right` is taken inside the content pane, by marker strip and scroll bar.
    """

    above: int = 124
    left: int = 291
    right: int = 26
    below: int = 33


class Pane(NamedTuple):
    """A stop of F6: all that belongs to it, and what has the keyboard first."""

    area: QWidget
    control: QWidget


class MainWindow(QMainWindow):
    """Tool bar and lens bar above, the side pane at the left, the leaflet at the right.

    A new window is empty; `hold_place` shows something where the leaflet will be, and `furnish`
    makes all its parts.
    """

    file_dropped = Signal(str)
    """One file was dropped on the window: its path."""
    import_dropped = Signal(list)
    """A folder or several files were dropped on the window: their paths."""
    full_screen_changed = Signal(bool)
    """Whether the window fills the screen, told as often as its state is another."""
    closing = Signal()

    view: LeafletView
    header: HeaderBar
    lens_bar: LensBar
    tree: SectionTree
    side: SidePane
    content: ContentPane
    splitter: SideSplitter
    status_section: PlaceLabel
    status_provenance: ProvenanceButton

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
        from viewer.ui.side_splitter import SideSplitter

        self.splitter = SideSplitter(self.side, self.content, tree_width)
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.lens_bar)
        column.addWidget(self.splitter, 1)
        self.setCentralWidget(central)

    def _make_status_bar(self) -> None:
        from viewer.ui.status_bar import StatusBar

        bar = StatusBar()
        self.status_section, self.status_provenance = bar.place, bar.provenance
        self.setStatusBar(bar)

    @property
    def tree_width(self) -> int:
        """Width in pixels that the reader gave the side pane."""
        return self.splitter.side_width

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

    def panes(self) -> list[Pane]:
        """What F6 goes through, in order."""
        content = self.content
        panes = [
            Pane(self.header, self.header.goto_field),
            Pane(self.lens_bar, self.lens_bar.first_control()),
            Pane(self.side, self.side.first_control()),
        ]
        bands = (content.notice, content.banner)
        panes += [Pane(band, band.button) for band in bands if band.isVisible()]
        panes.append(Pane(content, content.reading_widget()))
        if content.find_bar.isVisible():
            panes.append(Pane(content.find_bar, content.find_bar.field))
        return [*panes, Pane(self.statusBar(), self.status_provenance)]

    def step_pane(self, step: int) -> None:
        """Moves the focus to the next (+1) or previous (-1) pane."""
        from PySide6.QtCore import Qt

        panes, focus = self.panes(), self.focusWidget()
        here = [n for n, pane in enumerate(panes) if focus and pane.area.isAncestorOf(focus)]
        # Bands and find bar lie in the content pane: the innermost is where the reader is.
        inner = [n for n in here if panes[n].area is not self.content] or here
        target = (inner[0] + step) % len(panes) if inner else 0
        panes[target].control.setFocus(Qt.FocusReason.TabFocusReason)

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

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self.full_screen_changed.emit(self.isFullScreen())

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)
