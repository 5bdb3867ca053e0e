"""Widgets are tested without a screen; the platform must be chosen before Qt is imported."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication

from viewer.leaflet.model import Leaflet, Section
from viewer.render.theme import Theme
from viewer.render.theme_file import load_theme
from viewer.ui.theme import STYLED, apply_theme

RESOURCES = Path(__file__).parents[2] / "resources"


def pytest_configure(config: pytest.Config) -> None:
    """The offscreen platform warns of what it cannot do for any window that has a layout."""
    config.addinivalue_line(
        "qt_log_ignore", "This plugin does not support (propagateSizeHints|raise)"
    )


@pytest.fixture(scope="session")
def icons() -> Path:
    """The folder of the icons."""
    return RESOURCES / "icons"


@pytest.fixture(scope="session")
def theme() -> Theme:
    """The light theme."""
    return load_theme(RESOURCES / "themes" / "light.toml")


@pytest.fixture(scope="session")
def dark_theme() -> Theme:
    return load_theme(RESOURCES / "themes" / "dark.toml")


@pytest.fixture(scope="session")
def outlined_theme() -> Theme:
    """The high contrast theme, which draws outlines where others use a tint."""
    return load_theme(RESOURCES / "themes" / "high-contrast.toml")


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Callable[[Theme], None]]:
    """Puts a theme on the application; afterwards it is as it was."""
    font, palette = qapp.font(), qapp.palette()
    yield lambda theme: apply_theme(qapp, theme)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.setProperty(STYLED, None)


@pytest.fixture
def nested_leaflet() -> Leaflet:
    """Sections three deep, one of them untitled, with a section below the untitled one."""
    infants = Section("infants", "Infants", 3)
    untitled = Section("untitled", "", 2, children=(infants,))
    adults = Section("adults", "Adults", 2)
    return Leaflet(
        id="sample",
        title="Sample leaflet",
        language="en",
        kind="package-leaflet",
        product="Sample",
        sections=(
            Section("what", "What Sample is"),
            Section("dosage", "Dosage", children=(adults, untitled)),
            Section("interactions", "Interactions"),
            Section("overdose", "Overdose"),
        ),
    )
