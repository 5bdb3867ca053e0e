"""Moving about: passages, find, back and forward, and leaflets that open or do not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import Place
from viewer.highlight.lens import Lens, Terms
from viewer.leaflet.errors import LeafletError, ResourceError
from viewer.leaflet.model import Leaflet, Paragraph, Provenance, Run, Section
from viewer.render.theme import Theme
from viewer.ui.document_maker import QUICK, DocumentMaker
from viewer.ui.find_bar import FindQuery
from viewer.ui.highlighting import Highlighting
from viewer.ui.leaflet_view import LeafletView
from viewer.ui.linked_column import LEAD
from viewer.ui.navigator import Navigator
from viewer.ui.open_leaflet import OpenLeaflet
from viewer.ui.task_runner import TaskRunner

LONG = " ".join(f"Sentence {n} tells what the medicine does to the body." for n in range(30))


def section(key: str, *texts: str, title: str | None = None) -> Section:
    title = key.capitalize() if title is None else title
    return Section(key, title, blocks=tuple(Paragraph((Run(text),)) for text in texts))


def leaflet(id: str, *sections: Section) -> Leaflet:
    return Leaflet(id, id, "en", "label", id, sections, provenance=Provenance(sha256=id))


FIRST = leaflet(
    "first",
    section("a", f"alcohol one. {LONG}"),
    section("b", f"nothing here. {LONG}"),
    section("c", f"alcohol two. {LONG}", title=""),
    section("d", f"alcohol three. {LONG}"),
    section("e", f"nothing again. {LONG}"),
)
SECOND = leaflet("second", section("x", LONG), section("y", f"alcohol. {LONG}"))
PREGNANCY = Lens("pregnancy", 2, "pink", {"en": "Pregnancy"}, {"da": Terms(("gravid",))}, {})
ALCOHOL = Lens("alcohol", 1, "amber", {"en": "Alcohol"}, {"en": Terms(("alcohol",))}, {})


class Shelf:
    """Leaflets by id and by file; one of them waits until it is let go."""

    def __init__(self) -> None:
        self.leaflets = {"first": FIRST, "second": SECOND}
        self.gate = threading.Event()
        self.gate.set()

    def open(self, id: str) -> Leaflet:
        self.gate.wait(5)
        if id not in self.leaflets:
            raise LeafletError(f"{id}.md", "line 7", "it is damaged")
        return self.leaflets[id]

    def read(self, path: Path) -> tuple[str, Leaflet]:
        return path.stem, self.open(path.stem)


@dataclass
class Reader:
    qtbot: QtBot
    view: LeafletView
    marks: Highlighting
    shelf: Shelf
    navigator: Navigator
    notices: list[str]
    failures: list[ResourceError]

    @property
    def here(self) -> str:
        return self.navigator.section.key if self.navigator.section else ""

    @property
    def passage(self) -> str:
        """The section of the passage that the walk is at."""
        span = self.view.current()
        assert span is not None
        return FIRST_TEXT.sections[FIRST_TEXT.section_index(span[0])].key

    def open(self, id: str, section: str = "") -> None:
        with self.qtbot.waitSignal(self.navigator.leaflet_shown, timeout=5_000):
            self.navigator.open(id, section)

    def in_view(self, offset: int) -> bool:
        first, last = self.view.visible_offsets()
        return first <= offset <= last


FIRST_TEXT = OpenLeaflet(FIRST).text


@pytest.fixture
def reader(qtbot: QtBot, theme: Theme) -> Iterator[Reader]:
    view = LeafletView(theme)
    qtbot.addWidget(view)
    view.resize(800, 400)
    view.show()
    marks, shelf, tasks = Highlighting(), Shelf(), TaskRunner()
    maker = DocumentMaker(QFont("DejaVu Sans"))
    navigator = Navigator(view, marks, shelf, maker, tasks, theme, 100)
    reader = Reader(qtbot, view, marks, shelf, navigator, [], [])
    navigator.noticed.connect(reader.notices.append)
    navigator.open_failed.connect(reader.failures.append)
    navigator.leaflet_shown.connect(lambda: marks.open(navigator.present))
    marks.set_lenses((ALCOHOL,))
    marks.lenses_changed.connect(navigator.walk.leave)
    navigator.show(OpenLeaflet(FIRST))
    QApplication.processEvents()
    yield reader
    shelf.gate.set()
    tasks.finish()
    view.close()


# -- long leaflets -----------------------------------------------------------------------------


def test_a_long_leaflet_stays_as_it_is_until_it_is_laid_out_in_another_size(
    reader: Reader, dark_theme: Theme
) -> None:
    blocks = [f"{number}. {LONG}" for number in range(1 + QUICK // len(LONG))]
    reader.shelf.leaflets["long"] = leaflet("long", section("x", *blocks), section("y", LONG))
    reader.open("long", "y")
    before = reader.view.shown
    with reader.qtbot.waitSignal(reader.navigator.document_shown, timeout=5_000):
        reader.navigator.restyle(dark_theme, 150)
        assert reader.view.shown is before
    assert reader.view.shown is not before
    assert reader.here == "y"
    assert reader.view.viewport().updatesEnabled()
    bar = reader.view.verticalScrollBar()
    assert reader.view.section_tops()[1] - bar.value() == pytest.approx(LEAD, abs=1)


def test_another_leaflet_is_not_exchanged_for_the_one_before_it(
    reader: Reader, dark_theme: Theme
) -> None:
    blocks = [f"{number}. {LONG}" for number in range(1 + QUICK // len(LONG))]
    reader.shelf.leaflets["long"] = leaflet("long", section("x", *blocks))
    reader.open("long")
    reader.navigator.restyle(dark_theme, 150)
    reader.open("second")
    QApplication.processEvents()
    assert reader.view.shown is not None
    assert reader.view.shown.text.leaflet is SECOND
    assert reader.view.viewport().updatesEnabled()


# -- the walk ------------------------------------------------------------------------------------


def test_the_walk_goes_in_reading_order_and_around_with_a_notice(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    walked = []
    for _ in range(4):
        reader.navigator.step_passage(+1)
        walked.append((reader.passage, reader.navigator.walk.number, reader.here))
        span = reader.view.current()
        assert span is not None
        assert reader.in_view(span[0])
    assert walked == [("a", 0, "a"), ("c", 1, "c"), ("d", 2, "d"), ("a", 0, "a")]
    assert reader.notices == ["Past the last passage: this is the first one"]


def test_the_walk_goes_backwards_too_and_around_with_a_notice(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    walked = []
    for _ in range(4):
        reader.navigator.step_passage(-1)
        walked.append(reader.passage)
    assert walked == ["d", "c", "a", "d"]
    assert reader.notices == ["Before the first passage: this is the last one"] * 2


@pytest.mark.parametrize(("step", "passage"), [(+1, "c"), (-1, "a")])
def test_the_walk_begins_from_what_is_in_view(reader: Reader, step: int, passage: str) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.go_to_section("b")
    reader.navigator.step_passage(step)
    assert reader.passage == passage
    assert reader.notices == []


def test_the_walk_begins_anew_where_the_reader_scrolled_to(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.step_passage(+1)
    bar = reader.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    reader.navigator.step_passage(-1)
    assert reader.passage == "d"


def test_without_a_lens_or_a_passage_the_reader_is_told_why_nothing_moves(reader: Reader) -> None:
    reader.navigator.step_passage(+1)
    reader.marks.set_own_terms("whisky")
    reader.navigator.step_passage(+1)
    assert reader.notices == [
        "No lens is on: Ctrl+1 to Ctrl+9 switch one on",
        "No passage on own terms in this leaflet",
    ]
    assert reader.view.verticalScrollBar().value() == 0


def test_a_lens_that_cannot_check_is_not_said_to_find_no_passage(reader: Reader) -> None:
    reader.marks.set_lenses((ALCOHOL, PREGNANCY))
    reader.marks.switch("pregnancy", True)
    reader.navigator.step_passage(+1)
    reader.marks.set_own_terms("whisky")
    reader.navigator.step_passage(+1)
    assert reader.notices == [
        "Cannot check the words of Pregnancy: no terms for this language",
        "No passage on own terms in this leaflet; "
        "cannot check the words of Pregnancy: no terms for this language",
    ]


def test_no_lens_is_said_to_find_nothing_in_the_guide_where_none_looks(reader: Reader) -> None:
    reader.shelf.leaflets["guide"] = replace(SECOND, id="guide", kind="guide")
    reader.open("guide")
    reader.marks.switch("alcohol", True)
    reader.navigator.step_passage(+1)
    reader.view.hide()
    reader.navigator.step_passage(+1)
    assert reader.notices == [
        "Cannot check the words of Alcohol: lenses do not look at the user guide, but find does",
        "No leaflet is shown",
    ]


def test_the_walk_is_at_its_passage_while_that_is_in_view_in_the_readers_section(
    reader: Reader,
) -> None:
    reader.marks.switch("alcohol", True)
    bar = reader.view.verticalScrollBar()
    for _ in range(2):
        reader.navigator.step_passage(+1)
        assert reader.navigator.is_at_passage
    bar.setValue(bar.value() + reader.view.viewport().height())
    assert not reader.navigator.is_at_passage, "scrolled away from"
    reader.navigator.step_passage(-1)
    reader.navigator.step_passage(+1)
    bar.setValue(bar.value() - 60)
    assert reader.navigator.walk.passage is not None
    assert (reader.passage, reader.here) == ("d", "c"), "in view below the end of another section"
    assert not reader.navigator.is_at_passage


def test_after_back_the_walk_begins_from_there(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.go_to_section("d")
    reader.navigator.step_passage(+1)
    reader.navigator.go_back()
    assert (reader.navigator.walk.number, reader.view.current()) == (-1, None)
    reader.navigator.step_passage(+1)
    assert reader.passage == "a"


def test_a_walk_is_one_step_back_however_far_it_went(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.step_passage(+1)
    assert not reader.navigator.can_go_back, "the first passage is in view at the beginning"
    reader.navigator.step_passage(+1)
    reader.navigator.step_passage(+1)
    reader.navigator.go_back()
    assert reader.view.verticalScrollBar().value() == 0
    assert not reader.navigator.can_go_back
    reader.navigator.go_forward()
    opened = reader.navigator.present
    assert opened is not None
    assert reader.in_view(opened.text.text.index("alcohol three"))


def test_find_leaves_no_place_to_go_back_to_as_in_a_browser(reader: Reader) -> None:
    for typed in ("no", "nothing"):
        reader.navigator.finding.find(FindQuery(typed))
    reader.navigator.finding.step(+1)
    assert not reader.navigator.can_go_back


def test_nothing_selected_hides_the_passage_or_the_match_that_was_gone_to(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    reader.view.selectAll()
    reader.navigator.step_passage(+1)
    assert reader.view.selected_span() is None
    reader.navigator.finding.find(FindQuery("nothing"))
    reader.view.selectAll()
    reader.navigator.finding.step(+1)
    assert reader.view.selected_span() is None


def test_the_frame_around_a_hit_goes_with_its_marks(reader: Reader) -> None:
    reader.marks.set_own_terms("alcohol")
    reader.navigator.open_at_place("second", Place("y", 1, 0, 7))
    reader.qtbot.waitUntil(lambda: reader.view.current() is not None)
    hit = reader.view.current()
    reader.marks.set_own_terms("alcohol, body")
    assert reader.view.current() == hit
    reader.marks.set_active(())
    assert reader.view.current() is None


def test_another_lens_leaves_the_match_that_find_is_at(reader: Reader) -> None:
    reader.navigator.finding.find(FindQuery("nothing"))
    at = reader.view.current()
    reader.marks.switch("alcohol", True)
    reader.marks.switch("alcohol", False)
    assert reader.view.current() == at is not None


def test_another_lens_ends_the_walk(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.step_passage(+1)
    reader.marks.switch("alcohol", False)
    assert reader.navigator.walk.number == -1
    assert reader.view.current() is None


# -- find ----------------------------------------------------------------------------------------


def test_find_goes_to_the_first_place_from_where_the_reader_was(reader: Reader) -> None:
    reader.navigator.go_to_section("b")
    for typed in ("a", "al", "alc", "alcohol"):
        reader.navigator.finding.find(FindQuery(typed))
    assert reader.passage == "c"
    assert reader.navigator.finding.number == 1
    reader.navigator.finding.find(FindQuery("nothing"))
    assert reader.passage == "b"


def test_find_steps_and_goes_around_with_a_notice(reader: Reader) -> None:
    reader.navigator.finding.find(FindQuery("alcohol"))
    found = [reader.passage]
    for step in (+1, +1, +1, -1):
        reader.navigator.finding.step(step)
        found.append(reader.passage)
    assert found == ["a", "c", "d", "a", "d"]
    assert reader.notices == ["Found from the start again", "Found from the end"]


@pytest.mark.parametrize(("step", "found"), [(+1, "d"), (-1, "c")])
def test_find_goes_on_from_the_section_that_the_reader_jumped_to(
    reader: Reader, step: int, found: str
) -> None:
    reader.navigator.finding.find(FindQuery("alcohol"))
    reader.navigator.go_to_section("d")
    reader.navigator.finding.step(step)
    assert reader.passage == found
    reader.navigator.finding.step(-1)
    assert reader.passage == ("c" if found == "d" else "a")
    assert reader.notices == []


def test_find_goes_on_from_where_the_reader_scrolled_to(reader: Reader) -> None:
    reader.navigator.finding.find(FindQuery("alcohol"))
    reader.navigator.finding.step(-1)
    assert reader.passage == "d"
    reader.notices.clear()
    reader.view.verticalScrollBar().setValue(0)
    reader.navigator.finding.step(+1)
    assert reader.passage == "a"
    assert reader.notices == []


def test_find_goes_around_from_behind_the_last_match(reader: Reader) -> None:
    reader.navigator.finding.find(FindQuery("alcohol"))
    reader.navigator.go_to_section("e")
    reader.navigator.finding.step(+1)
    assert reader.passage == "a"
    assert reader.notices == ["Found from the start again"]


def test_what_is_not_found_moves_nothing_and_is_marked_nowhere(reader: Reader) -> None:
    reader.navigator.go_to_section("b")
    before = reader.view.verticalScrollBar().value()
    reader.navigator.finding.find(FindQuery("whisky"))
    assert reader.view.verticalScrollBar().value() == before
    assert reader.navigator.finding.number == -1
    assert reader.view.current() is None


def test_the_end_of_find_leaves_the_reader_at_what_was_found(reader: Reader) -> None:
    reader.navigator.finding.find(FindQuery("alcohol three"))
    before = reader.view.verticalScrollBar().value()
    reader.navigator.finding.end()
    assert reader.view.verticalScrollBar().value() == before > 0
    assert reader.view.current() is None
    assert reader.marks.found is None


def test_f3_steps_through_what_is_found_where_no_lens_is_on(reader: Reader) -> None:
    reader.navigator.finding.find(FindQuery("alcohol"))
    reader.navigator.step_passage(+1)
    assert reader.passage == "c"


# -- sections ------------------------------------------------------------------------------------


def test_next_and_previous_section_go_by_headings_and_say_where_it_ends(reader: Reader) -> None:
    visited = []
    for step in (+1, +1, +1, +1, +1):
        reader.navigator.step_section(step)
        visited.append(reader.here)
    assert visited == ["a", "b", "d", "e", "e"]
    for _ in range(5):
        reader.navigator.step_section(-1)
    assert reader.here == ""
    assert reader.notices == ["This is the last section", "This is the beginning"]


@pytest.mark.parametrize(("step", "key"), [(+1, "d"), (-1, "b")])
def test_from_a_section_without_a_heading_the_next_one_is_its_neighbour(
    reader: Reader, step: int, key: str
) -> None:
    reader.navigator.go_to_section("c")
    assert reader.here == "c"
    reader.navigator.step_section(step)
    assert reader.here == key


def test_a_link_within_the_leaflet_is_followed_and_any_other_is_not(reader: Reader) -> None:
    assert reader.navigator.follow("#d")
    assert reader.here == "d"
    for link in ("https://example.org", "file:///etc/passwd", "leaflet:provenance", ""):
        assert not reader.navigator.follow(link)
    assert reader.here == "d"


# -- back and forward ----------------------------------------------------------------------------


def test_back_and_forward_go_through_the_places_that_were_left(reader: Reader) -> None:
    assert not reader.navigator.can_go_back
    for key in ("b", "d", "a"):
        reader.navigator.go_to_section(key)
    back: list[str] = []
    while reader.navigator.can_go_back:
        reader.navigator.go_back()
        back.append(reader.here)
    assert back == ["d", "b", ""]
    forward: list[str] = []
    while reader.navigator.can_go_forward:
        reader.navigator.go_forward()
        forward.append(reader.here)
    assert forward == ["b", "d", "a"]


def test_back_leads_to_the_very_line_that_was_left(reader: Reader) -> None:
    bar = reader.view.verticalScrollBar()
    bar.setValue(777)
    before = reader.view.top_offset()
    reader.navigator.go_to_section("e")
    reader.navigator.go_back()
    assert reader.view.top_offset() == before


def test_what_is_opened_or_gone_to_again_where_the_reader_is_makes_no_step(reader: Reader) -> None:
    reader.open("second")
    for _ in range(2):
        reader.open("second")
    for _ in range(2):
        reader.navigator.go_to_section("y")
    reader.navigator.go_back()
    assert reader.here == ""
    with reader.qtbot.waitSignal(reader.navigator.leaflet_shown, timeout=5_000):
        reader.navigator.go_back()
    assert not reader.navigator.can_go_back


def test_what_is_opened_again_elsewhere_can_be_gone_back_from(reader: Reader) -> None:
    reader.navigator.go_to_section("d")
    reader.open("first")
    assert reader.here == ""
    reader.navigator.go_back()
    assert reader.here == "d"


def test_a_file_that_was_changed_is_read_anew_when_it_is_opened_again(reader: Reader) -> None:
    changed = leaflet("first", section("z", "Changed."))
    reader.shelf.leaflets["first"] = changed
    with reader.qtbot.waitSignal(reader.navigator.leaflet_shown, timeout=5_000):
        reader.navigator.open_file(Path("first.md"))
    assert reader.view.toPlainText().endswith("Changed.")


def test_back_leads_across_leaflets(reader: Reader) -> None:
    reader.navigator.go_to_section("d")
    reader.open("second", "y")
    assert reader.here == "y"
    with reader.qtbot.waitSignal(reader.navigator.leaflet_shown, timeout=5_000):
        reader.navigator.go_back()
    assert reader.navigator.present is not None
    assert reader.navigator.present.leaflet is FIRST
    assert reader.here == "d"
    with reader.qtbot.waitSignal(reader.navigator.leaflet_shown, timeout=5_000):
        reader.navigator.go_forward()
    assert reader.here == "y"


def test_a_way_back_to_a_leaflet_that_is_gone_is_told_and_leaves_the_reader_here(
    reader: Reader,
) -> None:
    reader.open("second")
    del reader.shelf.leaflets["first"]
    with reader.qtbot.waitSignal(reader.navigator.open_failed, timeout=5_000):
        reader.navigator.go_back()
    assert reader.navigator.present is not None
    assert reader.navigator.present.leaflet is SECOND


# -- opening -------------------------------------------------------------------------------------


def test_a_leaflet_opens_at_its_top_or_at_a_section(reader: Reader) -> None:
    reader.navigator.go_to_section("d")
    reader.open("second")
    assert reader.here == ""
    reader.open("first", "b")
    assert reader.here == "b"


def test_a_file_at_fault_is_told_and_the_present_leaflet_stays(reader: Reader) -> None:
    reader.navigator.go_to_section("b")
    with reader.qtbot.waitSignal(reader.navigator.open_failed, timeout=5_000):
        reader.navigator.open_file(Path("damaged.md"))
    (error,) = reader.failures
    assert str(error) == "damaged.md: line 7: it is damaged"
    assert reader.navigator.present is not None
    assert reader.navigator.present.leaflet is FIRST
    assert reader.here == "b"


def test_a_leaflet_opened_meanwhile_is_the_one_that_is_shown(reader: Reader) -> None:
    reader.shelf.gate.clear()
    shown = []
    reader.navigator.leaflet_shown.connect(
        lambda: shown.append(reader.navigator.present and reader.navigator.present.leaflet.id)
    )
    reader.navigator.open("second", "y")
    reader.navigator.open("first", "d")
    reader.shelf.gate.set()
    reader.qtbot.waitUntil(lambda: reader.here == "d", timeout=5_000)
    QApplication.processEvents()
    assert shown == ["first"]


def test_marks_of_the_walk_and_of_find_do_not_outlive_their_leaflet(reader: Reader) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.step_passage(+1)
    reader.open("second")
    assert reader.navigator.walk.number == -1
    assert reader.view.current() is None
    reader.navigator.step_passage(+1)
    assert reader.here == "y"


# -- theme and zoom ------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", [50, 150, 300])
def test_another_size_or_theme_leaves_the_reader_where_they_are(
    reader: Reader, dark_theme: Theme, zoom: int
) -> None:
    for key in ("b", "e"):
        reader.navigator.go_to_section(key)
        reader.navigator.restyle(dark_theme, zoom)
        assert reader.here == key
        number = [s.key for s in FIRST_TEXT.sections].index(key)
        top = reader.view.section_tops()[number] - reader.view.verticalScrollBar().value()
        assert top == pytest.approx(LEAD, abs=2)


def test_the_match_that_the_reader_is_at_stays_it_in_another_size(
    reader: Reader, theme: Theme
) -> None:
    reader.marks.switch("alcohol", True)
    reader.navigator.step_passage(+1)
    reader.navigator.step_passage(+1)
    span = reader.view.current()
    reader.navigator.restyle(theme, 150)
    assert reader.view.current() == span
    assert reader.navigator.walk.number == 1
    reader.navigator.step_passage(+1)
    assert reader.passage == "d"


@pytest.fixture(params=["walk", "find"])
def at_third(request: pytest.FixtureRequest, reader: Reader) -> Reader:
    """The reader is at the third of the passages, or at the third match of find."""
    if request.param == "walk":
        reader.marks.switch("alcohol", True)
    else:
        reader.navigator.finding.find(FindQuery("alcohol"))
        reader.view.set_current(None)
        reader.view.verticalScrollBar().setValue(0)
    reader.navigator.go_to_section("c")
    for _ in range(2):
        reader.navigator.step_passage(+1)
    assert reader.passage == "d"
    bar = reader.view.verticalScrollBar()
    bar.setValue(bar.value() - 100)  # low in the view
    return reader


def match_is_in_view(reader: Reader) -> bool:
    """Whether all of the line with the match that the reader is at is in view."""
    span, shown = reader.view.current(), reader.view.shown
    assert span is not None
    assert shown is not None
    line = shown.top(span[0]) - reader.view.verticalScrollBar().value()
    return 0 <= line <= reader.view.viewport().height() - 30


@pytest.mark.parametrize("zoom", [50, 150, 300])
def test_the_match_in_view_stays_there_in_another_size_and_back(
    at_third: Reader, theme: Theme, zoom: int
) -> None:
    for each in (zoom, 100):
        at_third.navigator.restyle(theme, each)
        assert match_is_in_view(at_third)


def test_back_leads_to_the_match_that_another_size_moved(at_third: Reader, theme: Theme) -> None:
    at_third.navigator.restyle(theme, 300)
    span = at_third.view.current()
    assert span is not None
    at_third.navigator.go_to_section("a")
    at_third.navigator.go_back()
    assert at_third.in_view(span[0])


def test_the_match_in_view_stays_there_in_a_narrower_window(at_third: Reader) -> None:
    for width in (260, 800):
        at_third.view.resize(width, 400)
        assert match_is_in_view(at_third)


def test_a_match_that_was_scrolled_away_from_does_not_come_back_with_another_size(
    at_third: Reader, theme: Theme
) -> None:
    at_third.view.verticalScrollBar().setValue(0)
    at_third.navigator.restyle(theme, 150)
    assert at_third.view.verticalScrollBar().value() == 0
