"""The medicine that a FHIR document is about, in the resources that R4 and R5 have for one."""

from __future__ import annotations

from collections.abc import Iterator

from viewer.leaflet.epi_facts import first_stated
from viewer.leaflet.epi_fhir import References, Resource, tables, text_at, texts
from viewer.leaflet.language_tag import language_tag, same_language

_KINDS = ("MedicinalProductDefinition", "MedicinalProduct", "Medication")


class Medicine:
    """What a Composition refers to as its subject; empty where the bundle does not hold it."""

    def __init__(self, composition: Resource, references: References) -> None:
        self._resource = references.first(composition, "subject", *_KINDS) or {}
        self.display = text_at(composition, "subject", "display")
        """What the reference itself calls it."""

    @property
    def identifiers(self) -> Iterator[str]:
        return texts(self._resource, "identifier", "value")

    def name(self, language: str) -> str:
        """Its name, that in the language where there are several; empty where it has none."""
        names = sorted(
            tables(self._resource, "name"),
            key=lambda name: not any(same_language(language, tag) for tag in _languages(name)),
        )
        return first_stated(
            (
                *(text_at(name, "productName") for name in names),
                text_at(self._resource, "code", "text"),
                text_at(self._resource, "code", "coding", "display"),
            )
        )


def _languages(name: Resource) -> Iterator[str]:
    """The languages that a name is used in: `usage` in R5, `countryLanguage` before."""
    for field in ("usage", "countryLanguage"):
        for stated in (("coding", "code"), ("coding", "display"), ("text",)):
            yield from map(language_tag, texts(name, field, "language", *stated))
