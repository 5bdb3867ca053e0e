"""What is marked: lenses that are on, the reader's own words, and what is being found."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from viewer.highlight.lens import OWN_LENS, Lens, Terms
from viewer.highlight.matches import LensState, Matches
from viewer.leaflet.model import Code, Leaflet, Paragraph, Run, Section
from viewer.ui.find_bar import FindQuery
from viewer.ui.highlighting import Highlighting, marker_places
from viewer.ui.open_leaflet import OpenLeaflet


def section(key: str, text: str) -> Section:
    return Section(key, key.capitalize(), blocks=(Paragraph((Run(text),)),))


def leaflet_of(*sections: Section, language: str = "en", kind: str = "label") -> OpenLeaflet:
    return OpenLeaflet(Leaflet("sample", "Sample", language, kind, "Sample", sections))


def lens(id: str, order: int, *words: str, language: str = "en") -> Lens:
    return Lens(id, order, f"{id}-colour", {"en": id.capitalize()}, {language: Terms(words)}, {})


DRINK = leaflet_of(
    section("use", "Take one tablet."),
    section("food", "No alcohol, no wine. Alcohol harms."),
    section("driving", "Do not drive with wine."),
)
ALCOHOL, DRIVING = lens("alcohol", 1, "alcohol*", "wine"), lens("driving", 2, "drive")
DANISH = lens("dansk", 3, "alkohol", language="da")


@pytest.fixture
def marks(qapp: object) -> Highlighting:
    assert qapp is not None
    highlighting = Highlighting()
    highlighting.set_lenses((ALCOHOL, DRIVING, DANISH))
    highlighting.open(DRINK)
    return highlighting


def words(matches: Matches | None) -> list[str]:
    return [match.text for match in matches or ()]


def test_every_lens_is_counted_whether_it_is_on_or_off(marks: Highlighting) -> None:
    counts = {id: len(found) for id, found in marks.results().items()}
    assert counts == {"alcohol": 4, "driving": 1, "dansk": 0}
    assert marks.results()["dansk"].state is LensState.CANNOT_CHECK


def test_the_walk_goes_through_the_lenses_that_are_on_in_reading_order(
    marks: Highlighting,
) -> None:
    assert marks.passage_count == len(marks.passages) == 0
    marks.switch("alcohol", True)
    marks.switch("driving", True)
    text = DRINK.text.text
    walked = [marks.passages[n] for n in range(len(marks.passages))]
    assert [text[p.start : p.end] for p in walked] == [
        *("alcohol", "wine", "Alcohol"),
        *("drive", "wine"),
    ]
    marks.switch("alcohol", False)
    assert [marks.passages[n].lens for n in range(len(marks.passages))] == ["driving"]


def test_a_switch_is_told_once_and_the_same_again_not_at_all(
    qtbot: QtBot, marks: Highlighting
) -> None:
    with qtbot.waitSignal(marks.lenses_changed, timeout=0, raising=False):
        marks.switch("alcohol", True)
    with qtbot.assertNotEmitted(marks.lenses_changed):
        marks.switch("alcohol", True)


def test_a_lens_that_is_not_there_yet_is_kept_for_when_it_is(marks: Highlighting) -> None:
    marks.set_active({"later"})
    assert marks.active == {"later"}
    assert marks.active_matches() == []
    marks.set_lenses((ALCOHOL, lens("later", 9, "tablet")))
    assert words(marks.active_matches()[0]) == ["tablet"]


def test_own_words_are_a_lens_of_their_own_until_they_are_taken_away(marks: Highlighting) -> None:
    marks.set_own_terms("tabl*, wine")
    assert OWN_LENS in marks.active
    assert words(marks.results()[OWN_LENS]) == ["tablet", "wine", "wine"]
    assert marks.lens_names() == ["own terms"]
    marks.set_own_terms("  ,, ")
    assert OWN_LENS not in marks.active
    assert OWN_LENS not in marks.results()


def test_own_words_go_when_their_lens_is_switched_off(marks: Highlighting) -> None:
    marks.set_own_terms("tablet")
    marks.set_active(())
    marks.set_active({OWN_LENS})
    assert marks.active == frozenset()


def test_own_words_are_looked_up_in_the_next_leaflet_too(marks: Highlighting) -> None:
    marks.set_own_terms("tablet")
    marks.open(leaflet_of(section("use", "Two tablets, one tablet."), language="da"))
    assert words(marks.results()[OWN_LENS]) == ["tablet"]


def test_lenses_say_nothing_of_the_guide(marks: Highlighting) -> None:
    marks.switch("alcohol", True)
    marks.set_own_terms("lens")
    marks.open(leaflet_of(section("use", "The alcohol lens."), kind="guide"))
    assert marks.passage_count == 0
    assert all(found.unchecked for found in marks.results().values())
    assert marks.sections_without_passage() == frozenset()


def test_names_come_in_the_order_of_the_lens_bar(marks: Highlighting) -> None:
    marks.set_own_terms("x")
    marks.switch("driving", True)
    marks.switch("alcohol", True)
    assert marks.lens_names() == ["Alcohol", "Driving", "own terms"]
    assert marks.colour("alcohol") == "alcohol-colour"
    assert marks.colour(OWN_LENS) == OWN_LENS


def test_sections_without_a_passage_are_known_only_where_a_lens_can_say_so(
    marks: Highlighting,
) -> None:
    assert marks.sections_without_passage() == frozenset()
    marks.switch("alcohol", True)
    assert marks.sections_without_passage() == {"use"}
    marks.switch("dansk", True)
    assert marks.sections_without_passage() == frozenset()


def test_a_section_found_by_its_code_makes_no_other_one_without_a_passage(
    marks: Highlighting,
) -> None:
    coded = replace(section("birth", "Texte."), codes=(Code("loinc", "42228-7"),))
    words = section("warnings", "Si vous êtes enceinte, ne prenez pas ce médicament.")
    by_code = replace(lens("pregnancy", 1, "pregnan*"), codes={"loinc": ("42228-7",)})
    marks.set_lenses((by_code,))
    marks.switch("pregnancy", True)
    marks.open(leaflet_of(coded, words, language="fr"))
    assert marks.passage_count == 1
    assert marks.sections_without_passage() == frozenset()
    marks.open(leaflet_of(coded, words))
    assert marks.sections_without_passage() == {"warnings"}


def test_a_mark_tells_its_lens_and_its_term(marks: Highlighting) -> None:
    marks.switch("alcohol", True)
    marks.set_own_terms("alco*")
    start = DRINK.text.text.index("alcohol")
    assert list(marks.marks_at(start + 3)) == [("Alcohol", "alcohol*"), ("Own terms", "alco*")]
    assert list(marks.marks_at(start + 7)) == []


# -- find ----------------------------------------------------------------------------------------


def test_find_marks_letters_as_they_are_typed_and_nothing_once_it_ends(
    marks: Highlighting,
) -> None:
    marks.find(FindQuery("wi"))
    assert words(marks.found) == ["wi", "wi", "wi"]
    marks.find(FindQuery("wi", whole_words=True))
    assert words(marks.found) == []
    marks.find(FindQuery("Alcohol", match_case=True))
    assert words(marks.found) == ["Alcohol"]
    marks.find(FindQuery(""))
    assert marks.found is None


def test_find_goes_on_in_the_next_leaflet(marks: Highlighting) -> None:
    marks.find(FindQuery("tablets"))
    assert words(marks.found) == []
    marks.open(leaflet_of(section("use", "Two tablets.")))
    assert words(marks.found) == ["tablets"]


def test_ending_a_find_that_never_was_is_not_told(qtbot: QtBot, marks: Highlighting) -> None:
    with qtbot.assertNotEmitted(marks.find_changed):
        marks.find(FindQuery(""))


# -- the strip -----------------------------------------------------------------------------------


def test_marks_stand_on_the_strip_within_their_section_and_in_order() -> None:
    text = DRINK.text
    starts = array("Q", range(0, len(text.text), 3))
    found = Matches(text, "x", starts, array("Q", [s + 1 for s in starts]), ("x",))
    tops = [0.0, 100.0, 900.0]
    places = marker_places(found, tops, 1000.0)
    assert list(places) == sorted(places)
    for start, place in zip(starts, places, strict=True):
        number = text.section_index(start)
        assert tops[number] <= place * 1000 <= [*tops[1:], 1000.0][number]


def test_very_many_marks_are_thinned_out_for_the_strip() -> None:
    opened = leaflet_of(section("long", "a " * 30_000))
    starts = array("Q", range(6, 60_000, 2))
    found = Matches(opened.text, "x", starts, array("Q", [s + 1 for s in starts]), ("x",))
    places = marker_places(found, [0.0], 1000.0)
    assert 1_000 < len(places) < 10_000
    assert places[-1] > 0.95
