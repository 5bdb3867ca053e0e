"""Searching the library finds what a reader would expect, in the order of worth."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viewer.leaflet.model import Paragraph, Run, Section
from viewer.library.query import parse_query
from viewer.library.search_index import DAMAGED_INDEX, SearchIndex
from viewer.library.search_results import Correction
from viewer.library.search_terms import OFTEN
from viewer.library.snippets import LENGTH, PassageFinder, Wanted
from viewer.library.text_analysis import Stems, text_words
from viewer.library.thousands import joined_thousands

from .search_samples import index_of, library_of, places, sample, search, shown


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    leaflets = (
        sample(
            "Klonopin",
            {
                "Pregnancy and breast-feeding": [
                    "Ask your doctor before you take it.",
                    "It passes into breast milk. Do not breastfeed.",
                ],
                "Interactions": [
                    "Do not drink wine. Alcohol makes you sleepy, and a little alco\u00adhol is "
                    "too much.",
                    "Benzyl",
                    "alcohol is an excipient.",
                ],
                "Driving": ["Children's doses differ: one dose of 5 mg for a child."],
            },
        ),
        sample("Alcohol Swab", {"Use": ["Rub the skin."]}, kind="label"),
        sample(
            "Rivotril", {"Alcohol": ["Avoid it."], "Contents": ["It has benzyl alcohol in it."]}
        ),
        sample(
            "Medicina",
            {"Embarazo": ["No beba alcohol durante el embarazo.", "Dos medicaciones, niños."]},
            language="es",
        ),
        sample("薬", {"飲酒": ["服用中はアルコール飲料を飲まないでください。"]}, language="ja"),
        sample("Smertestillende", {"Alkohol": ["Smørrebrød og øl."]}, language="da"),
        sample("Нурофен", {"Беременность": ["Во время беременности нельзя."]}, language="ru"),
    )
    return index_of(library_of(tmp_path_factory.mktemp("search"), *leaflets))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sleepy", ["Klonopin s2"]),
        ("SLEEPY wine", ["Klonopin s2"]),
        ("sleepy skin", []),
        ("child", ["Klonopin s3"]),
        ("medicación", ["Medicina s1"]),
        ("ninos", ["Medicina s1"]),
        ("embarazos", ["Medicina s1"]),
        ("smorrebrod", ["Smertestillende s1"]),
        ("ØL", ["Smertestillende s1"]),
        ("беременностью", ["Нурофен s1"]),
        ("アルコール", ["薬 s1"]),
        ("アル", ["薬 s1"]),
        ("酒", ["薬 s1"]),
        ("飲料を飲", ["薬 s1"]),
        ("飲ア", []),
        ("skin", ["Alcohol Swab s1"]),
        ('"benzyl alcohol"', ["Rivotril s2"]),
        ("breast-feeding doctor", ["Klonopin s1"]),
        ("breast-feed", ["Klonopin s1"]),
        ('"breast feeding"', ["Klonopin s1"]),
        ("slee*", ["Klonopin s2"]),
        ('"makes you slee*"', ["Klonopin s2"]),
        ("klono* child", ["Klonopin s3"]),
        ("klonopin excipient", ["Klonopin s2"]),
        ("alcohol -wine lang:en", ["Alcohol Swab s1", "Rivotril s1", "Rivotril s2"]),
        ('alcohol lang:en -"benzyl alcohol" -wine', ["Alcohol Swab s1", "Rivotril s1"]),
        ("lens:alcohol", ["Klonopin s2"]),
        ("lens:alc", ["Klonopin s2"]),
        ("-lens:alcohol product:klonopin", ["Klonopin s1", "Klonopin s3"]),
        ("product:rivotril alcohol", ["Rivotril s1", "Rivotril s2"]),
        ("product:klon,riv* topic:topic-2", ["Rivotril s2"]),
        ("lang:es,da alcohol", ["Medicina s1"]),
        ("lang:es lang:da topic:topic-1", ["Medicina s1", "Smertestillende s1"]),
        ("kind:label", ["Alcohol Swab s1"]),
        ("topic:topic-3", ["Klonopin s3"]),
    ],
)
def test_it_finds(index: SearchIndex, typed: str, found: list[str]) -> None:
    assert sorted(places(index, typed)) == sorted(found)


def test_product_names_come_before_headings_and_headings_before_text(index: SearchIndex) -> None:
    assert places(index, "alcohol lang:en") == [
        "Alcohol Swab s1",
        "Rivotril s1",
        "Rivotril s2",
        "Klonopin s2",
    ]


@pytest.mark.parametrize("typed", ["al", "alc", "alcohol"])
def test_while_typing_results_come_from_the_first_letters(index: SearchIndex, typed: str) -> None:
    found = places(index, f"lang:en {typed}", typing=True)
    assert found[:2] == ["Alcohol Swab s1", "Rivotril s1"]
    assert len(found) == 4
    assert len(places(index, "alc")) == 0


@pytest.mark.parametrize("letters", [2, 3, 4])
def test_the_first_letters_find_every_word_that_begins_so(index: SearchIndex, letters: int) -> None:
    assert places(index, f"{'sleepy'[:letters]}*") == ["Klonopin s2"]
    assert places(index, f"{'smørrebrød'[:letters]}*") == ["Smertestillende s1"]
    assert places(index, f"{'нельзя'[:letters]}*") == ["Нурофен s1"]
    assert places(index, f"{'eepy'[:letters]}*") == []


def test_a_word_of_very_many_sections_is_itself_found_and_longer_ones_in_product_names(
    tmp_path: Path,
) -> None:
    often = {f"Number {number}": ["The pain."] for number in range(OFTEN + 1)}
    rare = {"Use": ["Paint."], "Painting": ["Brush."]}
    leaflets = sample("Often", often), sample("Rare", rare), sample("Painless", {"Use": ["Rub."]})
    index = index_of(library_of(tmp_path, *leaflets))
    found = search(index, "pain", typing=True)
    assert found.total == OFTEN + 2
    assert found.hits[0].entry.product == "Painless"
    assert {hit.entry.product for hit in found.hits[1:]} == {"Often"}
    assert places(index, "paint", typing=True) == ["Rare s2", "Rare s1"]
    assert search(index, "pain*").total == OFTEN + 4


@pytest.mark.parametrize("word", ["tablet", "tablets"])
def test_the_very_word_comes_before_its_other_forms(tmp_path: Path, word: str) -> None:
    one = sample("One", {"Use": ["Swallow the tablet."]})
    several = sample("Several", {"Use": ["Swallow the tablets."]})
    hits = search(index_of(library_of(tmp_path, one, several)), word).hits
    assert [hit.entry.product for hit in hits] == (
        ["One", "Several"] if word == "tablet" else ["Several", "One"]
    )


def test_a_typing_error_is_forgiven_and_told(index: SearchIndex) -> None:
    results = search(index, "alcohoul sleepy")
    assert results.corrections == (Correction("alcohoul", "alcohol"),)
    assert [hit.section for hit in results.hits] == ["s2"]
    assert "[Alcohol] makes you [sleepy]" in shown(results.hits[0])


def test_a_typing_error_is_forgiven_in_a_phrase_and_a_product(index: SearchIndex) -> None:
    assert search(index, '"benzil alcohol"').corrections == (Correction("benzil", "benzyl"),)
    assert places(index, '"benzil alcohol"') == ["Rivotril s2"]
    assert search(index, "product:clonopin").corrections == (Correction("clonopin", "klonopin"),)


def test_no_typing_error_is_forgiven_where_exactly_that_is_asked_for(index: SearchIndex) -> None:
    results = index.search(parse_query("alcohoul"), exact=True)
    assert (results.total, results.corrections) == (0, ())
    assert '"alcohoul"' in results.note


@pytest.fixture(scope="module")
def languages(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    leaflets = (
        sample("Wine", {"Use": ["No alcohol."]}),
        sample("Vin", {"Usage": ["Pas d'alcool."]}, language="fr"),
        sample("Vino", {"Uso": ["Beber agua, beber con comida."]}, language="es"),
        sample("Wein", {"Vorsicht": ["Leberfunktionsstörungen."]}, language="de"),
    )
    return index_of(library_of(tmp_path_factory.mktemp("languages"), *leaflets))


@pytest.mark.parametrize(
    ("typed", "shown", "found"),
    [
        ("alcool", "", ["Vin s1"]),
        ("alcool lang:en", "alcohol", ["Wine s1"]),
        ("alcool product:wine", "alcohol", ["Wine s1"]),
        ("alcool -lang:fr", "alcohol", ["Wine s1"]),
        ("alcool lang:de", "", []),
        ("leber lang:de", "leber*", ["Wein s1"]),
        ("leber lang:es", "beber", ["Vino s1"]),
        ("leber", "leber*", ["Wein s1"]),
        ("lebe", "lebe*", ["Wein s1"]),
        ("leb", "", []),
    ],
)
def test_a_typing_error_is_one_where_the_filters_leave_no_section_with_the_word(
    languages: SearchIndex, typed: str, shown: str, found: list[str]
) -> None:
    results = search(languages, typed)
    assert [correction.shown for correction in results.corrections] == [shown] * bool(shown)
    assert [f"{hit.entry.product} {hit.section}" for hit in results.hits] == found
    assert found or results.note
    exact = languages.search(parse_query(typed), exact=True)
    assert exact.corrections == ()


def test_a_word_that_no_section_within_the_filters_has_is_named(languages: SearchIndex) -> None:
    note = search(languages, "alcool lang:de").note
    assert note == 'no section within the filters has the word "alcool"'


def test_a_word_that_stands_somewhere_is_never_replaced(index: SearchIndex) -> None:
    assert search(index, "alkohol").corrections == ()
    assert places(index, "alkohol") == ["Smertestillende s1"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("qqqqqq", 'no section here has the word "qqqqqq"'),
        ("sleepy skin", 'no section has all of "sleepy", "skin"'),
        ("lens:zzz", 'marked by a lens "zzz"; there are: alcohol'),
        ("lang:fr", 'in the language "fr"; there are: da, en, es, ja, ru'),
        ("topic:none alcohol", 'about the topic "none"; there are: topic-1, topic-2, topic-3'),
        ("kind:book", 'of the kind "book"; there are: label, smpc'),
        ("product:unknown", 'no product here is called "unknown"'),
        ("-alcohol", "say also what to look for"),
        ("lens: ", "lens: needs a value"),
    ],
)
def test_nothing_found_is_said_in_a_sentence(index: SearchIndex, typed: str, said: str) -> None:
    results = search(index, typed)
    assert results.total == 0
    assert said in results.note


def test_a_hit_is_the_place_in_the_leaflets_own_characters(index: SearchIndex) -> None:
    hit = search(index, '"little alcohol"').hits[0]
    text = "Do not drink wine. Alcohol makes you sleepy, and a little alco\u00adhol is too much."
    assert (hit.section, hit.title, hit.block) == ("s2", "Interactions", 1)
    assert text[hit.start : hit.end] == "little alco\u00adhol"
    assert shown(hit) == (
        "Do not drink wine. Alcohol makes you sleepy, and a [little alcohol] is too much."
    ).removeprefix("Do not drink wine. ")


def test_a_heading_counts_more_than_a_text_full_of_the_word(tmp_path: Path) -> None:
    long = "Something else that takes very many words to say. " * 60
    leaflet = sample("Pills", {"Wine": [long], "Tea": ["wine wine wine wine"], "Milk": ["wine"]})
    assert places(index_of(library_of(tmp_path, leaflet)), "wine")[0] == "Pills s1"


def test_a_section_that_only_repeats_others_is_passed_over(tmp_path: Path) -> None:
    leaflet = sample(
        "Lipitor", {"Highlights": ["Do not drink."], "Interactions": ["Do not drink."]}
    )
    summary, *others = leaflet.sections
    leaflet = replace(leaflet, sections=(replace(summary, repeats=True), *others))
    assert places(index_of(library_of(tmp_path, leaflet)), "drink") == ["Lipitor s2"]


def test_a_snippet_marks_no_phrase_across_two_blocks() -> None:
    finder = PassageFinder([Wanted(("benzyl", "alcohol"), True, False)], Stems("en"))
    passage = finder.find(("Benzyl", "alcohol, benzyl", "alcohol is in it: benzyl alcohol."))
    assert (passage.block, passage.start, passage.end) == (2, 18, 32)


@given(st.text(alphabet="1205.,  \u00a0\u00admg", max_size=20), st.sampled_from(("en", "es")))
def test_of_a_number_all_digits_are_marked_and_no_others(text: str, language: str) -> None:
    stems = Stems(language)
    written = set(text_words(text).split())
    joined = {
        word for each in joined_thousands([text], language) for word in text_words(each).split()
    }
    for number in filter(str.isdigit, written | joined):
        passage = PassageFinder([Wanted((number,), True, False)], stems).find(("", text))
        assert re.sub(r"\D", "", text[passage.start : passage.end]) == number


@pytest.mark.parametrize("words", [40, 3])
def test_a_snippet_is_cut_at_sentences_and_words(words: int) -> None:
    text = "First one here. " + "Long words go on and on " * words + "wine " + "and more " * words
    finder = PassageFinder([Wanted(("wine",), True, False)], Stems("en"))
    text = text.rstrip() + ". Last."
    passage = finder.find(("", text))
    shown_text = "".join(part.text for part in passage.snippet)
    assert [part.text for part in passage.snippet if part.match] == ["wine"]
    assert len(shown_text) <= LENGTH + 2
    assert shown_text.strip("…") in text
    assert not shown_text.startswith((" ", "ords", "irst"))


def test_no_phrase_runs_across_two_blocks(index: SearchIndex) -> None:
    assert places(index, 'product:klonopin "benzyl alcohol"') == []
    assert places(index, '"interactions do not"') == []


def test_a_section_without_a_topic_has_that_of_the_one_above(tmp_path: Path) -> None:
    juice = Section("s1-2-1", "Grapefruit", 3, blocks=(Paragraph((Run("No juice."),)),))
    foods = Section("s1-2", "Foods", 2, children=(juice,))
    milk = Section("s1-3", "Milk", 2, topic="milk")
    leaflet = sample("Lipitor", {"Interactions": ["Ask."], "Juice": ["Drink it."]})
    first, other = leaflet.sections
    leaflet = replace(leaflet, sections=(replace(first, children=(foods, milk)), other))
    index = index_of(library_of(tmp_path, leaflet))
    assert places(index, "topic:topic-1 juice") == ["Lipitor s1-2-1"]
    assert places(index, "topic:topic-1 milk") == []
    assert places(index, "topic:milk") == ["Lipitor s1-3"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    """The same in different ways of writing."""
    leaflets = (
        sample("Grown", {"Use": ["Breastfeeding with covid19."]}),
        sample("Hyphened", {"Breast-feeding": ["Breast\u2011feeding with Covid-19, 5-10 mg."]}),
        sample("Apart", {"Use": ["It may be that breast feeding is safe."]}),
        sample("Plain", {"Dose": ["Per 1,73 m2 up to 5 mg/m2 of Ca2+."]}),
        sample("Raised", {"Dose": ["Per 1,73 m² up to 5 mg/m² of Ca²⁺, a problem²."]}),
        sample("薬", {"胎児・胎盤移行性": ["体重50kg、1日2回服用。"]}, language="ja"),
        sample("药", {"禁忌（孕妇）": ["维生素B12每日3次，妊娠28週。"]}, language="zh"),
        sample("Co-codamol Forte Calcium", {"Use": ["Take it."]}),
    )
    return index_of(library_of(tmp_path_factory.mktemp("written"), *leaflets))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("breastfeeding", ["Grown [Breastfeeding]", "Hyphened [Breast\u2011feeding]"]),
        (
            "breast-feeding",
            ["Apart [breast feeding]", "Grown [Breastfeeding]", "Hyphened [Breast\u2011feeding]"],
        ),
        ("covid19", ["Grown [covid19]", "Hyphened [Covid-19]"]),
        ("maybe", []),
        ("510", []),
        ("5-10", ["Hyphened [5-10]"]),
        ("mg/m²", ["Plain [mg/m2]", "Raised [mg/m²]"]),
        ('"1,73 m2"', ["Plain [1,73 m2]", "Raised [1,73 m²]"]),
        ("Ca2+", ["Plain [Ca2]", "Raised [Ca²]"]),
        ("problem", ["Raised [problem]"]),
        ("胎児・胎盤移行性", ["薬 []"]),
        ("体重50kg", ["薬 [体重50kg]"]),
        ("1日2回", ["薬 [1日2回]"]),
        ("禁忌（孕妇）", ["药 []"]),
        ("维生素B12", ["药 [维生素B12]"]),
        ("每日3次", ["药 [每日3次]"]),
        ("妊娠28週", ["药 [妊娠28週]"]),
        ("cocodamol", ["Co-codamol Forte Calcium []"]),
        ('"forte calcium"', ["Co-codamol Forte Calcium []"]),
        ('"forte cal*"', ["Co-codamol Forte Calcium []"]),
        ('"calcium forte"', []),
        ('"calcium for*"', []),
        ('product:"calcium forte"', ["Co-codamol Forte Calcium []"]),
        ("calcium forte", ["Co-codamol Forte Calcium []"]),
    ],
)
def test_a_word_is_found_however_it_is_written(
    written: SearchIndex, typed: str, found: list[str]
) -> None:
    hits = sorted(search(written, typed).hits, key=lambda hit: hit.entry.product)
    marked = [
        "".join(part.text for part in hit.snippet if part.match and hit.block) for hit in hits
    ]
    products = [hit.entry.product for hit in hits]
    assert [f"{each} [{text}]" for each, text in zip(products, marked, strict=True)] == found


def test_the_heading_counts_for_a_word_that_has_a_hyphen_there(written: SearchIndex) -> None:
    assert places(written, "breastfeeding")[0] == "Hyphened s1"


@pytest.fixture(scope="module")
def doses(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    leaflets = (
        sample("Apart", {"Dose": ["First 250 mg in water, of 5 mg/ml."]}),
        sample("Together", {"Dose": ["Then 250mg in water, of 5mg/ml."]}),
        sample("Plain", {"Dose": ["Never over 2500 mg a day."]}),
        sample("Comma", {"Dose": ["Never, 1,0 is one, over 2,500 mg a day."]}),
        sample("Two", {"Dose": ["Take 2 500 mg tablets a day."]}),
        sample("Decimal", {"Dose": ["Never over 2.500 mg a day."]}),
        sample(
            "Punto", {"Dosis": ["No más de \ufb01 2.500\u00admg al día, 10 000 no."]}, language="es"
        ),
        sample("Forte 2.500", {"Dosis": ["Una."]}, language="es"),
    )
    return index_of(library_of(tmp_path_factory.mktemp("doses"), *leaflets))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("250mg", ["Apart [250 mg]", "Together [250mg]"]),
        ('"250 mg"', ["Apart [250 mg]", "Together [250mg]"]),
        ("5mg/ml", ["Apart [5 mg/ml]", "Together [5mg/ml]"]),
        (
            '"in water of 5 mg/ml"',
            ["Apart [in water, of 5 mg/ml]", "Together [in water, of 5mg/ml]"],
        ),
        ('"2500 mg"', ["Comma [2,500 mg]", "Plain [2500 mg]", "Punto [2.500mg]"]),
        ('"over 2500mg a day"', ["Comma [over 2,500 mg a day]", "Plain [over 2500 mg a day]"]),
        ('"over 2,500 mg"', ["Comma [over 2,500 mg]", "Decimal [over 2.500 mg]"]),
        ('"take 2 500 mg"', ["Two [Take 2 500 mg]"]),
        ("10000", ["Punto [10 000]"]),
        ("25000", []),
        ("250", ["Apart [250]", "Together [250]"]),
    ],
)
def test_a_dose_is_found_however_it_is_written(
    doses: SearchIndex, typed: str, found: list[str]
) -> None:
    hits = sorted(search(doses, typed).hits, key=lambda hit: hit.entry.product)
    marked = [(hit, [part.text for part in hit.snippet if part.match]) for hit in hits]
    assert [f"{hit.entry.product} {texts}".replace("'", "") for hit, texts in marked] == found


def test_a_dose_in_a_products_name_is_found_too(doses: SearchIndex) -> None:
    assert places(doses, "forte 2500") == places(doses, "forte 2.500") == ["Forte 2.500 s1"]


@pytest.mark.parametrize("typed", ["250m", "250mg", "25", "5mg/ml"])
def test_a_dose_is_found_while_it_is_typed(doses: SearchIndex, typed: str) -> None:
    found = places(doses, typed, typing=True)
    assert {"Apart s1", "Together s1"} <= set(found)


def test_another_number_is_never_shown_for_one_that_stands_nowhere(doses: SearchIndex) -> None:
    for typed in ("25000", '"2501 mg"', "2500mgg", "product:2501"):
        results = search(doses, typed)
        assert (results.total, results.corrections) == (0, ())
        assert results.note


def test_pages_of_results_follow_each_other(index: SearchIndex) -> None:
    query = parse_query("lang:en")
    whole = index.search(query, limit=20)
    pages = [index.search(query, limit=2, offset=offset) for offset in range(0, 8, 2)]
    assert [page.total for page in pages] == [whole.total] * 4
    assert [(h.entry.product, h.section) for p in pages for h in p.hits] == [
        (h.entry.product, h.section) for h in whole.hits
    ]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text()
    | st.text(alphabet=st.sampled_from('alcohwine -":*,酒飲ア“ 5\u00ad'), max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "alcohol",
                "-",
                '"',
                "lens:",
                "lang:en",
                "*",
                "benzyl",
                "酒",
                "product:",
                "alkohul",
                " ",
            ]
        )
    ).map("".join),
    typing=st.booleans(),
)
def test_whatever_is_typed_gives_results_or_a_sentence(
    index: SearchIndex, text: str, typing: bool
) -> None:
    results = index.search(parse_query(text, typing=typing), limit=5)
    assert results.total or results.note or not text.strip()
    assert results.note != DAMAGED_INDEX
    for hit in results.hits:
        assert 0 <= hit.start <= hit.end
        assert hit.snippet or not hit.title


@pytest.mark.parametrize("typed", ["x" * 100_000, "a " * 50_000, '"' * 10_000, "-" * 10_000])
def test_a_pasted_page_is_no_trouble(index: SearchIndex, typed: str) -> None:
    results = search(index, typed, typing=True)
    assert results.total or results.note
    assert results.note != DAMAGED_INDEX


def test_an_empty_library_says_that_there_is_nothing(tmp_path: Path) -> None:
    results = search(index_of(library_of(tmp_path)), "alcohol")
    assert results.total == 0
    assert results.note
