"""Back and forward, as a browser keeps them."""

from __future__ import annotations

from viewer.ui.history import LONGEST, History, Spot


def spot(offset: int) -> Spot:
    return Spot("sample", offset)


def test_at_the_beginning_there_is_no_way_back_or_forward() -> None:
    history = History()
    assert not history.can_go_back
    assert not history.can_go_forward
    assert history.back(spot(1)) is None
    assert history.forward(spot(1)) is None
    assert not history.can_go_forward


def test_back_and_forward_lead_through_the_same_places() -> None:
    history = History()
    history.leave(spot(1))
    history.leave(spot(2))
    assert history.back(spot(3)) == spot(2)
    assert history.back(spot(2)) == spot(1)
    assert history.forward(spot(1)) == spot(2)
    assert history.forward(spot(2)) == spot(3)
    assert not history.can_go_forward


def test_a_new_place_forgets_what_lay_ahead() -> None:
    history = History()
    history.leave(spot(1))
    history.back(spot(2))
    history.leave(spot(1))
    assert not history.can_go_forward


def test_the_same_place_left_twice_is_one_step_back() -> None:
    history = History()
    history.leave(spot(1))
    history.leave(spot(1))
    assert history.back(spot(2)) == spot(1)
    assert not history.can_go_back


def test_the_oldest_places_are_forgotten_first() -> None:
    history = History()
    for offset in range(LONGEST + 5):
        history.leave(spot(offset))
    here, steps = spot(-1), 0
    while history.can_go_back:
        here = history.back(here) or here
        steps += 1
    assert (steps, here) == (LONGEST, spot(5))
