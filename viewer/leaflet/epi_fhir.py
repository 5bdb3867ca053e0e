"""FHIR as plain values, whether it was written in XML or in JSON, and ways to get at them.

A value is a text, a table of values by name, or a list of values where a name stood several times.
A narrative's `div` is the XML element, or its text as JSON holds it. Files differ in whether a
single thing stands in a list or not, so that every way in takes both.
"""

from __future__ import annotations

from collections.abc import Iterator

Value = object
Resource = dict[str, Value]

READ = frozenset(
    (
        *("Bundle", "Composition", "List", "Organization", "Binary"),
        *("MedicinalProductDefinition", "MedicinalProduct", "Medication"),
    )
)
"""The resources that say something which the model holds; of others the name alone is kept."""


def each(value: Value, *path: str) -> Iterator[Value]:
    """All values at a path of names, lists opened on the way."""
    found = value if isinstance(value, list) else [value]
    for name in path:
        inner = [item[name] for item in found if isinstance(item, dict) and name in item]
        found = []
        for item in inner:
            found += item if isinstance(item, list) else [item]
    return iter(found)


def tables(value: Value, *path: str) -> Iterator[Resource]:
    """All tables at a path."""
    for found in each(value, *path):
        if isinstance(found, dict):
            yield found


def texts(value: Value, *path: str) -> Iterator[str]:
    """All texts at a path that are not blank, without white space around them."""
    for found in each(value, *path):
        if isinstance(found, str) and (text := found.strip()):
            yield text


def text_at(value: Value, *path: str) -> str:
    """The first text at a path; empty where there is none."""
    if isinstance(value, dict) and isinstance(found := value.get(path[0]), str):
        return found.strip()  # by far the most frequent case
    return next(texts(value, *path), "")


def resources(bundle: Resource) -> Iterator[Resource]:
    """The resources of a bundle's entries."""
    return tables(bundle, "entry", "resource")


class References:
    """Finds the resources of a bundle by the ways in which others refer to them."""

    def __init__(self, bundle: Resource, composition: Resource) -> None:
        self._known: dict[str, Resource] = {}
        for entry in tables(bundle, "entry"):
            for resource in tables(entry, "resource"):
                identity = text_at(resource, "id")
                kind = text_at(resource, "resourceType")
                for name in (identity, f"{kind}/{identity}", text_at(entry, "fullUrl")):
                    self._known.setdefault(name, resource)
        for resource in tables(composition, "contained"):
            self._known.setdefault("#" + text_at(resource, "id"), resource)
        self._known.pop("", None)

    def find(self, reference: str, *kinds: str) -> Resource | None:
        """The resource of one of these kinds that is referred to; None where there is none."""
        for name in (reference, reference.rpartition("/")[2], reference.removeprefix("#")):
            found = self._known.get(name)
            if found is not None and found.get("resourceType") in kinds:
                return found
        return None

    def first(self, value: Value, field: str, *kinds: str) -> Resource | None:
        """The first resource of these kinds among those that a field refers to."""
        return next(self.all(value, field, *kinds), None)

    def all(self, value: Value, field: str, *kinds: str) -> Iterator[Resource]:
        """The resources of these kinds that a field refers to."""
        for reference in texts(value, field, "reference"):
            if found := self.find(reference, *kinds):
                yield found
