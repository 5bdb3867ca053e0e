"""Small leaflets, their sources and the processes that the tests of the library need."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from base64 import b64encode
from pathlib import Path

from viewer.leaflet.model import Block, Image, Leaflet, Paragraph, Provenance, Run, Section
from viewer.library.adding import SourceFile

ROOT = Path(__file__).parents[2]
IMPORTED = "2026-03-01T08:00:00Z"
PICTURE = b"\x89PNG picture " * 40


def leaflet(
    name: str = "klonopin-package-leaflet-en",
    text: str = "Do not drink alcohol.",
    *,
    version: str = "",
    date: str = "",
    language: str = "en",
    product: str = "Klonopin",
    holder: str = "Example Pharma",
    kind: str = "package-leaflet",
    pictures: tuple[bytes, ...] = (),
) -> Leaflet:
    """A leaflet of one section."""
    images = {hashlib.sha256(picture).hexdigest(): picture for picture in pictures}
    blocks: tuple[Block, ...] = (Paragraph((Run(text),)), *map(Image, images))
    return Leaflet(
        id=name,
        title=f"{product}: {kind}",
        language=language,
        kind=kind,
        product=product,
        sections=(Section("interactions", "Interactions", blocks=blocks),),
        active_substance="clonazepam",
        atc="N03AE01",
        provenance=Provenance(
            source="Authority",
            holder=holder,
            version=version,
            date=date,
            file="/exports/klonopin.xml",
        ),
        images=images,
    )


def file_with(*leaflets: Leaflet, mark: str = "") -> SourceFile:
    """A file that states these leaflets' text, and holds their pictures as base64."""
    parts = [mark.encode()]
    for each in leaflets:
        parts.append(repr((each.id, each.language, each.provenance, each.sections)).encode())
        parts.extend(b"data:image/png;base64," + b64encode(i) for i in each.images.values())
    return SourceFile(b"\n".join(parts), leaflets)


def start_child(what: str, *arguments: object) -> subprocess.Popen[str]:
    """A process that does one of the deeds in child.py; it can be spoken to and listened to."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.library.child", what, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def said_by(child: subprocess.Popen[str]) -> str:
    """All that a child says until its end, which has to be a good one."""
    output, errors = child.communicate(timeout=120)
    assert child.returncode == 0, errors
    return output
