"""A FHIR document in XML as the plain values that JSON would give."""

from __future__ import annotations

from viewer.leaflet.epi_xml import resource_from_xml


def test_every_resource_that_is_contained_in_another_is_there() -> None:
    contained = "".join(
        f"<contained><Organization><name value='{name}'/></Organization></contained>"
        for name in ("One", "Two", "Three")
    )
    document = f"<Composition xmlns='http://hl7.org/fhir'>{contained}</Composition>"
    resource = resource_from_xml("x.xml", document.encode())
    found = resource["contained"]
    assert isinstance(found, list)
    assert [each["name"] for each in found if isinstance(each, dict)] == ["One", "Two", "Three"]
