"""The lens of the words that a reader types."""

from hypothesis import given
from hypothesis import strategies as st

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import ANY_LANGUAGE, OWN_LENS
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.highlight.own_terms import LONGEST_TERM, MOST_TERMS, own_terms_lens
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section


def marked(typed: str, text: str) -> list[str]:
    lens = own_terms_lens(typed)
    assert lens is not None
    section = Section("one", "", blocks=(Paragraph((Run(text),)),))
    index = WordIndex(LeafletText(Leaflet("x", "X", "fi", "smpc", "X", (section,))))
    return [match.text for match in find_matches(index, lens)]


def test_commas_stand_between_terms_and_a_star_ends_a_stem_in_any_language() -> None:
    text = "Grapefruit juice, grapefruits, St John's wort and milk"
    assert marked("grapefruit* , st john’s wort,", text) == [
        "Grapefruit",
        "grapefruits",
        "St John's wort",
    ]


def test_a_star_elsewhere_is_an_ordinary_sign() -> None:
    assert marked("*milk, gr*ape", "milk grape gr*ape") == ["milk", "gr*ape"]


def test_nothing_typed_is_no_lens() -> None:
    for typed in ("", " , ,", "*", "***, -", "\u00ad"):
        assert own_terms_lens(typed) is None


def test_it_is_the_reader_s_own_lens() -> None:
    lens = own_terms_lens("milk")
    assert lens is not None
    assert (lens.id, lens.colour, list(lens.terms)) == (OWN_LENS, "own", [ANY_LANGUAGE])


def test_doubled_terms_count_once() -> None:
    lens = own_terms_lens("milk, milk ,milk")
    assert lens is not None
    assert lens.terms[ANY_LANGUAGE].words == ("milk",)


@given(st.text(st.sampled_from("ab*,- \n'é\u2029"), max_size=300) | st.text(max_size=300))
def test_whatever_is_typed_makes_a_lens_within_its_limits_or_none(typed: str) -> None:
    lens = own_terms_lens(typed * 20)
    if lens is not None:
        terms = lens.terms[ANY_LANGUAGE].words
        assert 1 <= len(terms) <= MOST_TERMS
        assert all(len(term) <= LONGEST_TERM for term in terms)
        marked(typed * 20, typed.replace("\u2029", " "))
