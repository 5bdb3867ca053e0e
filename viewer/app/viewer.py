"""Builds the window's parts and connects them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from viewer import paths
from viewer.app.file_leaflets import FileLeaflets
from viewer.app.help_desk import HelpDesk
from viewer.app.interrupts import Interrupts
from viewer.app.leaflets import Leaflets
from viewer.app.lens_desk import LensDesk
from viewer.app.library_access import LibraryAccess
from viewer.app.library_desk import LibraryDesk
from viewer.app.memory import Memory, window_title
from viewer.app.requests import Requests
from viewer.app.told_above import ToldAbove
from viewer.highlight.lens_file import load_lenses
from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.open_request import DEFAULT_LEAFLET, OpenRequest
from viewer.render.provenance import status_line
from viewer.render.theme import Theme
from viewer.render.theme_file import load_themes
from viewer.rollout import RollOut, load_rollout
from viewer.ui.actions import ActionId
from viewer.ui.appearance import Appearance
from viewer.ui.commands import Commands
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.highlight_display import HighlightDisplay
from viewer.ui.highlighting import Highlighting
from viewer.ui.icons import program_icon
from viewer.ui.leaflet_commands import LeafletCommands
from viewer.ui.main_window import MainWindow
from viewer.ui.menus import make_actions
from viewer.ui.message_page import Message
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.print_commands import PrintCommands
from viewer.ui.task_runner import TaskRunner
from viewer.ui.whereabouts import Whereabouts
from viewer.ui.window_menus import WindowMenus

_LISTING = "list the leaflets"


class Viewer(QObject):
    """The running program: one window and what it works with."""

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        window: MainWindow | None = None,
        laid_out: Mapping[str, QTextDocument] | None = None,
        rollout: RollOut | None = None,
    ) -> None:
        """`window` shows the first frame already, `laid_out` holds its document by its HTML."""
        super().__init__(app)
        self._app = app
        self._resources = resources
        self._rollout = rollout or load_rollout()
        self._settings = self._rollout.settings
        themes = load_themes(resources / "themes")
        self._appearance = Appearance(app, themes, self._settings.theme, self._settings.zoom)
        self._tasks = TaskRunner(self)
        self.window = window or MainWindow()
        if window is None and self._settings.geometry:
            geometry = self._settings.geometry.encode()
            self.window.restoreGeometry(QByteArray.fromBase64(geometry))
        theme = self._appearance.theme
        self.window.furnish(theme, resources / "icons", self._settings.tree_width)
        self._actions = make_actions(self.window)
        self._make_reading(DocumentMaker(app.font(), laid_out))
        self._make_commands(next(each for each in themes if not each.dark and not each.outlined))
        self._make_desks()
        Interrupts(self).interrupted.connect(self._end)

    def _make_reading(self, maker: DocumentMaker) -> None:
        """Makes what reads leaflets, moves in them and marks them."""
        topics = self._resources / "topics.toml"
        folders = self._rollout.leaflet_folders(self._resources)
        self._bundled = BundledLeaflets(folders, paths.cache_folder(), topics)
        self._leaflets = FileLeaflets(self._bundled, topics, self._tasks.is_unwanted)
        self._highlighting = Highlighting(self)
        self._library = LibraryAccess(paths.library_folder(), lambda: self._highlighting.lenses)
        self._navigator = Navigator(
            self.window.content.view,
            self._highlighting,
            Leaflets(self._leaflets, self._library),
            maker,
            self._tasks,
            self._appearance.theme,
            self._appearance.zoom,
        )
        self._display = HighlightDisplay(
            self._highlighting,
            self._navigator,
            self.window.content,
            self.window.tree,
            self.window.lens_bar,
            self._tasks,
            self._appearance.theme,
        )

    def _make_commands(self, light: Theme) -> None:
        """Makes what actions do and menus offer; `light` is the theme for paper."""
        window, navigator, highlighting = self.window, self._navigator, self._highlighting
        appearance, heads = self._appearance, self._leaflets.heads
        self._commands = Commands(
            window, navigator, highlighting, self._display, appearance, heads, self._actions
        )
        self._leaflet_commands = LeafletCommands(window, navigator, appearance)
        self._print_commands = PrintCommands(
            window,
            navigator,
            highlighting,
            self._display,
            light,
            self._settings.paper,
            self._settings.print_highlights,
        )
        self._menus = WindowMenus(window, self._actions, appearance, heads, navigator.open)
        self._whereabouts = Whereabouts(window, navigator, highlighting, self._actions)

    def _make_desks(self) -> None:
        """Makes what stands between the window and the rest of the program."""
        window, navigator, highlighting = self.window, self._navigator, self._highlighting
        commands, rollout, resources = self._commands, self._rollout, self._resources
        self._desk = LibraryDesk(
            window,
            navigator,
            highlighting,
            self._library,
            self._settings.pinned,
            lambda: self._appearance.theme,
        )
        self._lenses = LensDesk(highlighting, self._menus, window.lens_bar)
        self._memory = Memory(
            self._app, window, self._appearance, self._bundled, resources, rollout
        )
        self.help = HelpDesk(window, commands, navigator, rollout, resources)
        self.requests = Requests(window, navigator, highlighting, commands, self._bundled, rollout)
        self.told_above = ToldAbove(window.content.notice, commands.show_message)

    # -- start and end ------------------------------------------------------------------------

    def start(self, request: OpenRequest, message: Message | None = None) -> None:
        """Shows what is asked for, complete, or else a message in place of a leaflet."""
        self._connect()
        self._menus.fill()
        self._desk.offer()
        self._restrict()
        if message is None:
            self._open_first(request)
        else:
            self._commands.show_message(message)
        lens_faults = self._load_lenses()
        self._mark(request)
        self.window.show()
        self.window.view.setFocus()
        faults = groupby(self._rollout.faults, lambda fault: fault.partition(": ")[0])  # by file
        self.told_above.say_unusable([*("\n".join(of_one) for _, of_one in faults), *lens_faults])
        QTimer.singleShot(0, partial(self._settle, request))

    def _open_first(self, request: OpenRequest) -> None:
        try:
            self.requests.open_first(request)
        except LeafletError as error:
            self._show_failure(error)

    def _restrict(self) -> None:
        """Takes away what a machine that anyone may use is not to offer."""
        if self._rollout.kiosk:
            # The system's own dialogs may keep lists of what was opened and saved.
            self._app.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
            for id in (ActionId.OPEN, ActionId.IMPORT):
                self._actions[id].setEnabled(False)
            self._desk.may_change = False
            self._print_commands.to_file = False
            self._leaflet_commands.may_leave = False
            self.window.setAcceptDrops(False)
            self.window.content.can_open = False

    def _settle(self, request: OpenRequest) -> None:
        """Goes where was asked for, now that the window has its size."""
        if not self.window.content.shows_message():
            if request.section and self._navigator.present is not None:
                self._navigator.show_section(request.section)
            if request.find:
                self._commands.find_words(request.find)
        if request.choose:
            self.requests.choose()
        self._memory.keep_first_frame()
        self._tasks.run(_LISTING, self._bundled.errors, self.told_above.say_unusable)
        self._app.setWindowIcon(program_icon(self._resources / "icons"))

    def _mark(self, request: OpenRequest) -> None:
        """Switches on what was on, and what is asked for."""
        self._actions[ActionId.DIM].setChecked(self._settings.dim)
        self._display.set_dimming(self._settings.dim)
        self._lenses.switch_on(self._settings.lenses, request.lenses)
        if request.term:
            self.requests.set_own_terms(request.term)

    def _load_lenses(self) -> list[str | ResourceError]:
        """Offers the lenses; gives what is wrong with files or settings of them."""
        folders = self._rollout.lens_folders(self._resources)
        lenses, errors = load_lenses(folders, frozenset(self._appearance.theme.lenses) - {"own"})
        self._lenses.offer(lenses, self._navigator.present)
        return [*errors, *self._rollout.unknown_lenses({lens.id for lens in lenses})]

    def _end(self, number: int) -> None:
        self.window.close()
        self._app.exit(128 + number)

    def _close(self) -> None:
        """Keeps what is kept, and ends what still runs in the background."""
        problem = self._memory.save(
            lenses=self._lenses.chosen,
            dim=self._actions[ActionId.DIM].isChecked(),
            paper=self._print_commands.paper,
            print_highlights=self._print_commands.highlights,
            pinned=self._desk.pinned,
        )
        if problem:
            print(f"leaflet-viewer: {problem}", file=sys.stderr)
        if not self._rollout.kiosk:
            self._memory.keep_first_frame()
        self._tasks.finish()
        self.help.finish()
        self._desk.finish()

    # -- what happens --------------------------------------------------------------------------

    def _connect(self) -> None:
        """Every connection between the parts, by the part that speaks."""
        window, content, view = self.window, self.window.content, self.window.content.view
        navigator, display, commands = self._navigator, self._display, self._commands
        leaflet_commands, whereabouts = self._leaflet_commands, self._whereabouts
        for id, call in self._by_action().items():
            self._actions[id].triggered.connect(lambda _=False, call=call: call())
        self._actions[ActionId.DIM].toggled.connect(whereabouts.show)
        self._appearance.theme_changed.connect(self._show_theme)
        self._appearance.zoom_changed.connect(self._show_zoom)
        content.banner.show_all_requested.connect(commands.show_all)
        content.find_bar.closed.connect(navigator.finding.end)
        content.find_bar.find_changed.connect(navigator.finding.find)
        content.find_bar.next_requested.connect(lambda: navigator.finding.step(+1))
        content.find_bar.previous_requested.connect(lambda: navigator.finding.step(-1))
        content.diagnostics_requested.connect(self.help.copy_diagnostics)
        content.open_requested.connect(commands.open_file)
        content.strip.fraction_chosen.connect(view.go_to_fraction)
        self._highlighting.find_changed.connect(display.show_marks)
        self._highlighting.lenses_changed.connect(navigator.walk.leave)
        self._highlighting.lenses_changed.connect(display.show_marks)
        self._highlighting.lenses_changed.connect(self._lenses.note_switched)
        self._highlighting.lenses_changed.connect(whereabouts.show)
        navigator.document_shown.connect(display.show_marks)
        navigator.finding.moved.connect(display.show_found)
        navigator.jumped.connect(whereabouts.tell_jump)
        navigator.leaflet_shown.connect(self._show_leaflet)
        navigator.noticed.connect(whereabouts.notice)
        navigator.open_failed.connect(self._show_failure)
        navigator.place_changed.connect(content.show_leaflet)
        navigator.place_changed.connect(whereabouts.show)
        navigator.walk.moved.connect(whereabouts.tell_passage)
        view.enlarge_requested.connect(leaflet_commands.enlarge)
        view.link_chosen.connect(leaflet_commands.follow_link)
        view.scrolled.connect(display.show_view_range)
        view.section_entered.connect(whereabouts.show)
        view.set_match_description(display.describe)
        view.zoom_requested.connect(self._appearance.step_zoom)
        window.closing.connect(self._close)
        window.file_dropped.connect(lambda file: navigator.open_file(Path(file)))
        window.header.goto_field.item_chosen.connect(commands.go_to)
        window.header.goto_field.set_provider(commands.goto_items)
        window.header.goto_field.typed.connect(self._desk.find_leaflets)
        window.import_dropped.connect(lambda names: self._desk.import_files([*map(Path, names)]))
        window.lens_bar.lens_toggled.connect(self._highlighting.switch)
        window.lens_bar.own_terms_entered.connect(
            lambda words: self._highlighting.set_own_terms(words, view.top_offset())
        )
        window.status_provenance.clicked.connect(leaflet_commands.show_provenance)
        window.tree.section_chosen.connect(self._enter_section)

    def _by_action(self) -> dict[ActionId, Callable[[], object]]:
        parts = (
            *(self._commands, self._leaflet_commands, self._print_commands),
            *(self._desk, self.help),
        )
        return {id: call for part in parts for id, call in part.by_action().items()}

    def _show_leaflet(self) -> None:
        opened = self._navigator.present
        if opened is None:
            return
        leaflet = opened.leaflet
        self.window.content.show_leaflet()
        self.window.setWindowTitle(window_title(leaflet))
        self.window.tree.show_leaflet(leaflet)
        self.window.status_provenance.setText(status_line(leaflet))
        self.window.status_provenance.setToolTip("Show all of the provenance")
        self._menus.count_reading_notes(len(leaflet.reading_notes))
        self.requests.leaflet_opened.emit(self._leaflets.file_of(leaflet) or opened.name)
        self._desk.note_opened(leaflet)
        self._lenses.open(opened)
        if others := self._leaflets.beside(leaflet):
            words = f"Also in this file: {', '.join(others)}"
            QTimer.singleShot(0, partial(self._whereabouts.notice, words))

    def _show_failure(self, error: ResourceError) -> None:
        """Says why a leaflet does not open; behind the page is the one before, or the first."""
        if self._navigator.present is None:
            error = self.requests.of_settings(error)
            with suppress(LeafletError):
                self._navigator.show(OpenLeaflet(self._bundled.open(DEFAULT_LEAFLET)))
        self._commands.show_error(error)

    def _enter_section(self, key: str) -> None:
        self._navigator.go_to_section(key)
        self.window.content.view.setFocus()

    def _show_theme(self) -> None:
        theme = self._appearance.theme
        self.window.set_theme(theme)
        self._desk.set_theme(theme)
        self._navigator.restyle(theme, self._appearance.zoom)
        self._display.set_theme(theme)
        self._menus.check_theme()

    def _show_zoom(self) -> None:
        self._navigator.restyle(self._appearance.theme, self._appearance.zoom)
        self._whereabouts.notice(f"Zoom {self._appearance.zoom} %")
