"""Files as regulators publish them, small ones, for the tests of importing."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path

from viewer.library.import_report import ImportReport
from viewer.library.importer import Import
from viewer.library.library import Library

ROOT = Path(__file__).parents[2]
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x00\x00\x00\x00"
    b"\x00\x00\x00\x00IEND"
)


def document(number: int, text: str = "Do not drink alcohol.", date: str = "2025-06-04") -> bytes:
    """A leaflet of the European form, with this registration number."""
    sections = "".join(
        f'<section><title value="{title}"/><code><coding><system value="x/200000029659"/>'
        f'<code value="2000000{code}"/></coding></code><text><status value="generated"/>'
        f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{body}</p></div></text></section>'
        for title, code, body in (
            ("1. Name", 29792, f"Medicine {number}"),
            ("8. Number", 29845, f"{number:06}"),
            ("4.5 Interactions", 29809, text),
        )
    )
    return (
        '<Bundle xmlns="http://hl7.org/fhir"><type value="document"/><entry><resource>'
        '<Composition><language value="en"/><type><coding><system value="x/100000155531"/>'
        f'<code value="100000155532"/></coding></type><date value="{date}"/>'
        f'<title value="SmPC"/>{sections}</Composition></resource></entry></Bundle>'
    ).encode()


def label(name: str, version: int = 1) -> bytes:
    """A US label with one picture beside it, pack.png."""
    return (
        f'<document xmlns="urn:hl7-org:v3"><setId root="{name}"/><versionNumber value="{version}"/>'
        "<component><structuredBody><component><section><title>A</title><text><paragraph>text "
        f"{version}</paragraph>"
        '<renderMultiMedia referencedObject="M"/></text><component><observationMedia ID="M"><value>'
        '<reference value="pack.png"/></value></observationMedia></component></section></component>'
        "</structuredBody></component></document>"
    ).encode()


def archive(*members: tuple[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        warnings.simplefilter("ignore", UserWarning)  # a name that stands twice is what is tested
        for name, content in members:
            packed.writestr(name, content)
    return file.getvalue()


def write_documents(folder: Path, numbers: range, text: str = "Do not drink.") -> None:
    """Writes documents of these numbers into a folder and those below it."""
    for number in numbers:
        file = folder / f"{number // 100:03}" / f"{number:06}.xml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(document(number, text))


def imported(library: Library, *paths: Path, force: bool = False) -> ImportReport:
    """The report of an import that ran to its end."""
    importing = Import(library, paths, force=force)
    for _ in importing.run():
        pass
    return importing.report


def start_program(folder: Path, *arguments: object, before: str = "") -> subprocess.Popen[str]:
    """The program itself, with a library in a folder; it can be spoken and listened to.

    `before` is Python that is run first.
    """
    program = f"{before}\nimport sys\nfrom viewer.__main__ import main\nsys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", program, "--library", str(folder), *map(str, arguments)],
        cwd=ROOT,
        env={
            **os.environ,
            "LEAFLET_VIEWER_CONFIG": str(folder.parent / "config"),
            "LEAFLET_VIEWER_CACHE": str(folder.parent / "cache"),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
