"""Builds the window's parts and connects them."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from viewer import paths
from viewer.app.file_leaflets import FileLeaflets
from viewer.app.help_desk import HelpDesk
from viewer.app.leaflets import Leaflets
from viewer.app.library_access import LibraryAccess
from viewer.app.library_desk import LibraryDesk
from viewer.app.memory import Memory, window_title
from viewer.app.requests import Requests
from viewer.highlight.lens_file import load_lenses
from viewer.highlight.sentences import sentence_around
from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.open_request import DEFAULT_LEAFLET, OpenRequest
from viewer.render.provenance import status_line
from viewer.render.theme_file import load_themes
from viewer.rollout import RollOut, load_rollout
from viewer.ui.actions import ActionId
from viewer.ui.announce import announce
from viewer.ui.appearance import Appearance
from viewer.ui.commands import Commands, Parts
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.highlight_display import HighlightDisplay
from viewer.ui.highlighting import Highlighting
from viewer.ui.icons import program_icon
from viewer.ui.main_window import MainWindow
from viewer.ui.menus import make_actions
from viewer.ui.message_page import Message
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.task_runner import TaskRunner
from viewer.ui.window_menus import WindowMenus

_LISTING = "list the leaflets"
NOTICE_TIME = 4_000
"""Milliseconds that a notice stays in the status bar."""


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
        self._problems: list[str] = []
        self._rollout = rollout or load_rollout()
        self._settings = self._rollout.settings
        for _, faults in groupby(self._rollout.faults, lambda fault: fault.partition(": ")[0]):
            self._note_problem("\n".join(faults))  # of one file
        themes = load_themes(resources / "themes")
        self._appearance = Appearance(app, themes, self._settings.theme, self._settings.zoom)
        theme = self._appearance.theme
        topics = resources / "topics.toml"
        self._bundled = BundledLeaflets(
            self._rollout.leaflet_folders(resources), paths.cache_folder(), topics
        )
        self._tasks = TaskRunner(self)
        self._leaflets = FileLeaflets(self._bundled, topics, self._tasks.is_unwanted)
        self._library = LibraryAccess(paths.library_folder(), lambda: self._highlighting.lenses)
        self.window = window or MainWindow()
        if window is None and self._settings.geometry:
            geometry = self._settings.geometry.encode()
            self.window.restoreGeometry(QByteArray.fromBase64(geometry))
        self.window.furnish(theme, resources / "icons", self._settings.tree_width)
        self._highlighting = Highlighting(self)
        self._navigator = Navigator(
            self.window.content.view,
            self._highlighting,
            Leaflets(self._leaflets, self._library),
            DocumentMaker(app.font(), laid_out),
            self._tasks,
            theme,
            self._settings.zoom,
        )
        self._display = HighlightDisplay(
            self._highlighting,
            self._navigator,
            self.window.content,
            self.window.tree,
            self.window.lens_bar,
            self._tasks,
            theme,
        )
        self._actions = make_actions(self.window)
        light = next(theme for theme in themes if not theme.dark and not theme.outlined)
        self._commands = Commands(
            Parts(
                self.window,
                self._navigator,
                self._highlighting,
                self._display,
                self._appearance,
                self._leaflets.heads,
                light,
                self._settings.paper,
                self._settings.print_highlights,
            ),
            self._actions,
        )
        self._menus = WindowMenus(
            self.window, self._actions, self._appearance, self._leaflets.heads, self._navigator.open
        )
        self._desk = LibraryDesk(
            self.window,
            self._navigator,
            self._highlighting,
            self._library,
            self._settings.pinned,
            lambda: self._appearance.theme,
        )
        self._memory = Memory(
            app, self.window, self._appearance, self._bundled, resources, self._rollout
        )
        self.help = HelpDesk(self.window, self._commands, self._navigator, self._rollout, resources)
        self.requests = Requests(
            self.window,
            self._navigator,
            self._highlighting,
            self._commands,
            self._bundled,
            self._rollout,
        )
        self._lenses_loaded = False
        self._told_above: list[tuple[str, Message]] = []
        self._lent: set[str] = set()
        """Lenses that are on for this start alone."""
        self._place: list[str] = []
        """Where the reader is: the section, and the passage of the walk that is there."""
        self._forget_notice = QTimer(self, singleShot=True)
        self._forget_notice.timeout.connect(self._show_place)
        self._end_on_interrupt()

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
        self._load_lenses()
        self._mark(request)
        self.window.show()
        self.window.view.setFocus()
        self._show_problems()
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
        self._tasks.run(_LISTING, self._bundled.errors, self._tell_faulty)
        self._app.setWindowIcon(program_icon(self._resources / "icons"))

    def _mark(self, request: OpenRequest) -> None:
        """Switches on what was on, and what is asked for."""
        self._actions[ActionId.DIM].setChecked(self._settings.dim)
        self._display.set_dimming(self._settings.dim)
        self._highlighting.set_active({*self._settings.lenses, *request.lenses})
        self._lent = {*request.lenses} - {*self._settings.lenses}
        if request.term:
            self.requests.set_own_terms(request.term)

    def _end_on_interrupt(self) -> None:
        """Closes the window on Ctrl+C in the terminal, which Python would not notice by itself.

        A signal only wakes Python's interpreter; the byte it writes wakes Qt's loop as well.
        """
        self._woken, wakes = socket.socketpair()
        for end in (self._woken, wakes):
            end.setblocking(False)
        self._wakes = wakes
        signal.set_wakeup_fd(wakes.fileno())
        for number in _end_signals():
            # Python calls it in the middle of anything, such as painting, which is to end first.
            signal.signal(number, lambda number, _: QTimer.singleShot(0, lambda: self._end(number)))
        notifier = QSocketNotifier(self._woken.fileno(), QSocketNotifier.Type.Read, self)
        notifier.activated.connect(lambda: self._woken.recv(64))

    def _end(self, number: int) -> None:
        self.window.close()
        self._app.exit(128 + number)

    def _close(self) -> None:
        """Keeps what is kept, and ends what still runs in the background."""
        known = {lens.id for lens in self._highlighting.lenses}
        problem = self._memory.save(
            lenses=tuple(sorted((self._highlighting.active - self._lent) & known)),
            dim=self._actions[ActionId.DIM].isChecked(),
            paper=self._commands.paper,
            print_highlights=self._commands.print_highlights,
            pinned=self._desk.pinned,
        )
        if problem:
            print(f"leaflet-viewer: {problem}", file=sys.stderr)
        if not self._rollout.kiosk:
            self._memory.keep_first_frame()
        self._tasks.finish()
        self.help.finish()
        self._desk.finish()

    # -- lenses --------------------------------------------------------------------------------

    def _note_lenses(self) -> None:
        self._menus.check_lenses(self._highlighting.active)
        self._lent &= self._highlighting.active  # what was switched off is the reader's own now

    def _load_lenses(self) -> None:
        folders = self._rollout.lens_folders(self._resources)
        lenses, errors = load_lenses(folders, frozenset(self._appearance.theme.lenses) - {"own"})
        for error in errors:
            self._note_problem(str(error))
        for fault in self._rollout.unknown_lenses({lens.id for lens in lenses}):
            self._note_problem(fault)
        self._lenses_loaded = True
        self._menus.add_lenses(lenses, self._highlighting.switch)
        self.window.lens_bar.set_lenses(lenses, "en")
        self._highlighting.open(self._navigator.present)
        self._highlighting.set_lenses(lenses)

    # -- what happens --------------------------------------------------------------------------

    def _connect(self) -> None:
        """Every connection between the parts, by the part that speaks."""
        window, content, view = self.window, self.window.content, self.window.content.view
        navigator, display, commands = self._navigator, self._display, self._commands
        calls = {**commands.by_action(), **self._desk.by_action(), **self.help.by_action()}
        for id, call in calls.items():
            self._actions[id].triggered.connect(lambda _=False, call=call: call())
        self._appearance.theme_changed.connect(self._show_theme)
        self._appearance.zoom_changed.connect(self._show_zoom)
        content.banner.show_all_requested.connect(commands.show_all)
        content.find_bar.closed.connect(navigator.finding.end)
        content.find_bar.find_changed.connect(navigator.finding.find)
        content.find_bar.next_requested.connect(lambda: navigator.finding.step(+1))
        content.find_bar.previous_requested.connect(lambda: navigator.finding.step(-1))
        content.diagnostics_requested.connect(self.help.copy_diagnostics)
        content.notice.button_clicked.connect(self._tell_more)
        content.open_requested.connect(commands.open_file)
        content.strip.fraction_chosen.connect(view.go_to_fraction)
        self._highlighting.find_changed.connect(display.show_marks)
        self._highlighting.lenses_changed.connect(navigator.walk.leave)
        self._highlighting.lenses_changed.connect(display.show_marks)
        self._highlighting.lenses_changed.connect(self._note_lenses)
        navigator.document_shown.connect(display.show_marks)
        navigator.finding.moved.connect(display.show_found)
        navigator.jumped.connect(self._tell_jump)
        navigator.leaflet_shown.connect(self._show_leaflet)
        navigator.noticed.connect(self._notice)
        navigator.open_failed.connect(self._show_failure)
        navigator.place_changed.connect(content.show_leaflet)
        navigator.place_changed.connect(self._show_place)
        navigator.walk.moved.connect(self._tell_passage)
        view.enlarge_requested.connect(commands.enlarge)
        view.link_chosen.connect(commands.follow_link)
        view.scrolled.connect(display.show_view_range)
        view.section_entered.connect(self._show_place)
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
        window.status_provenance.clicked.connect(commands.show_provenance)
        window.tree.section_chosen.connect(self._enter_section)

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
        if self._lenses_loaded:
            self._highlighting.open(opened)
        if others := self._leaflets.beside(leaflet):
            QTimer.singleShot(0, partial(self._notice, f"Also in this file: {', '.join(others)}"))

    def _show_failure(self, error: ResourceError) -> None:
        """Says why a leaflet does not open; behind the page is the one before, or the first."""
        if self._navigator.present is None:
            error = self.requests.of_settings(error)
            with suppress(LeafletError):
                self._navigator.show(OpenLeaflet(self._bundled.open(DEFAULT_LEAFLET)))
        self._commands.show_error(error)

    def _show_place(self) -> None:
        """Keeps tree, status bar and the back and forward actions in step with the reader."""
        here = self._navigator.section
        self.window.tree.set_current_section(here.key if here is not None else "")
        self._place = [here.title if here is not None else "Beginning of the leaflet"]
        if self._navigator.is_at_passage:
            number, count = self._navigator.walk.number + 1, self._highlighting.passage_count
            self._place.append(f"passage {number} of {count}")
        self._forget_notice.stop()
        self.window.status_section.setText(" · ".join(self._place))
        self._actions[ActionId.BACK].setEnabled(self._navigator.can_go_back)
        self._actions[ActionId.FORWARD].setEnabled(self._navigator.can_go_forward)

    def _tell_jump(self) -> None:
        """Says to a screen reader where the reader went, which may have made a way back."""
        self._show_place()
        announce(self.window.status_section, ", ".join(self._place))

    def _tell_passage(self) -> None:
        """Reads the passage of the walk to a screen reader."""
        opened, passage = self._navigator.present, self._navigator.walk.passage
        if opened is not None and passage is not None:
            words = sentence_around(opened.text.text, passage.start, passage.end)
            announce(self.window.status_section, f"{', '.join(self._place)}: {words}")

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
        self._notice(f"Zoom {self._appearance.zoom} %")

    def _notice(self, words: str) -> None:
        """Tells something in passing, behind the place, until the reader moves on."""
        self.window.status_section.setText(f"{' · '.join(self._place)}  —  {words}")
        self._forget_notice.start(NOTICE_TIME)
        announce(self.window.status_section, words)

    # -- problems ------------------------------------------------------------------------------

    def _tell_faulty(self, errors: Sequence[ResourceError]) -> None:
        """Tells of leaflets in the folders that cannot be read; the others are listed now."""
        for error in errors:
            self._note_problem(str(error))
        self._show_problems()

    def _note_problem(self, problem: str) -> None:
        if problem:
            self._problems.append(problem)

    def _show_problems(self) -> None:
        """Says that files could not be used; which and why is one key away, and nothing stops."""
        problems, self._problems = self._problems, []
        if not problems:
            return
        count = len(problems)
        title = f"{count} file{'s' if count > 1 else ''} could not be used"
        self.say_above(
            f"{title}. Everything else works as usual.",
            Message(
                title,
                "The program works without; everything else is as usual.",
                tuple(problems),
                "Mend the file or take it away; it is read again at the next start.",
            ),
        )

    def say_above(self, words: str, message: Message) -> None:
        """Says something above the leaflet, beside what stands there; the message tells more."""
        self._told_above.append((words, message))
        self._show_told()

    def _show_told(self) -> None:
        self.window.content.notice.say(" ".join(words for words, _ in self._told_above))

    def _tell_more(self) -> None:
        """Shows the first message of those above the leaflet; the others stay there."""
        _, message = self._told_above.pop(0)
        if self._told_above:
            self._show_told()
        else:
            self.window.content.notice.hide()
        self._commands.show_message(message)


def _end_signals() -> list[signal.Signals]:
    """Ctrl+C, the end of the session, and that of the terminal unless it is to be outlived."""
    numbers = [signal.SIGINT, signal.SIGTERM]
    hang_up = getattr(signal, "SIGHUP", None)  # unknown to Windows
    if hang_up is not None and signal.getsignal(hang_up) is not signal.SIG_IGN:
        numbers.append(hang_up)
    return numbers
