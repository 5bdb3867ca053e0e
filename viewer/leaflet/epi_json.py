"""A FHIR document in JSON as plain values (see `epi_fhir`)."""

from __future__ import annotations

import json

from viewer.leaflet.epi_fhir import Resource, Value
from viewer.leaflet.errors import MalformedLeafletError, UnknownFormatError

_NOT_PLAIN = "it is nested too deep to be read"


class _ContradictionError(ValueError):
    """One name has two values in the same place."""


def resource_from_json(file: str, data: bytes) -> Resource:
    """The resource that a file holds. Raises LeafletError."""
    try:
        text = data.decode(json.detect_encoding(data))
        value = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_table)
    except UnicodeDecodeError as error:
        reason = f"not {error.encoding.upper()} at byte {error.start}"
        raise MalformedLeafletError(file, "", reason) from error
    except json.JSONDecodeError as error:
        reason = f"not JSON ({error.msg})"
        raise MalformedLeafletError(file, f"line {error.lineno}", reason) from error
    except RecursionError as error:
        raise MalformedLeafletError(file, "", _NOT_PLAIN) from error
    except ValueError as error:
        raise MalformedLeafletError(file, "", f"not a plain JSON document ({error})") from error
    if not isinstance(value, dict) or not isinstance(value.get("resourceType"), str):
        raise UnknownFormatError(file, "", "this JSON is not a FHIR resource")
    return value


def _table(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    """The table of some pairs. A name given twice must not make the first value vanish."""
    table = dict(pairs)
    if len(table) != len(pairs):
        seen: dict[str, Value] = {}
        for name, value in pairs:
            known = seen.setdefault(name, value)
            if isinstance(known, list) and isinstance(value, list) and known is not value:
                seen[name] = known + value if known != value else known
            elif known != value:
                raise _ContradictionError(f"{name!r} stands twice in one place, with two values")
        return seen
    return table
