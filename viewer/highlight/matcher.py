"""Finds the places that a lens or a find text marks in a leaflet."""

from __future__ import annotations

from viewer.highlight.leaflet_text import LeafletText
from viewer.highlight.lens import Lens
from viewer.highlight.matches import Matches


class WordIndex:
    """The words of a leaflet, folded, with where each stands; built once per leaflet."""

    def __init__(self, text: LeafletText) -> None:
        self.text = text


def find_matches(index: WordIndex, lens: Lens) -> Matches:
    """The places that `lens` marks in the leaflet."""
    raise NotImplementedError


def find_text(
    index: WordIndex, text: str, *, whole_words: bool = False, match_case: bool = False
) -> Matches:
    """The places where what was typed stands in the leaflet."""
    raise NotImplementedError
