"""How the open window asks to come to the front, by what the desktop gave a second start."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from viewer.app.activation import activate, launch_time
from viewer.instance import TOKEN, Launch


class Window(QWidget):
    """Notes the token that Qt would find when it asks for the focus."""

    found: str | None = "never asked"

    def activateWindow(self) -> None:  # noqa: N802
        self.found = os.environ.get(TOKEN)


@given(st.integers(1, 2**32 - 1), st.text())
def test_the_time_of_the_click_stands_at_the_end_of_the_startup_id(time: int, name: str) -> None:
    assert launch_time(f"{name}_TIME{time}") == time


@pytest.mark.parametrize(
    "startup_id",
    ["", "7", "_TIME", "a_TIMEx", "a_TIME-1", "a_TIME0", "a_TIME²", f"a_TIME{2**32}"],
)
def test_a_startup_id_without_a_time_tells_none(startup_id: str) -> None:
    assert launch_time(startup_id) is None


@pytest.mark.parametrize(("platform", "found"), [("wayland", "token"), ("xcb", None)])
def test_only_on_wayland_and_only_meanwhile_the_token_stands_in_the_environment(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, platform: str, found: str | None
) -> None:
    monkeypatch.delenv(TOKEN, raising=False)
    # No compositor is at hand where tests run.
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: platform)
    window = Window()
    qtbot.addWidget(window)
    activate(window, Launch("token"))
    assert window.found == found
    assert TOKEN not in os.environ


def test_without_any_of_it_the_window_asks_as_qt_does(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    activate(window, Launch("", "desk-1_TIME7"))
    assert window.found is None
