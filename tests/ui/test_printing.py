"""What comes out of the printer, read back from the PDF: text, pages, sizes and colours."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPageLayout,
    QPainter,
    QPalette,
    QPdfWriter,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens, Terms
from viewer.highlight.matcher import WordIndex, find_matches
from viewer.leaflet.model import (
    Block,
    Cell,
    Image,
    Leaflet,
    ListItem,
    Note,
    Paragraph,
    Provenance,
    Run,
    Section,
    Table,
)
from viewer.render.print_part import (
    PrintPart,
    section_part,
    sections_with_passages,
    selection_part,
    whole_leaflet,
)
from viewer.render.stylesheet import print_style
from viewer.render.theme import LensColour, Theme, Underline
from viewer.ui.match_painting import MatchLayer
from viewer.ui.print_devices import (
    default_page_layout,
    job_title,
    paper_steps,
    pdf_steps,
    print_pdf,
    printed_on,
)
from viewer.ui.printed_pages import PrintedPages
from viewer.ui.printing import PrintError, PrintJob, paint_pages, printed_pages

pypdf = pytest.importorskip("pypdf")
TINT = "#ffdf8a"
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's tools")


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def row(*texts: str, header: bool = False) -> tuple[Cell, ...]:
    return tuple(Cell((paragraph(text),), header=header) for text in texts)


def sentences(count: int, word: str = "medicine") -> str:
    return " ".join(f"Sentence {n} tells what the {word} does to the body." for n in range(count))


def leaflet(*sections: Section, notice: str = "") -> Leaflet:
    return Leaflet(
        id="calmex",
        title="Calmex",
        language="en",
        kind="package-leaflet",
        product="Calmex 5 mg",
        sections=sections,
        notice=notice,
        provenance=Provenance(source="A test", version="7"),
    )


def section(key: str, *blocks: Block, children: tuple[Section, ...] = ()) -> Section:
    return Section(key, key.capitalize(), blocks=blocks, children=children)


DRINK = leaflet(
    section("use", paragraph("Take one tablet.")),
    section(
        "interactions",
        paragraph("Drink no alcohol with it."),
        ListItem((Run("hypnotics"),)),
        ListItem((Run("antidepressants"),)),
        Note("Reader's note", (paragraph("A remark of the editor."),)),
    ),
    section("storage", paragraph("Keep it dry.")),
    notice="Demonstration content. It replaces nothing.",
)


@pytest.fixture
def theme() -> Theme:
    tint = LensColour(TINT, "#8a5a00", Underline.SOLID)
    return Theme(
        id="light",
        name="Light",
        dark=False,
        outlined=False,
        window="#f4f5f7",
        page="#ffffff",
        text="#16191d",
        soft_text="#5c6570",
        hairline="#dfe3e8",
        accent="#0b5cad",
        accent_text="#ffffff",
        current_row="#e3eefa",
        banner="#e3eefa",
        note_page="#f6f3ea",
        note_bar="#b08a2e",
        warning="#a40000",
        find_tint="#cccccc",
        find_line="#333333",
        lenses={"amber": tint},
    )


class Press:
    """Prints parts into one PDF file and reads it back."""

    def __init__(self, theme: Theme, file: Path) -> None:
        self.theme = theme
        self.file = file
        self.layout = default_page_layout(QLocale("en_GB"))

    def job(self, part: PrintPart, layers: tuple[MatchLayer, ...] = ()) -> PrintJob:
        return PrintJob(part, self.theme, QFont("DejaVu Sans"), "29 July 2026", layers)

    def pages(self, part: PrintPart, layers: tuple[MatchLayer, ...] = ()) -> list[str]:
        count = print_pdf(self.job(part, layers), self.file, self.layout)
        printed = subprocess.run(
            ["pdftotext", "-layout", self.file, "-"], capture_output=True, text=True, check=True
        ).stdout
        pages = [folded(page) for page in printed.split("\f")[:-1]]
        assert len(pages) == len(pypdf.PdfReader(self.file).pages) == count
        return pages

    def alcohol(self, text: LeafletText) -> MatchLayer:
        lens = Lens("alcohol", 1, "amber", {"en": "Alcohol"}, {"en": Terms(("alcohol*",))}, {})
        return MatchLayer(find_matches(WordIndex(text), lens), self.theme.lenses["amber"])


@pytest.fixture
def press(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Press:
    assert qtbot is not None
    return Press(theme, tmp_path / "out.pdf")


def folded(text: str) -> str:
    return " ".join(text.split())


def body(page: str) -> str:
    """The page's text between header and footer."""
    page = re.sub(r"^.*?(Whole leaflet|Section \d+ of \d+: \w+)", "", page, count=1)
    return folded(page.rpartition("Source: ")[0])


def test_a_section_alone_is_printed_with_where_it_comes_from_and_what_is_left_out(
    press: Press,
) -> None:
    (page,) = press.pages(section_part(LeafletText(DRINK), "interactions"))
    assert "Calmex 5 mg" in page
    assert "Section 2 of 3: Interactions" in page
    assert "Drink no alcohol with it." in page
    assert "Take one tablet" not in page
    assert "Keep it dry" not in page
    assert "Source: A test · Version: 7 · Date: not stated" in page
    assert "Printed on 29 July 2026." in page
    assert "The authority’s current text prevails." in page
    assert "Demonstration content." in page
    assert "Page 1 of 1" in page


def test_sections_with_a_passage_say_how_many_of_how_many_they_are(press: Press) -> None:
    text = LeafletText(DRINK)
    part = sections_with_passages(text, [press.alcohol(text).matches], ["Alcohol"])
    assert part is not None
    (page,) = press.pages(part)
    assert "1 of 3 sections: those with an Alcohol passage" in page
    assert "Drink no alcohol" in page
    assert "Keep it dry" not in page


def test_a_selection_is_printed_alone_and_says_where_it_is_from(press: Press) -> None:
    text = LeafletText(DRINK)
    start = text.text.index("alcohol")
    part = selection_part(text, start, text.text.index("antidep"))
    assert part is not None
    (page,) = press.pages(part, (press.alcohol(text),))
    assert "Selection from Interactions" in page
    assert "alcohol with it." in page
    assert "hypnotics" in page
    assert "Drink" not in page
    assert "antidepressants" not in page


def test_the_whole_leaflet_is_printed_word_for_word_on_its_pages(press: Press) -> None:
    sections = [
        section(f"part{n}", *(paragraph(sentences(n % 7 + 1, f"word{n}x{m}")) for m in range(6)))
        for n in range(30)
    ]
    text = LeafletText(leaflet(*sections))
    printed = " ".join(body(page) for page in press.pages(whole_leaflet(text)))
    expected = folded(text.text.replace("\u2029", " "))
    assert expected in folded(printed)


def test_sixty_pages_carry_their_number_and_the_number_of_all(press: Press) -> None:
    sections = [section(f"part{n}", *[paragraph(sentences(20))] * 5) for n in range(34)]
    pages = press.pages(whole_leaflet(LeafletText(leaflet(*sections))))
    assert len(pages) >= 60
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Whole leaflet" in page


def test_a_heading_is_never_the_last_line_of_a_page(press: Press) -> None:
    places = set()
    for lines in range(22, 42):
        filler = [ListItem((Run(f"item {n}"),)) for n in range(lines)]
        text = LeafletText(leaflet(section("first", *filler), section("second", *filler[:9])))
        pages = [body(page) for page in press.pages(whole_leaflet(text))]
        (page,) = [number for number, page in enumerate(pages) if "Second" in page]
        assert re.search(r"Second (• )?item 0 (• )?item 1", pages[page])
        places.add(page)
    assert places == {0, 1}


def test_a_tables_caption_and_first_row_are_never_the_last_lines_of_a_page(press: Press) -> None:
    table = Table(tuple(row(f"organ {n}", f"effect {n}") for n in range(9)))
    places = set()
    for lines in range(24, 40):
        filler = [ListItem((Run(f"item {n}"),)) for n in range(lines)]
        blocks: list[Block] = [*filler, paragraph("What it may do"), table]
        pages = [
            body(page)
            for page in press.pages(whole_leaflet(LeafletText(leaflet(section("all", *blocks)))))
        ]
        (page,) = [number for number, page in enumerate(pages) if "What it may do" in page]
        assert "What it may do organ 0 effect 0 organ 1 effect 1" in pages[page]
        places.add(page)
    assert places == {0, 1}


def test_a_table_of_forty_rows_keeps_each_row_whole_and_repeats_its_heading(press: Press) -> None:
    rows = [row("Dose", "What to know", header=True)]
    rows += [row(f"r{n}first", " ".join([f"r{n}word"] * (5 + n % 40))) for n in range(40)]
    text = LeafletText(leaflet(section("dosage", Table(tuple(rows)))))
    pages = press.pages(section_part(text, "dosage"))
    assert len(pages) > 1
    for number in range(40):
        counts = [len(re.findall(rf"\br{number}(?:first|word)\b", page)) for page in pages]
        assert sorted(counts)[-1] == sum(counts) == 6 + number % 40
    assert all(page.count("What to know") == 1 for page in pages)


@pytest.mark.parametrize("header", [True, False])
def test_a_table_is_closed_at_the_foot_of_a_page_and_at_the_top_of_the_next(
    press: Press, header: bool
) -> None:
    heading = [row("Organ", "Effect", header=True)] if header else []
    rows = [row(f"Organ {n}", sentences(2)) for n in range(60)]
    part = whole_leaflet(LeafletText(leaflet(section("list", Table((*heading, *rows))))))
    pages = printed_pages(press.job(part), press.layout)
    pages.finish()
    assert pages.count > 2
    for number in range(pages.count):
        image = picture(pages, number)
        lines, (top, foot) = drawn_lines(image)
        if number:
            assert min(abs(line - top) for line in lines) <= 1
            assert ink_below(image, top) >= top + 6, "the text keeps its distance from the line"
        if number < pages.count - 1:
            assert min(abs(line - foot) for line in lines) <= 1


def picture(pages: PrintedPages, number: int) -> QImage:
    """A page as it is painted at 96 dots an inch."""
    image = QImage(pages.size.toSize(), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    pages.paint(painter, number)
    painter.end()
    return image


def ink_below(image: QImage, top: int) -> int:
    """The first row of dots below `top` with something black in it."""
    return next(
        y
        for y in range(top, image.height())
        if any(image.pixelColor(x, y).lightness() < 60 for x in range(image.width()))
    )


def drawn_lines(image: QImage) -> tuple[list[int], tuple[int, int]]:
    """Where whole lines go across a page's text, and where the table's left one begins and ends."""
    width, grey = image.width(), QColor("#999999").rgb()
    across = [
        y
        for y in range(image.height())
        if sum(image.pixel(x, y) == grey for x in range(width)) > 0.9 * width
    ]
    columns = [[y for y in range(image.height()) if image.pixel(x, y) == grey] for x in range(4)]
    left = max(columns, key=len)
    return across, (left[0], left[-1])


@pytest.mark.parametrize("paper", ["en_GB", "en_US"])
def test_lines_are_as_long_as_upright_paper_lets_them_and_no_longer_across(
    press: Press, paper: str
) -> None:
    press.layout = default_page_layout(QLocale(paper))
    room = press.layout.paintRect(QPageLayout.Unit.Point).width()
    part = whole_leaflet(LeafletText(leaflet(section("long", paragraph(sentences(40))))))
    press.pages(part)
    upright = text_width(press.file)
    assert 0.9 * room < upright <= room + 1
    press.layout.setOrientation(QPageLayout.Orientation.Landscape)
    press.pages(part)
    assert text_width(press.file) < 1.15 * upright


def text_width(file: Path) -> float:
    """Points from the first to the last word of the text, header and footer apart."""
    listing = subprocess.run(
        ["pdftotext", "-bbox", file, "-"], capture_output=True, text=True, check=True
    ).stdout
    boxes = re.findall(
        r'xMin="([\d.]+)" .*xMax="([\d.]+)" .*>(?:Sentence|medicine|body.)<', listing
    )
    return max(float(right) for _, right in boxes) - min(float(left) for left, _ in boxes)


def test_a_row_higher_than_a_page_is_printed_in_full(press: Press) -> None:
    words = [f"w{n}" for n in range(3000)]
    text = LeafletText(leaflet(section("dosage", Table((row("a", " ".join(words)),)))))
    pages = press.pages(section_part(text, "dosage"))
    printed = [word for page in pages for word in re.findall(r"\bw\d+\b", page)]
    assert printed == words


def test_a_note_keeps_its_label_and_its_text_together(press: Press) -> None:
    places = set()
    for lines in range(12, 32):
        filler = [ListItem((Run(f"item {n}"),)) for n in range(lines)]
        note = Note("Reader's note", (paragraph(sentences(10, "note")),))
        pages = press.pages(whole_leaflet(LeafletText(leaflet(section("a", *filler, note)))))
        (page,) = [number for number, page in enumerate(pages) if "Reader's note" in page]
        assert "Sentence 9 tells what the note does to the body." in pages[page]
        places.add(page)
    assert places == {0, 1}


def test_a_paragraph_goes_on_over_the_page_at_the_same_edge(press: Press) -> None:
    note = Note("Reader's note", (paragraph(sentences(120, "note")),))
    press.pages(section_part(LeafletText(leaflet(section("a", note))), "a"))
    edges = []
    for number in ("1", "2"):
        listing = subprocess.run(
            ["pdftotext", "-bbox", "-f", number, "-l", number, press.file, "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        words = re.findall(
            r'xMin="([\d.]+)".*>(?:Sentence|tells|what|note|does|to|body.)<', listing
        )
        edges.append(min(float(edge) for edge in words))
    assert edges[0] == pytest.approx(edges[1], abs=0.5)


def test_a_picture_wider_than_the_paper_is_made_to_fit(press: Press) -> None:
    picture = QImage(1600, 400, QImage.Format.Format_RGB32)
    picture.fill(QColor("#0000ff"))
    half = QPainter(picture)
    half.fillRect(1500, 0, 100, 400, QColor("#ff0000"))
    half.end()
    file = press.file.with_suffix(".png")
    picture.save(str(file))
    images = {"k": file.read_bytes()}
    shown = replace(leaflet(section("how", Image("k"), paragraph("End."))), images=images)
    press.pages(section_part(LeafletText(shown), "how"))
    assert tinted_pixels(press.file, "#ff0000") > 100


def test_a_section_is_printed_with_those_below_it(press: Press) -> None:
    inner = Section("inner", "Inner", level=2, blocks=(paragraph("Deep text."),))
    text = LeafletText(leaflet(section("outer", children=(inner,)), section("other")))
    (page,) = press.pages(section_part(text, "outer"))
    assert "Sections 1 to 2 of 3: Outer" in page
    assert "Deep text." in page


def test_body_type_has_the_size_of_the_print_style_in_points(press: Press) -> None:
    word = "antidepressants"
    press.pages(section_part(LeafletText(DRINK), "interactions"))
    listing = subprocess.run(
        ["pdftotext", "-bbox", press.file, "-"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(rf'xMin="([\d.]+)".*xMax="([\d.]+)".*>{word}<', listing)
    assert found
    style = print_style()
    font = QFont("DejaVu Sans")
    font.setPointSizeF(style.points(style.body_points))
    device = QPdfWriter(os.devnull)
    points = QFontMetricsF(font, device).horizontalAdvance(word) * 72 / device.logicalDpiX()
    assert float(found[2]) - float(found[1]) == pytest.approx(points, rel=0.02)


@pytest.fixture
def dark_application(qtbot: QtBot) -> Iterator[None]:
    assert qtbot is not None
    before = QApplication.palette()
    dark = QPalette(QColor("#101010"))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.Link):
        dark.setColor(role, QColor("#ffffff"))
    QApplication.setPalette(dark)
    yield
    QApplication.setPalette(before)


def contents(file: Path) -> list[bytes]:
    return [page.get_contents().get_data() for page in pypdf.PdfReader(file).pages]


def test_the_same_is_printed_under_a_dark_palette(
    press: Press, request: pytest.FixtureRequest
) -> None:
    part = whole_leaflet(LeafletText(DRINK))
    press.pages(part)
    light = contents(press.file)
    request.getfixturevalue("dark_application")
    press.pages(part)
    assert contents(press.file) == light


def tinted_pixels(file: Path, colour: str) -> int:
    """Pixels of a colour on the first page, by poppler and not by Qt."""
    picture = file.with_suffix("")
    subprocess.run(
        ["pdftoppm", "-r", "60", "-png", "-singlefile", "-aa", "no", file, picture], check=True
    )
    image = QImage(str(picture) + ".png")
    wanted = QColor(colour).rgb()
    return sum(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


def test_highlights_are_on_paper_only_where_they_are_asked_for(press: Press) -> None:
    text = LeafletText(DRINK)
    part = section_part(text, "interactions")
    press.pages(part)
    assert tinted_pixels(press.file, TINT) == 0
    press.pages(part, (press.alcohol(text),))
    assert tinted_pixels(press.file, TINT) > 50


def test_the_highlight_stands_on_the_word_itself(press: Press) -> None:
    text = LeafletText(DRINK)
    press.pages(section_part(text, "interactions"), (press.alcohol(text),))
    listing = subprocess.run(
        ["pdftotext", "-bbox", press.file, "-"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">alcohol<', listing
    )
    assert found
    left, top, right, bottom = (float(edge) for edge in found.groups())
    tinted_pixels(press.file, TINT)
    image = QImage(str(press.file.with_suffix(".png")))
    scale = 60 / 72
    tint = QColor(TINT).rgb()
    spots = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixel(x, y) == tint
    ]
    assert min(x for x, _ in spots) == pytest.approx(left * scale, abs=2)
    assert max(x for x, _ in spots) == pytest.approx(right * scale, abs=2)
    assert all(top * scale - 4 <= y <= bottom * scale + 4 for _, y in spots)


def test_the_properties_of_a_pdf_name_product_section_and_program(press: Press) -> None:
    press.pages(section_part(LeafletText(DRINK), "interactions"))
    facts = pypdf.PdfReader(press.file).metadata
    assert facts.title == "Calmex 5 mg - Interactions"
    assert facts.creator == "Leaflet Viewer"


@pytest.mark.parametrize(
    ("locale", "size"),
    [("en_GB", (595, 842)), ("en_US", (612, 792)), ("es_MX", (612, 792)), ("pt_PT", (595, 842))],
)
def test_paper_is_a4_or_letter_by_the_territory(
    press: Press, locale: str, size: tuple[int, int]
) -> None:
    press.layout = default_page_layout(QLocale(locale))
    press.pages(section_part(LeafletText(DRINK), "use"))
    box = pypdf.PdfReader(press.file).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


def test_the_date_of_printing_is_written_out(qtbot: QtBot) -> None:
    assert qtbot is not None
    assert re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", printed_on())


def refusal(press: Press, target: Path) -> str:
    part = section_part(LeafletText(DRINK), "use")
    with pytest.raises(PrintError) as caught:
        print_pdf(press.job(part), target, press.layout)
    return str(caught.value)


def test_a_folder_that_is_not_there_is_named(press: Press, tmp_path: Path) -> None:
    assert f"there is no folder {tmp_path / 'gone'}" in refusal(press, tmp_path / "gone" / "a.pdf")


def test_a_folder_in_place_of_the_file_is_named(press: Press, tmp_path: Path) -> None:
    assert "is a folder" in refusal(press, tmp_path)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device file")
def test_a_device_in_place_of_the_file_is_refused(press: Press) -> None:
    assert "not an ordinary file" in refusal(press, Path("/dev/null"))


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a user who can be forbidden"
)
def test_a_folder_that_may_not_be_written_is_said(press: Press, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "cannot be saved" in refusal(press, tmp_path / "a.pdf")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_said_and_the_old_file_stays(press: Press, tmp_path: Path) -> None:
    import resource

    press.file.write_bytes(b"an older print")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        assert "cannot be saved" in refusal(press, press.file)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert press.file.read_bytes() == b"an older print"
    assert [file.name for file in tmp_path.iterdir()] == ["out.pdf"]


def test_stopping_halfway_leaves_no_half_file_and_keeps_the_old_one(
    press: Press, tmp_path: Path
) -> None:
    press.file.write_bytes(b"an older print")
    text = LeafletText(leaflet(section("long", *[paragraph(sentences(30))] * 20)))
    job = press.job(whole_leaflet(text))
    steps = pdf_steps(printed_pages(job, press.layout), job_title(job), press.file, press.layout)
    assert any(page == 2 for page in steps)
    steps.close()
    assert press.file.read_bytes() == b"an older print"
    assert [file.name for file in tmp_path.iterdir()] == ["out.pdf"]


def test_a_printer_that_is_gone_is_named(press: Press) -> None:
    job = press.job(section_part(LeafletText(DRINK), "use"))
    steps = paper_steps(printed_pages(job, press.layout), "t", "No such printer", press.layout)
    with pytest.raises(PrintError, match="No such printer"):
        list(steps)


@pytest.mark.qt_log_ignore("A paint device can only be painted by one painter at a time")
def test_a_device_that_takes_no_pages_is_said(press: Press) -> None:
    device = QPdfWriter(str(press.file))
    busy = QPainter(device)
    job = press.job(section_part(LeafletText(DRINK), "use"))
    with pytest.raises(PrintError, match="does not take the pages"):
        list(paint_pages(printed_pages(job, device.pageLayout()), device))
    busy.end()
