"""Leaflets of a library for the tests of its lists; nothing in them is a fact."""

from __future__ import annotations

from viewer.library.entry import LibraryEntry


def entry(number: int, product: str, **known: str | bool) -> LibraryEntry:
    """An entry with what matters to a test; its id is "leaflet-<number>"."""
    plain = LibraryEntry(
        number=number,
        id=f"leaflet-{number}",
        title=f"Leaflet of {product}",
        product=product,
        active_substance="",
        holder="",
        language="en",
        kind="package-leaflet",
        atc="",
        version="1",
        date="2024-03-01",
        verified=False,
        imported="2025-01-01T08:00:00Z",
        file=f"{number}.xml",
        sha256="0" * 64,
        current=True,
    )
    return plain._replace(**known)  # type: ignore[arg-type]
