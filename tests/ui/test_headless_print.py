"""Printing to a PDF for the command line, without a window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens, Terms
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.highlight.own_terms import own_terms_lens
from viewer.leaflet.model import Leaflet, Paragraph, Run, Section
from viewer.render.theme import Theme
from viewer.ui.headless_print import print_to_file
from viewer.ui.printing import PrintError

pytestmark = [
    pytest.mark.usefixtures("qapp"),
    pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs poppler's tools"),
]


def section(key: str, text: str, *children: Section) -> Section:
    return Section(key, key.capitalize(), blocks=(Paragraph((Run(text),)),), children=children)


LEAFLET = Leaflet(
    "sample",
    "Sample",
    "en",
    "label",
    "Sample",
    (
        section("use", "Take one tablet.", section("adults", "Adults take two.")),
        section("food", "No alcohol with it."),
    ),
)


def printed(file: Path) -> str:
    text = subprocess.run(
        ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    return " ".join(text.split())


def pixels(file: Path, colour: str) -> int:
    """How many pixels of the first page have this colour, but for rounding."""
    picture = file.with_suffix("")
    subprocess.run(["pdftoppm", "-r", "45", "-png", "-singlefile", file, picture], check=True)
    image = QImage(str(picture) + ".png").convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(colour).getRgb()[:3]  # type: ignore[index]
    data = bytes(image.constBits())
    return sum(
        all(abs(a - b) <= 2 for a, b in zip(data[at : at + 3], reversed(wanted), strict=True))
        for at in range(0, len(data), 4)
    )


def print_with(theme: Theme, file: Path, sections: tuple[str, ...], *lenses: Lens) -> int:
    index = WordIndex(LeafletText(LEAFLET))
    matches = [find_matches(index, lens) for lens in lenses]
    return print_to_file(LEAFLET, sections, lenses, matches, file, theme)


def test_the_whole_leaflet_is_printed(theme: Theme, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"
    assert print_with(theme, file, ()) == 1
    for words in ("Take one tablet.", "Adults take two.", "No alcohol with it.", "Whole leaflet"):
        assert words in printed(file)


def test_a_section_is_printed_with_those_below_it_and_no_other(
    theme: Theme, tmp_path: Path
) -> None:
    file = tmp_path / "out.pdf"
    print_with(theme, file, ("use",))
    assert "Adults take two." in printed(file)
    assert "No alcohol" not in printed(file)


def test_an_unknown_section_is_an_error_and_no_file(theme: Theme, tmp_path: Path) -> None:
    file = tmp_path / "out.pdf"
    with pytest.raises(KeyError):
        print_with(theme, file, ("no such section",))
    assert not file.exists()


def test_a_file_that_cannot_be_written_is_told(theme: Theme, tmp_path: Path) -> None:
    with pytest.raises(PrintError):
        print_with(theme, tmp_path / "missing" / "out.pdf", ())


@pytest.mark.parametrize("colour", ["amber", "rose"])
def test_a_lens_of_the_readers_own_files_is_printed_in_its_colour(
    theme: Theme, tmp_path: Path, colour: str
) -> None:
    if colour not in theme.lenses:
        colour = sorted(set(theme.lenses) - {"own", "amber"})[0]
    lens = Lens("mine", 1, colour, {"en": "Mine"}, {"en": Terms(("alcohol",))}, {})
    file = tmp_path / "out.pdf"
    print_with(theme, file, ("food",), lens)
    assert pixels(file, theme.lenses[colour].tint) > 50
    print_with(theme, file, ("food",))
    assert pixels(file, theme.lenses[colour].tint) == 0


def test_own_terms_are_printed_in_the_colour_of_own_terms(theme: Theme, tmp_path: Path) -> None:
    lens = own_terms_lens("alcohol")
    assert lens is not None
    file = tmp_path / "out.pdf"
    print_with(theme, file, ("food",), lens)
    assert pixels(file, theme.lenses["own"].tint) > 50
