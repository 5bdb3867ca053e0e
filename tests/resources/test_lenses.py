"""The lenses the program brings: what they mark and what they leave alone.

`lens_sentences.toml` holds sentences with a person's judgement. A marked sentence counts once,
however many words are marked in it.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import OWN_LENS, Lens, Terms
from viewer.highlight.lens_file import load_lenses
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.model import Code, Leaflet, Paragraph, Run, Section
from viewer.render.theme_file import load_themes

RESOURCES = Path(__file__).parents[2] / "resources"
SENTENCES: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "lens_sentences.toml").read_text(encoding="utf-8")
)
IDS = [
    "alcohol",
    "pregnancy",
    "breast-feeding",
    "driving",
    "children",
    "older",
    "liver",
    "kidneys",
    "dependence",
    "allergy",
]
LANGUAGES = {"en", "es", "pt", "da"}


@pytest.fixture(scope="module")
def lenses() -> dict[str, Lens]:
    themes = load_themes(RESOURCES / "themes")
    loaded, errors = load_lenses([RESOURCES / "lenses"], themes[0].lenses)
    assert errors == ()
    return {lens.id: lens for lens in loaded}


def leaflet(sentences: list[str], code: Code | None = None, title: str = "") -> Leaflet:
    blocks = tuple(Paragraph((Run(sentence),)) for sentence in sentences)
    section = Section("text", title, codes=(code,) if code else (), blocks=blocks)
    return Leaflet("any", "Any", "en", "label", "Any", (section,))


def marked(lens: Lens, sentences: list[str]) -> set[str]:
    matches = find_matches(WordIndex(LeafletText(leaflet(sentences))), lens)
    return {sentences[match.block - 1] for match in matches}


def test_the_ten_lenses_stand_in_the_order_of_the_lens_bar(lenses: dict[str, Lens]) -> None:
    assert list(lenses) == IDS
    assert [lens.order for lens in lenses.values()] == list(range(1, 11))


def test_each_lens_is_named_after_its_file() -> None:
    assert sorted(file.stem for file in (RESOURCES / "lenses").iterdir()) == sorted(IDS)


def test_no_two_lenses_share_a_colour_and_every_theme_knows_each(lenses: dict[str, Lens]) -> None:
    colours = {lens.colour for lens in lenses.values()}
    assert len(colours) == len(lenses)
    for theme in load_themes(RESOURCES / "themes"):
        assert set(theme.lenses) == colours | {OWN_LENS}


def test_each_lens_has_a_name_of_its_own_in_four_languages(lenses: dict[str, Lens]) -> None:
    for lens in lenses.values():
        assert set(lens.names) == LANGUAGES
    for language in LANGUAGES:
        assert len({lens.name(language) for lens in lenses.values()}) == len(lenses)


def test_no_term_is_listed_twice(lenses: dict[str, Lens]) -> None:
    for lens in lenses.values():
        terms = lens.terms["en"]
        for listed in (terms.words, terms.never):
            assert len(listed) == len({term.casefold() for term in listed}), lens.id


def test_each_never_phrase_holds_a_word_that_the_lens_marks(lenses: dict[str, Lens]) -> None:
    """A phrase that stops nothing is a slip: a misspelt word or a word since removed."""
    idle = []
    for lens in lenses.values():
        terms = lens.terms["en"]
        free = replace(lens, terms={"en": Terms(terms.words)})
        for phrase in terms.never:
            if not marked(free, [phrase.replace("*", ""), phrase.replace("*", "s")]):
                idle.append((lens.id, phrase))
    assert idle == []


@pytest.mark.parametrize("lens_id", IDS)
def test_a_lens_marks_the_sentences_that_its_question_asks_for(
    lenses: dict[str, Lens], lens_id: str
) -> None:
    wanted = SENTENCES[lens_id]["in"]
    assert len(wanted) >= 12
    assert [each for each in wanted if each not in marked(lenses[lens_id], wanted)] == []


@pytest.mark.parametrize("lens_id", IDS)
def test_a_lens_leaves_alone_what_only_sounds_alike(lenses: dict[str, Lens], lens_id: str) -> None:
    others = SENTENCES[lens_id]["out"]
    assert len(others) >= 12
    assert marked(lenses[lens_id], others) == set()


def test_a_drink_beside_an_excipient_is_still_marked(lenses: dict[str, Lens]) -> None:
    text = "It contains benzyl alcohol; do not drink alcohol with it."
    matches = find_matches(WordIndex(LeafletText(leaflet([text]))), lenses["alcohol"])
    assert [match.text for match in matches] == ["drink alcohol"]


@pytest.mark.parametrize(
    ("lens_id", "system", "code"),
    [
        ("pregnancy", "loinc", "42228-7"),
        ("breast-feeding", "loinc", "34080-2"),
        ("children", "loinc", "34081-0"),
        ("older", "loinc", "34082-8"),
        ("driving", "ema", "200000029903"),
        ("pregnancy", "ema", "200000029902"),
        ("breast-feeding", "ema", "200000029902"),
    ],
)
def test_a_section_coded_for_a_lens_is_marked_at_its_heading_whatever_its_words(
    lenses: dict[str, Lens], lens_id: str, system: str, code: str
) -> None:
    source = leaflet(["No data."], Code(system, code), "4.6")
    matches = find_matches(WordIndex(LeafletText(source)), lenses[lens_id])
    assert [match.text for match in matches] == ["4.6"]


@pytest.mark.parametrize("code", ["34071-1", "43685-7", "34068-7", "34084-4", "42229-5"])
def test_no_lens_claims_a_section_of_many_topics(lenses: dict[str, Lens], code: str) -> None:
    for lens in lenses.values():
        assert code not in lens.codes.get("loinc", ())
