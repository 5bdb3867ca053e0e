"""What a screen reader is told, and the way of the Tab key."""

from __future__ import annotations

from . import seen, told
from .program import Program
from .widgets import Box

ROLES = {
    "section_tree": {"Tree"},
    "leaflet_view": {"EditableText", "Document", "WebDocument", "StaticText"},
    "marker_strip": {"Client", "Graphic", "Indicator", "ScrollBar", "Pane", "Chart"},
    "lens_bar": {"Client", "ToolBar", "Grouping", "Pane"},
    "term_field": {"EditableText"},
    "find_bar": {"Client", "ToolBar", "Grouping", "Pane"},
    "find_field": {"EditableText"},
    "find_count": {"StaticText"},
    "goto_field": {"EditableText"},
    "goto_results": {"List"},
    "dim_banner": {"Client", "AlertMessage", "Grouping", "Pane", "Border", "Notification"},
    "status_section": {"StaticText"},
    "status_provenance": {"Button", "ButtonMenu", "PushButton"},
}
PANES = (
    "header_bar",
    "lens_bar",
    "section_tree",
    "leaflet_view",
    "find_bar",
    "status_provenance",
)
"""From the top to the bottom, and in a row from left to right."""


def test_every_control_has_a_name_and_a_sensible_role(program: Program) -> None:
    program.press("ctrl+1", "ctrl+d", "ctrl+f")
    program.write("alcohol")
    program.press("ctrl+k")
    for name, roles in ROLES.items():
        heard = program.see(told.told, name)
        assert heard.name, f"{name} has no name"
        assert heard.role in roles, f"{name} is told to be a {heard.role}"
    assert program.see(told.told, "find_count").name == "1 of 5"
    chips = program.see(told.told_chips)
    assert chips["alcohol"][:2] == ("Alcohol, 5 passages", "CheckBox")
    assert chips["older"][0] == "Older people, checked: none"


def test_everything_that_takes_the_keyboard_has_a_name(program: Program) -> None:
    program.press("ctrl+1", "ctrl+d", "ctrl+f")
    assert program.see(told.nameless) == []
    program.press("Escape", "ctrl+p")
    assert program.see(seen.dialog) == "print_dialog"
    assert program.see(told.nameless) == []
    program.press("Escape")
    program.press("F6", "space")
    assert program.see(seen.dialog) == "facts_dialog"
    assert program.see(told.nameless) == []


def test_rows_of_the_tree_tell_their_passages(program: Program) -> None:
    program.press("ctrl+1")
    rows = program.see(told.told_rows)
    assert "Interactions, 3 passages" in rows
    assert "Driving and using machines" in rows


def test_tab_goes_through_every_pane_in_the_order_of_the_eye(program: Program) -> None:
    program.press("ctrl+f", "F6", "F6")
    assert program.see(seen.focus) == "goto_field"
    places: list[tuple[str, Box]] = []
    while not places or program.see(seen.focus) != places[0][0]:
        places.append((program.see(seen.focus), program.see(seen.focus_place)))
        program.press("Tab")
        assert len(places) < 100, "the way of the Tab key does not come round"
    panes = [next(filter(PANES.__contains__, program.see(seen.panes_of, n)), "") for n, _ in places]
    assert list(dict.fromkeys(filter(None, panes))) == list(PANES)
    header = [box.x for _, box in places if box.y < places[0][1].y + 20]
    assert header == sorted(header), "within the tool bar from left to right"
    program.press("shift+Tab")
    assert program.see(seen.focus) == places[-1][0]
