"""Shows what is marked: in the lens bar, the leaflet, the tree, the strip and the banner.

The leaflet comes first, in the same frame as the key; what only counts follows in the next. Where
the leaflet is so long that only what is near the reader is marked as yet, the whole of it is
searched in between, off the GUI thread, and no number is shown before it is known. The same goes
for the lenses in a leaflet of a language that they were never looked up in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from PySide6.QtCore import QObject, QTimer

from viewer.highlight.annotations import term_words
from viewer.highlight.matches import Matches
from viewer.leaflet.model import Section
from viewer.render.lens_words import cannot_check
from viewer.render.theme import Theme
from viewer.ui.content_pane import ContentPane
from viewer.ui.highlighting import Highlighting, marker_places
from viewer.ui.lens_bar import LensBar, LensCount
from viewer.ui.match_painting import MatchLayer
from viewer.ui.navigator import Navigator
from viewer.ui.painting import lens_colour
from viewer.ui.section_tree import Pill, SectionTree
from viewer.ui.task_runner import TaskRunner

LOOKING_UP = "look up"


class HighlightDisplay(QObject):
    """Brings the state of a `Highlighting` to the widgets."""

    def __init__(
        self,
        highlighting: Highlighting,
        navigator: Navigator,
        content: ContentPane,
        tree: SectionTree,
        lens_bar: LensBar,
        tasks: TaskRunner,
        theme: Theme,
    ) -> None:
        super().__init__(content)
        self._highlighting = highlighting
        self._navigator = navigator
        self._content = content
        self._tree = tree
        self._lens_bar = lens_bar
        self._tasks = tasks
        self._theme = theme
        self._dim = False
        self._partial = False
        """Whether what the leaflet shows is marked near the reader alone."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._complete)
        content.view.laid_out.connect(self._later.start)

    def set_theme(self, theme: Theme) -> None:
        """Marks in the colours of another theme."""
        self._theme = theme
        self.show_marks()

    def set_dimming(self, on: bool) -> None:
        """Whether sections without a passage are dimmed."""
        self._dim = on
        self.show_marks()

    def layers(self, theme: Theme) -> list[MatchLayer]:
        """The lenses that are on as layers to paint in the colours of a theme, without find."""
        return self._layers(self._highlighting.active_matches(), theme)

    def _layers(self, marks: Sequence[Matches], theme: Theme) -> list[MatchLayer]:
        colour = self._highlighting.colour
        return [MatchLayer(each, lens_colour(theme, colour(each.lens))) for each in marks]

    def show_marks(self) -> None:
        """Marks the leaflet now and brings everything else up to date in the next frame."""
        self._partial = bool(self._highlighting.unfinished())
        self._content.view.set_layers(self._layers(self._highlighting.marks(), self._theme))
        self._lens_bar.set_active(self._highlighting.active)
        if not self._highlighting.lenses_looked_up:
            self._forget_counts()
        elif not self._partial:
            self._show_dimming()
        self._later.start(0)

    def _forget_counts(self) -> None:
        """Shows no count while it is not known what the lenses find: the last one was another's."""
        self._lens_bar.show_results({})
        self._tree.show_counts({})
        self._tree.show_quiet(frozenset())
        self._content.strip.show_marks([])

    def show_found(self) -> None:
        """Says which match of how many find is at, once that is known."""
        if self._highlighting.unfinished():
            self._content.find_bar.show_counting()
            return
        if self._partial:  # the reader went on at once, and by that all is known now
            self.show_marks()
        found = self._highlighting.found
        total = len(found) if found is not None else 0
        self._content.find_bar.show_count(self._navigator.finding.number + 1, total)

    def describe(self, offset: int) -> str:
        """What a tool tip says of a character of the leaflet: lens and term of its marks."""
        marks = dict.fromkeys(self._highlighting.marks_at(offset))
        return "\n".join(f"{lens}: {term_words(term)}" for lens, term in marks)

    def _complete(self) -> None:
        """Brings up to date what only counts; first finds out what is not known as yet."""
        waiting = self._highlighting.unfinished()
        if waiting:
            self._tasks.run(LOOKING_UP, lambda: [each.whole for each in waiting], self._show_whole)
        elif self._partial:  # it came to be known meanwhile
            self._show_whole()
        else:
            self._show_counts()

    def _show_whole(self, _: object = None) -> None:
        self.show_marks()
        if self._highlighting.finding:
            self.show_found()

    def _show_dimming(self) -> None:
        opened = self._navigator.present
        if opened is None or not (self._dim or not self._content.banner.isHidden()):
            return
        empty = self._highlighting.sections_without_passage()
        kept = frozenset(
            chain.from_iterable(_kept_for_children(s, empty) for s in opened.leaflet.sections)
        )
        dimmed = empty - kept if self._dim else frozenset()
        titled = [section for section in opened.text.sections if section.title]
        count = sum(section.key in dimmed for section in titled)
        self._content.view.set_dimmed(dimmed)
        names = self._highlighting.lens_names()
        unchecked = cannot_check(self._highlighting.active_matches(), names) if self._dim else ""
        self._content.show_dimmed(count, len(titled), names, unchecked)

    def _show_counts(self) -> None:
        self._lens_bar.show_results(
            {
                lens: LensCount(len(matches), matches.unchecked)
                for lens, matches in self._highlighting.results().items()
            }
        )
        pills: dict[str, list[Pill]] = {}
        for matches in self._highlighting.active_matches():
            colour = self._highlighting.colour(matches.lens)
            for key, count in matches.count_by_section().items():
                pills.setdefault(key, []).append(Pill(colour, count))
        self._tree.show_counts(pills)
        self._tree.show_quiet(self._highlighting.sections_without_passage())
        self._show_strip()
        self.show_view_range()
        if self._highlighting.finding:
            self.show_found()

    def _show_strip(self) -> None:
        """Marks the strip; where the marks stand is known once all of the leaflet is laid out."""
        if not self._content.view.is_laid_out:
            self._content.strip.show_marks([])
            return
        marks = [(self._highlighting.colour(m.lens), m) for m in self._marked()]
        tops, bottom = self._content.view.section_tops(), self._content.view.scroll_height()
        self._content.strip.show_marks(
            [(colour, marker_places(matches, tops, bottom)) for colour, matches in marks]
        )

    def show_view_range(self) -> None:
        """Shows on the strip which part of the leaflet is in view."""
        self._content.strip.set_view_range(*self._content.view.view_range())

    def _marked(self) -> Collection[Matches]:
        found = self._highlighting.found
        active = self._highlighting.active_matches()
        return [*active, found] if found is not None else active


def _kept_for_children(section: Section, empty: Collection[str]) -> set[str]:
    """Sections without a passage that have one below them: their headings lead to it."""
    kept: set[str] = set()
    for child in section.children:
        kept |= _kept_for_children(child, empty)
    below = [each.key for each in section.walk()][1:]
    if any(key not in empty for key in below):
        kept.add(section.key)
    return kept
