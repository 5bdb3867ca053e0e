"""Theme and zoom, as the reader chooses them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from viewer.render.theme import Theme
from viewer.ui.appearance import SYSTEM, ZOOM_STEPS, Appearance


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    """The application; what a theme did to it is undone at the end."""
    before = (qapp.palette(), qapp.font(), qapp.styleSheet())
    yield qapp
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
    qapp.setStyleSheet(before[2])


@pytest.fixture
def themes(theme: Theme, dark_theme: Theme, outlined_theme: Theme) -> list[Theme]:
    return [theme, dark_theme, outlined_theme]


def test_the_chosen_theme_is_on_show_at_once(app: QApplication, themes: list[Theme]) -> None:
    appearance = Appearance(app, themes, "dark", 100)
    assert appearance.theme.id == appearance.chosen == "dark"
    assert app.palette().window().color().name() == appearance.theme.window


def test_a_theme_that_is_not_there_means_that_of_the_system(
    app: QApplication, themes: list[Theme]
) -> None:
    appearance = Appearance(app, themes, "no such theme", 100)
    assert appearance.chosen == SYSTEM
    assert not appearance.theme.outlined


def test_next_goes_through_all_themes_and_begins_again(
    qtbot: QtBot, app: QApplication, themes: list[Theme]
) -> None:
    appearance = Appearance(app, themes, "light", 100)
    seen = []
    for _ in themes:
        with qtbot.waitSignal(appearance.theme_changed, timeout=1_000):
            appearance.next_theme()
        seen.append(appearance.theme.id)
    assert seen == ["dark", "high-contrast", "light"]


def test_the_theme_that_is_on_show_already_changes_nothing(
    qtbot: QtBot, app: QApplication, themes: list[Theme]
) -> None:
    appearance = Appearance(app, themes, "light", 100)
    with qtbot.assertNotEmitted(appearance.theme_changed):
        appearance.choose("light")


def test_all_themes_can_be_chosen_and_that_of_the_system(
    app: QApplication, themes: list[Theme]
) -> None:
    options = Appearance(app, themes, "light", 100).options()
    assert [id for id, _ in options] == [SYSTEM, "light", "dark", "high-contrast"]
    assert all(name for _, name in options)


def test_zoom_goes_by_steps_from_fifty_to_three_hundred_percent(
    qtbot: QtBot, app: QApplication, themes: list[Theme]
) -> None:
    appearance = Appearance(app, themes, "light", 100)
    up = [100]
    for _ in range(20):
        appearance.step_zoom(+1)
        up.append(appearance.zoom)
    assert sorted(set(up)) == [step for step in ZOOM_STEPS if step >= 100]
    with qtbot.assertNotEmitted(appearance.zoom_changed):
        appearance.step_zoom(+1)
    for _ in range(20):
        appearance.step_zoom(-1)
    assert appearance.zoom == 50
    appearance.set_zoom(1_000)
    assert appearance.zoom == 300


def test_from_between_two_steps_zoom_goes_to_the_nearer_one_in_its_direction(
    app: QApplication, themes: list[Theme]
) -> None:
    appearance = Appearance(app, themes, "light", 115)
    appearance.step_zoom(+1)
    assert appearance.zoom == 125
    appearance.set_zoom(115)
    appearance.step_zoom(-1)
    assert appearance.zoom == 110
