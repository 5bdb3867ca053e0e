"""The bundled leaflet says what its source says: every fact in its section, nothing besides.

The tables below are the facts as key words. Words that are joined by a space stand so in the text.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viewer.leaflet.markdown_reader import read_markdown
from viewer.leaflet.model import Code, Leaflet, ListItem, Note, NoteKind, Section, text_blocks

FILE = Path(__file__).parents[2] / "resources" / "leaflets" / "klonopin.en.md"

SECTIONS = [
    ("overview", "43679-0"),
    ("indications", "34067-9"),
    ("contraindications", "34070-3"),
    ("pregnancy", "42228-7"),
    ("dosage", "34068-7"),
    ("interactions", "34073-7"),
    ("side-effects", "34084-4"),
    ("driving", ""),
    ("overdose", "34088-5"),
]

# One row a fact: the key words that stand together in one sentence or list item.
FACTS = {
    "overview": [
        ["Klonopin", "belongs to the benzodiazepines"],
        ["international non-proprietary name", "clonazepam"],
        ["takes away", "breathing trouble", "panic attack"],
        ["relieves seizures", "epilepsy"],
        ["lowers", "muscle tone", "dystonia", "neck muscles included"],
        ["takes away", "groundless fears"],
        ["makes sleep normal"],
        ["lessens tremor", "limbs"],
        ["calms", "relieves irritability"],
        ["removes", "signs of depression", "even", "severe"],
        ["differs from other medicines", "how far", "effect on the brain reaches"],
        ["holds down", "pathological signals", "brain", "only while"],
        ["people with epilepsy", "have to take it all their lives"],
    ],
    "indications": [
        ["epilepsy in children and adults"],
        ["mainly", "akinetic", "myoclonic", "generalised submaximal seizures"],
        ["temporal and focal seizures"],
        ["syndromes of paroxysmal fear"],
        ["states of fear", "phobias", "such as agoraphobia"],
        ["not for patients under 18"],
        ["psychomotor agitation", "reactive psychoses"],
    ],
    "contraindications": [
        ["hypersensitivity", "to benzodiazepines"],
        ["respiratory failure", "of central origin"],
        ["severe respiratory failure whatever the cause"],
        ["closed-angle glaucoma"],
        ["myasthenia gravis"],
        ["disturbed consciousness"],
        ["markedly impaired liver function"],
    ],
    "pregnancy": [
        ["in pregnancy", "allowed only if both"],
        ["the mother", "absolute indication"],
        ["no safer medicine can be used", "or", "contraindicated"],
        ["do not breast-feed during treatment"],
    ],
    "dosage": [
        ["doctor", "dose", "length of treatment"],
        ["strictly as the doctor prescribes"],
        ["start", "low dose"],
        ["raised gradually until the right effect is reached"],
        ["never stop abruptly"],
        ["always lowered gradually", "under a doctor's control"],
        ["abrupt withdrawal", "can cause"],
        ["disturbed sleep"],
        ["disturbed mood"],
        ["even mental disorders"],
        ["most dangerous", "after long treatment or", "with large doses"],
        ["withdrawal symptoms are then stronger"],
        ["long time", "effect weakens gradually", "as tolerance develops"],
        ["long treatment", "periodic blood tests", "liver function tests", "recommended"],
        ["do not", "alcoholic drinks during treatment", "for 3 days after it ends"],
    ],
    "interactions": [
        ["inhibits", "central nervous system"],
        ["every medicine that acts alike", "stronger"],
        ["hypnotics", "such as barbiturates"],
        ["centrally acting", "lower blood pressure"],
        ["antipsychotics"],
        ["antidepressants"],
        ["anticonvulsants"],
        ["narcotic analgesics"],
        ["ethyl alcohol acts alike"],
        ["alcohol during treatment", "adds", "depression", "central nervous system"],
        ["provoke paradoxical reactions"],
        ["psychomotor agitation"],
        ["aggressive behaviour"],
        ["state of pathological intoxication"],
        ["pathological intoxication does not depend on the kind or the amount of alcohol"],
        ["medicines that lower skeletal muscle tone", "stronger"],
    ],
    "side-effects": [
        ["differ from person to person"],
        ["some people take", "with none"],
        ["most frequent side effects"],
        ["heart and blood vessels", "short-lived and harmless", "very serious"],
        ["hallucinations"],
        ["headaches"],
        ["muscle weakness", "keeps you from physical activity"],
        ["apathy"],
        ["depressed consciousness"],
        ["loss of appetite"],
        ["nausea and dry mouth"],
        ["failure of liver and kidneys"],
        ["trouble passing urine", "incontinence, or pain"],
        ["feeling of lack of air"],
        ["sleep problems"],
        ["aggression"],
        ["panic"],
        ["skin rashes"],
        ["regular use over many weeks", "drug dependence"],
        ["withdrawal symptoms", "stop abruptly"],
    ],
    "driving": [
        ["do not drive during treatment", "for 3 days after it ends"],
        ["do not operate moving machinery"],
    ],
    "overdose": [
        ["drowsiness"],
        ["disorientation"],
        ["slurred speech"],
        ["severe cases", "loss of consciousness", "coma"],
        ["together with alcohol", "life-threatening"],
        ["other medicines that depress the central nervous system", "life-threatening"],
        ["acute poisoning", "bring on vomiting", "wash out the stomach"],
        ["treatment is mainly symptomatic"],
        ["vital functions", "breathing, pulse and blood pressure"],
        ["specific antidote", "flumazenil", "benzodiazepine receptor antagonist"],
    ],
}

NOTES = {
    "overview": [
        ["current product labels for clonazepam warn", "depression can get worse"],
        ["do not list its relief as an effect"],
    ],
    "overdose": [
        ["current poisoning guidance no longer recommends", "vomiting"],
        ["reserves emptying the stomach for special cases"],
        ["call the poisons centre or emergency services"],
        ["flumazenil can provoke seizures", "people treated for epilepsy"],
        ["only specialists give it"],
    ],
}

# How long the lists of the source are, heading by heading.
LISTS = {
    "overview": [7],
    "indications": [3],
    "contraindications": [6],
    "pregnancy": [2],
    "dosage": [3],
    "interactions": [6, 3],
    "side-effects": [15],
    "driving": [],
    "overdose": [4],
}

# Words that belong to one section alone; in another one they would be a fact in the wrong place.
AT_HOME = {
    "tremor": "overview",
    "dystonia": "overview",
    "agoraphobia": "indications",
    "myoclonic": "indications",
    "glaucoma": "contraindications",
    "myasthenia": "contraindications",
    "breast-feed": "pregnancy",
    "mother": "pregnancy",
    "tolerance": "dosage",
    "blood tests": "dosage",
    "barbiturates": "interactions",
    "paradoxical": "interactions",
    "ethyl": "interactions",
    "hallucinations": "side-effects",
    "urine": "side-effects",
    "dependence": "side-effects",
    "drive": "driving",
    "machinery": "driving",
    "antidote": "overdose",
    "flumazenil": "overdose",
    "vomiting": "overdose",
}


@pytest.fixture(scope="module")
def leaflet() -> Leaflet:
    return read_markdown(str(FILE), FILE.read_bytes())


def own_texts(section: Section) -> list[str]:
    """The texts of the leaflet's own words in a section, without the notes."""
    blocks = tuple(block for block in section.blocks if not isinstance(block, Note))
    return [block.text.casefold() for block in text_blocks(blocks)]


def notes(section: Section) -> list[Note]:
    return [block for block in section.blocks if isinstance(block, Note)]


def note_texts(section: Section) -> list[str]:
    return [block.text.casefold() for note in notes(section) for block in text_blocks(note.blocks)]


def holds(texts: list[str], words: list[str]) -> bool:
    return any(all(word.casefold() in text for word in words) for text in texts)


def facts(table: dict[str, list[list[str]]]) -> list[tuple[str, list[str]]]:
    return [(key, words) for key, rows in table.items() for words in rows]


def test_the_nine_sections_stand_in_order_with_their_codes(leaflet: Leaflet) -> None:
    found = [(section.key, section.codes) for section in leaflet.walk()]
    assert found == [(key, (Code("loinc", code),) if code else ()) for key, code in SECTIONS]


def test_the_medicine_is_named_with_its_substance_and_code(leaflet: Leaflet) -> None:
    assert (leaflet.id, leaflet.product, leaflet.language) == ("klonopin", "Klonopin", "en")
    assert (leaflet.active_substance, leaflet.atc) == ("clonazepam", "N03AE01")
    assert leaflet.kind == "package-leaflet"


def test_what_the_source_does_not_state_is_invented_nowhere(leaflet: Leaflet) -> None:
    origin = leaflet.provenance
    assert (origin.source, origin.holder, origin.version, origin.date) == ("", "", "", "")


def test_the_notice_says_that_this_is_a_demonstration_and_whose_words_they_are(
    leaflet: Leaflet,
) -> None:
    assert leaflet.notice.startswith("Demonstration content. ")
    for words in (
        "the editor's and not the source's",
        "unknown origin and date",
        "does not replace the approved product information",
        "Manufacturer, strength, pack and date of revision: not stated",
    ):
        assert words in leaflet.notice


@pytest.mark.parametrize(("key", "words"), facts(FACTS), ids=lambda part: str(part))
def test_a_fact_stands_in_its_section(leaflet: Leaflet, key: str, words: list[str]) -> None:
    assert holds(own_texts(leaflet.section(key)), words)


@pytest.mark.parametrize(("key", "count"), LISTS.items())
def test_a_list_has_as_many_items_as_in_the_source(
    leaflet: Leaflet, key: str, count: list[int]
) -> None:
    lengths = [0]
    for block in leaflet.section(key).blocks:
        if isinstance(block, ListItem):
            lengths[-1] += 1
        elif lengths[-1]:
            lengths.append(0)
    assert [length for length in lengths if length] == count


@pytest.mark.parametrize(("word", "home"), AT_HOME.items())
def test_no_fact_stands_in_the_wrong_section(leaflet: Leaflet, word: str, home: str) -> None:
    held = [section.key for section in leaflet.walk() if holds(own_texts(section), [word])]
    assert held == [home]


@pytest.mark.parametrize(("key", "words"), facts(NOTES), ids=lambda part: str(part))
def test_an_editors_remark_stands_in_a_note_and_not_in_the_leaflets_words(
    leaflet: Leaflet, key: str, words: list[str]
) -> None:
    assert holds(note_texts(leaflet.section(key)), words)
    assert not any(holds(own_texts(section), words) for section in leaflet.walk())


def test_every_note_is_labelled_and_says_that_it_is_the_editors(leaflet: Leaflet) -> None:
    found = {section.key: notes(section) for section in leaflet.walk() if notes(section)}
    assert {key: len(each) for key, each in found.items()} == {"overview": 1, "overdose": 2}
    for note in (note for each in found.values() for note in each):
        assert (note.label, note.kind) == ("Reader's note", NoteKind.READER)
        first = next(text_blocks(note.blocks)).text
        assert first.startswith("This note is the editor's and not the source's.")


def test_no_number_stands_in_the_leaflet_that_is_not_in_the_source(leaflet: Leaflet) -> None:
    text = "\n".join([leaflet.notice, *(t for section in leaflet.walk() for t in section.texts())])
    assert sorted(re.findall(r"\d+", text)) == ["18", "3", "3"]
    dose_units = re.compile(r"\b(mg|ml|micrograms?|tablets?|per cent|half|twice|daily)\b|%")
    assert not dose_units.search(text.casefold())


def test_no_sentence_is_longer_than_a_patient_can_follow(leaflet: Leaflet) -> None:
    for section in leaflet.walk():
        for text in section.texts():
            for sentence in re.split(r"(?<=[.:;?!]) ", text):
                assert len(sentence.split()) <= 26, sentence
