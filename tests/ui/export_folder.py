"""Folders of small leaflets to import."""

from __future__ import annotations

from pathlib import Path

TEXT = """---
id: medicine-{number}
title: Medicine {number}
language: en
kind: smpc
product: Medicine {number}
---

## Interactions

Do not drink alcohol.
"""
BROKEN = '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry>'


def write_documents(folder: Path, numbers: range) -> None:
    """Writes a leaflet for each number."""
    folder.mkdir(exist_ok=True)
    for number in numbers:
        text = TEXT.format(number=number)
        (folder / f"{number:06}.md").write_text(text, encoding="utf-8")
