"""The bill of materials in the form of CycloneDX 1.6 (ECMA-424), as JSON data."""

from __future__ import annotations

from uuid import NAMESPACE_URL, uuid5

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from building.component import Component

Data = dict[str, object]


def bill(components: tuple[Component, ...], version: str) -> Data:
    """The document. The same components have the same serial number."""
    listed = [_data(each, "") for each in components]
    refs = [str(each["bom-ref"]) for each in listed]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid5(NAMESPACE_URL, f"leaflet-viewer {version} {refs}").urn,
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "leaflet-viewer",
                "name": "leaflet-viewer",
                "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": listed,
        "dependencies": [{"ref": "leaflet-viewer", "dependsOn": refs}],
    }


def _data(component: Component, within: str) -> Data:
    reference = f"{within}{component.name}@{component.version}"
    data: Data = {"type": "library", "bom-ref": reference, "name": component.name}
    if component.version:
        data["version"] = component.version
    if component.author:
        data["authors"] = [{"name": component.author}]
    if component.licence:
        data["licenses"] = [_licence(component.licence)]
    if component.purl:
        data["purl"] = component.purl
    if component.source:
        data["externalReferences"] = [{"type": "distribution", "url": component.source}]
    if component.parts:
        data["components"] = [_data(each, f"{reference}/") for each in component.parts]
    return data


def _licence(words: str) -> Data:
    """An expression where it is one; of GPL exceptions some are not in the list and stay a name."""
    try:
        return {"expression": str(canonicalize_license_expression(words))}
    except InvalidLicenseExpression:
        return {"license": {"name": words}}
