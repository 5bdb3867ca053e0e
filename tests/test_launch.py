"""Why no window opens is said where somebody can read it."""

from __future__ import annotations

import ctypes
import sys
from contextlib import redirect_stderr, redirect_stdout
from types import SimpleNamespace

import pytest

from viewer import cli
from viewer.launch import tell_why

Shown = list[tuple[str, str]]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """The messages that Windows shows, with their titles."""
    messages: Shown = []

    def message_box(_owner: None, text: str, title: str, _kind: int) -> None:
        messages.append((title, text))

    library = SimpleNamespace(user32=SimpleNamespace(MessageBoxW=message_box))
    monkeypatch.setattr(ctypes, "windll", library, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    return messages


def test_a_program_without_streams_says_it_in_a_message(shown: Shown) -> None:
    with redirect_stderr(None):
        tell_why("The leaflets are missing.")
    assert shown == [("Leaflet Viewer", "The leaflets are missing.")]


def test_one_with_streams_writes_it_there(shown: Shown, capsys: pytest.CaptureFixture[str]) -> None:
    tell_why("The leaflets are missing.")
    assert capsys.readouterr().err == "leaflet-viewer: The leaflets are missing.\n"
    assert shown == []


@pytest.mark.parametrize(
    ("shortcut", "status", "words"),
    [
        (["klonopin", "--sektion=dosage"], 2, "--sektion=dosage"),
        (["open", "klonopin", "--sektion=dosage"], 2, "--sektion=dosage"),
        (["no-such-leaflet"], 1, "no-such-leaflet"),
        (["--library"], 2, "--library needs a folder"),
    ],
)
def test_what_is_wrong_in_a_shortcut_is_said_in_a_message(
    shown: Shown, shortcut: list[str], status: int, words: str
) -> None:
    with redirect_stdout(None), redirect_stderr(None):
        assert cli.run(shortcut) == status
    assert [words in text for _, text in shown] == [True]


def test_a_command_for_scripts_never_waits_for_an_answer(shown: Shown) -> None:
    with redirect_stdout(None), redirect_stderr(None):
        assert cli.run(["show", "no-such-leaflet"]) == 1
        assert cli.run(["show", "--sektion"]) == 2
    assert shown == []
