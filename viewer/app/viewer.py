"""Builds the window's parts and connects them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QTimer
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtWidgets import QApplication, QMenu

from viewer import paths
from viewer.app.first_frame import FirstFrame, save_first_frame, system_colour
from viewer.highlight.lens_file import load_lenses
from viewer.leaflet.bundled import BundledLeaflets
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.model import Leaflet
from viewer.open_request import DEFAULT_LEAFLET, OpenRequest
from viewer.render.html import render_html
from viewer.render.provenance import status_line
from viewer.render.stylesheet import screen_style
from viewer.render.theme_file import load_themes
from viewer.settings import SettingsStore
from viewer.ui.actions import ActionId, Menu
from viewer.ui.announce import announce
from viewer.ui.appearance import SYSTEM, Appearance
from viewer.ui.commands import Commands, Parts
from viewer.ui.document import screen_measures
from viewer.ui.document_maker import DocumentMaker
from viewer.ui.highlight_display import HighlightDisplay
from viewer.ui.highlighting import Highlighting
from viewer.ui.main_window import PROGRAM, MainWindow
from viewer.ui.menus import choices, fill_menu_bar, lens_actions, make_actions
from viewer.ui.message_page import Message
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.task_runner import TaskRunner

NOTICE_TIME = 4_000
"""Milliseconds that a notice stays in the status bar."""


def window_title(leaflet: Leaflet) -> str:
    """The window's title while a leaflet is open."""
    return f"{leaflet.product or leaflet.title} · {PROGRAM}"


class FileLeaflets:
    """Leaflets of the folders by id, and those of any file."""

    def __init__(self, bundled: BundledLeaflets, topics: Path) -> None:
        self._bundled = bundled
        self._topics = topics

    def open(self, id: str) -> Leaflet:
        """The leaflet with this id. Raises LeafletError."""
        return self._bundled.open(id)

    def read(self, path: Path) -> Leaflet:
        """The first leaflet in a file. Raises LeafletError."""
        from viewer.leaflet.reader import read_leaflets
        from viewer.leaflet.topics import load_topics

        return read_leaflets(path, load_topics(self._topics))[0]


class Viewer(QObject):
    """The running program: one window and what it works with."""

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        window: MainWindow | None = None,
        laid_out: Mapping[str, QTextDocument] | None = None,
    ) -> None:
        """`window` shows the first frame already, `laid_out` holds its document by its HTML."""
        super().__init__(app)
        self._app = app
        self._resources = resources
        self._problems: list[str] = []
        self._store = SettingsStore(paths.settings_file())
        self._settings, problem = self._store.load()
        self._note_problem(problem)
        themes = load_themes(resources / "themes")
        self._appearance = Appearance(app, themes, self._settings.theme, self._settings.zoom)
        theme = self._appearance.theme
        topics = resources / "topics.toml"
        self._bundled = BundledLeaflets(
            (resources / "leaflets", paths.user_leaflet_folder()), paths.cache_folder(), topics
        )
        self._leaflets = FileLeaflets(self._bundled, topics)
        self.window = window or MainWindow()
        if window is None and self._settings.geometry:
            geometry = self._settings.geometry.encode()
            self.window.restoreGeometry(QByteArray.fromBase64(geometry))
        self.window.furnish(theme, resources / "icons", self._settings.tree_width)
        self._tasks = TaskRunner(self)
        self._highlighting = Highlighting(self)
        self._navigator = Navigator(
            self.window.content.view,
            self._highlighting,
            self._leaflets,
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
                self._bundled.heads,
                light,
                self._settings.paper,
                self._settings.print_highlights,
            ),
            self._actions,
        )
        self._lens_actions: list[QAction] = []
        self._place_words = ""
        self._forget_notice = QTimer(self, singleShot=True)
        self._forget_notice.timeout.connect(self._show_place)

    # -- start and end ------------------------------------------------------------------------

    def start(self, request: OpenRequest) -> None:
        """Shows what is asked for, complete."""
        self._connect()
        self._fill_menus()
        self._open_first(request)
        self._load_lenses()
        self._mark(request)
        self.window.show()
        self.window.view.setFocus()
        self._show_problems()
        QTimer.singleShot(0, self._keep_first_frame)

    def _open_first(self, request: OpenRequest) -> None:
        name = request.leaflet or DEFAULT_LEAFLET
        try:
            if request.leaflet and ("/" in name or "\\" in name or Path(name).is_file()):
                self._navigator.open_file(Path(name), request.section)
                return
            self._navigator.show(OpenLeaflet(self._bundled.open(name)))
        except LeafletError as error:
            self._show_failure(error)
            return
        if request.section:
            self._navigator.show_section(request.section)

    def _mark(self, request: OpenRequest) -> None:
        """Switches on what was on, and what is asked for."""
        self._actions[ActionId.DIM].setChecked(self._settings.dim)
        self._display.set_dimming(self._settings.dim)
        self._highlighting.set_active({*self._settings.lenses, *request.lenses})
        if request.term:
            self.window.lens_bar.set_own_terms(request.term)
            self._highlighting.set_own_terms(request.term)
        if request.find:
            self.window.content.find_bar.open_with(request.find)

    def _close(self) -> None:
        """Keeps what is kept, and ends what still runs in the background."""
        self._save()
        self._keep_first_frame()
        self._tasks.finish()

    def _keep_first_frame(self) -> None:
        """Keeps the start leaflet as it would be shown now, for the next start's first frame."""
        try:
            leaflet = self._bundled.open(DEFAULT_LEAFLET)
        except LeafletError:
            return
        theme = self._appearance.theme
        style = screen_style(theme, self._appearance.zoom)
        frame = FirstFrame(
            leaflet.id,
            window_title(leaflet),
            screen_measures(style),
            (theme.window, theme.page, theme.text, theme.accent),
            system_colour(self._app) if self._appearance.chosen == SYSTEM else "",
            self._geometry(),
            self.window.surroundings(),
            render_html(leaflet, style).html,
        )
        files = (
            Path(leaflet.provenance.file),
            self._resources / "topics.toml",
            self._resources / "themes" / f"{theme.id}.toml",
            self._store.path,
        )
        save_first_frame(paths.cache_folder(), frame, files)

    def _geometry(self) -> str:
        return bytes(self.window.saveGeometry().toBase64().data()).decode()

    def _save(self) -> None:
        """Keeps window, theme, zoom and lenses for the next start; never any words."""
        known = {lens.id for lens in self._highlighting.lenses}
        settings = replace(
            self._settings,
            theme=self._appearance.chosen,
            zoom=self._appearance.zoom,
            lenses=tuple(sorted(self._highlighting.active & known)),
            dim=self._actions[ActionId.DIM].isChecked(),
            tree_width=self.window.tree_width,
            geometry=self._geometry(),
            paper=self._commands.paper,
            print_highlights=self._commands.print_highlights,
        )
        if problem := self._store.save(settings):
            import sys

            print(f"leaflet-viewer: {problem}", file=sys.stderr)

    # -- what is loaded after the first frame ---------------------------------------------------

    def _fill_menus(self) -> None:
        menus = fill_menu_bar(self.window.menuBar(), self._actions)
        self.window.addActions(list(self._actions.values()))
        themes = self._theme_menu()
        menus[Menu.VIEW].insertMenu(self._actions[ActionId.THEME], themes)
        self.window.header.set_actions(self._actions, themes)
        self._highlight_menu = menus[Menu.HIGHLIGHT]
        leaflets = QMenu("&Leaflets", self.window)
        leaflets.setObjectName("menu_leaflets")
        leaflets.aboutToShow.connect(lambda: self._fill_leaflets(leaflets))
        menus[Menu.FILE].insertMenu(self._actions[ActionId.PRINT_SECTION], leaflets)

    def _theme_menu(self) -> QMenu:
        menu = QMenu("T&heme", self.window)
        options = self._appearance.options()
        self._theme_choices, actions = choices(menu, options, self._appearance.chosen)
        self._theme_choices.triggered.connect(lambda a: self._appearance.choose(a.data()))
        menu.addActions(actions)
        return menu

    def _fill_leaflets(self, menu: QMenu) -> None:
        menu.clear()
        for head in self._bundled.heads():
            action = menu.addAction(head.title.replace("&", "&&"))
            action.triggered.connect(lambda _=False, id=head.id: self._navigator.open(id))

    def _load_lenses(self) -> None:
        folders = (self._resources / "lenses", paths.user_lens_folder())
        lenses, errors = load_lenses(folders, frozenset(self._appearance.theme.lenses) - {"own"})
        for error in errors:
            self._note_problem(str(error))
        self._lens_actions = lens_actions(self.window, lenses)
        before = self._highlight_menu.actions()[0]
        self._highlight_menu.insertActions(before, self._lens_actions)
        self._highlight_menu.insertSeparator(before)
        for action in self._lens_actions:
            action.toggled.connect(partial(self._highlighting.switch, action.data()))
        self.window.lens_bar.set_lenses(lenses, "en")
        self._highlighting.open(self._navigator.present)
        self._highlighting.set_lenses(lenses)

    # -- what happens --------------------------------------------------------------------------

    def _connect(self) -> None:
        """Every connection between the parts, by the part that speaks."""
        window, content, view = self.window, self.window.content, self.window.content.view
        navigator, display, commands = self._navigator, self._display, self._commands
        for id, call in commands.by_action().items():
            self._actions[id].triggered.connect(lambda _=False, call=call: call())
        self._appearance.theme_changed.connect(self._show_theme)
        self._appearance.zoom_changed.connect(self._show_zoom)
        content.banner.show_all_requested.connect(commands.show_all)
        content.find_bar.closed.connect(navigator.end_find)
        content.find_bar.find_changed.connect(navigator.find)
        content.find_bar.next_requested.connect(lambda: navigator.step_find(+1))
        content.find_bar.previous_requested.connect(lambda: navigator.step_find(-1))
        content.open_requested.connect(commands.open_file)
        content.strip.fraction_chosen.connect(view.go_to_fraction)
        self._highlighting.find_changed.connect(display.show_marks)
        self._highlighting.lenses_changed.connect(navigator.forget_passage)
        self._highlighting.lenses_changed.connect(display.show_marks)
        self._highlighting.lenses_changed.connect(self._check_lens_actions)
        navigator.document_shown.connect(display.show_marks)
        navigator.find_moved.connect(display.show_found)
        navigator.leaflet_shown.connect(self._show_leaflet)
        navigator.noticed.connect(self._notice)
        navigator.open_failed.connect(self._show_failure)
        navigator.place_changed.connect(self._show_place)
        view.link_chosen.connect(commands.follow_link)
        view.scrolled.connect(display.show_view_range)
        view.section_entered.connect(self._show_place)
        view.set_match_description(display.describe)
        view.zoom_requested.connect(self._appearance.step_zoom)
        window.closing.connect(self._close)
        window.file_dropped.connect(lambda file: navigator.open_file(Path(file)))
        window.header.goto_field.item_chosen.connect(commands.go_to)
        window.header.goto_field.set_provider(commands.goto_items)
        window.lens_bar.lens_toggled.connect(self._highlighting.switch)
        window.lens_bar.own_terms_entered.connect(self._highlighting.set_own_terms)
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
        if self._highlighting.lenses:
            self._highlighting.open(opened)

    def _show_failure(self, error: ResourceError) -> None:
        """Says why a leaflet does not open; behind the page is the one before, or the first."""
        if self._navigator.present is None:
            with suppress(LeafletError):
                self._navigator.show(OpenLeaflet(self._bundled.open(DEFAULT_LEAFLET)))
        self._commands.show_error(error)

    def _show_place(self) -> None:
        """Keeps tree, status bar and the back and forward actions in step with the reader."""
        here = self._navigator.section
        self.window.tree.set_current_section(here.key if here is not None else "")
        words = here.title if here is not None else "Beginning of the leaflet"
        if self._navigator.passage >= 0:
            number, count = self._navigator.passage + 1, self._highlighting.passage_count
            words += f" · passage {number} of {count}"
        self._place_words = words
        self._forget_notice.stop()
        self.window.status_section.setText(words)
        self._actions[ActionId.BACK].setEnabled(self._navigator.can_go_back)
        self._actions[ActionId.FORWARD].setEnabled(self._navigator.can_go_forward)

    def _enter_section(self, key: str) -> None:
        self._navigator.go_to_section(key)
        self.window.content.view.setFocus()

    def _show_theme(self) -> None:
        theme = self._appearance.theme
        self.window.set_theme(theme)
        self._navigator.restyle(theme, self._appearance.zoom)
        self._display.set_theme(theme)
        for action in self._theme_choices.actions():
            action.setChecked(action.data() == self._appearance.chosen)

    def _show_zoom(self) -> None:
        self._navigator.restyle(self._appearance.theme, self._appearance.zoom)
        self._notice(f"Zoom {self._appearance.zoom} %")

    def _check_lens_actions(self) -> None:
        for action in self._lens_actions:
            blocked = action.blockSignals(True)
            action.setChecked(action.data() in self._highlighting.active)
            action.blockSignals(blocked)

    def _notice(self, words: str) -> None:
        """Tells something in passing, behind the place, until the reader moves on."""
        self.window.status_section.setText(f"{self._place_words}  —  {words}")
        self._forget_notice.start(NOTICE_TIME)
        announce(self.window.status_section, words)

    # -- problems ------------------------------------------------------------------------------

    def _note_problem(self, problem: str) -> None:
        if problem:
            self._problems.append(problem)

    def _show_problems(self) -> None:
        """Says that files could not be used; which and why is one key away, and nothing stops."""
        notice = self.window.content.notice
        if not self._problems:
            return
        count = len(self._problems)
        title = f"{count} file{'s' if count > 1 else ''} could not be used"
        notice.say(f"{title}. Everything else works as usual.")
        notice.button_clicked.connect(
            partial(
                self._commands.show_message,
                Message(
                    title,
                    "The program works without; everything else is as usual.",
                    tuple(self._problems),
                    "Mend the file or take it away; it is read again at the next start.",
                ),
            )
        )
        notice.button_clicked.connect(notice.hide)
