"""Looks all lenses up in one leaflet: at once where that is quick, else when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from viewer.highlight.lens import Lens
from viewer.highlight.lookup import SHORT
from viewer.highlight.matcher import find_matches, terms_for
from viewer.highlight.matches import Matches
from viewer.ui.open_leaflet import OpenLeaflet


class LensSearch:
    """The lenses of the program over one leaflet.

    `whole` may be asked for on any thread; whoever asks first waits for it.
    """

    def __init__(self, opened: OpenLeaflet, lenses: Sequence[Lens]) -> None:
        self._opened = opened
        self._lenses = tuple(lenses)
        if self._is_quick():
            _ = self.whole

    @cached_property
    def whole(self) -> Mapping[str, Matches]:
        """What each lens finds, by its id."""
        return {lens.id: find_matches(self._opened.index, lens) for lens in self._lenses}

    @property
    def is_whole(self) -> bool:
        """Whether it is known already what the lenses find."""
        return "whole" in self.__dict__

    def _is_quick(self) -> bool:
        """Whether it takes less than a frame: no index and no table of terms is to be made."""
        language = self._opened.leaflet.language
        return (
            len(self._opened.text.text) <= SHORT
            and self._opened.is_indexed
            and all(
                terms.is_laid_out for lens in self._lenses for terms in terms_for(lens, language)
            )
        )
