"""Printing where the print server takes every connection and never says a word."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import seen
from .conftest import Start
from .program import Folders


class WaitingFolders(Folders):
    """The folders of a user whose session has such a server."""

    server = ""

    def environment(self, display: str) -> dict[str, str]:
        return {**super().environment(display), "CUPS_SERVER": self.server}


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Folders]:
    folders = WaitingFolders(tmp_path / "user")
    with socket.create_server(("127.0.0.1", 0)) as server:
        folders.server = f"127.0.0.1:{server.getsockname()[1]}"
        yield folders
    folders.remove_session()


def test_the_dialog_opens_at_once_and_a_pdf_can_be_saved(start: Start, folders: Folders) -> None:
    program = start()
    program.press("ctrl+p")
    assert program.see(seen.dialog) == "print_dialog"
    program.press("Return")
    program.press("Escape")
    assert "Nothing was saved or sent" in program.see(seen.dialog_words)
    program.press("alt+r", "End", "Return")
    program.until(seen.dialog, "")
    assert program.see(seen.notice) == "Saved as a PDF"
    assert len(list(folders.home.glob("*.pdf"))) == 1
    assert program.quit() == 0


def test_a_window_that_waits_for_printers_can_be_ended(start: Start) -> None:
    program = start()
    program.press("ctrl+p", "Return")
    assert program.see(seen.dialog) == "print_dialog"
    program.process.terminate()
    assert program.process.wait(20) == 128 + 15
