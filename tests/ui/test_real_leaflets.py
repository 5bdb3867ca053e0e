"""Every real leaflet at hand is shown and printed whole, in its PDF too.

`LeafletDocument` refuses a document whose text differs from the leaflet's, block by block.
"""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from viewer.highlight.leaflet_text import LeafletText
from viewer.leaflet.model import IMAGE_CHARACTER, Image, text_blocks
from viewer.leaflet.reader import read_leaflets
from viewer.render.html import render_html
from viewer.render.print_part import footer_words, product_words, whole_leaflet
from viewer.render.stylesheet import Style, print_style
from viewer.render.theme import Theme
from viewer.ui.document import LeafletDocument, screen_measures
from viewer.ui.print_devices import default_page_layout, print_pdf
from viewer.ui.printing import PrintJob
from viewer.ui.rich_text import COLUMN_CHARACTERS, line_width

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FILES = sorted(
    path
    for path in CORPUS.rglob("*")
    if path.suffix in {".json", ".xml"} and path.name != "METHOXSALEN.xml"
)
SCREEN = Style("#000000", "#555555", "#0000aa", "#cccccc")

SCRIPTS = {"ar": QFontDatabase.WritingSystem.Arabic, "ja": QFontDatabase.WritingSystem.Japanese}
OPENING = str.maketrans(")]}>»", "([{<«")

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(not FILES, reason="the folder of real leaflets is not beside the project"),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_real_leaflet_is_shown_and_printed_whole(path: Path) -> None:
    for leaflet in read_leaflets(path):
        text = LeafletText(leaflet)
        shown = LeafletDocument(
            text, render_html(leaflet, SCREEN), SCREEN, QFont(), screen_measures(SCREEN)
        )
        keys = [section.key for section in text.sections]
        style = print_style()
        printed = LeafletDocument(text, render_html(leaflet, style, keys), style, QFont())
        for start in text.starts:
            assert shown.offset(shown.position(start)) >= start
            assert printed.offset(printed.position(start)) >= start


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's tools")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_character_of_a_real_leaflet_is_in_its_pdf(
    path: Path, theme: Theme, tmp_path: Path
) -> None:
    for leaflet in read_leaflets(path):
        if not QFontDatabase.families(
            SCRIPTS.get(leaflet.language, QFontDatabase.WritingSystem.Latin)
        ):
            pytest.skip("no font here has the letters of its language")
        text, pdf = LeafletText(leaflet), tmp_path / "printed.pdf"
        job = PrintJob(whole_leaflet(text), theme, QFont(), "2026-01-01")
        pages = print_pdf(job, pdf, default_page_layout(QLocale("en_GB")))
        furniture = product_words(leaflet), job.part.words, *footer_words(leaflet, job.printed_on)
        printed = subprocess.run(
            ["pdftotext", "-raw", pdf, "-"], capture_output=True, check=True
        ).stdout
        found = characters([printed.decode()])
        found.subtract(characters([*furniture, "Page of"] * pages))
        missing = characters([text.text]) - found
        assert not missing


def characters(texts: Iterable[str]) -> Counter[str]:
    """How often each character that can be seen is there.

    Of an Arabic letter it is the plain form, of brackets the opening one: in text from right to
    left a PDF has them as they look.
    """
    normal = unicodedata.normalize("NFKD", "".join(texts)).translate(OPENING)
    return Counter(
        character
        for character in normal
        if not character.isspace()
        and unicodedata.category(character) != "Cf"
        and character != IMAGE_CHARACTER
    )


def test_no_picture_is_wider_than_a_line() -> None:
    pictured = [
        leaflet
        for path in FILES
        if path.name in {"106380007-large.xml", "64f8040f-938d-4236-8e22-c838c9b5f8da.xml"}
        for leaflet in read_leaflets(path)
    ]
    seen = 0
    for leaflet in pictured:
        style = SCREEN
        rendered = render_html(leaflet, style)
        shown = LeafletDocument(
            LeafletText(leaflet), rendered, style, QFont(), screen_measures(style)
        )
        metrics = QFontMetricsF(shown.document.defaultFont())
        widest = line_width(metrics, COLUMN_CHARACTERS) + 1
        images = [
            block
            for section in leaflet.walk()
            for block in text_blocks(section.blocks)
            if isinstance(block, Image)
        ]
        seen += len(images)
        shown.document.setTextWidth(widest)
        shown.document.size()
        block = shown.document.begin()
        while block.isValid():
            if "\ufffc" in block.text():
                line = block.layout().lineAt(0)
                assert line.naturalTextWidth() <= widest
            block = block.next()
    assert seen
