"""The lenses the program brings: what they mark and what they leave alone.

`lens_sentences.toml` (English) and `lens_sentences.LANGUAGE.toml` hold sentences with a person's
judgement. A marked sentence counts once, however many words are marked in it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import OWN_LENS, Lens
from viewer.highlight.lens_file import load_lenses
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.highlight.matches import LensState
from viewer.highlight.terms import Word, parse_term
from viewer.leaflet.model import Code, Leaflet, Paragraph, Run, Section
from viewer.render.theme_file import load_themes

RESOURCES = Path(__file__).parents[2] / "resources"
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
LANGUAGES = ("en", "es", "pt", "da")
FEWEST = {"en": 12, "es": 10, "pt": 10, "da": 10}


def sentences(language: str) -> dict[str, dict[str, list[str]]]:
    """By lens id and "in" or "out"."""
    name = "lens_sentences.toml" if language == "en" else f"lens_sentences.{language}.toml"
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lenses() -> dict[str, Lens]:
    themes = load_themes(RESOURCES / "themes")
    loaded, errors = load_lenses([RESOURCES / "lenses"], themes[0].lenses)
    assert errors == ()
    return {lens.id: lens for lens in loaded}


def leaflet(
    texts: list[str], code: Code | None = None, title: str = "", language: str = "en"
) -> Leaflet:
    blocks = tuple(Paragraph((Run(text),)) for text in texts)
    section = Section("text", title, codes=(code,) if code else (), blocks=blocks)
    return Leaflet("any", "Any", language, "label", "Any", (section,))


def marked(lens: Lens, texts: list[str], language: str) -> set[str]:
    matches = find_matches(WordIndex(LeafletText(leaflet(texts, language=language))), lens)
    return {texts[match.block - 1] for match in matches}


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
        assert set(lens.names) == set(LANGUAGES)
    for language in LANGUAGES:
        assert len({lens.name(language) for lens in lenses.values()}) == len(lenses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_lens_can_be_checked_in_four_languages(lenses: dict[str, Lens], language: str) -> None:
    for lens in lenses.values():
        nothing = WordIndex(LeafletText(leaflet(["…"], language=language)))
        assert find_matches(nothing, lens).state is LensState.NONE


def test_a_lens_cannot_check_a_leaflet_in_another_language(lenses: dict[str, Lens]) -> None:
    for lens in lenses.values():
        japanese = WordIndex(LeafletText(leaflet(["alcohol"], language="ja")))
        assert find_matches(japanese, lens).state is LensState.CANNOT_CHECK


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_is_listed_twice(lenses: dict[str, Lens], language: str) -> None:
    for lens in lenses.values():
        terms = lens.terms[language]
        for listed in (terms.words, terms.never):
            assert len(listed) == len({term.casefold() for term in listed}), lens.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_never_phrase_can_meet_a_term_that_the_lens_marks(
    lenses: dict[str, Lens], language: str
) -> None:
    """A phrase that stops nothing is a slip: a misspelt word or a word since removed."""
    idle = []
    for lens in lenses.values():
        terms = lens.terms[language]
        words = [words_of(term) for term in terms.words]
        for phrase in terms.never:
            if not any(can_overlap(words_of(phrase), word) for word in words):
                idle.append((lens.id, phrase))
    assert idle == []


def words_of(term: str) -> list[Word]:
    return list(parse_term(term)[0].words)


def can_overlap(phrase: list[Word], term: list[Word]) -> bool:
    """Whether a text can hold both with at least one word in common."""
    return any(
        all(
            can_be_the_same(phrase[shift + n], word)
            for n, word in enumerate(term)
            if 0 <= shift + n < len(phrase)
        )
        for shift in range(1 - len(term), len(phrase))
    )


def can_be_the_same(one: Word, other: Word) -> bool:
    if one.stem and other.stem:
        return one.text.startswith(other.text) or other.text.startswith(one.text)
    if one.stem:
        return other.text.startswith(one.text)
    return one.text.startswith(other.text) if other.stem else one.text == other.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lens_id", IDS)
def test_a_lens_marks_the_sentences_that_its_question_asks_for(
    lenses: dict[str, Lens], lens_id: str, language: str
) -> None:
    wanted = sentences(language)[lens_id]["in"]
    found = marked(lenses[lens_id], wanted, language)
    assert len(wanted) >= FEWEST[language]
    assert [each for each in wanted if each not in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("lens_id", IDS)
def test_a_lens_leaves_alone_what_only_sounds_alike(
    lenses: dict[str, Lens], lens_id: str, language: str
) -> None:
    others = sentences(language)[lens_id]["out"]
    assert len(others) >= FEWEST[language]
    assert marked(lenses[lens_id], others, language) == set()


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
        ("pregnancy", "loinc", "34079-4"),
        ("pregnancy", "loinc", "53414-9"),
        ("breast-feeding", "loinc", "53414-9"),
    ],
)
def test_a_section_coded_for_a_lens_is_marked_at_its_heading_whatever_its_words(
    lenses: dict[str, Lens], lens_id: str, system: str, code: str
) -> None:
    source = leaflet(["No data."], Code(system, code), "4.6")
    matches = find_matches(WordIndex(LeafletText(source)), lenses[lens_id])
    assert [match.text for match in matches] == ["4.6"]


@pytest.mark.parametrize("code", ["34071-1", "43685-7", "34068-7", "34084-4", "42229-5", "50565-1"])
def test_no_lens_claims_a_section_of_many_topics(lenses: dict[str, Lens], code: str) -> None:
    for lens in lenses.values():
        assert code not in lens.codes.get("loinc", ())


def test_a_section_about_tracing_batches_is_no_section_about_children(
    lenses: dict[str, Lens],
) -> None:
    """200000029807 is "Traceability" in the EMA list 200000029659; others are paediatric."""
    paediatric = {f"2000000298{number:02}" for number in (2, 8, 10, 17, 20, 26, 43)}
    listed = set(lenses["children"].codes["ema"])
    assert paediatric < listed
    assert "200000029807" not in listed


@pytest.mark.parametrize(
    ("lens_id", "system", "code"),
    [
        ("breast-feeding", "snomed", "69840006"),
        ("children", "snomed", "376171000221106"),
        ("older", "snomed", "105436006"),
        ("kidneys", "snomed", "236423003"),
        ("liver", "icpc-2", "D97"),
        ("pregnancy", "icpc-2", "W78"),
    ],
)
def test_a_lens_knows_the_codes_that_publishers_annotate_with(
    lenses: dict[str, Lens], lens_id: str, system: str, code: str
) -> None:
    assert code in lenses[lens_id].concepts[system]
