"""What the go-to field can go to, and what of it answers to the letters typed; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from viewer.ui.fuzzy import fuzzy_score

_DETAIL_WORTH = 0.5
"""A match in an item's detail counts half of one in its title."""

_LEAST_SHARE = 0.25
"""Answers with less than this share of the best one's score are letters met by chance."""


class GotoKind(Enum):
    """What an item is; the value is its label in the list."""

    SECTION = "Section"
    LEAFLET = "Leaflet"
    LIBRARY = "Library"
    COMMAND = "Command"
    FIND = "Find"


@dataclass(frozen=True, slots=True)
class GotoItem:
    """One place or command. `target` means something to whoever made the item.

    For a find item `target` is the text to find, for a library item that to filter its list by.
    `keys` is a command's key, or empty.
    """

    kind: GotoKind
    title: str
    detail: str
    target: str
    keys: str = ""


@dataclass(frozen=True, slots=True)
class RankedItem:
    """An item with the characters of its title and of its detail that were typed."""

    item: GotoItem
    in_title: tuple[int, ...] = ()
    in_detail: tuple[int, ...] = ()


_ORDER = tuple(GotoKind)


def rank_items(
    typed: str, items: Sequence[GotoItem], sure: Sequence[GotoItem] = ()
) -> list[RankedItem]:
    """The items that answer to `typed`, the best first, and after them finding that text.

    Those that are `sure` to answer come in whatever their letters, at the end if need be. Nothing
    typed lists all items: sections first, then leaflets, then commands.
    """
    typed = typed.strip()
    if not typed:
        return [RankedItem(item) for item in sorted(items, key=lambda i: _ORDER.index(i.kind))]
    ranked: list[tuple[float, int, int, RankedItem]] = []
    for number, item in enumerate([*items, *sure]):
        score, answer = _answer(typed, item)
        if answer is not None:
            ranked.append((-score, _ORDER.index(item.kind), number, answer))
    ranked.sort(key=lambda entry: entry[:3])
    best = -ranked[0][0] if ranked else 0.0
    least = best * _LEAST_SHARE if best > 0 else float("-inf")
    answers = [answer for negative, _, _, answer in ranked if -negative >= least]
    listed = {answer.item for answer in answers}
    others = [RankedItem(item) for item in sure if item not in listed]
    return [*answers, *others, RankedItem(find_item(typed))]


def find_item(text: str) -> GotoItem:
    """Finding `text` in the open leaflet, as an item."""
    return GotoItem(GotoKind.FIND, f"Find “{text}” in this leaflet", "", text)


def _answer(typed: str, item: GotoItem) -> tuple[float, RankedItem | None]:
    if item.kind is GotoKind.LIBRARY:
        return 0.0, None  # its words are the program's: it stays behind what it adds to
    title = fuzzy_score(typed, item.title)
    if title is not None:
        return title.score, RankedItem(item, in_title=title.positions)
    detail = fuzzy_score(typed, item.detail)
    if detail is not None and _begins_a_word(item.detail, detail.positions):
        return detail.score * _DETAIL_WORTH, RankedItem(item, in_detail=detail.positions)
    return 0.0, None


def _begins_a_word(text: str, places: tuple[int, ...]) -> bool:
    """True where the letters typed are the first letters of words, run by run.

    A detail is often the same for many items, so that chance hits in it would swamp the list.
    """
    return all(
        place == 0 or not text[place - 1].isalnum() or place - 1 in places for place in places
    )
