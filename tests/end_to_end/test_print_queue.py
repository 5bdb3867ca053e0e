"""Printing to a real printer's queue, by keyboard: what arrives there, and what is said if not."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest

from viewer.ui.print_devices import printed_on

from . import print_stopping, seen
from .conftest import Start
from .print_queue import PrintService, missing_programs, print_service
from .program import Folders, Program


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrintService]:
    """A print service with no printer yet."""
    if missing := missing_programs():
        pytest.skip(f"not on this system: {', '.join(missing)}")
    with print_service(tmp_path_factory.mktemp("print-service")) as service:
        yield service


class PrintingFolders(Folders):
    """The folders of a user whose session has a print service."""

    server = ""

    def environment(self, display: str) -> dict[str, str]:
        return {**super().environment(display), "CUPS_SERVER": self.server}


@pytest.fixture
def folders(tmp_path: Path, service: PrintService) -> Iterator[Folders]:
    folders = PrintingFolders(tmp_path / "user")
    folders.server = service.server
    yield folders
    folders.remove_session()


def page_texts(pdf: Path) -> list[str]:
    """The text of each page with single spaces."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    assert len(pages) == len(pypdf.PdfReader(pdf).pages)
    return [" ".join(page.split()) for page in pages]


def paper_of(pdf: Path) -> tuple[int, int]:
    """Width and height of the first page in points."""
    box = pypdf.PdfReader(pdf).pages[0].mediabox
    return round(box.width), round(box.height)


def says(program: Program, *words: str) -> None:
    """Waits until the print dialog says this; it stays open."""
    program.until_that(
        seen.dialog_words, lambda said: all(word in said for word in words), repr(words)
    )
    assert program.see(seen.dialog) == "print_dialog"


def choose_whole(program: Program) -> None:
    """Chooses the whole leaflet and waits for its pages: a button pressed by its letter takes a
    tenth of a second to come up again, and is chosen only then."""
    program.press("alt+w")
    program.until_that(
        seen.dialog_words,
        lambda said: re.search(r"Page 1 of ([2-9]|\d\d)", said) is not None,
        "pages",
    )


def sent(program: Program) -> None:
    """Waits until the dialog is gone and the window says that the pages are on their way."""
    program.until(seen.dialog, "")
    program.until(seen.notice, "Sent to the printer")
    program.take_focus()


def test_the_desk_scene_ends_in_one_job_at_the_printer(start: Start, service: PrintService) -> None:
    service.add("Desk")
    program = start()
    program.press("ctrl+1")
    program.press("F3")
    program.press("ctrl+p")
    assert program.see(seen.dialog) == "print_dialog"
    program.press("Return")
    sent(program)
    assert program.see(seen.focus) == "leaflet_view"

    (job,) = service.jobs()
    assert (job.title, job.copies) == ("Klonopin - Dosage and how to take it", 1)
    assert "media=A4" in job.options
    assert paper_of(job.pdf) == (595, 842)
    (text,) = page_texts(job.pdf)
    header, _, rest = text.partition("Your doctor decides")
    assert "Klonopin" in header
    assert "Dosage and how to take it" in header
    assert "Do not have alcoholic drinks during treatment and for 3 days after it ends." in rest
    assert "Ethyl alcohol acts alike" not in rest
    footer = rest[-400:]
    for words in (
        "Source: not stated",
        "Version: not stated",
        "Date: not stated",
        f"Printed on {printed_on()}.",
        "The authority’s current text prevails.",
        "Page 1 of 1",
    ):
        assert words in footer, words
    assert program.quit() == 0


def test_two_copies_of_the_whole_leaflet_are_one_job_of_numbered_pages(
    start: Start, service: PrintService
) -> None:
    service.add("Desk")
    program = start()
    program.press("ctrl+p")
    choose_whole(program)
    program.press("alt+c")
    program.write("2")
    program.press("Return")
    sent(program)

    (job,) = service.jobs()
    assert (job.title, job.copies) == ("Klonopin", 2)
    pages = page_texts(job.pdf)
    assert len(pages) > 2
    for number, page in enumerate(pages, 1):
        assert page.startswith("Klonopin")
        assert f"Page {number} of {len(pages)}" in page


def test_a_printer_that_takes_nothing_is_said_and_prints_once_it_does_again(
    start: Start, service: PrintService
) -> None:
    service.add("Desk")
    program = start()
    program.press("ctrl+p")
    troubles: list[tuple[Callable[[str], None], str]] = [
        (service.refuse, '“Desk” did not take the pages: Destination "Desk" is not accepting'),
        (service.remove, "“Desk” cannot be found any more"),
        (service.stop, "“Desk” is stopped"),
    ]
    for trouble, words in troubles:
        trouble("Desk")
        program.press("Return")
        says(program, words)
        assert service.jobs() == []
        service.add("Desk")
    program.press("Return")
    sent(program)
    assert len(service.jobs()) == 1


def test_where_the_print_service_has_ended_the_pages_can_still_be_saved(
    start: Start, service: PrintService, folders: Folders
) -> None:
    service.add("Desk")
    program = start()
    program.press("ctrl+p")
    service.end()
    program.press("Return")
    says(program, "“Desk” cannot be found any more")

    program.press("alt+r", "End", "Return")
    program.until(seen.dialog, "")
    assert program.see(seen.notice) == "Saved as a PDF"
    (pdf,) = folders.home.glob("*.pdf")
    assert page_texts(pdf)


def test_a_printer_without_the_paper_is_said_and_prints_on_the_one_it_has(
    start: Start, service: PrintService
) -> None:
    service.add("Desk", paper="Letter")
    program = start()
    program.press("ctrl+p")
    program.press("Return")
    says(program, "“Desk” has no A4 paper, only Letter.", "Choose another paper or printer.")

    program.press("alt+e", "l", "alt+m")
    program.write("5")
    program.press("Return")
    says(program, "“Desk” does not print so near the edge")

    program.press("alt+m")
    program.write("18")
    program.press("Return")
    sent(program)
    (job,) = service.jobs()
    assert "media=Letter" in job.options
    assert paper_of(job.pdf) == (612, 792)
    assert "Page 1 of 1" in page_texts(job.pdf)[0]

    program.press("ctrl+p")
    program.press("Return")
    sent(program)
    assert [paper_of(job.pdf) for job in service.jobs()] == [(612, 792)] * 2


def test_a_printer_with_none_of_the_usual_papers_is_offered_its_own(
    start: Start, service: PrintService
) -> None:
    service.add("Slips", paper="A6")
    program = start()
    program.press("ctrl+p")
    program.press("Return")
    sent(program)
    (job,) = service.jobs()
    assert "media=A6" in job.options
    assert paper_of(job.pdf) == (297, 420)
    assert "Klonopin" in page_texts(job.pdf)[0]
    assert program.quit() == 0

    service.remove("Slips")
    service.add("Desk")
    program = start()
    assert program.see(seen.notice_above) == ""
    program.press("ctrl+p")
    program.press("Return")
    sent(program)
    assert paper_of(service.jobs()[-1].pdf) == (595, 842)


def test_a_printing_that_is_stopped_half_way_sends_nothing(
    start: Start, service: PrintService
) -> None:
    service.add("Desk")
    program = start()
    program.press("ctrl+p")
    choose_whole(program)
    program.see(print_stopping.stop_after_first_page)
    program.press("Return")
    says(program, "Printing was stopped. Nothing was saved or sent.")
    assert service.jobs() == []

    program.press("Return")
    sent(program)
    (job,) = service.jobs()
    assert len(page_texts(job.pdf)) > 2
