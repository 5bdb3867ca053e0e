"""Electronic product information (FHIR ePI), with the oddities of real files."""

from __future__ import annotations

import gc
import json
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.leaflet.epi_reader import read_epi_json
from viewer.leaflet.errors import LeafletError, MalformedLeafletError, UnknownFormatError
from viewer.leaflet.model import Code, Image, Leaflet, ListItem, Run, Section, text_blocks
from viewer.leaflet.reader import leaflets_from_bytes, read_leaflets

EMA = "http://ema.europa.eu/fhir/CodeSystem/200000029659"
SMPC, LEAFLET = "100000155532", "100000155538"
GIF = b"GIF89a\1\0\1\0\0\0\0;"
Fhir = dict[str, Any]
Writer = Callable[[Fhir], bytes]


def section(
    title: str = "", code: str | Fhir = "", body: str = "", *children: Fhir, **more: object
) -> Fhir:
    """A section as JSON holds it; `body` is XHTML, `more` overrides what stands in it."""
    made: Fhir = {"title": title} if title else {}
    coded = {"coding": [{"system": EMA, "code": code}]}
    made["code"] = coded if isinstance(code, str) else code
    made["text"] = {"div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}
    made |= {"section": list(children)} if children else {}
    return made | more


def composition(*sections: Fhir, **more: object) -> Fhir:
    return {
        "resourceType": "Composition",
        "language": "es",
        "type": {"coding": [{"code": LEAFLET, "display": "Prospecto"}]},
        "title": "Prospecto de Ejemplo",
        "date": "2025-06-04T10:00:00Z",
        "section": list(sections),
    } | more


def bundle(*found: Fhir, **more: object) -> Fhir:
    entries = [{"resource": resource} for resource in found]
    return {"resourceType": "Bundle", "type": "document", "entry": entries} | more


def to_xml(name: str, value: object) -> str:
    """FHIR's way from JSON to XML, as far as these tests need it."""
    if isinstance(value, list):
        return "".join(to_xml(name, item) for item in value)
    if name == "div":
        return str(value)
    if not isinstance(value, dict):
        return f"<{name} value={quoteattr(str(value))}/>"
    kind = value.get("resourceType")
    inner = "".join(
        to_xml(key, inner) for key, inner in value.items() if key not in ("resourceType", "url")
    )
    url = f" url={quoteattr(value['url'])}" if "url" in value else ""
    return f"<{name}{url}>" + (f"<{kind}>{inner}</{kind}>" if kind else inner) + f"</{name}>"


def as_xml(resource: Fhir) -> bytes:
    whole = to_xml("x", resource).removeprefix("<x>").removesuffix("</x>")
    kind = resource["resourceType"]
    return whole.replace(f"<{kind}>", f'<{kind} xmlns="http://hl7.org/fhir">', 1).encode()


def as_json(resource: Fhir) -> bytes:
    return json.dumps(resource).encode()


both = pytest.mark.parametrize("written", [as_xml, as_json])


def read(resource: Fhir, written: Writer = as_json) -> tuple[Leaflet, ...]:
    return leaflets_from_bytes("f", written(resource))


def read_one(*sections: Fhir, written: Writer = as_json, **more: object) -> Leaflet:
    (leaflet,) = read(bundle(composition(*sections, **more)), written)
    return leaflet


def refusal(data: bytes | Fhir) -> LeafletError:
    with pytest.raises(LeafletError) as caught:
        leaflets_from_bytes("f", data if isinstance(data, bytes) else as_json(data))
    return caught.value


def body(one: Section) -> list[str]:
    return [block.text for block in text_blocks(one.blocks)]


MASTER = bundle(
    {"resourceType": "List", "identifier": {"value": "EPI/1"}},
    bundle(
        composition(
            section(
                "1. Nombre", "200000029792", "<p>Ejemplo 5 mg</p><p>Ejemplo 9 mg</p><p>agua</p>"
            ),
            section("7. Titular", "200000029844", "<p> </p><p>Casa S.A.</p><p>Calle 1</p>"),
            section("8. Número", "200000029845", "<p>Nº: 60.151</p>"),
            section("10. Fecha", "200000029847", "<p>Enero de 2024</p>"),
            title="Ficha",
            type={"coding": [{"code": SMPC, "display": "Ficha"}]},
        ),
        identifier={"value": "91ae5a65-8e52-449c-9bbb-769f96f69443"},
    ),
    bundle(
        composition(
            section("Titular", "200000029917", "<p>Fabricante S.L.</p>"),
            section("Fecha: {MM/AAAA}", "200000029919", "<p>15 segundos</p>"),
            title="Prospecto",
        ),
    ),
    type="collection",
    identifier={"system": "http://ema.europa.eu/fhir/epiGuid", "value": "9576faf1"},
)


@both
def test_two_leaflets_of_a_collection_share_what_one_of_them_states(
    written: Writer,
) -> None:
    summary, leaflet = read(MASTER, written)
    assert [summary.kind, leaflet.kind] == ["smpc", "package-leaflet"]
    assert {one.product for one in (summary, leaflet)} == {"Ejemplo 5 mg / Ejemplo 9 mg"}
    assert {one.provenance.holder for one in (summary, leaflet)} == {"Casa S.A."}
    assert [summary.id, leaflet.id] == ["60151-smpc-es", "60151-package-leaflet-es"]
    assert summary.title == "Ejemplo 5 mg / Ejemplo 9 mg – Ficha"
    assert leaflet.title == "Ejemplo 5 mg / Ejemplo 9 mg – Prospecto"
    assert leaflet.provenance.source == "ema.europa.eu"


@pytest.mark.parametrize(
    ("stated", "number"),
    [
        ("PL 00057/0953", "pl-00057-0953"),
        ("PL 00057 / 1234", "pl-00057-1234"),
        ("Zul.-Nr.: 45678.00.00", "45678-00-00"),
        ("CIP : 34009 269 123 4 1 : 30 comprimés", "3400926912341"),
        ("AIC n. 034567012 - 30 compresse", "034567012"),
        ("N.º de registo: 2345678 – 20 comprimidos", "2345678"),
        ("RVG 12345//67890", "rvg-12345-67890"),
        ("54/432/69-C", "54-432-69-c"),
        ("OGYI-T-12345/01", "ogyi-t-12345-01"),
        ("5363-I-123/09", "5363-i-123-09"),
        ("Ejemplo 80 mg: 66.706", "66706"),
        ("EU/1/97/055/008 (30)", "eu-1-97-055-008"),
        ("Ejemplo 100.000 UI", "ejemplo-casa"),
        ("12.03.2010", "ejemplo-casa"),
        ("1139002F1070", "ejemplo-casa"),
        ("", "ejemplo-casa"),
    ],
)
def test_a_registration_number_is_taken_whole_or_name_and_holder_stand_for_it(
    stated: str, number: str
) -> None:
    leaflet = read_one(
        section("1", "200000029792", "<p>Ejemplo</p>"),
        section("7", "200000029844", "<p>Casa</p>"),
        section("8", "200000029845", f"<p>{stated}</p>"),
    )
    assert leaflet.id == f"{number}-package-leaflet-es"


GUIDS = "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", "ffff51bd-1cbf-4d64-b04d-cd9187a4c6e1"


@pytest.mark.parametrize("name", ["{}", "urn:uuid:{}", "{{{}}}", "URN:UUID:{}"])
def test_the_same_leaflet_has_the_same_id_in_each_export(name: str) -> None:
    ids = {
        read(
            bundle(
                composition(section("A"), subject={"display": "Ejemplo"}),
                identifier={"system": "urn:ietf:rfc:3986", "value": name.format(guid)},
            )
        )[0].id
        for guid in GUIDS
    }
    assert ids == {"ejemplo-package-leaflet-es"}


def test_leaflets_without_any_name_are_told_apart_by_their_exports() -> None:
    ids = {
        read(
            bundle(
                composition(section("A"), title="Prospecto", author={"display": "Casa"}),
                identifier={"value": guid},
            )
        )[0].id
        for guid in GUIDS
    }
    assert len(ids) == 2


def test_long_names_that_differ_at_their_end_are_two_ids() -> None:
    name = "Dolutegravir/Abacavir/Lamivudine Accord Healthcare dispersible"
    five, sixty = (
        read_one(section("1", "200000029792", f"<p>{name} {strength} mg</p>"))
        for strength in (5, 60)
    )
    assert five.id != sixty.id


def test_a_collection_is_dated_by_its_text_or_else_says_that_the_date_is_the_exports() -> None:
    summary, leaflet = read(MASTER)
    assert summary.provenance.date == "Enero de 2024"
    assert summary.reading_notes == ()
    assert leaflet.provenance.date == "2025-06-04"
    assert leaflet.reading_notes == ("the text states no date; the date is that of the export",)


@both
def test_product_holder_and_authority_are_found_by_reference(
    written: Writer,
) -> None:
    document = bundle(
        composition(
            section("A", "", "<p>x</p>"),
            version="3",
            subject={"reference": "MedicinalProductDefinition/m"},
            author=[{"reference": "Organization/o"}],
        ),
        {"resourceType": "Organization", "id": "o", "name": "Casa S.A."},
        {
            "resourceType": "Organization",
            "id": "a",
            "name": "Agencia",
            "type": {"coding": [{"code": "220000000032"}]},
        },
        {
            "resourceType": "MedicinalProductDefinition",
            "id": "m",
            "identifier": [{"value": "EU/1/97/049/001"}],
            "name": [{"productName": "Ejemplo 5 mg"}],
        },
        identifier={"value": "0d69fdcb-33cf-407f-8209-a6529856ab4f"},
    )
    (leaflet,) = read(document, written)
    origin = leaflet.provenance
    assert leaflet.product == "Ejemplo 5 mg"
    assert (origin.holder, origin.version, origin.date) == ("Casa S.A.", "3", "2025-06-04")
    assert origin.source == "Agencia"
    assert leaflet.id == "eu-1-97-049-001-package-leaflet-es"
    assert leaflet.title == "Prospecto de Ejemplo"


@both
def test_product_and_holder_are_those_that_the_references_name_where_nothing_else_does(
    written: Writer,
) -> None:
    leaflet = read_one(
        section("A"),
        title="Prospecto",
        subject=[{"display": "Ejemplo 5 mg"}],
        author=[{"display": "EMA"}, {"reference": "PractitionerRole/x", "display": "Casa S.A."}],
        written=written,
    )
    assert (leaflet.product, leaflet.provenance.holder) == ("Ejemplo 5 mg", "Casa S.A.")
    assert leaflet.title == "Ejemplo 5 mg – Prospecto"


@both
@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("MedicinalProduct", {"name": [{"productName": "Ejemplo"}]}),
        ("Medication", {"code": {"text": "Ejemplo"}}),
        ("Medication", {"code": {"coding": [{"code": "1", "display": "Ejemplo"}]}}),
    ],
)
def test_the_product_may_be_a_resource_of_an_older_fhir(
    kind: str, stated: Fhir, written: Writer
) -> None:
    medicine = {"resourceType": kind, "id": "m", **stated}
    made = composition(section("A"), subject={"reference": f"{kind}/m", "display": "medicine"})
    assert read(bundle(made, medicine), written)[0].product == "Ejemplo"


@pytest.mark.parametrize(
    ("language", "product"),
    [
        ("fr-CH", "Exemple"),
        ("DE", "Beispiel"),
        ("it", "Beispiel"),
        ("en", "Example"),
        ("", "Beispiel"),
    ],
)
def test_of_several_names_the_product_has_the_one_in_the_leaflets_language(
    language: str, product: str
) -> None:
    names = {
        "Beispiel": {"code": "de"},
        "Exemple": {"code": "fr"},
        "Example": {"display": "English"},
    }
    medicine = {
        "resourceType": "MedicinalProductDefinition",
        "id": "m",
        "name": [
            {"productName": name, "usage": [{"language": {"coding": [coding]}}]}
            for name, coding in names.items()
        ],
    }
    made = composition(section("A"), language=language, subject={"reference": "m"})
    assert read(bundle(made, medicine))[0].product == product


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Folheto informativo", "Ejemplo – Folheto informativo"),
        (
            "Package Leaflet: Information for the user",
            "Ejemplo – Package Leaflet: Information for the user",
        ),
        ("", "Ejemplo – Prospecto"),
        ("Folheto informativo de Ejemplo", "Folheto informativo de Ejemplo"),
    ],
)
def test_a_title_that_names_the_kind_alone_gets_the_product_in_any_language(
    title: str, shown: str
) -> None:
    assert read_one(section("A"), title=title, subject={"display": "Ejemplo"}).title == shown


def test_a_title_is_never_the_kind_twice() -> None:
    assert read_one(section("A"), title="Prospecto").title == "Prospecto"


@both
def test_the_language_is_the_documents_or_the_bundles_and_never_assumed(written: Writer) -> None:
    silent = composition(section("A"), language="")
    assert read_one(section("A"), written=written, language="es_ES").language == "es-ES"
    assert read_one(section("A"), written=written, language="spa").language == "es"
    assert read(bundle(silent, language="pt-BR"), written)[0].language == "pt-BR"
    for unknown in (silent, composition(section("A"), language="<b>")):
        (leaflet,) = read(bundle(unknown), written)
        assert (leaflet.language, leaflet.language_assumed) == ("und", False)
        assert "the file does not say what language it is in" in leaflet.reading_notes


@both
def test_the_holder_is_the_author_that_is_marked_as_one_and_never_an_authority(
    written: Writer,
) -> None:
    def organization(name: str, role: str) -> Fhir:
        kind = {"coding": [{"code": role}]}
        return {"resourceType": "Organization", "id": name, "name": name, "type": [kind]}

    def holder_of(*names: str) -> str:
        made = composition(
            section("A"), author=[{"reference": name, "display": "EMA"} for name in names]
        )
        made["author"] = made["author"] or [{"display": "EMA"}]
        organizations = (
            organization("Authority", "220000000032"),
            organization("Maker", "220000000033"),
            organization("Holder", "220000000034"),
        )
        return read(bundle(made, *organizations), written)[0].provenance.holder

    assert holder_of("Authority", "Maker", "Holder") == "Holder"
    assert holder_of("Authority", "Maker") == "Maker"
    assert holder_of("Authority") == ""
    assert holder_of() == ""


@pytest.mark.parametrize(
    ("title", "date"),
    [
        ("Fecha de la última revisión de este prospecto en enero 2025", "enero 2025"),
        ("This leaflet was last revised in 05/2024.", "05/2024"),
        ("Este folheto foi revisto pela última vez em maio de 2024", "maio de 2024"),
        ("Denne indlægsseddel blev senest ændret den 3. marts 2024", "3. marts 2024"),
        ("Fecha de la última revisión de este prospecto: pronto", "2025-06-04"),
    ],
)
def test_the_heading_of_a_revision_tells_its_date_without_a_code(title: str, date: str) -> None:
    collected = {"resourceType": "Bundle", "type": "collection"}
    inner = bundle(composition(section("A"), section(title)))
    (leaflet,) = read(collected | {"entry": [{"resource": inner}]})
    assert leaflet.provenance.date == date


def test_an_unknown_kind_of_document_is_noted() -> None:
    leaflet = read_one(section("A"), type={"coding": [{"code": "9"}]})
    assert "what kind of document" in leaflet.reading_notes[0]


@both
def test_files_attached_to_a_section_are_shown_or_leave_a_stand_in_and_a_note(
    written: Writer,
) -> None:
    made = composition(
        section("A", "", "<p>a</p>", entry=[{"reference": f"Binary/{name}"} for name in ("p", "g")])
    )
    files = (
        {"resourceType": "Binary", "id": "p", "contentType": "application/pdf", "data": "JVBERi0="},
        {"resourceType": "Binary", "id": "g", "data": b64encode(GIF).decode()},
    )
    (leaflet,) = read(bundle(made, *files), written)
    _, stand_in, image = leaflet.sections[0].blocks
    assert isinstance(image, Image)
    assert leaflet.images[image.key] == GIF
    assert body(leaflet.sections[0])[1] == "[attached file: application/pdf]"
    assert leaflet.reading_notes == ("A: an attached file cannot be shown",)
    assert stand_in


@both
def test_the_text_before_the_sections_is_shown_unless_it_only_repeats_the_files_data(
    written: Writer,
) -> None:
    div = '<div xmlns="http://www.w3.org/1999/xhtml"><p>Under additional monitoring</p></div>'
    for status, shown in {"additional": 1, "generated": 0, "extensions": 0}.items():
        leaflet = read_one(section("A"), text={"status": status, "div": div}, written=written)
        assert [one.title for one in leaflet.sections] == [""] * shown + ["A"]
        assert body(leaflet.sections[0]) == ["Under additional monitoring"] * shown


@both
def test_sections_keep_their_order_depth_codes_and_text(written: Writer) -> None:
    leaflet = read_one(
        section("4. Datos", "200000029798", "", section("4.2.2 B", "b"), section("4.2.1 A", "a")),
        section("4.2.2 B", "c", "<p>text</p>"),
        written=written,
    )
    assert [(s.title, s.level) for s in leaflet.walk()] == [
        *(("4. Datos", 1), ("4.2.2 B", 2), ("4.2.1 A", 2), ("4.2.2 B", 1)),
    ]
    assert leaflet.sections[0].codes == (Code("ema", "200000029798"),)
    assert body(leaflet.sections[1]) == ["text"]


@pytest.mark.parametrize(
    "system",
    [EMA, "https://spor.ema.europa.eu/v1/lists/200000029659", "https://spor.ema.europa.eu/rmswi/"],
)
def test_a_code_system_is_known_by_the_last_part_of_its_address(system: str) -> None:
    code = {"coding": [{"system": system, "code": "200000029805"}]}
    assert read_one(section("A", code=code)).sections[0].codes == (Code("ema", "200000029805"),)


@pytest.mark.parametrize("code", ["XXXXXXXXXXXX", LEAFLET, "nan", ""])
def test_codes_that_tell_nothing_are_left_out(code: str) -> None:
    assert read_one(section("Toda una frase.", code)).sections[0].codes == ()


@both
def test_a_missing_title_is_taken_from_the_code_and_may_stay_empty(written: Writer) -> None:
    display = {"coding": [{"system": EMA, "code": "1", "display": 'Qué es "X"'}]}
    leaflet = read_one(
        section("", code=display),
        section("", code={"text": "By text"}),
        section("", body="<p>x</p>"),
        section("  ", code=display),
        written=written,
    )
    assert [s.title for s in leaflet.walk()] == ['Qué es "X"', "By text", "", 'Qué es "X"']
    assert body(leaflet.sections[2]) == ["x"]


@both
def test_a_blank_body_leaves_the_row(written: Writer) -> None:
    leaflet = read_one(section("A", "", "<p>\u00a0</p>"), section("B"), written=written)
    assert [(s.title, s.blocks) for s in leaflet.walk()] == [("A", ()), ("B", ())]


@both
def test_unavailable_with_a_reason_is_no_content(written: Writer) -> None:
    reason: Fhir = {"coding": [{"code": "unavailable"}]}
    leaflet = read_one(
        section("A", "", "unavailable", section("B", "", "<p>b</p>"), emptyReason=reason),
        section("C", "", "unavailable"),
        section("D", "", "<p>text</p>", emptyReason=reason),
        written=written,
    )
    assert [body(s) for s in leaflet.walk()] == [[], ["b"], ["unavailable"], ["text"]]


def test_keys_are_unique_and_the_same_in_the_next_export() -> None:
    sections = [
        section("4.1 A", "200000029799", id="9a8b"),
        section("4.1 A", "200000029799"),
        section("4.1 A", "200000029799"),
        section("Sin código"),
        section(""),
        section("薬"),
    ]
    keys = [s.key for s in read_one(*sections).walk()]
    assert keys == [
        *("ema-200000029799", "ema-200000029799-4-1-a", "ema-200000029799-4-1-a-2"),
        *("sin-codigo", "section", "薬"),
    ]
    assert [s.key for s in read_one(*sections, id="another").walk()] == keys


@both
def test_links_within_the_leaflet_lead_to_the_section_of_their_place(written: Writer) -> None:
    leaflet = read_one(
        section("A", "", '<a href="#place">to B</a> <a href="#nowhere">lost</a>'),
        section("B", "", '<table><tr><td><a name="place">B</a></td></tr></table>'),
        written=written,
    )
    (block,) = text_blocks(leaflet.sections[0].blocks)
    assert not isinstance(block, Image)
    assert block.runs == (Run("to B", link="#b"), Run(" lost"))
    assert leaflet.reading_notes == (
        "a link to a place that the leaflet does not hold is shown as text",
    )


@both
def test_oddities_of_real_bodies_leave_the_text_and_a_note(written: Writer) -> None:
    leaflet = read_one(
        section(
            *("4.2 A", ""),
            '<p><a href="file:///F:/x.doc">Anexo</a></p><p style="display:none">oculto</p>'
            "<p>- uno</p><p>5 &lt; 6</p>",
        ),
        written=written,
    )
    assert body(leaflet.sections[0]) == ["Anexo", "oculto", "uno", "5 < 6"]
    assert isinstance(leaflet.sections[0].blocks[2], ListItem)
    assert leaflet.reading_notes == (
        '4.2 A: a link to "file:" is shown as text',
        "4.2 A: text that the source hides is shown",
    )


@both
def test_pictures_come_from_data_addresses_and_from_binaries_of_the_file(written: Writer) -> None:
    data = b64encode(GIF).decode()
    markup = f'<img src="data:image/jpg;base64,{data}"/><img src="#logo"/><img src="#lost"/>'
    leaflet = read_one(
        section("A", "", markup + '<img src="file:///etc/passwd"/>'),
        contained={"resourceType": "Binary", "id": "logo", "data": data},
        written=written,
    )
    assert [isinstance(block, Image) for block in leaflet.sections[0].blocks] == [
        *(True, True, False, False),
    ]
    assert list(leaflet.images.values()) == [GIF]
    assert leaflet.reading_notes == (
        "A: a picture is left out: the file refers to it, but does not hold it",
        "A: a picture is left out: pictures from elsewhere are not read",
    )


@both
def test_classes_tied_to_codes_are_told_by_the_address_of_each_part(written: Writer) -> None:
    def link(*parts: Fhir, url: str = "http://x/HtmlElementLink") -> Fhir:
        return {"url": url, "extension": list(parts)}

    def concept(system: str, code: str) -> Fhir:
        coding = {"system": system, "code": code}
        return {"url": "concept", "valueCodeableReference": {"concept": {"coding": [coding]}}}

    leaflet = read_one(
        section("A", "", '<p>Ask if <span class="preg b">pregnant</span>.</p>'),
        extension=[
            link(
                concept("http://snomed.info/sct", "1"),
                {"url": "elementClass", "valueString": "preg"},
            ),
            link(
                {"url": "elementClass", "valueString": "preg"},
                concept("https://icpc2.icd.com/", "W78"),
            ),
            link(
                {"url": "elementClass", "valueString": "b"}, concept("x", "y"), url="http://x/Other"
            ),
        ],
        written=written,
    )
    (mark,) = leaflet.sections[0].annotations
    assert leaflet.sections[0].texts()[mark.block][mark.start : mark.end] == "pregnant"
    assert mark.codes == (Code("snomed", "1"), Code("icpc-2", "W78"))


@both
def test_program_code_published_as_a_library_is_refused(written: Writer) -> None:
    error = refusal(written({"resourceType": "Library", "content": {"data": "YWxlcnQoMSk="}}))
    assert isinstance(error, UnknownFormatError)
    assert "Library" in error.reason
    assert "no code is ever run" in error.reason


@both
def test_other_resources_are_refused_by_name(written: Writer) -> None:
    assert "FHIR Patient" in refusal(written({"resourceType": "Patient"})).reason
    assert "no Composition" in refusal(written(bundle({"resourceType": "List"}))).reason


def test_limits_on_sections() -> None:
    deep = section("x")
    for _ in range(25):
        deep = section("x", "", "", deep)
    assert "20 deep" in refusal(bundle(composition(deep))).reason
    many = bundle(composition(*(section(f"{n}") for n in range(2_001))))
    assert "2,000 sections" in refusal(many).reason


# JSON


def test_a_body_that_is_not_well_formed_is_refused_by_its_section() -> None:
    error = refusal(bundle(composition(section("4.2 Dosis", "", "<p>\n5 < 6 mg</p>"))))
    assert isinstance(error, MalformedLeafletError)
    assert error.place == "section “4.2 Dosis”, line 2 of its text"


def test_html_names_of_characters_are_understood_in_json() -> None:
    leaflet = read_one(section("A", "", "a&nbsp;b &ge; &amp;lt; &lt; &nvlt;"))
    assert body(leaflet.sections[0]) == ["a\u00a0b ≥ &lt; < <\u20d2"]


def test_equal_values_of_one_name_are_one_and_lists_are_joined_but_nothing_vanishes() -> None:
    text = as_json(bundle(composition(section("A"))))
    twice = text.replace(b'"title": "A"', b'"title": "A", "title": "A"')
    assert [s.title for s in leaflets_from_bytes("f", twice)[0].walk()] == ["A"]
    other = text.replace(b'"title": "A"', b'"title": "A", "title": "B"')
    assert "'title' stands twice" in refusal(other).reason
    lists = text.replace(b'"section": [', b'"section": [{"title": "First"}], "section": [')
    assert [s.title for s in leaflets_from_bytes("f", lists)[0].walk()] == ["First", "A"]


@pytest.mark.parametrize(
    ("data", "place", "reason"),
    [
        (b'{\n"resourceType": "Bundle",\n}', "line 3", "not JSON"),
        (b'{"resourceType": "Bundle", "a": ' + b"[" * 200_000, "", "too deep"),
        (b'{"a": 1}', "", "not a FHIR resource"),
        (b'{"resourceType": "Bundle", "a": "\xff"}', "", "not UTF-8"),
        (b'{"resourceType": "Bundle", "a": ' + b"9" * 9_999 + b"}", "", "not a plain JSON"),
        (b'{"resourceType": "Bundle", "entry": NaN}', "", "no Composition"),
    ],
    ids=["comma", "deep", "other", "bytes", "number", "nan"],
)
def test_faulty_json_is_refused_with_place_and_reason(data: bytes, place: str, reason: str) -> None:
    error = refusal(data)
    assert error.place == place
    assert reason in error.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_read_in_the_usual_encodings(encoding: str) -> None:
    text = json.dumps(bundle(composition(section("Qué ½"))), ensure_ascii=False)
    assert leaflets_from_bytes("f", text.encode(encoding))[0].sections[0].title == "Qué ½"


# Sniffing


@pytest.mark.parametrize(
    "head",
    [
        *("", '<?xml version="1.0"?>\n', "\ufeff", "<!-- a <Bundle> -->\n<?pi <x>?>"),
        "<!-- " + "x" * 3_000 + " -->",
    ],
)
def test_fhir_is_known_by_its_root_whatever_the_files_name(tmp_path: Path, head: str) -> None:
    path = tmp_path / "leaflet.txt"
    path.write_bytes(head.encode() + as_xml(bundle(composition(section("A")))))
    assert read_leaflets(path)[0].sections[0].title == "A"


def test_fhir_may_be_written_with_a_prefix_or_in_utf_16() -> None:
    text = as_xml(bundle(composition(section("A")))).decode()
    prefixed = text.replace("<", "<f:").replace("<f:/", "</f:").replace("xmlns=", "xmlns:f=", 1)
    prefixed = prefixed.replace("f:div", "div")
    assert leaflets_from_bytes("f", prefixed.encode())[0].sections[0].title == "A"
    utf_16 = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    assert leaflets_from_bytes("f", utf_16)[0].sections[0].title == "A"


def test_other_xml_is_refused_by_its_root() -> None:
    assert "{urn:x}order" in refusal(b'<order xmlns="urn:x"/>').reason


# Laws

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "text", "div", "coding", "code", "section", "value", "display"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
FIELDS = ["section", "title", "type", "language", "subject", "author", "extension", "date"]


@pytest.mark.parametrize("div", [7, True, 0.5, {"p": "text"}])
def test_a_text_that_is_no_text_is_refused_with_its_section(div: object) -> None:
    error = refusal(bundle(composition(section("4.1 Uses", text={"div": div}))))
    assert "4.1 Uses" in error.place
    assert "not XHTML" in error.reason


def test_a_text_that_is_null_is_none() -> None:
    leaflet = read_one(section("4.1 Uses", text={"div": None}))
    assert body(leaflet.sections[0]) == []


@both
def test_a_section_of_several_texts_shows_all_of_them_in_order(written: Writer) -> None:
    def div(body: str) -> str:
        return f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'

    table = "<table><tr><td>Cell.</td></tr></table>"
    linked = {
        "url": "http://x/HtmlElementLink",
        "extension": [
            {"url": "elementClass", "valueString": "mark"},
            {
                "url": "concept",
                "valueCodeableReference": {
                    "concept": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}
                },
            },
        ],
    }
    parts = [
        div(f'<p>One <b class="mark">first</b>.</p>{table}'),
        div('<p>Two.</p><p>A <b class="mark">second</b>.</p>'),
        div('<p>The <b class="mark">third</b>.</p>'),
    ]
    leaflet = read_one(section("A", text={"div": parts}), extension=[linked], written=written)
    (only,) = leaflet.sections
    texts = only.texts()
    assert texts == ("A", "One first.", "Cell.", "Two.", "A second.", "The third.")
    marked = [texts[mark.block][mark.start : mark.end] for mark in only.annotations]
    assert marked == ["first", "second", "third"]


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES))
def test_values_of_any_shape_in_any_place_give_a_leaflet_or_a_refusal(fields: Fhir) -> None:
    with suppress(LeafletError):
        read_epi_json("f", as_json(bundle(composition() | fields)))


@given(VALUES, VALUES)
def test_any_bundle_gives_leaflets_or_a_refusal(entry: object, identifier: object) -> None:
    whole = {"resourceType": "Bundle", "entry": entry, "identifier": identifier}
    with suppress(LeafletError):
        read_epi_json("f", as_json(whole))


@given(st.text(max_size=40))
def test_any_text_comes_through_both_ways_alike(text: str) -> None:
    markup = f"<p>{escape(text)}</p>"
    answers: list[object] = []
    for written in (as_xml, as_json):
        try:
            answers.append(body(read_one(section("A", "", markup), written=written).sections[0]))
        except LeafletError:
            answers.append("refused")
    assert answers[0] == answers[1]


def test_a_file_is_given_back_as_soon_as_it_is_read() -> None:
    def elements() -> int:
        return sum(type(found).__name__ == "_Element" for found in gc.get_objects())

    document = as_xml(bundle(composition(section("A", "", "<p>a</p>", section("B", "", "<b/>")))))
    gc.collect()
    gc.disable()  # what is left then, only the collector would find
    try:
        before = elements()
        leaflets_from_bytes("f.xml", document)
        assert elements() == before
    finally:
        gc.enable()
